"""How much one practice moves what all others are paid, through national figures, ranks and pots.

In April 2015 one supplier's gap moved every practice's payment by up to 2%; in May 2017 one practice's
split did. Each practice is left out in turn and the rest is worked out again, exactly: no estimate.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate.results import calculate
from incentives.formula.nodes import Over, Rank, Total
from incentives.formula.plan import Columns
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from incentives.calculate.results import Results
    from incentives.data.bound import Binding, BoundColumn
    from incentives.formula.plan import Plan

MOST = 100
"""So many practices are left out in turn: of more, those with the largest shares of a national figure."""


@dataclass(frozen=True, slots=True)
class Influence:
    """What leaving a practice out does to the others, in pence: together, and at the one moved most.

    ``together_pence`` adds the changes without their signs; ``net_pence`` is what others would be paid
    more (less where negative) if the practice were not there.
    """

    practice: str
    together_pence: int
    net_pence: int
    largest_pence: int
    largest_at: str


def influences(results: Results, *, at_least_pence: int) -> tuple[Influence, ...]:
    """Return the practices that move another practice's total by at least so much, the strongest first."""
    plan, binding = results.plan, results.binding
    if len(binding.practices) < 2 or not share_figures(plan) or not plan.has(Columns.DUE):  # noqa: PLR2004
        return ()
    found = [_influence(results, at) for at in _candidates(binding)]
    strong = [one for one in found if one.largest_pence >= at_least_pence]
    return tuple(sorted(strong, key=lambda one: (-one.largest_pence, one.practice)))


def share_figures(plan: Plan) -> bool:
    """Tell whether any figure of a plan is made of several practices' figures."""
    nodes = (node for step in plan.steps for node in step.expression.walk())
    return any(isinstance(n, Rank) or (isinstance(n, Total) and _across(n.over)) for n in nodes)


def _across(over: Over) -> bool:
    return over not in (Over.COMPONENTS, Over.PERIODS)


def _influence(results: Results, at: int) -> Influence:
    binding = results.binding
    now = np.delete(_totals(results), at)
    then = _totals(calculate(results.plan, without(binding, at)))
    change = then - now
    others = [code for n, code in enumerate(binding.practices) if n != at]
    largest = int(np.abs(change).argmax())
    return Influence(
        binding.practices[at],
        int(np.abs(change).sum()),
        int(change.sum()),
        int(abs(change[largest])),
        others[largest],
    )


def _totals(results: Results) -> np.ndarray:
    """Return what each practice is paid in all, by this schedule and by others, in pence."""
    due = results.in_pence(Columns.DUE)[:, 0]
    return due + results.in_pence(Columns.BY_OTHERS)[:, 0] if results.has(Columns.BY_OTHERS) else due


def without(binding: Binding, at: int) -> Binding:
    """Return a binding that lacks one practice (by its place)."""
    kept = [n for n in range(len(binding.practices)) if n != at]
    return replace(
        binding,
        practices=tuple(binding.practices[n] for n in kept),
        columns={name: _column_without(column, at) for name, column in binding.columns.items()},
        groups={name: tuple(of[n] for n in kept) for name, of in binding.groups.items()},
    )


def _column_without(column: BoundColumn, at: int) -> BoundColumn:
    if Axis.PRACTICES not in column.grain:
        return column
    first, after = at * column.width, (at + 1) * column.width
    rows = column.rows
    return replace(
        column,
        integers=_cut(column.integers, first, after),
        rows=None if rows is None else _cut(rows, first, after),
        notes={},
    )


def _cut(figures: array[int], first: int, after: int) -> array[int]:
    return array("q", [*figures[:first], *figures[after:]])


def _candidates(binding: Binding) -> list[int]:
    """Return the practices that are left out in turn: all, or those with the largest shares."""
    everyone = list(range(len(binding.practices)))
    if len(everyone) <= MOST:
        return everyone
    shares = [Fraction(0)] * len(everyone)
    for column in binding.columns.values():
        if Axis.PRACTICES in column.grain:
            for component in range(column.width):
                figures = column.integers[component :: column.width]
                total = sum(figures) or 1
                shares = [max(s, Fraction(f, total)) for s, f in zip(shares, figures, strict=True)]
    return sorted(sorted(everyone, key=lambda n: (-shares[n], n))[:MOST])
