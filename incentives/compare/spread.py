"""How two schemes' totals spread when achievement moves, worked out without drawing where the plans allow it.

Each indicator moves in every practice alike by a little and in each by its own amount. Payments are straight
in pieces of what is achieved, so each has moments of its own; a practice's total is a sum of many such, and
caps and floors are straight pieces of that total; the nation's total is a sum of practices that lean the same
way a little, and a pot is a function of that one sum, read off the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from incentives.compare.cells import moments_of
from incentives.compare.moments import Moments
from incentives.compare.practices import Held, held
from incentives.compare.readable import Readable, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.compare.cells import Counts
    from incentives.compare.moments import Floats
    from incentives.compare.money import Side


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """A scheme's total before any pot in pounds: four cumulants, and what they were made of.

    ``earned`` and ``outside`` are practices' sums that lines rest on and that they do not, ``held`` the first
    after lines. ``leans`` (by item) are how practices' totals lean on an indicator's movement, ``common`` is
    what its payments under both schemes have in common and ``own`` the same of one scheme with itself,
    ``alike`` (by item) the correlation of its movement between two practices.
    """

    mean: float
    variance: float
    third: float
    fourth: float
    readable: Readable
    earned: Moments
    outside: Moments
    held: Held
    leans: Mapping[str, Floats]
    own: Mapping[str, Floats]
    common: Mapping[str, Floats]
    alike: Mapping[str, float]

    @property
    def deviation(self) -> float:
        """The standard deviation in pounds."""
        return float(self.variance**0.5)


@dataclass(slots=True, eq=False)
class _Cells:
    """Sums over a scheme's indicators, practice by practice: of what lines hold, and of the rest."""

    inside: Moments
    outside: Moments
    leans: dict[str, Floats] = field(default_factory=dict)
    widens: dict[str, Floats] = field(default_factory=dict)
    own: dict[str, Floats] = field(default_factory=dict)


def totals(base: Side, proposed: Side, counts: Mapping[str, Counts]) -> tuple[Total, Total]:
    """Return both totals before pots; ``counts`` are of every indicator that moves.

    Raises UnreadableError where a plan is not straight in pieces.
    """
    sides = (readable(base), readable(proposed))
    practices = len(base.binding.practices)
    cells = tuple(_Cells(Moments.nothing(practices), Moments.nothing(practices)) for _ in sides)
    common = {}
    for item, of_it in counts.items():
        mine = [n for n, side in enumerate(sides) if item in side.payers]
        if not mine:
            continue
        found, shared = moments_of(of_it, [sides[n].payers[item] for n in mine])
        for n, moment in zip(mine, found, strict=True):
            _add(cells[n].inside if item in sides[n].inside else cells[n].outside, moment)
            cells[n].leans[item], cells[n].widens[item] = moment.leans, moment.widens
            cells[n].own[item] = np.stack([moment.variance, moment.third, moment.third])
        if len(mine) > 1:
            common[item] = shared
    alike = {item: of_it.alike for item, of_it in counts.items()}
    one, other = (_total(side, of_it, common, alike) for side, of_it in zip(sides, cells, strict=True))
    return one, other


def _add(into: Moments, more: Moments) -> None:
    into.mean += more.mean
    into.variance += more.variance
    into.third += more.third
    into.fourth += more.fourth


def _total(side: Readable, cells: _Cells, common: Mapping[str, Floats], alike: Mapping[str, float]) -> Total:
    of_lines = held(side, cells.inside)
    leans = {
        item: _after_lines(lean, cells.widens[item], of_lines) if item in side.inside else lean
        for item, lean in cells.leans.items()
    }
    variance = (of_lines.moments.variance + cells.outside.variance).sum()
    variance += sum(_in_common(lean, lean, alike[item]) for item, lean in leans.items())
    variance += _bent_together(side, cells, of_lines, alike)
    third = (of_lines.moments.third + cells.outside.third).sum()
    third += _third_in_common(side, cells, of_lines, leans, alike)
    return Total(
        mean=float((of_lines.moments.mean + cells.outside.mean).sum() + side.still),
        variance=max(float(variance), 0.0),
        third=float(third),
        fourth=float((of_lines.moments.fourth + cells.outside.fourth).sum()),
        readable=side,
        earned=cells.inside,
        outside=cells.outside,
        held=of_lines,
        leans=leans,
        own=cells.own,
        common=common,
        alike=alike,
    )


