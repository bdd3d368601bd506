"""What two readers make of one sheet, cell by cell: the texts they agree on, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem
from incentives.data.files.sheet import Kind, letters
from incentives.data.files.values import as_text, duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentives.data.files.sheet import Position

    Values = Sequence[Sequence[Any]]

_SHOWN = 10
_KINDS: dict[type, Kind] = {bool: Kind.YES_NO, date: Kind.DATE, datetime: Kind.DATE, time: Kind.DATE}
_KINDS |= {timedelta: Kind.DATE}
_SAME = frozenset({str, float, int})
_AGAIN = "Clear the cell and enter its value again, or give the table as CSV."


@dataclass(slots=True)
class Compared:
    """The texts of a sheet, the kinds of what is neither text nor plain number, and the differences."""

    texts: list[list[str]] = field(default_factory=list)
    kinds: dict[Position, Kind] = field(default_factory=dict)
    differences: list[tuple[Position, str, str]] = field(default_factory=list)

    def problems(self, shown: str, sheet: str) -> list[Problem]:
        """Return a problem for each of the first differences, and one that counts the others."""
        told = []
        for (row, column), one, two in self.differences[:_SHOWN]:
            place = Place(shown, row + 1, column + 1, "", f"{sheet}!{letters(column)}{row + 1}")
            message = f'One reader reads "{one}" here, the other "{two}".'
            told.append(Problem("D125", place, message, _AGAIN))
        if (more := len(self.differences) - _SHOWN) > 0:
            message = f"{more:,} more cells of the sheet {sheet} are read in two ways."
            told.append(Problem("D125", Place(shown), message, _AGAIN))
        return told


def compared(
    both: tuple[Values, Values], size: tuple[int, int], errors: Mapping[Position, str] | None = None
) -> Compared:
    """Compare two readings of a sheet of a size (rows, columns); ``errors`` are its cells with an error."""
    found, errors = Compared(), errors or {}
    height, width = size
    one, two = both
    for row in range(height):
        here, there = (_padded(rows, row, width) for rows in (one, two))
        texts: list[str] = []
        found.texts.append(texts)
        for column, (x, y) in enumerate(zip(here, there, strict=True)):
            at = row, column
            if at in errors:
                texts.append(errors[at])
                found.kinds[at] = Kind.ERROR
                continue
            text = as_text(x)
            texts.append(text)
            if not (type(x) in _SAME and x == y and (type(y) is str) == (type(x) is str)):
                _look_closer(found, at, (x, text), y)
    _beyond(found, both, size)
    return found


def _look_closer(found: Compared, at: Position, first: tuple[Any, str], y: Any) -> None:
    x, text = first
    other = as_text(y)
    if not text and isinstance(y, str) and not y.strip():
        found.texts[at[0]][at[1]] = y  # calamine takes a text of nothing but spaces for a blank cell
        return
    if isinstance(x, str) and isinstance(y, timedelta) and x.startswith("PT"):
        text = as_text(duration(x))
        found.texts[at[0]][at[1]] = text
    if text != other and isinstance(y, str) and "_x" in y:
        other = _unescaped(y)
    if text != other or type(text) is not type(other):
        found.differences.append((at, text, other))
    elif kind := _KINDS.get(type(x)) or _KINDS.get(type(y)):
        found.kinds[at] = kind


def _unescaped(text: str) -> str:
    """Return a text with ``_x000D_`` as the sign it stands for (ECMA-376 part 1, 22.9.2.19)."""
    from openpyxl.utils.escape import unescape  # noqa: PLC0415 - only readers of workbooks pay for it

    return str(unescape(text))


def _padded(rows: Values, row: int, width: int) -> list[Any]:
    held = list(rows[row][:width]) if row < len(rows) else []
    return held + [None] * (width - len(held))


def _beyond(found: Compared, both: tuple[Values, Values], size: tuple[int, int]) -> None:
    """Note what a reader finds outside the cells that the file itself lists."""
    height, width = size
    for rows in both:
        for row, held in enumerate(rows):
            outside: Iterable[tuple[int, Any]] = (
                enumerate(held[width:], width) if row < height else enumerate(held)
            )
            for column, value in outside:
                if as_text(value).strip():
                    found.differences.append(((row, column), as_text(value), ""))
