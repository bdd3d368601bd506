"""A small table that a body keeps itself (people, interests, who was present), row by row with its places.

A workbook with a sheet of the table's name, or a folder with a file of that name (.csv, .xlsx). Columns
may stand in any order; an unknown or missing one, an empty cell that is needed, a word that is none of
those allowed and a day that is none are refused, all at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.data.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from incentives.data.files import Sheet

YES = {"yes": True, "no": False}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's columns: those that must hold something, days, yes or no, and words of a list."""

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] | None = None
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: texts by column (days as ``2015-06-03``), and where each stands."""

    cells: Mapping[str, str]
    places: Mapping[str, Place]

    def __getitem__(self, column: str) -> str:
        """Return a cell's text, blank where the column is not there."""
        return self.cells.get(column, "")

    def is_yes(self, column: str) -> bool:
        """Tell whether a cell says yes."""
        return YES.get(self[column].casefold(), False)

    def place(self, column: str) -> Place:
        """Return where a cell stands."""
        return self.places.get(column) or next(iter(self.places.values()))


def read_rows(path: Path, layout: Layout, *, may_be_absent: bool = False) -> tuple[Row, ...]:
    """Return a table's rows; raises Refused: G181 (table, columns), G182 (cells), and what the file has."""
    sheet = _sheet(path, layout.name)
    if sheet is None:
        if may_be_absent:
            return ()
        message = f'There is no table "{layout.name}".'
        remedy = (
            f"Add a sheet {layout.name} to the workbook, or a file {layout.name}.csv to the folder, "
            f"with the columns {', '.join(layout.columns)}."
        )
        raise Refused([Problem("G181", Place(str(path)), message, remedy)])
    headings = [re.sub(r"[^a-z0-9]+", "_", str(h).strip().casefold()).strip("_") for h in sheet.rows[0]]
    if wrong := list(_wrong_columns(sheet, headings, layout)):
        raise Refused(wrong)
    rows = [
        _row(sheet, at, headings, layout)
        for at in range(1, len(sheet.rows))
        if any(str(c).strip() for c in sheet.rows[at])
    ]
    if unfit := [p for row in rows for p in _unfit(row, layout)]:
        raise Refused(unfit)
    return tuple(rows)


def _sheet(path: Path, name: str) -> Sheet | None:
    if path.is_dir():
        files = [
            path / f"{name}{ending}" for ending in (".csv", ".xlsx") if (path / f"{name}{ending}").is_file()
        ]
        if not files:
            return None
        return _read(files[0])[0]
    if not path.is_file():
        message = "There is no such file or folder."
        raise Refused([Problem("G181", Place(str(path)), message, "Check its name.")])
    sheets = _read(path)
    if path.suffix.lower() == ".csv":
        return sheets[0]
    return next((s for s in sheets if s.name.strip().casefold() == name), None)


def _read(path: Path) -> tuple[Sheet, ...]:
    read = read_file(path)
    wrong = [p for p in read.problems if p.severity.value == "error"]
    sheets = tuple(s for s in read.sheets if s.rows)
    if not (wrong or sheets):
        wrong = [Problem("G181", Place(str(path)), "The file holds no table.", "Add its rows.")]
    if wrong:
        raise Refused(wrong)
    return sheets


def _wrong_columns(sheet: Sheet, headings: list[str], layout: Layout) -> Iterator[Problem]:
    for at, heading in enumerate(headings):
        if heading and heading not in layout.columns:
            message = f'"{heading}" is no column of the table "{layout.name}".'
            remedy = did_you_mean(heading, layout.columns, most=12)
            yield Problem("G181", sheet.place(0, at), message, remedy)
    for name in layout.columns:
        if name not in headings and name not in layout.optional:
            message = f'The column "{name}" is missing.'
            remedy = f"The table {layout.name} has the columns {', '.join(layout.columns)}."
            yield Problem("G181", sheet.place(0, 0), message, remedy)


def _row(sheet: Sheet, at: int, headings: list[str], layout: Layout) -> Row:
    cells, places = {}, {}
    for column, heading in enumerate(headings):
        if heading:
            text = str(sheet.rows[at][column]).strip() if column < len(sheet.rows[at]) else ""
            cells[heading] = (_day(text) or text) if heading in layout.days else text
            places[heading] = sheet.place(at, column)
    return Row(cells, places)


def _day(text: str) -> str:
    for way in _DAYS:
        try:
            return datetime.strptime(text, way).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""


def _unfit(row: Row, layout: Layout) -> Iterator[Problem]:
    for column, text in row.cells.items():
        words = (layout.words or {}).get(column, tuple(YES) if column in layout.answers else ())
        if not text:
            if column in layout.needed:
                message = f"The row has no {column.replace('_', ' ')}."
                yield Problem("G182", row.place(column), message, "Fill it in, or leave the row out.")
        elif column in layout.days and not _is_day(text):
            message = f'"{text}" is no day.'
            yield Problem("G182", row.place(column), message, "Write it as 2015-06-03 or 3 June 2015.")
        elif words and text.casefold() not in words:
            message = f'"{text}" cannot stand at {column.replace("_", " ")}.'
            yield Problem("G182", row.place(column), message, did_you_mean(text.casefold(), words, most=8))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
