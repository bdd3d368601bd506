"""A worked example in words: a made-up practice, and what it is paid for each sort of thing.

Every figure is worked out by ``explain`` in fractions; the same plan gives the same example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds, written
from incentives.base.rounding import Rule, rounded
from incentives.base.year import FinancialYear
from incentives.explain.exact import Exact
from incentives.formula.english import figure
from incentives.formula.nodes import Greatest, Least, Number, Over, Rank, Total
from incentives.formula.plan import THIS_SCHEDULE, Absent, Columns, Reads
from incentives.formula.units import PLAIN, Axis
from incentives.report.example_practice import made_binding
from incentives.report.paragraphs import Line, Part
from incentives.report.setting_words import readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from incentives.formula.plan import Component, DataField, Plan

HEADING = "An example: a made-up practice"
_AT = 0  # the example practice comes first among those made up
_LINES = "Practice lines"
_COUNTS = (Columns.NUMERATOR, Columns.DENOMINATOR, Columns.EXCEPTIONS)


def example(plan: Plan) -> Part:
    """Return what a made-up practice is paid: its figures, an indicator of each sort, the rest, the total."""
    exact = Exact(plan, made_binding(plan))
    lines = [Line(_practice(plan, exact))]
    for component in _shown(plan):
        lines += _component(plan, exact, component)
    lines += [Line(text) for text in _total(plan, exact)]
    return Part(HEADING, tuple(lines))


def _practice(plan: Plan, exact: Exact) -> str:
    """Say what is known of the practice as a whole."""
    given = []
    for field in plan.data_fields:
        if Axis.PRACTICES in field.grain and Axis.COMPONENTS not in field.grain and field.unit != PLAIN:
            value = exact.field(field.name, _AT, 0)
            if value or field.on_missing is not Absent.NIL:
                given.append(_said(field, value))
    known = "; ".join(dict.fromkeys(given))
    beside = " Four others, made up too, stand beside it." if _looks_around(plan) else ""
    signed = "The practice has signed. " if any(f.name == "signed" for f in plan.data_fields) else ""
    return f"{signed}{f'It has: {known}.' if known else ''}{beside}".strip() or "It is as any other."


def _looks_around(plan: Plan) -> bool:
    """Tell whether anything depends on other practices."""
    nodes = [node for step in plan.steps for node in step.expression.walk()]
    over = (Over.PRACTICES, Over.GROUP)
    return any(isinstance(n, Rank) or (isinstance(n, Total) and n.over in over) for n in nodes)


def _shown(plan: Plan) -> Iterator[Component]:
    """Return one indicator of each way of earning and weighting points, and everything else that is paid."""
    seen: set[str] = set()
    for component in plan.components:
        steps = (plan.step(name, component.id) for name in (Columns.POINTS, Columns.FACTOR))
        sort = "|".join(step.says if step else "" for step in steps)
        if not component.is_indicator or sort not in seen:
            seen.add(sort)
            yield component


def _component(plan: Plan, exact: Exact, component: Component) -> Iterator[Line]:
    place = plan.ids().index(component.id)
    said = [*_given(plan, exact, component.id, place), *_results(plan, exact, place)]
    amount = ""
    if component.amount:
        whose = f" (through {component.paid_by})" if component.paid_by != THIS_SCHEDULE else ""
        amount = _amount(exact.step(component.amount, _AT, place), whose, line=component.group == _LINES)
    if component.is_indicator:
        yield Line(f"{component.id}, {component.title}")
        text = "; ".join([*said, amount] if amount else said)
        yield Line(f"{text[:1].upper()}{text[1:]}.", under=True)
    else:
        told = f" {'; '.join(said)};" if said else ""
        yield Line(f"{component.title}:{told} {amount}.")


def _amount(pounds: Fraction, whose: str, *, line: bool) -> str:
    if not line:
        return f"pays{whose} {in_pounds(pounds)}"
    does = "adds" if pounds > 0 else "takes off"
    return f"{does} {in_pounds(abs(pounds))}" if pounds else "changes nothing here"


def _given(plan: Plan, exact: Exact, identifier: str, place: int) -> Iterator[str]:
    """Return the practice's figures for a component: whom it counts, what it did."""
    known = {f.name: exact.field(f.name, _AT, place) for f in plan.data_fields if identifier in f.only}
    if Columns.DENOMINATOR in known and Columns.NUMERATOR in known:
        achieved, counted = known[Columns.NUMERATOR], known[Columns.DENOMINATOR]
        left_out = known.get(Columns.EXCEPTIONS)
        out = f" ({written(left_out)} more are left out)" if left_out else ""
        yield f"{written(achieved)} of {written(counted)} patients counted are achieved{out}"
    told_then = set[str]()
    for then in _earlier(known):
        yield f"{_counted_then(plan, known, then)}"
        told_then |= {f"{name}_{then}" for name in _COUNTS}
    for field in plan.data_fields:
        told = (
            field.name in {*_COUNTS, *told_then} or field.reads is Reads.SUPPLIED or field.table == "national"
        )
        if field.name in known and not told:
            yield _said(field, known[field.name])


