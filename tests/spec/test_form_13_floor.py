"""Form 13, floor on own history: what is missing to a share of an earlier year's payment, never negative.

Source: Aylesbury Vale 2015/16: areas paid on 2014/15 outturn even if achievement is lower, with 5% more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"


def floor(share: str, basis: str, at: str, pms: str = "before") -> str:
    return f"""protect:
  - name: floor
    at_least: {share}
    of: QOF payment
    year: 2014/15
    basis: {basis}
    list: {at}
    pms_deduction: {pms}
"""


def test_floor_for_each_practice(tmp_path: Path) -> None:
    tables = pack("""
        practice | paid then
        ZZ9001   | £1,000.00
        ZZ9002   | £700.00
    """)
    # Earned 5 × £160.15 = £800.75. 105% of £1,000 = £1,050, £249.25 missing; 105% of £700 = £735: nothing.
    paid = """
        practice | X       | floor   | due
        ZZ9001   | £800.75 | £249.25 | £1,050.00
        ZZ9002   | £800.75 | £0.00   | £800.75
    """
    text = scheme(ROW, more=floor("105%", "per practice", "at baseline"))
    hold(tmp_path, text, tables, paid, english="What is missing to the protected share")


def test_floor_for_each_registered_patient(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | paid then | list then
        ZZ9001   | 8,000 | £1,000.00 | 5,000
        ZZ9002   | 8,000 | £1,000.00 | 10,000
    """)
    # £1,000 ÷ 5,000 × 8,000 = £1,600, £799.25 missing; £1,000 ÷ 10,000 × 8,000 = £800: nothing missing
    paid = """
        practice | X       | floor   | due
        ZZ9001   | £800.75 | £799.25 | £1,600.00
        ZZ9002   | £800.75 | £0.00   | £800.75
    """
    hold(tmp_path, scheme(ROW, more=floor("100%", "per registered patient", "at payment")), tables, paid)


def test_floor_before_or_after_the_pms_deduction(tmp_path: Path) -> None:
    tables = pack("""
        practice | contract | deduction | paid then
        ZZ9001   | PMS      | £300.00   | £1,000.00
    """)
    deduction = """deductions:
  - name: PMS
    from_contract: PMS
    amount: £13,050
    for_patients: 5,891 patients
"""
    # After: £800.75 - £300.00 = £500.75, £499.25 missing to £1,000. Before: £1,000 - £800.75 = £199.25.
    for pms, line, due in (("after", "£499.25", "£1,000.00"), ("before", "£199.25", "£700.00")):
        text = scheme(ROW, more=deduction + floor("100%", "per practice", "at baseline", pms))
        hold(tmp_path, text, tables, f"practice|PMS|floor|due\nZZ9001|-£300.00|{line}|{due}")
