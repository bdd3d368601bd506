"""Form 28, small numbers: what is counted or paid where an indicator counts few patients at a practice.

Source: [worked from the design; no published source found]; each of the ways is in use for small
counts. With 5 patients one of them moves achievement by 20 points of per cent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.chapter import Row, hold, scheme, table

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 10, pays: 50% to 90%, group: G, weighted_by: list size only, on_empty_denominator: EMPTY}"


def text(then: str, *, empty: str = "zero", points: str = "half up to 2 places") -> str:
    """Points at £100 for the average list: a point is £100."""
    more = f"small_numbers:\n  fewer_than: 10 patients\n  then: {then}\n"
    written = scheme(ROW.replace("EMPTY", empty), price="£100.00", more=more)
    return written.replace("half up to 2 places", points)


def pack(inputs: str) -> dict[str, list[Row]]:
    """Achieved/counted of this year and of the years before (blank where nothing was reported)."""
    tables: dict[str, list[Row]] = {"practices": [], "measures": []}
    years = {"this year": "2015/16", "2014/15": "2014/15", "2013/14": "2013/14"}
    for row in table(inputs):
        code = {"practice_code": row["practice"]}
        network = {"network_code": row["network"]} if "network" in row else {}
        tables["practices"].append({**code, "list_size": "8000", **network})
        for heading, year in years.items():
            if row.get(heading):
                for name, value in zip(("numerator", "denominator"), row[heading].split("/"), strict=True):
                    measure = {"year": year, "item": "X", "measure": name, "value": value.strip()}
                    tables["measures"].append({**code, **measure})
    return tables


def test_three_years_are_counted_together_below_the_stated_number(tmp_path: Path) -> None:
    tables = pack("""
        practice | this year | 2014/15 | 2013/14
        ZZ9001   | 9/9       | 8/10    | 4/8
        ZZ9002   | 9/10      | 0/10    | 0/8
        ZZ9003   | 8/11      | 11/11   | 11/11
        ZZ9004   | 0/0       | 4/6     | 3/4
        ZZ9005   | 0/0       | 0/0     | 0/0
        ZZ9006   | 1/1       |         |
        ZZ9007   | 1/1       |         | 2/3
    """)
    # 9001: 9 patients are fewer than 10: (9+8+4) ÷ (9+10+8) = 77.8%; (77.8% - 50%) ÷ 40% × 10 = 6.94
    # 9002: 10 are not fewer: 90% alone: 10. 9003: 8 ÷ 11 = 72.7%: 5.68. 9004: 7 ÷ 10 = 70%: 5.
    # 9005: nobody in three years: zero. 9006: no earlier years: 1 ÷ 1: 10. 9007: 3 ÷ 4 = 75%: 6.25.
    paid = """
        practice | points | X
        ZZ9001   | 6.94   | £694.00
        ZZ9002   | 10     | £1,000.00
        ZZ9003   | 5.68   | £568.00
        ZZ9004   | 5      | £500.00
        ZZ9005   | 0      | £0.00
        ZZ9006   | 10     | £1,000.00
        ZZ9007   | 6.25   | £625.00
    """
    hold(
        tmp_path,
        text("count three years together"),
        tables,
        paid,
        english="10 patients are counted, three years are counted together",
    )


def test_two_years_are_counted_together(tmp_path: Path) -> None:
    tables = pack("""
        practice | this year | 2014/15 | 2013/14
        ZZ9001   | 9/9       | 6/11    | 0/100
        ZZ9002   | 0/0       | 0/0     | 90/100
    """)
    # 9001: 15 ÷ 20 = 75%: 6.25. 9002: nobody in the two years, and the scheme then pays in full.
    paid = "practice|points|X\nZZ9001|6.25|£625.00\nZZ9002|10|£1,000.00"
    hold(tmp_path, text("count two years together", empty="full"), tables, paid)


def test_the_network_is_counted_together_for_a_small_practice_alone(tmp_path: Path) -> None:
    tables = pack("""
        practice | network | this year
        ZZ9001   | N1      | 4/5
        ZZ9002   | N1      | 12/20
        ZZ9003   | N2      | 5/8
        ZZ9004   | N3      | 0/0
        ZZ9005   | N3      | 8/10
        ZZ9006   | N4      | 0/0
    """)
    # 9001: (4+12) ÷ 25 = 64%: 3.5; 9002 has enough: 60%: 2.5. 9003 is alone: 62.5%: 3.125, so 3.13.
    # 9004: 8 ÷ 10 = 80%: 7.5, as 9005 earns itself. 9006: nobody in its network: zero.
    paid = """
        practice | points | X
        ZZ9001   | 3.5    | £350.00
        ZZ9002   | 2.5    | £250.00
        ZZ9003   | 3.13   | £313.00
        ZZ9004   | 7.5    | £750.00
        ZZ9005   | 7.5    | £750.00
        ZZ9006   | 0      | £0.00
    """
    hold(tmp_path, text("count the network together"), tables, paid)


def test_the_average_of_practices_with_enough_patients_is_paid(tmp_path: Path) -> None:
    tables = pack("""
        practice | this year
        ZZ9001   | 9/10
        ZZ9002   | 12/20
        ZZ9003   | 8/11
        ZZ9004   | 9/9
        ZZ9005   | 0/0
    """)
    # Enough patients: 10, 2.5 and 5.68 points, on average 18.18 ÷ 3 = 6.06; the other two are paid that,
    # whatever they achieved: 9 patients, or none.
    paid = """
        practice | points | X
        ZZ9001   | 10     | £1,000.00
        ZZ9002   | 2.5    | £250.00
        ZZ9003   | 5.68   | £568.00
        ZZ9004   | 6.06   | £606.00
        ZZ9005   | 6.06   | £606.00
    """
    hold(tmp_path, text("pay the average"), tables, paid)


def test_an_average_of_nobody_is_nothing(tmp_path: Path) -> None:
    hold(
        tmp_path, text("pay the average"), pack("practice|this year\nZZ9001|9/9"), "practice|X\nZZ9001|£0.00"
    )


def test_the_average_of_points_that_are_not_rounded_is_of_four_places(tmp_path: Path) -> None:
    tables = pack("practice|this year\nZZ9001|8/11\nZZ9002|9/9")
    # (8/11 - 50%) ÷ 40% × 10 = 5.681818… points: £568.18; to four places 5.6818 for the average: £568.18.
    paid = "practice|points|X\nZZ9002|5.6818|£568.18"
    hold(tmp_path, text("pay the average", points="none"), tables, paid)


@pytest.mark.parametrize("empty", ["zero", "full"])
def test_small_numbers_may_be_left_out_of_the_maximum(tmp_path: Path, empty: str) -> None:
    tables = pack("practice|this year\nZZ9001|9/9\nZZ9002|9/10\nZZ9003|0/0")
    # 9 patients and none are fewer than 10: nothing is to be earned, also where nobody at all pays in full.
    paid = "practice|points|X\nZZ9001|0|£0.00\nZZ9002|10|£1,000.00\nZZ9003|0|£0.00"
    hold(tmp_path, text("leave out of the maximum", empty=empty), tables, paid)


def test_indicators_that_are_not_named_are_counted_as_they_are(tmp_path: Path) -> None:
    other = "X: {points: 10, pays: 50% to 90%, group: G, weighted_by: list size only}\n"
    more = "small_numbers:\n  fewer_than: 10 patients\n  then: leave out of the maximum\n  of: [Y]\n"
    row = other + "  Y: {points: 10, pays: 50% to 90%, group: G, weighted_by: list size only, counted_as: X}"
    tables = pack("practice|this year\nZZ9001|9/9")
    hold(tmp_path, scheme(row, price="£100.00", more=more), tables, "practice|X|Y\nZZ9001|£1,000.00|£0.00")
