"""Pounds, changes and days as documents say them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds

if TYPE_CHECKING:
    from datetime import date

PENCE = 100


def pounds(pence: int) -> str:
    """Return pence as pounds."""
    return in_pounds(Fraction(pence, PENCE))


def change(pence: int) -> str:
    """Return a difference in words: ``£12.50 more``."""
    if pence == 0:
        return "no change"
    return f"{pounds(abs(pence))} {'more' if pence > 0 else 'less'}"


def day_said(day: date) -> str:
    """Return a day as people write it: ``3 April 2015``."""
    return f"{day.day} {day:%B %Y}"
