"""What a plan's payments rest on when achievement moves: which indicators, which lines, which pots.

A plan can be read without drawing where each indicator's amount depends on that indicator alone, and the
practice's lines (caps, floors) on one sum of amounts. Anything else is refused in words, and is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate import calculate
from incentives.compare.cells import Payer
from incentives.compare.shapes import Shape, UnreadableError, reached_from, totals_within
from incentives.formula.nodes import FieldValue, Number, Over, StepValue, Total, Value
from incentives.formula.plan import Reads
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from incentives.calculate import Results
    from incentives.compare.moments import Floats
    from incentives.compare.money import Side
    from incentives.formula.plan import Component, DataField, Plan

PENCE = 100


@dataclass(frozen=True, slots=True, eq=False)
class Readable:
    """A plan that can be read: who pays for which item, and what is made of the sum.

    ``earned`` is the sum that lines rest on (None where none moves), ``held`` the total after those lines,
    ``inside`` the items in that sum. ``still`` is what does not move outside it in pounds, ``still_inside``
    within it, practice by practice; ``apart`` are the components it is of. ``pots`` are lines that rest on
    all practices' sums.
    """

    side: Side
    results: Results
    payers: dict[str, Payer]
    inside: frozenset[str]
    earned: Total | None
    held: Value
    pots: tuple[str, ...]
    lines: tuple[str, ...]
    apart: frozenset[str]
    still: float
    still_inside: Floats


def moved_fields(plan: Plan) -> tuple[DataField, ...]:
    """Return the given columns that move: patients achieved this year."""
    return tuple(
        f
        for f in plan.data_fields
        if f.table == "measures" and f.column == "numerator" and not f.years_back and f.reads is Reads.FIGURE
    )


def readable(side: Side) -> Readable:
    """Read a plan's payments; raises UnreadableError where they cannot be read without drawing."""
    plan = side.plan
    field = _one_field(plan)
    paid = [c for c in plan.components if c.amount]
    cells = [c for c in paid if _by_component(plan, c)]
    lines = sorted((c.amount for c in paid if c not in cells), key=plan.step_names().index)
    pots, earned = _rests_on(plan, lines, reached_from(plan, {FieldValue(field.name)} if field else ()))
    results = calculate(plan, side.binding)
    moves = [c for c in cells if field and _moves(results, c, field.name)]
    within = [c for c in cells if earned is not None and c.amount == earned.of.name]
    inside = _inside(field, moves, within, shared=bool(pots)) if earned is not None else frozenset()
    apart = frozenset(
        c.id for c in paid if c not in moves and c not in within and (earned is None or c in cells)
    )
    return Readable(
        side=side,
        results=results,
        payers=_payers(results, field, moves),
        inside=inside,
        earned=earned,
        held=_held(earned, [name for name in lines if name not in pots]),
        pots=pots,
        lines=tuple(lines),
        apart=apart,
        still=sum(int(results.pence(i).sum()) for i in apart) / PENCE,
        still_inside=_still(results, [c for c in within if c not in moves]),
    )


def _held(earned: Total | None, before: list[str]) -> Value:
    """Return the sum that lines rest on and the lines before any pot, added up."""
    held: Value = earned or Number(Fraction(0))
    for name in before:
        held = held + StepValue(name)
    return held


def _payers(results: Results, field: DataField | None, moves: list[Component]) -> dict[str, Payer]:
    places = {identifier: place for place, identifier in enumerate(results.plan.ids())}
    found: dict[str, list[tuple[int, str]]] = {}
    if field is None:
        return {}
    for component in moves:
        found.setdefault(field.item(component.id), []).append((places[component.id], component.amount))
    return {item: Payer(results, field.name, tuple(of)) for item, of in found.items()}


def _inside(
    field: DataField | None, moves: list[Component], within: list[Component], *, shared: bool
) -> frozenset[str]:
    """Return the items in the sum that lines rest on; ``shared`` says that it has a pot."""
    if field is None or not any(c in moves for c in within):
        raise UnreadableError("caps, floors or pots rest on a part of what is paid")
    items = frozenset(field.item(c.id) for c in within if c in moves)
    others = {field.item(c.id) for c in moves if c not in within}
    if others and shared:
        raise UnreadableError("a pot shares only a part of what moves")
    if others & items:
        raise UnreadableError("one indicator is paid both within and outside what is capped or protected")
    return items


def _one_field(plan: Plan) -> DataField | None:
    fields = moved_fields(plan)
    for other in fields:
        if Axis.COMPONENTS not in other.grain:
            raise UnreadableError("a rule asks for what is achieved in another indicator")
    if len(fields) > 1:
        raise UnreadableError("payments rest on patients achieved in two ways")
    return fields[0] if fields else None


def _by_component(plan: Plan, component: Component) -> bool:
    step = plan.step(component.amount, component.id)
    return step is not None and Axis.COMPONENTS in step.grain


def _moves(results: Results, component: Component, field: str) -> bool:
    place = results.plan.ids().index(component.id)
    return Shape(results, FieldValue(field), place, np.arange(0), whole=True).moves(
        StepValue(component.amount)
    )


def _rests_on(plan: Plan, lines: list[str], moving: frozenset[str]) -> tuple[tuple[str, ...], Total | None]:
    """Return the lines that rest on all practices, and the one sum of amounts that lines rest on."""
    pots: list[str] = []
    sums: set[Total] = set()
    for name in lines:
        on = totals_within(plan, [name], moving)
        if any(isinstance(node, Total) and node.over is Over.GROUP for node in on):
            raise UnreadableError("practices are paid by their network's results")
        sums |= {n for n in on if isinstance(n, Total) and n.over is Over.COMPONENTS}
        others = {n for n in on if not (isinstance(n, Total) and n.over is Over.COMPONENTS)}
        if others and not any(isinstance(n, Total) for n in others):
            raise UnreadableError("practices are paid by their rank")
        if others:
            pots.append(name)
    if len(sums) > 1:
        raise UnreadableError("caps, floors or pots rest on different sums of what is achieved")
    return tuple(pots), next(iter(sums), None)


def _still(results: Results, components: list[Component]) -> Floats:
    """Return pounds by practice of components that do not move."""
    pence = np.zeros(len(results.binding.practices))
    for component in components:
        pence = pence + results.pence(component.id)
    return pence / PENCE
