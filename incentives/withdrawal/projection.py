"""An indicator's projection: a range of recorded achievement for each year after payment stops.

Draws come from a fixed sequence that fills the space evenly, not from chance: the same situation gives
the same figures on every run. What is shown is always the range of a new indicator, never the
confidence interval of a mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit, ndtri

from incentives.withdrawal.constants import constant, number
from incentives.withdrawal.curve import drifts, lost, shares
from incentives.withdrawal.evidence import noise_variance
from incentives.withdrawal.learning import MODIFIER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from incentives.withdrawal.learning import Learned, TypeTable

DRAWS = 4096
_LOWEST, _HIGHEST = 0.005, 0.995


@dataclass(frozen=True, slots=True)
class Situation:
    """An indicator before payment stops.

    ``baseline`` is gross achievement as a share: achieved ÷ (denominator + exceptions). ``practices``
    is how many practices the figure is of. ``happens`` is "withdrawn", "paired", "substituted",
    "watched", "reintroduced" or "kept". ``first_year`` is the change seen a year after payment
    stopped, as a share, where it is known: the projection is then brought up to date by it.
    ``patients`` is how many patients the figure is of: where it is given, the range also holds what
    chance does to a rate of so many, before and after. ``alone`` tells that the figure is of one practice,
    whose loss varies about its area's.
    """

    type: str
    baseline: float
    practices: float
    happens: str = "withdrawn"
    first_year: float | None = None
    patients: float | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Possible changes of achievement, as shares of one, for each year; all equally likely.

    ``effects`` is the number of measured effects of the type that it rests on. None of it is a figure
    for one practice.
    """

    situation: Situation
    changes: Mapping[float, NDArray[np.float64]]
    effects: int

    def median(self, year: float) -> float:
        """Return the middle of the possible changes."""
        return float(np.quantile(self.changes[year], 0.5))

    def likely(self, year: float, share: float = 0.8) -> tuple[float, float]:
        """Return the range that holds the change so often; 0.8 is "4 in 5"."""
        low, high = np.quantile(self.changes[year], [(1 - share) / 2, (1 + share) / 2])
        return float(low), float(high)


def project(situation: Situation, learned: Learned, years: Sequence[float] = (1, 2, 3)) -> Projection | None:
    """Return the projection for some years; None means that there is no evidence for the type.

    Before a year has passed, part of the first year's loss shows: see the constant "part of a year".
    """
    if situation.happens == "kept":
        return _kept(situation, years)
    table = learned.types.get(situation.type)
    if table is None:
        return None
    draws = _sequence(DRAWS, 6)
    factor = _factor(situation, draws[:, 3]) * _of_a_practice(situation)
    at_once, drift = factor * _at_once(table, draws), factor * drifts(draws[:, 2])
    before = float(logit(min(max(situation.baseline, _LOWEST), _HIGHEST)))
    noise = _normal()[:, 4:6]
    if situation.first_year is not None:
        changes = _updated(situation, before, (at_once, drift), noise, years)
    else:
        changes = {
            year: _change(
                situation,
                before - lost(year, _so_far(year) * at_once, drift) + _noise(situation, noise, year),
            )
            for year in years
        }
    return Projection(situation, changes, table.effects)


def _kept(situation: Situation, years: Sequence[float]) -> Projection:
    normal = _normal()
    before = float(logit(min(max(situation.baseline, _LOWEST), _HIGHEST)))
    drift = number("indicators that stay") * normal[:, 1]
    noise = normal[:, 4:6]
    changes = {y: _change(situation, before + drift + _noise(situation, noise, y)) for y in years}
    return Projection(situation, changes, 0)


