"""A column as a function of one figure that moves: straight between places where it bends or jumps.

Every form pays in pieces of straight lines: nothing up to a threshold, a share above it, all from another.
This reading of a plan finds those places from its expressions, node by node, in floats and without rounding.
It is for ranges of what may happen, never for a payment.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from incentives.formula.nodes import (
    Add,
    AtLeast,
    Both,
    Choose,
    Condition,
    Divide,
    Either,
    FieldValue,
    Greatest,
    Least,
    Multiply,
    Number,
    Opposite,
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from incentives.calculate.results import Results
    from incentives.formula.nodes import Node
    from incentives.formula.plan import Plan

Floats = Any
"""A figure, or float64 figures (practices × places tried)."""

_NEAR, _NARROW = 1e-9, 1e-6
_FINEST = 2
_AT_ONCE = "a payment depends on several indicators or practices at once"


class UnreadableError(Exception):
    """A plan pays in another way than in straight pieces of one figure; the text says which."""


class Shape:
    """The expressions of one component (by its place) as functions of ``moving``, for some practices.

    ``whole`` says that the moving figure counts patients: conditions are met by whole numbers only, so
    that a level of 80% of 12 patients is reached at 9½, where a count is rounded to 10.
    """

    def __init__(
        self, results: Results, moving: Value, place: int, rows: NDArray[np.intp], *, whole: bool
    ) -> None:
        self._results, self._moving, self._place = results, moving, place
        self._rows, self._whole = rows, whole
        self._known: dict[Value, Floats] = {}
        self._made: dict[str, Value] = {}
        self._moves: dict[int, tuple[bool, Node]] = {}

    def moves(self, node: Node) -> bool:
        """Tell whether an expression depends on the moving figure."""
        if id(node) not in self._moves:
            self._moves[id(node)] = self._found_to_move(node), node
        return self._moves[id(node)][0]

    def at(self, node: Value, tried: Floats) -> Floats:
        """Return an expression's value where the moving figure is ``tried`` (practices × places)."""
        if node == self._moving:
            return tried
        match node:
            case Number():
                return float(node.value)
            case FieldValue() | StepValue() | Total() | Rank():
                return self._column(node, tried)
            case Round():
                return self.at(node.of, tried)
            case Choose():
                then, otherwise = self.at(node.then, tried), self.at(node.otherwise, tried)
                return np.where(self._holds(node.when, tried), then, otherwise)
            case Divide():
                a, b = self.at(node.a, tried), self.at(node.b, tried)
                nil = np.asarray(b) == 0
                return np.where(nil, self.at(node.if_nil, tried), a / np.where(nil, 1.0, b))
            case Add() | Subtract() | Multiply() | Least() | Greatest():
                return _pair(node, self.at(node.a, tried), self.at(node.b, tried))
        raise AssertionError(f"no figure: {node!r}")

    def bends(self, node: Value, low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where an expression bends or jumps between two ends (practices × places, ascending).

        A practice with fewer places than another has ``high`` for the rest. Raises UnreadableError.
        """
        edges = np.column_stack([low, high])
        for inner in self._inner_first(node, set()):
            new = self._roots(inner, edges)
            used = ~np.isnan(new).all(axis=0)
            if used.any():
                new = new[:, used]
                new = np.where(np.isnan(new), high[:, None], np.clip(new, low[:, None], high[:, None]))
                edges = np.sort(np.column_stack([edges, new]), axis=1)
        return edges[:, 1:-1]

    def straight(
        self, node: Value, edges: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return start and slope of each piece between edges: value = start + slope × figure."""
        first, second, width = _inside(edges)
        one, two = self._spread(node, first), self._spread(node, second)
        wide = width > _NARROW * (1 + np.abs(first))
        slope = np.where(wide, (two - one) / np.where(wide, width, 1.0), 0.0)
        slope[np.abs(slope) * width < _NEAR * (1 + np.abs(one))] = 0.0
        return one - slope * first, slope

    def _spread(self, node: Value, tried: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.broadcast_to(self.at(node, tried), tried.shape)

    def _column(self, node: FieldValue | StepValue | Total | Rank, tried: Floats) -> Floats:
        if self.moves(node):
            if not isinstance(node, StepValue):
                raise UnreadableError(_AT_ONCE)
            return self.at(self._definition(node), tried)
        if node not in self._known:
            whole = self._results.run.whole(node)
            if whole is None:
                assert isinstance(node, StepValue), "only steps stay quotients"  # noqa: S101 - our own mistake
                self._known[node] = self.at(self._definition(node), tried)
            else:
                figures = whole.ints.figures
                of_it = figures[:, self._place if figures.shape[1] > 1 else 0].astype(np.float64) / whole.per
                self._known[node] = of_it[self._rows][:, None] if len(of_it) > 1 else float(of_it[0])
        return self._known[node]

    def _definition(self, node: StepValue) -> Value:
        if node.name not in self._made:
            found = self._results.run.definition(node.name, self._place)
            self._made[node.name] = Number(Fraction(0)) if found is None else found
        return self._made[node.name]

    def _holds(self, node: Condition, tried: Floats) -> Any:
        match node:
            case AtLeast():
                met = np.rint(tried) if self._whole else tried
                a, b = self.at(node.a, met), self.at(node.b, met)
                return a - b >= -_NEAR * (np.abs(a) + np.abs(b))
            case Both():
                return self._holds(node.a, tried) & self._holds(node.b, tried)
            case Either():
                return self._holds(node.a, tried) | self._holds(node.b, tried)
            case Opposite():
                return ~np.asarray(self._holds(node.a, tried))
        raise AssertionError(f"no condition: {node!r}")

    def _roots(self, node: Least | Greatest | AtLeast, edges: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where both sides of a node are equal, piece by piece; nowhere is not a number."""
        first, second, width = _inside(edges)
        one = self._spread(node.a, first) - self._spread(node.b, first)
        two = self._spread(node.a, second) - self._spread(node.b, second)
        turns = (width > 0) & (np.abs(two - one) > _NEAR * width)
        slope = np.where(turns, (two - one) / np.where(width > 0, width, 1.0), np.nan)
        root = first - one / slope
        near = _NEAR * (1 + np.abs(edges[:, 1:]))
        root[~((root >= edges[:, :-1] - near) & (root <= edges[:, 1:] + near))] = np.nan
        if self._whole and isinstance(node, AtLeast):
            up, down = np.ceil(root - _NEAR * (1 + np.abs(root))), np.floor(root + _NEAR * (1 + np.abs(root)))
            return np.where(slope > 0, up - 0.5, down + 0.5)
        return root

    def _inner_first(self, node: Node, seen: set[int]) -> Iterator[Least | Greatest | AtLeast]:
        if id(node) in seen or node == self._moving or not self.moves(node):
            return
        seen.add(id(node))
        self._refuse(node)
        if isinstance(node, StepValue):
            yield from self._inner_first(self._definition(node), seen)
        for part in node.parts():
            yield from self._inner_first(part, seen)
        if isinstance(node, Least | Greatest | AtLeast):
            yield node

    def _refuse(self, node: Node) -> None:
        match node:
            case Total() | Rank():
                raise UnreadableError(_AT_ONCE)
            case Round() if node.places < _FINEST:
                raise UnreadableError("points or pounds are rounded more coarsely than to hundredths")
            case Multiply() if self.moves(node.a) and self.moves(node.b):
                raise UnreadableError("a payment multiplies what is achieved by what is achieved")
            case Divide() if self.moves(node.b):
                raise UnreadableError("a payment divides by what is achieved")

    def _found_to_move(self, node: Node) -> bool:
        if node == self._moving:
            return True
        match node:
            case StepValue():
                return self.moves(self._definition(node))
            case Total() | Rank():
                return isinstance(node.of, StepValue) and node.of.name in self._reached
        return any(self.moves(part) for part in node.parts())

    @cached_property
    def _reached(self) -> frozenset[str]:
        return reached_from(self._results.plan, {self._moving})


def reached_from(plan: Plan, moving: Collection[Value]) -> frozenset[str]:
    """Return the names of the steps that depend, for any component, on figures that move."""
    reached: set[str] = set()
    for step in plan.steps:
        for node in step.expression.walk():
            if node in moving or (isinstance(node, StepValue) and node.name in reached):
                reached.add(step.name)
                break
    return frozenset(reached)


def totals_within(plan: Plan, names: Collection[str], moving: frozenset[str]) -> set[Total | Rank]:
    """Return totals and ranks of moving steps that some steps (by name) rest on, also through others."""
    found: set[Total | Rank] = set()
    todo, seen = list(names), set(names)
    while todo:
        for step in plan.blocks(todo.pop()):
            for node in step.expression.walk():
                if isinstance(node, Total | Rank) and node.of.name in moving:
                    found.add(node)
                if isinstance(node, StepValue) and node.name not in seen:
                    seen.add(node.name)
                    todo.append(node.name)
    return found


def _pair(node: Add | Subtract | Multiply | Least | Greatest, a: Floats, b: Floats) -> Floats:
    match node:
        case Add():
            return a + b
        case Subtract():
            return a - b
        case Multiply():
            return a * b
        case Least():
            return np.minimum(a, b)
        case Greatest():
            return np.maximum(a, b)


def _inside(edges: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return two places inside each piece, and how far they lie apart."""
    width = np.diff(edges, axis=1) / 3
    first = edges[:, :-1] + width
    return first, first + width, width
