"""What an amount rests on: the values of a scheme that it is worked out from, each with its standing.

Read from the plan alone, by following each step to the columns it reads. How money and points are
rounded is left out: it moves at most half of the last place, not what is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.formula.nodes import FieldValue, Over, StepValue, Total
from incentives.formula.plan import Columns, DataField, Origin, Standing
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.formula.plan import Component, Plan, SchemeField, Step

POINTS, THRESHOLDS, NO_THRESHOLD, WEIGHTING = "points", "thresholds", "no thresholds", "weighting"
PRICE, AVERAGE_LIST, PRACTICE_LIST = "price per point", "average list", "practice list"
PREVALENCE, PROTECTION = "prevalence", "protection"
_SORTS = {
    "points_available": POINTS,
    "lower_threshold": THRESHOLDS,
    "upper_threshold": THRESHOLDS,
    "price_per_point": PRICE,
    "national_average_list": AVERAGE_LIST,
}
_PARTS = {"for patients": "deduction"}
"""A deduction is so many pounds for so many patients: two figures, one value."""
_BESIDE = " (national QOF)"
"""What a figure of the scheme worked out beside this one is called in addition."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A value that an amount rests on: its sort, the component it is stated for ("" for all), its origin."""

    sort: str
    of: str
    origin: Origin

    @property
    def is_unverified(self) -> bool:
        """Tell whether the value is known from no source, or sources disagree."""
        return self.origin.standing is Standing.UNVERIFIED

    def __str__(self) -> str:
        """Return it in words: ``thresholds of HYP006``."""
        return f"{self.sort} of {self.of}" if self.of else self.sort


class Rests:
    """What each amount of a plan rests on; asked for one component after another."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._given = plan.given()
        self._components = {c.id: c for c in (*plan.components, *plan.compared)}
        self._known: dict[tuple[str, str], dict[Rest, None]] = {}

    def of(self, component: Component, column: str = "") -> tuple[Rest, ...]:
        """Return what a component's amount (or another of its columns, such as points) rests on."""
        return tuple(self._column(column or component.amount, component.id))

    def of_points(self, component: Component) -> tuple[Rest, ...]:
        """Return what an indicator's points rest on."""
        return self.of(component, Columns.POINTS)

    def _column(self, name: str, component: str) -> dict[Rest, None]:
        step = self._plan.step(name, component)
        if step is None:
            return {}
        at = component if Axis.COMPONENTS in step.grain else ""
        if (name, at) not in self._known:
            self._known[name, at] = {}
            self._known[name, at] = dict.fromkeys(self._read(step, at))
        return self._known[name, at]

    def _read(self, step: Step, component: str) -> Iterator[Rest]:
        for node in step.expression.walk():
            if isinstance(node, Total) and node.over is Over.COMPONENTS:
                for other in self._components:
                    yield from self._named(node.of, other)
            elif isinstance(node, FieldValue | StepValue):
                yield from self._named(node, component)
        if component:
            yield from _besides(self._components[component], step.name)

    def _named(self, node: FieldValue | StepValue, component: str) -> Iterator[Rest]:
        given = self._given.get(node.name)
        if given is None:
            yield from self._column(node.name, component)
        elif not isinstance(given, DataField):
            at = component if Axis.COMPONENTS in given.grain else ""
            yield from [stated(given, at)] if at in dict(given.values) else []


def _besides(component: Component, column: str) -> Iterator[Rest]:
    """Yield what is no figure of the plan; the component's own standing where nothing more is said."""
    for needed_by, sort, origin in component.rests_on:
        if needed_by == _plain(column):
            yield Rest(sort, component.id, origin)
    if not component.rests_on and column == component.amount:
        yield own(component)


def own(component: Component) -> Rest:
    """Return what a component states of itself as a value, where it says nothing of its values."""
    origin = Origin(component.origin.place, component.standing, component.origin.source)
    return Rest(component.kind, component.id, origin)


def stated(given: SchemeField, key: str) -> Rest:
    """Return a figure of the scheme (for a component, or "" for all) as a value that amounts rest on."""
    sort = _SORTS.get(_plain(given.name), given.says.removesuffix(_BESIDE))
    return Rest(_PARTS.get(sort, sort), key, given.origin(key))


def _plain(name: str) -> str:
    """Return a column's name without what a scheme worked out beside this one puts before it."""
    return name.rsplit(" ", maxsplit=1)[-1]
