"""Whether what practices are paid follows the points of indicators in a straight line.

Read from the plan's own steps, not tried out: a payment that is points times what does not depend on them
is straight (rounding apart); a floor takes the larger of the total and a fixed amount; a pot or a budget
takes nothing off as long as it is not exceeded. Anything else bends, and is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from incentives.formula.nodes import (
    Add,
    Choose,
    Divide,
    FieldValue,
    Greatest,
    Multiply,
    Number,
    Over,
    Round,
    StepValue,
    Subtract,
    Total,
)
from incentives.formula.plan import Columns, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.formula.nodes import Node, Value
    from incentives.formula.plan import Plan, Step

_LINE, _AFTER, _EARNED = "line ", "due after ", "earned"


class Shape(IntEnum):
    """How a figure depends on the points."""

    FIXED, STRAIGHT, BENT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a practice's total, in order: fixed, a floor under the total, or a pot that may be cut.

    ``of`` names the indicators whose payments a pot holds; it is empty for a pot of everything.
    """

    id: str
    kind: str
    of: tuple[str, ...] = ()


FIXED, FLOOR, POT = "fixed", "floor", "pot"


@dataclass(frozen=True, slots=True)
class Chain:
    """The lines after what is earned; ``bends`` are titles of what follows points in no straight line."""

    lines: tuple[Line, ...]
    bends: tuple[str, ...]


def chain_of(plan: Plan, codes: Iterable[str]) -> Chain:
    """Return how a practice's total follows the points of these indicators."""
    return _Reading(frozenset(codes)).read(plan)


@dataclass
class _Reading:
    """The shapes of columns so far: of the cells of the indicators that change, and of all others."""

    codes: frozenset[str]
    known: dict[tuple[str, bool], Shape] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    bends: list[str] = field(default_factory=list)

    def read(self, plan: Plan) -> Chain:
        for step in plan.steps:
            if step.stage is Stage.PERIODS:
                break
            if step.name.startswith(_LINE):
                self._learn(step.name, changes=False, shape=self._line(plan, step))
                continue
            of = set(step.only)
            if not of or of - self.codes:
                self._learn(step.name, changes=False, shape=self._step(step, changes=False))
            if of & self.codes:
                self._learn(step.name, changes=True, shape=self._step(step, changes=True))
        return Chain(tuple(self.lines), tuple(dict.fromkeys(self.bends)))

    def _learn(self, name: str, *, changes: bool, shape: Shape) -> None:
        key = (name, changes)
        self.known[key] = max(shape, self.known.get(key, Shape.FIXED))

    def _step(self, step: Step, *, changes: bool) -> Shape:
        shape = self.of(step.expression, step, changes=changes)
        if step.name in (Columns.PAYMENT, _EARNED) and shape is Shape.BENT:
            names = ", ".join(sorted(self.codes & set(step.only)))
            self.bends.append(f"{step.title} of {names}" if names else step.title)
        return shape

    def _line(self, plan: Plan, step: Step) -> Shape:
        """Read a line of a practice's total; after one that bends the total counts as straight again."""
        name, inner = step.name.removeprefix(_LINE), _stripped(step.expression)
        if self.of(step.expression, step, changes=False) is Shape.FIXED:
            self.lines.append(Line(name, FIXED))
            return Shape.FIXED
        if self._is_floor(name, inner, step):
            self.lines.append(Line(name, FLOOR))
        elif isinstance(inner, Subtract) and inner.b == StepValue(f"{name} cut share"):
            members = [c for s in plan.blocks(f"{name} of") for c in s.only]
            self.lines.append(Line(name, POT, tuple(members)))
        else:
            self.bends.append(step.title)
        return Shape.STRAIGHT

    def _is_floor(self, name: str, inner: Value, step: Step) -> bool:
        """Whether it is what is missing of the total to a fixed amount."""
        if not (
            isinstance(inner, Greatest) and isinstance(inner.b, Subtract) and isinstance(inner.a, Number)
        ):
            return False
        promised, total = inner.b.a, inner.b.b
        is_total = isinstance(total, StepValue) and (total.name == _EARNED or total.name.startswith(_AFTER))
        is_its_own = promised == StepValue(f"guaranteed {name}")
        is_fixed = self.of(promised, step, changes=False) is Shape.FIXED
        return is_total and is_its_own and is_fixed and inner.a.value == 0

    def of(self, node: Node, step: Step, *, changes: bool) -> Shape:
        """Return how an expression of a step depends on the points, in cells that change or in all others."""
        if isinstance(node, Number):
            return Shape.FIXED
        if isinstance(node, FieldValue):
            return Shape.STRAIGHT if changes and node.name == Columns.POINTS_OFFERED else Shape.FIXED
        if isinstance(node, StepValue):
            return max(self.known.get((node.name, c), Shape.FIXED) for c in {False, changes})
        if isinstance(node, Total):
            return self._of_total(node, step)
        parts = [self.of(part, step, changes=changes) for part in node.parts()]
        if isinstance(node, Add | Subtract | Round) or max(parts) is Shape.FIXED:
            return max(parts)
        if isinstance(node, Multiply):
            return max(parts) if min(parts) is Shape.FIXED else Shape.BENT
        if isinstance(node, Choose):
            return max(parts[1:]) if parts[0] is Shape.FIXED else Shape.BENT
        if isinstance(node, Divide):
            return max(parts[0], parts[2]) if parts[1] is Shape.FIXED else Shape.BENT
        return Shape.BENT

    def _of_total(self, node: Total, step: Step) -> Shape:
        """Adding up a practice's payments is straight; points that meet before they are paid are not."""
        shape = max(self.known.get((node.of.name, c), Shape.FIXED) for c in (False, True))
        if step.only and node.over is not Over.COMPONENTS:
            shape = self.of(node.of, step, changes=bool(set(step.only) & self.codes))
        adds_up = node.over is Over.COMPONENTS and step.stage is Stage.LINES
        return shape if adds_up or shape is Shape.FIXED else Shape.BENT


def _stripped(node: Value) -> Value:
    """Return a line's amount without its rounding and without the choice of who has signed."""
    while isinstance(node, Round | Choose):
        node = node.of if isinstance(node, Round) else node.then
    return node
