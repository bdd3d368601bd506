"""Form 27, exception policy: exceptions of other kinds, and those over a share, are counted again.

Source: QOF+ raised measured achievement by raising exception rates (PLoS ONE 0119185), so schemes cap
them; childhood vaccination accepts a contraindication and nothing else (policy papers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 20, pays: 40% to 80%, group: G, weighted_by: list size only, on_empty_denominator: full}"
MORE = """exceptions:
  - name: policy
    indicators: [X]
%s"""
TABLES = pack("""
    practice | numerator | denominator | exceptions | exceptions:dissent of X | exceptions:unsuitable of X
    ZZ9001   | 72        | 90          | 9          | 9                       | 0
    ZZ9002   | 72        | 90          | 10         | 10                      | 0
    ZZ9003   | 72        | 90          | 11         | 11                      | 0
    ZZ9004   | 72        | 90          | 30         | 10                      | 20
    ZZ9005   | 0         | 0           | 0          | 0                       | 0
    ZZ9006   | 0         | 0           | 20         | 20                      | 0
    ZZ9007   | 5         | 8           | 1          | 0                       | 0
    ZZ9008   | 90        | 90          | 10         | 0                       | 10
    ZZ9009   | 72        | 90          | 8          | 8                       | 0
    ZZ9010   | 720       | 900         | 9          | 10                      | 0
    ZZ9011   | 76        | 95          | 5          | 5                       | 0
    ZZ9012   | 72        | 96          | 4          | 0                       | 4
    ZZ9013   | 60        | 94          | 6          | 3                       | 3
""")


def test_at_most_a_share(tmp_path: Path) -> None:
    # 10% of 99 patients are 9 in whole patients; of 100, 10; of 101, still 10: one is counted again, 72 ÷ 91,
    # 20 × (72/91 - 0.4) ÷ 0.4 = 19.5604… Of 120, 12: 72 ÷ 108, 13.33. Of 20, 2: 18 counted, none achieved.
    # Of 9 patients none: 5 ÷ 9 = 55.6%, 7.78 points.
    paid = """
        practice | points | X
        ZZ9001   | 20     | £3,203.00
        ZZ9002   | 20     | £3,203.00
        ZZ9003   | 19.56  | £3,132.53
        ZZ9004   | 13.33  | £2,134.80
        ZZ9005   | 20     | £3,203.00
        ZZ9006   | 0      | £0.00
        ZZ9007   | 7.78   | £1,245.97
        ZZ9008   | 20     | £3,203.00
        ZZ9009   | 20     | £3,203.00
    """
    english = "Exceptions of every kind are left out, at most 10% of patients"
    hold(tmp_path, scheme(ROW, more=MORE % "    at_most: 10%\n"), TABLES, paid, english=english)


def test_of_allowed_kinds(tmp_path: Path) -> None:
    # Dissent alone: of the fourth practice's 30 exceptions 20 are counted again, 72 ÷ 110, 12.73 points;
    # the last practice's 10 are: 90 ÷ 100.
    paid = """
        practice | points | X
        ZZ9003   | 20     | £3,203.00
        ZZ9004   | 12.73  | £2,038.71
        ZZ9006   | 20     | £3,203.00
        ZZ9007   | 7.78   | £1,245.97
        ZZ9008   | 20     | £3,203.00
        ZZ9010   | 20     | £3,203.00
    """
    hold(tmp_path, scheme(ROW, more=MORE % "    allowed: [dissent]\n"), TABLES, paid, english="dissent")


def test_of_allowed_kinds_up_to_a_share(tmp_path: Path) -> None:
    # 5% of 100 are 5: of 5 and of 4 none is counted again (76 ÷ 95 is 80%, 72 ÷ 96 is 75%), of 6 one is.
    # ZZ9010: one patient of two kinds, so that there are more kinds than exceptions: none is counted again.
    # 5% of 120 are 6: 72 ÷ 114, 11.58 points. 5% of 100 are 5, of kinds allowed: 72 ÷ 95, 17.89 points.
    more = MORE % "    allowed: [dissent, unsuitable]\n    at_most: 5%\n"
    paid = """
        practice | points | X
        ZZ9002   | 17.89  | £2,865.08
        ZZ9004   | 11.58  | £1,854.54
        ZZ9010   | 20     | £3,203.00
        ZZ9011   | 20     | £3,203.00
        ZZ9012   | 17.5   | £2,802.63
        ZZ9013   | 11.58  | £1,854.54
    """
    hold(tmp_path, scheme(ROW, more=more), TABLES, paid, english="of the kinds dissent and unsuitable")
