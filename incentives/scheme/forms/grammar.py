"""Conditions and formulas: one line of text to the nodes of a plan, with units; never run as a program.

In: the text and the names that hold in a scheme. Out: an expression with its unit, or a condition.
From weak to strong: if ... then ... else; or; and; not; comparisons; + -; × ÷. A division says what is
meant where its divisor is nil, ``a ÷ b (if nil £0)``, unless the divisor is a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from incentives.base.rounding import Rule
from incentives.formula.nodes import (
    AtLeast,
    Both,
    Choose,
    Condition,
    Divide,
    Either,
    Greatest,
    Least,
    Multiply,
    Node,
    Number,
    Opposite,
    Round,
    Subtract,
    Value,
    nil,
)
from incentives.formula.units import DAYS, PATIENTS, PLAIN, POINTS, POUNDS, Unit
from incentives.scheme.forms.grammar_tokens import Sort, Token, tokens
from incentives.scheme.forms.misread import MisreadError

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST, MOST_PLACES = 16, 6
_UNITS = {
    "patient": PATIENTS,
    "patients": PATIENTS,
    "point": POINTS,
    "points": POINTS,
    "day": DAYS,
    "days": DAYS,
}
_RESERVED = {"if", "then", "else", "and", "or", "not", "per"}
_COMPARED = (">=", "<=", ">", "<", "=")


_LIKE_BY_LIKE = "Multiply a rate such as £2 per patient by patients; divide like by like for a share."
_HOW_TO_GIVE = {
    POINTS: 'Multiply points by a share, such as "20 points × achievement of HYP006 (if nil 0%)".',
}


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a formula: a figure with its unit, or (no unit) a condition; where it begins."""

    node: Node
    unit: Unit | None
    column: int


class Names(Protocol):
    """The names that a formula may use; each begins with a word and may go on with others."""

    def read(self, words: Words) -> Term:
        """Take the tokens of a name and return what it is; raises MisreadError for an unknown one."""


class Words:
    """The tokens of a formula, taken one after another."""

    def __init__(self, found: tuple[Token, ...]) -> None:
        self._found, self._at = found, 0

    @property
    def next(self) -> Token:
        """The token that comes next."""
        return self._found[self._at]

    def take(self) -> Token:
        """Take the token that comes next; the end stays."""
        token = self.next
        self._at += token.sort is not Sort.END
        return token

    def taken(self, *texts: str) -> bool:
        """Take these words or signs where all of them come next, and tell whether they did."""
        ahead = self._found[self._at : self._at + len(texts)]
        if [t.text for t in ahead] != list(texts) or any(t.sort is Sort.QUOTED for t in ahead):
            return False
        self._at += len(texts)
        return True

    def expect(self, text: str, why: str) -> None:
        """Take a word or sign that must come next."""
        if not self.taken(text):
            raise MisreadError(
                "S481", self.next.column, f"{why}, not {shown(self.next)}.", f'Write "{text}".'
            )


def figure(text: str, unit: Unit, names: Names) -> Value:
    """Return a formula's expression; raises MisreadError unless it is a figure of the unit."""
    found = _Reader(text, names).whole()
    value = _value(found)
    if found.unit != unit:
        message = f"The formula gives {_named(_unit(found))}; {_named(unit)} are needed."
        raise MisreadError("S484", found.column, message, _HOW_TO_GIVE.get(unit, _LIKE_BY_LIKE))
    return value


def condition(text: str, names: Names) -> Condition:
    """Return a condition; raises MisreadError where the text is a figure or cannot be read."""
    return _condition(_Reader(text, names).whole())


def shown(token: Token) -> str:
    """Return a token as a message names it."""
    return "the end of the line" if token.sort is Sort.END else f'"{token.text}"'


