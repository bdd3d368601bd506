"""Conditions and formulas worked out on the spot, from the grammar in the language reference.

``figure of a name`` comes from the caller; units are read and passed over: only the program checks them.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = re.compile(r"\s*(£?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|\w+|\"[^\"]*\"|'[^']*'|>=|<=|.)")
UNITS = {"patient", "patients", "point", "points", "day", "days"}
COMPARE = {
    ">=": lambda a, b: a >= b, "≥": lambda a, b: a >= b, "<=": lambda a, b: a <= b, "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b, "<": lambda a, b: a < b, "=": lambda a, b: a == b,
}  # fmt: skip


class Formula:
    """One formula for one practice; ``known`` gives the figure of a name: its words, and its code if any."""

    def __init__(self, text: str, known: Callable[[str, str], Any]) -> None:
        self.rest, self.known = TOKEN.findall(text.strip()), known

    def value(self) -> Any:
        """Work out what is left: a fraction, or whether it holds."""
        if self.take("if"):
            when, _, one, _, other = self.value(), self.next(), self.value(), self.next(), self.value()
            return one if when else other
        found = self.both()
        while self.take("or"):
            found = self.both() or found
        return found

    def both(self) -> Any:
        found = self.opposite()
        while self.take("and"):
            found = self.opposite() and found
        return found

    def opposite(self) -> Any:
        if self.take("not"):
            return not self.opposite()
        found = self.sum()
        if self.rest and self.rest[0] in COMPARE:
            return COMPARE[self.next()](found, self.sum())
        return found

    def sum(self) -> Any:
        found = self.product()
        while self.rest and self.rest[0] in "+-":
            found = found + self.product() if self.next() == "+" else found - self.product()
        return found

    def product(self) -> Any:
        found = self.part()
        while self.rest and self.rest[0] in "*×/÷":
            found = found * self.part() if self.next() in "*×" else self.divided(found, self.part())
        return found

    def divided(self, a: Fraction, b: Fraction) -> Any:
        if self.rest[:3] != ["(", "if", "nil"]:
            return a / b
        del self.rest[:3]
        self.take(":")
        nil = self.value()
        self.next()
        return a / b if b else nil

    def part(self) -> Any:
        word = self.next()
        if word == "-":
            return -self.part()
        if word == "(":
            found = self.value()
            self.next()
            return found
        if word in ("min", "max", "round", "round_down"):
            return self.function(word)
        return self.literal(word) if word.strip("£")[0].isdigit() else self.name(word)

    def function(self, word: str) -> Any:
        self.next()
        parts = [self.value()]
        while self.next() == ",":
            parts.append(self.value())
        if word in ("min", "max"):
            return min(parts) if word == "min" else max(parts)
        scale = 10 ** int(parts[1]) if len(parts) > 1 else 1
        size = floor(abs(parts[0]) * scale + (Fraction(1, 2) if word == "round" else 0))
        return Fraction(size if parts[0] >= 0 else -size, scale)

    def literal(self, text: str) -> Fraction:
        found = Fraction(text.strip("£%").replace(",", "")) / (100 if text.endswith("%") else 1)
        if self.rest and self.rest[0] in UNITS:
            self.next()
        if self.take("per"):
            self.next()
        return found

    def name(self, word: str) -> Any:
        if self.take("of"):
            code = self.next().strip("\"'")
            if word == "achievement":
                return self.divided(self.known("numerator", code), self.known("denominator", code))
            return self.known(word, code)
        if self.take("is"):
            said = self.next().strip("\"'")
            return self.known("declared", word) >= 1 if said == "declared" else self.known(word, "") == said
        while self.rest and re.fullmatch(r"[a-z]+", self.rest[0]) and f"{word} {self.rest[0]}" in LONGER:
            word = f"{word} {self.next()}"
        return self.known(word, "")

    def take(self, word: str) -> bool:
        if self.rest[:1] != [word]:
            return False
        self.rest.pop(0)
        return True

    def next(self) -> str:
        return str(self.rest.pop(0))


LONGER = {"list size", "weighted list", "weighted list size", "price per", "price per point"}
