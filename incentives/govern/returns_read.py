"""Returns that came back: refused where they are not the ones sent out, queried where they cannot be."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, errors
from incentives.base.year import written_date
from incentives.data.files import read_file
from incentives.govern.return_sheet import (
    DECLARATION,
    DUE,
    PERIOD,
    PRACTICE,
    RETURN_ID,
    SHEET,
    VERSION,
    sheet_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from incentives.data.files import Sheet
    from incentives.govern.return_sheet import Cell, ReturnSheet
    from incentives.govern.returns import Return


class Came(Enum):
    """What became of the return of a practice."""

    RECEIVED = "received"
    LATE = "late"
    QUERIED = "queried"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A practice's return: what became of it, the counts, who declared, the evidence, what is to be asked.

    ``counts`` maps (indicator, measure) to whole numbers; only those of received and late returns count.
    """

    asked: Return
    came: Came
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    declared: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    sha256: str = ""
    content: bytes = b""
    queries: tuple[str, ...] = ()

    @property
    def is_used(self) -> bool:
        """Tell whether its counts go into the practice data."""
        return self.came in (Came.RECEIVED, Came.LATE)


def read_returns(folder: Path, asked: Sequence[Return]) -> tuple[tuple[Outcome, ...], tuple[Problem, ...]]:
    """Read every file of a folder; return each practice's outcome and why returns were refused.

    Raises Refused (G150) where there is no such folder or no file in it.
    """
    files = sorted(p for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []
    files = [p for p in files if not p.name.startswith(("~$", "."))]
    if not files:
        message = "No file lies in the folder." if folder.is_dir() else "There is no such folder."
        remedy = "Name the folder into which you saved the returns."
        raise Refused([Problem("G150", Place(str(folder)), message, remedy)])
    found: dict[str, list[Outcome]] = {}
    problems: list[Problem] = []
    for file in files:
        outcome, wrong = _read(file, asked)
        problems += wrong
        if outcome:
            found.setdefault(outcome.asked.practice, []).append(outcome)
    for practice, outcomes in found.items():
        if len(outcomes) > 1:
            problems.append(_twice(practice, outcomes))
    return tuple(_outcome(each, found.get(each.practice, [])) for each in asked), tuple(problems)


def _outcome(asked: Return, held: Sequence[Outcome]) -> Outcome:
    if len(held) == 1:
        return held[0]
    return Outcome(asked, Came.REFUSED if held else Came.MISSING)


def _twice(practice: str, outcomes: Sequence[Outcome]) -> Problem:
    names = " and ".join(o.file for o in outcomes)
    message = f"{practice} sent more than one return: {names}."
    return Problem("G149", Place(outcomes[0].file), message, "Keep the one that the practice stands by.")


def _read(file: Path, asked: Sequence[Return]) -> tuple[Outcome | None, list[Problem]]:
    read = read_file(file)
    sheet = read.sheet(SHEET)
    if sheet is None or errors(read.problems):
        wrong = [*errors(read.problems)] or [_no_return(read.file)]
        return None, wrong
    by_practice = {each.practice: each for each in asked}
    own = by_practice.get(_at(sheet, PRACTICE))
    if problem := _wrong(sheet, own, asked):
        is_own = own is not None and problem.code != "G146"
        return (Outcome(own, Came.REFUSED, file=file.name) if own and is_own else None), [problem]
    assert own is not None, "a return of an unknown practice is refused above"  # noqa: S101 - our own mistake
    shape = sheet_of(own)
    declared = {name: _at(sheet, shape.declaration[name]) for name in DECLARATION}
    if problems := [*_edited(sheet, shape), *_undeclared(sheet, shape, declared)]:
        return Outcome(own, Came.REFUSED, file=file.name), problems
    content = file.read_bytes()
    counts, queries = _counts(sheet, shape)
    day = _day(declared["date"])
    assert day is not None, "a declaration without a day is refused above"  # noqa: S101 - our own mistake
    late = day > own.due
    came = Came.QUERIED if queries else Came.LATE if late else Came.RECEIVED
    seal = hashlib.sha256(content).hexdigest()
    return Outcome(own, came, counts, declared, file.name, seal, content, tuple(queries)), []


def _wrong(sheet: Sheet, own: Return | None, asked: Sequence[Return]) -> Problem | None:
    """Say why a return is not one that was sent out: another practice, version or period."""
    code, seal = _at(sheet, PRACTICE), _at(sheet, RETURN_ID)
    whose = next((each.practice for each in asked if each.id == seal), "")
    if own is None or (whose and whose != code):
        message = (
            f'The practice "{code}" was not asked for this return.'
            if own is None
            else (f"It says that it is of {code}, but the return id is that of {whose}.")
        )
        return _problem("G146", sheet, PRACTICE, message, "Send the practice its own return again.")
    again = "Send the practice the return that is asked for now."
    for cell, what, expected, remedy in (
        (VERSION, "version of the scheme", own.version[:12], again),
        (PERIOD, "period", own.period, again),
        (DUE, "due date", written_date(own.due), "Give the same --due as when the returns were sent."),
    ):
        if _at(sheet, cell) != expected:
            message = f'It is of the {what} "{_at(sheet, cell)}"; asked for is "{expected}".'
            return _problem("G145", sheet, cell, message, remedy)
    return None


def _edited(sheet: Sheet, shape: ReturnSheet) -> Iterator[Problem]:
    for cell, text in shape.sealed.items():
        if (held := _at(sheet, cell)) != " ".join(text.split()):
            message = f'It was changed: there stands "{_short(held)}", and sent out was "{_short(text)}".'
            yield _problem(
                "G147", sheet, cell, message, "Ask the practice to fill in the return as it was sent."
            )


def _undeclared(sheet: Sheet, shape: ReturnSheet, declared: Mapping[str, str]) -> Iterator[Problem]:
    wrong = {name: not declared[name] for name in DECLARATION}
    wrong["confirmed"] = declared["confirmed"].casefold() != "yes"
    wrong["date"] = _day(declared["date"]) is None
    for name in DECLARATION:
        if wrong[name]:
            message = f'The declaration is not made: "{name}" holds "{declared[name]}".'
            remedy = "Ask the practice for the declaration: yes, name, role and the date."
            yield _problem("G148", sheet, shape.declaration[name], message, remedy)


def _day(text: str) -> date | None:
    """Read a day as a workbook keeps it (2015-07-10) or as a British person types it (10/07/2015)."""
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _counts(sheet: Sheet, shape: ReturnSheet) -> tuple[dict[tuple[str, str], int], list[str]]:
    counts, queries = {}, []
    for (indicator, measure), cell in shape.counts.items():
        text = _at(sheet, cell)
        if re.fullmatch(r"\d{1,7}", text):
            counts[indicator, measure] = int(text)
        else:
            said = f'"{text}", no whole number' if text else "blank"
            queries.append(f"{indicator}: the {measure} is {said}")
    for indicator in dict.fromkeys(i for i, _ in shape.counts):
        above, below = (counts.get((indicator, m)) for m in ("numerator", "denominator"))
        if above is not None and below is not None and above > below:
            queries.append(f"{indicator}: the numerator {above:,} is more than the denominator {below:,}")
    return counts, queries


def _at(sheet: Sheet, cell: Cell) -> str:
    row, column = cell
    return " ".join(sheet.cell(row, column).text.split()) if row < len(sheet.rows) else ""


def _no_return(file: str) -> Problem:
    message = f'The workbook has no sheet "{SHEET}", so it is no return.'
    return Problem("G147", Place(file), message, "Ask the practice for the file that it was sent.")


def _problem(code: str, sheet: Sheet, cell: Cell, message: str, remedy: str) -> Problem:
    row, column = cell
    place = sheet.place(row, column) if row < len(sheet.rows) else Place(sheet.file)
    return Problem(code, place, message, remedy)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - a line of the screen
