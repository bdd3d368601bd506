"""Payments that are no points: block and performance, items of service, capitation, a guaranteed income.

Source: Bolton Quality Contract 2015 (core income topped up to £95 a patient; 60% of the rest for
mandatory standards); Tower Hamlets 2009 (70% up front, 30% on performance); vaccination fees of the
national contract; the global sum per weighted patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from incentives.base.amount import in_percent, in_pounds
from incentives.formula.nodes import (
    Divide,
    FieldValue,
    Greatest,
    Least,
    Over,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
    nil,
    one,
)
from incentives.formula.plan import Columns, DataField, Stage
from incentives.formula.units import CELL, PATIENTS, PLAIN, POINTS, POUNDS, PRACTICE, Unit
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.pounds import LimitTerms, list_size, pay
from incentives.scheme.section import VARIANTS, Section
from incentives.scheme.values import Percent, Pounds, Text

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.scheme.forms.maker import Maker

Limits = tuple[Written[LimitTerms], ...]
WEIGHTED, BY_LIST = "weighted", {"registered": "registered patient", "weighted": "weighted patient"}
POUNDS_PER_PATIENT = POUNDS / PATIENTS
_WEIGHTED_PER = 10_000
_SCORE_PLACES = 9


class PaymentTerms(Section):
    """What every payment states: what it is called, where it is listed and who pays it."""

    form: Text = ""
    title: Text = ""
    group: Text = "Payments"
    paid_by: Text = ""
    reason: Text = ""
    variants: tuple[Mapping[str, Any], ...] = Field(default=(), description=VARIANTS)


class BlockTerms(PaymentTerms):
    """A share of a value in any case, the rest in proportion to the points achieved."""

    per_practice: Pounds | None = Field(default=None, description="The whole value, for each practice.")
    per_patient: Pounds | None = Field(
        default=None, description="The whole value, for each registered patient.", examples=["£25"]
    )
    block: Percent = Field(description="The share that is paid in any case.", examples=["60%"])
    score_of: tuple[Text, ...] = Field(
        description="The indicators whose points decide the rest.", examples=["HYP006"]
    )


class ItemTerms(PaymentTerms):
    """A fee for each thing done, up to a limit where one is stated."""

    fee: Pounds = Field(description="What is paid for each.", examples=["£12.06"])
    counted_as: Text = Field(
        default="", description="The code under which the data count it.", examples=["FLU01"]
    )
    at_most: Pounds | None = Field(default=None, description="The most that a practice is paid for it.")


class CapitationTerms(PaymentTerms):
    """A rate for each registered or weighted patient."""

    per_patient: Pounds = Field(description="The rate for each patient.", examples=["£1.50"])
    list: Literal["registered", "weighted"] = Field(default="registered", description="Which patients count.")


class TopUpTerms(PaymentTerms):
    """What is missing from core income to a guaranteed income for each patient."""

    guaranteed_per_patient: Pounds = Field(
        description="The income that each patient brings at least.", examples=["£95.00"]
    )
    core_income: Text = Field(
        description="The name under which earlier payments (baseline) hold this year's core income.",
        examples=["CORE"],
    )
    list: Literal["registered", "weighted"] = Field(default="registered", description="Which patients count.")
    share: Percent | None = Field(
        default=None,
        description="The share of what is missing that is paid; all where none.",
        examples=["60%"],
    )
    in_proportion_to: Text = Field(
        default="",
        description="The code whose achievement decides how much of it is paid.",
        examples=["STANDARDS"],
    )


@FORMS.add(6, "block and performance", Part.PAYMENTS, BlockTerms)
def block_and_performance(maker: Maker, written: Written[BlockTerms], limits: Limits) -> None:
    """β × V in any case, and (1 - β) × V × the score."""
    terms = written.terms
    value: Value = _stated(maker, written, "per_practice", terms.per_practice, "whole value")
    whole = f"{in_pounds(terms.per_practice or 0)} a practice"
    if terms.per_patient is not None:
        rate = _stated(maker, written, "per_patient", terms.per_patient, "rate", POUNDS_PER_PATIENT)
        value, whole = (
            rate * patients(maker, ""),
            f"{in_pounds(terms.per_patient)} for each registered patient",
        )
    block = _stated(maker, written, "block", terms.block, "share paid in any case", PLAIN)
    exact = value * block + value * (one() - block) * _score(maker, written)
    says = (
        f"{in_percent(terms.block)} of {whole} in any case; the rest in proportion to the points achieved "
        f"of those available to the practice in {', '.join(terms.score_of)}."
    )
    pay(maker, written, exact, says, limits)


@FORMS.add(8, "item of service", Part.PAYMENTS, ItemTerms)
def item_of_service(maker: Maker, written: Written[ItemTerms], limits: Limits) -> None:
    """min(count × fee, cap)."""
    terms = written.terms
    says = f"things done ({terms.counted_as or written.id})"
    field = DataField("activity", CELL, PLAIN, "measures", "activity", says, as_at=maker.results_as_at)
    done = maker.given(field, written.id, terms.counted_as or written.id)
    exact: Value = done * _stated(maker, written, "fee", terms.fee, "fee for each")
    says = f"{in_pounds(terms.fee)} for each that was done ({terms.counted_as or written.id})"
    if terms.at_most is not None:
        exact = Least(exact, _stated(maker, written, "at_most", terms.at_most, "at most"))
        says += f", at most {in_pounds(terms.at_most)} for a practice"
    pay(maker, written, exact, f"{says}.", limits)


@FORMS.add(9, "capitation", Part.PAYMENTS, CapitationTerms)
def capitation(maker: Maker, written: Written[CapitationTerms], limits: Limits) -> None:
    """Rate × N, on the registered or the weighted list."""
    terms = written.terms
    rate = _stated(maker, written, "per_patient", terms.per_patient, "rate", POUNDS_PER_PATIENT)
    says = f"{in_pounds(terms.per_patient)} for each {BY_LIST[terms.list]}."
    pay(maker, written, rate * patients(maker, terms.list), says, limits)


@FORMS.add(12, "top-up to a guaranteed income", Part.PAYMENTS, TopUpTerms)
def top_up(maker: Maker, written: Written[TopUpTerms], limits: Limits) -> None:
    """max(0, G × N - core income), or a share of it, or as much of it as was achieved."""
    terms, key = written.terms, "guaranteed_per_patient"
    rate = _stated(maker, written, key, terms.guaranteed_per_patient, "guarantee", POUNDS_PER_PATIENT)
    says = f"core income of the year ({terms.core_income})"
    name = f"core_income_{terms.core_income}"
    core = maker.given(DataField(name, PRACTICE, POUNDS, "baseline", terms.core_income, says, per=100))
    exact: Value = Greatest(nil(POUNDS), Subtract(rate * patients(maker, terms.list), core))
    if terms.share is not None:
        exact = exact * _stated(maker, written, "share", terms.share, "share of what is missing", PLAIN)
    if terms.in_proportion_to:
        exact = exact * _achieved(maker, written.id, terms.in_proportion_to)
    pay(maker, written, exact, _topped_up(terms), limits)


def _topped_up(terms: TopUpTerms) -> str:
    missing = (
        f"hat core income ({terms.core_income}) lacks to {in_pounds(terms.guaranteed_per_patient)} "
        f"for each {BY_LIST[terms.list]}; nothing where it lacks nothing"
    )
    says = f"W{missing}" if terms.share is None else f"{in_percent(terms.share)} of w{missing}"
    code = terms.in_proportion_to
    return f"{says}; in proportion to what is achieved in {code}." if code else f"{says}."


def _achieved(maker: Maker, identifier: str, code: str) -> Value:
    """Return the achievement in a code as supplied; nil where nothing is counted."""
    achieved, counted = (
        DataField(column, CELL, PATIENTS, "measures", column, says, as_at=maker.results_as_at)
        for column, says in (
            (Columns.NUMERATOR, "patients achieved (numerator)"),
            (Columns.DENOMINATOR, "patients counted (denominator, exceptions left out)"),
        )
    )
    return Divide(maker.given(achieved, identifier, code), maker.given(counted, identifier, code), nil())


def patients(maker: Maker, which: str) -> FieldValue:
    """Ask for the practice's registered or weighted patients on the day of the lists."""
    if which != WEIGHTED:
        return list_size(maker, maker.lists_as_at)
    says = f"weighted patients on {maker.lists_as_at.isoformat()}"
    column = "weighted_list_size"
    return maker.given(
        DataField(
            column, PRACTICE, PATIENTS, "practices", column, says, per=_WEIGHTED_PER, as_at=maker.lists_as_at
        )
    )


