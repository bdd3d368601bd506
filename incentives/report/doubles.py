"""A lifted formula worked out as a spreadsheet would: in doubles, in the order in which it is written.

Below 2^53 a lifted formula is exact. Pounds with an unrounded prevalence factor pass that; so every
formula that rounds is worked out here too and compared with the engine before a workbook is written.
Excel keeps 17 digits and shows 15: a figure counts as the same only where both round alike.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from incentives.base.rounding import Rule
from incentives.formula.excel import shown_figure
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
    Over,
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
)
from incentives.formula.ratios import Ratio, Sum, Whole, magnified
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.calculate import Results

Figures = NDArray[np.float64]
_NEAR_A_TIE = 1e-12


class Doubles:
    """The cells of one run as a spreadsheet holds them, to ``digits`` significant digits at a rounding.

    Figures are arrays of float64 with one entry a practice; each operation is that of the one figure.
    """

    def __init__(self, results: Results, digits: int) -> None:
        self.results, self.digits = results, digits
        self.near_a_tie = False
        self._columns: dict[str, Figures] = {}
        components = {c: n for n, c in enumerate(results.plan.ids())}
        self._places = components | {p.name: n for n, p in enumerate(results.plan.periods)}
        self._practices = len(results.binding.practices)

    def shown(self, node: Value, key: str) -> Figures:
        """Return what the cells of all practices would show.

        ``near_a_tie`` tells afterwards whether the number of digits could matter to any of them.
        """
        self.near_a_tie = False
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.asarray(np.broadcast_to(self._value(node, key), (self._practices,)))

    def holds(self, node: Condition, key: str) -> NDArray[np.bool_]:
        """Return whether a condition holds in the row of each practice."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.asarray(np.broadcast_to(self._condition(node, key), (self._practices,)))

    def _value(self, node: Value, key: str) -> Figures:  # noqa: C901 - one case for each node
        match node:
            case Ratio():
                return self._ratio(node, key)
            case Sum():
                terms = sorted(node.terms, key=lambda term: term[0] < 0)
                return _added([self._product(k, factors, key) for k, factors in terms])
            case Whole():
                inner = self._value(node.of, key)
                return inner if node.scale == 1 else self._round(inner * node.scale, 0, Rule.HALF_UP)
            case Round():
                return self._rounded(node, key)
            case Choose():
                when = self._condition(node.when, key)
                return np.where(when, self._value(node.then, key), self._value(node.otherwise, key))
            case Least():
                return np.minimum(self._value(node.a, key), self._value(node.b, key))
            case Greatest():
                return np.maximum(self._value(node.a, key), self._value(node.b, key))
            case Total() | Rank():
                return self._across(node, key)
            case FieldValue() | StepValue():
                return self._figures(node.name)[:, self._place(node.name, key)]
            case Number():
                return np.array([node.value.numerator / node.value.denominator])
            case Add() | Subtract() | Multiply() | Divide():
                return self._pair(node, key)
        raise AssertionError(f"{type(node).__name__} is no figure")

    def _condition(self, node: Condition, key: str) -> NDArray[np.bool_]:
        match node:
            case AtLeast():
                return np.greater_equal(self._value(node.a, key), self._value(node.b, key))
            case Both():
                return np.logical_and(self._condition(node.a, key), self._condition(node.b, key))
            case Either():
                return np.logical_or(self._condition(node.a, key), self._condition(node.b, key))
            case Opposite():
                return np.logical_not(self._condition(node.a, key))
        raise AssertionError(f"{type(node).__name__} is no condition")

    def _ratio(self, node: Ratio, key: str) -> Figures:
        shown = shown_figure(node)
        if shown is not None:
            return self._value(shown, key)
        above = self._product(node.constant.numerator, node.top, key)
        if not node.below and node.constant.denominator == 1:
            return above
        quotient: Figures = above / self._product(node.constant.denominator, node.below, key)
        return quotient

    def _product(self, constant: int, factors: tuple[Value, ...], key: str) -> Figures:
        size = np.array([constant / 1])
        for factor in factors:
            size = size * self._value(factor, key)
        return size

    def _pair(self, node: Add | Subtract | Multiply | Divide, key: str) -> Figures:
        a, b = self._value(node.a, key), self._value(node.b, key)
        match node:
            case Add():
                return a + b
            case Subtract():
                return a - b
            case Multiply():
                return a * b
        return np.where(b != 0, a / b, self._value(node.if_nil, key))

    def _rounded(self, node: Round, key: str) -> Figures:
        scale = 10**node.places
        if node.rule is Rule.HALF_UP:
            return self._round(self._value(node.of, key), node.places, node.rule)
        whole: Figures = self._round(self._value(magnified(node.of, scale), key), 0, node.rule)
        return whole / float(scale)

    def _round(self, figures: Figures, places: int, rule: Rule) -> Figures:
        scaled = figures * float(10**places)
        nearest = np.floor(scaled)
        part = scaled - nearest
        half_up = rule is Rule.HALF_UP
        edge = part - 0.5 if half_up else np.minimum(part, 1 - part)
        rounded = (nearest + (part > 0.5 if half_up else scaled < 0)) / float(10**places)  # noqa: PLR2004 - a half
        near = np.abs(edge) <= _NEAR_A_TIE * np.maximum(1000.0, np.abs(scaled))
        for at in np.flatnonzero(near & np.isfinite(scaled)).tolist():
            rounded[at] = self._written(float(figures[at]), places, rule)
        return np.asarray(rounded)

    def _written(self, figure: float, places: int, rule: Rule) -> float:
        """Round a figure near a tie as it is written with so many digits."""
        self.near_a_tie = True
        written = Decimal(f"{figure:.15g}") if self.digits < 17 else Decimal(repr(figure))  # noqa: PLR2004 - doubles
        way = ROUND_HALF_UP if rule is Rule.HALF_UP else ROUND_DOWN
        return float(written.quantize(Decimal(1).scaleb(-places), way))

    # -- columns ---------------------------------------------------------------------------------------

    def _across(self, node: Total | Rank, key: str) -> Figures:
        """Return totals and places; each is added up one figure after another, as cells are."""
        figures, place = self._figures(node.of.name), self._place(node.of.name, key)
        column = figures[:, place].tolist()
        if isinstance(node, Rank):
            ranks = _places(node, column, self.results.binding.groups.get(node.within, ()))
            return np.array([ranks[p] for p in range(len(column))])
        if node.over is Over.PRACTICES:
            return np.array([float(sum(column))])
        if node.over is Over.GROUP:
            groups = self.results.binding.groups[node.attribute]
            sums: dict[str, float] = {}
            for group, figure in zip(groups, column, strict=True):
                sums[group] = sums.get(group, 0.0) + figure
            return np.array([sums[group] for group in groups])
        return _added(list(figures.T))

    def _place(self, name: str, key: str) -> int:
        grain = self.results.column(name).grain
        return self._places[key] if key and (Axis.COMPONENTS in grain or Axis.PERIODS in grain) else 0

    def _figures(self, name: str) -> Figures:
        if name not in self._columns:
            self._columns[name] = self.results.column(name).floats()
        return self._columns[name]


def _places(node: Rank, column: list[float], groups: Sequence[str]) -> dict[int, float]:
    within = groups or [""] * len(column)
    found: dict[int, float] = {}
    counted: dict[str, int] = {}
    last: dict[str, int] = {}
    for p in sorted(range(len(column)), key=lambda p: (-column[p], p)):
        group = within[p]
        place = float(counted.setdefault(group, 0) + 1)
        if node.shared and counted[group] and column[last[group]] == column[p]:
            place = found[last[group]]
        found[p], last[group], counted[group] = place, p, counted[group] + 1
    return found


def _added(parts: list[Figures]) -> Figures:
    total = np.array([0.0])
    for part in parts:
        total = total + part
    return total
