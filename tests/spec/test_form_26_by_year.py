"""Form 26, multi-year thresholds: each year takes its own; a deferred one that of the year it names.

Source: upper thresholds due in April 2015 were deferred to April 2016 (Wessex LMCs; policy paper).
Settled when the scheme is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

TABLES = pack("""
    practice | numerator | denominator
    ZZ9001   | 400       | 1,000
    ZZ9002   | 401       | 1,000
    ZZ9003   | 450       | 1,000
    ZZ9004   | 500       | 1,000
    ZZ9005   | 799       | 1,000
    ZZ9006   | 800       | 1,000
    ZZ9007   | 900       | 1,000
    ZZ9008   | 0         | 0
""")
ROW = "X: {points: 20, pays: {%s}, group: G, weighted_by: list size only}"


def test_the_years_own(tmp_path: Path) -> None:
    # 45% to 90%: 50% earns 20 × 5 ÷ 45 = 2.22 points, £355.533; 79.9%: 15.51, £2,483.9265; 80%: 15.56,
    # £2,491.934.
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0      | £0.00
        ZZ9003   | 0      | £0.00
        ZZ9004   | 2.22   | £355.53
        ZZ9005   | 15.51  | £2,483.93
        ZZ9006   | 15.56  | £2,491.93
        ZZ9007   | 20     | £3,203.00
        ZZ9008   | 0      | £0.00
    """
    row = ROW % "2014/15: 40% to 80%, 2015/16: 45% to 90%, 2016/17: 50% to 95%"
    english = "(pays by year: 2014/15 40% to 80%; 2015/16 45% to 90%; 2016/17 50% to 95%)"
    hold(tmp_path, scheme(row), TABLES, paid, english=english)


def test_deferred(tmp_path: Path) -> None:
    # Still 40% to 80%: 40.1% earns 0.05, £8.0075; 50%: 5, £800.75; 79.9%: 19.95, £3,194.9925.
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0.05   | £8.01
        ZZ9003   | 2.5    | £400.38
        ZZ9004   | 5      | £800.75
        ZZ9005   | 19.95  | £3,194.99
        ZZ9006   | 20     | £3,203.00
        ZZ9007   | 20     | £3,203.00
        ZZ9008   | 0      | £0.00
    """
    row = ROW % "2013/14: 40% to 80%, 2014/15: as in 2013/14, 2015/16: as in 2014/15, 2016/17: 45% to 90%"
    hold(tmp_path, scheme(row), TABLES, paid, english="2015/16 as in 2014/15")
