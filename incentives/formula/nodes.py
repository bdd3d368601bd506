"""The expressions of a plan: about fifteen nodes, each one operation, compared by value.

Every reading (exact integers, exact fractions, Excel, English) handles these nodes and nothing else,
so a payment form never needs a reading changed. Conditions are a type of their own: they stand only
in ``Choose``, ``Both``, ``Either`` and ``Opposite``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.rounding import Rule
from incentives.formula.units import PLAIN, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node:
    """An expression with a value, or a condition."""

    __slots__ = ()

    def parts(self) -> tuple[Node, ...]:
        """Return the expressions this one is made of, in order."""
        held = (getattr(self, f.name) for f in fields(self))  # type: ignore[arg-type]
        return tuple(h for h in held if isinstance(h, Node))

    def walk(self) -> Iterator[Node]:
        """Yield this expression and all within it, outermost first."""
        yield self
        for part in self.parts():
            yield from part.walk()


class Value(Node):
    """An expression that is a figure."""

    __slots__ = ()

    def __add__(self, other: Value) -> Add:
        """Return the sum."""
        return Add(self, other)

    def __sub__(self, other: Value) -> Subtract:
        """Return the difference."""
        return Subtract(self, other)

    def __mul__(self, other: Value) -> Multiply:
        """Return the product."""
        return Multiply(self, other)


class Condition(Node):
    """An expression that holds or does not."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Number(Value):
    """A constant of the form itself (nil, one, twelve months); a scheme's figures are fields."""

    value: Fraction
    unit: Unit = PLAIN


@dataclass(frozen=True, slots=True)
class FieldValue(Value):
    """A column that is given: from the practice data or from the scheme (see ``plan``)."""

    name: str


@dataclass(frozen=True, slots=True)
class StepValue(Value):
    """The column that an earlier step of the plan has worked out."""

    name: str


@dataclass(frozen=True, slots=True)
class Add(Value):
    """a + b."""

    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Subtract(Value):
    """a - b."""

    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Multiply(Value):
    """a × b."""

    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Divide(Value):
    """a ÷ b, and what is meant where b is nil: nothing divides without saying so."""

    a: Value
    b: Value
    if_nil: Value


@dataclass(frozen=True, slots=True)
class Least(Value):
    """The smaller of two."""

    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Greatest(Value):
    """The larger of two."""

    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Choose(Value):
    """One value where a condition holds, another where it does not."""

    when: Condition
    then: Value
    otherwise: Value


class Over(Enum):
    """What a total adds up."""

    PRACTICES = "practices"
    COMPONENTS = "components"
    PERIODS = "periods"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Total(Value):
    """The total of a given or worked-out exact column over an axis, or over a group of practices.

    Over a group (``attribute`` names it, such as ``network``) each practice gets its group's total.
    """

    of: FieldValue | StepValue
    over: Over
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Rank(Value):
    """A practice's place by an exact column, 1 the highest, among all or within its group.

    Equal figures go by practice code, or (``shared``) share the better place: 1, 2, 2, 4.
    """

    of: FieldValue | StepValue
    within: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Round(Value):
    """A value rounded to decimal places by a rule."""

    of: Value
    places: int
    rule: Rule = Rule.HALF_UP


@dataclass(frozen=True, slots=True)
class AtLeast(Condition):
    """a ≥ b."""

    a: Value
    b: Value


@dataclass(frozen=True, slots=True)
class Both(Condition):
    """Both conditions hold."""

    a: Condition
    b: Condition


@dataclass(frozen=True, slots=True)
class Either(Condition):
    """One condition or both hold."""

    a: Condition
    b: Condition


@dataclass(frozen=True, slots=True)
class Opposite(Condition):
    """The condition does not hold."""

    a: Condition


def nil(unit: Unit = PLAIN) -> Number:
    """Return nothing of a unit: £0.00, 0 points."""
    return Number(Fraction(0), unit)


def one(unit: Unit = PLAIN) -> Number:
    """Return one of a unit."""
    return Number(Fraction(1), unit)


def slide(value: Value, start: Value, end: Value) -> Value:
    """Return how far a value lies from start to end, as a share between 0 and 1.

    ``end`` below ``start`` means that lower is better. Both are shares without a unit.
    Source: SFE achievement formula, as in ``(D - E) / (F - E)``.
    """
    share = Divide(Subtract(value, start), Subtract(end, start), nil())
    return Greatest(nil(), Least(one(), share))


def holds(flag: Value) -> Condition:
    """Return the condition that a yes/no column (1 or 0) says yes."""
    return AtLeast(flag, one())
