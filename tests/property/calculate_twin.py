"""A slow, obvious twin of ``calculate``: the nodes in plain fractions, one figure at a time.

It imports the nodes and nothing of ``calculate``, numpy or the project's rounding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.rounding import Rule
from incentives.formula import nodes as n
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan, Step

NOTHING = Fraction(0)


class Twin:
    """Figures of a plan by practice and column place (component or period, whichever the step has)."""

    def __init__(self, plan: Plan, binding: Binding) -> None:
        self.plan, self.binding = plan, binding
        self.practices = range(len(binding.practices))
        self.found: dict[tuple[str, int, int], Fraction] = {}

    def step(self, name: str, practice: int, place: int) -> Fraction:
        key = name, practice, place
        if key not in self.found:
            step = self._block(name, place)
            self.found[key] = NOTHING if step is None else self.value(step.expression, practice, place)
        return self.found[key]

    def _block(self, name: str, place: int) -> Step | None:
        return next(
            (s for s in self.plan.steps if s.name == name and (not s.only or self._id(place) in s.only)), None
        )

    def _id(self, place: int) -> str:
        return self.plan.components[place].id

    def given(self, name: str, practice: int, place: int) -> Fraction:
        if name in self.binding.columns:
            return self.binding.columns[name].at(practice, place)
        field = next(f for f in self.plan.scheme_fields if f.name == name)
        key = ""
        if Axis.COMPONENTS in field.grain:
            key = self._id(place)
        if Axis.PERIODS in field.grain:
            key = self.plan.periods[place].name
        return dict(field.values).get(key, NOTHING)

    def value(self, node: n.Value, p: int, c: int) -> Fraction:  # noqa: C901 - one case for each node
        match node:
            case n.Number():
                return node.value
            case n.FieldValue():
                return self.given(node.name, p, c)
            case n.StepValue():
                return self.step(node.name, p, c)
            case n.Add():
                return self.value(node.a, p, c) + self.value(node.b, p, c)
            case n.Subtract():
                return self.value(node.a, p, c) - self.value(node.b, p, c)
            case n.Multiply():
                return self.value(node.a, p, c) * self.value(node.b, p, c)
            case n.Divide():
                below = self.value(node.b, p, c)
                return self.value(node.a, p, c) / below if below else self.value(node.if_nil, p, c)
            case n.Least():
                return min(self.value(node.a, p, c), self.value(node.b, p, c))
            case n.Greatest():
                return max(self.value(node.a, p, c), self.value(node.b, p, c))
            case n.Choose():
                return self.value(node.then if self.holds(node.when, p, c) else node.otherwise, p, c)
            case n.Round():
                return in_steps(self.value(node.of, p, c), node.places, node.rule)
            case n.Total():
                return sum((self.value(node.of, q, d) for q, d in self.cells(node, p, c)), NOTHING)
            case n.Rank():
                mine = self.value(node.of, p, c)
                group = self.binding.groups[node.within] if node.within else [""] * len(self.practices)
                others = [(self.value(node.of, q, c), q) for q in self.practices if group[q] == group[p]]
                first = sum(o == mine and q < p for o, q in others) * (not node.shared)
                return Fraction(1 + first + sum(o > mine for o, _ in others))
        raise AssertionError(node)

    def cells(self, node: n.Total, p: int, c: int) -> list[tuple[int, int]]:
        match node.over:
            case n.Over.PRACTICES:
                return [(q, c) for q in self.practices]
            case n.Over.COMPONENTS:
                return [(p, d) for d in range(len(self.plan.components))]
            case n.Over.PERIODS:
                return [(p, d) for d in range(len(self.plan.periods))]
            case n.Over.GROUP:
                group = self.binding.groups[node.attribute]
                return [(q, c) for q in self.practices if group[q] == group[p]]

    def holds(self, node: n.Condition, p: int, c: int) -> bool:
        match node:
            case n.AtLeast():
                return self.value(node.a, p, c) >= self.value(node.b, p, c)
            case n.Both():
                return self.holds(node.a, p, c) and self.holds(node.b, p, c)
            case n.Either():
                return self.holds(node.a, p, c) or self.holds(node.b, p, c)
            case n.Opposite():
                return not self.holds(node.a, p, c)
        raise AssertionError(node)


def in_steps(exact: Fraction, places: int, rule: Rule) -> Fraction:
    size = abs(exact) * 10**places
    whole = size.numerator // size.denominator
    if rule is Rule.HALF_UP and size - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if exact >= 0 else -whole, 10**places)
