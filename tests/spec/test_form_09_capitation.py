"""Form 9, capitation: a rate for each registered or weighted patient.

Source: the global sum, £66.25 a weighted patient in 2013/14 and £73.56 in 2014/15 (policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
PAY = """payments:
  core:
    form: capitation
    per_patient: £73.56
    list: %s
"""
TABLES = pack("""
    practice | list   | weighted list
    ZZ9001   | 0      | 0
    ZZ9002   | 1      | 0.5
    ZZ9003   | 999    | 999.9999
    ZZ9004   | 1,000  | 1,000
    ZZ9005   | 1,001  | 1,000.0001
    ZZ9006   | 7,233  | 6,812.25
    ZZ9007   | 8,000  | 8,000.125
    ZZ9008   | 22,000 | 25,431.75
""")


def test_of_registered_patients(tmp_path: Path) -> None:
    paid = """
        practice | core
        ZZ9001   | £0.00
        ZZ9002   | £73.56
        ZZ9003   | £73,486.44
        ZZ9004   | £73,560.00
        ZZ9005   | £73,633.56
        ZZ9006   | £532,059.48
        ZZ9007   | £588,480.00
        ZZ9008   | £1,618,320.00
    """
    text = scheme(ROW, more=PAY % "registered")
    hold(tmp_path, text, TABLES, paid, english="£73.56 for each registered patient.")


def test_of_weighted_patients(tmp_path: Path) -> None:
    # 0.5 × £73.56 = £36.78; 999.9999 × £73.56 = £73,559.992644; 1,000.0001 × £73.56 = £73,560.007356;
    # 8,000.125 × £73.56 = £588,489.195, half a penny: £588,489.20.
    paid = """
        practice | core
        ZZ9001   | £0.00
        ZZ9002   | £36.78
        ZZ9003   | £73,559.99
        ZZ9004   | £73,560.00
        ZZ9005   | £73,560.01
        ZZ9006   | £501,109.11
        ZZ9007   | £588,489.20
        ZZ9008   | £1,870,759.53
    """
    text = scheme(ROW, more=PAY % "weighted")
    hold(tmp_path, text, TABLES, paid, english="£73.56 for each weighted patient.")
