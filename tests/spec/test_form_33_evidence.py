"""Form 33, evidence or reinvestment condition: payable only with a declaration.

Source: Investment and Impact Fund: payable where the network says how it reinvests (policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """X: {points: 20, pays: 40% to 80%, group: G, weighted_by: list size only}
  Y: {points: 5, pays: in full, group: G, weighted_by: list size only}"""
MORE = """conditions:
  - name: reinvested
    evidence: PLAN01
    of: %s
"""
TABLES = pack("""
    practice | numerator | denominator | declared of PLAN01
    ZZ9001   | 600       | 1,000       | 1
    ZZ9002   | 600       | 1,000       | 0
    ZZ9003   | 400       | 1,000       | 1
    ZZ9004   | 401       | 1,000       | 1
    ZZ9005   | 800       | 1,000       | 1
    ZZ9006   | 800       | 1,000       | 0
    ZZ9007   | 0         | 0           | 1
    ZZ9008   | 799       | 1,000       | 1
""")


def test_of_one_indicator(tmp_path: Path) -> None:
    # 40.1%: 20 × 0.1 ÷ 40 = 0.05 points, £8.0075; 79.9%: 19.95 points, £3,194.9925.
    paid = """
        practice | points | X         | Y
        ZZ9001   | 10     | £1,601.50 | £800.75
        ZZ9002   | 0      | £0.00     | £800.75
        ZZ9003   | 0      | £0.00     | £800.75
        ZZ9004   | 0.05   | £8.01     | £800.75
        ZZ9005   | 20     | £3,203.00 | £800.75
        ZZ9006   | 0      | £0.00     | £800.75
        ZZ9007   | 0      | £0.00     | £800.75
        ZZ9008   | 19.95  | £3,194.99 | £800.75
    """
    text = scheme(ROWS, more=MORE % "[X]")
    hold(tmp_path, text, TABLES, paid, english='Points count only where "reinvested" holds.')


def test_of_the_whole_scheme(tmp_path: Path) -> None:
    paid = """
        practice | X         | Y       | due
        ZZ9001   | £1,601.50 | £800.75 | £2,402.25
        ZZ9002   | £0.00     | £0.00   | £0.00
    """
    hold(tmp_path, scheme(ROWS, more=MORE % "whole scheme"), TABLES, paid)
