"""The worked examples that a scheme carries: one made-up practice, and what must come out."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import number, percent, pounds
from incentives.base.problem import Place, Problem, did_you_mean
from incentives.data.bound import Binding, BoundColumn
from incentives.explain.exact import Exact
from incentives.formula.english import figure, share
from incentives.formula.plan import Columns, DataField, Plan, Reads
from incentives.formula.units import PLAIN, Axis

if TYPE_CHECKING:
    from incentives.scheme.model import Example

_RESULTS = {
    "points": Columns.POINTS,
    "payment": Columns.PAYMENT,
    "achievement": Columns.ACHIEVEMENT,
    "due": Columns.DUE,
    "earned": Columns.EARNED,
}
_FINE = 10**9


def failed_examples(examples: Sequence[Example], plan: Plan) -> tuple[Problem, ...]:
    """Return a problem for each expectation that does not come out exactly (E102) or is unknown (E101)."""
    return tuple(problem for example in examples for problem in _failures(example, plan))


def _failures(example: Example, plan: Plan) -> Iterator[Problem]:
    figures, unknown = _figures(example, plan)
    yield from unknown
    exact = Exact(plan, _binding(plan, figures))
    for named, text in example.expect.items():
        component, _, wanted = named.rpartition(" ")
        column = _RESULTS.get(wanted)
        if column is None or not plan.has(column) or (component and component not in plan.ids()):
            known = (*_RESULTS, *(f"{c} points" for c in plan.ids()))
            yield _unknown(example.place, named, known)
            continue
        place = plan.ids().index(component) if component else 0
        found = exact.step(column, 0, place)
        step, expected = exact.block(column, place), _figure(text)
        if expected is None:
            yield _unreadable(example.place, named, text)
        elif step is not None and found != expected:
            shown = share(found) if step.unit == PLAIN else figure(found, step.unit)
            yield Problem(
                "E102",
                example.place,
                f"The worked example expects {named} to be {text}, but it is {shown}.",
                "Correct the expected figure, the practice's figures, or the rule.",
            )


def _figures(example: Example, plan: Plan) -> tuple[dict[tuple[str, str], Fraction], list[Problem]]:
    """Return figures by field name and component ("" for the practice's own), and unknown words."""
    # A column's own name comes first: "list_size" is this year's list, not the one a floor looks back to.
    fields = {f.column: f.name for f in reversed(plan.data_fields)}
    fields |= {f.name: f.name for f in plan.data_fields}
    items = {item for f in plan.data_fields for _, item in f.items}
    found: dict[tuple[str, str], Fraction] = {}
    unknown = []
    for key, value in example.practice.items():
        given = value if isinstance(value, Mapping) else {key: value}
        component = key if isinstance(value, Mapping) else ""
        if component and component not in items.union(plan.ids()):
            unknown.append(_unknown(example.place, key, (*plan.ids(), *sorted(items))))
            continue
        for name, text in given.items():
            matching = [
                f for f in plan.data_fields if f.reads is Reads.MATCHES and name == f.column != f.name
            ]
            for f in matching:
                found[f.name, component] = Fraction(str(text).casefold() == f.matches.casefold())
            if matching:
                continue
            if name not in fields:
                unknown.append(_unknown(example.place, str(name), tuple(fields)))
            elif (said := _figure(str(text))) is None:
                unknown.append(_unreadable(example.place, str(name), str(text)))
            else:
                found[fields[name], component] = said
    for f in plan.data_fields:
        if Axis.COMPONENTS not in f.grain and f.items:
            found[f.name, ""] = _of_item(plan, f, fields[f.column], found)
    return _supplied(plan, found), unknown


def _supplied(plan: Plan, found: dict[tuple[str, str], Fraction]) -> dict[tuple[str, str], Fraction]:
    """Count what an example gives as supplied, where the plan asks whether it is."""

    def source(f: DataField) -> tuple[str, ...]:
        return f.table, f.column, str(f.years_back), f.of, f.basis

    for asks in (f for f in plan.data_fields if f.reads is Reads.SUPPLIED):
        figures = {f.name for f in plan.data_fields if f is not asks and source(f) == source(asks)}
        given = [component for name, component in found if name in figures]
        for component in given:
            found.setdefault((asks.name, component), Fraction(1))
    return found


def _of_item(plan: Plan, field: DataField, name: str, found: Mapping[tuple[str, str], Fraction]) -> Fraction:
    """Return what an example says of the item that a condition reads: under its code or its indicator's."""
    item = field.item("")
    by_component = plan.given()[name]
    assert isinstance(by_component, DataField)  # noqa: S101 - only data fields are asked for by column
    keys = (item, *(c for c in plan.ids() if by_component.item(c) == item))
    return next((found[name, key] for key in keys if (name, key) in found), Fraction(0))


def _binding(plan: Plan, figures: Mapping[tuple[str, str], Fraction]) -> Binding:
    columns = {f.name: _column(f, plan, figures) for f in plan.data_fields}
    alone = dict.fromkeys(plan.attributes, ("EXAMPLE",))
    return Binding(("EXAMPLE",), {"EXAMPLE": "made-up practice"}, columns, alone)


def _column(field: DataField, plan: Plan, figures: Mapping[tuple[str, str], Fraction]) -> BoundColumn:
    keys = plan.ids() if Axis.COMPONENTS in field.grain else ("",)
    nothing = Fraction(0)
    values = [
        figures.get((field.name, key), figures.get((field.name, field.item(key)), nothing)) * _FINE
        for key in keys
    ]
    return BoundColumn(
        field.grain, array("q", [int(v) for v in values]), len(keys), _FINE, "the worked example"
    )


def _read(text: str) -> Fraction:
    if text in ("yes", "no"):
        return Fraction(text == "yes")
    reader = pounds if "£" in text else percent if text.endswith("%") else number
    return reader(text.removesuffix(" points").removesuffix(" patients"))


def _figure(text: str) -> Fraction | None:
    try:
        return _read(text)
    except ValueError:
        return None


def _unreadable(place: Place, named: str, text: str) -> Problem:
    message = f'The worked example gives "{text}" for {named}, which is no figure.'
    return Problem("E101", place, message, "Write a figure such as 80, 45%, 20 points, £160.15, yes or no.")


def _unknown(place: Place, word: str, known: Sequence[str]) -> Problem:
    message = f'The worked example names "{word}", which this scheme does not know.'
    return Problem("E101", place, message, did_you_mean(word, known))