class _Reader:
    def __init__(self, text: str, names: Names) -> None:
        self.words, self.names, self.depth = Words(tokens(text)), names, 0

    def whole(self) -> Term:
        found = self.any()
        if self.words.next.sort is not Sort.END:
            message = f"Nothing more is expected here, but {shown(self.words.next)} follows."
            remedy = "Put a sign between two figures, and quotes around a text of several words."
            raise MisreadError("S481", self.words.next.column, message, remedy)
        return found

    def any(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"Brackets and conditions stand within each other more than {DEEPEST} deep."
            raise MisreadError("S480", self.words.next.column, message, "Pay in two parts, each simpler.")
        found = self.chosen() if self.words.next.text == "if" else self.either()
        self.depth -= 1
        return found

    def chosen(self) -> Term:
        column = self.words.take().column
        when = _condition(self.any())
        self.words.expect("then", 'A condition after "if" goes on with "then"')
        one = self.any()
        self.words.expect("else", 'What holds otherwise follows after "else"')
        other = self.any()
        unit = _alike(one, other)
        return Term(Choose(when, _value(one), _value(other)), unit, column)

    def either(self) -> Term:
        return self.joined("or", self.both, Either)

    def both(self) -> Term:
        return self.joined("and", self.opposite, Both)

    def joined(
        self, word: str, part: Callable[[], Term], make: Callable[[Condition, Condition], Condition]
    ) -> Term:
        found = part()
        while self.words.taken(word):
            found = Term(make(_condition(found), _condition(part())), None, found.column)
        return found

    def opposite(self) -> Term:
        column = self.words.next.column
        if not self.words.taken("not"):
            return self.compared()
        self.depth += 1
        if self.depth > DEEPEST:
            raise MisreadError("S480", column, '"not" is repeated too often.', "Write the condition plainly.")
        found = Term(Opposite(_condition(self.opposite())), None, column)
        self.depth -= 1
        return found

    def compared(self) -> Term:
        first = self.sum()
        sign = next((s for s in _COMPARED if self.words.next.text == s), "")
        if not sign or self.words.next.sort is not Sort.SIGN:
            return first
        self.words.take()
        second = self.sum()
        _alike(first, second)
        a, b = _value(first), _value(second)
        made: dict[str, Callable[[], Condition]] = {
            ">=": lambda: AtLeast(a, b),
            "<=": lambda: AtLeast(b, a),
            ">": lambda: Opposite(AtLeast(b, a)),
            "<": lambda: Opposite(AtLeast(a, b)),
            "=": lambda: Both(AtLeast(a, b), AtLeast(b, a)),
        }
        return Term(made[sign](), None, first.column)

    def sum(self) -> Term:
        found = self.product()
        while self.words.next.sort is Sort.SIGN and self.words.next.text in "+-":
            sign, other = self.words.take().text, self.product()
            unit = _alike(found, other)
            a, b = _value(found), _value(other)
            found = Term(a + b if sign == "+" else a - b, unit, found.column)
        return found

    def product(self) -> Term:
        found = self.signed()
        while self.words.next.sort is Sort.SIGN and self.words.next.text in "*/":
            sign, other = self.words.take(), self.signed()
            a, b = _value(found), _value(other)
            if sign.text == "*":
                found = Term(Multiply(a, b), _unit(found) * _unit(other), found.column)
            else:
                found = self.quotient(found, other)
        return found

    def quotient(self, a: Term, b: Term) -> Term:
        unit = _unit(a) / _unit(b)
        if isinstance(b.node, Number):
            if not b.node.value:
                raise MisreadError(
                    "S485", b.column, "Nothing can be divided by nought.", "Write another figure."
                )
            return Term(Divide(_value(a), b.node, nil(unit)), unit, a.column)
        empty = self.if_nil(unit, b.column)
        return Term(Divide(_value(a), _value(b), empty), unit, a.column)

    def if_nil(self, unit: Unit, column: int) -> Value:
        """Take ``(if nil ...)``, which says what a division gives where its divisor is nil."""
        return if_nil(self.words, self.any, unit, column)

    def signed(self) -> Term:
        column, minus = self.words.next.column, False
        while self.words.next.sort is Sort.SIGN and self.words.next.text in "+-":
            minus ^= self.words.take().text == "-"
        found = self.part()
        if not minus:
            return found
        return Term(Subtract(nil(_unit(found)), _value(found)), found.unit, column)

    def part(self) -> Term:
        token = self.words.next
        if token.sort in (Sort.POUNDS, Sort.PERCENT, Sort.NUMBER):
            return self.literal()
        if token.sort is Sort.SIGN and self.words.taken("("):
            found = self.any()
            self.words.expect(")", "A bracket is closed here")
            return Term(found.node, found.unit, token.column)
        if token.text in ("min", "max", "round", "round_down"):
            return self.function()
        if (token.sort is Sort.WORD and token.text not in _RESERVED) or token.sort is Sort.QUOTED:
            return self.name()
        message = f"A figure or a name is expected here, not {shown(token)}."
        raise MisreadError("S481", token.column, message, 'Write, for example, "£2 per patient × list size".')

    def name(self) -> Term:
        found = self.names.read(self.words)
        if isinstance(found.node, Divide):  # a rate of the names: it has its own nil case to state
            empty = self.if_nil(_unit(found), found.column)
            return Term(Divide(found.node.a, found.node.b, empty), found.unit, found.column)
        return found

    def literal(self) -> Term:
        token = self.words.take()
        unit = POUNDS if token.sort is Sort.POUNDS else PLAIN
        if token.sort is Sort.NUMBER and self.words.next.text in _UNITS:
            unit = _UNITS[self.words.take().text]
        if self.words.taken("per"):
            below = self.words.take()
            if below.text not in _UNITS:
                message = f'"per" is followed by patient, point or day, not {shown(below)}.'
                raise MisreadError("S481", below.column, message, 'Write, for example, "£2 per patient".')
            unit /= _UNITS[below.text]
        return Term(Number(token.figure, unit), unit, token.column)

    def function(self) -> Term:
        word = self.words.take()
        self.words.expect("(", f'"{word.text}" is followed by a bracket')
        parts = [self.any()]
        while self.words.taken(","):
            parts.append(self.any())
        self.words.expect(")", "A bracket is closed here")
        if word.text in ("min", "max"):
            return _extreme(word, parts)
        return _rounded(word, parts)


def if_nil(words: Words, read: Callable[[], Term], unit: Unit, column: int) -> Value:
    """Take what a division gives where its divisor is nil; raises MisreadError where it is not said."""
    if not words.taken("(", "if", "nil"):
        message = "This divides by a figure that can be nil, and does not say what is meant then."
        example = "£0" if unit == POUNDS else "0%" if unit == PLAIN else "0"
        raise MisreadError("S485", column, message, f'Add "(if nil {example})" after it.')
    words.taken(":")
    found = read()
    words.expect(")", "A bracket is closed here")
    if isinstance(found.node, Number) and not found.node.value:
        return nil(unit)
    if _unit(found) != unit:
        given = _named(_unit(found))
        message = f"What is meant where the divisor is nil gives {given}, the quotient {_named(unit)}."
        raise MisreadError("S483", found.column, message, "Write a figure of the same unit.")
    return _value(found)


def _extreme(word: Token, parts: list[Term]) -> Term:
    node, make = _value(parts[0]), Least if word.text == "min" else Greatest
    for part in parts[1:]:
        _alike(parts[0], part)
        node = make(node, _value(part))
    if len(parts) == 1:
        message = f'"{word.text}" compares two figures or more.'
        raise MisreadError("S481", word.column, message, f'Write "{word.text}(one, another)".')
    return Term(node, parts[0].unit, word.column)


def _rounded(word: Token, parts: list[Term]) -> Term:
    places = parts[1].node if len(parts) > 1 else Number(Fraction(0))
    may = [Number(Fraction(n)) for n in range(MOST_PLACES + 1)]
    if len(parts) > 2 or places not in may:  # noqa: PLR2004 - a figure and places
        message = f'"{word.text}" takes a figure and a number of decimals from 0 to {MOST_PLACES}.'
        raise MisreadError(
            "S481", word.column, message, f'Write, for example, "{word.text}(list size ÷ 3, 2)".'
        )
    rule = Rule.DOWN if word.text == "round_down" else Rule.HALF_UP
    rounded = Round(_value(parts[0]), may.index(places), rule)
    return Term(rounded, parts[0].unit, word.column)


def _named(unit: Unit) -> str:
    return "pounds" if unit == POUNDS else "shares or plain numbers" if unit == PLAIN else str(unit)


def _alike(a: Term, b: Term) -> Unit:
    one, other = _unit(a), _unit(b)
    if one != other:
        message = f"{_named(one).capitalize()} and {_named(other)} cannot be combined."
        remedy = "Give both the same unit; multiply a rate by what it is a rate of."
        raise MisreadError("S483", b.column, message, remedy)
    return one


def _unit(term: Term) -> Unit:
    _value(term)
    assert term.unit is not None  # noqa: S101 - a figure has a unit
    return term.unit


def _value(term: Term) -> Value:
    if not isinstance(term.node, Value):
        message = "A figure is needed here, and this is a condition."
        remedy = 'Write "if ... then ... else ..." to choose between two figures.'
        raise MisreadError("S484", term.column, message, remedy)
    return term.node


def _condition(term: Term) -> Condition:
    if not isinstance(term.node, Condition):
        message = "A condition is needed here, and this is a figure."
        remedy = 'Compare it with another, such as "list size >= 5,000 patients".'
        raise MisreadError("S484", term.column, message, remedy)
    return term.node
