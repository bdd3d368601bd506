"""The fourth reading: a step in words, node by node, with a scheme's own figures in place of names.

Deterministic: the same expression gives the same words. ``figures`` says a given column's value
where it is known (a component's threshold, its points), otherwise the column's own words stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentives.base.amount import in_percent, in_pounds, written
from incentives.base.rounding import Rule
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
    Node,
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
from incentives.formula.plan import SchemeField
from incentives.formula.units import COMPONENT, PERIOD, PLAIN, POINTS, POUNDS, Unit

if TYPE_CHECKING:
    from incentives.formula.plan import Plan

Words = Callable[[FieldValue | StepValue], str]

_TOTAL = {
    Over.PRACTICES: "all practices",
    Over.COMPONENTS: "everything paid for",
    Over.PERIODS: "all months",
}


def say(plan: Plan, expression: Value, component: str = "") -> str:
    """Return an expression in words, with the figures that hold for a component."""
    return _value(_without_totals_of_one(plan, expression), _words(plan, component))


def _without_totals_of_one(plan: Plan, node: Any) -> Any:
    """Say a column itself where a total goes over the one component that has it."""
    if isinstance(node, Total) and node.over is Over.COMPONENTS:
        over = {c for step in plan.blocks(node.of.name) for c in step.only}
        return node.of if len(over) == 1 else node
    inner = {f.name: getattr(node, f.name) for f in fields(node)}
    changed = {k: _without_totals_of_one(plan, v) for k, v in inner.items() if isinstance(v, Node)}
    return replace(node, **changed) if changed else node


def figure(value: Fraction, unit: Unit) -> str:
    """Write a figure with its unit: £160.15, 20 points, 6,200 patients, 0.875.

    >>> figure(Fraction(20), POINTS)
    '20 points'
    """
    if unit.pounds == 1 and unit.points <= 0 and unit.patients <= 0:
        rest = str(unit).removeprefix("£").strip()
        return in_pounds(value) + (f" {rest}" if rest else "")
    words = written(value, 6)
    if unit == PLAIN:
        return words
    return f"{words} {'point' if unit == POINTS and value == 1 else unit}"


def share(value: Fraction) -> str:
    """Write a share as a percentage to at most four decimals."""
    exact = value * 100
    return in_percent(value) if exact.denominator <= _SHORT else f"{written(exact, 4)}%"


def spoken(title: str) -> str:
    """Return a heading as it stands within a sentence; an abbreviation keeps its capitals.

    >>> spoken("Points achieved"), spoken("PMS deduction")
    ('points achieved', 'PMS deduction')
    """
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


_SHORT = 10_000


def _words(plan: Plan, component: str) -> Words:
    given = plan.given()
    titles = {s.name: spoken(s.title) for s in plan.steps}

    def words(node: FieldValue | StepValue) -> str:
        if isinstance(node, StepValue):
            return titles.get(node.name, node.name.replace("_", " "))
        field = given[node.name]
        if isinstance(field, SchemeField) and field.grain != PERIOD:
            key = component if field.grain == COMPONENT else ""
            if key in dict(field.values):
                value = field.value(key)
                as_share = field.unit == PLAIN and value <= 1
                return share(value) if as_share else figure(value, field.unit)
        return field.says

    return words


def _value(node: Value, words: Words) -> str:
    match node:
        case Number():
            if node.unit == PLAIN and 0 < node.value < 1:
                return share(node.value)
            return figure(node.value, node.unit) if node.value or node.unit != POUNDS else "nothing"
        case FieldValue() | StepValue():
            return words(node)
        case Round():
            inner = _value(node.of, words)
            return (
                f"({inner}), {_rounding(node)}"
                if isinstance(node.of, Choose)
                else f"{inner}, {_rounding(node)}"
            )
        case Total():
            over = _TOTAL.get(node.over, f"the practice's {node.attribute}")
            return f"the total of {words(node.of)} over {over}"
        case Rank():
            among = f" within its {node.within}" if node.within else ""
            ties = " (equal figures share the better place)" if node.shared else ""
            return f"the practice's place by {words(node.of)}{among}{ties}"
        case Choose():
            then, otherwise = (_branch(n, words) for n in (node.then, node.otherwise))
            return f"{then} where {_condition(node.when, words)}, otherwise {otherwise}"
        case Greatest(
            Number(value=Fraction(numerator=0)),
            Least(Number(), Divide(Subtract(of, start), Subtract(end, _))),
        ):
            low, high = _value(start, words), _value(end, words)
            return f"how far {_value(of, words)} lies on the way from {low} to {high}"
        case Greatest(Number(value=Fraction(numerator=0)), Least(Number(), Divide(Subtract(of, start), by))):
            low, whole = _value(start, words), _value(by, words).replace("%", " percentage points")
            return f"how far {_value(of, words)} lies on the way from {low} to {whole} above it"
    return _pair(node, words)


def _branch(node: Value, words: Words) -> str:
    text = _value(node, words)
    return f"({text})" if isinstance(node, Choose) else text


def _pair(node: Value, words: Words) -> str:
    a, b = (_bracketed(part, words) for part in node.parts()[:2] if isinstance(part, Value))
    match node:
        case Add():
            return f"{a} plus {b}"
        case Subtract():
            return f"{a} less {b}"
        case Multiply():
            return f"{a} × {b}"
        case Divide():
            return f"{a} ÷ {b}"
        case Least():
            return f"the smaller of {a} and {b}"
        case Greatest():
            return f"the larger of {a} and {b}"
    raise AssertionError(f"no words for {type(node).__name__}")


def _bracketed(node: Value, words: Words) -> str:
    text = _value(node, words)
    plain = isinstance(node, Number | FieldValue | StepValue | Total | Multiply | Rank)
    return text if plain else f"({text})"


def _condition(node: Condition, words: Words) -> str:
    match node:
        case AtLeast(
            a=FieldValue() | StepValue() as flag,
            b=Number(value=Fraction(numerator=1, denominator=1), unit=Unit()),
        ) if "whether" in words(flag):
            return words(flag).replace("whether ", "").split(" (1)")[0]
        case AtLeast(
            a=FieldValue() | StepValue() as counted,
            b=Number(value=Fraction(numerator=1, denominator=1), unit=Unit(patients=1)),
        ):
            return f"there are {words(counted)}"
        case AtLeast():
            return f"{_value(node.a, words)} is at least {_value(node.b, words)}"
        case Both():
            return f"{_condition(node.a, words)} and {_condition(node.b, words)}"
        case Either():
            return f"{_condition(node.a, words)} or {_condition(node.b, words)}"
        case Opposite():
            return f"it is not so that {_condition(node.a, words)}"
    raise AssertionError(f"no words for {type(node).__name__}")


def _rounding(node: Round) -> str:
    places = "to whole numbers" if not node.places else f"to {node.places} decimals"
    return f"rounded {'half up' if node.rule is Rule.HALF_UP else 'down'} {places}"