def _after_lines(leans: Floats, widens: Floats, of_lines: Held) -> Floats:
    """Return how practices' totals lean after lines: a pound more is kept in part.

    Where a payment varies less when it is high, lines that bend keep another part of it than on average:
    E[h'·f'] is E[h']·E[f'] and, to the first order, E[h'']·Cov(f, f').
    """
    kept = leans * of_lines.slope
    kept[0] += of_lines.bend * widens / 2
    return np.asarray(kept)


def _in_common(one: Floats, other: Floats, alike: float) -> float:
    """Return the covariance between different practices, by the series of two normal amounts alike."""
    found = 0.0
    for n, (a, b) in enumerate(zip(one, other, strict=True), start=1):
        found += alike**n / factorial(n) * float(a.sum() * b.sum() - (a * b).sum())
    return found


def _bent_together(side: Readable, cells: _Cells, of_lines: Held, alike: Mapping[str, float]) -> float:
    """Return what the lines' own bends add to the covariance between practices."""
    if not side.inside or not of_lines.bend.any():
        return 0.0
    inside = [item for item in cells.leans if item in side.inside]
    first = np.stack([cells.leans[item][0] * alike[item] ** 0.5 for item in inside])
    square = np.einsum("ip,jp->ij", first * of_lines.bend, first)
    own = (of_lines.bend * (first**2).sum(axis=0)) ** 2
    return float(((square**2).sum() - own.sum()) / 2)


def _third_in_common(
    side: Readable, cells: _Cells, of_lines: Held, leans: Mapping[str, Floats], alike: Mapping[str, float]
) -> float:
    """Return what leaning the same way adds to the third cumulant, to the first order in each part."""
    found, reach = 0.0, np.zeros_like(of_lines.slope)
    for item, (first, second) in leans.items():
        inside = item in side.inside
        widens = cells.widens[item] * (of_lines.slope**2 if inside else 1.0)
        if inside:
            widens = widens + of_lines.widens * cells.leans[item][0]
            reach += alike[item] * cells.leans[item][0] * first.sum()
        found += 3 * alike[item] * float(first.sum() * widens.sum() - (first * widens).sum())
        found += 3 * alike[item] ** 2 * float(first.sum() ** 2 * second.sum())
    return found + 3 * float((of_lines.bend * reach**2).sum())


def likeness(one: Total, other: Total) -> float:
    """Return the correlation of two schemes' totals before pots; of a scheme with itself exactly 1.

    Covariance and both variances are taken from the same series, so that what it leaves out cancels.
    """
    own = [_covariance(total, total, total.own) for total in (one, other)]
    if min(own) <= 0:
        return 0.0
    like = _covariance(one, other, one.common) / float((own[0] * own[1]) ** 0.5)
    return min(max(like, -1.0), 1.0)


def _covariance(one: Total, other: Total, common: Mapping[str, Floats]) -> float:
    """Return the covariance of two schemes' totals before pots: within practices, then between them."""
    found, both = 0.0, np.zeros_like(one.held.slope)
    for item, shared in common.items():
        mine, theirs = (t.held.slope if item in t.readable.inside else 1.0 for t in (one, other))
        found += float((shared[0] * mine * theirs).sum())
        if item in other.readable.inside:
            found += float((shared[1] * mine * other.held.bend).sum()) / 2
        if item in one.readable.inside:
            found += float((shared[2] * theirs * one.held.bend).sum()) / 2
        if item in one.readable.inside & other.readable.inside:
            both += shared[0]
    pairs = zip(one.held.turns, other.held.turns, strict=True)
    found += sum(float((both**n / factorial(n) * a * b).sum()) for n, (a, b) in enumerate(pairs, start=2))
    for item in one.leans.keys() & other.leans.keys():
        found += _in_common(one.leans[item], other.leans[item], one.alike[item])
    return found
