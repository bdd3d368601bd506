"""One year on: what was forecast when a scheme began, what happened, what it cost, what was decided.

Facts alone, without a practice's code and without a person's name but in the views, which say whose they
are; ``for_the_public`` takes those out. What nobody has given is a gap that is told, never left blank.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.withdrawal.monitoring import NOTHING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from incentives.compare.watch import Due, Watch, Watched
    from incentives.scheme.expected import StoredCost, StoredRange
    from incentives.scheme.model import Scheme

BELOW_WIDE, BELOW = "below the wide range", "below the likely range"
ABOVE_WIDE, ABOVE = "above the wide range", "above the likely range"
INSIDE, NO_FORECAST = "inside the likely range", "no forecast was made"
_ORDER = (BELOW_WIDE, ABOVE_WIDE, BELOW, ABOVE, NO_FORECAST, INSIDE)

KEPT, NOT_PAID = "paid for throughout", "not paid for"
RESTORED, STOPPED = "paid for again", "no longer paid for from now on"

LEDGER, RESULTS = "released payments of the ledger", "payments worked out from practice results"
PENCE = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """One indicator: the range stored at go-live and what was seen; all shares are of one.

    ``place`` says where what was seen lies in the range. ``is_forecast`` is False where the range is that
    of no change, because the indicator is still paid for or its type has no evidence. ``range`` is None
    where nobody was counted then. ``follows`` is what was written down beforehand for such a result.
    """

    indicator: str
    title: str
    happens: str
    is_forecast: bool
    before: float | None
    range: StoredRange | None
    seen: float
    exceptions: float
    place: str
    fallen: bool
    follows: str

    @property
    def outside(self) -> bool:
        """Whether it lies outside its likely range, on either side: then the forecast was wrong."""
        return self.place not in (INSIDE, NO_FORECAST)


@dataclass(frozen=True, slots=True)
class Cost:
    """What was paid, in pence, beside the budget limit and what was forecast at go-live.

    ``source`` is LEDGER or RESULTS; ``periods`` are what was released, ``outstanding`` what was not yet;
    ``provisional`` is the part that no balance has settled yet, so that later data may change it. ``limit``
    is None where there is no budget.
    """

    paid: int
    source: str
    limit: int | None = None
    contingency: int = 0
    forecast: StoredCost | None = None
    periods: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()
    provisional: int = 0

    @property
    def left(self) -> int | None:
        """What is left of the budget limit; below nought where more was paid."""
        return None if self.limit is None else self.limit - self.paid

    @property
    def place(self) -> str:
        """Where what was paid lies in the range of the forecast; not judged before everything is paid."""
        if self.forecast is None or self.outstanding:
            return NO_FORECAST
        ends = self.forecast
        return _place(self.paid, (ends.low95, ends.low80, ends.high80, ends.high95))


@dataclass(frozen=True, slots=True)
class View:
    """What one practice or body said of the scheme, what was answered, and what was changed for it."""

    who: str
    role: str
    on: date
    about: str
    said: str
    answer: str
    change: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is wanted and was not given, and how it is added."""

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class YearOn:
    """Everything that a report one year on says; outcomes outside their range come first.

    ``decisions`` maps each indicator that is watched to what became of it (KEPT, NOT_PAID, RESTORED,
    STOPPED). ``views`` is None where no file of views was given; ``withheld`` counts views that a public
    report leaves out because they would tell whose they are.
    """

    title: str
    scheme: str
    period: str
    stored_on: date
    fingerprint: str
    practices: int
    without_results: int
    outcomes: tuple[Outcome, ...]
    cost: Cost | None
    due: tuple[Due, ...]
    decisions: tuple[tuple[str, str], ...]
    later_scheme: str
    views: tuple[View, ...] | None
    gaps: tuple[Gap, ...]
    withheld: int = 0

    @property
    def forecasts(self) -> tuple[Outcome, ...]:
        """The indicators for which a change was forecast."""
        return tuple(o for o in self.outcomes if o.is_forecast)

    def held(self) -> tuple[int, int]:
        """Return how many forecasts held in the likely range, and how many there were."""
        return sum(not o.outside for o in self.forecasts), len(self.forecasts)

    def those(self, became: str) -> tuple[str, ...]:
        """Return the indicators of which that became."""
        return tuple(code for code, what in self.decisions if what == became)


