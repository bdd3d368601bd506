"""Form 14, points protection: min(points available now, points of that year), at this year's price.

Source: England 2023/24 and 2024/25 income protection: it protects points, not pounds (NB Medical).
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
    """)
    # 3.5 × £160.15 = £560.525, half a penny: £560.53. 7.25 is more than the 5 there are: £800.75.
    # None known: as achieved, 5 × 40% = 2, £320.30. The year before also replaces a better result.
    paid = """
        practice | points | X
        ZZ9001   | 3.5    | £560.53
        ZZ9002   | 5      | £800.75
        ZZ9003   | 2      | £320.30
        ZZ9004   | 3.5    | £560.53
        ZZ9005   | 0      | £0.00
    """
    hold(tmp_path, scheme(ROW, more=PROTECT), tables, paid, english="Protected: the points of 2014/15")
