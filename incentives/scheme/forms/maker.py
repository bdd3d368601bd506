"""The plan while it is being made: forms add columns, steps and components; like steps become one.

Two indicators paid in the same way make the same step, so their components join one block:
forty straight lines are one step of forty components, and each reading reads it once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incentives.formula.check import steps_of
from incentives.formula.nodes import FieldValue, Round, StepValue, Value
from incentives.formula.plan import Component, DataField, Origin, Period, SchemeField, Stage, Step
from incentives.formula.units import CELL, COMPONENT, PERIOD, PLAIN, SCHEME, Axis, Grain, Unit

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.base.rounding import Rounding
    from incentives.base.year import FinancialYear
    from incentives.scheme.forms.form import Written


class Maker:
    """Collects what forms make; ``year``, ``points`` and ``money`` are the scheme's own rules.

    ``results_as_at`` is the day on which achievement and registers are read: the year's last where the
    scheme names none; ``lists_as_at`` the day of practices' lists. ``indicators`` are those of the scheme;
    ``policies`` (exceptions) and ``suspensions`` change what is counted for an indicator; ``conditions``
    are the flags on which a component's points or pounds depend, ``governing`` the entries they are of.
    ``small_numbers`` and ``part_year`` are what the scheme says of few patients and of parts of a year.
    """

    def __init__(self, year: FinancialYear, points: Rounding | None, money: Rounding) -> None:
        self.year, self.points, self.money = year, points, money
        self.results_as_at = year.last_day
        self.lists_as_at = year.first_day
        self.indicators: dict[str, Written[Any]] = {}
        self.pay_points: Written[Any] | None = None
        self.policies: dict[str, Written[Any]] = {}
        self.suspensions: dict[str, Written[Any]] = {}
        self.conditions: dict[str, list[StepValue]] = {}
        self.governing: dict[str, list[Written[Any]]] = {}
        self.small_numbers: Written[Any] | None = None
        self.part_year: Written[Any] | None = None
        self.attributes: dict[str, None] = {}
        self.components: list[Component] = []
        self.compared: list[Component] = []
        self.periods: list[Period] = []
        self._data: dict[str, tuple[DataField, dict[str, str]]] = {}
        self._scheme: dict[str, tuple[SchemeField, dict[str, tuple[Fraction, Origin]]]] = {}
        self._steps: dict[tuple[str, Value, str], tuple[Step, dict[str, None]]] = {}

    def given(self, field: DataField, component: str = "", item: str = "") -> FieldValue:
        """Ask the practice data for a column (and, by component, for one more component of it)."""
        _, items = self._data.setdefault(field.name, (field, {}))
        if component:
            items.setdefault(component, item or component)
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
        field, figures = self._scheme.setdefault(name, (SchemeField(name, grain, unit, says, ()), {}))
        if (field.grain, field.unit) != (grain, unit):
            raise AssertionError(f"two meanings of the scheme's figure {name}")
        figures.setdefault(component or period, (figure, origin))
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
        step = Step(name, title, grain, unit, expression, says, stage, (), origin or Origin())
        _, only = self._steps.setdefault((name, expression, says), (step, {}))
        if component:
            only.setdefault(component)
        return StepValue(name)

    def by(self, attribute: str) -> str:
        """Ask the practice data to which group of an attribute (``network``) each practice belongs."""
        self.attributes.setdefault(attribute)
        return attribute

    @property
    def root(self) -> Maker:
        """The plan being made itself, where some columns go by other names for a while."""
        return self

    def asks(self, name: str, component: str) -> bool:
        """Tell whether the practice data are asked for a column of a component."""
        return name in self._data and component in self._data[name][1]

    def figure(self, name: str) -> FieldValue | None:
        """Return a figure of the scheme that has been stated, or None."""
        return FieldValue(name) if name in self._scheme else None

    def rounded_points(self, exact: Value) -> Value:
        """Round points as the scheme-year says, or leave them exact where it does not round."""
        return Round(exact, self.points.places, self.points.rule) if self.points else exact

    def rounded_money(self, exact: Value) -> Value:
        """Round pounds as the scheme-year says."""
        return Round(exact, self.money.places, self.money.rule)

    def means_otherwise(self, field: DataField) -> bool:
        """Tell whether a column of that name is asked for already, with another meaning."""
        return field.name in self._data and self._data[field.name][0] != field

    def component(self, component: Component) -> None:
        """Add something that is paid for."""
        self.components.append(component)

    def steps(self) -> tuple[Step, ...]:
        """Return the steps in the order of composition: by stage, each column after those it reads."""
        ordered: list[Step] = []
        for stage in Stage:
            blocks: dict[str, list[Step]] = {}
            for step, only in self._steps.values():
                if step.stage is stage:
                    blocks.setdefault(step.name, []).append(replace(step, only=tuple(only)))
            while blocks:
                ready = next((n for n in blocks if not _reads(blocks[n]) & (blocks.keys() - {n})), "")
                ordered += blocks.pop(ready or next(iter(blocks)))
        return tuple(ordered)

    def data_fields(self) -> tuple[DataField, ...]:
        """Return the columns asked of the practice data."""
        return tuple(
            replace(f, only=tuple(items), items=(*f.items, *((c, i) for c, i in items.items() if c != i)))
            for f, items in self._data.values()
        )

    def scheme_fields(self) -> tuple[SchemeField, ...]:
        """Return the figures of the scheme."""
        return tuple(
            replace(
                field,
                values=tuple((key, figure) for key, (figure, _) in figures.items()),
                origins=tuple((key, origin) for key, (_, origin) in figures.items()),
            )
            for field, figures in self._scheme.values()
        )


def _reads(blocks: list[Step]) -> set[str]:
    return {name for step in blocks for name in steps_of(step.expression)}
