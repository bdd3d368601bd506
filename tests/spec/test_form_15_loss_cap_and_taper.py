"""Form 15, loss cap and taper: the old payment less a share; or the old payment less a step each year.

Sources: Wales 2014, a loss of at most 15% (Pulse Wales); MPIG, a seventh less each year from April 2014.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
"""5 × £160.15 × list ÷ 8,000: £800.75 for 8,000 patients."""


def loss_cap(share: str, *, basis: str = "per practice", at: str = "at baseline", pms: str = "before") -> str:
    return f"""protect:
  - name: cap
    lose_at_most: {share}
    of: QOF payment
    year: 2014/15
    basis: {basis}
    list: {at}
    pms_deduction: {pms}
"""


def test_a_loss_is_capped_at_just_below_and_just_above_the_edge(tmp_path: Path) -> None:
    tables = pack("""
        practice | paid then
        ZZ9001   | £942.05
        ZZ9002   | £942.06
        ZZ9003   | £942.07
        ZZ9004   | £800.75
        ZZ9005   | £2,000.00
        ZZ9006   | £0.00
    """)
    # 85% of £942.05 = £800.7425, £800.74: nothing; of £942.06 = £800.751, £800.75: nothing; of £942.07 =
    # £800.7595, £800.76: £0.01. £2,000 × 85% = £1,700: £899.25.
    paid = """
        practice | X       | cap     | due
        ZZ9001   | £800.75 | £0.00   | £800.75
        ZZ9002   | £800.75 | £0.00   | £800.75
        ZZ9003   | £800.75 | £0.01   | £800.76
        ZZ9004   | £800.75 | £0.00   | £800.75
        ZZ9005   | £800.75 | £899.25 | £1,700.00
        ZZ9006   | £800.75 | £0.00   | £800.75
    """
    hold(tmp_path, scheme(ROW, more=loss_cap("15%")), tables, paid, english="loses at most 15% of the QOF")


def test_a_loss_cap_for_each_patient_without_patients_then_protects_nothing(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | paid then | list then
        ZZ9001   | 4,000 | £1,000.00 | 8,000
        ZZ9002   | 4,000 | £1,000.00 | 0
        ZZ9003   | 0     | £1,000.00 | 8,000
    """)
    # £1,000 × 85% ÷ 8,000 × 4,000 = £425.00 against £400.375, £400.38; no list then: nothing to compare with.
    paid = "practice | cap | due\nZZ9001 | £24.62 | £425.00\nZZ9002 | £0.00 | £400.38\nZZ9003 | £0.00 | £0.00"
    more = loss_cap("15%", basis="per registered patient", at="at payment")
    hold(tmp_path, scheme(ROW, more=more), tables, paid, english="per registered patient")


def taper(first: str, years: str, paid: str) -> str:
    return f"""protect:
  - name: taper
    taper_over: {years}
    first_year: {first}
    of: correction factor
    year: 2014/15
    paid: {paid}
    basis: per practice
    list: at baseline
    pms_deduction: before
"""


@pytest.mark.parametrize(
    ("first", "years", "line"),
    [
        ("2015/16", "7 years", "£600.00"),  # the first of seven steps is gone: 6/7
        ("2014/15", "7 years", "£500.00"),  # two of seven: 5/7
        ("2010/11", "7 years", "£100.00"),  # six of seven: 1/7
        ("2009/10", "7 years", "£0.00"),  # all seven
        ("2005/06", "7 years", "£0.00"),  # long since
        ("2016/17", "7 years", "£700.00"),  # not yet begun
        ("2015/16", "1 year", "£0.00"),  # gone in one step
    ],
)
def test_a_taper_on_top_falls_by_equal_steps(first: str, years: str, line: str, tmp_path: Path) -> None:
    tables = pack("practice | paid then\nZZ9001 | £700.00\nZZ9002 | £0.00")
    due = f"£{800.75 + float(line[1:]):.2f}"
    paid = f"practice | taper | due\nZZ9001 | {line} | {due}\nZZ9002 | £0.00 | £800.75"
    said = f"in {years.split(maxsplit=1)[0]} equal steps from {first}"
    hold(tmp_path, scheme(ROW, more=taper(first, years, "on top")), tables, paid, english=said)


def test_a_taper_as_a_floor_is_paid_where_less_is_earned(tmp_path: Path) -> None:
    tables = pack("""
        practice | paid then
        ZZ9001   | £1,000.00
        ZZ9002   | £934.21
        ZZ9003   | £934.20
    """)
    # 6/7 of £1,000 = £857.142857: £857.14 - £800.75 = £56.39. 6/7 of £934.21 = £800.7514…: £0.00;
    # of £934.20 = £800.742…, below what is earned.
    paid = """
        practice | taper  | due
        ZZ9001   | £56.39 | £857.14
        ZZ9002   | £0.00  | £800.75
        ZZ9003   | £0.00  | £800.75
    """
    more = taper("2015/16", "7 years", "as a floor")
    hold(tmp_path, scheme(ROW, more=more), tables, paid, english="It is paid as a floor")


DEDUCTED = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"


@pytest.mark.parametrize(
    ("basis", "at", "pms", "line", "due"),
    [
        # Earned £800.75, less £300: £500.75. 90% of £600 is £540; of £600 × 8,000 ÷ 5,000 = £960 it is £864.
        # Before the deduction, £300 of what is protected is taken off again: £240 and £564.
        ("per practice", "at baseline", "after", "£39.25", "£540.00"),
        ("per registered patient", "at payment", "after", "£363.25", "£864.00"),
        ("per practice", "at baseline", "before", "£0.00", "£500.75"),
        ("per registered patient", "at payment", "before", "£63.25", "£564.00"),
    ],
)
def test_a_loss_cap_on_every_basis_and_side_of_the_deduction(
    basis: str, at: str, pms: str, line: str, due: str, tmp_path: Path
) -> None:
    tables = pack("""
        practice | contract | deduction | list  | paid then | list then
        ZZ9001   | PMS      | £300.00   | 8,000 | £600.00   | 5,000
    """)
    text = scheme(ROW, more=DEDUCTED + loss_cap("10%", basis=basis, at=at, pms=pms))
    hold(tmp_path, text, tables, f"practice|cap|due\nZZ9001|{line}|{due}")


def test_a_loss_after_a_deduction_at_just_below_and_just_above_the_edge(tmp_path: Path) -> None:
    # £500.75 are left. 90% of £556.38 is £500.742, of £556.39 £500.751, of £556.40 £500.76.
    then = {"ZZ9001": "£556.38", "ZZ9002": "£556.39", "ZZ9003": "£556.40"}
    rows = "\n".join(f"{practice} | {paid} | PMS | £300.00" for practice, paid in then.items())
    tables = pack(f"practice | paid then | contract | deduction\n{rows}")
    paid = """
        practice | cap   | due
        ZZ9001   | £0.00 | £500.75
        ZZ9002   | £0.00 | £500.75
        ZZ9003   | £0.01 | £500.76
    """
    hold(tmp_path, scheme(ROW, more=DEDUCTED + loss_cap("10%", pms="after")), tables, paid)
