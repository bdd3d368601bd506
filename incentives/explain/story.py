"""The story of a payment: each step in words and numbers, with the source of every value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds, written
from incentives.explain.exact import Exact
from incentives.formula.check import fields_of
from incentives.formula.english import figure, say, share, spoken
from incentives.formula.nodes import StepValue, Total
from incentives.formula.plan import Columns, SchemeField
from incentives.formula.units import COMPONENT, PERIOD, PLAIN, POUNDS, SCHEME, Axis, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from incentives.data.bound import Binding
    from incentives.formula.plan import DataField, Plan, Step

_AS_SHARE = frozenset({Columns.ACHIEVEMENT, Columns.INTERVENTION, "lower_threshold", "upper_threshold"})


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a step reads: what it is, how much, and where it comes from."""

    says: str
    figure: str
    source: str
    exact: Fraction


@dataclass(frozen=True, slots=True)
class Told:
    """One step: the rule, the rule with this case's figures, the result and the values it read."""

    name: str
    title: str
    says: str
    working: str
    result: str
    exact: Fraction
    unit: Unit
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """How one amount came about, in the order it was worked out; the last step is the amount."""

    practice: str
    component: str
    title: str
    steps: tuple[Told, ...]

    @property
    def pence(self) -> int:
        """The amount in whole pence."""
        return int(self.steps[-1].exact * 100)


class Stories:
    """The stories of any payments of a plan; what several rest on is worked out once."""

    def __init__(self, plan: Plan, binding: Binding) -> None:
        self._exact = Exact(plan, binding)

    def payment(self, practice: str, component: str) -> Story:
        """Return the story of what a practice is paid for a component.

        Raises KeyError for a practice that is not in the binding or a component that is not in the plan.
        """
        plan, at = self._exact.plan, self._place(practice)
        entry = next((c for c in (*plan.components, *plan.compared) if c.id == component), None)
        if entry is None:
            raise KeyError(component)
        place = plan.ids().index(component)
        steps = _needed(self._exact, entry.amount or Columns.POINTS, place)
        return Story(practice, component, entry.title, self._told(steps, at, place))

    def total(self, practice: str) -> Story:
        """Return the story of a practice's total: what is earned, its lines and what is due."""
        at, steps = self._place(practice), self._exact.plan.steps
        lines = (s for s in steps if not s.only and s.grain.axes and s.stage.value == "practice lines")
        return Story(practice, "", "total", self._told(lines, at, 0))

    def instalment(self, practice: str, period: str) -> Story:
        """Return the story of what a practice is paid in one period, from the year's figures it rests on.

        Raises KeyError for a practice that is not in the binding or a period that is not in the plan.
        """
        names = [p.name for p in self._exact.plan.periods]
        if period not in names:
            raise KeyError(period)
        at, place = self._place(practice), names.index(period)
        steps = _needed(self._exact, Columns.INSTALMENT, place)
        of_practice = (s for s in steps if Axis.COMPONENTS not in s.grain and not s.only)
        return Story(practice, "", period, self._told(of_practice, at, place))

    def _place(self, practice: str) -> int:
        practices = self._exact.binding.practices
        if practice not in practices:
            raise KeyError(practice)
        return practices.index(practice)

    def _told(self, steps: Iterable[Step], practice: int, place: int) -> tuple[Told, ...]:
        return tuple(_told(self._exact, step, practice, place) for step in steps)


def tell(plan: Plan, binding: Binding, practice: str, component: str) -> Story:
    """Return the story of one payment; see ``Stories.payment``."""
    return Stories(plan, binding).payment(practice, component)


def _needed(exact: Exact, last: str, place: int) -> Iterator[Step]:
    wanted: dict[str, None] = {}

    def want(name: str) -> None:
        step = exact.block(name, place)
        if step is None or name in wanted:
            return
        for node in step.expression.walk():
            if isinstance(node, StepValue):
                want(node.name)
        wanted[name] = None

    want(last)
    for name in exact.plan.step_names():
        if name in wanted and (step := exact.block(name, place)):
            yield step


def _told(exact: Exact, step: Step, practice: int, place: int) -> Told:
    value = exact.step(step.name, practice, place)
    component = exact.ids[place] if step.only else ""
    given = tuple(_given(exact, name, practice, place) for name in sorted(fields_of(step.expression)))
    return Told(
        name=step.name,
        title=step.title,
        says=step.says,
        working=_working(exact, step, component, practice, place),
        result=_shown(step.name, value, step.unit),
        exact=value,
        unit=step.unit,
        given=given,
    )


def _working(exact: Exact, step: Step, component: str, practice: int, place: int) -> str:
    """The rule with names, then each name's figure: short enough to be followed with a calculator."""
    text = say(exact.plan, step.expression, component)
    figures = []
    totalled = {n.of for n in step.expression.walk() if isinstance(n, Total)}
    for node in dict.fromkeys(step.expression.walk()):
        if isinstance(node, StepValue) and node not in totalled and (block := exact.block(node.name, place)):
            value = exact.step(node.name, practice, place)
            figures.append(f"{spoken(block.title)} = {_shown(node.name, value, block.unit)}")
    return text + (f"; with {', '.join(figures)}" if figures else "")


def _given(exact: Exact, name: str, practice: int, place: int) -> Given:
    field = exact.plan.given()[name]
    value = exact.field(name, practice, place)
    source = _scheme_source(exact, field, place) if isinstance(field, SchemeField) else ""
    if not isinstance(field, SchemeField):
        source = _data_source(exact, field, practice, place)
    return Given(field.says, _shown(name, value, field.unit), source, value)


def _scheme_source(exact: Exact, field: SchemeField, place: int) -> str:
    key = {COMPONENT: exact.ids[place], SCHEME: ""}.get(field.grain, "")
    if field.grain == PERIOD:
        return "the scheme's calendar"
    origin = field.origin(key)
    where = str(origin.place) or "the scheme"
    return ", ".join(part for part in (where, origin.standing.value, origin.source) if part)


def _data_source(exact: Exact, field: DataField, practice: int, place: int) -> str:
    column = exact.binding.columns[field.name]
    where = column.place(practice, place)
    at = f"{where.file} row {where.line}" if where.line else where.file or field.table
    day = f", as at {column.as_at.isoformat()}" if column.as_at else ""
    if note := column.note(practice, place):
        at += f", with {note}"
    return f"{at}, {field.table}: {field.column}{day}{f' ({column.source})' if column.source else ''}"


def _shown(name: str, value: Fraction, unit: Unit) -> str:
    if unit == PLAIN and (name in _AS_SHARE or name.endswith("threshold")):
        return share(value)
    if unit == POUNDS and (value * 100).denominator == 1:
        return in_pounds(value)
    return figure(value, unit) if unit != PLAIN else written(value, 6)
