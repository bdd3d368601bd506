"""What a run found: every column of the plan by name, and each component's pence by practice."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate.block import Area, Block
from incentives.calculate.columns import Whole, keys_along
from incentives.calculate.integers import PYTHON, Array, as_floats
from incentives.calculate.run import Run
from incentives.formula.nodes import FieldValue, StepValue
from incentives.formula.units import Axis, Grain

if TYPE_CHECKING:
    from incentives.data.bound import Binding
    from incentives.formula.nodes import Value
    from incentives.formula.plan import Plan

_PENCE = 100


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: a row for each practice (or one row), a figure for each component or period (or one).

    A column that is kept has ``integers``, each ``per``-ths of its unit: pence are ``per`` 100 of a
    pound. One that stays a quotient (``is_kept`` False) is read by ``exact`` and ``floats``.
    """

    name: str
    grain: Grain
    run: Run
    kept: Whole | None

    @property
    def is_kept(self) -> bool:
        """Tell whether the column has integers."""
        return self.kept is not None

    @property
    def integers(self) -> Array:
        """The figures (rows × width): int64, or Python's integers where they pass 2^62."""
        return self._whole().ints.figures

    @property
    def per(self) -> int:
        """In which fraction of the column's unit the integers are."""
        return self._whole().per

    def exact(self, practice: int, place: int = 0) -> Fraction:
        """Return one figure by the practice's and the component's (or period's) place; 0 if it has none."""
        practice = practice if Axis.PRACTICES in self.grain else 0
        place = place if Axis.COMPONENTS in self.grain or Axis.PERIODS in self.grain else 0
        if self.kept is not None:
            return Fraction(int(self.integers[practice, place]), self.per)
        expression = self.run.definition(self.name, place)
        if expression is None:
            return Fraction(0)
        area = Area(slice(practice, practice + 1), slice(place, place + 1))
        dividend, divisor = Block(self.run, area, PYTHON).quotient(expression)
        return Fraction(int(dividend.figures[0, 0]), int(divisor.figures[0, 0]))

    def floats(self) -> Array:
        """Return the figures as float64 for display, 0 where there is none; they decide nothing."""
        if self.kept is not None:
            return np.asarray(self.integers.astype(np.float64) / self.per)
        practices = len(self.run.binding.practices) if Axis.PRACTICES in self.grain else 1
        out = np.zeros((practices, len(keys_along(self.grain, self.run.plan))))
        for step in self.run.plan.blocks(self.name):
            for area in self.run.areas(step):
                shown = self.run.read(area, partial(_shown, expression=step.expression))
                out[area.rows, area.places] = shown
        return out

    def _whole(self) -> Whole:
        if self.kept is None:
            raise TypeError(f'"{self.name}" stays a quotient: read it by exact() or floats()')
        return self.kept


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """A plan worked out for a binding.

    ``fallback_blocks`` and ``repaired_cells`` count what could not be proven in int64 and was
    decided by Python's integers instead; the figures are exact either way.
    """

    plan: Plan
    binding: Binding
    run: Run
    fallback_blocks: int
    repaired_cells: int

    def has(self, name: str) -> bool:
        """Tell whether there is a column of that name, worked out or given."""
        return self.plan.has(name) or name in self.plan.given()

    def column(self, name: str) -> Column:
        """Return a column, worked out or given; raises KeyError for an unknown name."""
        if self.plan.has(name):
            return Column(name, self.plan.blocks(name)[0].grain, self.run, self.run.whole(StepValue(name)))
        return Column(name, self.plan.given()[name].grain, self.run, self.run.whole(FieldValue(name)))

    def pence(self, component_id: str) -> Array:
        """Return what a component pays each practice: int64 pence in order of practice codes.

        Raises TypeError where the component's amount is not rounded to whole pence.
        """
        component = self.plan.component(component_id)
        amount = self.in_pence(component.amount)
        place = self.plan.ids().index(component_id) if amount.shape[1] > 1 else 0
        return np.broadcast_to(amount[:, place], len(self.binding.practices))

    def in_pence(self, name: str) -> Array:
        """Return a column of pounds in whole pence (rows × width, int64)."""
        column = self.column(name)
        scaled = column.integers if column.per == _PENCE else column.integers * _PENCE
        whole = scaled if column.per == _PENCE else scaled // column.per
        if column.per != _PENCE and (whole * column.per != scaled).any():
            raise TypeError(f'"{name}" is not rounded to whole pence')
        return whole.astype(np.int64, copy=False)


def calculate(plan: Plan, binding: Binding) -> Results:
    """Work out every step of a sound plan for every practice, exactly.

    The plan has passed ``formula.check.check_plan`` and the binding was made for it. Every kept figure
    is what exact fractions give, rounded only where a step says so (0 of 1,280,000 figures different).
    """
    run = Run(plan, binding)
    run.work_out_all()
    return Results(plan, binding, run, run.work.fallback_blocks, run.work.repaired_cells)


def _shown(block: Block, expression: Value) -> Array:
    dividend, divisor = block.quotient(expression)
    if dividend.is_python:
        return np.asarray((dividend.figures / divisor.figures).astype(np.float64))
    return np.asarray(as_floats(dividend) / as_floats(divisor))
