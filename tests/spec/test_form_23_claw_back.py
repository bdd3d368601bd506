"""Form 23, claw-back: recover below a level; discretionary, capped.

Source: vaccination from 2021/22: below 80% coverage up to 50% of the fees (practiceindex, Pulse).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import Row, hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}"
PRICE = {"price": "£10", "average": "8,000"}
"""10 points at £10: each hundredth achieved is £1.00."""
DATA = """
    practice | numerator | denominator
    ZZ9001   | 80        | 100
    ZZ9002   | 799       | 1,000
    ZZ9003   | 801       | 1,000
    ZZ9004   | 40        | 100
    ZZ9005   | 0         | 0
    ZZ9006   | 0         | 100
    ZZ9007   | 1         | 1,000
"""


def recover(decided: str, *, share: str = "50%", at_most: str = "") -> str:
    most = f"    at_most: {at_most}\n" if at_most else ""
    return f"""recover:
  - name: back
    indicator: X
    below: 80%
    takes_back: {share}
    of: [X]
{most}    decided: {decided}
"""


def test_below_the_level_a_share_is_taken_back_and_at_the_level_none(tmp_path: Path) -> None:
    # 79.9%: £79.90, half of it £39.95. 40%: £40, £20. Nobody counted: nothing paid, nothing taken.
    paid = """
        practice | X      | back    | due
        ZZ9001   | £80.00 | £0.00   | £80.00
        ZZ9002   | £79.90 | -£39.95 | £39.95
        ZZ9003   | £80.10 | £0.00   | £80.10
        ZZ9004   | £40.00 | -£20.00 | £20.00
        ZZ9005   | £0.00  | £0.00   | £0.00
        ZZ9006   | £0.00  | £0.00   | £0.00
        ZZ9007   | £0.10  | -£0.05  | £0.05
    """
    said = "Where X is below 80%, 50% of what is paid for X is taken back: in every such case"
    hold(tmp_path, scheme(ROW, more=recover("always"), **PRICE), pack(DATA), paid, english=said)


def test_a_cap_at_just_below_and_just_above_what_would_be_taken(tmp_path: Path) -> None:
    for most, back, due in (
        ("£20.00", "-£20.00", "£20.00"),
        ("£19.99", "-£19.99", "£20.01"),
        ("£20.01", "-£20.00", "£20.00"),
    ):
        text = scheme(ROW, more=recover("always", at_most=most), **PRICE)
        hold(
            tmp_path,
            text,
            pack(DATA),
            f"practice | back | due\nZZ9004 | {back} | {due}",
            english=f"at most {most}",
        )


def test_nothing_is_taken_back_unless_it_was_decided_and_no_more_than_that(tmp_path: Path) -> None:
    def decision(practice: str, pence: str) -> Row:
        why = {"reason": "no catch-up clinic was held", "authority": "committee of 4 May 2016"}
        return {"practice_code": practice, "component": "X", "pence": pence, **why}

    tables = pack(DATA) | {"adjustments": [decision("ZZ9001", "5000"), decision("ZZ9002", "1000")]}
    # ZZ9001 has reached the level; for ZZ9002 £10 were decided of £39.95; for ZZ9004 nothing was.
    paid = """
        practice | back    | due
        ZZ9001   | £0.00   | £80.00
        ZZ9002   | -£10.00 | £69.90
        ZZ9004   | £0.00   | £40.00
    """
    text = scheme(ROW, more=recover("for each practice"), **PRICE)
    hold(tmp_path, text, tables, paid, english="only where it is decided for the practice")
    tables["adjustments"][1]["pence"] = "5000"
    hold(tmp_path, text, tables, "practice | back | due\nZZ9002 | -£39.95 | £39.95")


def test_never_more_is_taken_back_than_is_due(tmp_path: Path) -> None:
    pms = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"
    tables = pack("""
        practice | numerator | denominator | contract | deduction
        ZZ9001   | 40        | 100         | PMS      | £25.00
        ZZ9002   | 40        | 100         | PMS      | £45.00
    """)
    # £40 - £25 = £15 are due: of £40 all could be taken back, £15 are. £40 - £45 is below nothing already.
    paid = """
        practice | PMS     | back    | due
        ZZ9001   | -£25.00 | -£15.00 | £0.00
        ZZ9002   | -£45.00 | £0.00   | -£5.00
    """
    hold(tmp_path, scheme(ROW, more=pms + recover("always", share="100%"), **PRICE), tables, paid)


def test_just_below_at_and_just_above_what_is_due(tmp_path: Path) -> None:
    pms = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"
    taken = {"ZZ9001": "£19.99", "ZZ9002": "£20.00", "ZZ9003": "£20.01"}
    taken |= {"ZZ9004": "£39.99", "ZZ9005": "£40.00", "ZZ9006": "£40.01"}
    rows = [f"{practice} | 40 | 100 | PMS | {off}" for practice, off in taken.items()]
    tables = pack("practice | numerator | denominator | contract | deduction\n" + "\n".join(rows))
    # Of £40 half would be taken back, £20: due are £20.01, £20.00, £19.99, a penny, nothing, a penny less.
    paid = """
        practice | back    | due
        ZZ9001   | -£20.00 | £0.01
        ZZ9002   | -£20.00 | £0.00
        ZZ9003   | -£19.99 | £0.00
        ZZ9004   | -£0.01  | £0.00
        ZZ9005   | £0.00   | £0.00
        ZZ9006   | £0.00   | -£0.01
    """
    for most in ("", "£30.00"):
        hold(tmp_path, scheme(ROW, more=pms + recover("always", at_most=most), **PRICE), tables, paid)
