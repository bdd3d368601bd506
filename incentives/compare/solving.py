"""A figure of a scheme that fits a budget: searched in whole steps through the one engine, and proven there.

Paying more for a point never pays less in all, so the dearest figure that fits is found by halving; that
it fits, and that one step more does not, are both runs of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.compare.knobs import figures
from incentives.compare.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from incentives.compare.knobs import Knob
    from incentives.compare.money import Side
    from incentives.compare.trials import Goal, Tried

_GAPS = 40


@dataclass(frozen=True, slots=True)
class Solved:
    """The dearest figure that fits, the step above it, and what keeps practices; None where there is none.

    ``found`` is None where nothing fits; ``least`` is then the cheapest figure above the limit that keeps
    what practices may lose, or None where none that was tried does. ``above`` is None where even the
    dearest figure fits.
    """

    knob: Knob
    goal: Goal
    now: Tried
    found: Tried | None
    above: Tried | None
    least: Tried | None


def solve(base: Side, proposed: Side, knob: Knob, goal: Goal) -> Solved:
    """Return the dearest figure that meets the limit and keeps what practices may lose.

    It is of the practices that have signed, or of all where no rule asks who signed.
    """
    trial = _Turned(Trials(base, proposed, goal), knob)
    last = knob.steps
    fits = _last_that_holds(last, lambda at: trial.at(at).pence <= goal.limit)
    found = trial.at(fits) if fits is not None and trial.at(fits).keeps(goal) else None
    keeps = None if found else _first_that_holds(fits or 0, last, lambda at: trial.at(at).keeps(goal))
    return Solved(
        knob=knob,
        goal=goal,
        now=trial.of(knob.now),
        found=found,
        above=trial.at(fits + 1) if fits is not None and fits < last else None,
        least=None if keeps is None else trial.at(keeps),
    )


class _Turned:
    """Runs of the engine for one figure, each once."""

    def __init__(self, trials: Trials, knob: Knob) -> None:
        self._trials, self._knob = trials, knob
        self._known: dict[int, Tried] = {}

    def at(self, steps: int) -> Tried:
        if steps not in self._known:
            self._known[steps] = self.of(self._knob.at(steps))
        return self._known[steps]

    def of(self, value: Fraction) -> Tried:
        return self._trials.of(figures(self._trials.side.plan, self._knob, value), value)


def _last_that_holds(last: int, holds: Callable[[int], bool]) -> int | None:
    """Return the largest number of steps for which something holds that holds for all smaller ones."""
    if not holds(0):
        return None
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


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
