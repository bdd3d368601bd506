"""What the chapters execute, counted by form and reading, with the edges of each form that were met.

A case is a practice of a chapter's table, held in a reading to figures worked by hand; in English it is a
setting whose change changed the words. An edge is a comparison among the steps that a form makes (at least,
the less or the greater of two); it is met where a case lies just below it, on it and just above it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentives.explain.exact import Exact
from incentives.formula.nodes import AtLeast, FieldValue, Greatest, Least, Node, Number, StepValue, Value
from incentives.formula.plan import Columns
from incentives.formula.units import PLAIN
from incentives.scheme.forms import FORMS, points, pounds, small_numbers
from incentives.scheme.forms.maker import Maker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan

READINGS = ("calculate", "explain", "workbook", "English", "oracle")
CHAPTER = re.compile(r"test_form_(\d\d)_")
OFTEN = frozenset(v for k, v in vars(Columns).items() if k.isupper()) | {"lower_threshold", "upper_threshold"}
"""Columns that have one name in every scheme."""
COMPARED = (AtLeast, Least, Greatest)
APART = {22: (pounds, "limited"), 14: (points, "protected"), 28: (small_numbers, "has_enough")}
"""What makes the steps of a form beside its own maker, or in its place."""
JUST, FEW = Fraction(1, 20), Fraction(3, 2)
"""A share lies just beside an edge within 0.05, a count or a sum within one or a fiftieth of it."""


@dataclass
class Cases:
    """Cases by reading, how often nobody was counted, and on which sides of each edge cases lay."""

    held: Counter[str] = field(default_factory=Counter)
    nobody: int = 0
    edges: dict[str, set[str]] = field(default_factory=dict)

    def add(self, other: Cases) -> None:
        """Add the cases of another test of the same chapter."""
        self.held.update(other.held)
        self.nobody += other.nobody
        for edge, sides in other.edges.items():
            self.edges.setdefault(edge, set()).update(sides)

    def as_data(self) -> dict[str, Any]:
        """Return the counts as plain data, to be sent from one process to another."""
        edges = {edge: sorted(sides) for edge, sides in self.edges.items()}
        return {"held": dict(self.held), "nobody": self.nobody, "edges": edges}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Cases:
        """Return the counts that ``as_data`` made."""
        edges = {edge: set(sides) for edge, sides in data["edges"].items()}
        return cls(Counter(data["held"]), data["nobody"], edges)


NOW = Cases()
"""The cases of the test that is running; ``conftest`` takes them when it ends."""


def taken() -> Cases:
    """Return what was counted since it was last taken."""
    found = Cases()
    found.add(NOW)
    NOW.held.clear()
    NOW.edges.clear()
    NOW.nobody = 0
    return found


def count(reading: str, cases: int) -> None:
    """Count cases that a reading was held to."""
    NOW.held[reading] += cases


def chapter() -> int:
    """Return the form of the chapter whose test is running; 0 outside the chapters."""
    found = CHAPTER.search(os.environ.get("PYTEST_CURRENT_TEST", ""))
    return int(found[1]) if found else 0


def note_edges(plan: Plan, binding: Binding, edges: set[Node]) -> None:
    """Note on which side of each edge of a form the figures of every case lie, as ``explain`` has them."""
    exact = Exact(plan, binding)
    for step in plan.steps:
        places = [plan.ids().index(c) for c in step.only] or [0]
        for node in (n for n in step.expression.walk() if n in edges):
            sides, shares = NOW.edges.setdefault(edge_name(node), set()), _are_shares(plan, node)
            for practice in range(len(binding.practices)):
                for place in places:
                    a, b = (
                        exact.value(part, practice, place) for part in node.parts() if isinstance(part, Value)
                    )
                    sides.add(_side(a, b, shares=shares))
            sides.discard("")


def _side(a: Fraction, b: Fraction, *, shares: bool) -> str:
    """Return whether a lies on b, just below or just above it; nothing where it lies far away."""
    if a == b:
        return "at"
    near = JUST if shares and max(abs(a), abs(b)) <= FEW else max(Fraction(1), max(abs(a), abs(b)) / 50)
    return ("below" if a < b else "above") if abs(a - b) <= near else ""


def _are_shares(plan: Plan, node: Node) -> bool:
    """Tell whether a comparison may be of shares: of figures without a unit."""
    given = plan.given()
    units = {step.name: step.unit for step in plan.steps}
    for part in node.walk():
        unit = part.unit if isinstance(part, Number) else PLAIN
        if isinstance(part, FieldValue | StepValue):
            unit = units.get(part.name) or given[part.name].unit
        if unit != PLAIN:
            return False
    return True


def edge_name(node: Node) -> str:
    """Return an edge's name: what is compared with what, without what only one chapter calls it."""
    match node:
        case AtLeast() | Least() | Greatest():
            return f"{type(node).__name__}({edge_name(node.a)}, {edge_name(node.b)})"
        case Number():
            return str(node.value) if node.value in (0, 1) else "a figure"
        case FieldValue() | StepValue():
            return node.name if node.name in OFTEN else "a column"
    return " ".join([type(node).__name__, *(edge_name(part) for part in node.parts())])


@contextmanager
def edges_made(number: int) -> Iterator[set[Node]]:
    """Gather the comparisons that the makers of a form put into plans meanwhile."""
    found: set[Node] = set()
    makers: list[tuple[Any, str]] = [(f, "make") for f in FORMS.all() if f.number == number]
    makers += [place for place in (APART.get(number),) if place]
    kept = [getattr(*place) for place in makers]
    for (owner, name), make in zip(makers, kept, strict=True):
        object.__setattr__(owner, name, _watched(make, found))
    try:
        yield found
    finally:
        for (owner, name), make in zip(makers, kept, strict=True):
            object.__setattr__(owner, name, make)


def _watched(make: Any, found: set[Node]) -> Any:
    def watched(*args: Any, **kwargs: Any) -> Any:
        maker = next(a.root for a in args if isinstance(a, Maker) or hasattr(a, "root"))
        before = set(maker._steps)
        made = make(*args, **kwargs)
        new = [expression for _, expression, _ in maker._steps.keys() - before]
        for expression in [*new, *([made] if isinstance(made, Node) else [])]:
            found.update(n for n in expression.walk() if isinstance(n, COMPARED) and not _is_flag(n))
        return made

    return watched


def _is_flag(node: Node) -> bool:
    """Tell whether a comparison asks for a yes (1) or for anybody at all: ``nobody`` counts those cases."""
    if not any(isinstance(part, FieldValue | StepValue) for part in node.walk()):
        return True
    numbers = [part.value for part in node.parts() if isinstance(part, Number)]
    return isinstance(node, AtLeast) and bool({0, 1} & set(numbers))


def count_nobody(plan: Plan, binding: Binding) -> None:
    """Count the practices of which nobody was counted for something, or that have no list or register."""
    for name in (Columns.DENOMINATOR, Columns.LIST_SIZE, Columns.REGISTER, "cohort", "activity"):
        column = binding.columns.get(name)
        if column is not None:
            NOW.nobody += sum(
                column.at(at, place) == 0
                for at in range(len(binding.practices))
                for place in range(len(plan.components))
            )
