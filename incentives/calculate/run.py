"""A run: the steps of a plan in their order, each worked out in blocks of rows.

A step whose expression ends in a rounding, or never divides by a column, is kept as integers over one
denominator. One that stays a quotient (achievement, an unrounded prevalence factor) is not worked out
at all: its expression is put in place where a later step uses it, so that it too is multiplied first
and divided once. Columns of a step are grouped by the quotients they use, which differ by component.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from incentives.calculate.arithmetic import Work
from incentives.calculate.block import Area, Block, Named
from incentives.calculate.columns import (
    Places,
    Sheet,
    Whole,
    given_column,
    keys_along,
    ranked,
    scheme_column,
    total_over,
    total_within,
)
from incentives.calculate.integers import INT64, PYTHON, TooWideError
from incentives.calculate.ratio import LowestTerms
from incentives.formula.nodes import (
    Add,
    Choose,
    Divide,
    FieldValue,
    Greatest,
    Least,
    Multiply,
    Number,
    Over,
    Rank,
    StepValue,
    Subtract,
    Total,
    Value,
)
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan, Step

Read = TypeVar("Read")

CELLS = 2**16
"""Cells in a block, so that its arrays stay in the processor's cache: 25 ms for 8,000 × 80. At 4,096 cells
it is 80 ms (Python's cost for each block), without blocks 56 ms."""


class Run:
    """Everything worked out for a plan and a binding; nothing changes once ``work_out_all`` is done."""

    def __init__(self, plan: Plan, binding: Binding) -> None:
        self.plan, self.binding = plan, binding
        self.work, self.terms = Work(), LowestTerms()
        self.quotients = names_of_quotients(plan)
        self._blocks: dict[str, list[Step]] = {}
        self._sheets: dict[str, Sheet] = {}
        self._columns: dict[Named, Whole] = {}
        self._place = {identifier: place for place, identifier in enumerate(plan.ids())}
        for step in plan.steps:
            self._blocks.setdefault(step.name, []).append(step)

    def work_out_all(self) -> None:
        """Work out every step that is kept, in order."""
        for step in self.plan.steps:
            if step.name not in self.quotients:
                self._work_out(step)

    def whole(self, node: Named) -> Whole | None:
        """Return a column that is kept as integers, or None for one that stays a quotient."""
        if isinstance(node, StepValue) and node.name in self.quotients:
            return None
        if node not in self._columns:
            self._columns[node] = self._made(node)
        return self._columns[node]

    def definition(self, name: str, place: int) -> Value | None:
        """Return the expression of a column for a component (by its place), or None where it has none."""
        at = self._block_at(name, place)
        return None if at is None else self._blocks[name][at].expression

    def areas(self, step: Step) -> Iterator[Area]:
        """Yield the blocks of a step: its columns by the quotients they use, about CELLS cells at a time."""
        practices = len(self.binding.practices) if Axis.PRACTICES in step.grain else 1
        for places in self._grouped(step):
            width = places.stop - places.start if isinstance(places, slice) else len(places)
            height = max(1, CELLS // width) if width else practices
            for row in range(0, practices, height):
                yield Area(slice(row, min(row + height, practices)), places)

    def read(self, area: Area, how: Callable[[Block], Read]) -> Read:
        """Read a block on int64, and on Python's integers (counted) where int64 is not proven right."""
        try:
            return how(Block(self, area, INT64))
        except TooWideError:
            self.work.fallback_blocks += 1
            return how(Block(self, area, PYTHON))

    def _work_out(self, step: Step) -> None:
        if step.name not in self._sheets:
            practices = len(self.binding.practices) if Axis.PRACTICES in step.grain else 1
            self._sheets[step.name] = Sheet(practices, len(keys_along(step.grain, self.plan)))
        sheet = self._sheets[step.name]
        for area in self.areas(step):
            ints, per = self.read(area, partial(Block.whole, expression=step.expression))
            sheet.put(area.rows, area.places, ints, per)
        self._forget(step.name)
        self._columns[StepValue(step.name)] = sheet.whole()

    def _forget(self, name: str) -> None:
        """Drop totals and ranks of a column that another block has just added to."""
        of_it = [n for n in self._columns if isinstance(n, Total | Rank) and n.of == StepValue(name)]
        for node in of_it:
            del self._columns[node]

    def _made(self, node: Named) -> Whole:
        match node:
            case FieldValue():
                bound = self.binding.columns.get(node.name)
                if bound is not None:
                    return given_column(bound)
                return scheme_column(
                    next(f for f in self.plan.scheme_fields if f.name == node.name), self.plan
                )
            case Total(over=Over.GROUP):
                return total_within(self._exact(node.of), self.binding.groups[node.attribute])
            case Total():
                return total_over(self._exact(node.of), node.over)
            case Rank():
                everyone = ("",) * len(self.binding.practices)
                groups = self.binding.groups[node.within] if node.within else everyone
                return ranked(self._exact(node.of), groups, shared=node.shared)
        raise AssertionError(f'"{node.name}" is used before it is worked out')

    def _exact(self, node: FieldValue | StepValue) -> Whole:
        whole = self.whole(node)
        assert whole is not None, f'"{node.name}" is not exact'  # noqa: S101 - the plan's check refuses it
        return whole

    def _grouped(self, step: Step) -> list[Places]:
        if Axis.COMPONENTS not in step.grain:
            return [slice(0, len(keys_along(step.grain, self.plan)))]
        used = sorted(self._quotients_within(step.expression, set()))
        groups: dict[tuple[int | None, ...], list[int]] = {}
        for place in sorted(self._place[c] for c in step.only):
            key = tuple(self._block_at(name, place) for name in used)
            groups.setdefault(key, []).append(place)
        return [_as_slice(places) for places in groups.values()]

    def _quotients_within(self, expression: Value, found: set[str]) -> set[str]:
        """Return the names of all quotients that an expression uses, those within them included."""
        for node in expression.walk():
            if isinstance(node, StepValue) and node.name in self.quotients and node.name not in found:
                found.add(node.name)
                for block in self._blocks[node.name]:
                    self._quotients_within(block.expression, found)
        return found

    def _block_at(self, name: str, place: int) -> int | None:
        for number, block in enumerate(self._blocks[name]):
            if not block.only or self.plan.ids()[place] in block.only:
                return number
        return None


def names_of_quotients(plan: Plan) -> frozenset[str]:
    """Return the steps that stay quotients: those that divide by a column outside a rounding."""
    names: set[str] = set()
    while more := {s.name for s in plan.steps if s.name not in names and _stays(s.expression, names)}:
        names |= more
    return frozenset(names)


def _stays(node: Value, quotients: set[str]) -> bool:
    match node:
        case Divide():
            by_column = not isinstance(node.b, Number)
            return by_column or _any_stays((node.a, node.if_nil), quotients)
        case StepValue():
            return node.name in quotients
        case Choose():
            return _any_stays((node.then, node.otherwise), quotients)
        case Add() | Subtract() | Multiply() | Least() | Greatest():
            return _any_stays((node.a, node.b), quotients)
    return False


def _any_stays(nodes: Iterable[Value], quotients: set[str]) -> bool:
    return any(_stays(node, quotients) for node in nodes)


def _as_slice(places: list[int]) -> Places:
    """Return columns that stand side by side as a slice: numpy then copies nothing."""
    if places == list(range(places[0], places[-1] + 1)):
        return slice(places[0], places[-1] + 1)
    return places
