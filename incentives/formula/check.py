"""The type check of a plan: units, grains, exactness and order, before anything is calculated.

A fault found here is a fault of a form or of a scheme's formula, never of practice data.
Refused: £ + %; a total or a rank of something not exact; a step that uses a later one; a name
worked out twice for the same component; a column spread over a grain it does not cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Problem
from incentives.formula.nodes import (
    Add,
    AtLeast,
    Choose,
    Condition,
    Divide,
    FieldValue,
    Greatest,
    Least,
    Multiply,
    Node,
    Number,
    Over,
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
)
from incentives.formula.units import GRAINS, PLAIN, PRACTICE, SCHEME, Axis, Grain, Unit

if TYPE_CHECKING:
    from incentives.formula.plan import Plan, Step

_AXIS = {Over.PRACTICES: Axis.PRACTICES, Over.COMPONENTS: Axis.COMPONENTS, Over.PERIODS: Axis.PERIODS}


@dataclass(frozen=True, slots=True)
class Kind:
    """What an expression is: its unit, its grain, and whether it is exact (a count or rounded)."""

    unit: Unit
    grain: Grain
    exact: bool


class _FaultError(Exception):
    pass


def check_plan(plan: Plan) -> tuple[Problem, ...]:
    """Return every fault of a plan, with the place of the step at fault; empty for a sound plan."""
    known: dict[str, Kind] = {f.name: Kind(f.unit, f.grain, exact=True) for f in plan.given().values()}
    worked: dict[str, Kind] = {}
    seen: set[tuple[str, str]] = set()
    problems = []
    stages = list(type(plan.steps[0].stage)) if plan.steps else []
    latest = 0
    for step in plan.steps:
        try:
            kind = _Check(known, worked).kind(step.expression)
            _agrees(step, kind, worked)
            _once(step, seen)
            _in_order(step, stages.index(step.stage), latest)
        except _FaultError as fault:
            problems.append(
                Problem(
                    "P101",
                    step.origin.place,
                    f'In the step "{step.title}": {fault}.',
                    "Change the rule so that like is combined with like; see the language reference.",
                )
            )
            continue
        latest = max(latest, stages.index(step.stage))
        exact = kind.exact and worked.get(step.name, kind).exact
        worked[step.name] = Kind(step.unit, step.grain, exact)
    return tuple(problems)


def kind_of(plan: Plan, expression: Value) -> Kind:
    """Return unit, grain and exactness of an expression within a sound plan."""
    known = {f.name: Kind(f.unit, f.grain, exact=True) for f in plan.given().values()}
    worked: dict[str, Kind] = {}
    for step in plan.steps:
        kind = _Check(known, worked).kind(step.expression)
        worked[step.name] = Kind(step.unit, step.grain, kind.exact and worked.get(step.name, kind).exact)
    return _Check(known, worked).kind(expression)


def _agrees(step: Step, kind: Kind, worked: dict[str, Kind]) -> None:
    if step.grain not in GRAINS:
        raise _FaultError(f"no column can differ by {step.grain}")
    if kind.unit != step.unit:
        raise _FaultError(f"it is worked out as {kind.unit} but is meant to be {step.unit}")
    if not step.grain.covers(kind.grain):
        raise _FaultError(f"it differs by {kind.grain} but is kept by {step.grain}")
    if (Axis.COMPONENTS in step.grain) != bool(step.only):
        raise _FaultError("a column by component names its components, and only such a column does")
    before = worked.get(step.name)
    if before and (before.unit, before.grain) != (step.unit, step.grain):
        raise _FaultError("another block of the same column has another unit or grain")


def _in_order(step: Step, stage: int, latest: int) -> None:
    if stage < latest:
        raise _FaultError(f'"{step.title}" ({step.stage.value}) stands after a later stage')


def _once(step: Step, seen: set[tuple[str, str]]) -> None:
    for key in [(step.name, c) for c in step.only or ("",)]:
        if key in seen:
            raise _FaultError(f"it is worked out twice{f' for {key[1]}' if key[1] else ''}")
        seen.add(key)


class _Check:
    def __init__(self, known: dict[str, Kind], worked: dict[str, Kind]) -> None:
        self.known, self.worked = known, worked

    def kind(self, node: Value) -> Kind:
        match node:
            case Number():
                return Kind(node.unit, SCHEME, exact=True)
            case FieldValue():
                return self._named(node.name, self.known, "given")
            case StepValue():
                return self._named(node.name, self.worked, "worked out before")
            case Add() | Subtract() | Least() | Greatest():
                return self._alike(node.a, node.b)
            case Multiply():
                a, b = self.kind(node.a), self.kind(node.b)
                return Kind(a.unit * b.unit, a.grain | b.grain, a.exact and b.exact)
            case Divide():
                return self._quotient(node)
            case Choose():
                when, kind = self.condition(node.when), self._alike(node.then, node.otherwise)
                return Kind(kind.unit, kind.grain | when, kind.exact)
            case Round():
                inner = self.kind(node.of)
                return Kind(inner.unit, inner.grain, exact=True)
            case Total() | Rank():
                return self._across(node)
        raise _FaultError(f"{type(node).__name__} is no figure")

    def condition(self, node: Condition) -> Grain:
        """Return the grain of a condition."""
        if isinstance(node, AtLeast):
            return self._alike(node.a, node.b).grain
        grain = SCHEME
        for part in node.parts():
            assert isinstance(part, Condition), "conditions are made of conditions"  # noqa: S101 - our own mistake
            grain |= self.condition(part)
        return grain

    def _named(self, name: str, columns: dict[str, Kind], what: str) -> Kind:
        if name not in columns:
            raise _FaultError(f'no column "{name}" is {what}')
        return columns[name]

    def _alike(self, first: Value, second: Value) -> Kind:
        a, b = self.kind(first), self.kind(second)
        if a.unit != b.unit:
            raise _FaultError(f"{a.unit} and {b.unit} cannot be combined")
        return Kind(a.unit, a.grain | b.grain, a.exact and b.exact)

    def _quotient(self, node: Divide) -> Kind:
        a, b, other = self.kind(node.a), self.kind(node.b), self.kind(node.if_nil)
        unit = a.unit / b.unit
        if other.unit != unit:
            raise _FaultError(
                f"what is meant where the divisor is nil is {other.unit}, the quotient is {unit}"
            )
        exact = a.exact and b.exact and other.exact and isinstance(node.b, Number)
        return Kind(unit, a.grain | b.grain | other.grain, exact)

    def _across(self, node: Total | Rank) -> Kind:
        inner = self.kind(node.of)
        if not inner.exact:
            raise _FaultError(
                f'"{node.of.name}" is not exact, so it cannot be totalled or ranked: round it first'
            )
        if isinstance(node, Rank):
            return Kind(PLAIN, inner.grain | PRACTICE, exact=True)
        if node.over is Over.GROUP:
            return Kind(inner.unit, inner.grain | PRACTICE, exact=True)
        if _AXIS[node.over] not in inner.grain:
            raise _FaultError(f'"{node.of.name}" does not differ by {_AXIS[node.over].value}')
        return Kind(inner.unit, inner.grain.without(_AXIS[node.over]), exact=True)


def fields_of(node: Node) -> frozenset[str]:
    """Return the names of all given columns that an expression reads."""
    return frozenset(n.name for n in node.walk() if isinstance(n, FieldValue))


def steps_of(node: Node) -> frozenset[str]:
    """Return the names of all earlier columns that an expression reads."""
    return frozenset(n.name for n in node.walk() if isinstance(n, StepValue))
