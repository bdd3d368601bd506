"""Form 17: points for the best among practices, by rank or by share of them.

Source: prescribing schemes against the CCG's median; P × [rank ≤ q × n]. It is zero-sum: one practice gains
a place only where another loses it, and a practice may do better and be paid less. ``check`` says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from incentives.base.amount import in_percent
from incentives.base.amount import written as in_figures
from incentives.formula.nodes import (
    AtLeast,
    Both,
    Choose,
    Number,
    Over,
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
    holds,
    nil,
    one,
)
from incentives.formula.plan import Columns, Stage
from incentives.formula.units import COMPONENT, PATIENTS, POINTS
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.points import Terms, achieved, counts, measured, offered
from incentives.scheme.forms.pounds import signed
from incentives.scheme.values import Count, Percent, YesNo  # noqa: TC001 - pydantic reads them at run time

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.formula.nodes import FieldValue
    from incentives.scheme.forms.maker import Maker

SHARED, SIGNED = "share the better place", "practices that signed"
_PLACES = 4


class PeerTerms(Terms):
    """Points for the best practices: so many, or such a share of those compared."""

    best: Percent | None = None
    best_practices: Count | None = None
    least_patients: Count
    fewest_practices: Count
    ties: Literal["share the better place", "go by practice code"]
    among: Literal["every practice", "practices that signed"]
    lower_is_better: YesNo = False


@FORMS.add(17, "relative to peers", Part.INDICATORS, PeerTerms, pays_less_for_more=True)
def relative_to_peers(maker: Maker, written: Written[PeerTerms]) -> None:
    """P where place ≤ q × n (or so many), among practices with enough patients, if there are enough."""
    terms = written.terms
    compared, figure = _compared(maker, written)
    place = maker.step(
        "place_among_peers",
        Rank(figure, shared=terms.ties == SHARED),
        title="Place among practices",
        says=f"Places by achievement to hundredths of a percent; equal ones {terms.ties}.",
        stage=Stage.POINTS,
        component=written.id,
    )
    number = _number(maker, written, compared)
    enough = AtLeast(number, _stated(maker, written, "fewest_practices", "fewest practices to compare"))
    best = AtLeast(_limit(maker, written, number), place)
    score = Choose(Both(holds(compared), Both(enough, best)), offered(maker, written), nil(POINTS))
    achieved(maker, written, measured(maker, written, score), _says(terms))


def _number(maker: Maker, written: Written[PeerTerms], compared: StepValue) -> StepValue:
    """How many practices are compared."""
    return maker.step(
        "practices_compared",
        Total(compared, Over.PRACTICES),
        title="Practices compared",
        says=f"The practices with at least {in_figures(written.terms.least_patients)} patients counted.",
        stage=Stage.POINTS,
        grain=COMPONENT,
        component=written.id,
    )


def _compared(maker: Maker, written: Written[PeerTerms]) -> tuple[StepValue, StepValue]:
    """Return whether a practice is compared, and the figure it is compared by; minus one for all others."""
    terms = written.terms
    _, denominator = counts(maker, written.id, terms)
    least = _stated(maker, written, "least_patients", "fewest patients to be compared")
    enough = AtLeast(denominator, least * Number(one().value, PATIENTS))
    condition = Both(enough, holds(signed(maker))) if terms.among == SIGNED else enough
    compared = maker.step(
        "compared_with_peers",
        Choose(Both(condition, AtLeast(denominator, one(PATIENTS))), one(), nil()),
        title="Compared",
        says=f"One for {terms.among} with at least {in_figures(terms.least_patients)} patients counted.",
        stage=Stage.ACHIEVEMENT,
        component=written.id,
    )
    achievement: Value = StepValue(Columns.ACHIEVEMENT)
    if terms.lower_is_better:
        achievement = Subtract(one(), achievement)
    figure = maker.step(
        "achievement_compared",
        Choose(holds(compared), Round(achievement, _PLACES), Subtract(nil(), one())),
        title="Achievement compared",
        says="Achievement to hundredths of a percent"
        + (", turned round as lower is better" if terms.lower_is_better else "")
        + "; -1 for a practice that is not compared.",
        stage=Stage.ACHIEVEMENT,
        component=written.id,
    )
    return compared, figure


def _limit(maker: Maker, written: Written[PeerTerms], number: StepValue) -> Value:
    if written.terms.best is not None:
        return _stated(maker, written, "best", "share of practices paid") * number
    return _stated(maker, written, "best_practices", "number of practices paid")


def _stated(maker: Maker, written: Written[PeerTerms], key: str, says: str) -> FieldValue:
    figure: Fraction = getattr(written.terms, key)
    return maker.stated(f"peers_{key}", figure, says=says, component=written.id, origin=written.origin(key))


def _says(terms: PeerTerms) -> str:
    best = (
        f"{in_percent(terms.best)} of the practices compared"
        if terms.best is not None
        else f"{in_figures(terms.best_practices or nil().value)} practices"
    )
    way = "lower is better" if terms.lower_is_better else "higher is better"
    return (
        f"All points for the best {best} ({way}), none for the others. Compared are {terms.among} with at "
        f"least {in_figures(terms.least_patients)} patients; with fewer than "
        f"{in_figures(terms.fewest_practices)} of them nobody is paid. Equal achievements {terms.ties}."
    )
