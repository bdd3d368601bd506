"""Forecasts stored before anybody looks, and each study left out of what the projection learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from incentives.data.events import Event
    from incentives.data.forecasts import StoredForecasts
    from incentives.scheme.evidence import Effect
    from incentives.withdrawal.backtest import Case, Forecast, Scored
    from incentives.withdrawal.learning import Learned


class Put(NamedTuple):
    """A case and what was seen of it."""

    case: Case
    seen: float


YEARS, LIKELY = (1, 2, 3), 100
"""Each stored forecast is of three years, as so many equally likely changes a year."""


def stored_forecasts(events: Sequence[Event], learned: Learned, dated: date) -> StoredForecasts:
    """Return the forecasts of each indicator of the event files for three years."""
    import numpy as np

    from incentives import __version__
    from incentives.data.forecasts import StoredForecast, StoredForecasts
    from incentives.withdrawal.projection import Situation, project

    levels = (np.arange(LIKELY) + 0.5) / LIKELY
    cases = []
    for event in events:
        found = project(
            Situation(event.type, event.baseline, event.practices, event.happened), learned, YEARS
        )
        drawn = found.changes if found else {}
        changes = {year: tuple(np.quantile(drawn[year], levels).tolist()) for year in YEARS if year in drawn}
        cases.append(
            StoredForecast(
                event=event.event,
                unit=event.unit,
                indicator=event.indicator,
                type=event.type,
                happened=event.happened,
                baseline=event.baseline if event.denominator + event.exceptions else None,
                practices=event.practices,
                source=event.source,
                effects=found.effects if found else 0,
                changes=changes,
            )
        )
    return StoredForecasts(dated, f"incentives {__version__}", tuple(sorted(learned.events)), tuple(cases))


def made_before(puts: Sequence[Put], stored: StoredForecasts, path: Path) -> tuple[Forecast, ...]:
    """Return the stored forecast of each case; raises Refused for a case that nothing was stored of."""
    import numpy as np

    from incentives.withdrawal.backtest import Forecast
    from incentives.withdrawal.projection import Projection

    known = {(c.event, c.indicator): c for c in stored.cases}
    problems, made = [], []
    for put in puts:
        case = put.case
        its = known.get((case.event, case.indicator))
        if its is None or (its.changes and case.year not in its.changes):
            message = f"Nothing was stored of {case.indicator} of {case.event} after {case.year} years."
            remedy = "Give results of the events, indicators and years (1 to 3) that the file holds."
            problems.append(Problem("C185", Place(str(path)), message, remedy))
            continue
        drawn: dict[float, NDArray[np.float64]] = {y: np.array(c) for y, c in its.changes.items()}
        made.append(Forecast(case, Projection(case.situation, drawn, its.effects) if drawn else None))
    if problems:
        raise Refused(problems)
    return tuple(made)


def each_left_out(library: Sequence[Effect]) -> tuple[tuple[Scored, ...], tuple[str, ...]]:
    """Return the scores of every event of the library, each forecast without it, and their names.

    An event is left out whole, with every study of it: two studies of one event would know it.
    """
    from incentives.withdrawal.backtest import forecasts, scored

    rows: list[Scored] = []
    names = sorted({e.event for e in library if e.terms.trains and e.terms.change is not None})
    for name in names:
        puts = of_library(name, library, update=False)
        training = [
            float(e.terms.change)
            for e in library
            if e.terms.trains and e.event != name and e.terms.change is not None
        ]
        made = forecasts((p.case for p in puts), learned_without(library, {name}))
        rows += scored(made, [p.seen for p in puts], training)
    return tuple(rows), tuple(names)


def of_library(name: str, library: Sequence[Effect], *, update: bool) -> list[Put]:
    """Return the cases of an event of the library with what was seen of them."""
    from incentives.withdrawal.backtest import Case
    from incentives.withdrawal.constants import number
    from incentives.withdrawal.evidence import LEARNS
    from incentives.withdrawal.projection import Situation

    members = [e for e in library if e.event == name and e.terms.happened in LEARNS]
    measured = [e for e in members if e.terms.status == "measured"] or members
    measured = [e for e in measured if e.terms.change is not None]
    first = {e.terms.indicator: float(e.terms.change or 0) for e in measured if e.terms.after == 1}
    puts = []
    for effect in measured:
        terms = effect.terms
        baseline = (
            number("baseline where none is stated") if terms.baseline is None else float(terms.baseline)
        )
        seen_first = first.get(terms.indicator) if update and terms.after > 1 else None
        if update and seen_first is None:
            continue
        situation = Situation(
            terms.type,
            baseline,
            effect.practices or 1,
            terms.happened,
            seen_first,
        )
        case = Case(name, effect.setting, terms.indicator, situation, max(1, round(terms.after)))
        puts.append(Put(case, float(terms.change or 0)))
    return puts


def learned_without(library: Sequence[Effect], events: Collection[str]) -> Learned:
    """Return the table learned from the whole library but for some events."""
    from incentives.withdrawal.evidence import observations
    from incentives.withdrawal.learning import learn

    return learn(observations(e for e in library if e.terms.trains and e.event not in events))