def _at_once(table: TypeTable, draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return possible losses of the first year (logit scale), one for each draw."""
    means, spreads, weights = (np.asarray(x) for x in (table.means, table.spreads, table.weights))
    chosen = np.searchsorted(np.cumsum(weights) / weights.sum(), draws[:, 0]).clip(0, len(weights) - 1)
    return np.asarray(np.exp(means[chosen] + spreads[chosen] * ndtri(draws[:, 1])), dtype=np.float64)


def _factor(situation: Situation, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the possible shares of the loss that remain in this situation."""
    if situation.happens in MODIFIER:
        return shares(MODIFIER[situation.happens], levels)
    if situation.happens == "reintroduced":
        share, spread = constant("recovery")
        return np.asarray((1 - share - spread * ndtri(levels)).clip(0, 1), dtype=np.float64)
    return np.ones_like(levels)


def _so_far(year: float) -> NDArray[np.float64] | float:
    """Return the shares of the first year's loss that may show by then; all of it after a year."""
    if year >= 1:
        return 1.0
    (latest,) = constant("part of a year")
    least = year**latest
    return np.asarray(least + (1 - least) * _sequence(DRAWS, 7)[:, 6], dtype=np.float64)


def _of_a_practice(situation: Situation) -> NDArray[np.float64] | float:
    """Return how a practice's loss stands to its area's: 1 for an area."""
    if not situation.alone:
        return 1.0
    return np.asarray(np.exp(number("practices differ") * ndtri(_sequence(DRAWS, 8)[:, 7])), dtype=np.float64)


def _noise(situation: Situation, noise: NDArray[np.float64], year: float) -> NDArray[np.float64]:
    spread = (noise_variance(year, situation.practices) + _of_counting(situation)) ** 0.5
    return np.asarray(spread * noise[:, 0], dtype=np.float64)


def _of_counting(situation: Situation) -> float:
    """Return the variance (logit scale) that chance gives the difference of two rates of so many patients."""
    if situation.patients is None:
        return 0.0
    share = min(max(situation.baseline, _LOWEST), _HIGHEST)
    return 2 / (max(situation.patients, 1.0) * share * (1 - share))


def _change(situation: Situation, after: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(expit(after) - situation.baseline, dtype=np.float64)


def _updated(
    situation: Situation,
    before: float,
    losses: tuple[NDArray[np.float64], NDArray[np.float64]],
    noise: NDArray[np.float64],
    years: Sequence[float],
) -> dict[float, NDArray[np.float64]]:
    """Weigh the draws by the first year seen, then go on from what was seen."""
    seen = float(logit(min(max(situation.baseline + (situation.first_year or 0.0), _LOWEST), _HIGHEST)))
    error = np.sqrt(noise_variance(1, situation.practices))
    first = lost(1, *losses)
    log_weight = -0.5 * ((before - first - seen) / error) ** 2
    weight = np.cumsum(np.exp(log_weight - log_weight.max()))
    levels = (np.arange(DRAWS) + 0.5) / DRAWS
    chosen = np.searchsorted(weight / weight[-1], levels).clip(0, DRAWS - 1)
    changes = {}
    for year in years:
        further = (lost(year, *losses) - first)[chosen]
        later = np.sqrt(noise_variance(max(year - 1, 0), situation.practices)) * noise[:, 1]
        changes[year] = _change(situation, seen - further + later)
    return changes


@cache
def _normal() -> NDArray[np.float64]:
    """Return the sequence as standard normal values."""
    return np.asarray(ndtri(_sequence(DRAWS, 6)), dtype=np.float64)


@cache
def _sequence(count: int, dimensions: int) -> NDArray[np.float64]:
    """Return points that fill the unit cube evenly: multiples of the powers of a generalised golden ratio."""
    ratio = 2.0
    for _ in range(64):
        ratio = (1 + ratio) ** (1 / (dimensions + 1))
    steps = ratio ** -np.arange(1, dimensions + 1)
    points = (0.5 + np.outer(np.arange(1, count + 1), steps)) % 1
    return np.asarray(np.clip(points, 1e-9, 1 - 1e-9), dtype=np.float64)
