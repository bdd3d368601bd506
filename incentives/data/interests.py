"""The register of interests: which decision-makers have which practices. For the body's own governance alone.

A table with one row for each person and practice, columns in any order: person, role, votes (yes or no),
practice_code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.data.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.data.files import Sheet

COLUMNS = ("person", "role", "votes", "practice_code")
ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Interest:
    """One person's practice, and whether the person may vote."""

    person: str
    role: str
    votes: bool
    practice: str
    place: Place


def read_interests(path: Path) -> tuple[Interest, ...]:
    """Return the rows of a register; raises Refused with every problem in it."""
    read = read_file(path)
    problems = [p for p in read.problems if p.severity.value == "error"]
    if problems or not read.sheets:
        raise Refused(read.problems)
    sheet = read.sheets[0]
    if found := [*_columns(sheet), *_rows(sheet)]:
        raise Refused(found)
    return tuple(_interest(sheet, at) for at in range(1, len(sheet.rows)))


def _columns(sheet: Sheet) -> Iterator[Problem]:
    headings = _headings(sheet)
    for at, heading in enumerate(headings):
        if heading and heading not in COLUMNS:
            message = f'"{heading}" is no column of a register of interests.'
            yield Problem("D185", sheet.place(0, at), message, did_you_mean(heading, COLUMNS, most=4))
    for name in COLUMNS:
        if name not in headings:
            message = f'The column "{name}" is missing.'
            remedy = "A register has the columns person, role, votes and practice_code."
            place = sheet.place(0, 0) if sheet.rows else Place(sheet.file, 1)
            yield Problem("D185", place, message, remedy)


def _rows(sheet: Sheet) -> Iterator[Problem]:
    if set(COLUMNS) - set(_headings(sheet)):
        return
    if len(sheet.rows) == 1:
        message = "The register has headings and no rows."
        yield Problem("D186", sheet.place(0, 0), message, "Add a row for each person and practice.")
    for at in range(1, len(sheet.rows)):
        for name in ("person", "practice_code"):
            if not _cell(sheet, at, name):
                message = f"The row has no {name.replace('_', ' ')}."
                yield Problem("D186", _place(sheet, at, name), message, "Fill it in, or leave the row out.")
        votes = _cell(sheet, at, "votes")
        if votes.casefold() not in ANSWERS:
            message = f'"{votes}" does not say whether the person may vote.'
            yield Problem("D186", _place(sheet, at, "votes"), message, "Write yes or no.")


def _interest(sheet: Sheet, at: int) -> Interest:
    person, role, votes, practice = (_cell(sheet, at, name) for name in COLUMNS)
    return Interest(person, role, ANSWERS[votes.casefold()], practice, _place(sheet, at, "practice_code"))


def _headings(sheet: Sheet) -> list[str]:
    return (
        [re.sub(r"[^a-z0-9]+", "_", str(h).strip().casefold()) for h in sheet.rows[0]] if sheet.rows else []
    )


def _cell(sheet: Sheet, at: int, name: str) -> str:
    column, row = _headings(sheet).index(name), sheet.rows[at]
    return str(row[column]).strip() if column < len(row) else ""


def _place(sheet: Sheet, at: int, name: str) -> Place:
    return sheet.place(at, _headings(sheet).index(name))
