"""Recovery by the scheme's terms: months, the share of a payment, notice, waiver, invoice; by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.base.problem import Refused
from incentives.govern.entries import RECOVERY
from incentives.govern.proof import proven
from incentives.govern.recovery import Debt, Way, agreed, debts, most_of, plans
from incentives.govern.runs import below_zero
from incentives.scheme.model import Recovery
from tests.unit.govern.made_accruals import BODY, PEOPLE, ledger_with, paid
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAY, run

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.govern.ledger import Ledger
    from incentives.govern.recovery import Payments, Plan

ON = date(2016, 6, 1)
NAMES = ("June", "July", "August", "September", "October", "November", "December")


def terms(**other: str) -> Recovery:
    said = {"over": "6 months", "at_most": "10%", "notice": "28 days", "waive_below": "£50"}
    return Recovery.model_validate(said | {"closed_practice": "invoice"} | other)


def to_come(pence: int, year: int = 2016) -> Payments:
    months = [(f"{name} {year}", date(year, n, 1), pence) for n, name in enumerate(NAMES, 6)]
    return (
        *months,
        *((f"{m} {year + 1}", date(year + 1, n, 1), pence) for n, m in ((1, "January"), (2, "February"))),
    )


def owed(pence: int) -> Debt:
    return Debt("A", pence, (paid("A", -pence, "June 2016", period="Balance, June 2016"),))


def planned(pence: int, payment: int = 500_000, *, closes: date | None = None, **other: str) -> Plan:
    closed = {"A": closes} if closes else {}
    (plan,) = plans([owed(pence)], terms(**other), {"A": to_come(payment)}, closed, ON)
    return plan


def test_six_equal_months_after_notice() -> None:
    """£1,000.01 over six months of £5,000: £166.66, and £166.67 where a penny is over; notice to 29 June."""
    plan = planned(100_001)
    assert [(m.name, m.kept_back) for m in plan.months] == [
        *(("July 2016", 16_666), ("August 2016", 16_667), ("September 2016", 16_667)),
        *(("October 2016", 16_667), ("November 2016", 16_667), ("December 2016", 16_667)),
    ]
    assert plan.months[0].net == 500_000 - 16_666
    assert not plan.longer


def test_a_share_of_a_small_payment_makes_it_take_longer() -> None:
    """10% of £1,500.05 is £150.00: £1,000 takes six months of £150 and a seventh of £100."""
    plan = planned(100_000, 150_005)
    assert [m.kept_back for m in plan.months] == [15_000] * 6 + [10_000]
    assert plan.longer


def test_notice_decides_the_first_month() -> None:
    assert planned(100_000, notice="30 days").months[0].name == "July 2016"
    assert planned(100_000, notice="31 days").months[0].name == "August 2016"


def test_a_small_sum_is_waived_and_one_of_just_the_limit_is_not() -> None:
    assert planned(4_999).way is Way.WAIVED
    assert planned(5_000).way is Way.MONTHS


def test_a_practice_that_has_closed_is_invoiced() -> None:
    assert planned(100_000, closes=date(2016, 5, 31)).way is Way.INVOICE


def test_one_that_closes_later_pays_until_then() -> None:
    """Two months are left: £800 is £400 each; of £1,000.01 two months of £500 leave a penny open."""
    assert [m.kept_back for m in planned(80_000, closes=date(2016, 8, 31)).months] == [40_000, 40_000]
    with pytest.raises(Refused) as refused:
        planned(100_001, closes=date(2016, 8, 31))
    assert refused.value.problems[0].code == "G168"
    assert "leaves £0.01 of it open" in refused.value.problems[0].message


def test_a_month_without_a_payment_is_no_month_of_the_plan() -> None:
    months = (("July 2016", date(2016, 7, 1), 0), *to_come(500_000)[2:])
    (plan,) = plans([owed(60_000)], terms(), {"A": months}, {}, ON)
    assert [m.kept_back for m in plan.months] == [10_000] * 6
    assert plan.months[0].name == "August 2016"


def test_a_month_takes_more_where_later_ones_cannot() -> None:
    """£1,010 of £10,000 and £100: the second month can take £10 alone, so the first takes its £1,000."""
    months = (("July 2016", date(2016, 7, 1), 1_000_000), ("August 2016", date(2016, 8, 1), 10_000))
    (plan,) = plans([owed(101_000)], terms(), {"A": months}, {}, ON)
    assert [m.kept_back for m in plan.months] == [100_000, 1_000]


@settings(max_examples=120, deadline=None)
@given(
    st.integers(1, 10**6),
    st.lists(st.integers(-(10**4), 10**6), min_size=1, max_size=24),
    st.integers(1, 12),
    st.integers(1, 100),
)
def test_any_plan_is_exact_and_within_the_terms(
    pence: int, payments: list[int], over: int, share: int
) -> None:
    months = tuple((f"m{n}", date(2016 + n // 12, n % 12 + 1, 1), p) for n, p in enumerate(payments))
    asked = terms(over=f"{over} months", at_most=f"{share}%", notice="0 days")
    try:
        (plan,) = plans([owed(pence)], asked, {"A": months}, {}, date(2016, 1, 1))
    except Refused:
        assert sum(most_of(p, Fraction(share, 100)) for p in payments) < pence
        return
    if plan.way is Way.WAIVED:
        assert pence < 5_000
        return
    assert sum(m.kept_back for m in plan.months) == pence
    for month in plan.months:
        assert 0 <= month.kept_back <= max(Fraction(0), Fraction(share, 100) * month.payment)
        assert month.net >= min(0, month.payment)
    assert sum(line.pence for line in agreed([plan], asked, BODY, ON).lines) == 0


# -- in the ledger -----------------------------------------------------------------------------------


def _overpaid(folder: Path) -> Ledger:
    lines = [
        paid("A", 500_000, "April 2015"),
        paid("A", -100_001, "June 2016", period="Balance, June 2016"),
        paid("B", -4_000, "June 2016", period="Balance, June 2016"),
    ]
    return ledger_with(folder, lines)


def test_a_plan_in_the_ledger_puts_the_sum_back_and_keeps_it_back_month_by_month(tmp_path: Path) -> None:
    ledger = _overpaid(tmp_path)
    before = sum(line.pence for line in ledger.payments())
    made = plans(debts(ledger.payments(), ledger.entries(), ON), terms(), {"A": to_come(500_000)}, {}, ON)
    ledger.agree(RECOVERY, PEOPLE, lambda _: agreed(made, terms(), BODY, ON))
    lines = ledger.payments()
    assert sum(line.pence for line in lines) == before + 4_000
    assert below_zero(x for x in lines if x.paid_in == "June 2016") == {}
    assert [x.pence for x in lines if x.paid_in == "July 2016"] == [-16_666]
    assert debts(lines, ledger.entries(), ON) == ()
    assert proven(ledger.store) == ()


def test_a_correction_of_what_is_not_paid_yet_is_no_debt(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, [paid("A", 500_000, "July 2015")])
    ledger.correct(ledger.payments()[0].reference, -100, "too much", PEOPLE)
    assert debts(ledger.payments(), ledger.entries(), date(2015, 6, 1)) == ()
    (debt,) = debts(ledger.payments(), ledger.entries(), date(2015, 7, 1))
    assert debt.pence == 100


def test_a_plan_is_approved_by_somebody_else(tmp_path: Path) -> None:
    ledger = _overpaid(tmp_path)
    made = plans(debts(ledger.payments(), ledger.entries(), ON), terms(), {"A": to_come(500_000)}, {}, ON)
    with pytest.raises(Refused) as refused:
        ledger.agree(RECOVERY, PEOPLE | {"approved_by": ANA}, lambda _: agreed(made, terms(), BODY, ON))
    assert refused.value.problems[0].code == "G120"
    assert len(ledger.payments()) == 3


BELOW = "These practices would be paid less than nothing, and the scheme has no terms of recovery: A -£5.00."


@pytest.mark.parametrize(("named", "code"), [("", "G121"), (ANA, "G120"), (CAT, "G120"), ("Eve", "G112")])
def test_a_payment_below_zero_needs_terms_or_another_named_approval(
    named: str, code: str, tmp_path: Path
) -> None:
    ledger = ledger_with(tmp_path, [])
    what = run([paid("A", -500, "June 2016", period="Balance, June 2016")], blocks=(BELOW,))
    ledger.prepare(what)
    ledger.approve(what, BEN, DAY)
    with pytest.raises(Refused) as refused:
        ledger.release(what, CAT, DAY, below_zero=named)
    assert refused.value.problems[0].code == code
    assert not ledger.payments()
    ledger.release(what, CAT, DAY, below_zero=BEN)
    assert ledger.entries()[-1].content["below_zero_approved_by"] == BEN
