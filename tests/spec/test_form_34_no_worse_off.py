"""Form 34, no worse off than national QOF: the larger of this scheme and QOF, on the same results and price.

Source: [worked from the design; no published source found]: the promise that practices ask for
before they sign; its cost is a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.property.readings import bound, by_calculate, read, run
from tests.spec.chapter import LISTS, hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

PMS = """deductions:
  - name: PMS
    from_contract: PMS
    amount: £13,050
    for_patients: 5,891 patients
"""
NATIONAL = scheme(
    "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}\n"
    "  Y: {points: 5, pays: in full, group: G, weighted_by: list size only}",
    price="£10",
    more=PMS,
).replace("id: chapter", "id: national")
LOCAL = """kind: scheme
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
  signed_practices: leave
  keep_reporting: yes
stop_paying_for:
  - indicators: [Y]
    reason: agreed
change:
  X:
    pays:
      was: 0% to 100%
      now: 40% to 80%
    reason: agreed
budget:
  limit: £1,000,000
  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
treatment:
  pensionable: no
  vat: outside scope
  paid_to: practice
protect:
  - name: qof
    no_worse_off_than: national QOF on this year's results
"""


def in_folder(folder: Path) -> Path:
    (folder / "national.yaml").write_text(NATIONAL, "utf-8")
    return folder


def test_what_is_missing_to_national_qof_is_a_line_of_its_own(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | signed
        ZZ9001   | 60        | 100         | yes
        ZZ9002   | 80        | 100         | yes
        ZZ9003   | 75        | 100         | yes
        ZZ9004   | 0         | 0           | yes
        ZZ9005   | 60        | 100         | no
        ZZ9006   | 749       | 1,000       | yes
        ZZ9007   | 751       | 1,000       | yes
    """)
    # National: 10 × a × £10 + £50 for Y. Local: £100 × (a - 40%) ÷ 40%, nothing for Y.
    # 60%: £50 against £110. 80%: £100 against £130. 75%: £87.50 against £125. No patients: £0 against £50.
    # 74.9%: 8.725, rounded 8.73 points, £87.30 against £124.90; 75.1%: 8.775, 8.78 points, £87.80: £125.10.
    # ZZ9005 has not signed: this schedule owes it nothing, it stays on QOF.
    paid = """
        practice | X       | qof    | due
        ZZ9001   | £50.00  | £60.00 | £110.00
        ZZ9002   | £100.00 | £30.00 | £130.00
        ZZ9003   | £87.50  | £37.50 | £125.00
        ZZ9004   | £0.00   | £50.00 | £50.00
        ZZ9005   | £0.00   | £0.00  | £0.00
        ZZ9006   | £87.30  | £37.60 | £124.90
        ZZ9007   | £87.80  | £37.30 | £125.10
    """
    hold(in_folder(tmp_path), LOCAL, tables, paid, english="receives less than by staying on QOF")


def test_nothing_is_missing_at_or_above_national_qof(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | signed
        ZZ9001   | 80        | 100         | yes
        ZZ9002   | 799       | 1,000       | yes
        ZZ9003   | 801       | 1,000       | yes
        ZZ9004   | 400       | 1,000       | yes
    """)
    # With 13 points local X pays £130 from 80%, national QOF £80 + £50 = £130 there: exactly as much.
    # 79.9%: 13 × 39.9 ÷ 40 = 12.9675, 12.97 points, £129.70 against £129.90. 80.1%: £130 against £130.10.
    text = LOCAL.replace("    pays:\n", "    points:\n      was: 10\n      now: 13\n    pays:\n")
    paid = """
        practice | X       | qof    | due
        ZZ9001   | £130.00 | £0.00  | £130.00
        ZZ9002   | £129.70 | £0.20  | £129.90
        ZZ9003   | £130.00 | £0.10  | £130.10
        ZZ9004   | £0.00   | £90.00 | £90.00
    """
    hold(in_folder(tmp_path), text, tables, paid)


def test_just_below_at_and_just_above_national_qof(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | signed
        ZZ9001   | 759       | 1,000       | yes
        ZZ9002   | 760       | 1,000       | yes
        ZZ9003   | 761       | 1,000       | yes
    """)
    # With 14 points local X pays £140 × (a - 40%) ÷ 40%: at 76% £126, as national QOF, £76 + £50.
    # 75.9%: 12.565, 12.57 points, £125.70 against £125.90. 76.1%: 12.635, 12.64 points, £126.40, not £126.10.
    text = LOCAL.replace("    pays:\n", "    points:\n      was: 10\n      now: 14\n    pays:\n")
    paid = """
        practice | X       | qof   | due
        ZZ9001   | £125.70 | £0.20 | £125.90
        ZZ9002   | £126.00 | £0.00 | £126.00
        ZZ9003   | £126.40 | £0.00 | £126.40
    """
    hold(in_folder(tmp_path), text, tables, paid)


def test_both_are_compared_after_the_pms_deduction(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | signed | contract | deduction
        ZZ9001   | 60        | 100         | yes    | PMS      | £20.00
    """)
    # National: £110 - £20 = £90; local: £50 - £20 = £30; missing: £60.
    paid = "practice | PMS | qof | due\nZZ9001 | -£20.00 | £60.00 | £90.00"
    hold(in_folder(tmp_path), LOCAL, tables, paid)


def test_national_qof_stands_in_the_same_run_and_is_paid_by_nobody(tmp_path: Path) -> None:
    tables = pack("practice | numerator | denominator | signed\nZZ9001 | 60 | 100 | yes")
    path = in_folder(tmp_path) / "chapter.yaml"
    path.write_text(LOCAL, "utf-8")
    plan, _ = read(path)
    results = run(plan, bound(plan, tables, LISTS))
    assert [c.id for c in plan.compared] == ["QOF X", "QOF Y"]
    assert results.column("QOF due").exact(0) == 110
    assert not [key for key in by_calculate(results) if key[2].startswith("QOF")]
