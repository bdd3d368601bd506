"""A table kept as rows of text: read, each cell checked against the column it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from incentives.base.problem import Place, did_you_mean
from incentives.base.year import FinancialYear
from incentives.data.figures import read_exact, read_whole
from incentives.data.grid import Grid, Stated
from incentives.data.layouts import LAYOUTS, Column, Holds, Layout
from incentives.data.measures import read_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.data.found import Found

WORDS_OF_DEDUCTION = ("standard", "none")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of a pack: rows of text in the order of the file, codes as published."""

    stated: Stated
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Tell whether the table has a column."""
        return column in self.columns

    def column(self, name: str) -> list[str]:
        """Return a column's texts, row by row; blanks where the table lacks it."""
        if name not in self.columns:
            return [""] * len(self.rows)
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def place(self, row: int, column: str = "") -> Place:
        """Return the place of a row, or of a cell of it."""
        at = self.columns.index(column) if column in self.columns else -1
        return Grid.At(Grid(self.stated, self.columns, ()), self.lines[row], self.rows[row], at).place()


def read_table(grid: Grid, year: FinancialYear, found: Found) -> Table:
    """Read a table that is kept as text; note every cell that cannot stand in its column.

    A table without a ``year`` column is of the pack's own year where its key has a year.
    """
    layout = LAYOUTS[grid.stated.holds]
    adds_year = "year" in layout.key and "year" not in grid.names
    table = Table(grid.stated, (*grid.names, "year") if adds_year else grid.names)
    declared = [layout.column(name) for name in grid.names]
    for line, fields in grid.rows:
        texts = [
            _cell(column, Grid.At(grid, line, fields, at), found) if column else fields[at]
            for at, column in enumerate(declared)
        ]
        table.rows.append((*texts, str(year)) if adds_year else tuple(texts))
        table.lines.append(line)
    _unique(table, layout, found)
    return table


def check_headings(grid: Grid, found: Found) -> bool:
    """Note unknown, doubled and absent columns; tell whether the rows can be read."""
    layout, names = LAYOUTS[grid.stated.holds], grid.names
    sound = True
    for at, name in enumerate(names):
        if name in names[:at]:
            found.add(
                "D112",
                grid.heading_at(at),
                f'Two columns have the heading "{grid.headings[at]}".',
                "Rename or delete one of them.",
            )
            sound = False
        elif layout.column(name) is None:
            known = [n for n in layout.names() if n not in names]
            remedy = did_you_mean(name, known, most=20)
            if layout.name == "practices":
                remedy += ' A column of your own may stand here when its heading begins with "local_".'
            found.add(
                "D111",
                grid.heading_at(at),
                f'The table "{layout.name}" has no column "{grid.headings[at]}".',
                remedy,
            )
    for column in layout.columns:
        if column.needed and column.name not in names:
            found.add(
                "D110", grid.heading_at(), f'The column "{column.name}" is missing.', _hint(grid, layout)
            )
            sound = False
    return sound


def _hint(grid: Grid, layout: Layout) -> str:
    needed = ", ".join(c.name for c in layout.columns if c.needed)
    if len(grid.headings) == 1:
        for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if sign in grid.headings[0]:
                return f"The file separates its columns by {name}. Save it with commas."
    return f"The first row of the file holds the headings; needed are {needed}."


def _cell(column: Column, at: Grid.At, found: Found) -> str:
    text = at.fields[at.column].strip()
    if not text and column.needed:
        found.cell(
            "D113" if column.holds is Holds.CODE else "D114", at, f'"{column.name}" is blank.', "Fill it in."
        )
        return ""
    return _READ[column.holds](column, text, at, found) if text else ""


def _code(_: Column, text: str, at: Grid.At, found: Found) -> str:
    return read_code(at, found) or text


def _text(_: Column, text: str, at: Grid.At, found: Found) -> str:
    if text[0] in "=+@\t\r" or (text[0] == "-" and len(text) > 1):
        found.cell(
            "D122",
            at,
            f'"{text}" begins with "{text[0]}", which a spreadsheet takes for a formula.',
            "Begin the text with a letter or a digit.",
        )
    return text


def _number(column: Column, text: str, at: Grid.At, found: Found) -> str:
    try:
        value = read_whole(text) if column.holds in (Holds.COUNT, Holds.PENCE) else read_exact(text)
    except ValueError as reason:
        remedy = f"Write {column.holds.value} in {column.name}, or leave it blank."
        found.cell("D114", at, f'"{text}" cannot stand in {column.name}: {reason}.', remedy)
        return text
    if value < 0 and column.holds is not Holds.PENCE:
        found.cell(
            "D115", at, f"{column.name} {text} is negative.", "It is nil or more; correct it at its source."
        )
    return text


def _deduction(column: Column, text: str, at: Grid.At, found: Found) -> str:
    return text if text in WORDS_OF_DEDUCTION else _pounds(column, text, at, found)


def _pounds(column: Column, text: str, at: Grid.At, found: Found) -> str:
    try:
        read_whole(text if "£" in text else "", 100)
    except ValueError:
        remedy = f"Write {column.holds.value}."
        found.cell("D114", at, f'"{text}" cannot stand in {column.name}.', remedy)
    return text


def _date(column: Column, text: str, at: Grid.At, found: Found) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        found.cell(
            "D120", at, f'"{text}" in {column.name} is no date.', "Write it as year-month-day: 2015-04-01."
        )
    return text


def _year(_: Column, text: str, at: Grid.At, found: Found) -> str:
    try:
        return str(FinancialYear.parse(text))
    except ValueError:
        found.cell("D120", at, f'"{text}" is no financial year.', "Write it as 2015/16.")
        return text


def _word(column: Column, text: str, at: Grid.At, found: Found) -> str:
    if text not in column.words:
        message = f'"{text}" cannot stand in {column.name}.'
        found.cell("D121", at, message, did_you_mean(text, list(column.words)))
    return text


_READ: dict[Holds, Callable[[Column, str, Grid.At, Found], str]] = {
    Holds.CODE: _code,
    Holds.TEXT: _text,
    Holds.COUNT: _number,
    Holds.DECIMAL: _number,
    Holds.SHARE: _number,
    Holds.PENCE: _number,
    Holds.DEDUCTION: _deduction,
    Holds.DATE: _date,
    Holds.YEAR: _year,
    Holds.WORD: _word,
}


def _unique(table: Table, layout: Layout, found: Found) -> None:
    if not layout.key:
        return
    columns = [table.column(name) for name in layout.key]
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(zip(*columns, strict=True)):
        if key in first and any(key):
            who = ", ".join(
                f"{n.removesuffix('_code')} {k}" for n, k in zip(layout.key, key, strict=True) if k
            )
            found.add(
                "D117",
                table.place(row, layout.key[0]),
                f"{who[0].upper()}{who[1:]} stands in rows {table.lines[first[key]]} and {table.lines[row]}.",
                "Keep the row that is right and delete the other.",
            )
        first.setdefault(key, row)
