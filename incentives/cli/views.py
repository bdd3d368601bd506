"""What practices and bodies said of a scheme, read from a table with a row for each view.

Columns in any order: on (the day), who, role, about, said, answer, change. The last two may be blank.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.compare.year_on import View
from incentives.data.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.data.files import Sheet

COLUMNS = ("on", "who", "role", "about", "said", "answer", "change")
_BLANK = ("answer", "change")


def read_views(path: Path) -> tuple[View, ...]:
    """Return the views of a table; raises Refused with every problem in it."""
    read = read_file(path)
    problems = [p for p in read.problems if p.severity.value == "error"]
    if problems or not read.sheets:
        raise Refused(read.problems)
    sheet = read.sheets[0]
    if found := [*_columns(sheet)] or [*_rows(sheet)]:
        raise Refused(found)
    return tuple(_view(sheet, at) for at in range(1, len(sheet.rows)))


def _columns(sheet: Sheet) -> Iterator[Problem]:
    headings = _headings(sheet)
    place = sheet.place(0, 0) if sheet.rows else Place(sheet.file, 1)
    for at, heading in enumerate(headings):
        if heading and heading not in COLUMNS:
            message = f'"{heading}" is no column of a table of views.'
            yield Problem("C235", sheet.place(0, at), message, did_you_mean(heading, COLUMNS, most=7))
    for name in COLUMNS:
        if name not in headings:
            remedy = f"A table of views has the columns {', '.join(COLUMNS)}."
            yield Problem("C235", place, f'The column "{name}" is missing.', remedy)


def _rows(sheet: Sheet) -> Iterator[Problem]:
    for at in range(1, len(sheet.rows)):
        for name in COLUMNS:
            if name not in _BLANK and not _cell(sheet, at, name):
                message = f'The row has nothing under "{name}".'
                yield Problem("C236", _place(sheet, at, name), message, "Fill it in, or leave the row out.")
        if (text := _cell(sheet, at, "on")) and _day(text) is None:
            message = f'"{text}" is no day.'
            yield Problem("C236", _place(sheet, at, "on"), message, "Write such as 2016-05-10.")


def _view(sheet: Sheet, at: int) -> View:
    on, *rest = (_cell(sheet, at, name) for name in COLUMNS)
    who, role, about, said, answer, change = rest
    return View(who, role, _day(on) or date.min, about, said, answer, change)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _headings(sheet: Sheet) -> list[str]:
    return [re.sub(r"[^a-z]+", "_", str(h).strip().casefold()) for h in sheet.rows[0]] if sheet.rows else []


def _cell(sheet: Sheet, at: int, name: str) -> str:
    column, row = _headings(sheet).index(name), sheet.rows[at]
    return str(row[column]).strip() if column < len(row) else ""


def _place(sheet: Sheet, at: int, name: str) -> Place:
    return sheet.place(at, _headings(sheet).index(name))
