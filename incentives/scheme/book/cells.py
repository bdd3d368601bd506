"""A cell as the text that a scheme file would hold: a number with its unit, a date, a word of a list.

People type 45% and £4,200,000; a spreadsheet keeps 0.45 and 4200000 with a format. The format is part of
what was typed, so it is read. Months and years that a spreadsheet took for a date are read as typed
where a month or a year is asked for.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Protocol

from incentives.base.year import month_name
from incentives.scheme.book.fields import DAY, MONTH, YEAR, chosen_among, is_pattern, takes_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.base.problem import Place
    from incentives.scheme.book.fields import Shapes

DATE, NUMBER, PERCENT = "a date", "a number", "a percentage"
ERROR, NO_VALUE = "an error", "a formula without a value"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS = re.compile(r'"[^"£$€]*"|\\[^£$€]|_.|\*.')
_CURRENCY = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_SIGN = re.compile(r"[£$€]|[A-Z]{3}\b")
_PENCE_PLACES = -2
_LEAST_OF_MONTH = 3
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*(?:[-\u2013\u2014]|to)\s*(\d+(?:\.\d+)?)\s*%")
_LONGEST = 60
_WRITTEN_OUT = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\s+(\d{4})")


class Kind(Protocol):
    """What a cell holds, in words."""

    @property
    def value(self) -> str:
        """The words."""
        ...


class Cell(Protocol):
    """A cell: its exact text, what it holds, its number format."""

    @property
    def text(self) -> str:
        """The text; a percentage as 85.4%, a date as 2015-04-01, a number without thousands separators."""
        ...

    @property
    def kind(self) -> Kind:
        """What it holds."""
        ...

    @property
    def format(self) -> str:
        """The number format, blank where it is the general one."""
        ...

    @property
    def merged(self) -> bool:
        """Tell whether it is one of a merged block."""
        ...

    @property
    def struck(self) -> bool:
        """Tell whether it is struck through."""
        ...


class Sheet(Protocol):
    """A sheet of cells."""

    @property
    def name(self) -> str:
        """The name on its tab."""
        ...

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The texts of its rows."""
        ...

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell by its row and column, both from 0."""
        ...

    def place(self, row: int, column: int = -1) -> Place:
        """Return where a cell stands."""
        ...


def as_written(cell: Cell, shapes: Shapes = ()) -> str:
    """Return what a cell says as a scheme file would write it; ``shapes`` are what may stand there."""
    text = cell.text.strip()
    kind = cell.kind.value
    if kind == DATE:
        return _day(text, shapes)
    if kind == NUMBER:
        return _number(text, cell.format)
    return _written_out(text, shapes) or _word(text, shapes)


def _written_out(text: str, shapes: Shapes) -> str:
    """Return a day or a month that is written out as text (16 February 2015, Apr 2015), else nothing."""
    found = _WRITTEN_OUT.fullmatch(text)
    month = next((n for n in range(1, 13) if found and _is_month(found[2], n)), 0)
    if not found or not month:
        return ""
    if is_pattern(shapes, MONTH) and not found[1]:
        return month_name(date(int(found[3]), month, 1))
    try:
        day = date(int(found[3]), month, int(found[1] or 0))
    except ValueError:
        return ""
    return day.isoformat() if is_pattern(shapes, DAY) else ""


def _is_month(word: str, number: int) -> bool:
    name = month_name(date(2001, number, 1)).split()[0].casefold()
    return len(word) >= _LEAST_OF_MONTH and name.startswith(word.casefold())


def _day(text: str, shapes: Shapes) -> str:
    if not _DAY.fullmatch(text):
        return text
    day = date.fromisoformat(text)
    if is_pattern(shapes, MONTH):
        return month_name(day)
    if is_pattern(shapes, YEAR) and day.day == 1 and day.month == (day.year + 1) % 100:
        return f"{day.year}/{day.month:02d}"
    return text


def _number(text: str, number_format: str) -> str:
    shown = _IN_BRACKETS.sub("", _WORDS.sub("", _CURRENCY.sub(r"\1", number_format))).partition(";")[0]
    sign = _SIGN.search(shown)
    if not sign and ",#" not in shown and ",0" not in shown:
        return text
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return text
    if not sign:
        return f"{figure:,f}"
    exponent = figure.as_tuple().exponent
    is_whole = figure == figure.to_integral_value()
    if not is_whole and isinstance(exponent, int) and exponent > _PENCE_PLACES:
        figure = figure.quantize(Decimal("0.01"))
    return f"{'-' if figure < 0 else ''}{sign[0]}{abs(figure):,f}"


def _word(text: str, shapes: Shapes) -> str:
    """Return the word of a closed list that was meant: in other capitals, or with a curly apostrophe."""
    plain = text.replace("\u2019", "'").casefold()
    found = next((w for w in chosen_among(shapes) if w.casefold() == plain), None)
    if found is not None:
        return found
    return _as_a_pattern(text, shapes) if takes_text(shapes) else text.replace("\u2019", "'")


def _as_a_pattern(text: str, shapes: Shapes) -> str:
    """Return what is written by a pattern in small letters, and a range with a dash as "45% to 80%"."""
    single = [s for s in shapes if s.get("type") not in ("array", "object") and not chosen_among((s,))]
    patterns = [str(s.get("pattern", "")).removeprefix("^").removesuffix("$") for s in single]
    if not all(patterns) or len(text) > _LONGEST:
        return text
    range_of = _RANGE.fullmatch(text)
    tried = (text, text.casefold(), f"{range_of[1]}% to {range_of[2]}%" if range_of else text)
    return next((t for t in tried for p in patterns if re.fullmatch(p, t)), text)
