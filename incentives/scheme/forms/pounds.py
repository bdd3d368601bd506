"""Forms that turn points, registers and signatures into pounds.

Source: payment = points × £ per point × contractor population index × prevalence factor (SFE), with
the index a practice's list ÷ the national average list, and the factor a practice's prevalence ÷ the
national; the target population factor compares cohorts in place of registers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Divide,
    FieldValue,
    Greatest,
    Least,
    Over,
    Round,
    StepValue,
    Total,
    Value,
    holds,
    nil,
    one,
)
from incentives.formula.plan import Absent, Columns, DataField, Reads, Stage
from incentives.formula.units import CELL, COMPONENT, PATIENTS, PLAIN, POINTS, POUNDS, PRACTICE, SCHEME
from incentives.scheme.forms.days import for_its_days
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.points import Terms, register
from incentives.scheme.section import VARIANTS, Section
from incentives.scheme.values import Count, Day, Pounds, Text

if TYPE_CHECKING:
    from datetime import date

    from incentives.scheme.forms.maker import Maker

ITS_REGISTER, TARGET, LIST_ONLY = "its register", "target population", "list size only"
_EXACT = 10**9
POUNDS_PER_POINT = POUNDS / POINTS
STATED, POOLED, MEAN = (
    "stated in the practice data",
    "pooled from these practices",
    "mean of these practices",
)


class DatedList(Section):
    """The day on which practices' lists are read."""

    as_at: Day


class DatedAverage(Section):
    """The national average list and the day it is of."""

    patients: Count
    as_at: Day


class PrevalenceTerms(Section):
    """The national prevalence a practice is compared with, and the day of the registers."""

    national: Literal["stated in the practice data", "pooled from these practices", "mean of these practices"]
    register_as_at: Day


class PayPointsTerms(Section):
    """Points are paid at a price, for the list, weighted by prevalence."""

    form: Text = ""
    price_per_point: Pounds
    national_average_list: DatedAverage
    practice_list: DatedList
    prevalence: PrevalenceTerms


class FixedGrantTerms(Section):
    """A fixed sum for each practice that has signed."""

    form: Text
    per_practice: Pounds
    title: Text = ""
    group: Text = "Payments"
    paid_by: Text = ""
    reason: Text = ""
    variants: tuple[Mapping[str, Any], ...] = Field(default=(), description=VARIANTS)


class LimitTerms(Section):
    """The most or least that an indicator, a payment or a practice is paid."""

    form: Text = ""
    at_most: Pounds | None = None
    at_least: Pounds | None = None
    of: tuple[Text, ...] | Literal["practice"] = "practice"
    title: Text = ""
    reason: Text = ""


class Pricing:
    """The columns that every indicator's pounds share, made once for a scheme."""

    def __init__(self, maker: Maker, written: Written[PayPointsTerms]) -> None:
        self.maker, self.written = maker, written
        terms = written.terms
        self.price = maker.stated(
            "price_per_point",
            terms.price_per_point,
            says="pounds per point",
            unit=POUNDS_PER_POINT,
            origin=written.origin("price_per_point"),
        )
        average = maker.stated(
            "national_average_list",
            terms.national_average_list.patients,
            says="national average list",
            unit=PATIENTS,
            origin=written.origin("national_average_list"),
        )
        self.list_size = list_size(maker, terms.practice_list.as_at)
        self.index = maker.step(
            Columns.LIST_INDEX,
            Divide(self.list_size, average, nil()),
            title="Contractor population index",
            says="The practice's list divided by the national average list.",
            stage=Stage.FACTORS,
            grain=PRACTICE,
            origin=written.origin("national_average_list"),
        )

    def factor(self, indicator: Written[Terms]) -> StepValue:
        """Work out what weights an indicator's pounds: its register, a cohort, or nothing."""
        weighted = indicator.terms.weighted_by
        if weighted == ITS_REGISTER:
            return self._prevalence(indicator)
        if weighted.startswith(TARGET):
            return self._target(indicator, weighted.removeprefix(TARGET).strip())
        says = "Paid on the list alone: no prevalence factor."
        return self._factor(indicator, one(), says)

    def _prevalence(self, indicator: Written[Terms]) -> StepValue:
        own = Divide(register(self.maker, indicator.id, indicator.terms), self.list_size, nil())
        national = self._national(indicator, Columns.REGISTER, "national_prevalence", "prevalence")
        says = "The practice's prevalence (register ÷ list) divided by the national prevalence."
        return self._factor(indicator, Divide(own, national, nil()), says)

    def _target(self, indicator: Written[Terms], cohort: str) -> StepValue:
        """Form 11: the cohort's share of the practice's list ÷ its share of the nation's."""
        field = DataField(
            "cohort",
            CELL,
            PATIENTS,
            "measures",
            "cohort",
            "patients of the target population",
            as_at=self.maker.results_as_at,
        )
        own = Divide(self.maker.given(field, indicator.id, cohort), self.list_size, nil())
        national = self._national(indicator, "cohort", "national_cohort_share", "target population share")
        says = "The target population's share of the practice's list divided by its national share."
        return self._factor(indicator, Divide(own, national, nil()), says)

    def _factor(self, indicator: Written[Terms], expression: Value, says: str) -> StepValue:
        return self.maker.step(
            Columns.FACTOR,
            expression,
            title="Prevalence factor",
            says=says,
            stage=Stage.FACTORS,
            component=indicator.id,
            origin=indicator.origin("weighted_by"),
        )

    def _national(self, indicator: Written[Terms], column: str, name: str, says: str) -> Value:
        item = indicator.terms.register_item
        if column == "cohort":
            item = indicator.terms.weighted_by.removeprefix(TARGET).strip()
        mode, of = self.written.terms.prevalence.national, FieldValue(column)
        if mode == STATED:
            field = DataField(
                name, COMPONENT, PLAIN, "national", "prevalence", f"national {says}", per=_EXACT
            )
            return self.maker.given(field, indicator.id, item)
        if mode == POOLED:
            total = Divide(Total(of, Over.PRACTICES), Total(self.list_size, Over.PRACTICES), nil())
            return self._reference(indicator, name, total, f"All practices' {says}, taken together.")
        rate = self.maker.step(
            f"practice_{says.replace(' ', '_')}",
            Round(Divide(of, self.list_size, nil()), 9),
            title=f"Practice {says}",
            says=f"The practice's {says}, to nine decimals for the mean.",
            stage=Stage.COUNTS,
            component=indicator.id,
        )
        mean = Divide(Total(rate, Over.PRACTICES), self._practices(), nil())
        return self._reference(indicator, name, mean, f"The mean of the practices' {says}s.")

    def _reference(self, indicator: Written[Terms], name: str, value: Value, says: str) -> StepValue:
        return self.maker.step(
            name,
            value,
            title="National reference",
            says=says,
            stage=Stage.FACTORS,
            grain=COMPONENT,
            component=indicator.id,
            origin=self.written.origin("prevalence"),
        )

    def _practices(self) -> Value:
        counted = Choose(AtLeast(self.list_size, one(PATIENTS)), one(), nil())
        step = self.maker.step(
            "practice_counted",
            counted,
            title="Practices counted",
            says="One for each practice with a list.",
            stage=Stage.COUNTS,
            grain=PRACTICE,
        )
        return self.maker.step(
            "number_of_practices",
            Total(step, Over.PRACTICES),
            title="Number of practices",
            says="The practices with a list.",
            stage=Stage.COUNTS,
            grain=SCHEME,
        )