def year_on(
    found: Watch,
    scheme: Scheme,
    *,
    cost: Cost | None = None,
    later: Scheme | None = None,
    views: Iterable[View] | None = None,
) -> YearOn:
    """Return the facts of the last period seen.

    ``cost`` states what was paid, where it is known; its budget limit and forecast are added here.
    ``later`` is the scheme that followed, which tells what is paid for again. A period must have been seen.
    """
    given = tuple(sorted(views, key=lambda v: (v.on, v.about))) if views is not None else None
    outcomes = [_outcome(w) for w in found.watched if w.last]
    outcomes.sort(key=lambda o: (not o.outside, not o.is_forecast, _ORDER.index(o.place)))
    period = found.periods[-1]
    return YearOn(
        title=scheme.header.title,
        scheme=scheme.header.id,
        period=period,
        stored_on=found.stored.stored_on,
        fingerprint=found.stored.fingerprint,
        practices=len(found.stored.practices),
        without_results=len(found.missing.get(period, ())),
        outcomes=tuple(outcomes),
        cost=_within_budget(cost, scheme, found.stored.cost) if cost else None,
        due=found.due,
        decisions=tuple(_decisions(found, later)),
        later_scheme=later.header.title if later else "",
        views=given,
        gaps=tuple(_gaps(scheme, found, cost, later, given)),
    )


def for_the_public(found: YearOn, names: Collection[str]) -> YearOn:
    """Return the facts without anything that tells a practice or a person.

    ``names`` are the codes and names of practices. A view keeps its role and loses whose it is; one that
    names a practice, or whoever said it, is left out and counted. Pounds are to the nearest thousand.
    """
    shown, withheld = None, 0
    if found.views is not None:
        telling = {n.casefold() for n in (*names, *(v.who for v in found.views)) if n.strip()}
        shown = tuple(
            replace(v, who="")
            for v in found.views
            if not _tells(f"{v.about} {v.said} {v.answer} {v.change}", telling)
        )
        withheld = len(found.views) - len(shown)
    return replace(found, views=shown, withheld=withheld, cost=_rounded(found.cost))


def _tells(text: str, telling: Collection[str]) -> bool:
    plain = text.casefold()
    return any(name in plain for name in telling)


def _rounded(cost: Cost | None) -> Cost | None:
    if cost is None:
        return None
    forecast = cost.forecast
    if forecast is not None:
        names = ("expected", "low80", "high80", "low95", "high95", "most")
        forecast = replace(forecast, **{n: _thousands(getattr(forecast, n)) for n in names})
    return replace(
        cost, paid=_thousands(cost.paid), provisional=_thousands(cost.provisional), forecast=forecast
    )


def _thousands(pence: int) -> int:
    step = 1_000 * PENCE
    return (abs(pence) + step // 2) // step * step * (-1 if pence < 0 else 1)


def _outcome(watched: Watched) -> Outcome:
    last, stored, its = watched.last, watched.stored, watched.range_now
    assert last is not None  # noqa: S101 - only indicators with a period seen are told
    place = _place(last.rate, (its.low95, its.low80, its.high80, its.high95)) if its else NO_FORECAST
    return Outcome(
        indicator=stored.id,
        title=stored.title,
        happens=stored.happens,
        is_forecast=bool(stored.expected),
        before=stored.achieved / stored.eligible if stored.eligible else None,
        range=its,
        seen=last.rate,
        exceptions=last.exception_rate,
        place=place,
        fallen=watched.fallen,
        follows=watched.follows if its else NOTHING,
    )


def _place(seen: float, ends: tuple[float, float, float, float]) -> str:
    low95, low80, high80, high95 = ends
    if seen < low80:
        return BELOW_WIDE if seen < low95 else BELOW
    if seen > high80:
        return ABOVE_WIDE if seen > high95 else ABOVE
    return INSIDE


def _within_budget(cost: Cost, scheme: Scheme, forecast: StoredCost | None) -> Cost:
    budget = scheme.budget
    if budget is None:
        return replace(cost, forecast=forecast)
    limit = int(Fraction(budget.limit) * PENCE)
    extra = int(Fraction(budget.limit) * Fraction(budget.contingency or 0) * PENCE)
    return replace(cost, limit=limit, contingency=extra, forecast=forecast)


def _decisions(found: Watch, later: Scheme | None) -> Iterator[tuple[str, str]]:
    paid_now = None
    if later is not None:
        paid_now = {i.id for i in later.indicators} | {i.terms.successor_of for i in later.indicators}
    for watched in found.watched:
        code, kept = watched.stored.id, watched.stored.happens == "kept"
        if paid_now is None:
            yield code, KEPT if kept else NOT_PAID
        elif code in paid_now:
            yield code, KEPT if kept else RESTORED
        else:
            yield code, STOPPED if kept else NOT_PAID


def _gaps(
    scheme: Scheme, found: Watch, cost: Cost | None, later: Scheme | None, views: tuple[View, ...] | None
) -> Iterator[Gap]:
    if cost is None:
        yield Gap("what the scheme cost", "give the ledger, or practice results of the scheme's year")
    elif found.stored.cost is None:
        yield Gap("what was forecast of the cost", "store ranges at go-live with this version of the program")
    if scheme.budget is None:
        yield Gap("the budget limit", "write budget: with a limit into the scheme")
    if later is None:
        yield Gap("whether an indicator is paid for again", "give the scheme of the year that follows")
    if views is None:
        yield Gap("what practices say", "give a file of views")
