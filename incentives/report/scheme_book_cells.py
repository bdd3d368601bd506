"""A value of a scheme as the cell that a person would type: a number with its format, a date, or text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from incentives.data.files.values import as_percentage, as_text
from incentives.scheme.book.cells import DATE, NUMBER, PERCENT, as_written
from incentives.scheme.book.fields import pattern_of
from incentives.scheme.values import Count, Day, Percent, Points, Pounds

if TYPE_CHECKING:
    from incentives.scheme.book.fields import Shapes

POUNDS, SHARE, FINE_SHARE, DAY, TEXT = "[$£-809]#,##0.00", "0.0%", "0.00##%", "d mmm yyyy", "@"
_POUNDS = re.compile(r"£\d[\d,]*(\.\d+)?")
_SHARE = re.compile(r"\d+(\.\d+)?%")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIGURE = re.compile(r"\d[\d,]*(\.\d+)?")
_MOST_DIGITS = 12
_USUAL = {
    pattern_of(Pounds): POUNDS,
    pattern_of(Percent): SHARE,
    pattern_of(Day): DAY,
    pattern_of(Points): "",
    pattern_of(Count): "#,##0",
}


class _Kind(Enum):
    FIGURE = NUMBER
    SHARE = PERCENT
    DAY = DATE


@dataclass(frozen=True)
class _Typed:
    """What the readers of workbooks would make of a cell."""

    text: str
    kind: _Kind
    format: str
    merged: bool = False
    struck: bool = False


def typed_cell(text: str, shapes: Shapes) -> tuple[str | float | date, str]:
    """Return what to put into a cell and its number format; text wherever a number would read otherwise."""
    value, seen = _as_typed(text)
    if seen and as_written(seen, shapes) == text:
        return value, seen.format
    return text, TEXT


def usual_format(shapes: Shapes) -> str:
    """Return the number format of a cell that is still blank, by what may be written in it."""
    patterns = [s.get("pattern", "") for s in shapes]
    return next((f for p, f in _USUAL.items() for said in patterns if p and p == said), TEXT)


def _as_typed(text: str) -> tuple[str | float | date, _Typed | None]:
    if len(text) > _MOST_DIGITS + 6:
        return text, None
    if _POUNDS.fullmatch(text):
        return _number(text[1:], POUNDS)
    if _SHARE.fullmatch(text):
        share = Decimal(text[:-1]) / 100
        shown = SHARE if (share * 1000) % 1 == 0 else FINE_SHARE
        return float(share), _Typed(as_percentage(as_text(float(share))), _Kind.SHARE, shown)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text), _Typed(text, _Kind.DAY, DAY)
        except ValueError:
            return text, None
    if _FIGURE.fullmatch(text):
        return _number(text, "#,##0" if "," in text else "")
    return text, None


def _number(text: str, number_format: str) -> tuple[float, _Typed]:
    figure = float(text.replace(",", ""))
    return figure, _Typed(as_text(figure), _Kind.FIGURE, number_format)
