"""Form 1, linear between thresholds: H = G × (D - E) ÷ (F - E), none at E or below, all at F or above.

Source: SFE as paraphrased in primary care guides: D = 100 × A ÷ (B - C), with A patients for whom the
task was done, B patients with the condition, C exceptions. G points, E lower and F upper threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 20, pays: 45% to 80%, group: G, weighted_by: list size only}"
ENGLISH = "Points rise in a straight line from none at the lower threshold to all at the upper threshold."


def test_the_worked_example_of_the_guide(tmp_path: Path) -> None:
    """A = 300, B = 400, C = 20: D = 300 ÷ 380 = 78.947368…%, H = 20 × (D - 45) ÷ 35 = 19.398496…."""
    tables = pack("""
        practice | numerator | denominator | exceptions
        ZZ9001   | 300       | 380         | 20
    """)
    # £160.15 × 19.40 = £3,106.91
    paid = """
        practice | points | X
        ZZ9001   | 19.40  | £3,106.91
    """
    hold(tmp_path, scheme(ROW), tables, paid, english=ENGLISH)
    # Not rounded: 20 × (15/19 - 9/20) ÷ (7/20) = 2580/133 points; × £160.15 = £3,106.669…
    exact = scheme(ROW).replace("points: half up to 2 places", "points: none")
    paid = """
        practice | points   | X
        ZZ9001   | 2580/133 | £3,106.67
    """
    hold(tmp_path, exact, tables, paid)


def test_edges_of_the_thresholds(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 449       | 1,000
        ZZ9002   | 450       | 1,000
        ZZ9003   | 451       | 1,000
        ZZ9004   | 799       | 1,000
        ZZ9005   | 800       | 1,000
        ZZ9006   | 801       | 1,000
    """)
    # 45.1%: 20 × 0.1 ÷ 35 = 0.0571… → 0.06 points, × £160.15 = £9.609 → £9.61
    # 79.9%: 20 × 34.9 ÷ 35 = 19.942… → 19.94 points, £3,193.391 → £3,193.39; 20 × £160.15 = £3,203.00
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0      | £0.00
        ZZ9003   | 0.06   | £9.61
        ZZ9004   | 19.94  | £3,193.39
        ZZ9005   | 20     | £3,203.00
        ZZ9006   | 20     | £3,203.00
    """
    hold(tmp_path, scheme(ROW), tables, paid)


def test_nobody_counted_earns_what_the_scheme_says_and_never_counts_as_nil_percent(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | exceptions
        ZZ9001   | 0         | 0           | 7
    """)
    for policy, points, pounds in (("zero", "0", "£0.00"), ("full", "20", "£3,203.00")):
        row = ROW.replace("}", f", on_empty_denominator: {policy}}}")
        hold(tmp_path, scheme(row), tables, f"practice|points|X\nZZ9001|{points}|{pounds}")


def test_half_a_hundredth_of_a_point_counts_up(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 101       | 200
    """)
    # 50.5%, 1 point from 40% to 80%: 10.5 ÷ 40 = 0.2625 → 0.26; from 40% to 60%: 10.5 ÷ 20 = 0.525 → 0.53
    row = "X: {points: 1, pays: 40% to 60%, group: G, weighted_by: list size only}"
    # 0.53 × £160.15 = £84.8795 → £84.88
    hold(tmp_path, scheme(row), tables, "practice|points|X\nZZ9001|0.53|£84.88")
