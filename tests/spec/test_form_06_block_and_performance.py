"""Form 6, block and performance: a share in any case, the rest by points achieved of those available.

Source: Bolton Quality Contract 2015 (60% for mandatory standards, the rest by results; policy paper);
Tower Hamlets networks 2009 (70% up front, 30% on performance; policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """X: {points: 20, pays: 40%% to 80%%, group: G, weighted_by: list size only, on_empty_denominator: %s}
  Y: {points: 5, pays: from 90%%, group: G, weighted_by: list size only, counted_as: X}"""
PAY = """payments:
  quality:
    form: block and performance
    %s
    block: 60%%
    score_of: [X, Y]
"""
TABLES = pack("""
    practice | list  | numerator | denominator
    ZZ9001   | 8,000 | 400       | 1,000
    ZZ9002   | 8,000 | 399       | 1,000
    ZZ9003   | 8,000 | 401       | 1,000
    ZZ9004   | 8,000 | 600       | 1,000
    ZZ9005   | 8,000 | 799       | 1,000
    ZZ9006   | 8,000 | 800       | 1,000
    ZZ9007   | 8,000 | 900       | 1,000
    ZZ9008   | 1     | 900       | 1,000
    ZZ9009   | 8,000 | 0         | 0
""")


def test_of_a_sum_for_each_practice(tmp_path: Path) -> None:
    # £6,000 in any case. 40.1%: 0.05 of 25 points, £4,000 × 0.002 = £8. 60%: 10 of 25, £1,600.
    # 79.9%: 19.95 of 25, £3,192. 80%: 20 of 25, £3,200. 90%: all, £4,000.
    paid = """
        practice | quality
        ZZ9001   | £6,000.00
        ZZ9002   | £6,000.00
        ZZ9003   | £6,008.00
        ZZ9004   | £7,600.00
        ZZ9005   | £9,192.00
        ZZ9006   | £9,200.00
        ZZ9007   | £10,000.00
        ZZ9009   | £6,000.00
    """
    text = scheme(ROWS % "zero", more=PAY % "per_practice: £10,000")
    english = "60% of £10,000.00 a practice in any case; the rest in proportion to the points achieved"
    hold(tmp_path, text, TABLES, paid, english=english)


def test_of_a_sum_for_each_patient(tmp_path: Path) -> None:
    # 8,000 × £1.25 = £10,000; one patient: £1.25. Nobody counted and left out of the maximum: 0 of 5 points.
    paid = """
        practice | quality
        ZZ9004   | £7,600.00
        ZZ9008   | £1.25
        ZZ9009   | £6,000.00
    """
    text = scheme(ROWS % "leave out of the maximum", more=PAY % "per_patient: £1.25")
    hold(tmp_path, text, TABLES, paid, english="60% of £1.25 for each registered patient in any case")


def test_nobody_counted_and_paid_in_full(tmp_path: Path) -> None:
    # 20 of 25 points by policy: £6,000 + £4,000 × 0.8.
    text = scheme(ROWS % "full", more=PAY % "per_practice: £10,000")
    hold(tmp_path, text, TABLES, "practice|quality\nZZ9009|£9,200.00")
