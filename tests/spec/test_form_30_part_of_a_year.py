"""Form 30, part of a year: practices that open, close, join or leave are paid for their days; successions.

Source: SFE: points are assessed on the last day of the contract, and the money is multiplied by the days on
which it was held and divided by the days of the year, 366 where 29 February falls in it. 2015/16 has 366.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from incentives.explain.story import tell
from tests.property.readings import bound, by_calculate, read, run
from tests.spec.chapter import LISTS, Row, hold, scheme, table
from tests.spec.chapter import pack as usual

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"  # 5 × £160.15 = £800.75
FLOOR = """protect:
  - name: floor
    at_least: 100%
    of: QOF payment
    year: 2014/15
    basis: per practice
    list: at baseline
    pms_deduction: before
"""
DATES = ("opens", "closes")


def part(of: str = "contract and sign-up", more: str = "") -> str:
    return f"part_year:\n  pays: for the days in the scheme\n  days_of: {of}\n{more}"


def pack(inputs: str, successions: str = "") -> dict[str, list[Row]]:
    """The usual table, with the days on which a practice opens and closes, and on which it signed up."""
    tables = usual(inputs)
    for at, row in enumerate(table(inputs)):
        tables["practices"][at] |= {name: row[name] for name in DATES if name in row}
        if "signed" in row:
            tables["signup"][at] |= {name: row[name] for name in ("starts", "ends") if name in row}
    if "baseline" in tables:
        tables["baseline"] = [row for row in tables["baseline"] if row["pence"] != "0"]
    if successions:
        tables["successions"] = table(successions)
    return tables


def test_a_practice_is_paid_for_the_days_of_its_contract(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | opens      | closes
        ZZ9001   | 8,000 |            |
        ZZ9002   | 8,000 |            | 2015-09-30
        ZZ9003   | 8,000 | 2015-10-01 |
        ZZ9004   | 8,000 | 2015-04-01 | 2016-03-31
        ZZ9005   | 8,000 | 2015-04-02 |
        ZZ9006   | 8,000 |            | 2016-03-30
        ZZ9007   | 8,000 | 2015-06-15 | 2015-06-15
        ZZ9008   | 8,000 |            | 2015-03-31
        ZZ9009   | 8,000 | 2016-04-01 |
        ZZ9010   | 8,000 |            | 2015-09-28
        ZZ9011   | 0     |            | 2015-09-30
    """)
    # Days: 366, 183, 183, 366, 365, 365, 1, 0, 0, 181. £800.75 × 183 ÷ 366 = £400.375; × 365 ÷ 366 =
    # £798.562…; ÷ 366 = £2.187…; × 181 ÷ 366 = £395.999…
    paid = """
        practice | X
        ZZ9001   | £800.75
        ZZ9002   | £400.38
        ZZ9003   | £400.38
        ZZ9004   | £800.75
        ZZ9005   | £798.56
        ZZ9006   | £798.56
        ZZ9007   | £2.19
        ZZ9008   | £0.00
        ZZ9009   | £0.00
        ZZ9010   | £396.00
        ZZ9011   | £0.00
    """
    hold(tmp_path, scheme(ROW, more=part()), tables, paid, english="× days in the scheme")


def test_a_year_without_29_february_has_365_days(tmp_path: Path) -> None:
    text = re.sub(r"201[456](?=[-/])", lambda year: str(int(year[0]) - 1), scheme(ROW, more=part()))
    (tmp_path / "chapter.yaml").write_text(text.replace("/16", "/15"), "utf-8")
    plan, _ = read(tmp_path / "chapter.yaml")
    practices = [{"practice_code": "ZZ9001", "list_size": "8000", "closes": "2014-09-30"}]
    binding = bound(plan, {"practices": practices}, {"practices": date(2015, 1, 1)})
    # £800.75 × 183 ÷ 365 = £401.4719…
    assert by_calculate(run(plan, binding))["pounds", "ZZ9001", "X"] * 100 == 40147


def test_whose_days_count_is_stated(tmp_path: Path) -> None:
    tables = pack("""
        practice | opens      | signed | starts     | ends
        ZZ9001   | 2015-05-01 | yes    |            | 2015-12-31
        ZZ9002   |            | yes    | 2015-07-01 |
        ZZ9003   | 2015-10-01 | yes    | 2015-04-01 | 2015-09-30
    """)
    # Both: 245 days (1 May to 31 December), 275 and none. Contract: 336, 366, 183. Sign-up: 275, 275, 183.
    for of, first, second, third in (
        ("contract and sign-up", "£536.02", "£601.66", "£0.00"),
        ("contract", "£735.11", "£800.75", "£400.38"),
        ("sign-up", "£601.66", "£601.66", "£400.38"),
    ):
        paid = f"practice|X\nZZ9001|{first}\nZZ9002|{second}\nZZ9003|{third}"
        hold(tmp_path, scheme(ROW, more=part(of)), tables, paid)


def test_a_cap_is_of_the_whole_year_and_some_things_are_paid_in_full(tmp_path: Path) -> None:
    more = """payments:
  training:
    form: fixed grant
    per_practice: £1,000
  engagement:
    form: fixed grant
    per_practice: £1,000
limits:
  - of: [X]
    at_most: £500
"""
    tables = pack("practice|closes|signed\nZZ9001|2015-09-30|yes")
    # £800.75, at most £500: £500 × 183 ÷ 366 = £250; the grant likewise, but for the one paid in full.
    paid = "practice|X|training|engagement|due\nZZ9001|£250.00|£500.00|£1,000.00|£1,750.00"
    hold(tmp_path, scheme(ROW, more=more + part(more="  in_full: [engagement]\n")), tables, paid)


