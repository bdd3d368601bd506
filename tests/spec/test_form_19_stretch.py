"""Form 19, stretch: extra points between the national upper threshold and a higher one.

Source: QOF+ of Hammersmith and Fulham 2008 (policy paper): higher thresholds on 12 existing indicators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """X: {points: 20, pays: 45% to 80%, group: G, weighted_by: list size only}
  XPLUS: {points: 8, pays: 80% to 90%, stretch_of: X, group: G, weighted_by: list size only}"""


def test_the_same_patients_earn_both(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 450       | 1,000
        ZZ9002   | 799       | 1,000
        ZZ9003   | 800       | 1,000
        ZZ9004   | 801       | 1,000
        ZZ9005   | 850       | 1,000
        ZZ9006   | 899       | 1,000
        ZZ9007   | 900       | 1,000
        ZZ9008   | 1,000     | 1,000
        ZZ9009   | 0         | 0
    """)
    # 79.9%: 20 × 34.9 ÷ 35 = 19.942857 → 19.94 points, £3,193.391 → £3,193.39. 80.1%: 8 × 0.1 ÷ 10 = 0.08
    # points, £12.812 → £12.81. 85%: 4 points, £640.60. 89.9%: 7.92 points, £1,268.388 → £1,268.39.
    paid = """
        practice | X         | XPLUS
        ZZ9001   | £0.00     | £0.00
        ZZ9002   | £3,193.39 | £0.00
        ZZ9003   | £3,203.00 | £0.00
        ZZ9004   | £3,203.00 | £12.81
        ZZ9005   | £3,203.00 | £640.60
        ZZ9006   | £3,203.00 | £1,268.39
        ZZ9007   | £3,203.00 | £1,281.20
        ZZ9008   | £3,203.00 | £1,281.20
        ZZ9009   | £0.00     | £0.00
    """
    hold(tmp_path, scheme(ROWS), tables, paid, english="Extra points above the upper threshold of X")
