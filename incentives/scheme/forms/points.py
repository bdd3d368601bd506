"""Forms that turn achievement into points: straight lines, steps, all or nothing, and protection.

Source: SFE achievement calculation, D = 100 × A ÷ (B - C) and H = G × (D - E) ÷ (F - E), where the
denominator is already net of exceptions; reference steps of the vaccination indicators 2021/22.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import Field

from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Condition,
    Divide,
    FieldValue,
    Least,
    StepValue,
    Value,
    holds,
    nil,
    one,
    slide,
)
from incentives.formula.plan import Absent, Columns, DataField, Reads, Stage
from incentives.formula.units import CELL, PATIENTS, POINTS, Unit
from incentives.scheme.forms import exceptions as results
from incentives.scheme.forms import small_numbers
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.section import VARIANTS, Section
from incentives.scheme.values import (
    FOR_THE_REGISTER,
    ON_ACHIEVEMENT,
    WHEN_DECLARED,
    InFullPays,
    Points,
    SlidePays,
    Text,
    Year,
    YesNo,
)

if TYPE_CHECKING:
    from incentives.base.year import FinancialYear
    from incentives.scheme.forms.maker import Maker


class OnEmptyDenominator(StrEnum):
    """What an indicator pays where no patient is counted, decided on points, never as 0%."""

    ZERO = "zero"
    FULL = "full"
    LEAVE_OUT = "leave out of the maximum"


class Terms(Section):
    """What every indicator states: what it is, what it is worth, and what weights it."""

    form: Text = ""
    points: Points
    title: Text = ""
    group: Text
    type: Text = ""
    register_of: Text = ""
    weighted_by: Text = "its register"
    counted_as: Text = ""
    on_empty_denominator: OnEmptyDenominator = OnEmptyDenominator.ZERO
    paid_by: Text = ""
    successor_of: Text = ""
    data: Text = ""
    reason: Text = ""
    variants: tuple[Mapping[str, Any], ...] = Field(default=(), description=VARIANTS)

    @property
    def register_item(self) -> str:
        """The disease register an indicator counts on; its group's where nothing else is said."""
        return self.register_of or self.group

    def item(self, identifier: str) -> str:
        """The code under which the data count an indicator: its own where nothing else is said."""
        return self.counted_as or identifier


class LinearTerms(Terms):
    """Points in proportion between a lower and an upper threshold."""

    pays: SlidePays


class LowerIsBetterTerms(LinearTerms):
    """Points in proportion where a lower achievement is better: ``pays: 70% to 20%``."""

    lower_is_better: YesNo


class StepTerms(LinearTerms):
    """Some points on reaching the lower threshold, the rest in proportion up to the upper."""

    points_at_lower: Points


class AllOrNothingTerms(Terms):
    """All points from a threshold, for a register, or for what is declared; otherwise none."""

    pays: InFullPays


class ProtectionTerms(Section):
    """Points of an earlier year instead of this year's, at this year's price and factors."""

    form: Text = ""
    points_of: Year
    averaged_with: tuple[Year, ...] = ()
    indicators: tuple[Text, ...]
    where_there_are_none: Text = "as achieved"
    reason: Text = ""


def counts(maker: Maker, identifier: str, terms: Terms) -> tuple[Value, Value]:
    """Ask for numerator and denominator of an indicator and work out its two rates."""
    item = terms.item(identifier)
    read: dict[str, Value] = {
        name: maker.given(results.results(maker, identifier, _measure(maker, name, says)), identifier, item)
        for name, says in (
            (Columns.NUMERATOR, "patients achieved (numerator)"),
            (Columns.DENOMINATOR, "patients counted (denominator, exceptions left out)"),
        )
    }
    excepted = _measure(maker, Columns.EXCEPTIONS, "patients left out as exceptions", Absent.NIL)
    exceptions = maker.given(results.results(maker, identifier, excepted), identifier, item)
    supplied = DataField(
        Columns.EXCEPTIONS_SUPPLIED,
        CELL,
        nil().unit,
        "measures",
        Columns.EXCEPTIONS,
        "whether exceptions were supplied",
        reads=Reads.SUPPLIED,
        as_at=maker.results_as_at,
    )
    maker.given(results.results(maker, identifier, supplied), identifier, item)
    numerator, denominator = read[Columns.NUMERATOR], read[Columns.DENOMINATOR]
    read[Columns.DENOMINATOR] = results.accepted(maker, identifier, item, denominator)
    of_few = small_numbers.governs(maker, identifier)
    paid_on = small_numbers.counted(maker, of_few, (identifier, item), read) if of_few else read
    maker.step(
        Columns.ACHIEVEMENT,
        Divide(paid_on[Columns.NUMERATOR], paid_on[Columns.DENOMINATOR], nil()),
        title="Achievement",
        says=results.in_words(
            maker, identifier, "Achievement is the patients achieved divided by the patients counted."
        ),
        stage=Stage.ACHIEVEMENT,
        component=identifier,
    )
    maker.step(
        Columns.INTERVENTION,
        Divide(numerator, denominator + exceptions, nil()),
        title="Intervention rate",
        says="The intervention rate counts exceptions among the patients; it is shown and never paid on.",
        stage=Stage.ACHIEVEMENT,
        component=identifier,
    )
    return paid_on[Columns.NUMERATOR], paid_on[Columns.DENOMINATOR]


