"""The only rounding in the program: of exact fractions, by a stated rule, to stated places.

Half up is away from nil on a tie, as Excel's ROUND does and as England's published QOF points
show (each indicator to 2 decimals, half up, then summed; measured on the 2024/25 publication).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import floor


class Rule(Enum):
    """How a figure between two pence (or hundredths of a point) is decided."""

    HALF_UP = "half up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rule and the decimal places it keeps; money is rounded in pounds to 2 places."""

    rule: Rule
    places: int

    def __str__(self) -> str:
        """Return ``half up to 2 places``."""
        return f"{self.rule.value} to {self.places} place{'' if self.places == 1 else 's'}"


def rounded(exact: Fraction, places: int, rule: Rule) -> Fraction:
    """Return the fraction rounded to decimal places.

    >>> rounded(Fraction(5, 2), 0, Rule.HALF_UP), rounded(Fraction(-5, 2), 0, Rule.HALF_UP)
    (Fraction(3, 1), Fraction(-3, 1))
    >>> rounded(Fraction(-5, 2), 0, Rule.DOWN)
    Fraction(-2, 1)
    """
    scale = 10**places
    size = abs(exact) * scale
    whole = floor(size + Fraction(1, 2)) if rule is Rule.HALF_UP else floor(size)
    return Fraction(whole if exact >= 0 else -whole, scale)
