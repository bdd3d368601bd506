"""Form 13, floor on own history: what is missing to a share of an earlier year's payment, never negative.

Source: Aylesbury Vale 2015/16 (HSJ): areas paid on 2014/15 outturn even if achievement is lower, with 5%
more. For each basis, list and side of the PMS deduction: [worked from the design; no published source found].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.scheme.reading import read_scheme
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


DEDUCTED = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"
GROWN_AND_SHRUNK = """
    practice | contract | deduction | list  | paid then | list then
    ZZ9001   | PMS      | £300.00   | 8,000 | £600.00   | 5,000
    ZZ9002   | GMS      | none      | 8,000 | £900.00   | 10,000
"""
PER_PRACTICE, PER_PATIENT = "per practice", "per registered patient"
# Each earns £800.75; the PMS practice has £500.75 after its £300. Per practice £600 and £900 are protected;
# per patient and at payment £600 × 8,000 ÷ 5,000 = £960 and £900 × 8,000 ÷ 10,000 = £720. Before the
# deduction £300 are taken off again for the PMS practice: £300 and £660 are left of £600 and £960.
COMBINATIONS = (
    (PER_PRACTICE, "at baseline", "after", ("£99.25", "£99.25"), ("£600.00", "£900.00")),
    (PER_PRACTICE, "at payment", "after", ("£99.25", "£99.25"), ("£600.00", "£900.00")),
    (PER_PATIENT, "at baseline", "after", ("£99.25", "£99.25"), ("£600.00", "£900.00")),
    (PER_PATIENT, "at payment", "after", ("£459.25", "£0.00"), ("£960.00", "£800.75")),
    (PER_PRACTICE, "at baseline", "before", ("£0.00", "£99.25"), ("£500.75", "£900.00")),
    (PER_PRACTICE, "at payment", "before", ("£0.00", "£99.25"), ("£500.75", "£900.00")),
    (PER_PATIENT, "at baseline", "before", ("£0.00", "£99.25"), ("£500.75", "£900.00")),
    (PER_PATIENT, "at payment", "before", ("£159.25", "£0.00"), ("£660.00", "£800.75")),
)


@pytest.mark.parametrize(("basis", "at", "pms", "line", "due"), COMBINATIONS)
def test_every_basis_list_and_side_of_the_deduction(
    basis: str, at: str, pms: str, line: tuple[str, str], due: tuple[str, str], tmp_path: Path
) -> None:
    rows = zip(("ZZ9001", "ZZ9002"), line, due, strict=True)
    paid = "\n".join(["practice|floor|due", *(f"{p}|{x}|{d}" for p, x, d in rows)])
    text = scheme(ROW, more=DEDUCTED + floor("100%", basis, at, pms))
    hold(tmp_path, text, pack(GROWN_AND_SHRUNK), paid)


AREAS = """kind: scheme
id: chapter
title: Chapter
year: 2015/16
starts_from: national
offer:
  open: 2015-02-01
  close: 2015-03-20
  practices_that_do_not_sign: stay on national QOF
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
national_qof:
  signed_practices: stay, guaranteed areas
  keep_reporting: yes
budget:
  limit: £1,000,000
  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
treatment:
  pensionable: no
  vat: outside scope
  paid_to: practice
protect:
  - name: guarantee
    guaranteed_areas: [G, COPD]
    at_least: 105%
    year: 2014/15
    basis: per practice
    list: at baseline
