"""Form 11, target population factor: the cohort's share of the practice's list ÷ its share of the nation's.

Source: SFE, additional services (cervical screening): women aged 25 to 64 in place of a register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

CS = "X: {points: 11, pays: in full, group: G, weighted_by: target population COHORT}"


def test_cervical_screening_by_the_share_of_women_of_that_age(tmp_path: Path) -> None:
    tables = pack(
        """
        practice | list  | cohort
        ZZ9001   | 8,000 | 2,200
        ZZ9002   | 8,000 | 2,000
        ZZ9003   | 8,000 | 0
        ZZ9004   | 8,000 | 1
        ZZ9005   | 8,000 | 1,999
        ZZ9006   | 8,000 | 2,001
        ZZ9007   | 0     | 0
        ZZ9008   | 4,000 | 1,000
    """,
        national="25%",
    )
    # 2,200 ÷ 8,000 = 27.5%, ÷ 25% = 1.1. 11 × £160.15 × 1.1 = £1,937.815, half a penny: £1,937.82
    # 2,000 ÷ 8,000 = 25%: 11 × £160.15 = £1,761.65; × 0.9995 = £1,760.769…, × 1.0005 = £1,762.530…
    # One woman of 8,000: × 0.0005 = £0.8808…; half the list with the same share: half of it, £880.825.
    paid = """
        practice | points | X
        ZZ9001   | 11     | £1,937.82
        ZZ9002   | 11     | £1,761.65
        ZZ9003   | 11     | £0.00
        ZZ9004   | 11     | £0.88
        ZZ9005   | 11     | £1,760.77
        ZZ9006   | 11     | £1,762.53
        ZZ9007   | 11     | £0.00
        ZZ9008   | 11     | £880.83
    """
    english = "The target population's share of the practice's list divided by its national share."
    hold(tmp_path, scheme(CS), tables, paid, english=english)
