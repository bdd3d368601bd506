"""The text of a workbook formula, from a lifted expression and the cells that hold its columns.

In: an expression (see ``lift``) and ``Cells``, which names the cells for one row and column.
Out: formula text without the leading "=", in British English function names as stored in a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from incentives.base.rounding import Rule
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

if TYPE_CHECKING:
    from fractions import Fraction

LONGEST = 8192


class Cells(Protocol):
    """Where the columns lie, as seen from one cell of the workbook."""

    def one(self, column: FieldValue | StepValue) -> str:
        """Return the cell that holds a column's figure here, or ``0`` where it has none."""

    def total(self, total: Total) -> str:
        """Return a total's formula or the cell that holds it; over a group, the cells to choose from."""

    def groups(self, attribute: str, *, to_here: bool = False) -> tuple[str, str]:
        """Return the cells with every practice's group (or to this one's), and the one of this practice."""

    def ranked(self, column: FieldValue | StepValue) -> tuple[str, str]:
        """Return a column's cells of all practices, and those from the first to this practice."""


def formula(node: Value, cells: Cells) -> str:  # noqa: C901 - one case for each node
    """Return a figure's formula.

    Totals of columns that no cell holds are ``0``. Shares read as ``(a*b)/(c*d)``: whole numbers are
    multiplied first and divided once.
    """
    match node:
        case Ratio():
            return _ratio(node, cells)
        case Sum():
            return _sum(node, cells)
        case Whole():
            inner = formula(node.of, cells)
            return _product_of(inner, node.of) if node.scale == 1 else f"ROUND({inner}*{node.scale}, 0)"
        case Round():
            return _rounded(node, cells)
        case Choose():
            parts = (condition(node.when, cells), formula(node.then, cells), formula(node.otherwise, cells))
            return f"IF({', '.join(parts)})"
        case Least() | Greatest():
            name = "MIN" if isinstance(node, Least) else "MAX"
            return f"{name}({', '.join(_alike(node, type(node), cells))})"
        case Total() | Rank():
            return _across(node, cells)
        case FieldValue() | StepValue():
            return cells.one(node)
        case Number():
            return _number(node.value)
        case Add():
            return f"{formula(node.a, cells)}+{_enclosed(node.b, cells)}"
        case Subtract():
            return f"{formula(node.a, cells)}-{_enclosed(node.b, cells)}"
        case Multiply():
            return f"{_enclosed(node.a, cells)}*{_enclosed(node.b, cells)}"
        case Divide():
            below = _enclosed(node.b, cells)
            quotient = f"{_enclosed(node.a, cells)}/({below})"
            return f"IF({below} = 0, {formula(node.if_nil, cells)}, {quotient})"
    raise AssertionError(f"{type(node).__name__} has no formula")


def condition(node: Condition, cells: Cells) -> str:
    """Return a condition's formula."""
    match node:
        case AtLeast():
            return f"{formula(node.a, cells)} >= {formula(node.b, cells)}"
        case Both():
            return f"AND({condition(node.a, cells)}, {condition(node.b, cells)})"
        case Either():
            return f"OR({condition(node.a, cells)}, {condition(node.b, cells)})"
        case Opposite():
            return f"NOT({condition(node.a, cells)})"
    raise AssertionError(f"{type(node).__name__} is no condition")


def shown_figure(node: Value) -> Value | None:
    """Return the figure that a ratio only takes apart again: a cell's pence put back into pounds."""
    if not isinstance(node, Ratio) or node.below or len(node.top) != 1:
        return None
    factor = node.top[0]
    if isinstance(factor, Whole) and node.constant * factor.scale == 1:
        return factor.of
    return None


def _ratio(node: Ratio, cells: Cells) -> str:
    shown = shown_figure(node)
    if shown is not None:
        return formula(shown, cells)
    above = _product(node.constant.numerator, node.top, cells)
    if not node.below and node.constant.denominator == 1:
        return above
    below = _product(node.constant.denominator, node.below, cells)
    return f"({above})/({below})"


def _product(constant: int, factors: tuple[Value, ...], cells: Cells) -> str:
    if not factors:
        return str(constant)
    if len(factors) == 1 and constant == 1:
        return formula(factors[0], cells)
    text = "*".join(_enclosed(f, cells) for f in factors)
    return {1: text, -1: f"-{text}"}.get(constant, f"{constant}*{text}")


def _sum(node: Sum, cells: Cells) -> str:
    text = ""
    for constant, factors in sorted(node.terms, key=lambda term: term[0] < 0):
        sign = ("-" if constant < 0 else "+") if text else ("-" if constant < 0 else "")
        text += sign + _product(abs(constant), factors, cells)
    return text


def _rounded(node: Round, cells: Cells) -> str:
    if node.rule is Rule.HALF_UP:
        return f"ROUND({formula(node.of, cells)}, {node.places})"
    # Cutting 0.29 to two places would depend on how a program holds 0.29; cutting 29 does not.
    scale = 10**node.places
    inner = formula(magnified(node.of, scale), cells)
    return f"ROUNDDOWN({inner}, 0)" if scale == 1 else f"ROUNDDOWN({inner}, 0)/{scale}"


def _across(node: Total | Rank, cells: Cells) -> str:
    if isinstance(node, Rank):
        everyone, so_far = cells.ranked(node.of)
        own, counted, counted_so_far = cells.one(node.of), "1", "1"
        if node.within:
            groups, group = cells.groups(node.within)
            groups_so_far, _ = cells.groups(node.within, to_here=True)
            counted, counted_so_far = f"({groups} = {group})", f"({groups_so_far} = {group})"
        above = f"SUMPRODUCT(({everyone} > {own})*{counted})"
        return f"{above}+1" if node.shared else f"{above}+SUMPRODUCT(({so_far} = {own})*{counted_so_far})"
    added = cells.total(node)
    if node.over is not Over.GROUP:
        return added
    everyone, own = cells.groups(node.attribute)
    return f"SUMIF({everyone}, {own}, {added})"


def _alike(node: Value, kind: type[Least | Greatest], cells: Cells) -> list[str]:
    """Return the arguments of MIN or MAX, those of a MIN within a MIN beside the others."""
    if isinstance(node, kind):
        return [*_alike(node.a, kind, cells), *_alike(node.b, kind, cells)]
    return [formula(node, cells)]


def _enclosed(node: Value, cells: Cells) -> str:
    return _product_of(formula(node, cells), node)


def _product_of(text: str, node: Value) -> str:
    """Return text that may stand beside × and -: in brackets where it is itself a sum or a quotient."""
    match node:
        case Whole() if node.scale == 1:
            return _product_of(text, node.of)
        case Sum() | Add() | Subtract() | Ratio() | Rank() | Multiply():
            return f"({text})"
        case Round() if node.rule is Rule.DOWN:
            return f"({text})"
        case Number() if node.value < 0:
            return f"({text})"
    return text


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
