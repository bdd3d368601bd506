"""Forms that change on which results an indicator is paid: an exception policy, a suspension.

Source: QOF+ of Hammersmith and Fulham raised measured achievement by raising exception rates (PLoS ONE
0119185), so a scheme may say which exceptions it accepts and how many; QOF 2020/21 and Somerset in
January 2014 were paid on an earlier year's results.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import Field

from incentives.base.amount import in_percent
from incentives.base.rounding import Rule
from incentives.base.year import written_date
from incentives.formula.nodes import Greatest, Least, Multiply, Round, StepValue, Value, nil
from incentives.formula.plan import DataField, Stage
from incentives.formula.units import CELL, PATIENTS
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.section import Section
from incentives.scheme.values import Day, Percent, Text, Year

if TYPE_CHECKING:
    from incentives.scheme.forms.maker import Maker


class ExceptionTerms(Section):
    """Which exceptions are accepted and up to what share; the others are counted again."""

    form: Text = ""
    indicators: tuple[Text, ...] = Field(
        description="The indicators whose exceptions it is about.", examples=["HYP006"]
    )
    allowed: tuple[Text, ...] = Field(
        default=(),
        description="The kinds of exception that are accepted; all of them where none is named.",
        examples=["informed dissent"],
    )
    at_most: Percent | None = Field(
        default=None,
        description="The most that may be left out, of those counted and left out; in whole patients.",
    )
    reason: Text = ""


class SuspensionTerms(Section):
    """Results of an earlier year in place of those read between two dates."""

    form: Text = ""
    indicators: tuple[Text, ...] = Field(description="The indicators it is about.", examples=["HYP006"])
    from_: Day = Field(alias="from", description="The first day on which results are not used.")
    to: Day = Field(description="The last day on which results are not used.")
    results_of: Year = Field(description="The year whose results are used instead.")
    reason: Text = ""


@FORMS.add(27, "exception policy", Part.EXCEPTIONS, ExceptionTerms, pays_less_for_more=True)
def exception_policy(
    maker: Maker, written: Written[ExceptionTerms], identifier: str, item: str, denominator: Value
) -> StepValue:
    """Patients counted and excepted, less the exceptions accepted: of an allowed kind, up to the share."""
    terms = written.terms
    excepted = _excepted(maker, identifier, item, "exceptions")
    allowed = _allowed(maker, identifier, item, terms.allowed) if terms.allowed else excepted
    if terms.at_most is not None:
        share = maker.root.stated(
            "most_exceptions",
            terms.at_most,
            says="most that may be left out",
            component=identifier,
            origin=written.origin("at_most"),
        )
        most = Round(Multiply(share, denominator + excepted), 0, Rule.DOWN)
        allowed = Least(allowed, most)
    counted = denominator + Greatest(nil(PATIENTS), excepted - allowed)
    return _counted(maker, written, identifier, counted)


def _counted(maker: Maker, written: Written[ExceptionTerms], identifier: str, counted: Value) -> StepValue:
    return maker.step(
        "patients_counted",
        counted,
        title="Patients counted",
        says=said(written.terms),
        stage=Stage.COUNTS,
        unit=PATIENTS,
        component=identifier,
        origin=written.origin(),
    )


def _allowed(maker: Maker, identifier: str, item: str, kinds: tuple[str, ...]) -> Value:
    """Return the exceptions of the kinds that are accepted."""
    found: Value = _excepted(maker, identifier, item, f"exceptions:{kinds[0]}")
    for kind in kinds[1:]:
        found = found + _excepted(maker, identifier, item, f"exceptions:{kind}")
    return found


def said(terms: ExceptionTerms) -> str:
    """Return what a policy says of exceptions."""
    kinds = "of every kind"
    if terms.allowed:
        kinds = f"of the kind{'s' * (len(terms.allowed) > 1)} {' and '.join(terms.allowed)}"
    most = f", at most {in_percent(terms.at_most)} of patients" if terms.at_most is not None else ""
    return f"Exceptions {kinds} are left out{most}; the others are counted again, in whole patients."


@FORMS.add(29, "suspension", Part.SUSPENDED, SuspensionTerms)
def suspension(maker: Maker, written: Written[SuspensionTerms], field: DataField) -> DataField:
    """Return the reference year's figure where results are read between the two dates, else this year's."""
    terms = written.terms
    if not terms.from_ <= maker.results_as_at <= terms.to:
        return field
    year = terms.results_of
    return replace(
        field,
        name=f"{field.name}_{year.starts_in}",
        says=f"{field.says}, results of {year}",
        years_back=maker.year.starts_in - year.starts_in,
        as_at=None,
    )


def results(maker: Maker, identifier: str, field: DataField) -> DataField:
    """Return the field that an indicator reads: the year's own, or that of a suspension."""
    window = maker.suspensions.get(identifier)
    if window is None:
        return field
    read: DataField = window.form.make(maker, window, field)
    return read


def in_words(maker: Maker, identifier: str, says: str) -> str:
    """Return what achievement is said to be, with the days on which another year's results are used."""
    window = maker.suspensions.get(identifier)
    if window is None:
        return says
    first, last = written_date(window.terms.from_), written_date(window.terms.to)
    return f"{says} Results read from {first} to {last} are not used: those of {window.terms.results_of} are."


def accepted(maker: Maker, identifier: str, item: str, denominator: Value) -> Value:
    """Return the patients that count: the denominator, or what an exception policy makes of it."""
    policy = maker.policies.get(identifier)
    if policy is None:
        return denominator
    counted: Value = policy.form.make(maker, policy, identifier, item, denominator)
    return counted


def _excepted(maker: Maker, identifier: str, item: str, measure: str) -> Value:
    kind = measure.removeprefix("exceptions").removeprefix(":")
    name = f"exceptions_accepted_{kind}" if kind else "exceptions_counted"
    says = f"exceptions: {kind}" if kind else "exceptions of every kind"
    field = DataField(name, CELL, PATIENTS, "measures", measure, says, as_at=maker.results_as_at)
    return maker.given(results(maker, identifier, field), identifier, item)
