"""Forms on which others depend: a condition, evidence that must be declared, and variants.

Source: Bolton Quality Contract 2015 (four mandatory standards), the Investment and Impact Fund's
reinvestment declaration, Preston and Chorley 2015 (other indicators by locality).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from incentives.formula.nodes import (
    Both,
    Choose,
    Condition,
    Greatest,
    Least,
    StepValue,
    Value,
    holds,
    nil,
    one,
)
from incentives.formula.plan import Columns, DataField, Stage
from incentives.formula.units import PLAIN, POINTS, POUNDS, PRACTICE
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.points import Terms, achieved, offered
from incentives.scheme.forms.pounds import LimitTerms, conditions_said, pay
from incentives.scheme.forms.renamed import Renamed
from incentives.scheme.forms.services import PaymentTerms
from incentives.scheme.section import Section
from incentives.scheme.values import Text

if TYPE_CHECKING:
    from incentives.scheme.forms.maker import Maker

WHOLE, USUAL = "whole scheme", "as_usual"


class GoverningTerms(Section):
    """What every condition states: what depends on it, what it is called, and why."""

    form: Text = ""
    of: tuple[Text, ...] | Literal["whole scheme"] = Field(
        default="whole scheme",
        description="What is paid only where it holds: indicators and payments, or the whole scheme.",
        examples=["whole scheme"],
    )
    title: Text = ""
    reason: Text = ""


class ConditionTerms(GoverningTerms):
    """Others are paid only where a condition holds."""

    holds_where: Text = Field(
        description="The condition, in one line.",
        examples=["achievement of HYP006 (if nil 0%) >= 60% and PLAN01 is declared"],
    )


class EvidenceTerms(GoverningTerms):
    """Others are paid only where evidence, or how money was spent, is declared."""

    evidence: Text = Field(
        description="The code under which the data hold the declaration.", examples=["PLAN01"]
    )


class VariantTerms(Section):
    """What holds in place of an entry, for some practices; the settings that differ stand beside."""

    where: Text = Field(description="The condition, in one line.", examples=["local_area is Chorley"])
    reason: Text = ""


class FormulaTerms(PaymentTerms):
    """Pounds by a formula of one line, where no form of the list fits."""

    formula: Text = Field(description="The formula, in one line.", examples=["£2 per patient × list size"])


@FORMS.add(5, "condition", Part.CONDITIONS, ConditionTerms, chosen_by="holds_where")
def condition(maker: Maker, written: Written[ConditionTerms]) -> StepValue:
    """One where the condition holds, else nought; what depends on it is paid only where it is one."""
    when = where(maker, written.terms.holds_where)
    return _flag(maker, written, when, f"It holds where {written.terms.holds_where}.")


@FORMS.add(33, "evidence or reinvestment condition", Part.CONDITIONS, EvidenceTerms, chosen_by="evidence")
def evidence(maker: Maker, written: Written[EvidenceTerms]) -> StepValue:
    """One where the declaration was made, else nought."""
    code = written.terms.evidence
    field = DataField(
        f"declared {code}",
        PRACTICE,
        PLAIN,
        "measures",
        "declared",
        f"whether {code} was declared (1) or not (0)",
        items=(("", code),),
        as_at=maker.results_as_at,
    )
    return _flag(maker, written, holds(maker.given(field)), f"It holds where {code} was declared.")


@FORMS.add(32, "variants by locality or contract", Part.VARIANTS, VariantTerms)
def variants(maker: Maker, written: Written[Any], column: str, *more: Any) -> None:
    """The first variant whose condition holds, else what the entry itself says."""
    points = column == Columns.POINTS
    written.form.make(_version(maker, column, USUAL), written, *more)
    chosen: Value = StepValue(f"{column}_{USUAL}")
    for number in range(len(written.variants), 0, -1):
        variant = written.variants[number - 1]
        version = _version(maker, column, f"variant_{number}")
        variant.written.form.make(version, variant.written, *more)
        chosen = Choose(where(maker, variant.where), StepValue(f"{column}_variant_{number}"), chosen)
    wheres = "; ".join(f"variant {n} where {v.where}" for n, v in enumerate(written.variants, start=1))
    maker.step(
        column,
        chosen,
        title="Points achieved" if points else "Payment",
        says=f"The first that holds: {wheres}; otherwise as for all practices.",
        stage=Stage.POINTS if points else Stage.POUNDS,
        unit=POINTS if points else POUNDS,
        component=written.id,
        origin=written.origin("variants"),
    )


@FORMS.add(37, "formula", Part.PAYMENTS, FormulaTerms, chosen_by="formula")
def formula(maker: Maker, written: Written[FormulaTerms], limits: tuple[Written[LimitTerms], ...]) -> None:
    """The pounds that the formula gives, to the penny."""
    text = written.terms.formula
    exact = by_formula(maker, text)
    pay(maker, written, exact, f"By formula: {text}.", limits)


class FormulaPointsTerms(Terms):
    """Points by a formula of one line, where no form of the list fits; never above the points offered."""

    formula: Text = Field(
        description="The formula, in one line; it gives points.",
        examples=["20 points × achievement of HYP006 (if nil 0%)"],
    )


@FORMS.add(37, "points by formula", Part.INDICATORS, FormulaPointsTerms, chosen_by="formula")
def points_by_formula(maker: Maker, written: Written[FormulaPointsTerms]) -> None:
    """The points that the formula gives, none below nil, at most those that the indicator offers."""
    text = written.terms.formula
    exact = Least(Greatest(nil(POINTS), points_of_formula(maker, text)), offered(maker, written))
    says = f"By formula: {text}; never below nothing, never above the points offered."
    achieved(maker, written, exact, says)


def where(maker: Maker, text: str) -> Condition:
    """Read a condition; raises MisreadError where it cannot be read."""
    from incentives.scheme.forms.grammar import condition as read  # noqa: PLC0415 - few schemes have one
    from incentives.scheme.forms.grammar_names import SchemeNames  # noqa: PLC0415 - the same

    return read(text, SchemeNames(maker))


def by_formula(maker: Maker, text: str) -> Value:
    """Read a formula that gives pounds; raises MisreadError where it cannot be read."""
    from incentives.scheme.forms.grammar import figure  # noqa: PLC0415 - few schemes have one
    from incentives.scheme.forms.grammar_names import SchemeNames  # noqa: PLC0415 - the same

    return figure(text, POUNDS, SchemeNames(maker, with_points=True))


def points_of_formula(maker: Maker, text: str) -> Value:
    """Read a formula that gives points; raises MisreadError where it cannot be read."""
    from incentives.scheme.forms.grammar import figure  # noqa: PLC0415 - few schemes have one
    from incentives.scheme.forms.grammar_names import SchemeNames  # noqa: PLC0415 - the same

    return figure(text, POINTS, SchemeNames(maker))


def made(maker: Maker, written: Written[Any], column: str, *more: Any) -> None:
    """Make an entry's steps, in its variants where it has any."""
    if written.variants:
        variants(maker, written, column, *more)
    else:
        written.form.make(maker, written, *more)


