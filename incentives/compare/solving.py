"""A figure of a scheme that fits a budget: searched in whole steps through the one engine, and proven there.

Paying more for a point never pays less in all, so the largest figure that fits is found by halving; that
it fits, and that one step more does not, are both runs of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.money import Side, most_it_could_cost, received
from incentives.compare.whatif import signed_codes, with_signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.formula.plan import Plan

COST, MOST, MORE = "cost", "most", "difference"
"""What may be limited: what this schedule pays, the most it could pay, what all receive more than before."""
_TIMES, _GAPS = 10, 40


@dataclass(frozen=True, slots=True)
class Knob:
    """A figure of the scheme that may be turned: its column, whose it is, and its smallest step."""

    says: str
    column: str
    of: str
    step: Fraction
    now: Fraction
    highest: Fraction


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold: a limit in pence, and at most so many practices that would receive less.

    ``most_lost`` is the largest share of what it receives now that any practice may lose.
    """

    of: str
    limit: int
    practices_with_less: int | None = None
    most_lost: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A figure with what follows from it, in pence; ``lost`` is the largest share that a practice loses."""

    value: Fraction
    pence: int
    less: int
    lost: Fraction

    def keeps(self, goal: Goal) -> bool:
        """Tell whether practices lose no more than they may."""
        few = goal.practices_with_less is None or self.less <= goal.practices_with_less
        return few and (goal.most_lost is None or self.lost <= goal.most_lost)


@dataclass(frozen=True, slots=True)
class Solved:
    """The largest figure that fits, the step above it, and what keeps practices; None where there is none.

    ``found`` is None where nothing fits; ``least`` is then the smallest figure above the limit that keeps
    what practices may lose, or None where none that was tried does. ``above`` is None where even the
    highest figure fits.
    """

    knob: Knob
    goal: Goal
    now: Tried
    found: Tried | None
    above: Tried | None
    least: Tried | None


def knob_for(asked: str, plan: Plan) -> Knob | None:
    """Return the figure that is asked for: "price per point", "points of HYP006", or a floor's name."""
    words = asked.strip()
    fields = {f.name: dict(f.values) for f in plan.scheme_fields}
    if words == "price per point" and "price_per_point" in fields:
        now = fields["price_per_point"][""]
        return Knob(words, "price_per_point", "", Fraction(1, 100), now, now * _TIMES)
    if words.startswith("points of "):
        code = words.removeprefix("points of ")
        now_points = fields.get("points_available", {}).get(code)
        if now_points is not None:
            return Knob(words, "points_available", code, Fraction(1), now_points, now_points * _TIMES)
    share = fields.get(f"{words} share", {}).get("")
    if share is not None:
        return Knob(words, f"{words} share", "", Fraction(1, 1000), share, Fraction(1))
    return None


def knobs(plan: Plan) -> tuple[str, ...]:
    """Return everything that may be asked for."""
    fields = {f.name: dict(f.values) for f in plan.scheme_fields}
    found = ["price per point"] if "price_per_point" in fields else []
    found += [f"points of {code}" for code in fields.get("points_available", {})]
    return (*found, *(n.removesuffix(" share") for n in fields if n.endswith(" share")))


def turned(plan: Plan, knob: Knob, value: Fraction) -> Plan:
    """Return the plan with one figure changed."""
    fields = tuple(
        replace(f, values=tuple((k, value if k == knob.of else v) for k, v in f.values))
        if f.name == knob.column
        else f
        for f in plan.scheme_fields
    )
    return replace(plan, scheme_fields=fields)


def solve(base: Side, proposed: Side, knob: Knob, goal: Goal) -> Solved:
    """Return the largest figure that meets the limit and keeps what practices may lose.

    It is of the practices that have signed, or of all where no rule asks who signed.
    """
    trial = _Trials(base, proposed, knob, goal)
    last = int(knob.highest / knob.step)
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


def paid_now(base: Side, proposed: Side, knob: Knob, goal: Goal) -> Tried:
    """Return what a scheme pays as it stands."""
    return _Trials(base, proposed, knob, goal).of(knob.now)


class _Trials:
    """Runs of the engine for one figure, each once."""

    def __init__(self, base: Side, proposed: Side, knob: Knob, goal: Goal) -> None:
        codes = frozenset(proposed.binding.practices)
        self._signed = signed_codes(proposed.binding) or codes
        self._side = Side(proposed.plan, with_signed(proposed.binding, self._signed))
        self._before = received(calculate(base.plan, with_signed(base.binding, self._signed)))
        self._knob, self._goal = knob, goal
        self._known: dict[int, Tried] = {}

    def at(self, steps: int) -> Tried:
        if steps not in self._known:
            self._known[steps] = self.of(steps * self._knob.step)
        return self._known[steps]

    def of(self, value: Fraction) -> Tried:
        plan = turned(self._side.plan, self._knob, value)
        results = calculate(plan, self._side.binding)
        after, ours = received(results), received(results, ours_only=True)
        changes, pence = [], 0
        for code, was, now, paid in zip(self._side.binding.practices, self._before, after, ours, strict=True):
            if code in self._signed:
                changes.append((was, now - was))
                pence += paid
        if self._goal.of == MOST:
            pence = most_it_could_cost(plan, self._side.binding)
        elif self._goal.of == MORE:
            pence = sum(change for _, change in changes)
        losses = [Fraction(-change, was) for was, change in changes if change < 0 and was > 0]
        less = sum(change < 0 for _, change in changes)
        return Tried(value, pence, less, max(losses, default=Fraction(0)))


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
