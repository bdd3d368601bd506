"""The plan while it is being made: forms add columns, steps and components; like steps become one.

Two indicators paid in the same way make the same step, so their components join one block:
forty straight lines are one step of forty components, and each reading reads it once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.formula.check import steps_of
from incentives.formula.nodes import FieldValue, Round, StepValue, Value
from incentives.formula.plan import Component, DataField, Origin, Period, SchemeField, Stage, Step
from incentives.formula.units import CELL, COMPONENT, PERIOD, PLAIN, SCHEME, Axis, Grain, Unit

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.base.rounding import Rounding
    from incentives.base.year import FinancialYear


class Maker:
    """Collects what forms make; ``year``, ``points`` and ``money`` are the scheme's own rules."""

    def __init__(self, year: FinancialYear, points: Rounding | None, money: Rounding) -> None:
        self.year, self.points, self.money = year, points, money
        self.components: list[Component] = []
        self.periods: list[Period] = []
        self._data: dict[str, DataField] = {}
        self._scheme: dict[str, SchemeField] = {}
        self._steps: list[Step] = []

    def given(self, field: DataField, component: str = "", item: str = "") -> FieldValue:
        """Ask the practice data for a column (and, by component, for one more component of it)."""
        old = self._data.get(field.name, field)
        if component and component not in old.only:
            items = (*old.items, (component, item)) if item and item != component else old.items
            old = replace(old, only=(*old.only, component), items=items)
        self._data[field.name] = old
        return FieldValue(field.name)

    def stated(  # noqa: PLR0913 - a figure needs all of them, by name
        self,
        name: str,
        figure: Fraction,
        *,
        says: str,
        unit: Unit = PLAIN,
        component: str = "",
        period: str = "",
        origin: Origin,
    ) -> FieldValue:
        """State a figure of the scheme: for one component, for one period, or for all."""
        grain = COMPONENT if component else PERIOD if period else SCHEME
        key = component or period
        old = self._scheme.get(name) or SchemeField(name, grain, unit, says, ())
        if (old.grain, old.unit) != (grain, unit):
            raise AssertionError(f"two meanings of the scheme's figure {name}")
        if key not in dict(old.values):
            old = replace(old, values=(*old.values, (key, figure)), origins=(*old.origins, (key, origin)))
        self._scheme[name] = old
        return FieldValue(name)

    def step(  # noqa: PLR0913 - a step needs all of them, by name
        self,
        name: str,
        expression: Value,
        *,
        title: str,
        says: str,
        stage: Stage,
        grain: Grain = CELL,
        unit: Unit = PLAIN,
        component: str = "",
        origin: Origin | None = None,
    ) -> StepValue:
        """Add a step, or one more component to the same step of another component."""
        if (Axis.COMPONENTS in grain) != bool(component):
            raise AssertionError(f"the step {name} by component needs its component")
        for at, step in enumerate(self._steps):
            if step.name == name and step.expression == expression:
                if component and component not in step.only:
                    self._steps[at] = replace(step, only=(*step.only, component))
                return StepValue(name)
        only = (component,) if component else ()
        self._steps.append(Step(name, title, grain, unit, expression, says, stage, only, origin or Origin()))
        return StepValue(name)

    def asks(self, name: str, component: str) -> bool:
        """Tell whether the practice data are asked for a column of a component."""
        return name in self._data and component in self._data[name].only

    def figure(self, name: str) -> FieldValue | None:
        """Return a figure of the scheme that has been stated, or None."""
        return FieldValue(name) if name in self._scheme else None

    def rounded_points(self, exact: Value) -> Value:
        """Round points as the scheme-year says, or leave them exact where it does not round."""
        return Round(exact, self.points.places, self.points.rule) if self.points else exact

    def rounded_money(self, exact: Value) -> Value:
        """Round pounds as the scheme-year says."""
        return Round(exact, self.money.places, self.money.rule)

    def component(self, component: Component) -> None:
        """Add something that is paid for."""
        self.components.append(component)

    def steps(self) -> tuple[Step, ...]:
        """Return the steps in the order of composition: by stage, each column after those it reads."""
        ordered: list[Step] = []
        for stage in Stage:
            blocks: dict[str, list[Step]] = {}
            for step in self._steps:
                if step.stage is stage:
                    blocks.setdefault(step.name, []).append(step)
            while blocks:
                ready = next((n for n in blocks if not _reads(blocks[n]) & (blocks.keys() - {n})), "")
                ordered += blocks.pop(ready or next(iter(blocks)))
        return tuple(ordered)

    def data_fields(self) -> tuple[DataField, ...]:
        """Return the columns asked of the practice data."""
        return tuple(self._data.values())

    def scheme_fields(self) -> tuple[SchemeField, ...]:
        """Return the figures of the scheme."""
        return tuple(self._scheme.values())


def _reads(blocks: list[Step]) -> set[str]:
    return {name for step in blocks for name in steps_of(step.expression)}
