"""Form 3, bands: the points of the highest band reached; a band counts from its lower edge on.

Source: Bolton Quality Contract 2015 (policy paper): graduated payments for 19 standards. That a
band counts from its edge on is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "points: 20, group: G, weighted_by: list size only"
BANDS = "[{from: 50%, below: 60%, points: 5}, {from: 60%, below: 80%, points: 12.5}, {from: 80%, points: 20}]"


def test_at_just_below_and_just_above_each_edge(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 499       | 1,000
        ZZ9002   | 500       | 1,000
        ZZ9003   | 501       | 1,000
        ZZ9004   | 599       | 1,000
        ZZ9005   | 600       | 1,000
        ZZ9006   | 601       | 1,000
        ZZ9007   | 799       | 1,000
        ZZ9008   | 800       | 1,000
        ZZ9009   | 1,000     | 1,000
        ZZ9010   | 0         | 0
    """)
    # 5 × £160.15 = £800.75; 12.5 × £160.15 = £2,001.875, half a penny: £2,001.88; 20 × £160.15 = £3,203.
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 5      | £800.75
        ZZ9003   | 5      | £800.75
        ZZ9004   | 5      | £800.75
        ZZ9005   | 12.5   | £2,001.88
        ZZ9006   | 12.5   | £2,001.88
        ZZ9007   | 12.5   | £2,001.88
        ZZ9008   | 20     | £3,203.00
        ZZ9009   | 20     | £3,203.00
        ZZ9010   | 0      | £0.00
    """
    english = "20 points where achievement is at least 80%, otherwise (12.5 points where"
    hold(tmp_path, scheme(f"X: {{bands: {BANDS}, {SETTINGS}}}"), tables, paid, english=english)


def test_all_points_where_nobody_is_counted_and_the_scheme_says_so(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 0         | 0
        ZZ9002   | 0         | 1
    """)
    paid = """
        practice | points | X
        ZZ9001   | 20     | £3,203.00
        ZZ9002   | 0      | £0.00
    """
    row = f"X: {{bands: {BANDS}, {SETTINGS}, on_empty_denominator: full}}"
    hold(tmp_path, scheme(row), tables, paid)
