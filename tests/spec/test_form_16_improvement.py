"""Form 16, improvement on own baseline: points in proportion to what was gained since an earlier year.

Source: [worked from the design; no published source found]: prescribing schemes pay P × (a - a0) ÷ Δ
between nothing and all, but no one document was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = (
    "X: {points: 20, improvement: 10%%, on: 2014/15, fewest_patients: 50, group: G, "
    "weighted_by: list size only, with_fewer: %s}"
)
ALL = pack("""
    practice | numerator | denominator | numerator of X in 2014/15 | denominator of X in 2014/15
    ZZ9001   | 60        | 100         | 60                        | 100
    ZZ9002   | 599       | 1,000       | 600                       | 1,000
    ZZ9003   | 601       | 1,000       | 600                       | 1,000
    ZZ9004   | 699       | 1,000       | 600                       | 1,000
    ZZ9005   | 700       | 1,000       | 600                       | 1,000
    ZZ9006   | 900       | 1,000       | 600                       | 1,000
    ZZ9007   | 49        | 49          | 25                        | 50
    ZZ9008   | 50        | 50          | 24                        | 49
    ZZ9009   | 26        | 50          | 25                        | 50
    ZZ9010   | 0         | 0           | 60                        | 100
    ZZ9011   | 60        | 100         | 0                         | 0
    ZZ9012   | 51        | 51          | 51                        | 51
    ZZ9013   | 701       | 1,000       | 600                       | 1,000
""")


def test_no_points_where_fewer_are_counted(tmp_path: Path) -> None:
    # 0.1 of 10 percentage points is 1%: 0.2 points, £32.03; 9.9 of 10: 19.8 points, £3,170.97.
    # Half (26 ÷ 50) less half (25 ÷ 50) is 2 of 10 points: 4 points, £640.60. 49 patients are too few.
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9002   | 0      | £0.00
        ZZ9003   | 0.2    | £32.03
        ZZ9004   | 19.8   | £3,170.97
        ZZ9005   | 20     | £3,203.00
        ZZ9006   | 20     | £3,203.00
        ZZ9007   | 0      | £0.00
        ZZ9008   | 0      | £0.00
        ZZ9009   | 4      | £640.60
        ZZ9010   | 0      | £0.00
        ZZ9011   | 0      | £0.00
        ZZ9012   | 0      | £0.00
        ZZ9013   | 20     | £3,203.00
    """
    english = "none at the practice's own achievement of 2014/15 to all at 10 percentage points above it"
    hold(tmp_path, scheme(ROW % "no points"), ALL, paid, english=english)


def test_all_points_where_fewer_are_counted(tmp_path: Path) -> None:
    # Where nobody is counted this year, on_empty_denominator decides (as usual: none).
    paid = """
        practice | points | X
        ZZ9001   | 0      | £0.00
        ZZ9007   | 20     | £3,203.00
        ZZ9008   | 20     | £3,203.00
        ZZ9010   | 0      | £0.00
        ZZ9011   | 20     | £3,203.00
    """
    hold(
        tmp_path,
        scheme(ROW % "all points"),
        ALL,
        paid,
        english="all points where fewer than 50 patients are counted",
    )
