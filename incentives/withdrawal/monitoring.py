"""After go-live: is recorded achievement inside what was expected, and are practices alike?

Three views that do not rank practices: the expected range that was stored at go-live, a chart of the
pooled rate over time with limits that allow for more than binomial spread (Laney's p-prime chart), and
practices by size with limits that allow for it too (Spiegelhalter's additive random effects). What
follows from each is written down beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NOTHING, ASK, RESTORE = (
    "inside the expected range: nothing",
    "outside the likely range twice: ask practices, and check recording first",
    "outside the wide range: consider paying for it again",
)
_MOVING_RANGE = 1.128
_SMALLEST = 1e-9
WINSORISED = 0.1
LIMITS = (1.96, 3.09)
RUN = 8
"""Eight periods in a row on one side of the middle are a signal (about 1 in 128 by chance)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The range that was stored for a period at go-live, in shares of one: 80% within 95%."""

    period: str
    low95: float
    low80: float
    median: float
    high80: float
    high95: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a period: patients achieved, all the indicator is about, and exceptions among them."""

    period: str
    numerator: int
    eligible: int
    exceptions: int = 0

    @property
    def rate(self) -> float:
        """Gross achievement as a share of one."""
        return self.numerator / self.eligible

    @property
    def exception_rate(self) -> float:
        """Exceptions as a share of everybody; shown on the same page, since it can hide a fall."""
        return self.exceptions / self.eligible


@dataclass(frozen=True, slots=True)
class Verdict:
    """One period beside its expected range, and what follows."""

    period: str
    rate: float
    exception_rate: float
    outside80: bool
    outside95: bool
    follows: str


def verdicts(expected: Sequence[Expected], seen: Sequence[Seen]) -> tuple[Verdict, ...]:
    """Return what follows for each period seen: nothing, ask, or consider paying again.

    Only a rate *below* the range counts. ``expected`` and ``seen`` are matched by period; a period that
    was not foreseen raises KeyError.
    """
    ranges = {e.period: e for e in expected}
    found: list[Verdict] = []
    for one in seen:
        band = ranges[one.period]
        outside80, outside95 = one.rate < band.low80, one.rate < band.low95
        twice = outside80 and bool(found) and found[-1].outside80
        follows = RESTORE if outside95 else ASK if twice else NOTHING
        found.append(Verdict(one.period, one.rate, one.exception_rate, outside80, outside95, follows))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of the chart over time: rate, limits, and the signal if there is one."""

    period: str
    rate: float
    low: float
    high: float
    signal: str


def chart(seen: Sequence[Seen], middle_of: int) -> tuple[Point, ...]:
    """Return Laney's p-prime chart; the middle and the spread come from the first ``middle_of`` periods.

    The limits are three standard errors, widened by how much more the baseline varies than a binomial
    would. Raises ValueError for fewer than three baseline periods.
    """
    if middle_of < 3:  # noqa: PLR2004 - two moving ranges are the least
        raise ValueError("a chart over time needs at least three periods before")
    first = seen[:middle_of]
    middle = sum(s.numerator for s in first) / sum(s.eligible for s in first)
    z = [(s.rate - middle) / _binomial(middle, s.eligible) for s in first]
    ranges = [abs(b - a) for a, b in pairwise(z)]
    wider = max(sum(ranges) / len(ranges) / _MOVING_RANGE, 1.0)
    points: list[Point] = []
    side = 0
    for one in seen:
        error = 3 * wider * _binomial(middle, one.eligible)
        side = _run(side, one.rate - middle)
        signal = ""
        if not middle - error <= one.rate <= middle + error:
            signal = "outside the limits"
        elif abs(side) >= RUN:
            signal = f"{abs(side)} periods in a row on one side"
        points.append(Point(one.period, one.rate, middle - error, middle + error, signal))
    return tuple(points)


def _run(side: int, distance: float) -> int:
    if distance == 0:
        return 0
    direction = 1 if distance > 0 else -1
    return side + direction if side * direction > 0 else direction


def _binomial(share: float, count: int) -> float:
    return float(max(share * (1 - share) / max(count, 1), _SMALLEST) ** 0.5)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Practices by size: the middle, the spread between practices, and each practice's limits.

    ``limits`` holds for each practice the low and high ends at about 95% and 99.8%; ``unusual`` tells
    which practices lie outside the wide ones: those to ask first how they record.
    """

    middle: float
    between: float
    rates: tuple[float, ...]
    limits: tuple[tuple[float, float, float, float], ...]
    unusual: tuple[bool, ...]


def funnel(numerators: Sequence[int], eligible: Sequence[int]) -> Funnel:
    """Return the funnel with additive random effects, after z-scores were winsorised (Spiegelhalter 2005).

    Practices without patients must be left out by the caller.
    """
    above = np.asarray(numerators, dtype=np.float64)
    below = np.asarray(eligible, dtype=np.float64)
    middle = float(above.sum() / below.sum())
    rates = above / below
    errors = np.sqrt(np.maximum(middle * (1 - middle) / below, _SMALLEST))
    between = _between(_winsorised((rates - middle) / errors), errors)
    spread = np.sqrt(errors**2 + between)
    bounds = [
        (
            max(0.0, middle - LIMITS[0] * s),
            min(1.0, middle + LIMITS[0] * s),
            max(0.0, middle - LIMITS[1] * s),
            min(1.0, middle + LIMITS[1] * s),
        )
        for s in spread.tolist()
    ]
    unusual = tuple(not b[2] <= r <= b[3] for r, b in zip(rates.tolist(), bounds, strict=True))
    return Funnel(middle, between**0.5, tuple(rates.tolist()), tuple(bounds), unusual)


def _winsorised(z: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return np.asarray(np.clip(z, low, high), dtype=np.float64)


def _between(z: NDArray[np.float64], errors: NDArray[np.float64]) -> float:
    """The variance between practices, by moments; 0 where they vary no more than by chance."""
    count, weights = len(z), 1 / errors**2
    over = float((z**2).sum()) / count
    divisor = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (count * over - (count - 1)) / divisor) if divisor > 0 else 0.0
