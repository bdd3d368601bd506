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
