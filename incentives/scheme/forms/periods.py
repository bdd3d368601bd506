"""Form 24: instalments in advance and the balance, which may be negative.

Source: aspiration is a share of last year's payment in twelve months (60% to 2012/13, 70% to 2023/24,
80% from 2024/25), set off against the achievement payment in June.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from incentives.base.rounding import Rule
from incentives.base.year import FinancialYear, month_name
from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Divide,
    FieldValue,
    Number,
    Round,
    StepValue,
    Subtract,
    Value,
    holds,
    nil,
)
from incentives.formula.plan import Absent, Columns, DataField, Origin, Period, Reads, Stage
from incentives.formula.units import INSTALMENT, PLAIN, POUNDS, PRACTICE
from incentives.scheme.forms.days import of_the_year
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.pounds import POUNDS_PER_POINT, signed
from incentives.scheme.forms.true_up import Advances, trued_up, words_of
from incentives.scheme.section import Section
from incentives.scheme.values import Month, Percent, Pounds, Text

if TYPE_CHECKING:
    from datetime import date

    from incentives.scheme.forms.maker import Maker

_APRIL = 4
CATCH_UP = "paid in the first month"
FINAL, PROVISIONAL = "FINAL", "PROVISIONAL"
"""The component of a baseline's provisional payments is called PROVISIONAL."""


class InstalmentTerms(Section):
    """A share of last year's payment in equal months, the balance when results are known."""

    form: Text = ""
    each_month: Percent
    of: Literal["last year's QOF payment"]
    from_: Month = Field(alias="from")
    balance: Month
    months_before: Literal["shared by the months left", "paid in the first month"] = (
        "shared by the months left"
    )
    provisional_until: Month | None = None
    when_final: Literal["spread over the months left", "in the next month"] = "spread over the months left"
    pms_deduction: Literal["before", "after"] | None = None
    last_years_price_per_point: Pounds | None = None
    reason: Text = ""


@FORMS.add(24, "instalments and reconciliation", Part.INSTALMENTS, InstalmentTerms)
def instalments(
    maker: Maker,
    due: StepValue,
    written: Written[InstalmentTerms],
    price: FieldValue | None,
    *,
    offered: bool,
) -> None:
    """Month = down(advance ÷ months left in the year), the last takes the rest; balance = due - advance."""
    months, missed = _months(written.terms.from_), _missed(written.terms)
    early = _early(written.terms, (*missed, *months))
    advances = _advances(maker, written, price, ((*missed, *months), early), offered=offered)
    for at, day in enumerate(months):
        period(maker, month_name(day), day, at=at, months=len(months), early=early, missed=len(missed))
    period(maker, f"Balance, {month_name(written.terms.balance)}", written.terms.balance, is_balance=True)
    month, in_all, says = _shown(maker, advances)
    if missed:
        first = advances.provisional if early else advances.monthly
        month = Choose(holds(FieldValue("is_first_month")), first * Number(Fraction(len(missed) + 1)), month)
        says = f"The first month pays for those from {month_name(missed[0])} on too. {says}"
    shown = Choose(holds(FieldValue("is_balance")), Subtract(due, in_all), month)
    _instalment(maker, shown, says, written.origin())


def _early(terms: InstalmentTerms, counted: tuple[date, ...]) -> int:
    """Return how many months rest on the provisional figure; none where it is final when they begin."""
    until = terms.provisional_until
    return sum(day < until for day in counted) if until and terms.from_ < until else 0


def _advances(
    maker: Maker,
    written: Written[InstalmentTerms],
    price: FieldValue | None,
    when: tuple[tuple[date, ...], int],
    *,
    offered: bool,
) -> Advances:
    """Return what is paid in advance on the final figure, and on the provisional one where months need it."""
    counted, early = when
    advance = _advance(maker, written, price, FINAL, offered=offered)
    monthly = first = _monthly(maker, advance, len(counted), "monthly_advance")
    if early:
        known = _advance(maker, written, price, PROVISIONAL, offered=offered)
        first = _monthly(maker, known, len(counted), "monthly_provisional")
    return Advances(advance, monthly, first, counted, early, written.terms.when_final)


def _shown(maker: Maker, advances: Advances) -> tuple[Value, StepValue, str]:
    """Return what a month pays, what all of them do, and the rule in words."""
    if advances.early:
        return *trued_up(maker, advances), words_of(advances)
    rest = Subtract(advances.advance, advances.monthly * Number(Fraction(len(advances.months) - 1)))
    month = Choose(holds(FieldValue("is_last_month")), rest, advances.monthly)
    return month, advances.advance, "Equal months, the last taking the odd pence; then the balance."


def _monthly(maker: Maker, advance: StepValue, months: int, name: str) -> StepValue:
    return maker.step(
        name,
        Round(Divide(advance, Number(Fraction(months)), nil(POUNDS)), 2, Rule.DOWN),
        title="Each month" if name == "monthly_advance" else "Each month, provisional",
        says="The advance in equal months, pence rounded down.",
        stage=Stage.PERIODS,
        grain=PRACTICE,
        unit=POUNDS,
    )


