"""What was said in a consultation, what was answered, and what was changed: "You said, we did".

A table with one row for each remark, columns in any order: who, on, part, said, answer, change, version.
``part`` is what of the scheme it is about, ``change`` what was changed for it and ``version`` the version
that has the change; both are blank where nothing was changed, and a blank ``answer`` is a marked gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.data.files import read_file
from incentives.report.documents.parts import Gap, Grid, says
from incentives.report.documents.texts import day_said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from incentives.data.files import Sheet
    from incentives.report.documents.parts import Part, Said

COLUMNS = ("who", "on", "part", "said", "answer", "change", "version")
_NEEDED = ("who", "part", "said")
SOMEBODY = "A respondent"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; blank where the table says nothing, ``on`` None where no day is given."""

    who: str
    on: date | None
    part: str
    said: str
    answer: str
    change: str
    version: str


def read_log(path: Path) -> tuple[Remark, ...]:
    """Return the remarks in the order of the table; raises Refused (R191, R192) with every problem in it."""
    read = read_file(path)
    if [p for p in read.problems if p.severity.value == "error"] or not read.sheets:
        raise Refused(read.problems)
    sheet = read.sheets[0]
    if found := [*_columns(sheet), *_rows(sheet)]:
        raise Refused(found)
    return tuple(_remark(sheet, at) for at in range(1, len(sheet.rows)))


def you_said(log: Sequence[Remark], bodies: Sequence[str], *, public: bool) -> tuple[Part, ...]:
    """Return the table of remarks and answers; to the public only the bodies consulted stand by name."""
    if not log:
        return (says(Gap("what was said and what was done", "--consultation")),)
    known = {body.casefold() for body in bodies}
    rows = []
    for remark in log:
        who = remark.who if not public or remark.who.casefold() in known else SOMEBODY
        when = f", {day_said(remark.on)}" if remark.on else ""
        rows.append((f"{who}{when}, on {remark.part}", remark.said, _answer(remark), _change(remark)))
    heads = ("Who, and on what", "You said", "Our answer", "We did")
    return (Grid("You said, we did", heads, tuple(rows), right=len(heads)),)


def _answer(remark: Remark) -> Said:
    where = f"the table of the consultation, remark on {remark.part}"
    return remark.answer or Gap("the answer to this", where)


def _change(remark: Remark) -> str:
    if not remark.change:
        return "Nothing was changed."
    return f"{remark.change} (version {remark.version})" if remark.version else remark.change


def _columns(sheet: Sheet) -> Iterator[Problem]:
    headings = _headings(sheet)
    for at, heading in enumerate(headings):
        if heading and heading not in COLUMNS:
            message = f'"{heading}" is no column of a table of a consultation.'
            yield Problem("R191", sheet.place(0, at), message, did_you_mean(heading, COLUMNS, most=7))
    for name in _NEEDED:
        if name not in headings:
            place = sheet.place(0, 0) if sheet.rows else Place(sheet.file, 1)
            remedy = f"The table has the columns {', '.join(COLUMNS)}; who, part and said are needed."
            yield Problem("R191", place, f'The column "{name}" is missing.', remedy)


def _rows(sheet: Sheet) -> Iterator[Problem]:
    headings = _headings(sheet)
    if set(_NEEDED) - set(headings):
        return
    for at in range(1, len(sheet.rows)):
        for name in _NEEDED:
            if not _cell(sheet, at, name):
                remedy = "Fill it in, or leave the row out."
                yield Problem("R192", sheet.place(at, headings.index(name)), f'"{name}" is blank.', remedy)
        day = _cell(sheet, at, "on")
        if day and _day(day) is None:
            message = f'"{day}" is no day.'
            yield Problem("R192", sheet.place(at, headings.index("on")), message, "Write it as 2015-02-10.")
        if _cell(sheet, at, "version") and not _cell(sheet, at, "change"):
            message = "A version is named, but not what was changed in it."
            place = sheet.place(at, headings.index("version"))
            yield Problem("R192", place, message, 'Fill in "change", or leave "version" blank.')


def _remark(sheet: Sheet, at: int) -> Remark:
    who, on, *rest = (_cell(sheet, at, name) for name in COLUMNS)
    return Remark(who, _day(on), *rest)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _headings(sheet: Sheet) -> list[str]:
    first = sheet.rows[0] if sheet.rows else []
    return [re.sub(r"[^a-z0-9]+", "_", str(heading).strip().casefold()).strip("_") for heading in first]


def _cell(sheet: Sheet, at: int, name: str) -> str:
    headings, row = _headings(sheet), sheet.rows[at]
    column = headings.index(name) if name in headings else len(row)
    return str(row[column] if row[column] is not None else "").strip() if column < len(row) else ""
