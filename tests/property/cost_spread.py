"""The range of the cost beside brute force: every trial year of two made schemes paid by the engine.

``python -m tests.property.cost_spread`` draws 200,000 years of 50 practices (25 minutes of one processor) and
prints mean, standard deviation, lean and how often limits are passed, each with its distance in standard
errors of drawing; at most 4 are allowed. Then it plants faults in what is worked out: each must be noticed.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from array import array
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
from scipy.special import logit

from incentives.calculate import calculate
from incentives.compare import uncertainty
from incentives.compare.money import Side
from incentives.compare.movement import after, counts_of
from incentives.compare.readable import moved_fields
from incentives.compare.shapes import UnreadableError
from incentives.compare.spread import Total, totals
from incentives.data.bound import Binding
from incentives.formula.plan import Columns
from tests.property.cost_made import INDICATORS, made_sides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from incentives.compare.cells import Counts
    from incentives.compare.uncertainty import Spread, Spreads

MOST, PENCE, AT_ONCE = 4.0, 100, 160
SEEDS = (1001, 1002)
LIMITS = (0.05, 0.3, 0.5, 0.7, 0.95)


@dataclass(frozen=True)
class Figure:
    """One figure of brute force, its standard error, and what was worked out."""

    name: str
    brute: float
    error: float
    worked_out: float

    @property
    def off(self) -> float:
        """By how many standard errors what was worked out is off."""
        return (self.worked_out - self.brute) / self.error if self.error else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Print every figure; return 0 where all are near enough and every fault is noticed."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200_000)
    parser.add_argument("--practices", type=int, default=50)
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        base, proposed = made_sides(Path(folder), given.practices)
    halves = [paid_years(base, proposed, given.draws // 2, seed) for seed in SEEDS]
    drawn = np.concatenate([one for one, _ in halves]), np.concatenate([other for _, other in halves])
    good = _printed(figures(uncertainty.worked_out(base, proposed), *drawn))
    for name in FAULTS:
        worst = with_fault(name, base, proposed, drawn)
        print(f"planted: {name}: {worst:.0f} standard errors off, {'noticed' if worst > MOST else 'MISSED'}")
        good &= worst > MOST
    return 0 if good else 1


def _printed(found: list[Figure]) -> bool:
    for f in found:
        print(f"{f.name:48} brute force {f.brute:16,.4f} worked out {f.worked_out:16,.4f} {f.off:+5.2f}")
    worst = max(abs(f.off) for f in found)
    print(f"worst: {worst:.2f} standard errors (at most {MOST:.0f})")
    return worst <= MOST


def with_fault(
    name: str, base: Side, proposed: Side, drawn: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> float:
    """Return by how many standard errors the worst figure is off with a fault planted.

    Infinitely many where the program itself notices: its one trial year is paid otherwise.
    """
    try:
        with patch.object(uncertainty, *FAULTS[name]):
            return max(abs(f.off) for f in figures(uncertainty.worked_out(base, proposed), *drawn))
    except UnreadableError:
        return inf


def figures(
    spreads: Spreads, base: NDArray[np.int64], proposed: NDArray[np.int64], limits: tuple[float, ...] = LIMITS
) -> list[Figure]:
    """Return mean, standard deviation, lean and chances over limits of both totals (in £).

    Of the difference the mean and the standard deviation alone.
    """
    found = [*_of("plain", spreads.base, base, limits)]
    found += _of("cap, floor and pot", spreads.proposed, proposed, limits)
    difference = _of("difference", spreads.difference, proposed - base, ())
    return [*found, *difference]


def _of(name: str, spread: Spread, drawn: NDArray[np.int64], limits: tuple[float, ...]) -> Iterator[Figure]:
    draws, pounds = len(drawn), drawn / PENCE
    off = pounds - pounds.mean()
    deviation = pounds.std()
    yield Figure(f"{name}: mean", pounds.mean(), deviation / draws**0.5, spread.expected / PENCE)
    error = ((off**4).mean() - deviation**4) ** 0.5 / (2 * deviation * draws**0.5)
    yield Figure(f"{name}: standard deviation", deviation, error, spread.deviation / PENCE)
    if limits:
        yield _lean(name, spread, off / deviation)
    for share in limits:
        limit = int(np.quantile(drawn, share))
        over = float((drawn > limit).mean())
        if 0 < over < 1:
            error = (over * (1 - over) / draws) ** 0.5
            yield Figure(f"{name}: over £{limit / PENCE:,.0f}", over, error, spread.chance_over(limit))


def _lean(name: str, spread: Spread, off: NDArray[np.float64]) -> Figure:
    """Return how totals lean (third power of deviations), from distances in standard deviations."""
    lean = (off**3).mean()
    error = (off**3 - 3 * off - 1.5 * lean * (off**2 - 1)).std() / len(off) ** 0.5
    far = (np.array(spread.totals) - spread.expected) / spread.deviation
    return Figure(f"{name}: lean", lean, error, float(np.average(far**3, weights=spread.weights)))


def paid_years(
    base: Side, proposed: Side, draws: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return both schemes' totals in pence over drawn years, the same movement for both.

    The first scheme, which pays no practice by another's results, is paid for many years at once, as if they
    were more practices; the other year by year.
    """
    practices = len(base.binding.practices)
    chance = np.random.default_rng(seed)
    one: list[NDArray[np.int64]] = []
    other: list[int] = []
    for start in range(0, draws, AT_ONCE):
        years = min(AT_ONCE, draws - start)
        together = chance.standard_normal((years, 1, INDICATORS))
        then = _then(base, together, chance.standard_normal((years, practices, INDICATORS)))
        many = _with_counts(_many(base, years), then.reshape(-1, INDICATORS))
        due = calculate(many.plan, many.binding).in_pence(Columns.DUE)
        one.append(due.reshape(years, practices).sum(axis=1))
        for year in then:
            side = _with_counts(proposed, year)
            other.append(int(calculate(side.plan, side.binding).in_pence(Columns.DUE).sum()))
    return np.concatenate(one), np.array(other)


