"""What a finance officer reads beside the payments: lines, accrual, comparison, and what to look at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from incentives.base.problem import Place, Problem, Severity
from incentives.calculate import calculate
from incentives.formula.plan import THIS_SCHEDULE, Columns
from incentives.govern.ledger import Ledger
from incentives.report.schedule import schedule
from incentives.report.sealed.verify import by_working_out
from tests.conftest import ROOT
from tests.property.made_rows import rows_for
from tests.property.readings import bound, read
from tests.workbook.conftest import DATED
from tests.workbook.pictures import cut_off

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.calculate import Results

OF_YEAR = 366  # 2015/16 has a 29 February
HALFWAY = date(2015, 9, 30)


@pytest.fixture(scope="module")
def shown(workbook: Path) -> Workbook:
    return load_workbook(workbook, data_only=True)


@pytest.fixture(scope="module")
def halfway(results: Results) -> Workbook:
    return load_workbook(BytesIO(schedule(results, dated=HALFWAY)), data_only=True)


def rows(book: Workbook, sheet: str, first: int = 5) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(min_row=first, values_only=True)]


def money(figure: object) -> Decimal:
    return Decimal(str(figure)).quantize(Decimal("0.01"))


def test_every_line_says_its_years_who_bears_it_and_its_reference(shown: Workbook, results: Results) -> None:
    lines = rows(shown, "Lines", first=4)
    assert len(lines) == len(results.binding.practices) * len(results.plan.periods)
    assert {line[4] for line in lines} == {"2015/16"}
    paid_in = {str(line[3]): line[5] for line in lines}
    assert paid_in["March 2016"] == "March 2016"
    assert paid_in["Balance, June 2016"] == "June 2016"
    assert {line[6] for line in lines} == {results.plan.offered_by}
    assert len({line[0] for line in lines}) == len(lines)
    assert sum(money(line[7]) for line in lines) * 100 == int(results.in_pence("due").sum())


def test_halfway_a_straight_line_is_earned_and_six_months_are_paid(
    halfway: Workbook, results: Results
) -> None:
    due, paid = (
        results.in_pence("due")[:, 0].tolist(),
        results.in_pence("instalment")[:, :6].sum(axis=1).tolist(),
    )
    for n, row in enumerate(rows(halfway, "Accrual")):
        exact = Decimal(due[n]) * 183 / OF_YEAR  # 1 April to 30 September
        assert abs(money(row[3]) * 100 - exact) <= Decimal("0.5")
        assert money(row[4]) * 100 == paid[n]
        assert money(row[5]) == money(row[3]) - money(row[4])
        before = Decimal(due[n]) * 153 / OF_YEAR - int(results.in_pence("instalment")[n, :5].sum())
        assert abs(money(row[6]) * 100 + before) <= Decimal("0.5")
        assert money(row[7]) == money(row[5]) + money(row[6])


def test_charges_of_the_months_with_what_is_paid_are_what_is_earned(results: Results) -> None:
    """Last month's accrual is reversed: the charges and payments of the months add up to what is earned."""
    charged = Decimal(0)
    for day in (date(2015, 4, 30), date(2015, 5, 31), date(2015, 6, 30)):
        book = load_workbook(BytesIO(schedule(results, dated=day)), data_only=True)
        total = rows(book, "Accrual", first=4)[0]
        charged += money(total[7])
        assert charged + money(total[4]) == money(total[3])


def test_low_and_high_move_only_what_rests_on_results(shown: Workbook, results: Results) -> None:
    plan = results.plan
    fixed = [c.id for c in plan.components if c.paid_by == THIS_SCHEDULE and not c.counted]
    for n, row in enumerate(rows(shown, "Accrual")):
        due = int(results.in_pence("due")[n, 0])
        still = sum(int(results.pence(c)[n]) for c in fixed)
        assert money(row[9]) * 100 == due
        for column, share in ((8, Decimal("0.9")), (10, Decimal("1.1"))):
            assert abs(money(row[column]) * 100 - (still + share * (due - still))) <= Decimal("0.5")


def test_the_comparison_flags_a_tenth_more_or_less(shown: Workbook) -> None:
    found = rows(shown, "Comparison")
    for _, _, now, last, change, flag in (row[:6] for row in found):
        assert money(change) == money(now) - money(last)
        share = money(change) / money(last)
        word = "more" if share > Decimal("0.1") else "less" if share < Decimal("-0.1") else ""
        assert (flag or "") == (f"More than 10% {word}" if word else "")
    assert {bool(row[5]) for row in found} == {True, False}


def test_before_paying_lists_overpaid_practices_and_what_was_said_of_the_data(results: Results) -> None:
    said = Problem("D999", Place("practices.csv", 7), "ZZ9003 closed on 1 June.", "See.", Severity.WARNING)
    binding = replace(results.binding, warnings=(said,))
    book = load_workbook(BytesIO(schedule(replace(results, binding=binding), dated=DATED)))
    found = rows(book, "Before paying", first=4)
    owing = [n for n, pence in enumerate(results.in_pence("instalment")[:, -1].tolist()) if pence < 0]
    assert len([row for row in found if "Was paid more than is due" in str(row[2])]) == len(owing) > 0
    assert ["practices.csv", None, "ZZ9003 closed on 1 June.", "See."] in found


def test_the_head_of_the_ledger_is_printed_and_verified(results: Results, tmp_path: Path) -> None:
    head = Ledger(tmp_path / "ledger.sqlite").head()
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(schedule(results, dated=DATED, ledger=head))
    about = {row[0]: row[1] for row in rows(load_workbook(path), "About")}
    assert about["Head of the ledger when this was made"] == head != ""
    verdict = by_working_out(path, lambda day, it: schedule(results, dated=day or DATED, ledger=it))
    assert verdict.sound


def test_an_empty_sheet_is_left_out() -> None:
    plan, resolved = read(ROOT / "schemes" / "local" / "dudley-2016.yaml")
    tables = rows_for(resolved, seed=1)
    (lists_of,) = {f.as_at for f in plan.data_fields if f.table == "practices" and f.as_at}
    results = calculate(plan, bound(plan, tables, {"practices": lists_of}))
    book = load_workbook(BytesIO(schedule(results, dated=DATED)))
    assert not plan.has(Columns.POINTS)
    assert "Points" not in book.sheetnames
    listed = [row[0] for row in rows(book, "Contents", first=4)]
    assert listed == book.sheetnames


def test_words_that_are_cut_off_are_found(workbook: Path, tmp_path: Path) -> None:
    assert list(cut_off(workbook)) == []
    book, path = load_workbook(workbook), tmp_path / "narrow.xlsx"
    book["Practices"].column_dimensions["B"].width = 6
    book["Points"].row_dimensions[3].height = 20
    book.save(path)
    found = "\n".join(cut_off(path))
    assert "Practices!B6" in found
    assert "Points!C3" in found
