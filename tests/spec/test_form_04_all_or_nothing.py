"""Form 4, all or nothing: from a threshold, for a register, for what is declared, or in full.

Source: QOF guidance: register indicators earn all points where a register is kept; organisational ones
are entered by hand as met or not; 74 quality improvement points of 2021/22 pay £14,885.84 to the
average practice (Pulse Intelligence).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "group: G, weighted_by: list size only"


def test_from_a_threshold(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 799       | 1,000
        ZZ9002   | 800       | 1,000
        ZZ9003   | 0         | 0
        ZZ9004   | 801       | 1,000
    """)
    # 5 × £160.15 = £800.75
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 5      | £800.75
        ZZ9003   | 0      | £0.00
        ZZ9004   | 5      | £800.75
    """
    row = f"X: {{points: 5, pays: from 80%, {SETTINGS}}}"
    hold(tmp_path, scheme(row), tables, paid, english="All points from the threshold, none below it.")


def test_for_the_register(tmp_path: Path) -> None:
    tables = pack("""
        practice | register
        ZZ9001   | 0
        ZZ9002   | 1
        ZZ9003   | 2
    """)
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 5      | £800.75
        ZZ9003   | 5      | £800.75
    """
    row = f"X: {{points: 5, pays: for the register, {SETTINGS}}}"
    hold(tmp_path, scheme(row), tables, paid, english="All points for the register, otherwise none.")


def test_quality_improvement_of_2021_22_when_declared(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | declared
        ZZ9001   | 9,085 | 1
        ZZ9002   | 9,085 | 0
    """)
    # 74 × £201.16 × 9,085 ÷ 9,085 = £14,885.84
    paid = """
        practice | points | X
        ZZ9001   | 74     | £14,885.84
        ZZ9002   | 0      | £0.00
    """
    row = f"X: {{points: 74, pays: when declared, {SETTINGS}}}"
    text = scheme(row, price="£201.16", average="9,085")
    hold(tmp_path, text, tables, paid, english="All points when declared, otherwise none.")


def test_in_full(tmp_path: Path) -> None:
    row = f"X: {{points: 6, pays: in full, {SETTINGS}}}"
    # 6 × £160.15 = £960.90
    tables = pack("practice|list\nZZ9001|8,000")
    hold(tmp_path, scheme(row), tables, "practice|points|X\nZZ9001|6|£960.90")