def measured(maker: Maker, written: Written[Terms], score: Value) -> Value:
    """Return the points where somebody is counted, and what the scheme says where nobody is."""
    _, denominator = counts(maker, written.id, written.terms)
    full = written.terms.on_empty_denominator is OnEmptyDenominator.FULL
    empty = offered(maker, written) if full else nil(POINTS)
    return Choose(AtLeast(denominator, one(PATIENTS)), score, empty)


def offered(maker: Maker, written: Written[Terms]) -> FieldValue:
    """State the points an indicator offers."""
    return maker.stated(
        Columns.POINTS_OFFERED,
        written.terms.points,
        says="points available",
        unit=POINTS,
        component=written.id,
        origin=written.origin("points"),
    )


def thresholds(maker: Maker, written: Written[LinearTerms]) -> tuple[FieldValue, FieldValue]:
    """State where an indicator begins to pay and where it pays in full."""
    pays, origin = written.terms.pays, written.origin("pays")
    ends = (("lower_threshold", pays.start), ("upper_threshold", pays.end))
    lower, upper = (
        maker.stated(name, at, says=name.replace("_", " "), component=written.id, origin=origin)
        for name, at in ends
    )
    return lower, upper


def achieved(maker: Maker, written: Written[Terms], exact: Value, says: str) -> None:
    """Add the points of an indicator, rounded as the scheme-year says."""
    maker.step(
        Columns.POINTS,
        maker.rounded_points(small_numbers.paid(maker, written.id, exact)),
        title="Points achieved",
        says=small_numbers.said(maker, written.id, says),
        stage=Stage.POINTS,
        unit=POINTS,
        component=written.id,
        origin=written.origin(),
    )


@FORMS.add(1, "linear between thresholds", Part.INDICATORS, LinearTerms)
def linear(maker: Maker, written: Written[LinearTerms]) -> None:
    """P × clamp((a - L) ÷ (U - L), 0, 1)."""
    lower, upper = thresholds(maker, written)
    share = slide(StepValue(Columns.ACHIEVEMENT), lower, upper)
    says = "Points rise in a straight line from none at the lower threshold to all at the upper threshold."
    achieved(maker, written, measured(maker, written, offered(maker, written) * share), says)


@FORMS.add(2, "step then linear", Part.INDICATORS, StepTerms, chosen_by="points_at_lower")
def step_then_linear(maker: Maker, written: Written[StepTerms]) -> None:
    """Nothing below L; the base b at L; then b + (P - b) × clamp(...)."""
    lower, upper = thresholds(maker, written)
    base = maker.stated(
        "points_at_lower_threshold",
        written.terms.points_at_lower,
        says="points at the lower threshold",
        unit=POINTS,
        component=written.id,
        origin=written.origin("points_at_lower"),
    )
    achievement = StepValue(Columns.ACHIEVEMENT)
    rising = base + (offered(maker, written) - base) * slide(achievement, lower, upper)
    score = Choose(AtLeast(achievement, lower), rising, nil(POINTS))
    says = (
        "Nothing below the lower threshold; on reaching it the first points are paid, "
        "and the rest rise in a straight line to the upper threshold."
    )
    achieved(maker, written, measured(maker, written, score), says)


@FORMS.add(4, "all or nothing", Part.INDICATORS, AllOrNothingTerms)
def all_or_nothing(maker: Maker, written: Written[AllOrNothingTerms]) -> None:
    """All points where a threshold is reached, a register is kept or evidence is declared; else none."""
    pays, points = written.terms.pays, offered(maker, written)
    if pays.when == ON_ACHIEVEMENT and pays.threshold is not None:
        threshold = maker.stated(
            "threshold",
            pays.threshold,
            says="threshold",
            component=written.id,
            origin=written.origin("pays"),
        )
        reached = AtLeast(StepValue(Columns.ACHIEVEMENT), threshold)
        score = measured(maker, written, Choose(reached, points, nil(POINTS)))
        achieved(maker, written, score, "All points from the threshold, none below it.")
    elif condition := _evidence(maker, written):
        says = f"All points {pays.when}, otherwise none."
        achieved(maker, written, Choose(condition, points, nil(POINTS)), says)
    else:
        achieved(maker, written, points, "All points are paid, whatever the achievement.")


