"""The lift: a step rewritten so that whole numbers are multiplied first, divided once and rounded once.

Only the workbook needs it, because a spreadsheet calculates in doubles: 0.1 + 0.2 is not 0.3 there,
and a payment that lies on half a penny would go the wrong way. After the lift

* every figure is one ``Ratio`` of products of whole numbers (pence, hundredths of points, patients);
* a step that is exact enters as the whole number that its cell shows; any other is put in its place;
* × ÷ + and - stand inside choose, least and greatest; comparisons are multiplied out.

In: a sound plan. Out: an expression for ``excel``. Below 2^53 the result is exact; ``report`` tests the rest.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING

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
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
)
from incentives.formula.plan import DataField
from incentives.formula.ratios import (
    NOTHING,
    ONE,
    Ratio,
    Sum,
    Whole,
    as_choose,
    at_least,
    choose,
    each_case,
    negative,
    opposite,
    other_way,
    pair,
    ratio,
    tidied,
    total_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.formula.plan import Plan, SchemeField, Step


_BOTH = frozenset({-1, 1})
_DECIMAL = frozenset(10**places for places in range(7))


class Lift:
    """Lifts the steps of one plan; what it has worked out about a step is kept."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._given = plan.given()
        self._blocks: dict[tuple[str, str], Step] = {}
        for step in plan.steps:
            for key in step.only or ("",):
                self._blocks[step.name, key] = step
        self._scales: dict[tuple[str, str], int | None] = {}
        self._signs: dict[tuple[str, str], frozenset[int]] = {}
        self._put: dict[tuple[str, str], Value] = {}
        self._lifted: dict[tuple[str, str], tuple[Step, Value]] = {}

    def step(self, step: Step, key: str = "") -> Value:
        """Return a step's expression lifted for one component, or one period, or (no key) neither.

        Raises TooManyCases where its conditions multiply beyond ``MOST_CASES``.
        """
        kept = self._lifted.get((step.name, key))
        if kept is None or kept[0] is not step:
            kept = self._lifted[step.name, key] = step, self._step(step, key)
        return kept[1]

    def _step(self, step: Step, key: str) -> Value:
        places = _places(self.scale(step.expression, key))
        if places is not None and _is_plain(step.expression):
            return Round(step.expression, places) if places else step.expression
        expression = step.expression
        if isinstance(expression, Round):
            return Round(tidied(self.value(expression.of, key), {}), expression.places, expression.rule)
        return tidied(self.value(expression, key), {})

    def value(self, node: Value, key: str) -> Value:
        """Return a figure as choose, least and greatest over ratios."""
        match node:
            case Number():
                return Ratio(node.value)
            case FieldValue() | StepValue() | Total() | Rank():
                return self._column(node, key)
            case Round():
                scale = 10**node.places
                inner = Round(tidied(self.value(node.of, key), {}), node.places, node.rule)
                return Ratio(Fraction(1, scale), (Whole(inner, scale),))
            case Add():
                return self._add(self.value(node.a, key), self.value(node.b, key))
            case Subtract():
                return self._add(self.value(node.a, key), negative(self.value(node.b, key)))
            case Multiply():
                return self._multiply(self.value(node.a, key), self.value(node.b, key), key)
            case Divide():
                return self._divide(self.value(node.a, key), self.value(node.b, key), node.if_nil, key)
            case Least() | Greatest():
                return pair(type(node), self.value(node.a, key), self.value(node.b, key))
            case Choose():
                then, otherwise = self.value(node.then, key), self.value(node.otherwise, key)
                return choose(self.condition(node.when, key), then, otherwise)
        raise AssertionError(f"{type(node).__name__} cannot be lifted")

    def condition(self, node: Condition, key: str) -> Condition:
        """Return a condition whose comparisons are between whole numbers."""
        match node:
            case AtLeast():
                return at_least(self.value(node.a, key), self.value(node.b, key))
            case Both() | Either():
                return type(node)(self.condition(node.a, key), self.condition(node.b, key))
            case Opposite():
                return Opposite(self.condition(node.a, key))
        raise AssertionError(f"{type(node).__name__} is no condition")

    def scale(self, node: Value, key: str) -> int | None:  # noqa: C901 - one case for each node
        """Return n where every figure of an expression is a whole number of n-ths, else None."""
        match node:
            case Number():
                return node.value.denominator
            case FieldValue():
                return _scale_of_field(self._given[node.name])
            case StepValue():
                return self._scale_of_step(node.name, key)
            case Total():
                return self._scale_of_column(node.of)
            case Rank():
                return 1
            case Round():
                scale: int = 10**node.places
                return scale
            case Multiply():
                a, b = self.scale(node.a, key), self.scale(node.b, key)
                return a * b if a and b else None
            case Divide(b=Number(value=divisor)) if divisor:
                above = self.scale(node.a, key)
                return above * abs(divisor.numerator) if above else None
            case Choose():
                return _together((self.scale(node.then, key), self.scale(node.otherwise, key)))
            case Add() | Subtract() | Least() | Greatest():
                return _together((self.scale(node.a, key), self.scale(node.b, key)))
        return None

    def scale_of_given(self, name: str) -> int:
        """Return in which parts of its unit formulas read a given column: 100 for pounds and percent."""
        return _scale_of_field(self._given[name])

    # -- columns -------------------------------------------------------------------------------------

    def _column(self, node: FieldValue | StepValue | Total | Rank, key: str) -> Value:
        scale = self.scale(node, key)
        if isinstance(node, StepValue):
            step = self._block(node.name, key)
            if step is None:
                return NOTHING
            if scale is None or (scale not in _DECIMAL and not isinstance(step.expression, Round)):
                return self._in_place(step, key)
        assert scale is not None, f"{node} is exact, as the plan's check has shown"  # noqa: S101 - our own mistake
        factor = node if scale == 1 else Whole(node, scale)
        return Ratio(Fraction(1, scale), (factor,))

    def _in_place(self, step: Step, key: str) -> Value:
        at = (step.name, key)
        if at not in self._put:
            self._put[at] = self.value(step.expression, key)
        return self._put[at]

    def _block(self, name: str, key: str) -> Step | None:
        return self._blocks.get((name, key)) or self._blocks.get((name, ""))

    def _scale_of_step(self, name: str, key: str) -> int | None:
        if (name, key) not in self._scales:
            step = self._block(name, key)
            self._scales[name, key] = self.scale(step.expression, key) if step else 1
        return self._scales[name, key]

    def _scale_of_column(self, of: FieldValue | StepValue) -> int | None:
        if isinstance(of, FieldValue):
            return _scale_of_field(self._given[of.name])
        return _together(self._scale_of_step(*at) for at in self._blocks if at[0] == of.name)

    # -- signs: what may be multiplied into least and greatest -----------------------------------------

    def signs(self, node: Value, key: str) -> frozenset[int]:  # noqa: C901 - one case for each node
        """Return the signs that a lifted figure may have (nil apart): -1, 1, both or none."""
        match node:
            case Ratio():
                known = _sign(node.constant)
                below = frozenset({1})
                return _times([known, *(self.signs(f, key) for f in node.top), below])
            case Sum():
                fixed = self._fixed(node, key)
                if fixed is not None:
                    return _sign(fixed)
                terms = (
                    _times([_sign(Fraction(k)), *(self.signs(f, key) for f in fs)]) for k, fs in node.terms
                )
                return frozenset().union(*terms)
            case Whole() | Round():
                return self.signs(node.of, key)
            case Number():
                return _sign(node.value)
            case FieldValue():
                return self._signs_of_field(node.name, key)
            case StepValue():
                return self._signs_of_step(node.name, key)
            case Total():
                return self._signs_of_column(node.of)
            case Choose():
                return self.signs(node.then, key) | self.signs(node.otherwise, key)
            case Least():
                a, b = self.signs(node.a, key), self.signs(node.b, key)
                return (a | b) & {-1} | (a & b)
            case Greatest():
                a, b = self.signs(node.a, key), self.signs(node.b, key)
                return (a | b) & {1} | (a & b)
        return frozenset({1}) if isinstance(node, Rank) else _BOTH

    def _signs_of_field(self, name: str, key: str) -> frozenset[int]:
        given = self._given[name]
        if isinstance(given, DataField):
            return _BOTH if given.unit.pounds else frozenset({1})
        values = dict(given.values)
        own = values.get(key, values.get(""))
        return _sign(own) if own is not None else frozenset().union(*map(_sign, values.values()))

    def _signs_of_step(self, name: str, key: str) -> frozenset[int]:
        if (name, key) not in self._signs:
            step = self._block(name, key)
            self._signs[name, key] = (
                self.signs(self.value(step.expression, key), key) if step else frozenset()
            )
        return self._signs[name, key]

    def _signs_of_column(self, of: FieldValue | StepValue) -> frozenset[int]:
        if isinstance(of, FieldValue):
            given = self._given[of.name]
            if isinstance(given, DataField):
                return self._signs_of_field(of.name, "")
            return frozenset().union(*(_sign(v) for _, v in given.values))
        return frozenset().union(*(self._signs_of_step(*at) for at in self._blocks if at[0] == of.name))

    def _fixed(self, node: Value, key: str) -> Fraction | None:
        """Return a whole number that the scheme alone decides, None where practice data enter."""
        match node:
            case Number():
                return node.value
            case Whole():
                inner = self._fixed(node.of, key)
                return None if inner is None else inner * node.scale
            case FieldValue():
                given = self._given[node.name]
                values = {} if isinstance(given, DataField) else dict(given.values)
                return values.get(key, values.get(""))
            case Sum():
                found = [(k, [self._fixed(f, key) for f in factors]) for k, factors in node.terms]
                total = Fraction(0)
                for k, factors in found:
                    sizes = [f for f in factors if f is not None]
                    if len(sizes) < len(factors):
                        return None
                    total += k * prod(sizes, start=Fraction(1))
                return total
        return None

    # -- arithmetic on lifted figures -------------------------------------------------------------------

    def _add(self, x: Value, y: Value) -> Value:
        if isinstance(x, Ratio) and isinstance(y, Ratio):
            return total_of(x, y)
        if isinstance(x, Ratio):
            return each_case(y, lambda leaf: self._add(x, leaf))
        return each_case(x, lambda part: self._add(part, y))

    def _multiply(self, x: Value, y: Value, key: str) -> Value:
        if isinstance(x, Ratio) and isinstance(y, Ratio):
            return ratio(x.constant * y.constant, x.top + y.top, x.below + y.below)
        if isinstance(x, Ratio):
            return self._multiply(y, x, key)
        if isinstance(x, Choose):
            return choose(x.when, self._multiply(x.then, y, key), self._multiply(x.otherwise, y, key))
        assert isinstance(x, Least | Greatest), "a lifted figure is a ratio or a case"  # noqa: S101 - our own mistake
        signs = self.signs(y, key)
        if signs == _BOTH:
            return self._multiply(as_choose(x), y, key)
        kind = type(x) if -1 not in signs else other_way(x)
        return pair(kind, self._multiply(x.a, y, key), self._multiply(x.b, y, key))

    def _divide(self, x: Value, y: Value, if_nil: Value, key: str) -> Value:
        if isinstance(y, Choose):
            then, otherwise = (self._divide(x, part, if_nil, key) for part in (y.then, y.otherwise))
            return choose(y.when, then, otherwise)
        if isinstance(y, Least | Greatest):
            return self._divide(x, as_choose(y), if_nil, key)
        assert isinstance(y, Ratio), "a lifted figure is a ratio or a case"  # noqa: S101 - our own mistake
        sizes = {f: self._fixed(f, key) for f in y.top}
        if y.constant == 0 or 0 in sizes.values():
            return self.value(if_nil, key)
        constant, sure = 1 / y.constant, []
        for factor in y.top:
            size = sizes[factor]
            if size is not None:
                constant *= -1 if size < 0 else 1
                sure.append(opposite(factor) if size < 0 else factor)
        open_ones = tuple(f for f in y.top if sizes[f] is None)

        def by(divisors: tuple[Value, ...], sign: int) -> Value:
            inverse = Ratio(sign * constant, y.below, (*sure, *divisors))
            return self._multiply(x, inverse, key)

        if not open_ones:
            return by((), 1)
        above = AtLeast(Ratio(Fraction(1), open_ones), ONE)
        other = self.value(if_nil, key)
        if any(-1 in self.signs(f, key) for f in open_ones):
            negative = Sum(((-1, open_ones),))
            below = AtLeast(Ratio(Fraction(-1), open_ones), ONE)
            other = choose(below, by((negative,), -1), other)
        return choose(above, by(open_ones, 1), other)


