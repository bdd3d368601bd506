"""Form 36, deduction already in another contract: the PMS deduction for QOF, by list or as agreed.

Source: Cleveland LMC bulletin, 22 April 2014: £13,050 for 5,891 patients, set in 2004; a practice of
6,200 patients has £13,734.51 taken off. With the average list of 2014/15 (7,087) it would be £11,416.68.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 100, pays: in full, group: G, weighted_by: list size only}"


def deduction(patients: str) -> str:
    return f"""deductions:
  - name: PMS
    from_contract: PMS
    amount: £13,050
    for_patients: {patients} patients
    from: 2004-04-01
"""


def test_deduction_of_a_practice_of_6200_patients(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | contract | deduction
        ZZ9001   | 6,200 | PMS      | standard
        ZZ9002   | 6,200 | PMS      | £12,345.67
        ZZ9003   | 6,200 | PMS      | none
        ZZ9004   | 6,200 | GMS      | standard
        ZZ9005   | 6,200 | GMS      | £12,345.67
        ZZ9006   | 5,890 | PMS      | standard
        ZZ9007   | 5,891 | PMS      | standard
        ZZ9008   | 5,892 | PMS      | standard
        ZZ9009   | 0     | PMS      | standard
    """)
    # £13,050 × 6,200 ÷ 5,891 = £13,734.510…. Earned: 100 × £160.15 × 6,200 ÷ 8,000 = £12,411.625 → £12,411.63
    # The due may be negative: £12,411.63 - £13,734.51 = -£1,322.88. A GMS practice has no PMS deduction.
    # £13,050 ÷ 5,891 = £2.2152… for each patient: a patient less, £13,047.78; a patient more, £13,052.22.
    paid = """
        practice | X          | PMS         | due
        ZZ9001   | £12,411.63 | -£13,734.51 | -£1,322.88
        ZZ9002   | £12,411.63 | -£12,345.67 | £65.96
        ZZ9003   | £12,411.63 | £0.00       | £12,411.63
        ZZ9004   | £12,411.63 | £0.00       | £12,411.63
        ZZ9005   | £12,411.63 | £0.00       | £12,411.63
        ZZ9006   | £11,791.04 | -£13,047.78 | -£1,256.74
        ZZ9007   | £11,793.05 | -£13,050.00 | -£1,256.95
        ZZ9008   | £11,795.05 | -£13,052.22 | -£1,257.17
        ZZ9009   | £0.00      | £0.00       | £0.00
    """
    english = "What the PMS contract already pays for QOF, taken off."
    hold(tmp_path, scheme(ROW, more=deduction("5,891")), tables, paid, english=english)


def test_with_the_average_list_of_2014_15(tmp_path: Path) -> None:
    tables = pack("practice|list|contract|deduction\nZZ9001|6,200|PMS|standard")
    # £13,050 × 6,200 ÷ 7,087 = £11,416.678…
    hold(tmp_path, scheme(ROW, more=deduction("7,087")), tables, "practice|PMS\nZZ9001|-£11,416.68")


def test_a_deduction_that_is_not_in_force_this_year_takes_nothing(tmp_path: Path) -> None:
    tables = pack("practice|list|contract|deduction\nZZ9001|6,200|PMS|standard")
    later = deduction("5,891").replace("from: 2004-04-01", "from: 2016-04-01")
    ended = deduction("5,891").replace("from: 2004-04-01", "ends: 2015-03-31")
    for more in (later, ended):
        hold(tmp_path, scheme(ROW, more=more), tables, "practice|due\nZZ9001|£12,411.63")