def _evidence(maker: Maker, written: Written[AllOrNothingTerms]) -> Condition | None:
    pays = written.terms.pays
    if pays.when == FOR_THE_REGISTER:
        return AtLeast(register(maker, written.id, written.terms), one(PATIENTS))
    if pays.when == WHEN_DECLARED:
        field = _measure(maker, "declared", "whether it was declared (1) or not (0)", unit=nil().unit)
        field = results.results(maker, written.id, field)
        return holds(maker.given(field, written.id, written.terms.item(written.id)))
    return None


def register(maker: Maker, identifier: str, terms: Terms) -> FieldValue:
    """Ask for the disease register an indicator counts on."""
    return maker.given(
        _measure(maker, Columns.REGISTER, "patients on the disease register"), identifier, terms.register_item
    )


@FORMS.add(31, "lower is better", Part.INDICATORS, LowerIsBetterTerms, chosen_by="lower_is_better")
def lower_is_better(maker: Maker, written: Written[LowerIsBetterTerms]) -> None:
    """P × clamp((U - a) ÷ (U - L), 0, 1): none at the upper end, all at the lower."""
    worst, best = thresholds(maker, written)
    share = slide(StepValue(Columns.ACHIEVEMENT), worst, best)
    says = (
        "Lower is better: points rise in a straight line from none at the first figure to all at the second."
    )
    achieved(maker, written, measured(maker, written, offered(maker, written) * share), says)


def protected(maker: Maker, written: Written[Terms], protection: Written[ProtectionTerms]) -> None:
    """Form 14: min(P, that year's points) in place of this year's, where that year has points.

    Of several years the mean counts, of those that have points. Sources: England 2023/24 and 2024/25
    income protection, which protects points, not pounds; Scotland 2016/17, the mean of three years.
    """
    terms = protection.terms
    (figure, known), *more = [
        _points_of(maker, written.id, y) for y in (terms.points_of, *terms.averaged_with)
    ]
    for points, supplied in more:
        figure, known = figure + points, known + supplied
    mean = Divide(figure, known, nil(POINTS)) if more else figure
    kept = Least(offered(maker, written), mean)
    maker.step(
        Columns.POINTS,
        maker.rounded_points(Choose(AtLeast(known, one()), kept, StepValue("points_as_achieved"))),
        title="Points achieved",
        says=f"Protected: {_points_paid(terms)}, at most those available now; "
        "as achieved this year where there are none.",
        stage=Stage.POINTS,
        unit=POINTS,
        component=written.id,
        origin=protection.origin(),
    )


def _points_paid(terms: ProtectionTerms) -> str:
    if not terms.averaged_with:
        return f"the points of {terms.points_of}"
    *years, last = map(str, sorted((terms.points_of, *terms.averaged_with)))
    return f"the mean of the points of {', '.join(years)} and {last}, of those that are known"


def _points_of(maker: Maker, identifier: str, year: FinancialYear) -> tuple[Value, Value]:
    """Ask for an indicator's points of an earlier year, and whether (1 or 0) there are any."""
    name, says = f"points_of_{year.starts_in}", f"points achieved in {year}"
    back = maker.year.starts_in - year.starts_in
    common = {"grain": CELL, "table": "measures", "column": "points", "years_back": back}
    figure = DataField(
        name,
        unit=POINTS,
        says=says,
        per=100,
        on_missing=Absent.NIL,
        **common,  # type: ignore[arg-type]
    )
    known = DataField(
        f"{name}_supplied",
        unit=nil().unit,
        says=f"whether {says} were supplied",
        reads=Reads.SUPPLIED,
        **common,  # type: ignore[arg-type]
    )
    return maker.given(figure, identifier), maker.given(known, identifier)


@FORMS.add(14, "points protection", Part.PROTECT, ProtectionTerms, chosen_by="points_of")
def points_protection(_maker: Maker, _written: Written[ProtectionTerms]) -> None:
    """Applied to the points of the indicators it names (``protected``), not as a line of its own."""


def _measure(
    maker: Maker, column: str, says: str, absent: Absent = Absent.REFUSE, unit: Unit = PATIENTS
) -> DataField:
    """Return a field of the year's results, as they stand on the day on which achievement is read."""
    return DataField(
        column,
        CELL,
        unit,
        "measures",
        column,
        says,
        on_missing=absent,
        as_at=maker.results_as_at,
    )
