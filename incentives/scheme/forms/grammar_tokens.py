"""A formula's text as tokens, each with its column; what cannot stand in a formula is refused here.

A formula is one line of at most 400 characters. It is never run as a program: signs, words and figures
of a closed list are all there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from incentives.base import amount
from incentives.scheme.forms.misread import MisreadError

LONGEST, LONGEST_FIGURE = 400, 18
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<figure>£?\s?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?\s?%?)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |"(?P<quoted>[^"]*)"|'(?P<quoted_too>[^']*)'
    |(?P<sign>>=|<=|\*\*|[≥≤<>=+\-\u2212*×/÷(),:])""",
    re.VERBOSE,
)
_SAME = {"≥": ">=", "≤": "<=", "\N{MINUS SIGN}": "-", "×": "*", "÷": "/"}


class Sort(Enum):
    """What a token is."""

    POUNDS = "an amount"
    PERCENT = "a percentage"
    NUMBER = "a number"
    WORD = "a word"
    QUOTED = "a text in quotes"
    SIGN = "a sign"
    END = "the end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``text`` is a sign in its one spelling, ``figure`` an amount, a share or a number."""

    sort: Sort
    text: str
    column: int
    figure: Fraction = Fraction(0)


def tokens(text: str) -> tuple[Token, ...]:
    """Return a formula's tokens, the end last; raises MisreadError where it cannot be read."""
    if len(text) > LONGEST:
        message = f"The formula has {len(text):,} characters; at most {LONGEST} can be followed by a reader."
        raise MisreadError("S480", 1, message, "Use a form of the list, or pay in two parts.")
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or "\n" in match[0]:
            raise _no_sign(text[at : at + 1], at + 1)
        if token := _token(match):
            found.append(token)
        at = match.end()
    return (*found, Token(Sort.END, "", len(text) + 1))


def _token(match: re.Match[str]) -> Token | None:
    kind, column = match.lastgroup, match.start() + 1
    if kind == "blank":
        return None
    if kind == "figure":
        return _figure(match[0].strip(), column)
    if kind == "word":
        return Token(Sort.WORD, match[0], column)
    if kind == "sign":
        if match[0] == "**":
            raise _no_sign("**", column)
        return Token(Sort.SIGN, _SAME.get(match[0], match[0]), column)
    return Token(Sort.QUOTED, match[kind or 0], column)


def _figure(text: str, column: int) -> Token:
    if len(text) > LONGEST_FIGURE:
        message = f"A figure of {len(text)} characters is larger than any payment."
        raise MisreadError("S480", column, message, "Write a figure of at most 18 characters.")
    sorts = ((Sort.POUNDS, amount.pounds), (Sort.PERCENT, amount.percent), (Sort.NUMBER, amount.number))
    for sort, read in sorts:
        try:
            return Token(sort, text, column, read(text))
        except ValueError:
            continue
    remedy = "Write £4,000, £2.50, 45%, 37.5%, 20 or 7,233."
    raise MisreadError("S481", column, f'"{text}" is no figure.', remedy)


def _no_sign(sign: str, column: int) -> MisreadError:
    remedy = "Signs are + - × ÷ ( ) , and ≥ ≤ > < =; a code with other signs stands in quotes."
    return MisreadError("S481", column, f'"{sign}" cannot stand in a formula.', remedy)
