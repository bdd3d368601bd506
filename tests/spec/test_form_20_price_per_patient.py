"""Form 20, points by price per patient: points such that the expected patients bring the target price each.

Source: QOF+ of Hammersmith and Fulham 2008, appendix 2: points from pounds per patient and the number of
patients expected (policy paper). Settled when the scheme is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

TABLES = pack("""
    practice | numerator | denominator
    ZZ9001   | 400       | 1,000
    ZZ9002   | 401       | 1,000
    ZZ9003   | 600       | 1,000
    ZZ9004   | 799       | 1,000
    ZZ9005   | 800       | 1,000
    ZZ9006   | 1,000     | 1,000
    ZZ9007   | 0         | 0
    ZZ9008   | 399       | 1,000
""")
ROW = (
    "X: {points: {price_per_patient: %s, expected_patients: %s}, pays: 40%% to 80%%, group: G, "
    "weighted_by: list size only}"
)


def test_points_follow_from_the_price(tmp_path: Path) -> None:
    # £25 × 120 patients = £3,000; ÷ £160.15 = 18.7324…: 18.73 points. Half of them: 9.365 → 9.37 (half up).
    # 18.73 × £160.15 = £2,999.6095; 9.37: £1,500.6055; 40.1%: 0.046825 → 0.05, £8.0075;
    # 79.9%: 18.683175 → 18.68, £2,991.602.
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0.05   | £8.01
        ZZ9003   | 9.37   | £1,500.61
        ZZ9004   | 18.68  | £2,991.60
        ZZ9005   | 18.73  | £2,999.61
        ZZ9006   | 18.73  | £2,999.61
        ZZ9007   | 0      | £0.00
        ZZ9008   | 0      | £0.00
    """
    english = "(points from £25 for each of 120 expected patients)"
    hold(tmp_path, scheme(ROW % ("£25", "120")), TABLES, paid, english=english)


@pytest.mark.parametrize(
    ("price", "expected", "points", "pounds"),
    [
        ("£160.15", "20 patients", "20", "£3,203.00"),
        ("£0.80075", "1", "0.01", "£1.60"),  # 0.005 points, half a hundredth: half up
        ("£0.80", "1", "0", "£0.00"),  # 0.004995…
        ("£1.61", "1", "0.01", "£1.60"),
    ],
)
def test_rounded_as_the_scheme_rounds_points(
    price: str, expected: str, points: str, pounds: str, tmp_path: Path
) -> None:
    paid = f"practice|points|X\nZZ9005|{points}|{pounds}"
    hold(tmp_path, scheme(ROW % (price, expected)), TABLES, paid)
