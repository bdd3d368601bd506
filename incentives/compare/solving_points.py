"""Points of several indicators that fit a budget together: a proven optimum, then paid by the engine.

The programme knows straight lines; the engine rounds. So what the programme finds is paid in whole runs,
and where rounding takes it over the limit it is asked again with as much less. It is proven the best where
the programme, given as much more as rounding can ever hide, finds nothing better.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from incentives.compare.knobs import paid_points
from incentives.compare.programme import Programme, Wanted, worth
from incentives.compare.straight import chain_of
from incentives.compare.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.compare.money import Side
    from incentives.compare.trials import Goal, Tried
    from incentives.formula.plan import Plan

_TRIES = 40
_SAME = 1e-6
_STEPS = (Fraction(1), Fraction(1, 4))
_FINEST = Fraction(1, 100)
BETWEEN = (Fraction(1, 2), Fraction(2))
"""An indicator keeps at least half of its points and at most doubles them, where nothing else is asked."""


@dataclass(frozen=True, slots=True)
class SolvedPoints:
    """Points that fit; a value of a ``Tried`` here is the points of these indicators in all.

    ``points`` are those found, in the order of the wanted codes; None where nothing fits, and then
    ``least`` is what costs least among what keeps practices (None where nothing does). ``better`` is by how
    much, in points of the aim, something else might be better; nought is proof that nothing is.
    """

    wanted: Wanted
    goal: Goal
    now: Tried
    points: tuple[Fraction, ...] | None
    found: Tried | None
    least: Tried | None
    better: Fraction | None


def bends(plan: Plan, codes: Sequence[str]) -> tuple[str, ...]:
    """Return what keeps payments from following these points in a straight line; empty where nothing does."""
    return chain_of(plan, codes).bends


def wanted_for(
    plan: Plan, codes: Sequence[str], aim: str, between: tuple[Fraction, Fraction] = BETWEEN
) -> Wanted:
    """Return what is wanted of these indicators, in whole points, or quarters where the scheme has them."""
    points = paid_points(plan)
    step = next((s for s in _STEPS if all(p % s == 0 for p in points.values())), _FINEST)
    now = tuple(points[code] for code in codes)
    low = tuple(ceil(p * between[0] / step) for p in now)
    high = tuple(floor(p * between[1] / step) for p in now)
    return Wanted(tuple(codes), now, low, high, step, aim, between)


def solve_points(base: Side, proposed: Side, wanted: Wanted, goal: Goal) -> SolvedPoints:
    """Return the best points that meet the limit and keep what practices may lose, by the aim wanted.

    Payments must follow the points in a straight line (``bends`` is empty).
    """
    trials = Trials(base, proposed, goal)
    programme = Programme(trials, chain_of(trials.side.plan, wanted.codes), wanted)
    now = tuple(int(points / wanted.step) for points in wanted.now)
    found = _that_fits(programme, trials, wanted)
    if found is None:
        cheapest = programme.cheapest()
        least = _tried(trials, wanted, cheapest) if cheapest is not None else None
        return SolvedPoints(wanted, goal, _tried(trials, wanted, now), None, None, least, None)
    steps, tried = found
    wider = programme.best(slack=programme.hidden() + 1)
    gap = wider.worth - worth(wanted, steps) if wider else 0.0
    return SolvedPoints(
        wanted=wanted,
        goal=goal,
        now=_tried(trials, wanted, now),
        points=tuple(n * wanted.step for n in steps),
        found=tried,
        least=None,
        better=Fraction(gap).limit_denominator(100) if gap > _SAME else Fraction(0),
    )


def _that_fits(programme: Programme, trials: Trials, wanted: Wanted) -> tuple[tuple[int, ...], Tried] | None:
    """Return the best points that the engine, too, finds to fit."""
    slack = 0.0
    for _ in range(_TRIES):
        answer = programme.best(slack=slack)
        if answer is None:
            return None
        tried = _tried(trials, wanted, answer.steps)
        if tried.fits(trials.goal):
            return answer.steps, tried
        slack -= max(float(tried.pence - trials.goal.limit), 0.0) + 1.0
    return None


def _tried(trials: Trials, wanted: Wanted, steps: Sequence[int]) -> Tried:
    return trials.of(wanted.figures(steps), sum(steps) * wanted.step)
