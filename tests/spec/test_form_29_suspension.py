"""Form 29, suspension: where results are read between two dates, those of a reference year are paid on.

Source: Somerset, January to March 2014, paid on 2012/13 achievement; QOF 2020/21 (policy papers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 20, pays: 40% to 80%, group: G, weighted_by: list size only}"
MORE = """suspended:
  - indicators: [X]
    from: %s
    to: %s
    results_of: 2013/14
"""
TABLES = pack("""
    practice | numerator | denominator | numerator of X in 2013/14 | denominator of X in 2013/14
    ZZ9001   | 40        | 100         | 60                        | 100
    ZZ9002   | 60        | 100         | 40                        | 100
    ZZ9003   | 60        | 100         | 399                       | 1,000
    ZZ9004   | 60        | 100         | 401                       | 1,000
    ZZ9005   | 60        | 100         | 799                       | 1,000
    ZZ9006   | 60        | 100         | 800                       | 1,000
    ZZ9007   | 0         | 0           | 801                       | 1,000
    ZZ9008   | 60        | 100         | 0                         | 0
""")
THEN = """
    practice | points | X
    ZZ9001   | 10     | £1,601.50
    ZZ9002   | 0      | £0.00
    ZZ9003   | 0      | £0.00
    ZZ9004   | 0.05   | £8.01
    ZZ9005   | 19.95  | £3,194.99
    ZZ9006   | 20     | £3,203.00
    ZZ9007   | 20     | £3,203.00
    ZZ9008   | 0      | £0.00
"""
NOW = """
    practice | points | X
    ZZ9001   | 0      | £0.00
    ZZ9002   | 10     | £1,601.50
    ZZ9006   | 10     | £1,601.50
    ZZ9007   | 0      | £0.00
    ZZ9008   | 10     | £1,601.50
"""


def test_results_are_read_on_the_last_day_of_the_window(tmp_path: Path) -> None:
    text = scheme(ROW, more=MORE % ("2016-01-01", "2016-03-31"))
    hold(tmp_path, text, TABLES, THEN, english="Achievement")


def test_on_the_first_day(tmp_path: Path) -> None:
    hold(tmp_path, scheme(ROW, more=MORE % ("2016-03-31", "2016-12-31")), TABLES, THEN)


def test_a_day_after_it_ended(tmp_path: Path) -> None:
    hold(tmp_path, scheme(ROW, more=MORE % ("2015-01-01", "2016-03-30")), TABLES, NOW)


def test_a_day_before_it_begins(tmp_path: Path) -> None:
    hold(tmp_path, scheme(ROW, more=MORE % ("2016-04-01", "2016-12-31")), TABLES, NOW)


def test_what_is_taken_back_is_decided_on_the_same_results(tmp_path: Path) -> None:
    # Taken back below 50%: the fourth practice had 40.1% in the reference year, the fifth 79.9%.
    recover = """recover:
  - {name: back, indicator: X, below: 50%, takes_back: 100%, of: [X], decided: always}
"""
    paid = """
        practice | X         | back   | due
        ZZ9001   | £1,601.50 | £0.00  | £1,601.50
        ZZ9004   | £8.01     | -£8.01 | £0.00
        ZZ9005   | £3,194.99 | £0.00  | £3,194.99
    """
    text = scheme(ROW, more=MORE % ("2016-01-01", "2016-03-31") + recover)
    hold(tmp_path, text, TABLES, paid)
