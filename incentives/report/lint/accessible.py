"""Rules of accessible spreadsheets, as the Government Analysis Function and the ONS state them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.report.lint.read import HEADING_ROW, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.lint.read import Read

SOURCE = "Analysis Function, Making spreadsheets accessible; ONS style, Formatting a dataset"
_SANS_SERIF = frozenset(
    {"Arial", "Calibri", "Aptos", "Verdana", "Helvetica", "Tahoma", "Carlito", "Liberation Sans"}
)
_LEAST, _LEAST_TITLE, _LONGEST_NAME = 10, 12, 31
_COLOURED = re.compile(r"\[(red|blue|green|yellow|magenta|cyan|color ?\d+)\]", re.IGNORECASE)


def title_in_a1(book: Read) -> Iterator[Finding]:
    """Each sheet says in its first cell what it shows."""
    for sheet in book.sheets:
        if sheet["A1"].value in (None, "") and any(True for _ in book.cells(sheet)):
            yield Finding("title-in-a1", sheet.title, "A1", "The first cell has no title.")


def one_table(book: Read) -> Iterator[Finding]:
    """Each sheet holds one table: no empty row parts what stands on it."""
    for sheet in book.sheets:
        rows = {c.row for c in book.body(sheet)}
        gap = next((row for row in range(HEADING_ROW + 1, max(rows, default=0)) if row not in rows), 0)
        if gap:
            yield Finding("one-table", sheet.title, f"A{gap}", "An empty row makes two tables of one sheet.")


def marked_up_table(book: Read) -> Iterator[Finding]:
    """Each table is marked up as a table, so that a screen reader knows its headings."""
    for sheet in book.sheets:
        if any(True for _ in book.body(sheet)) and not sheet.tables:
            yield Finding("marked-up-table", sheet.title, "", "The table is not marked up as a table.")


def no_merged_cells(book: Read) -> Iterator[Finding]:
    """Merged cells have no place in a table."""
    for sheet in book.sheets:
        for merged in sheet.merged_cells.ranges:
            yield Finding("no-merged-cells", sheet.title, str(merged), "Cells are merged.")


def sans_serif(book: Read) -> Iterator[Finding]:
    """Words are in a plain font that every machine has."""
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            if cell.font.name not in _SANS_SERIF:
                yield Finding("sans-serif", sheet.title, cell.coordinate, f"The font is {cell.font.name}.")


def size_of_text(book: Read) -> Iterator[Finding]:
    """Text is at least 10 points high, titles at least 12."""
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            least = _LEAST_TITLE if cell.coordinate == "A1" else _LEAST
            if cell.font.sz is not None and cell.font.sz < least:
                says = f"The text is {cell.font.sz:g} points high; at least {least} can be read."
                yield Finding("size-of-text", sheet.title, cell.coordinate, says)


def no_italics(book: Read) -> Iterator[Finding]:
    """Italics are hard to read."""
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            if cell.font.i:
                yield Finding("no-italics", sheet.title, cell.coordinate, "The text is in italics.")


def no_blank_sheet(book: Read) -> Iterator[Finding]:
    """A sheet with nothing on it makes a reader search."""
    for sheet in book.sheets:
        if not any(True for _ in book.cells(sheet)):
            yield Finding("no-blank-sheet", sheet.title, "", "The sheet is empty.")


def opens_on_the_first(book: Read) -> Iterator[Finding]:
    """The workbook opens on its first sheet."""
    active = book.book.active
    if active is not None and active.title != book.sheets[0].title:
        yield Finding(
            "opens-on-the-first", active.title, "", "The workbook opens here, not on its first sheet."
        )


def length_of_names(book: Read) -> Iterator[Finding]:
    """A sheet's name has at most 31 characters."""
    for sheet in book.sheets:
        if len(sheet.title) > _LONGEST_NAME:
            yield Finding("length-of-names", sheet.title, "", f"The name has {len(sheet.title)} characters.")


def contents_list(book: Read) -> Iterator[Finding]:
    """A list of contents names every sheet."""
    if not book.roles:
        yield Finding(
            "contents-list", "", "", "No sheet lists the sheets (its first heading would be Sheet)."
        )
        return
    for sheet in book.sheets:
        if sheet.title not in book.roles:
            yield Finding("contents-list", sheet.title, "", "The list of contents does not name this sheet.")


def nothing_hidden(book: Read) -> Iterator[Finding]:
    """No sheet, row or column is hidden."""
    for sheet, what in book.contents.hidden:
        yield Finding("nothing-hidden", sheet, "", f"Hidden: {what}.")


def colour_not_alone(book: Read) -> Iterator[Finding]:
    """What a colour says is said without it too: a coloured negative figure keeps its sign."""
    for sheet in book.sheets:
        told = set()
        for cell in book.body(sheet):
            parts = cell.number_format.split(";")
            bare = len(parts) > 1 and _COLOURED.search(parts[1]) and not re.search(r"[-(]", parts[1])
            if bare and cell.column not in told:
                told.add(cell.column)
                says = "A negative figure is told by its colour alone."
                yield Finding("colour-not-alone", sheet.title, cell.coordinate, says)


RULES = (
    title_in_a1,
    one_table,
    marked_up_table,
    no_merged_cells,
    sans_serif,
    size_of_text,
    no_italics,
    no_blank_sheet,
    opens_on_the_first,
    length_of_names,
    contents_list,
    nothing_hidden,
    colour_not_alone,
)
