"""A figure of a scheme that fits a budget: searched in whole steps through the one engine, and proven there.

Paying more for a point seldom pays less in all, so the dearest figure that fits is found by halving; that
it fits, and that one step more does not, are both runs of the engine. A few values over the whole reach
are tried first, and where what is paid does not rise evenly over all that were tried, that is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.compare.knobs import figures
from incentives.compare.trials import EXPECTED, Trials

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from incentives.compare.knobs import Knob
    from incentives.compare.money import Side
    from incentives.compare.trials import Goal, Tried

_GAPS, _PARTS = 40, 6


@dataclass(frozen=True, slots=True)
class Solved:
    """The dearest figure that fits, the step above it, and what keeps practices; None where there is none.

    ``found`` is None where nothing fits; ``least`` is then the cheapest figure above the limit that keeps
    what practices may lose, or None where none that was tried does. ``above`` is None where even the
    dearest figure fits. ``evenly`` is False where a dearer figure was seen to pay less: then others may fit.
    """

    knob: Knob
    goal: Goal
    now: Tried
    found: Tried | None
    above: Tried | None
    least: Tried | None
    evenly: bool = True


def solve(base: Side, proposed: Side, knob: Knob, goal: Goal) -> Solved:
    """Return the dearest figure that meets the limit and keeps what practices may lose.

    It is of the practices that have signed, or of all where no rule asks who signed.
    """
    trial = _Turned(Trials(base, proposed, goal), knob)
    last = knob.steps
    fits = _last_that_fits(last, trial, goal)
    found = trial.at(fits) if fits is not None and trial.at(fits).keeps(goal) else None
    if found is None:
        _first_that_holds(fits or 0, last, lambda at: trial.at(at).keeps(goal))
    over = [t for t in trial.known.values() if t.keeps(goal) and t.pence > goal.limit]
    pence = [trial.known[at].pence for at in sorted(trial.known)]
    return Solved(
        knob=knob,
        goal=goal,
        now=trial.of(knob.now),
        found=found,
        above=trial.at(fits + 1) if fits is not None and fits < last else None,
        least=None if found else min(over, key=lambda t: t.pence, default=None),
        evenly=pence == sorted(pence),
    )


def _last_that_fits(last: int, trial: _Turned, goal: Goal) -> int | None:
    """Return the dearest number of steps within the limit, the next of which is not; None where none is."""
    parts = 1 if goal.of == EXPECTED else _PARTS
    tried = sorted({last * part // parts for part in range(parts + 1)})
    low = max((at for at in tried if trial.at(at).pence <= goal.limit), default=None)
    if low is None or low == last:
        return low
    high = min(at for at in tried if at > low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if trial.at(middle).pence <= goal.limit else (low, middle)
    return low


class _Turned:
    """Runs of the engine for one figure, each once."""

    def __init__(self, trials: Trials, knob: Knob) -> None:
        self._trials, self._knob = trials, knob
        self.known: dict[int, Tried] = {}

    def at(self, steps: int) -> Tried:
        if steps not in self.known:
            self.known[steps] = self.of(self._knob.at(steps))
        return self.known[steps]

    def of(self, value: Fraction) -> Tried:
        return self._trials.of(figures(self._trials.side.plan, self._knob, value), value)


def _first_that_holds(first: int, last: int, holds: Callable[[int], bool]) -> int | None:
    """Return the smallest number of steps from the first for which something holds, as far as it is tried.

    What a practice loses need not fall evenly: once a budget reduces every payment, more may be lost
    again. So some values are tried in order, then the gap before the first that holds is halved.
    """
    tried = sorted({first + (last - first) * at // _GAPS for at in range(_GAPS + 1)})
    high = next((at for at in tried if holds(at)), None)
    if high is None or high == first:
        return high
    low = max(at for at in tried if at < high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