def _scale_of_field(given: DataField | SchemeField) -> int:
    if isinstance(given, DataField):
        return given.per
    least = lcm(*(value.denominator for _, value in given.values))
    if least == 1:
        return 100 if given.unit.pounds else 1
    decimal = next((s for s in sorted(_DECIMAL) if s >= 100 and s % least == 0), None)  # noqa: PLR2004 - percent, pence
    return decimal or least


def _places(scale: int | None) -> int | None:
    """Return the decimal places that hold every whole number of ``scale``-ths, None where none do."""
    fits = (n for n, size in enumerate(sorted(_DECIMAL)) if scale and size % scale == 0)
    return next(fits, None)


def _together(scales: Iterable[int | None]) -> int | None:
    found = list(scales)
    known = [s for s in found if s]
    return lcm(*known) if len(known) == len(found) else None


def _is_plain(node: Value) -> bool:
    """Tell whether a figure is only sums, least and greatest of exact columns: no step in it to fall off."""
    match node:
        case Total() | StepValue() | FieldValue() | Number():
            return True
        case Add() | Subtract() | Least() | Greatest():
            return _is_plain(node.a) and _is_plain(node.b)
    return False


def _sign(value: Fraction) -> frozenset[int]:
    return frozenset({1 if value > 0 else -1}) if value else frozenset()


def _times(signs: Iterable[frozenset[int]]) -> frozenset[int]:
    product = frozenset({1})
    for each in signs:
        product = frozenset(a * b for a in product for b in each)
    return product