def test_a_floor_a_deduction_and_an_advance_are_for_the_days_too(tmp_path: Path) -> None:
    tables = pack("practice|closes|contract|deduction|paid then\nZZ9001|2015-09-30|PMS|£300.00|£1,000.00")
    more = """deductions:
  - name: PMS
    from_contract: PMS
    amount: £13,050
    for_patients: 5,891 patients
instalments:
  each_month: 70%
  of: last year's QOF payment
  from: January 2016
  balance: June 2016
"""
    # £400.38 earned; £300 × 183 ÷ 366 = £150 off; £1,000 × 183 ÷ 366 = £500 protected before the deduction:
    # £99.62; due £350. In advance £700 × 183 ÷ 366 = £350: £116.66 twice, £116.68, and nothing is left.
    paid = """
        practice | X       | PMS      | floor  | due     | January 2016 | March 2016 | Balance, June 2016
        ZZ9001   | £400.38 | -£150.00 | £99.62 | £350.00 | £116.66      | £116.68    | £0.00
    """
    hold(tmp_path, scheme(ROW, more=more + FLOOR + part()), tables, paid)


def test_a_practice_that_goes_on_takes_over_for_the_days_that_follow(tmp_path: Path) -> None:
    tables = pack(
        "practice|closes|paid then\nZZ9001|2015-09-30|£1,000.00\nZZ9002||£900.00",
        "from|to|on|share\nZZ9001|ZZ9002|2015-10-01|100%",
    )
    # 9001: £1,000 × 183 ÷ 366 = £500, £99.62 missing. 9002: £900 + £1,000 × 183 ÷ 366 = £1,400.
    paid = "practice|X|floor\nZZ9001|£400.38|£99.62\nZZ9002|£800.75|£599.25"
    hold(tmp_path, scheme(ROW, more=FLOOR + part()), tables, paid)


def test_a_new_practice_takes_over_for_all_its_own_days(tmp_path: Path) -> None:
    tables = pack(
        """
        practice | opens      | closes     | paid then
        ZZ9001   |            | 2015-09-30 | £1,000.00
        ZZ9002   |            | 2015-09-30 | £900.00
        ZZ9003   | 2015-10-01 |            | £0.00
        """,
        "from|to|on|share\nZZ9001|ZZ9003|2015-10-01|100%\nZZ9002|ZZ9003|2015-10-01|100%",
    )
    # 9003: (£1,000 + £900) × 183 ÷ 366 = £950, of which £400.38 is earned.
    paid = "practice|X|floor\nZZ9001|£400.38|£99.62\nZZ9002|£400.38|£49.62\nZZ9003|£400.38|£549.62"
    hold(tmp_path, scheme(ROW, more=FLOOR + part()), tables, paid)


def test_a_split_shares_what_was_and_a_chain_passes_it_on(tmp_path: Path) -> None:
    tables = pack(
        "practice|paid then\nZZ9002|£900.00\nZZ9003|£0.00\nZZ9004|£0.00",
        """
        from   | to     | on         | share
        ZZ9001 | ZZ9002 | 2015-04-01 | 60%
        ZZ9001 | ZZ9003 | 2015-04-01 | 40%
        ZZ9000 | ZZ9005 | 2014-07-01 | 100%
        ZZ9005 | ZZ9004 | 2014-10-01 | 33.3%
        """,
    )
    gone = {"year": "2014/15", "component": "QOF", "list_size": "8000"}
    tables["baseline"] += [
        {**gone, "practice_code": "ZZ9001", "pence": "100000"},
        {**gone, "practice_code": "ZZ9000", "pence": "300001"},
    ]
    # 9002: £900 + £600; 9003: £400, less than it earns; 9004: 33.3% of £3,000.01 = £999.00333, so £999.00.
    paid = "practice|floor\nZZ9002|£699.25\nZZ9003|£0.00\nZZ9004|£198.25"
    hold(tmp_path, scheme(ROW, more=FLOOR), tables, paid)


def test_counts_of_earlier_years_go_over_whole(tmp_path: Path) -> None:
    row = "X: {points: 10, pays: 50% to 90%, group: G, weighted_by: list size only}"
    more = "small_numbers:\n  fewer_than: 10 patients\n  then: count two years together\n"
    tables = pack(
        "practice|numerator|denominator\nZZ9002|5|5", "from|to|on|share\nZZ9001|ZZ9002|2015-10-01|50%"
    )
    for name, figure in (("numerator", "10"), ("denominator", "29")):
        measure = {
            "year": "2014/15",
            "practice_code": "ZZ9001",
            "item": "X",
            "measure": name,
            "value": figure,
        }
        tables.setdefault("measures", []).append(measure)
    # Half of 29 patients is 14.5, counted as 15: (5 + 5) ÷ (5 + 15) = 50%: at the lower threshold, no points.
    hold(tmp_path, scheme(row, more=more), tables, "practice|points|X\nZZ9002|0|£0.00")


def test_explain_says_what_was_taken_over_of_whom(tmp_path: Path) -> None:
    (tmp_path / "chapter.yaml").write_text(scheme(ROW, more=FLOOR), "utf-8")
    plan, _ = read(tmp_path / "chapter.yaml")
    tables = pack(
        "practice|closes|paid then\nZZ9001|2015-09-30|£1,000.00\nZZ9002||£900.00",
        "from|to|on|share\nZZ9001|ZZ9002|2015-10-01|100%",
    )
    story = tell(plan, bound(plan, tables, LISTS), "ZZ9002", "floor")
    (given,) = [g for step in story.steps for g in step.given if g.says.startswith("payment of the year")]
    assert given.figure == "£1,400.00"
    assert "with 100% of ZZ9001, which it follows from 1 October 2015, for 183 of 366 days" in given.source