def only_where(maker: Maker, identifier: str) -> None:
    """Let an indicator's points count only where the conditions on it hold."""
    flags = maker.conditions[identifier]
    maker.step(
        Columns.POINTS,
        Choose(all_hold(flags), StepValue(BEFORE[0]), nil(POINTS)),
        title="Points achieved",
        says=f"Points count only where {conditions_said(flags)}.",
        stage=Stage.POINTS,
        unit=POINTS,
        component=identifier,
    )


def possible(maker: Maker, written: Written[Any], offered: Value) -> Value:
    """Return the points an indicator offers to a practice, by the variant that holds for it."""
    found = offered
    for number in range(len(written.variants), 0, -1):
        variant = written.variants[number - 1]
        apart = _version(maker, Columns.POINTS, f"variant_{number}")
        stated = apart.stated(
            Columns.POINTS_OFFERED,
            variant.written.terms.points,
            says="points available",
            unit=POINTS,
            component=written.id,
            origin=variant.written.origin("points"),
        )
        found = Choose(where(maker, variant.where), stated, found)
    return found


BEFORE = ("points_before_conditions", "Points before conditions")


def all_hold(flags: list[StepValue]) -> Condition:
    """Return the condition that all flags are one."""
    when: Condition = holds(flags[0])
    for flag in flags[1:]:
        when = Both(when, holds(flag))
    return when


def _version(maker: Maker, column: str, name: str) -> Renamed:
    words = "as usual" if name == USUAL else f"in {name.replace('_', ' ')}"
    title = "Points achieved" if column == Columns.POINTS else "Payment"
    return Renamed(
        maker, {column: (f"{column}_{name}", f"{title} {words}")}, "" if name == USUAL else f" {words}"
    )


def _flag(maker: Maker, written: Written[GoverningTerms], when: Condition, says: str) -> StepValue:
    return maker.step(
        f"condition {written.id}",
        Choose(when, one(), nil()),
        title=f'Whether "{written.terms.title or written.id}" holds (1) or not (0)',
        says=says,
        stage=Stage.ACHIEVEMENT,
        grain=PRACTICE,
        origin=written.origin(),
    )
