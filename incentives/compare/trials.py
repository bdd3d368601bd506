"""What a plan pays with other figures: whole runs of the engine beside what must hold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.knobs import Figures, with_figures
from incentives.compare.money import Side, at_best, received
from incentives.compare.movement import moved
from incentives.compare.whatif import signed_codes, with_signed

if TYPE_CHECKING:
    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan

COST, MOST, MORE, EXPECTED = "cost", "most it could cost", "difference", "expected cost"
"""What may be limited, in pence: what this schedule pays on these results, what it pays where everything
is achieved, what all receive more than before, and its mean when achievement moves as in other years."""
DRAWS = 100


@dataclass(frozen=True, slots=True)
class Goal:
    """What must hold: a limit in pence, and at most so many practices that would receive less.

    ``most_lost`` is the largest share of what it receives now that any practice may lose. ``draws`` is
    how many trial years an expected cost is the mean of.
    """

    of: str
    limit: int
    practices_with_less: int | None = None
    most_lost: Fraction | None = None
    draws: int = DRAWS


@dataclass(frozen=True, slots=True)
class Tried:
    """What follows from figures, in pence; ``lost`` is the largest share that a practice loses.

    ``value`` is the figure tried, or for several points their total.
    """

    value: Fraction
    pence: int
    less: int
    lost: Fraction

    def keeps(self, goal: Goal) -> bool:
        """Tell whether practices lose no more than they may."""
        few = goal.practices_with_less is None or self.less <= goal.practices_with_less
        return few and (goal.most_lost is None or self.lost <= goal.most_lost)

    def fits(self, goal: Goal) -> bool:
        """Tell whether the limit is met too."""
        return self.pence <= goal.limit and self.keeps(goal)


class Trials:
    """Runs of the engine for one goal, of the practices that have signed (of all where nobody need sign)."""

    def __init__(self, base: Side, proposed: Side, goal: Goal) -> None:
        codes = frozenset(proposed.binding.practices)
        self.goal = goal
        self.signed = signed_codes(proposed.binding) or codes
        self.side = Side(proposed.plan, with_signed(proposed.binding, self.signed))
        self.before = received(calculate(base.plan, with_signed(base.binding, self.signed)))
        self.rows = tuple(at for at, code in enumerate(self.side.binding.practices) if code in self.signed)
        self._years: list[Binding] | None = None

    def years(self) -> list[Binding]:
        """Return the practice data of each year that the limit is a mean of; the same for every figure."""
        if self._years is None:
            plan, binding = self.side.plan, self.side.binding
            if self.goal.of == EXPECTED:
                self._years = [moved(plan, binding, 1, number) for number in range(self.goal.draws)]
            else:
                self._years = [at_best(plan, binding).binding if self.goal.of == MOST else binding]
        return self._years

    def of(self, new: Figures, value: Fraction) -> Tried:
        """Return what follows from figures of the plan, each by its column and key."""
        plan = with_figures(self.side.plan, new)
        results = calculate(plan, self.side.binding)
        after, ours = received(results), received(results, ours_only=True)
        changes = [(self.before[at], after[at] - self.before[at]) for at in self.rows]
        losses = [Fraction(-change, was) for was, change in changes if change < 0 and was > 0]
        return Tried(
            value=value,
            pence=self._pence(plan, sum(ours[at] for at in self.rows), sum(change for _, change in changes)),
            less=sum(change < 0 for _, change in changes),
            lost=max(losses, default=Fraction(0)),
        )

    def _pence(self, plan: Plan, cost: int, more: int) -> int:
        """Return what the limit is of, a mean to the whole penny above it."""
        if self.goal.of == COST:
            return cost
        if self.goal.of == MORE:
            return more
        if self.goal.of == MOST:
            return self._paid(plan, at_best(plan, self.side.binding).binding)
        years = self.years()
        return -(-sum(self._paid(plan, year) for year in years) // len(years))

    def _paid(self, plan: Plan, binding: Binding) -> int:
        paid = received(calculate(plan, binding), ours_only=True)
        return sum(paid[at] for at in self.rows)
