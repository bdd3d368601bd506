"""Form 22, caps and floors: of one thing that is paid for, or of the practice's total.

Source: no one document was found; many schemes have them. A cap on the practice is a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}"
TABLES = """
    practice | numerator | denominator
    ZZ9001   | 100       | 100
    ZZ9002   | 50        | 100
    ZZ9003   | 0         | 100
"""


def test_cap_and_floor_of_an_indicator(tmp_path: Path) -> None:
    limits = "limits:\n  - of: [X]\n    at_most: £1,000\n    at_least: £100\n"
    # 10 × £160.15 = £1,601.50, capped at £1,000; 5 × £160.15 = £800.75; nothing earned: at least £100
    paid = """
        practice | points | X         | due
        ZZ9001   | 10     | £1,000.00 | £1,000.00
        ZZ9002   | 5      | £800.75   | £800.75
        ZZ9003   | 0      | £100.00   | £100.00
    """
    hold(tmp_path, scheme(ROW, more=limits), pack(TABLES), paid)


def test_cap_on_the_practice_is_a_line_of_its_own(tmp_path: Path) -> None:
    limits = "limits:\n  - name: cap\n    of: practice\n    at_most: £1,500\n"
    paid = """
        practice | X         | cap      | due
        ZZ9001   | £1,601.50 | -£101.50 | £1,500.00
        ZZ9002   | £800.75   | £0.00    | £800.75
        ZZ9003   | £0.00     | £0.00    | £0.00
    """
    english = "The practice's total is at most the limit."
    hold(tmp_path, scheme(ROW, more=limits), pack(TABLES), paid, english=english)


def test_cap_and_least_amount_of_the_practice_are_one_line(tmp_path: Path) -> None:
    limits = "limits:\n  - name: limits\n    of: practice\n    at_most: £1,500\n    at_least: £100\n"
    paid = """
        practice | X         | limits   | due
        ZZ9001   | £1,601.50 | -£101.50 | £1,500.00
        ZZ9002   | £800.75   | £0.00    | £800.75
        ZZ9003   | £0.00     | £100.00  | £100.00
    """
    hold(tmp_path, scheme(ROW, more=limits), pack(TABLES), paid)