def _then(side: Side, together: NDArray[np.float64], apart: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return patients achieved (years × practices × indicators) for standard normal amounts."""
    (field,) = moved_fields(side.plan)
    columns = side.binding.columns
    above, below = (
        np.array(columns[name].integers).reshape(-1, columns[name].width)[:, :INDICATORS]
        for name in (field.name, Columns.DENOMINATOR)
    )
    return after(above, below, together, apart)


def _with_counts(side: Side, achieved: NDArray[np.int64]) -> Side:
    (field,) = moved_fields(side.plan)
    column = side.binding.columns[field.name]
    integers = np.array(column.integers).reshape(-1, column.width)
    width = min(achieved.shape[1], column.width)
    integers[:, :width] = achieved[:, :width]
    changed = replace(column, integers=array("q", integers.tobytes()))
    return Side(side.plan, replace(side.binding, columns={**side.binding.columns, field.name: changed}))


def _many(side: Side, years: int) -> Side:
    """Return the same practices so many times over."""
    practices = len(side.binding.practices)
    codes = tuple(f"ZZ{number:07}" for number in range(practices * years))
    columns = {
        name: replace(c, integers=array("q", np.tile(np.array(c.integers), years).tobytes()))
        if len(c.integers) == practices * c.width
        else c
        for name, c in side.binding.columns.items()
    }
    return Side(side.plan, Binding(codes, dict(zip(codes, codes, strict=True)), columns))


def _halved(*given: object) -> tuple[Total, ...]:
    return tuple(replace(total, variance=total.variance / 2) for total in totals(*given))  # type: ignore[arg-type]


def _apart(base: Side, proposed: Side, counts: dict[str, Counts]) -> tuple[Total, ...]:
    return totals(base, proposed, {item: replace(of_it, alike=0.0) for item, of_it in counts.items()})


def _not_back(*sides: Side) -> dict[str, Counts]:
    """Return counts whose middles are this year's results, as if nobody came back."""
    return {
        item: replace(of_it, middle=logit(np.clip(of_it.achieved / of_it.counted, 0.002, 0.998)))
        for item, of_it in counts_of(*sides).items()
    }


def _no_lean(*given: object) -> tuple[Total, ...]:
    return tuple(replace(total, third=0.0) for total in totals(*given))  # type: ignore[arg-type]


def _no_pot(_: Total) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    return lambda sums: sums


FAULTS: dict[str, tuple[str, Callable[..., object]]] = {
    "variance halved": ("totals", _halved),
    "no movement in common": ("totals", _apart),
    "curves that do not lean": ("totals", _no_lean),
    "a pot forgotten": ("paid_of", _no_pot),
    "nobody comes back": ("counts_of", _not_back),
}


if __name__ == "__main__":
    sys.exit(main())
