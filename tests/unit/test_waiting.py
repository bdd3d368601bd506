"""What "pay" says of late results: which payments are final, and which may still change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.base.year import FinancialYear, written_date
from incentives.calculate import calculate
from incentives.data import bind, pack_of
from incentives.report.waiting import said_of_late_results
from incentives.scheme.reading import read_plan
from tests.spec.chapter import LISTS, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}"
GRANT = "payments:\n  grant:\n    form: fixed grant\n    per_practice: £50\n"
BUDGET = """budget:
  limit: £150
  if_earnings_exceed_it: {over}
  if_earnings_fall_short: keep for reserve
"""
CUT, FULL = "reduce every payment by the same percentage", "pay in full"
DAY = "  count_late_data_until: 2016-05-31\n"
POT = """pots:
  - name: pot
    title: Reviews
    amount: £1,000
    of: [X]
    if_earnings_fall_short: keep for reserve
    count_late_data_until: 2016-05-31
"""


def said(folder: Path, more: str, today: date = date(2016, 3, 31)) -> tuple[str, ...]:
    path = folder / "scheme.yaml"
    path.write_text(scheme(ROW, price="£10", more=GRANT + more), "utf-8")
    read, plan, _ = read_plan(path)
    tables = pack(
        "practice | numerator | denominator | signed\nZZ9001 | 100 | 100 | yes\nZZ9002 | 50 | 100 | yes"
    )
    data = pack_of(tables, year=FinancialYear(2015), as_at=LISTS)
    return said_of_late_results(read, calculate(plan, bind(plan, data)), today)


def test_nothing_is_said_where_no_payment_depends_on_another_practice(tmp_path: Path) -> None:
    assert said(tmp_path, "") == ()
    assert said(tmp_path, BUDGET.format(over=FULL) + DAY) == ()


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2016, 3, 31), "wait for late data"),
        (date(2016, 5, 31), "wait for late data"),
        (date(2016, 6, 1), "are final"),
    ],
)
def test_all_that_share_a_budget_wait_until_the_last_day_has_passed(
    tmp_path: Path, today: date, state: str
) -> None:
    # £100 and £50 earned, £50 each of the grant: £250 for £150, so each of six figures is not nil.
    (line,) = said(tmp_path, BUDGET.format(over=CUT) + DAY, today)
    assert line == (
        f"All 6 payments (£150.00) that share the budget {state}: results count that come until 31 May 2016, "
        f"and this is of {written_date(today)}."
    )


def test_without_a_last_day_everything_waits_for_everybody(tmp_path: Path) -> None:
    (line,) = said(tmp_path, BUDGET.format(over=CUT))
    assert line.startswith("All 6 payments (£150.00) that share the budget may change until every practice")


def test_only_what_a_pot_pays_waits_and_the_rest_is_final(tmp_path: Path) -> None:
    waits, final = said(tmp_path, POT)
    assert waits.startswith(
        'The 2 payments (£150.00) that share the pot "Reviews" wait for late data: results'
    )
    assert final == "The other 2 payments (£100.00) share nothing with other practices' and are final."
