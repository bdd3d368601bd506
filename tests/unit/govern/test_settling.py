"""What a month and the balance pay after what was released before; each figure worked by hand.

The advance is 70% of £12,000 = £8,400: £700 a month. Earned is 5 points of £160.15 = £800.75 in the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.formula.months import months_alone
from incentives.govern.entries import Key, Line
from incentives.govern.runs import Calculated, run_of
from incentives.govern.settling import settled
from incentives.scheme.reading import read_plan
from tests.spec.chapter import LISTS, scheme
from tests.spec.test_form_30_part_of_a_year import pack

if TYPE_CHECKING:
    from pathlib import Path

YEAR = FinancialYear(2015)
ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
MONTHS = """instalments:
  each_month: 70%
  of: last year's QOF payment
  from: April 2015
  balance: June 2016
part_year: {pays: for the days in the scheme, days_of: contract and sign-up}
"""
NAMES = [f"{m} 2015" for m in ("April", "May", "June", "July", "August", "September", "October")]
PAID = "practice | list | closes | paid then\n"


def calculated(folder: Path, tables: str, *, more: str = MONTHS, successions: str = "") -> Calculated:
    path = folder / "chapter.yaml"
    path.write_text(scheme(ROW, more=more), "utf-8")
    read, plan, _ = read_plan(str(path))
    data = pack_of(pack(tables, successions), year=YEAR, as_at=LISTS)
    return Calculated(read, data, calculate(plan, bind(plan, data)), "p")


def lines(practice: str, pence: int, *periods: str) -> list[Line]:
    return [
        Line(
            Key("chapter", "2015/16", practice, "instalment", p),
            pence,
            "2015/16",
            p,
            "CCG",
            f"{practice}/{p}",
        )
        for p in periods
    ]


def pays(made: Calculated, period: str, released: list[Line]) -> dict[str, int]:
    return {one.practice: one.pays for one in settled(made, period, released)}


def test_nothing_changes_where_the_ledger_agrees_or_is_empty(tmp_path: Path) -> None:
    made = calculated(tmp_path, PAID + "ZZ9001 | 8,000 | | £12,000.00")
    as_planned = lines("ZZ9001", 70_000, *NAMES[:6])
    assert pays(made, "October 2015", []) == pays(made, "October 2015", as_planned) == {"ZZ9001": 70_000}
    # A month that was left out is not made up in another: it can still be released itself.
    assert pays(made, "October 2015", as_planned[:3]) == {"ZZ9001": 70_000}


def test_a_practice_that_has_closed_is_paid_no_further_month_and_the_balance_takes_back(
    tmp_path: Path,
) -> None:
    made = calculated(tmp_path, PAID + "ZZ9001 | 8,000 | 2015-09-28 | £12,000.00")
    paid = lines("ZZ9001", 70_000, *NAMES[:6])
    assert pays(made, "October 2015", paid) == {"ZZ9001": 0}
    # £800.75 × 181 ÷ 366 = £396.00 earned; six months of £700 = £4,200 were paid: £3,804.00 too much.
    assert pays(made, "Balance, June 2016", paid) == {"ZZ9001": 39_600 - 420_000}


def test_a_practice_that_follows_two_is_paid_their_months_from_its_first_day(tmp_path: Path) -> None:
    tables = """practice | list | opens | closes | paid then
        ZZ9001 | 8,000 | | 2015-09-30 | £12,000.00
        ZZ9002 | 8,000 | | 2015-09-30 | £6,000.00
        ZZ9003 | 8,000 | 2015-10-01 | | £0.00"""
    after = "from|to|on|share\nZZ9001|ZZ9003|2015-10-01|100%\nZZ9002|ZZ9003|2015-10-01|100%"
    made = calculated(tmp_path, tables, successions=after)
    paid = [x for n in NAMES[:6] for x in (*lines("ZZ9001", 70_000, n), *lines("ZZ9002", 35_000, n))]
    # 70% of £12,000 for 183 of 366 days is £4,200: after five months of £700 the last is £700 too.
    assert pays(made, "September 2015", paid) == {"ZZ9001": 70_000, "ZZ9002": 35_000, "ZZ9003": 0}
    # 70% × £18,000 × 183 ÷ 366 = £6,300 in the six months that it is there: £1,050 each.
    assert pays(made, "October 2015", paid) == {"ZZ9001": 0, "ZZ9002": 0, "ZZ9003": 105_000}


def test_notice_of_leaving_shares_what_is_left_among_the_months_left(tmp_path: Path) -> None:
    made = calculated(tmp_path, PAID + "ZZ9001 | 8,000 | 2015-11-30 | £12,000.00")
    paid = lines("ZZ9001", 70_000, *NAMES[:6])
    # 70% × £12,000 × 244 ÷ 366 = £5,600; £4,200 are paid, £1,400 are left for October and November.
    assert pays(made, "October 2015", paid) == {"ZZ9001": 70_000}
    assert pays(made, "November 2015", [*paid, *lines("ZZ9001", 70_000, "October 2015")]) == {
        "ZZ9001": 70_000
    }
    assert pays(made, "December 2015", [*paid, *lines("ZZ9001", 70_000, *NAMES[6:])]) == {"ZZ9001": 0}


def test_what_was_released_wrongly_is_spread_or_made_up_at_once(tmp_path: Path) -> None:
    made = calculated(tmp_path, PAID + "ZZ9001 | 8,000 | | £12,000.00")
    paid = lines("ZZ9001", 65_000, *NAMES[:6])
    # Six times £50 = £300 short; six months are left: £50 more in each.
    assert pays(made, "October 2015", paid) == {"ZZ9001": 75_000}
    at_once = MONTHS.replace("part_year", "  when_final: in the next month\npart_year")
    made = calculated(tmp_path, PAID + "ZZ9001 | 8,000 | | £12,000.00", more=at_once)
    assert pays(made, "October 2015", paid) == {"ZZ9001": 100_000}
    too_much = lines("ZZ9001", 200_000, *NAMES[:6])
    assert pays(made, "October 2015", too_much) == {"ZZ9001": 0}


def test_a_correction_is_neither_set_off_nor_made_up_and_a_repeated_release_finds_the_same(
    tmp_path: Path,
) -> None:
    made = calculated(tmp_path, PAID + "ZZ9001 | 8,000 | | £12,000.00")
    paid = [*lines("ZZ9001", 65_000, *NAMES[:6]), *lines("ZZ9001", -60_000, "May 2015, correction 1")]
    # £50 too little in each of six months: £300 in the six that are left. The correction stands beside it.
    assert pays(made, "October 2015", paid) == {"ZZ9001": 75_000}
    after = [*paid, *lines("ZZ9001", 75_000, "October 2015", "November 2015")]
    run = run_of(made, "October 2015", "Ana", "2015-10-01", after)
    assert [(x.key.practice, x.pence) for x in run.lines] == [("ZZ9001", 75_000)]


def test_months_need_no_result_of_the_year_and_no_list_of_next_january(tmp_path: Path) -> None:
    path = tmp_path / "chapter.yaml"
    counted = "X: {points: 5, pays: 40% to 80%, group: G}"
    path.write_text(scheme(counted, more=MONTHS), "utf-8")
    plan = read_plan(str(path))[1]
    alone = months_alone(plan)
    assert {f.table for f in plan.data_fields} > {"counts"} or len(plan.data_fields) > len(alone.data_fields)
    data = pack_of(pack(PAID + "ZZ9001 | | | £12,000.00"), year=YEAR, as_at=YEAR.first_day)
    results = calculate(alone, bind(alone, data))
    assert [p.name for p in alone.periods] == [p.name for p in plan.periods if not p.is_balance]
    assert results.in_pence("instalment").tolist() == [[70_000] * 12]


def test_a_plan_without_instalments_is_left_whole(tmp_path: Path) -> None:
    path = tmp_path / "chapter.yaml"
    path.write_text(scheme(ROW), "utf-8")
    plan = read_plan(str(path))[1]
    assert months_alone(plan) is plan
