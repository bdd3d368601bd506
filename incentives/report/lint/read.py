"""A workbook as the rules see it: sheets with formulas, the figures they show, and the file's parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

from incentives.report.sealed.contents import book_in, bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.report.sealed.contents import Contents

HEADING_ROW = 3
"""The row (from 1) of the table's headings: title, note, table."""
_TEXT = re.compile(r'"[^"]*"')


class Finding(NamedTuple):
    """One departure from a rule; ``cell`` is empty where the whole sheet (or workbook) is meant."""

    rule: str
    sheet: str
    cell: str
    says: str


class Formula(NamedTuple):
    """A formula with its place; ``bare`` is its text without the words in quotes."""

    sheet: str
    cell: str
    row: int
    column: int
    text: str
    bare: str


@dataclass(frozen=True)
class Read:
    """A workbook that was read once for all rules."""

    book: Any
    contents: Contents
    parts: dict[str, bytes]

    @property
    def sheets(self) -> list[Any]:
        """The sheets in order."""
        return list(self.book.worksheets)

    def cells(self, sheet: Any) -> Iterator[Any]:
        """Every filled cell of a sheet."""
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    yield cell

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """Every formula of the workbook."""
        return tuple(
            Formula(s.title, c.coordinate, c.row, c.column, _of(c.value), _TEXT.sub('""', _of(c.value)))
            for s in self.sheets
            for c in self.cells(s)
            if c.data_type == "f"
        )

    @cached_property
    def roles(self) -> dict[str, str]:
        """What the list of contents says each sheet is: Input, Working, Output or Record."""
        found = {}
        for sheet in self.sheets:
            if str(sheet.cell(HEADING_ROW, 1).value) == "Sheet":
                for row in sheet.iter_rows(min_row=HEADING_ROW + 1, max_col=2, values_only=True):
                    found[str(row[0])] = str(row[1])
        return found

    def headings(self, sheet: Any) -> dict[int, str]:
        """The headings of a sheet's table by column (from 1)."""
        return {c.column: str(c.value) for c in sheet[HEADING_ROW] if c.value not in (None, "")}

    def body(self, sheet: Any) -> Iterator[Any]:
        """Every filled cell below a sheet's headings."""
        return (c for c in self.cells(sheet) if c.row > HEADING_ROW)


def read(path: Path) -> Read:
    """Read a workbook; raises Refused (R160) where the file is none."""
    content = bytes_of(path)
    book, contents = book_in(content, path)
    with ZipFile(BytesIO(content)) as file:
        parts = {
            name: file.read(name) for name in file.namelist() if not name.startswith("xl/worksheets/sheet")
        }
    return Read(book, contents, parts)


def _of(value: Any) -> str:
    return value if isinstance(value, str) else f"={{{value.text}}}"
