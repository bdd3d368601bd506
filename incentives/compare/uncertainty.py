"""What the scheme may cost when achievement moves as it does from year to year.

Every indicator of every practice moves on the logit scale, partly together, by as much as English results
moved in a year when nothing about payment changed; practices stay as far apart as they are. Where both plans
allow it the totals' spread is worked out without drawing (``spread``); otherwise each of some seeded trial
years is paid by the engine. The same movement meets every scheme that is compared, so that a difference is
one of the schemes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermeval
from scipy.special import ndtr, ndtri

from incentives.calculate import calculate
from incentives.compare.money import received
from incentives.compare.movement import counts_of, moved
from incentives.compare.pot import paid_of
from incentives.compare.shapes import UnreadableError
from incentives.compare.spread import Total, likeness, totals
from incentives.compare.trial import hold

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.compare.moments import Floats
    from incentives.compare.money import Side

DRAWS = 200
PENCE = 100
WORKED_OUT = (
    "worked out from the schemes' own rules, without random trial years, and checked on one year that the "
    "engine paid"
)
_GRID, _PAIRS, _WIDE = 16_001, 300, 8.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Totals in pence that may come about, and how often each of them does (all alike where not said).

    ``way`` says how they were worked out; ``drawn`` whether each is a trial year, in order of drawing.
    """

    totals: tuple[int, ...]
    way: str
    weights: tuple[float, ...] = ()

    @property
    def drawn(self) -> bool:
        """Tell whether the totals are of trial years."""
        return not self.weights

    @property
    def expected(self) -> int:
        """The mean total, to the nearest penny."""
        return round(float(np.average(self._floats(), weights=self.weights or None)))

    @property
    def deviation(self) -> float:
        """The standard deviation in pence."""
        of_it = self._floats() - self.expected
        return float(np.average(of_it**2, weights=self.weights or None) ** 0.5)

    def likely(self, share: float = 0.8) -> tuple[int, int]:
        """Return the range that holds the total so often; 0.8 is "4 in 5"."""
        ends = ((1 - share) / 2, (1 + share) / 2)
        if self.drawn:
            low, high = np.quantile(self.totals, ends)
        else:
            low, high = np.interp(ends, self._below(), self._floats())
        return int(low), int(high)

    def chance_over(self, limit: int) -> float:
        """Return how often the total passes a limit in pence."""
        over = self._floats() > limit
        return float(np.average(over, weights=self.weights or None))

    def _floats(self) -> Floats:
        return np.array(self.totals, dtype=np.float64)

    def _below(self) -> Floats:
        weights = np.array(self.weights)
        return np.asarray((np.cumsum(weights) - weights / 2) / weights.sum())


@dataclass(frozen=True, slots=True)
class Spreads:
    """How two schemes' totals, and what the second costs more than the first, spread over the same years."""

    base: Spread
    proposed: Spread
    difference: Spread
    because: str = ""


def spreads_of(base: Side, proposed: Side, *, draws: int = DRAWS, seed: int = 1) -> Spreads:
    """Return how both totals spread: worked out where both plans allow it, else drawn and paid.

    ``because`` says what did not allow it. The same seed gives the same trial years.
    """
    try:
        return worked_out(base, proposed, seed=seed)
    except UnreadableError as reason:
        return drawn(base, proposed, draws=draws, seed=seed, because=str(reason))


def drawn(base: Side, proposed: Side, *, draws: int, seed: int = 1, because: str = "") -> Spreads:
    """Return both totals over trial years, each paid by the engine under both schemes."""
    one, other = (spread_of(side, draws=draws, seed=seed) for side in (base, proposed))
    more = tuple(b - a for a, b in zip(one.totals, other.totals, strict=True))
    return Spreads(one, other, Spread(more, one.way), because)


def spread_of(side: Side, *, draws: int = DRAWS, seed: int = 1) -> Spread:
    """Return the totals that a scheme pays over trial years; the same seed gives the same years."""
    totals = tuple(
        sum(received(calculate(side.plan, moved(side.plan, side.binding, seed, number))))
        for number in range(draws)
    )
    return Spread(totals, f"{draws} trial years, each paid by the engine")


def worked_out(base: Side, proposed: Side, *, seed: int = 1) -> Spreads:
    """Return both totals' spread without drawing; raises UnreadableError where a plan does not allow it."""
    both = one, other = totals(base, proposed, counts_of(base, proposed))
    paid = tuple(paid_of(total) for total in both)
    for total, function in zip(both, paid, strict=True):
        hold(total, function, seed)
    first, second = (_spread(total, function) for total, function in zip(both, paid, strict=True))
    return Spreads(first, second, _difference(both, paid, likeness(one, other)))


def _spread(total: Total, paid: Callable[[Floats], Floats]) -> Spread:
    """Return what is paid over the sums that may come about, each with how often it does."""
    x, often = _curve(total)
    pence = np.rint(paid(total.mean + total.deviation * x) * PENCE).astype(np.int64)
    return Spread(tuple(pence.tolist()), WORKED_OUT, tuple(often.tolist()))


def _curve(total: Total) -> tuple[Floats, Floats]:
    """Return distances from the mean and how often the sum lies there, by Edgeworth's series."""
    x = np.linspace(-_WIDE, _WIDE, _GRID)
    deviation = total.deviation or 1.0
    lean, tail = total.third / deviation**3, total.fourth / deviation**4
    series = hermeval(x, [1, 0, 0, lean / 6, tail / 24, 0, lean**2 / 72])
    density = np.maximum(np.exp(-0.5 * x * x) * series, 0.0)
    return x, density / density.sum()


def _difference(
    both: tuple[Total, Total], paid: tuple[Callable[[Floats], Floats], ...], like: float
) -> Spread:
    """Return how what the second pays more spreads, on a grid of equally likely pairs of sums.

    Each sum has its own curve; together they are as alike as two normal amounts of the correlation ``like``.
    """
    x = ndtri((np.arange(_PAIRS) + 0.5) / _PAIRS)
    first = x[:, None]
    second = like * first + (1 - like**2) ** 0.5 * x[None, :]
    base, proposed = (f(_sums(t, at)) for t, f, at in zip(both, paid, (first, second), strict=True))
    pence = np.sort(np.rint(np.ravel(proposed - base) * PENCE).astype(np.int64))
    return Spread(tuple(pence.tolist()), WORKED_OUT, (1 / len(pence),) * len(pence))


def _sums(total: Total, distances: Floats) -> Floats:
    """Return the sums that lie as far out on their own curve as normal distances do on theirs."""
    x, often = _curve(total)
    below = np.cumsum(often) - often / 2
    return np.asarray(total.mean + total.deviation * np.interp(ndtr(distances), below, x))