"""


def test_guaranteed_areas_are_made_up_beside_what_cqrs_pays(tmp_path: Path) -> None:
    """Aylesbury Vale 2015/16: areas paid on 2014/15 outturn even if achievement is lower, with 5% more."""
    rows = (
        "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}\n"
        "  Y: {points: 2, pays: in full, group: G, weighted_by: list size only}\n"
        "  Z: {points: 3, pays: in full, group: COPD, weighted_by: list size only}"
    )
    national = scheme(rows, price="£10").replace("id: chapter", "id: national")
    (tmp_path / "national.yaml").write_text(national, "utf-8")
    tables = pack("""
        practice | numerator | denominator | signed
        ZZ9001   | 60        | 100         | yes
        ZZ9002   | 85        | 100         | yes
        ZZ9003   | 60        | 100         | no
        ZZ9004   | 0         | 0           | yes
        ZZ9005   | 849       | 1,000       | yes
        ZZ9006   | 851       | 1,000       | yes
    """)
    for practice in (row["practice_code"] for row in tables["practices"]):
        for area, pence in (("G", "10000"), ("COPD", "2000")):
            then = {"year": "2014/15", "practice_code": practice, "component": area, "pence": pence}
            tables.setdefault("baseline", []).append({**then, "list_size": "8000"})
    # G: 105% of £100 = £105, and CQRS pays £60 + £20 = £80 to ZZ9001 (£25 missing), £85 + £20 = £105 to
    # ZZ9002, £20 where nobody is counted. COPD: £21 against £30: nothing. ZZ9003 has not signed.
    paid = """
        practice | X      | guarantee G | guarantee COPD | due
        ZZ9001   | £60.00 | £25.00      | £0.00          | £25.00
        ZZ9002   | £85.00 | £0.00       | £0.00          | £0.00
        ZZ9003   | £60.00 | £0.00       | £0.00          | £0.00
        ZZ9004   | £0.00  | £85.00      | £0.00          | £85.00
        ZZ9005   | £84.90 | £0.10       | £0.00          | £0.10
        ZZ9006   | £85.10 | £0.00       | £0.00          | £0.00
    """
    hold(
        tmp_path,
        AREAS,
        tables,
        paid,
        english="CQRS pays G on this year's results, and this is paid beside it",
    )


def test_a_floor_at_just_below_and_just_above_what_is_earned(tmp_path: Path) -> None:
    tables = pack("""
        practice | paid then
        ZZ9001   | £800.74
        ZZ9002   | £800.75
        ZZ9003   | £800.76
        ZZ9004   | £0.00
    """)
    paid = """
        practice | floor | due
        ZZ9001   | £0.00 | £800.75
        ZZ9002   | £0.00 | £800.75
        ZZ9003   | £0.01 | £800.76
        ZZ9004   | £0.00 | £800.75
    """
    said = "protected share (100%) of the QOF payment of 2014/15, per practice, with the list at baseline"
    text = scheme(ROW, more=floor("100%", "per practice", "at baseline"))
    hold(tmp_path, text, tables, paid, english=said)


def test_after_a_deduction_at_just_below_and_just_above_what_is_left(tmp_path: Path) -> None:
    pms = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"
    then = {"ZZ9001": "£790.74", "ZZ9002": "£790.75", "ZZ9003": "£790.76"}
    rows = "\n".join(f"{practice} | {paid} | PMS | £10.00" for practice, paid in then.items())
    tables = pack(f"practice | paid then | contract | deduction\n{rows}")
    # £800.75 - £10.00 = £790.75 are left.
    paid = """
        practice | PMS     | floor | due
        ZZ9001   | -£10.00 | £0.00 | £790.75
        ZZ9002   | -£10.00 | £0.00 | £790.75
        ZZ9003   | -£10.00 | £0.01 | £790.76
    """
    text = scheme(ROW, more=pms + floor("100%", "per practice", "at baseline", "after"))
    hold(tmp_path, text, tables, paid)


def test_a_floor_for_each_patient_of_a_list_that_was_empty_protects_nothing(tmp_path: Path) -> None:
    tables = pack("practice | paid then | list then\nZZ9001 | £1,000.00 | 0")
    text = scheme(ROW, more=floor("100%", "per registered patient", "at payment"))
    hold(tmp_path, text, tables, "practice | floor | due\nZZ9001 | £0.00 | £800.75")


def test_a_floor_without_a_basis_is_refused_with_both_amounts(tmp_path: Path) -> None:
    path = tmp_path / "chapter.yaml"
    text = scheme(ROW, more=floor("95%", "per practice", "at payment"))
    path.write_text(text.replace("    basis: per practice\n", ""), "utf-8")
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    (problem,) = refused.value.problems
    assert problem.code == "S202"
    assert "the first protects £95,000.00 and the second" in problem.remedy
    assert problem.remedy.endswith("£85,500.00.")


def test_a_floor_of_points_is_refused_with_what_to_write(tmp_path: Path) -> None:
    path = tmp_path / "chapter.yaml"
    text = scheme(ROW, more=floor("95%", PER_PRACTICE, "at baseline"))
    path.write_text(text.replace("of: QOF payment", "of: points of last year"), "utf-8")
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    (problem,) = refused.value.problems
    assert problem.code == "S564"
    assert '"points_of: 2014/15"' in problem.remedy


@pytest.mark.parametrize("basis", [PER_PRACTICE, PER_PATIENT])
@pytest.mark.parametrize("at", ["at baseline", "at payment"])
def test_a_list_that_decides_nothing_is_warned_of(basis: str, at: str, tmp_path: Path) -> None:
    path = tmp_path / "chapter.yaml"
    path.write_text(scheme(ROW, more=floor("100%", basis, at)), "utf-8")
    warned = {p.code for p in read_scheme(path)[1]}
    assert ("S563" in warned) == ((basis, at) in ((PER_PRACTICE, "at payment"), (PER_PATIENT, "at baseline")))
