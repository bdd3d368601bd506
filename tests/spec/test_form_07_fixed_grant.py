"""Form 7, fixed grant: a sum for each practice that signed, nothing for the others.

Source: Aylesbury Vale 2015/16: £4,000 a practice for training (HSJ).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
GRANT = """payments:
  training:
    form: fixed grant
    per_practice: £4,000
"""


def test_grant_of_practices_that_signed(tmp_path: Path) -> None:
    tables = pack("""
        practice | signed
        ZZ9001   | yes
        ZZ9002   | no
    """)
    # The indicator (5 × £160.15) stands beside the grant and is not touched by it.
    paid = """
        practice | training  | X       | due
        ZZ9001   | £4,000.00 | £800.75 | £4,800.75
        ZZ9002   | £0.00     | £800.75 | £800.75
    """
    english = "A fixed sum for each practice that has signed."
    hold(tmp_path, scheme(ROW, more=GRANT), tables, paid, english=english)


def test_the_grant_is_the_same_whatever_the_list(tmp_path: Path) -> None:
    tables = pack("""
        practice | list   | signed
        ZZ9001   | 0      | yes
        ZZ9002   | 0      | no
        ZZ9003   | 1      | yes
        ZZ9004   | 7,999  | yes
        ZZ9005   | 8,001  | no
        ZZ9006   | 16,000 | yes
    """)
    # The indicator follows the list: 5 × £160.15 ÷ 8,000 = £0.10009… for one patient; 7,999: £800.6499.
    paid = """
        practice | training  | X
        ZZ9001   | £4,000.00 | £0.00
        ZZ9002   | £0.00     | £0.00
        ZZ9003   | £4,000.00 | £0.10
        ZZ9004   | £4,000.00 | £800.65
        ZZ9005   | £0.00     | £800.85
        ZZ9006   | £4,000.00 | £1,601.50
    """
    hold(tmp_path, scheme(ROW, more=GRANT), tables, paid)
