"""Pounds, changes, days and lines of plain English as documents say them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from incentives.report.paragraphs import Line

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


def bullets(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return lines of a part as points: what a line is about before it, what stands under it after it."""
    found: list[str] = []
    for line in lines:
        said = f"{line.lead}: {line.text}" if line.lead else line.text
        if line.under and found:
            found[-1] = f"{found[-1].rstrip('.')}. {said}"
        else:
            found.append(said)
    return tuple(found)
