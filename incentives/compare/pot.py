"""What a pot makes of all practices' totals: a function of their sum, read off the engine at some sums.

The engine pays the plan's last steps alone, with what practices earn as given figures. A plan whose pot is
no function of the sum (a floor after it that some practices reach) shows it at once and is refused.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from incentives.calculate import calculate
from incentives.compare.shapes import UnreadableError
from incentives.data.bound import Binding, BoundColumn
from incentives.formula.nodes import FieldValue, Node, StepValue
from incentives.formula.plan import DataField, Plan
from incentives.formula.units import POUNDS, PRACTICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.calculate import Results
    from incentives.compare.moments import Floats
    from incentives.compare.readable import Readable
    from incentives.compare.spread import Total

PENCE = 100
GIVEN = "what is earned, as tried"
_SUMS, _WIDE, _TRIALS = 25, 9.0, (-1.0, 0.0, 1.0)
_ALLOWED = 0.01
"""Of one standard deviation of the sum: how far a trial may lie from the function of the sum."""


@dataclass(frozen=True, slots=True, eq=False)
class Paid:
    """What is paid in pounds for sums before the pot: straight between the sums at which it was read."""

    sums: Floats
    paid: Floats

    def at(self, sums: Floats) -> Floats:
        """Return what is paid in all for such sums."""
        return np.asarray(np.interp(sums, self.sums, self.paid))


def paid_of(total: Total) -> Callable[[Floats], Floats]:
    """Return what is paid as a function of the sum before any pot.

    Raises UnreadableError where what is paid is no function of the sum.
    """
    side = total.readable
    if not side.pots:
        return lambda sums: sums
    earned, deviations = total.earned.mean, total.earned.variance**0.5
    tail = Tail(side)
    steps = _steps(total, deviations)
    found = sorted(tail.paid(earned + step * deviations) for step in steps)
    sums, paid = (np.array(column) for column in zip(*found, strict=True))
    sums, first = np.unique(sums, return_index=True)
    function = Paid(*_with_bends(sums, paid[first]))
    _refuse_scatter(tail, function, total, (earned, deviations))
    return function.at


def _steps(total: Total, deviations: Floats) -> Floats:
    """Return by how many of its own deviations every practice is moved, so that the sums reach far enough."""
    pound = float((total.held.slope * deviations).sum()) or 1.0
    reach = _WIDE * total.deviation / pound
    return np.linspace(-2 * reach, 2 * reach, _SUMS)


def _refuse_scatter(tail: Tail, function: Paid, total: Total, about: tuple[Floats, Floats]) -> None:
    """Pay three years in which practices move apart; each must be paid what the function says."""
    earned, deviations = about
    apart = ndtri((np.arange(1, len(earned) + 1) * 0.6180339887) % 1)
    pound = float((total.held.slope * deviations).sum()) or 1.0
    for step in _TRIALS:
        together = step * total.deviation / pound
        before, paid = tail.paid(earned + (together + np.roll(apart, int(7 * step))) * deviations)
        if abs(paid - float(function.at(np.array([before]))[0])) > _ALLOWED * total.deviation + 1:
            raise UnreadableError("what a pot pays depends on more than the sum of what is earned")


def _with_bends(sums: Floats, paid: Floats) -> tuple[Floats, Floats]:
    """Put in the place where two straight pieces meet between two sums, exactly."""
    slopes = np.diff(paid) / np.diff(sums)
    more_sums, more_paid = [], []
    for at in range(1, len(slopes) - 1):
        left, right = slopes[at - 1], slopes[at + 1]
        if abs(left - right) < 1e-6:  # noqa: PLR2004 - a penny in £10,000
            continue
        place = (paid[at + 1] - paid[at] + left * sums[at] - right * sums[at + 1]) / (left - right)
        if sums[at] < place < sums[at + 1]:
            more_sums.append(place)
            more_paid.append(paid[at] + left * (place - sums[at]))
    order = np.argsort(np.concatenate([sums, more_sums]), kind="stable")
    return np.concatenate([sums, more_sums])[order], np.concatenate([paid, more_paid])[order]


class Tail:
    """A plan's lines alone, with what practices earn given."""

    def __init__(self, side: Readable) -> None:
        assert side.earned is not None, "a pot rests on a sum"  # noqa: S101 - our own mistake
        self._side = side
        plan = _put(side.results.plan, side.earned, FieldValue(GIVEN))
        given = DataField(GIVEN, PRACTICE, POUNDS, "", "", GIVEN, per=PENCE)
        self._plan = replace(
            plan,
            steps=tuple(s for s in plan.steps if s.name in _needed(plan, side.lines)),
            data_fields=(*plan.data_fields, given),
        )

    def paid(self, earned: Floats) -> tuple[float, float]:
        """Return all practices' totals before and after the pot in pounds, where they earn so many pounds."""
        pence = np.rint(np.maximum(earned, 0) * PENCE).astype(np.int64)
        results = calculate(self._plan, self._bound(pence))
        before = int(pence.sum()) + self._sum(
            results, [n for n in self._side.lines if n not in self._side.pots]
        )
        return before / PENCE, (before + self._sum(results, self._side.pots)) / PENCE

    def _sum(self, results: Results, names: Any) -> int:
        return sum(int(results.in_pence(name).sum()) for name in names)

    def _bound(self, pence: Any) -> Binding:
        binding = self._side.side.binding
        column = BoundColumn(PRACTICE, array("q", pence.tobytes()), 1, PENCE)
        return replace(binding, columns={**binding.columns, GIVEN: column})


def _needed(plan: Plan, names: tuple[str, ...]) -> set[str]:
    needed, todo = set(names), list(names)
    while todo:
        for step in plan.blocks(todo.pop()):
            for node in step.expression.walk():
                if isinstance(node, StepValue) and node.name not in needed:
                    needed.add(node.name)
                    todo.append(node.name)
    return needed


def _put(plan: Plan, old: Node, new: Node) -> Plan:
    """Return a plan with one expression put in place of another, wherever it stands."""
    return replace(
        plan, steps=tuple(replace(s, expression=_replaced(s.expression, old, new)) for s in plan.steps)
    )


def _replaced(node: Any, old: Node, new: Node) -> Any:
    if node == old:
        return new
    parts = {f.name: getattr(node, f.name) for f in fields(node)}
    changed = {name: _replaced(part, old, new) for name, part in parts.items() if isinstance(part, Node)}
    return replace(node, **changed) if changed else node
