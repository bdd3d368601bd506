"""Form 22, caps and floors: of one thing that is paid for, or of the practice's total.

Source: [worked from the design; no published source found]; many schemes have them. A cap on the
practice is a line of its own.
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


NEAR = pack("""
    practice | numerator | denominator
    ZZ9001   | 624       | 1,000
    ZZ9002   | 625       | 1,000
    ZZ9003   | 626       | 1,000
    ZZ9004   | 61        | 1,000
    ZZ9005   | 62        | 1,000
    ZZ9006   | 63        | 1,000
    ZZ9007   | 0         | 0
""")
"""At £160 a point, tenths of a per cent are £1.60: £1,000 is 62.5%, £99.20 is 6.2%."""


def test_just_below_at_and_just_above_the_limits_of_an_indicator(tmp_path: Path) -> None:
    limits = "limits:\n  - of: [X]\n    at_most: £1,000\n    at_least: £99.20\n"
    paid = """
        practice | X
        ZZ9001   | £998.40
        ZZ9002   | £1,000.00
        ZZ9003   | £1,000.00
        ZZ9004   | £99.20
        ZZ9005   | £99.20
        ZZ9006   | £100.80
        ZZ9007   | £99.20
    """
    hold(tmp_path, scheme(ROW, price="£160", more=limits), NEAR, paid)


def test_just_below_at_and_just_above_the_limits_of_a_practice(tmp_path: Path) -> None:
    limits = "limits:\n  - name: limits\n    of: practice\n    at_most: £1,000\n    at_least: £99.20\n"
    paid = """
        practice | X         | limits | due
        ZZ9001   | £998.40   | £0.00  | £998.40
        ZZ9002   | £1,000.00 | £0.00  | £1,000.00
        ZZ9003   | £1,001.60 | -£1.60 | £1,000.00
        ZZ9004   | £97.60    | £1.60  | £99.20
        ZZ9005   | £99.20    | £0.00  | £99.20
        ZZ9006   | £100.80   | £0.00  | £100.80
        ZZ9007   | £0.00     | £99.20 | £99.20
    """
    hold(tmp_path, scheme(ROW, price="£160", more=limits), NEAR, paid)
