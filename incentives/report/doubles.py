"""A lifted formula worked out as a spreadsheet would: in doubles, in the order in which it is written.

Below 2^53 a lifted formula is exact. Pounds with an unrounded prevalence factor pass that; so every
formula that rounds is worked out here too and compared with the engine before a workbook is written.
Excel keeps 17 digits and shows 15: a figure counts as the same only where both round alike.
"""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

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
    from collections.abc import Callable, Sequence

    from incentives.calculate import Results

_NEAR_A_TIE = 1e-12


class Doubles:
    """The cells of one run as a spreadsheet holds them, to ``digits`` significant digits at a rounding."""

    def __init__(self, results: Results, digits: int) -> None:
        self.results, self.digits = results, digits
        self._columns: dict[str, list[list[float]]] = {}
        components = {c: n for n, c in enumerate(results.plan.ids())}
        self._places = components | {p.name: n for n, p in enumerate(results.plan.periods)}

    def value(self, node: Value, key: str) -> Callable[[int], float]:  # noqa: C901 - one case for each node
        """Return a function from a practice's place to the figure that a cell would show."""
        match node:
            case Ratio():
                return self._ratio(node, key)
            case Sum():
                terms = sorted(node.terms, key=lambda term: term[0] < 0)
                return _added([self._product(k, factors, key) for k, factors in terms])
            case Whole():
                inner = self.value(node.of, key)
                scale = node.scale
                return inner if scale == 1 else lambda p: self._round(inner(p) * scale, 0, Rule.HALF_UP)
            case Round():
                return self._rounded(node, key)
            case Choose():
                when, then = self.condition(node.when, key), self.value(node.then, key)
                otherwise = self.value(node.otherwise, key)
                return lambda p: then(p) if when(p) else otherwise(p)
            case Least() | Greatest():
                a, b = self.value(node.a, key), self.value(node.b, key)
                return (lambda p: min(a(p), b(p))) if isinstance(node, Least) else (lambda p: max(a(p), b(p)))
            case Total() | Rank():
                return self._across(node, key)
            case FieldValue() | StepValue():
                return self._cell(node.name, key)
            case Number():
                figure = node.value.numerator / node.value.denominator
                return lambda _: figure
            case Add() | Subtract() | Multiply() | Divide():
                return self._pair(node, key)
        raise AssertionError(f"{type(node).__name__} is no figure")

    def condition(self, node: Condition, key: str) -> Callable[[int], bool]:
        """Return a function from a practice's place to whether a condition holds in its row."""
        match node:
            case AtLeast():
                a, b = self.value(node.a, key), self.value(node.b, key)
                return lambda p: a(p) >= b(p)
            case Both() | Either():
                x, y = self.condition(node.a, key), self.condition(node.b, key)
                return (lambda p: x(p) and y(p)) if isinstance(node, Both) else (lambda p: x(p) or y(p))
            case Opposite():
                inner = self.condition(node.a, key)
                return lambda p: not inner(p)
        raise AssertionError(f"{type(node).__name__} is no condition")

    def _ratio(self, node: Ratio, key: str) -> Callable[[int], float]:
        shown = shown_figure(node)
        if shown is not None:
            return self.value(shown, key)
        above = self._product(node.constant.numerator, node.top, key)
        if not node.below and node.constant.denominator == 1:
            return above
        below = self._product(node.constant.denominator, node.below, key)
        return lambda p: above(p) / below(p)

    def _product(self, constant: int, factors: tuple[Value, ...], key: str) -> Callable[[int], float]:
        parts = [self.value(f, key) for f in factors]

        def product(p: int) -> float:
            size = constant / 1
            for part in parts:
                size *= part(p)
            return size

        return product

    def _pair(self, node: Add | Subtract | Multiply | Divide, key: str) -> Callable[[int], float]:
        a, b = self.value(node.a, key), self.value(node.b, key)
        match node:
            case Add():
                return lambda p: a(p) + b(p)
            case Subtract():
                return lambda p: a(p) - b(p)
            case Multiply():
                return lambda p: a(p) * b(p)
        other = self.value(node.if_nil, key)
        return lambda p: a(p) / b(p) if b(p) else other(p)

    def _rounded(self, node: Round, key: str) -> Callable[[int], float]:
        scale = 10**node.places
        if node.rule is Rule.HALF_UP:
            inner = self.value(node.of, key)
            return lambda p: self._round(inner(p), node.places, node.rule)
        whole = self.value(magnified(node.of, scale), key)
        return lambda p: self._round(whole(p), 0, node.rule) / scale

    def _round(self, figure: float, places: int, rule: Rule) -> float:
        scaled = figure * 10**places
        nearest = math.floor(scaled)
        part = scaled - nearest
        edge = part - 0.5 if rule is Rule.HALF_UP else min(part, 1 - part)
        if abs(edge) > _NEAR_A_TIE * max(1000.0, abs(scaled)):
            whole: int = nearest + (part > 0.5 if rule is Rule.HALF_UP else scaled < 0)  # noqa: PLR2004 - a half
            return float(whole) / float(10**places)
        written = Decimal(f"{figure:.15g}") if self.digits < 17 else Decimal(repr(figure))  # noqa: PLR2004 - doubles
        way = ROUND_HALF_UP if rule is Rule.HALF_UP else ROUND_DOWN
        return float(written.quantize(Decimal(1).scaleb(-places), way))

    # -- columns ---------------------------------------------------------------------------------------

    def _cell(self, name: str, key: str) -> Callable[[int], float]:
        figures, place = self._figures(name), self._place(name, key)
        if len(figures) == 1:
            figure = figures[0][place]
            return lambda _: figure
        return lambda p: figures[p][place]

    def _across(self, node: Total | Rank, key: str) -> Callable[[int], float]:
        figures, place = self._figures(node.of.name), self._place(node.of.name, key)
        column = [row[place] for row in figures]
        if isinstance(node, Rank):
            ranks = _places(node, column, self.results.binding.groups.get(node.within, ()))
            return lambda p: ranks[p]
        if node.over is Over.PRACTICES:
            total = sum(column)
            return lambda _: total
        if node.over is Over.GROUP:
            groups = self.results.binding.groups[node.attribute]
            sums: dict[str, float] = {}
            for group, figure in zip(groups, column, strict=True):
                sums[group] = sums.get(group, 0.0) + figure
            return lambda p: sums[groups[p]]
        totals = [sum(row) for row in figures]
        return (lambda _: totals[0]) if len(totals) == 1 else lambda p: totals[p]

    def _place(self, name: str, key: str) -> int:
        grain = self.results.column(name).grain
        return self._places[key] if key and (Axis.COMPONENTS in grain or Axis.PERIODS in grain) else 0

    def _figures(self, name: str) -> list[list[float]]:
        if name not in self._columns:
            self._columns[name] = self.results.column(name).floats().tolist()
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


def _added(parts: list[Callable[[int], float]]) -> Callable[[int], float]:
    def total(p: int) -> float:
        size = 0.0
        for part in parts:
            size += part(p)
        return size

    return total
