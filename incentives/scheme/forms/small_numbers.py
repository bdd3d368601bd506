"""Form 28: what is counted or paid where an indicator counts few patients at a practice.

Source: the closed list of forms; with five patients one of them moves achievement by 20 points of per
cent. Years or a network are counted together, the others' average is paid, or nothing is to be earned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from incentives.base import amount
from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Condition,
    Divide,
    FieldValue,
    Over,
    Round,
    StepValue,
    Total,
    Value,
    nil,
    one,
)
from incentives.formula.plan import Absent, Columns, DataField, Stage
from incentives.formula.units import CELL, COMPONENT, PATIENTS, PLAIN, POINTS
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.section import Section
from incentives.scheme.values import Count, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.scheme.forms.maker import Maker

TWO, THREE, NETWORK = "count two years together", "count three years together", "count the network together"
AVERAGE, LEAVE_OUT = "pay the average", "leave out of the maximum"
IN_WORDS = {
    TWO: "two years are counted together",
    THREE: "three years are counted together",
    NETWORK: "the practices of its network are counted together",
    AVERAGE: "the average points of practices with enough patients are paid",
    LEAVE_OUT: "nothing is paid, and its points are left out of what the practice could have earned",
}
"""What is done where few patients are counted, as the end of a sentence."""
_EARLIER_YEARS = {TWO: 1, THREE: 2}
_PLACES = 4
_TITLES = {Columns.NUMERATOR: "Patients achieved", Columns.DENOMINATOR: "Patients counted"}


class SmallNumbersTerms(Section):
    """Where fewer patients than stated are counted, what is counted or paid in their place."""

    form: Text = ""
    fewer_than: Count
    then: Literal[
        "count two years together",
        "count three years together",
        "count the network together",
        "pay the average",
        "leave out of the maximum",
    ]
    of: tuple[Text, ...] = ()
    reason: Text = ""


@FORMS.add(28, "small numbers", Part.SMALL_NUMBERS, SmallNumbersTerms, pays_less_for_more=True)
def counted(
    maker: Maker,
    written: Written[SmallNumbersTerms],
    of: tuple[str, str],
    own: Mapping[str, Value],
) -> dict[str, Value]:
    """Return numerator and denominator to be paid on: the practice's own, or those counted together.

    ``of`` is the indicator and the item under which the data count it.
    """
    then = written.terms.then
    if then in (AVERAGE, LEAVE_OUT):
        return dict(own)
    enough = has_enough(maker, written)
    return {
        name: maker.step(
            f"{name}_counted",
            Choose(enough, value, _together(maker, then, name, value, of)),
            title=f"{_TITLES[name]} together",
            says=f"The practice's own where it counts enough patients, otherwise {then}.",
            stage=Stage.COUNTS,
            unit=PATIENTS,
            component=of[0],
            origin=written.origin("then"),
        )
        for name, value in own.items()
    }


def governs(maker: Maker, identifier: str) -> Written[SmallNumbersTerms] | None:
    """Return what the scheme says of small numbers, where it says so of this indicator."""
    written = maker.small_numbers
    said = written is not None and (not written.terms.of or identifier in written.terms.of)
    return written if said else None


def has_enough(maker: Maker, written: Written[SmallNumbersTerms]) -> Condition:
    """Return the condition that a practice's own patients are as many as the scheme asks for."""
    least = maker.stated(
        "fewest_patients_that_count_alone",
        written.terms.fewer_than,
        says="fewest patients that count by themselves",
        unit=PATIENTS,
        origin=written.origin("fewer_than"),
    )
    return AtLeast(FieldValue(Columns.DENOMINATOR), least)


def paid(maker: Maker, identifier: str, points: Value) -> Value:
    """Return the points of an indicator, with the average or none where few patients are counted."""
    written = governs(maker, identifier)
    if written is None or not maker.asks(Columns.DENOMINATOR, identifier):
        return points
    then, enough = written.terms.then, has_enough(maker, written)
    if then == LEAVE_OUT:
        return Choose(enough, points, nil(POINTS))
    return Choose(enough, points, _average(maker, written, identifier, points)) if then == AVERAGE else points


def said(maker: Maker, identifier: str, says: str) -> str:
    """Return how an indicator pays, with what is done where it counts few patients."""
    written = governs(maker, identifier)
    if written is None or not maker.asks(Columns.DENOMINATOR, identifier):
        return says
    least = amount.written(written.terms.fewer_than)
    return f"{says} Where fewer than {least} patients are counted, {IN_WORDS[written.terms.then]}."


def possible(maker: Maker, identifier: str, points: Value) -> Value:
    """Return the points available to a practice: none where the scheme leaves small numbers out."""
    written = governs(maker, identifier)
    if written is None or written.terms.then != LEAVE_OUT or not maker.asks(Columns.DENOMINATOR, identifier):
        return points
    return Choose(has_enough(maker, written), points, nil(POINTS))


def _together(maker: Maker, then: str, name: str, own: Value, of: tuple[str, str]) -> Value:
    """Own patients and those of the network's other practices, or of the years before."""
    if then == NETWORK:
        column = own if isinstance(own, FieldValue | StepValue) else FieldValue(name)
        return Total(column, Over.GROUP, maker.by("network"))
    identifier, item = of
    pooled = own
    for back in range(1, _EARLIER_YEARS[then] + 1):
        says = f"{_TITLES[name].lower()} {'last year' if back == 1 else 'two years ago'}"
        field = DataField(
            f"{name}_{back}_back",
            CELL,
            PATIENTS,
            "measures",
            name,
            says,
            years_back=back,
            on_missing=Absent.NIL,
        )
        pooled = pooled + maker.given(field, identifier, item)
    return pooled


def _average(maker: Maker, written: Written[SmallNumbersTerms], identifier: str, points: Value) -> Value:
    """Return the mean points of the practices that count enough patients; none where no practice does."""
    enough, origin = has_enough(maker, written), written.origin("then")
    rule = maker.points
    of_average = Choose(enough, points, nil(POINTS))
    earned = maker.step(
        "points_in_average",
        Round(of_average, rule.places, rule.rule) if rule else Round(of_average, _PLACES),
        title="Points in the average",
        says="The points of practices that count enough patients.",
        stage=Stage.POINTS,
        unit=POINTS,
        component=identifier,
        origin=origin,
    )
    counts = maker.step(
        "counts_in_average",
        Choose(enough, one(), nil()),
        title="Counts in the average",
        says="One for each practice that counts enough patients.",
        stage=Stage.COUNTS,
        unit=PLAIN,
        component=identifier,
        origin=origin,
    )
    return maker.step(
        "average_points",
        Divide(Total(earned, Over.PRACTICES), Total(counts, Over.PRACTICES), nil(POINTS)),
        title="Average points",
        says="The mean points of the practices that count enough patients.",
        stage=Stage.POINTS,
        grain=COMPONENT,
        unit=POINTS,
        component=identifier,
        origin=origin,
    )