def paid_at_once(maker: Maker, due: StepValue) -> None:
    """Pay everything in the June after the year, where a scheme has no instalments."""
    day = maker.year.last_day.replace(month=6, day=1)
    period(maker, f"In full, {month_name(day)}", day, is_balance=True)
    shown = Choose(AtLeast(FieldValue("is_balance"), Number(Fraction(1))), due, nil(POUNDS))
    _instalment(maker, shown, "Everything is paid once results are known.", Origin())


def period(  # noqa: PLR0913 - a period is told by all of them, by name
    maker: Maker,
    name: str,
    day: date,
    *,
    at: int = 0,
    months: int = 0,
    early: int = 0,
    missed: int = 0,
    is_balance: bool = False,
) -> None:
    """Add a month (the ``at``-th of so many, of which some are early), or the balance.

    ``missed`` months before the first one are paid with it, and count as early where it does.
    """
    maker.periods.append(Period(name, day, is_balance))
    flags = {
        "is_last_month": (bool(months) and at == months - 1, "whether it is the last month (1) or not (0)"),
        "is_balance": (is_balance, "whether it is the balance (1) or not (0)"),
    }
    if missed or maker.figure("is_first_month"):
        flags["is_first_month"] = not is_balance and at == 0, "whether it is the first month (1) or not (0)"
    if early or maker.figure("is_provisional"):
        at += missed
        provisional, first = not is_balance and at < early, not is_balance and at == early
        flags["is_provisional"] = provisional, "whether it rests on the provisional figure (1) or not (0)"
        so_far = "months so far"
        maker.stated("months_so_far", Fraction(at + 1), says=so_far, period=name, origin=Origin())
        flags["is_first_final_month"] = first, "whether it is the first on the final figure (1) or not (0)"
    for flag, (holds_here, says) in flags.items():
        maker.stated(flag, Fraction(holds_here), says=says, period=name, origin=Origin())


def _advance(
    maker: Maker,
    written: Written[InstalmentTerms],
    price: FieldValue | None,
    figure: str,
    *,
    offered: bool,
) -> StepValue:
    share = maker.stated(
        "advance_share",
        written.terms.each_month,
        says="share paid in advance",
        origin=written.origin("each_month"),
    )
    basis = written.terms.pms_deduction
    says = "last year's QOF payment" + (f" ({basis} the PMS deduction)" if basis else "")
    field = DataField(
        "last_years_payment", PRACTICE, POUNDS, "baseline", "pence", says, per=100, years_back=1
    )
    field = replace(field, of=written.terms.of, basis=written.terms.pms_deduction or "")
    history: Value = maker.given(field)
    if figure == PROVISIONAL:
        history = _provisional(maker, field, history)
    exact: Value = share * history
    if written.terms.last_years_price_per_point is not None and price is not None:
        before = maker.stated(
            "last_years_price_per_point",
            written.terms.last_years_price_per_point,
            says="last year's pounds per point",
            unit=POUNDS_PER_POINT,
            origin=written.origin("last_years_price_per_point"),
        )
        exact = Divide(exact * price, before, nil(POUNDS))
    if offered:
        exact = Choose(holds(signed(maker)), exact, nil(POUNDS))
    exact = of_the_year(maker, exact)
    return maker.step(
        "advance" if figure == FINAL else "provisional_advance",
        maker.rounded_money(exact),
        title="Paid in advance" if figure == FINAL else "Advance on the provisional figure",
        says="The stated share of last year's payment.",
        stage=Stage.PERIODS,
        grain=PRACTICE,
        unit=POUNDS,
        origin=written.origin("each_month"),
    )


def _provisional(maker: Maker, field: DataField, final: Value) -> Value:
    """The provisional payment that the data name so; the final one where a practice has none."""
    says = f"provisional {field.says}"
    own = replace(
        field, name="provisional_payment", says=says, of=PROVISIONAL, basis="", on_missing=Absent.NIL
    )
    known = replace(
        own,
        name="provisional_supplied",
        unit=PLAIN,
        per=1,
        reads=Reads.SUPPLIED,
        says=f"whether a {says} was supplied (1) or not (0)",
    )
    return Choose(holds(maker.given(known)), maker.given(own), final)


def _instalment(maker: Maker, exact: Value, says: str, origin: Origin) -> None:
    maker.step(
        Columns.INSTALMENT,
        exact,
        title="Instalment",
        says=says,
        stage=Stage.PERIODS,
        grain=INSTALMENT,
        unit=POUNDS,
        origin=origin,
    )


def _missed(terms: InstalmentTerms) -> tuple[date, ...]:
    """Return the months of the year before the first, where that one pays for them; none of a sole month."""
    left = _months(terms.from_)
    if terms.months_before != CATCH_UP or len(left) == 1:
        return ()
    year = terms.from_.year if terms.from_.month >= _APRIL else terms.from_.year - 1
    every = _months(terms.from_.replace(year=year, month=_APRIL))
    return every[: len(every) - len(left)]


def _months(first: date) -> tuple[date, ...]:
    """Return the months from the first to the end of its financial year."""
    year = first.year if first.month >= _APRIL else first.year - 1
    return tuple(day for day in FinancialYear(year).months if day >= first)