def list_size(maker: Maker, as_at: date) -> FieldValue:
    """Ask for practices' lists of a stated day."""
    says = f"registered patients on {as_at.isoformat()}"
    return maker.given(
        DataField(Columns.LIST_SIZE, PRACTICE, PATIENTS, "practices", "list_size", says, as_at=as_at)
    )


def signed(maker: Maker) -> FieldValue:
    """Ask whether a practice has signed the scheme."""
    return maker.given(
        DataField(
            "signed",
            PRACTICE,
            PLAIN,
            "signup",
            "answer",
            "whether the practice has signed (1) or not (0)",
            reads=Reads.MATCHES,
            matches="yes",
            on_missing=Absent.NIL,
        )
    )


@FORMS.add(10, "points × price × list index × prevalence factor", Part.PAY_POINTS, PayPointsTerms)
def price_points(
    maker: Maker, pricing: Pricing, indicator: Written[Terms], limits: tuple[Written[LimitTerms], ...]
) -> None:
    """Round(points × price × index × factor), within the limits set for the indicator."""
    exact = StepValue(Columns.POINTS) * pricing.price * pricing.index * pricing.factor(indicator)
    says = "Points × pounds per point × contractor population index × prevalence factor, to the penny."
    pay(maker, indicator, exact, says, limits)


@FORMS.add(7, "fixed grant", Part.PAYMENTS, FixedGrantTerms)
def fixed_grant(
    maker: Maker, written: Written[FixedGrantTerms], limits: tuple[Written[LimitTerms], ...]
) -> None:
    """F where the practice has signed, otherwise nothing."""
    grant = maker.stated(
        "grant_per_practice",
        written.terms.per_practice,
        says="pounds for each practice",
        unit=POUNDS,
        component=written.id,
        origin=written.origin("per_practice"),
    )
    exact = Choose(holds(signed(maker)), grant, nil(POUNDS))
    pay(maker, written, exact, "A fixed sum for each practice that has signed.", limits)


@FORMS.add(22, "caps and floors", Part.LIMITS, LimitTerms)
def limited(maker: Maker, component: str, exact: Value, limits: tuple[Written[LimitTerms], ...]) -> Value:
    """The amount within the limits set for one component: at most the cap, at least the floor."""
    for limit in limits:
        for key, node in (("at_most", Least), ("at_least", Greatest)):
            if (bound := getattr(limit.terms, key)) is not None:
                says = {"at_most": "at most", "at_least": "at least"}[key]
                stated = maker.stated(
                    f"{limit.id} {says}",
                    bound,
                    says=says,
                    unit=POUNDS,
                    component=component,
                    origin=limit.origin(key),
                )
                exact = node(exact, stated)
    return exact


def pay(
    maker: Maker,
    written: Written[Section],
    exact: Value,
    says: str,
    limits: tuple[Written[LimitTerms], ...],
) -> None:
    """Add a component's pounds, rounded as the scheme says; the amount is never altered later."""
    if written.form.part is Part.PAYMENTS and (flags := maker.conditions.get(written.id)):
        for flag in flags:
            exact = Choose(holds(flag), exact, nil(POUNDS))
        says = f"{says} Paid only where {conditions_said(flags)}."
    mine = tuple(limit for limit in limits if written.id in limit.terms.of)
    maker.step(
        Columns.PAYMENT,
        maker.rounded_money(for_its_days(maker, written, limited(maker, written.id, exact, mine))),
        title="Payment",
        says=says,
        stage=Stage.POUNDS,
        unit=POUNDS,
        component=written.id,
        origin=written.origin(),
    )


def conditions_said(flags: list[StepValue]) -> str:
    """Return the names of conditions, joined by "and", as a sentence needs them."""
    return " and ".join(f'"{flag.name.removeprefix("condition ")}" holds' for flag in flags)