def _stated(
    maker: Maker,
    written: Written[PaymentTerms],
    key: str,
    figure: Fraction | None,
    says: str,
    unit: Unit = POUNDS,
) -> FieldValue:
    return maker.stated(
        f"payment_{key}",
        figure or nil().value,
        says=says,
        unit=unit,
        component=written.id,
        origin=written.origin(key),
    )


def _score(maker: Maker, written: Written[BlockTerms]) -> StepValue:
    """Work out the points achieved in some indicators divided by those available to the practice."""
    kept = {}
    for column in (Columns.POINTS, Columns.POINTS_POSSIBLE):
        points: Value = StepValue(column)
        if column == Columns.POINTS and maker.points is None:
            points = Round(points, _SCORE_PLACES)
        for identifier in written.terms.score_of:
            kept[column] = maker.step(
                f"{column} for {written.id}",
                points,
                title=f"{column.replace('_', ' ').capitalize()} for {written.id}",
                says="The points that count for the score.",
                stage=Stage.FACTORS,
                unit=POINTS,
                component=identifier,
            )
    achieved, possible = (Total(step, Over.COMPONENTS) for step in kept.values())
    scored = ", ".join(written.terms.score_of)
    return maker.step(
        f"score {written.id}",
        Divide(achieved, possible, nil()),
        title=f"Score for {written.id}",
        says=f"Points achieved divided by points available to the practice: {scored}.",
        stage=Stage.FACTORS,
        grain=PRACTICE,
        origin=written.origin("score_of"),
    )
