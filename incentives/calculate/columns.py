"""Whole columns: given ones made ready, worked-out ones filled block by block, totals and ranks of both.

Every column is a table of integers over one denominator: one row, or a row for each practice; one
figure a row, or one for each component or period.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate.integers import INT64, LIMIT, PYTHON, Array, Ints, held
from incentives.formula.nodes import Over
from incentives.formula.units import Axis, Grain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.data.bound import BoundColumn
    from incentives.formula.plan import Plan, SchemeField

Places = slice | list[int]
"""Which columns of a table: components or periods by their place in the plan."""


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Integers with bounds, each ``per``-ths of the column's unit: pence are pounds per 100."""

    ints: Ints
    per: int


class Sheet:
    """A column while it is filled, block by block, over a denominator that grows where it must."""

    def __init__(self, rows: int, width: int) -> None:
        self._figures: Array = np.zeros((rows, width), INT64)
        self._per, self._filled = 1, 0
        self._low, self._high = 0, 0

    def put(self, rows: slice, places: Places, ints: Ints, per: int) -> None:
        """Write the figures of one block, each ``per``-ths of the column's unit."""
        shared = lcm(self._per, per)
        self._rescale(shared // self._per)
        self._per = shared
        part = _scaled(ints, shared // per)
        if part.size >= LIMIT:
            self._figures = self._figures.astype(PYTHON)
        first = not self._filled
        self._low = part.low if first else min(self._low, part.low)
        self._high = part.high if first else max(self._high, part.high)
        self._figures[rows, places] = part.figures
        self._filled += self._figures[rows, places].size

    def whole(self) -> Whole:
        """Return the column as filled so far, nil where no block has written; it cannot be changed."""
        shown = self._figures.view()
        shown.flags.writeable = False
        bounds = [self._low, self._high]
        if self._filled < shown.size:
            bounds.append(0)
        return Whole(Ints(shown, min(bounds), max(bounds)), self._per)

    def _rescale(self, by: int) -> None:
        if by == 1 or not self._filled:
            return
        scaled = _scaled(Ints(self._figures, self._low, self._high), by)
        self._figures, self._low, self._high = scaled.figures, scaled.low, scaled.high


def given_column(bound: BoundColumn) -> Whole:
    """Return a column of the practice data as a table (rows × width)."""
    figures = np.asarray(bound.integers, INT64).reshape(-1, bound.width)
    return Whole(held(figures), bound.per)


def scheme_column(field: SchemeField, plan: Plan) -> Whole:
    """Return a column of the scheme as one row over a common denominator, nil where it has no figure."""
    figures = dict(field.values)
    per = lcm(*(figure.denominator for figure in figures.values()))
    row = [int(figures.get(key, 0) * per) for key in keys_along(field.grain, plan)]
    return Whole(held(np.array([row], PYTHON)), per)


def keys_along(grain: Grain, plan: Plan) -> tuple[str, ...]:
    """Return the components' ids or the periods' names along a row of a column of that grain, or ("",)."""
    if Axis.COMPONENTS in grain:
        return plan.ids()
    return tuple(p.name for p in plan.periods) if Axis.PERIODS in grain else ("",)


def total_over(column: Whole, over: Over) -> Whole:
    """Return the total over all practices (one row) or over all components or periods (one figure a row)."""
    figures = _safe_to_add(column)
    axis = 0 if over is Over.PRACTICES else 1
    return Whole(held(np.asarray(figures.sum(axis=axis, keepdims=True))), column.per)


def total_within(column: Whole, groups: Sequence[str]) -> Whole:
    """Return for each practice (a row) the total of its group.

    By ``add.reduceat`` on rows brought together; ``bincount`` would add floats.
    """
    _, group = np.unique(np.array(groups, PYTHON), return_inverse=True)
    figures = np.broadcast_to(_safe_to_add(column), (len(groups), column.ints.figures.shape[1]))
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    return Whole(held(np.add.reduceat(figures[order], starts, axis=0)[group]), column.per)


def ranked(column: Whole, groups: Sequence[str], *, shared: bool) -> Whole:
    """Return each practice's place within its group, 1 for the highest figure.

    On a tie the earlier practice comes first, or (``shared``) both have the better place.
    """
    figures = np.broadcast_to(column.ints.figures, (len(groups), column.ints.figures.shape[1]))
    _, group = np.unique(np.array(groups, PYTHON), return_inverse=True)
    order = np.argsort(-figures, axis=0, kind="stable")
    order = np.take_along_axis(order, np.argsort(group[order], axis=0, kind="stable"), axis=0)
    rows = np.arange(len(groups), dtype=INT64)[:, None]
    begins = np.diff(group[order], axis=0, prepend=-1) != 0
    start = np.maximum.accumulate(np.where(begins, rows, 0), axis=0)
    if shared:
        ordered = np.take_along_axis(figures, order, axis=0)
        begins[1:] |= ordered[1:] != ordered[:-1]
        rows = np.maximum.accumulate(np.where(begins, rows, 0), axis=0)
    places = np.empty(figures.shape, INT64)
    np.put_along_axis(places, order, 1 + rows - start, axis=0)
    return Whole(held(places), 1)


def _safe_to_add(column: Whole) -> Array:
    figures = column.ints.figures
    return figures if column.ints.size * max(figures.shape) < LIMIT else figures.astype(PYTHON)


def _scaled(ints: Ints, by: int) -> Ints:
    if by == 1:
        return ints
    low, high = ints.low * by, ints.high * by
    figures = ints.figures if max(-low, high) < LIMIT else ints.figures.astype(PYTHON)
    return Ints(figures * by, low, high)
