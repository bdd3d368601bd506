"""Any figure of a plan as an exact fraction, worked out from the tree as it stands."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.rounding import rounded
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
from incentives.formula.plan import DataField, SchemeField
from incentives.formula.units import Axis, Grain

if TYPE_CHECKING:
    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan, Step

NOTHING = Fraction(0)


class Exact:
    """Figures of a plan for bound practice data; each is worked out once and kept.

    Practices and components are named by their place in the binding and the plan; a component's
    place is also a period's where a column differs by period.
    """

    def __init__(self, plan: Plan, binding: Binding) -> None:
        self.plan, self.binding = plan, binding
        self.ids, self.periods = plan.ids(), tuple(p.name for p in plan.periods)
        self._given = plan.given()
        self._stated = {f.name: dict(f.values) for f in plan.scheme_fields}
        self._only = {f.name: frozenset(f.only) for f in plan.data_fields}
        self._blocks: dict[tuple[str, str], Step] = {
            (s.name, c): s for s in plan.steps for c in s.only or ("",)
        }
        self._kept: dict[tuple[str, int, int], Fraction] = {}
        self._totals: dict[tuple[Total, int, int], Fraction] = {}

    def step(self, name: str, practice: int = 0, place: int = 0) -> Fraction:
        """Return a worked-out figure; nothing for a component that the column does not serve."""
        step = self.block(name, place)
        if step is None:
            return NOTHING
        key = (name, practice if Axis.PRACTICES in step.grain else 0, place if _wide(step.grain) else 0)
        if key not in self._kept:
            self._kept[key] = self.value(step.expression, practice, place)
        return self._kept[key]

    def block(self, name: str, place: int) -> Step | None:
        """Return the step that works a column out for the component at a place."""
        return self._blocks.get((name, "")) or self._blocks.get(
            (name, self.ids[place] if place < len(self.ids) else "")
        )

    def field(self, name: str, practice: int, place: int) -> Fraction:
        """Return a given figure: from the scheme, or from the practice data."""
        field = self._given[name]
        if isinstance(field, SchemeField):
            axis = Axis.COMPONENTS in field.grain
            key = self.ids[place] if axis else self.periods[place] if Axis.PERIODS in field.grain else ""
            return self._stated[name].get(key, NOTHING)
        return self.binding.columns[name].at(practice, place)

    def value(self, node: Value, practice: int, place: int) -> Fraction:
        """Return the value of an expression for a practice and a component (or period)."""
        match node:
            case Number():
                return node.value
            case FieldValue():
                return self.field(node.name, practice, place)
            case StepValue():
                return self.step(node.name, practice, place)
            case Divide():
                below = self.value(node.b, practice, place)
                chosen = node.a if below else node.if_nil
                return self.value(chosen, practice, place) / (below or 1)
            case Choose():
                chosen = node.then if self.holds(node.when, practice, place) else node.otherwise
                return self.value(chosen, practice, place)
            case Round():
                return rounded(self.value(node.of, practice, place), node.places, node.rule)
            case Total():
                return self._total(node, practice, place)
            case Rank():
                return self._rank(node, practice, place)
        return self._pair(node, practice, place)

    def holds(self, node: Condition, practice: int, place: int) -> bool:
        """Tell whether a condition holds."""
        match node:
            case AtLeast():
                return self.value(node.a, practice, place) >= self.value(node.b, practice, place)
            case Both():
                return self.holds(node.a, practice, place) and self.holds(node.b, practice, place)
            case Either():
                return self.holds(node.a, practice, place) or self.holds(node.b, practice, place)
            case Opposite():
                return not self.holds(node.a, practice, place)
        raise AssertionError(f"{type(node).__name__} is no condition")

    def _pair(self, node: Value, practice: int, place: int) -> Fraction:
        a, b = (self.value(p, practice, place) for p in node.parts() if isinstance(p, Value))
        match node:
            case Add():
                return a + b
            case Subtract():
                return a - b
            case Multiply():
                return a * b
            case Least():
                return min(a, b)
            case Greatest():
                return max(a, b)
        raise AssertionError(f"{type(node).__name__} is no figure")

    def _total(self, node: Total, practice: int, place: int) -> Fraction:
        columns = range(len(self.ids) if node.over is Over.COMPONENTS else len(self.periods))
        if node.over in (Over.COMPONENTS, Over.PERIODS):
            return sum((self._of(node, practice, at) for at in columns), NOTHING)
        members = range(len(self.binding.practices))
        if node.over is Over.GROUP:
            groups = self.binding.groups[node.attribute]
            members = tuple(p for p in members if groups[p] == groups[practice])  # type: ignore[assignment]
        key = (node, place, members[0])
        if key not in self._totals:
            self._totals[key] = sum((self._of(node, p, place) for p in members), NOTHING)
        return self._totals[key]

    def _rank(self, node: Rank, practice: int, place: int) -> Fraction:
        mine = self._of(node, practice, place)
        groups = self.binding.groups[node.within] if node.within else ()
        compared = (
            p for p in range(len(self.binding.practices)) if not groups or groups[p] == groups[practice]
        )
        others = ((self._of(node, p, place), p) for p in compared)
        return Fraction(
            1 + sum(x > mine or (x == mine and p < practice and not node.shared) for x, p in others)
        )

    def _of(self, node: Total | Rank, practice: int, place: int) -> Fraction:
        if isinstance(node.of, StepValue):
            return self.step(node.of.name, practice, place)
        field = self._given[node.of.name]
        if isinstance(field, DataField) and field.only and self.ids[place] not in self._only[field.name]:
            return NOTHING
        return self.field(node.of.name, practice, place)


def _wide(grain: Grain) -> bool:
    return Axis.COMPONENTS in grain or Axis.PERIODS in grain
