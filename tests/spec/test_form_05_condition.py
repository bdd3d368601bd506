"""Form 5, condition: others are paid only where it holds: the whole scheme, or what it names.

Source: Bolton Quality Contract 2015: four mandatory standards come first (policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """X: {points: 20, pays: 40% to 80%, group: G, weighted_by: list size only}
  Y: {points: 5, pays: in full, group: G, weighted_by: list size only}"""
MORE = """payments:
  grant:
    form: capitation
    per_patient: £1.00
conditions:
  - name: standards
    holds_where: {where}
    of: {of}
"""
TABLES = pack("""
    practice | list  | numerator | denominator | declared of STD1 | register
    ZZ9001   | 8,000 | 599       | 1,000       | 1                | 200
    ZZ9002   | 8,000 | 600       | 1,000       | 1                | 200
    ZZ9003   | 8,000 | 601       | 1,000       | 1                | 200
    ZZ9004   | 8,000 | 600       | 1,000       | 0                | 200
    ZZ9005   | 4,999 | 600       | 1,000       | 1                | 200
    ZZ9006   | 5,000 | 600       | 1,000       | 1                | 99
    ZZ9007   | 8,000 | 0         | 0           | 1                | 200
    ZZ9008   | 8,000 | 1,000     | 1,000       | 1                | 100
    ZZ9009   | 5,001 | 600       | 1,000       | 1                | 101
""")
WHERE = "achievement of X (if nil 0%) >= 60% and STD1 is declared"


def test_on_the_whole_scheme(tmp_path: Path) -> None:
    # 60%: 20 × 0.5 = 10 points, £1,601.50; Y 5 points, £800.75; the grant £1 a patient. 60.1%: 10.05 points.
    paid = """
        practice | points | X         | Y       | grant
        ZZ9001   | 0      | £0.00     | £0.00   | £0.00
        ZZ9002   | 10     | £1,601.50 | £800.75 | £8,000.00
        ZZ9003   | 10.05  | £1,609.51 | £800.75 | £8,000.00
        ZZ9004   | 0      | £0.00     | £0.00   | £0.00
        ZZ9007   | 0      | £0.00     | £0.00   | £0.00
        ZZ9008   | 20     | £3,203.00 | £800.75 | £8,000.00
    """
    text = scheme(ROWS, more=MORE.format(where=f'"{WHERE}"', of="whole scheme"))
    english = 'Points count only where "standards" holds.'
    hold(tmp_path, text, TABLES, paid, english=english)


def test_on_one_payment(tmp_path: Path) -> None:
    # Only the grant depends on it: a list of 5,000 or more and 100 on the register or more.
    # 599 ÷ 1,000: 9.95 points, £1,593.4925. List 4,999: 10 × £160.15 × 4,999 ÷ 8,000 = £1,000.7373;
    # 5,000: £1,000.9375; 5,001: £1,001.1376….
    paid = """
        practice | X         | grant
        ZZ9001   | £1,593.49 | £8,000.00
        ZZ9005   | £1,000.74 | £0.00
        ZZ9006   | £1,000.94 | £0.00
        ZZ9008   | £3,203.00 | £8,000.00
        ZZ9009   | £1,001.14 | £5,001.00
    """
    where = '"list size >= 5,000 patients and register of G >= 100 patients"'
    text = scheme(ROWS, more=MORE.format(where=where, of="[grant]"))
    hold(tmp_path, text, TABLES, paid, english='Paid only where "standards" holds.')


def test_two_conditions_on_the_same_indicator(tmp_path: Path) -> None:
    second = """  - name: few
    holds_where: not list size > 5,000 patients or contract is PMS
    of: [Y]
"""
    paid = """
        practice | X         | Y       | grant
        ZZ9002   | £1,601.50 | £0.00   | £8,000.00
        ZZ9005   | £1,000.74 | £500.37 | £4,999.00
        ZZ9006   | £1,000.94 | £500.47 | £5,000.00
        ZZ9009   | £1,001.14 | £0.00   | £5,001.00
    """
    # List 5,000: £160.15 × 10 × 0.625 = £1,000.9375; £160.15 × 5 × 0.625 = £500.46875.
    text = scheme(ROWS, more=MORE.format(where=f'"{WHERE}"', of="whole scheme") + second)
    hold(tmp_path, text, TABLES, paid, english='"standards" holds and "few" holds')
