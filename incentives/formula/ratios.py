"""Lifted figures: ratios of products of whole numbers, and the arithmetic that keeps them so.

A lifted figure is a ``Ratio``, or ``Choose``, ``Least`` and ``Greatest`` over lifted figures. Nothing here
knows a plan; ``lift`` makes these figures from a plan's steps and ``excel`` writes them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from incentives.formula.nodes import (
    AtLeast,
    Both,
    Choose,
    Condition,
    Either,
    Greatest,
    Least,
    Node,
    Opposite,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CASES = 256


@dataclass(frozen=True, slots=True)
class Whole(Value):
    """An exact figure as a whole number of ``scale``-ths: pounds in pence, points in hundredths."""

    of: Value
    scale: int


@dataclass(frozen=True, slots=True)
class Sum(Value):
    """A sum of products of whole numbers, each with its coefficient."""

    terms: tuple[tuple[int, tuple[Value, ...]], ...]

    def parts(self) -> tuple[Node, ...]:
        """Return the factors of all terms."""
        return tuple(f for _, factors in self.terms for f in factors)


@dataclass(frozen=True, slots=True)
class Ratio(Value):
    """One constant × whole numbers ÷ whole numbers; each divisor is above nil wherever it is read."""

    constant: Fraction
    top: tuple[Value, ...] = ()
    below: tuple[Value, ...] = ()

    def parts(self) -> tuple[Node, ...]:
        """Return the factors above and below the line."""
        return self.top + self.below


class TooManyCases(Exception):  # noqa: N818 - it names what was met, not an error of the program
    """A step whose conditions multiply to more cases than a cell's formula can hold."""


NOTHING = Ratio(Fraction(0))
ONE = Ratio(Fraction(1))


def ratio(constant: Fraction, top: tuple[Value, ...], below: tuple[Value, ...]) -> Ratio:
    """Return a ratio without the factors that stand both above and below the line."""
    if constant == 0:
        return NOTHING
    common = Counter(top) & Counter(below)
    # Sums stand last: "points × (…)" reads as the rule does; and a - b reads better than -(b - a).
    in_order = sorted(_without(top, common), key=lambda factor: isinstance(factor, Sum))
    if constant < 0 and in_order and isinstance(in_order[-1], Sum):
        constant, in_order = -constant, [*in_order[:-1], opposite(in_order[-1])]
    return Ratio(constant, tuple(in_order), _without(below, common))


def _without(factors: tuple[Value, ...], taken: Counter[Value]) -> tuple[Value, ...]:
    left, kept = Counter(taken), []
    for factor in factors:
        if left[factor]:
            left[factor] -= 1
        else:
            kept.append(factor)
    return tuple(kept)


def total_of(x: Ratio, y: Ratio) -> Ratio:
    """Return x + y over one line: what both have in common is taken out, the rest is one whole number."""
    if x.constant == 0 or y.constant == 0:
        return y if x.constant == 0 else x
    top, below = Counter(x.top) & Counter(y.top), Counter(x.below) & Counter(y.below)
    x_lacks, y_lacks = _without(y.below, below), _without(x.below, below)
    line = lcm(x.constant.denominator, y.constant.denominator)
    a, b = int(x.constant * line), int(y.constant * line)
    common = gcd(a, b)
    terms = _terms(a // common, _without(x.top, top) + x_lacks) + _terms(
        b // common, _without(y.top, top) + y_lacks
    )
    whole = _collected(terms)
    constant = Fraction(common, line)
    shared = tuple(top.elements())
    if not whole:
        return NOTHING
    if all(not factors for _, factors in whole):
        constant *= sum(k for k, _ in whole)
        return ratio(constant, shared, x.below + x_lacks)
    return ratio(constant, (*shared, Sum(whole)), x.below + x_lacks)


_Terms = tuple[tuple[int, tuple[Value, ...]], ...]


def _terms(constant: int, factors: tuple[Value, ...]) -> _Terms:
    """Return a product as terms; a lone sum in it is opened so that sums do not nest."""
    sums = [f for f in factors if isinstance(f, Sum)]
    if len(sums) == 1:
        rest = _without(factors, Counter(sums))
        return tuple((constant * k, rest + inner) for k, inner in sums[0].terms)
    return ((constant, factors),)


def _collected(terms: _Terms) -> _Terms:
    coefficients: dict[tuple[tuple[Value, int], ...], int] = {}
    shown: dict[tuple[tuple[Value, int], ...], tuple[Value, ...]] = {}
    for k, factors in terms:
        same = next((s for s in shown if dict(s) == dict(Counter(factors))), tuple(Counter(factors).items()))
        coefficients[same] = coefficients.get(same, 0) + k
        shown.setdefault(same, factors)
    return tuple((k, shown[same]) for same, k in coefficients.items() if k)


def opposite(factor: Value) -> Value:
    """Return a whole number with its sign turned."""
    if isinstance(factor, Sum):
        return Sum(tuple((-k, factors) for k, factors in factor.terms))
    return Sum(((-1, (factor,)),))


def negative(x: Value) -> Value:
    """Return a lifted figure with its sign turned."""
    if isinstance(x, Ratio):
        return ratio(-x.constant, x.top, x.below)
    if isinstance(x, Choose):
        return Choose(x.when, negative(x.then), negative(x.otherwise))
    assert isinstance(x, Least | Greatest), "a lifted figure is a ratio or a case"  # noqa: S101 - our own mistake
    return other_way(x)(negative(x.a), negative(x.b))


