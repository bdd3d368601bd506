"""Form 14, points protection: the points of that year, at most those of now, at this year's price.

Sources: England 2023/24 and 2024/25 income protection: it protects points, not pounds (NB Medical);
Scotland 2016/17, the average achievement of three years (BMA, Medeconomics).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: 0% to 100%, group: G, weighted_by: list size only}"
PROTECT = """protect:
  - points_of: 2014/15
    indicators: [X]
    where_there_are_none: as achieved
"""


def test_points_of_the_year_before_at_this_years_price(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | points then
        ZZ9001   | 40        | 100         | 3.5
        ZZ9002   | 40        | 100         | 7.25
        ZZ9003   | 40        | 100         |
        ZZ9004   | 100       | 100         | 3.5
        ZZ9005   | 40        | 100         | 0
        ZZ9006   | 40        | 100         | 4.99
        ZZ9007   | 40        | 100         | 5
        ZZ9008   | 0         | 0           | 5.01
    """)
    # 4.99 × £160.15 = £799.1485; 5 and 5.01 are all there is.
    # 3.5 × £160.15 = £560.525, half a penny: £560.53. 7.25 is more than the 5 there are: £800.75.
    # None known: as achieved, 5 × 40% = 2, £320.30. The year before also replaces a better result.
    paid = """
        practice | points | X
        ZZ9001   | 3.5    | £560.53
        ZZ9002   | 5      | £800.75
        ZZ9003   | 2      | £320.30
        ZZ9004   | 3.5    | £560.53
        ZZ9005   | 0      | £0.00
        ZZ9006   | 4.99   | £799.15
        ZZ9007   | 5      | £800.75
        ZZ9008   | 5      | £800.75
    """
    hold(tmp_path, scheme(ROW, more=PROTECT), tables, paid, english="Protected: the points of 2014/15")


def test_the_mean_of_the_years_that_have_points(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | points then
        ZZ9001   | 40        | 100         | 3.5
        ZZ9002   | 40        | 100         | 7.25
        ZZ9003   | 40        | 100         | 3
        ZZ9004   | 40        | 100         |
        ZZ9005   | 40        | 100         |
        ZZ9006   | 40        | 100         | 0
        ZZ9007   | 40        | 100         | 4.99
        ZZ9008   | 40        | 100         | 5
        ZZ9009   | 40        | 100         | 5.01
    """)
    near = ("4.99", "5", "5.01")
    earlier = {
        "2012/13": ("4.5", "6", "", "2", "", "0", *near),
        "2013/14": ("4", "1", "4", "", "", "0", *near),
    }
    for year, points in earlier.items():
        for row, figure in zip(tables["practices"], points, strict=True):
            if figure:
                code = {"practice_code": row["practice_code"], "year": year}
                tables["measures"].append({**code, "item": "X", "measure": "points", "value": figure})
    # (3.5 + 4.5 + 4) ÷ 3 = 4. (7.25 + 6 + 1) ÷ 3 = 4.75. (3 + 4) ÷ 2 = 3.5. 2 ÷ 1 = 2.
    # None known: as achieved, 2. Nothing three times: nothing.
    paid = """
        practice | points | X
        ZZ9001   | 4      | £640.60
        ZZ9002   | 4.75   | £760.71
        ZZ9003   | 3.5    | £560.53
        ZZ9004   | 2      | £320.30
        ZZ9005   | 2      | £320.30
        ZZ9006   | 0      | £0.00
        ZZ9007   | 4.99   | £799.15
        ZZ9008   | 5      | £800.75
        ZZ9009   | 5      | £800.75
    """
    mean = PROTECT.replace("2014/15\n", "2014/15\n    averaged_with: [2012/13, 2013/14]\n", 1)
    english = "Protected: the mean of the points of 2012/13, 2013/14 and 2014/15, of those that are known"
    hold(tmp_path, scheme(ROW, more=mean), tables, paid, english=english)


def test_the_mean_is_at_most_the_points_of_now(tmp_path: Path) -> None:
    tables = pack("practice | numerator | denominator | points then\nZZ9001 | 0 | 100 | 9")
    row = {"practice_code": "ZZ9001", "year": "2013/14", "item": "X", "measure": "points"}
    for points, paid in (("1", "£800.75"), ("0.99", "£799.95"), ("1.01", "£800.75")):
        # (9 + 1) ÷ 2 = 5, all there is; (9 + 0.99) ÷ 2 = 4.995, × £160.15 = £799.949…
        more = {**tables, "measures": [*tables["measures"], {**row, "value": points}]}
        mean = PROTECT.replace("2014/15\n", "2014/15\n    averaged_with: [2013/14]\n", 1)
        exact = scheme(ROW, more=mean).replace("points: half up to 2 places", "points: none")
        hold(tmp_path, exact, more, f"practice | X\nZZ9001 | {paid}")


def test_each_indicator_rests_on_the_years_of_its_own_protection(tmp_path: Path) -> None:
    tables = pack("practice | numerator | denominator | points then\nZZ9001 | 40 | 100 | 3.5")
    row = {"practice_code": "ZZ9001", "item": "Y", "measure": "points"}
    tables["measures"] += [{**row, "year": "2014/15", "value": "1"}, {**row, "year": "2012/13", "value": "4"}]
    two = PROTECT + PROTECT.removeprefix("protect:\n").replace("2014/15", "2012/13").replace("[X]", "[Y]")
    rows = f"{ROW}\n  Y: {{points: 5, pays: in full, group: G, weighted_by: list size only}}"
    # X: 3.5 points of 2014/15, as above. Y: 4 of 2012/13, × £160.15 = £640.60, whatever it had in 2014/15.
    hold(tmp_path, scheme(rows, more=two), tables, "practice | X | Y\nZZ9001 | £560.53 | £640.60")


RENUMBERED = (
    ROW.replace("points: 5", "points: 5, successor_of: OLD1")
    + "\n  OLD1: {points: 1, pays: in full, group: G, weighted_by: list size only}"
)


def test_points_under_the_code_that_the_indicator_had_then(tmp_path: Path) -> None:
    # The data of 2014/15 know X as OLD1: its 3.5 points are protected, 3.5 × £160.15 = £560.525.
    tables = pack("practice | numerator | denominator | points of OLD1 in 2014/15\nZZ9001 | 40 | 100 | 3.5")
    paid = "practice | points | X\nZZ9001 | 3.5 | £560.53"
    hold(tmp_path, scheme(RENUMBERED, more=PROTECT), tables, paid)


def test_points_under_the_new_code_come_before_those_under_the_old(tmp_path: Path) -> None:
    heads = "practice | numerator | denominator | points then | points of OLD1 in 2014/15"
    tables = pack(f"{heads}\nZZ9001 | 40 | 100 | 4 | 3.5")
    paid = "practice | points | X\nZZ9001 | 4 | £640.60"
    hold(tmp_path, scheme(RENUMBERED, more=PROTECT), tables, paid)
