"""Forecasts of real events, scored against what happened, beside forecasts that need no model.

A forecast sees the situation before and nothing else: the observed change enters only in ``scored``.
A table that was learned from the event it is scored on is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from incentives.withdrawal.projection import DRAWS, Projection, Situation, project
from incentives.withdrawal.scoring import crps, held, place_among, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from incentives.withdrawal.learning import Learned

MODEL, NO_CHANGE, POOLED, BEST_CONSTANT = "this model", "no change", "pooled normal", "best constant"
WAYS = (MODEL, NO_CHANGE, POOLED, BEST_CONSTANT)
"""Ways of forecasting. The pooled normal is fitted to the training effects; the best constant is fitted
on the event itself: what looking would buy."""
COVERED = (0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator of an event: its situation before, and in which year it was seen after."""

    event: str
    unit: str
    indicator: str
    situation: Situation
    year: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was foreseen for one case, before anybody looks; ``projection`` None means no evidence."""

    case: Case
    projection: Projection | None


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with the scores of one way of forecasting, in percentage points."""

    case: Case
    way: str
    seen: float
    median: float
    crps: float
    error: float
    width: float
    place: float
    covers: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The mean scores of one way of forecasting over some cases, in percentage points."""

    way: str
    group: str
    cases: int
    crps: float
    error: float
    width: float
    covers: tuple[float, ...]


def leaks(learned: Learned, event: str) -> bool:
    """Tell whether a table was learned from an event."""
    return event in learned.events


def forecasts(cases: Iterable[Case], learned: Learned) -> tuple[Forecast, ...]:
    """Return the forecast of each case; raises ValueError where the table has seen the event."""
    made = []
    for case in cases:
        if leaks(learned, case.event):
            raise ValueError(f"the table was learned from {case.event}")
        made.append(Forecast(case, project(case.situation, learned, (case.year,))))
    return tuple(made)


def scored(made: Sequence[Forecast], seen: Sequence[float], training: Sequence[float]) -> tuple[Scored, ...]:
    """Return the scores of the model and of the naive ways; changes are shares of one.

    ``training`` are the changes that the model learned from, for the pooled normal. Cases without
    evidence are scored for the naive ways only.
    """
    known = [(f, s) for f, s in zip(made, seen, strict=True) if f.projection is not None]
    constant = float(np.median([s for _, s in known])) if known else 0.0
    pooled = _normal(training)
    rows = []
    for forecast, value in known:
        assert forecast.projection is not None, "filtered above"  # noqa: S101 - our own mistake
        case = forecast.case
        rows.append(_scored(case, MODEL, forecast.projection.changes[case.year], value))
        rows.append(_scored(case, NO_CHANGE, np.zeros(1), value))
        rows.append(_scored(case, POOLED, pooled, value))
        rows.append(_scored(case, BEST_CONSTANT, np.full(1, constant), value))
    return tuple(rows)


def summaries(rows: Sequence[Scored]) -> tuple[Summary, ...]:
    """Return mean scores of every way over all cases, then over each type."""
    found = [_summary(way, "all", [r for r in rows if r.way == way]) for way in WAYS]
    for name in sorted({r.case.situation.type for r in rows}):
        of_type = [r for r in rows if r.case.situation.type == name]
        found += [_summary(way, name, [r for r in of_type if r.way == way]) for way in WAYS]
    return tuple(found)


def interval_of_mean(rows: Sequence[Scored], *, draws: int = 2000, seed: int = 1) -> tuple[float, float]:
    """Return an 80% bootstrap interval of the mean CRPS, whole clinical groups drawn at a time.

    Indicators of one clinical group are not independent, so they are drawn together; a group is the
    letters that an indicator's code begins with.
    """
    groups: dict[str, list[float]] = {}
    for row in rows:
        code = row.case.indicator
        groups.setdefault(code.rstrip("0123456789") or code, []).append(row.crps)
    names = sorted(groups)
    sums, counts = (
        np.array([sum(groups[n]) for n in names]),
        np.array([len(groups[n]) for n in names]),
    )
    picked = np.random.default_rng(seed).integers(0, len(names), (draws, len(names)))
    means = sums[picked].sum(axis=1) / counts[picked].sum(axis=1)
    low, high = np.quantile(means, [0.1, 0.9])
    return float(low), float(high)


def _normal(training: Sequence[float]) -> NDArray[np.float64]:
    """Draws of a new effect from a normal distribution fitted to the training effects."""
    if len(training) < 2:  # noqa: PLR2004 - a spread needs two
        return np.zeros(1)
    values = np.asarray(training, dtype=np.float64)
    spread = values.std(ddof=1) * np.sqrt(1 + 1 / len(values))
    levels = (np.arange(DRAWS) + 0.5) / DRAWS
    return np.asarray(values.mean() + spread * ndtri(levels), dtype=np.float64)


def _scored(case: Case, way: str, draws: NDArray[np.float64], seen: float) -> Scored:
    median = float(np.quantile(draws, 0.5))
    return Scored(
        case=case,
        way=way,
        seen=100 * seen,
        median=100 * median,
        crps=100 * crps(draws, seen),
        error=100 * abs(median - seen),
        width=100 * width(draws, 0.8),
        place=place_among(draws, seen),
        covers=tuple(held(draws, seen, share) for share in COVERED),
    )


def _summary(way: str, group: str, rows: Sequence[Scored]) -> Summary:
    def mean(of: Iterable[float]) -> float:
        return float(np.mean(list(of)))

    return Summary(
        way=way,
        group=group,
        cases=len(rows),
        crps=mean(r.crps for r in rows),
        error=mean(r.error for r in rows),
        width=mean(r.width for r in rows),
        covers=tuple(mean(float(r.covers[at]) for r in rows) for at in range(len(COVERED))),
    )