def magnified(x: Value, factor: int) -> Value:
    """Return a figure (lifted, or of exact columns) multiplied by a whole number."""
    if isinstance(x, Ratio):
        return Ratio(x.constant * factor, x.top, x.below)
    if isinstance(x, Choose):
        return Choose(x.when, magnified(x.then, factor), magnified(x.otherwise, factor))
    if isinstance(x, Least | Greatest):
        return type(x)(magnified(x.a, factor), magnified(x.b, factor))
    return x if factor == 1 else Whole(x, factor)


def other_way(x: Least | Greatest) -> type[Least | Greatest]:
    """Return what least or greatest becomes below a minus."""
    return Greatest if isinstance(x, Least) else Least


def as_choose(x: Least | Greatest) -> Value:
    """Return least or greatest as a choice, which may be multiplied by any sign."""
    first = at_least(x.b, x.a) if isinstance(x, Least) else at_least(x.a, x.b)
    return choose(first, x.a, x.b)


def each_case(x: Value, change: Callable[[Value], Value]) -> Value:
    """Return a figure of several cases with each of them changed."""
    if isinstance(x, Choose):
        return choose(x.when, change(x.then), change(x.otherwise))
    assert isinstance(x, Least | Greatest), "a lifted figure is a ratio or a case"  # noqa: S101 - our own mistake
    return pair(type(x), change(x.a), change(x.b))


def pair(kind: type[Least | Greatest], a: Value, b: Value) -> Value:
    """Return the least or greatest of two, worked out where both are plain numbers."""
    if _is_number(a) and _is_number(b):
        assert isinstance(a, Ratio), "a number is a ratio"  # noqa: S101 - our own mistake
        assert isinstance(b, Ratio), "a number is a ratio"  # noqa: S101 - our own mistake
        return Ratio((min if kind is Least else max)(a.constant, b.constant))
    return _counted(a if a == b else kind(a, b))


def choose(when: Condition, then: Value, otherwise: Value) -> Value:
    """Return a choice, or its one outcome; raises TooManyCases beyond ``MOST_CASES``."""
    return _counted(then if then == otherwise else Choose(when, then, otherwise))


def _counted(x: Value) -> Value:
    if _cases(x) > MOST_CASES:
        raise TooManyCases
    return x


def _cases(x: Value) -> int:
    if isinstance(x, Choose):
        return _cases(x.then) + _cases(x.otherwise)
    return _cases(x.a) + _cases(x.b) if isinstance(x, Least | Greatest) else 1


def _is_number(x: Value) -> bool:
    return isinstance(x, Ratio) and not x.top and not x.below


def at_least(x: Value, y: Value) -> Condition:
    """Return x ≥ y between whole numbers, taken apart at every choose, least and greatest."""
    if isinstance(x, Choose):
        return _whether(x.when, at_least(x.then, y), at_least(x.otherwise, y))
    if isinstance(y, Choose):
        return _whether(y.when, at_least(x, y.then), at_least(x, y.otherwise))
    if isinstance(x, Least | Greatest):
        return (Both if isinstance(x, Least) else Either)(at_least(x.a, y), at_least(x.b, y))
    if isinstance(y, Least | Greatest):
        return (Either if isinstance(y, Least) else Both)(at_least(x, y.a), at_least(x, y.b))
    assert isinstance(x, Ratio), "a lifted figure is a ratio or a case"  # noqa: S101 - our own mistake
    assert isinstance(y, Ratio), "a lifted figure is a ratio or a case"  # noqa: S101 - our own mistake
    below = Counter(x.below) & Counter(y.below)
    x_lacks, y_lacks = _without(y.below, below), _without(x.below, below)
    line = lcm(x.constant.denominator, y.constant.denominator)
    a, b = int(x.constant * line), int(y.constant * line)
    common = gcd(a, b) or 1
    left = Ratio(Fraction(a // common), x.top + x_lacks if a else ())
    right = Ratio(Fraction(b // common), y.top + y_lacks if b else ())
    return AtLeast(left, right)


def _whether(when: Condition, then: Condition, otherwise: Condition) -> Condition:
    return then if then == otherwise else Either(Both(when, then), Both(Opposite(when), otherwise))


def tidied(x: Value, known: dict[Condition, bool]) -> Value:
    """Return the figure without questions already answered further out."""
    if isinstance(x, Choose):
        answer = _answer(x.when, known)
        if answer is not None:
            return tidied(x.then if answer else x.otherwise, known)
        then = tidied(x.then, known | {x.when: True})
        otherwise = tidied(x.otherwise, known | {x.when: False})
        return then if then == otherwise else Choose(x.when, then, otherwise)
    if isinstance(x, Least | Greatest):
        return pair(type(x), tidied(x.a, known), tidied(x.b, known))
    return x


def _answer(when: Condition, known: dict[Condition, bool]) -> bool | None:
    if when in known:
        return known[when]
    if isinstance(when, AtLeast) and _is_number(when.a) and _is_number(when.b):
        assert isinstance(when.a, Ratio), "a number is a ratio"  # noqa: S101 - our own mistake
        assert isinstance(when.b, Ratio), "a number is a ratio"  # noqa: S101 - our own mistake
        return when.a.constant >= when.b.constant
    return None
