"""A file of practice data as rows of text with their places, before anything is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place
from incentives.data.files.sheet import NumberCell, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

__all__ = ["Grid", "NumberCell", "Stated", "column_name", "letters"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the pack states of one of its files: what it holds, of what date, from what source.

    ``file`` is its name within the pack (kept in outputs), ``shown`` its path as the user knows it.
    """

    name: str
    holds: str
    file: str
    as_at: date
    source: str
    shown: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A header and rows of text, each with its row number in the file; ``headings`` as written.

    ``data`` is the file itself where it is a text file with its headings in the first line: long tables are
    read from it in columns.
    """

    stated: Stated
    headings: tuple[str, ...]
    rows: Iterable[tuple[int, Sequence[str]]]
    header_row: int = 1
    data: bytes = b""

    class At(NamedTuple):
        """One cell of a grid: the row as read and the column counted from 0 (-1 for the whole row)."""

        grid: Grid
        line: int
        fields: Sequence[str]
        column: int = -1

        def place(self) -> Place:
            """Return the cell's place: row and character in a text file, or sheet and cell."""
            stated = self.grid.stated
            if stated.sheet:
                column = max(self.column, 0)
                return Place(
                    stated.shown, self.line, column + 1, "", f"{stated.sheet}!{letters(column)}{self.line}"
                )
            before = sum(len(f) + 1 for f in self.fields[: self.column]) if self.column > 0 else 0
            return Place(stated.shown, self.line, before + 1, ",".join(self.fields).replace("\n", " "))

    @property
    def names(self) -> tuple[str, ...]:
        """The headings as the declared columns are spelled: ``Practice code`` is ``practice_code``."""
        return tuple(column_name(h) for h in self.headings)

    def heading_at(self, column: int = -1) -> Place:
        """Return the place of a heading."""
        return Grid.At(self, self.header_row, self.headings, column).place()


def column_name(heading: str) -> str:
    """Return a heading as a column's name.

    >>> column_name(" Practice Code ")
    'practice_code'
    """
    return re.sub(r"[\s_-]+", "_", heading.strip().lower())
