"""Form 30: practices that are in the scheme for part of the year are paid for their days.

Source: SFE: points are assessed on the last day of the contract, and the money is multiplied by the
days on which it was held and divided by the days of the year, 366 where 29 February falls in it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from incentives.formula.nodes import Divide, StepValue, Subtract, Value, nil
from incentives.formula.plan import Absent, DataField, Reads, Stage
from incentives.formula.units import DAYS, POUNDS, PRACTICE
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.section import Section
from incentives.scheme.values import Text

if TYPE_CHECKING:
    from incentives.scheme.forms.maker import Maker

_ITEM_OF_SERVICE = 8


class PartYearTerms(Section):
    """What a practice is paid that is in the scheme for part of the year: for its days."""

    form: Text = ""
    pays: Literal["for the days in the scheme"]
    days_of: Literal["contract", "sign-up", "contract and sign-up"] = "contract and sign-up"
    in_full: tuple[Text, ...] = ()
    reason: Text = ""


@FORMS.add(30, "part of a year", Part.PART_YEAR, PartYearTerms)
def days_in_scheme(maker: Maker, written: Written[PartYearTerms]) -> StepValue:
    """Days of the year - days outside the scheme, first and last day counted."""
    return maker.step(
        "days_in_scheme",
        Subtract(_days_in_year(maker, written), _days_outside(maker, written.terms.days_of)),
        title="Days in the scheme",
        says="The days of the year on which the practice was in the scheme.",
        stage=Stage.FACTORS,
        grain=PRACTICE,
        unit=DAYS,
        origin=written.origin(),
    )


def for_its_days(maker: Maker, written: Written[Section], amount: Value) -> Value:
    """Return an amount of the whole year for the practice's days; an item of service is paid as counted."""
    part = maker.part_year
    if part is None or written.id in part.terms.in_full or written.form.number == _ITEM_OF_SERVICE:
        return amount
    return of_the_year(maker, amount)


def of_the_year(maker: Maker, amount: Value) -> Value:
    """Return amount × days in the scheme ÷ days of the year, where the scheme pays so."""
    part = maker.part_year
    if part is None:
        return amount
    days = part.form.make(maker, part)
    return Divide(amount * days, _days_in_year(maker, part), nil(POUNDS))


def _days_in_year(maker: Maker, written: Written[PartYearTerms]) -> Value:
    return maker.stated(
        "days_in_year",
        Fraction(maker.year.days),
        says=f"days of {maker.year}",
        unit=DAYS,
        origin=written.origin(),
    )


def _days_outside(maker: Maker, of: str) -> Value:
    """Ask for the days that are lost: none where the data state neither opening nor sign-up."""
    field = DataField(
        "days_outside_scheme",
        PRACTICE,
        DAYS,
        "practices",
        "opens",
        "days of the year outside the scheme",
        reads=Reads.DAYS_OUTSIDE,
        matches=of,
        on_missing=Absent.NIL,
    )
    return maker.given(field)