def _earlier(known: Mapping[str, Fraction]) -> list[str]:
    """Return how columns of numerators are called that have denominators of the same time beside them."""
    ends = [
        name.removeprefix(f"{Columns.NUMERATOR}_") for name in known if name.startswith(Columns.NUMERATOR)
    ]
    return [end for end in ends if f"{Columns.DENOMINATOR}_{end}" in known]


def _counted_then(plan: Plan, known: Mapping[str, Fraction], then: str) -> str:
    """Say how many of the patients counted in an earlier year were achieved."""
    achieved, counted = (known[f"{name}_{then}"] for name in (Columns.NUMERATOR, Columns.DENOMINATOR))
    field = next(f for f in plan.data_fields if f.name == f"{Columns.NUMERATOR}_{then}")
    when = f"in {FinancialYear(plan.year.starts_in - field.years_back)}"
    left_out = known.get(f"{Columns.EXCEPTIONS}_{then}")
    out = f" ({written(left_out)} more were left out)" if left_out else ""
    return f"{when} {written(achieved)} of {written(counted)} patients counted were achieved{out}"


def _results(plan: Plan, exact: Exact, place: int) -> Iterator[str]:
    """Return achievement, how far it is on its way, points and weight, where the component has them."""
    if exact.block(Columns.ACHIEVEMENT, place):
        way = _on_the_way(exact, place)
        yield f"achievement {_share(exact.step(Columns.ACHIEVEMENT, _AT, place))}{way}"
    if exact.block(Columns.POINTS, place):
        offered = dict(next((f.values for f in plan.scheme_fields if f.name == Columns.POINTS_OFFERED), ()))
        of = offered.get(plan.ids()[place])
        points = written(exact.step(Columns.POINTS, _AT, place), 4)
        yield f"{points} of {written(of)} point{'' if of == 1 else 's'}" if of else f"{points} points"
    if factor := exact.block(Columns.FACTOR, place):
        by_list = isinstance(factor.expression, Number)
        yield (
            "no weight but the list"
            if by_list
            else f"weight {written(exact.step(factor.name, _AT, place), 4)}"
        )


def _on_the_way(exact: Exact, place: int) -> str:
    """Say how far an achievement has come between its thresholds, where its points rise in a line."""
    step = exact.block(Columns.POINTS, place)
    for node in step.expression.walk() if step else ():
        if isinstance(node, Greatest) and isinstance(node.b, Least) and isinstance(node.b.a, Number):
            return f", {_share(exact.value(node, _AT, place))} of the way to all points"
    return ""


def _total(plan: Plan, exact: Exact) -> Iterator[str]:
    if not plan.has(Columns.DUE):
        return
    several = sum(c.is_indicator for c in plan.components) > 1
    everything = "Together with all other indicators, each as far on its way, this" if several else "This"
    yield f"{everything} schedule pays {in_pounds(exact.step(Columns.DUE, _AT))} for the year."
    for at, period in enumerate(plan.periods if plan.has(Columns.INSTALMENT) else ()):
        if period.is_balance or at == 0:
            amount = in_pounds(exact.step(Columns.INSTALMENT, _AT, at))
            yield f"{period.name if period.is_balance else f'First month, {period.name}'}: {amount}."


def _share(value: Fraction) -> str:
    """Write a share to a tenth of a percent, and say where that is not exact."""
    near = rounded(value, 3, Rule.HALF_UP)
    return f"{'' if near == value else 'about '}{in_percent(near)}"


def _said(field: DataField, value: Fraction) -> str:
    """Return a figure of the practice with what it is: "registered patients on 1 January 2016: 8,000"."""
    says = readable("", field.says)
    if says.startswith("whether "):
        what = says.removeprefix("whether ").split(" (1)")[0]
        return what if value else f"it is not so that {what}"
    shown = written(value, 4) if field.unit == PLAIN else figure(value, field.unit)
    if says.startswith("points"):
        shown = shown.removesuffix(" points").removesuffix(" point")
    return f"{says}: {shown.removesuffix(' patients')}"
