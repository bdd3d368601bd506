"""One block of a step: the tree of an expression read on some rows and some columns at once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from incentives.calculate.arithmetic import Arithmetic, Work
from incentives.calculate.integers import LIMIT, PYTHON, Array, Ints, TooWideError, measured
from incentives.calculate.ratio import NIL, LowestTerms, Ratio, multiplied
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
    import numpy as np

    from incentives.calculate.columns import Places, Whole

Named = FieldValue | StepValue | Total | Rank
"""Nodes that stand for a whole column, cut to the block's rows and columns."""


@dataclass(frozen=True, slots=True)
class Area:
    """Some rows (practices) and some columns (components or periods) of a table."""

    rows: slice
    places: Places

    @property
    def first_place(self) -> int:
        """The first of the columns; all of them are worked out by the same expressions."""
        return self.places.start if isinstance(self.places, slice) else self.places[0]


class Known(Protocol):
    """What a block asks of the run it belongs to."""

    work: Work
    terms: LowestTerms

    def whole(self, node: Named) -> Whole | None:
        """Return a column that is kept as integers, or None for one that stays a quotient."""

    def definition(self, name: str, place: int) -> Value | None:
        """Return the expression of a column at a place, or None where it has none."""


class Block:
    """Reads expressions on one area, on int64 or on Python's integers (``kind``).

    Equal columns are cut once, so that a list size above and below the line is the same array and
    cancels. Raises TooWideError where int64 cannot be proven right.
    """

    def __init__(self, known: Known, area: Area, kind: np.dtype[Any]) -> None:
        self._known, self._area, self._kind = known, area, kind
        self._of = Arithmetic(kind, known.terms, known.work)
        self._values: dict[int, Ratio] = {}
        self._cuts: dict[Named, Ratio] = {}

    def whole(self, expression: Value) -> tuple[Ints, int]:
        """Return an expression without divisors as integers and their denominator."""
        ratio = self.value(expression)
        assert not ratio.divisors, "a column that is kept is exact"  # noqa: S101 - our own mistake
        ints = self._of.product(ratio.factors, ratio.k.numerator)
        if ints.floats is not None:
            raise TooWideError
        return ints, ratio.k.denominator

    def quotient(self, expression: Value) -> tuple[Ints, Ints]:
        """Return an expression as dividends and divisors."""
        ratio = self.value(expression)
        dividend = self._of.product(ratio.factors, ratio.k.numerator)
        return dividend, self._of.product(ratio.divisors, ratio.k.denominator)

    def value(self, node: Value) -> Ratio:
        """Return an expression's value; each node is worked out once."""
        key = id(node)
        if key not in self._values:
            self._values[key] = self._worked_out(node)
        return self._values[key]

    def holds(self, node: Condition) -> Array:
        """Return for each cell whether a condition holds."""
        match node:
            case AtLeast():
                return self._of.at_least(self.value(node.a), self.value(node.b))
            case Both():
                return self.holds(node.a) & self.holds(node.b)
            case Either():
                return self.holds(node.a) | self.holds(node.b)
            case Opposite():
                return ~self.holds(node.a)
        raise AssertionError(f"no condition: {node!r}")

    def _worked_out(self, node: Value) -> Ratio:
        match node:
            case Number():
                return Ratio(node.value)
            case FieldValue() | StepValue() | Total() | Rank():
                return self._column(node)
            case Add() | Subtract() | Multiply() | Least() | Greatest():
                return self._pair(node, self.value(node.a), self.value(node.b))
            case Divide():
                return self._of.divided(self.value(node.a), self.value(node.b), self.value(node.if_nil))
            case Choose():
                return self._of.chosen(
                    self.holds(node.when), self.value(node.then), self.value(node.otherwise)
                )
            case Round():
                return self._of.rounded(self.value(node.of), node.places, node.rule)
        raise AssertionError(f"no figure: {node!r}")

    def _pair(self, node: Add | Subtract | Multiply | Least | Greatest, a: Ratio, b: Ratio) -> Ratio:
        match node:
            case Add():
                return self._of.added(a, b)
            case Subtract():
                return self._of.subtracted(a, b)
            case Multiply():
                return multiplied(a, b)
            case Least():
                return self._of.least(a, b)
            case Greatest():
                return self._of.greatest(a, b)

    def _column(self, node: Named) -> Ratio:
        """Return a whole column cut to this block; one that stays a quotient is put in place instead."""
        whole = self._known.whole(node)
        if whole is None:
            assert isinstance(node, StepValue), "totals and ranks are of exact columns"  # noqa: S101 - our own mistake
            expression = self._known.definition(node.name, self._area.first_place)
            return NIL if expression is None else self.value(expression)
        if whole.ints.figures.size == 1:
            return Ratio(Fraction(int(whole.ints.figures[0, 0]), whole.per))
        if node not in self._cuts:
            self._cuts[node] = Ratio(Fraction(1, whole.per), (self._cut(whole.ints),))
        return self._cuts[node]

    def _cut(self, ints: Ints) -> Ints:
        if ints.size >= LIMIT and self._kind != PYTHON:
            raise TooWideError
        height, width = ints.figures.shape
        rows = self._area.rows if height > 1 else slice(None)
        places = self._area.places if width > 1 else slice(None)
        figures = ints.figures[rows, places].astype(self._kind, copy=False)
        return measured(figures) if height == 1 else Ints(figures, ints.low, ints.high)
