"""Form 31, lower is better: none at the upper figure or above, all at the lower or below, in a line between.

Source: prescribing indicators of the Investment and Impact Fund (IIF).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: 70% to 20%, lower_is_better: yes, group: G, weighted_by: list size only}"


def test_fewer_is_better_and_nobody_is_not_best(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 71        | 100
        ZZ9002   | 70        | 100
        ZZ9003   | 45        | 100
        ZZ9004   | 20        | 100
        ZZ9005   | 0         | 100
        ZZ9006   | 0         | 0
        ZZ9007   | 699       | 1,000
        ZZ9008   | 201       | 1,000
        ZZ9009   | 199       | 1,000
    """)
    # 69.9%: 5 × 0.1 ÷ 50 = 0.01 points, £1.6015; 20.1%: 5 × 49.9 ÷ 50 = 4.99, £799.1485.
    # 45%: 5 × (70 - 45) ÷ (70 - 20) = 2.5 points × £160.15 = £400.375, half a penny less than £400.38
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0      | £0.00
        ZZ9003   | 2.5    | £400.38
        ZZ9004   | 5      | £800.75
        ZZ9005   | 5      | £800.75
        ZZ9006   | 0      | £0.00
        ZZ9007   | 0.01   | £1.60
        ZZ9008   | 4.99   | £799.15
        ZZ9009   | 5      | £800.75
    """
    hold(tmp_path, scheme(ROW), tables, paid, english="Lower is better")
