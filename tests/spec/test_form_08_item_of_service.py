"""Form 8, item of service: a fee for each thing done, at most a cap where one is stated.

Source: vaccination fee of £12.06 from 2025/26, £10.06 before (policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
PAY = """payments:
  flu:
    form: item of service
    fee: %s
    counted_as: FLU01
"""
TABLES = pack("""
    practice | activity of FLU01
    ZZ9001   | 0
    ZZ9002   | 1
    ZZ9003   | 99
    ZZ9004   | 100
    ZZ9005   | 101
    ZZ9006   | 250
    ZZ9007   | 5,000
    ZZ9008   | 12
""")


def test_without_a_cap(tmp_path: Path) -> None:
    paid = """
        practice | flu
        ZZ9001   | £0.00
        ZZ9002   | £12.06
        ZZ9003   | £1,193.94
        ZZ9004   | £1,206.00
        ZZ9007   | £60,300.00
        ZZ9008   | £144.72
    """
    english = "£12.06 for each that was done (FLU01)."
    hold(tmp_path, scheme(ROW, more=PAY % "£12.06"), TABLES, paid, english=english)


def test_at_just_below_and_just_above_the_cap(tmp_path: Path) -> None:
    paid = """
        practice | flu       | due
        ZZ9001   | £0.00     | £800.75
        ZZ9003   | £995.94   | £1,796.69
        ZZ9004   | £1,006.00 | £1,806.75
        ZZ9005   | £1,006.00 | £1,806.75
        ZZ9006   | £1,006.00 | £1,806.75
        ZZ9007   | £1,006.00 | £1,806.75
    """
    text = scheme(ROW, more=PAY % "£10.06" + "    at_most: £1,006.00\n")
    hold(tmp_path, text, TABLES, paid, english="at most £1,006.00 for a practice.")
