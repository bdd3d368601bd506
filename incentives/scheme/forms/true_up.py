"""Form 24 while last year's payment is provisional: early months rest on it, later ones make up for it.

Source: in April last year's QOF is not known, it is final by July; aspiration begins on a provisional figure.
A month is never below nothing: what could not be set off waits for the balance, where it is seen and decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.rounding import Rule
from incentives.base.year import month_name
from incentives.formula.nodes import (
    Choose,
    Divide,
    FieldValue,
    Greatest,
    Number,
    Round,
    StepValue,
    Subtract,
    Value,
    holds,
    nil,
    one,
)
from incentives.formula.plan import Stage
from incentives.formula.units import POUNDS, PRACTICE

if TYPE_CHECKING:
    from datetime import date

    from incentives.scheme.forms.maker import Maker

SPREAD, AT_ONCE = "spread over the months left", "in the next month"


@dataclass(frozen=True)
class Advances:
    """What is paid in advance in all and in each month, on the final and on the provisional figure.

    ``early`` of ``months`` rest on the provisional one; ``when_final`` says how the difference is made up.
    """

    advance: StepValue
    monthly: StepValue
    provisional: StepValue
    months: tuple[date, ...]
    early: int
    when_final: str


def trued_up(maker: Maker, advances: Advances) -> tuple[Value, StepValue]:
    """Return what a month pays, and what is paid in advance in all."""
    early = _step(
        maker,
        "paid_on_provisional",
        _times(advances.provisional, advances.early),
        "Paid on the provisional figure",
        f"What {advances.early} months on the provisional figure add up to.",
    )
    make = _at_once if advances.when_final == AT_ONCE else _spread
    month, before_last = make(maker, advances, early)
    in_all = _step(
        maker,
        "advanced_in_all",
        Greatest(before_last, advances.advance),
        "Paid in advance in all",
        "The advance on the final figure; what was paid already, where that is more.",
    )
    shown = Choose(holds(FieldValue("is_provisional")), advances.provisional, month)
    return Choose(holds(FieldValue("is_last_month")), Subtract(in_all, before_last), shown), in_all


def _spread(maker: Maker, advances: Advances, early: StepValue) -> tuple[Value, StepValue]:
    """Equal months: a month of the final figure and its share of the difference, never below nothing."""
    left = len(advances.months) - advances.early
    difference = Subtract(_times(advances.monthly, advances.early), early)
    share = Round(Divide(difference, Number(Fraction(left)), nil(POUNDS)), 2, Rule.DOWN)
    says = "A month of the final figure and its share of the difference of the early months."
    month = Greatest(nil(POUNDS), advances.monthly + share)
    later = _step(maker, "month_on_final", month, "Each month on the final figure", says)
    return later, _before_last(maker, early + _times(later, left - 1))


def _at_once(maker: Maker, advances: Advances, early: StepValue) -> tuple[Value, StepValue]:
    """What should have been paid by now, less what was; too much is set off against later months."""

    def by(months: Value) -> Value:
        return Greatest(early, advances.monthly * months)

    so_far = FieldValue("months_so_far")
    first = holds(FieldValue("is_first_final_month"))
    month = Subtract(by(so_far), Choose(first, early, by(Subtract(so_far, one()))))
    number = len(advances.months)
    before = early if number - 1 == advances.early else by(Number(Fraction(number - 1)))
    return month, _before_last(maker, before)


def _before_last(maker: Maker, value: Value) -> StepValue:
    return _step(maker, "paid_before_last", value, "Paid before the last month", "All months but the last.")


def words_of(advances: Advances) -> str:
    """Say how months follow from the two figures."""
    until = month_name(advances.months[advances.early])
    how = {
        SPREAD: "spread over the months left, in whole pence",
        AT_ONCE: f"made up at once from {until} on",
    }
    return (
        f"Until {until} months rest on the provisional figure, from then on the final one; the difference of "
        f"the {advances.early} months before is {how[advances.when_final]}. No month is below nothing; "
        "the last takes the odd pence; then the balance."
    )


def _times(month: StepValue, number: int) -> Value:
    return month * Number(Fraction(number))


def _step(maker: Maker, name: str, value: Value, title: str, says: str) -> StepValue:
    return maker.step(name, value, title=title, says=says, stage=Stage.PERIODS, grain=PRACTICE, unit=POUNDS)
