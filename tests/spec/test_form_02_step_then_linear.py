"""Form 2, step then linear: nothing below the lower threshold, a first part at it, then a line to the upper.

Source: Pulse Intelligence, guide to the vaccination and immunisation domain 2021/22: VI001 pays 3 points
on reaching 90%, the other 15 in proportion up to 95% (3 for each percentage point).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

VI001 = "X: {points: 18, pays: 90% to 95%, points_at_lower: 3, group: G, weighted_by: list size only}"
ENGLISH = "on reaching it the first points are paid, and the rest rise in a straight line"


def test_vi001_of_2021_22(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 899       | 1,000
        ZZ9002   | 900       | 1,000
        ZZ9003   | 920       | 1,000
        ZZ9004   | 950       | 1,000
        ZZ9005   | 1,000     | 1,000
        ZZ9006   | 0         | 0
        ZZ9007   | 901       | 1,000
        ZZ9008   | 949       | 1,000
        ZZ9009   | 951       | 1,000
    """)
    # 89.9% nothing; 90% 3; 92%: 3 + 15 × 2 ÷ 5 = 9; 95% 18. £201.16 a point at an average list:
    # 90.1%: 3 + 15 × 0.1 ÷ 5 = 3.3, £663.828; 94.9%: 3 + 15 × 4.9 ÷ 5 = 17.7, £3,560.532.
    # 3 × £201.16 = £603.48; 9 × £201.16 = £1,810.44; 18 × £201.16 = £3,620.88
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 3      | £603.48
        ZZ9003   | 9      | £1,810.44
        ZZ9004   | 18     | £3,620.88
        ZZ9005   | 18     | £3,620.88
        ZZ9006   | 0      | £0.00
        ZZ9007   | 3.3    | £663.83
        ZZ9008   | 17.7   | £3,560.53
        ZZ9009   | 18     | £3,620.88
    """
    hold(tmp_path, scheme(VI001, price="£201.16"), tables, paid, english=ENGLISH)
