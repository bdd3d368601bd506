"""A published file named in pack.yaml as it is (``holds: published``): its tables, rows in their places."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.data.grid import Grid, Stated
from incentives.data.published.importing import Imported, Wish, bring_together, not_certain, recognised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.base.year import FinancialYear
    from incentives.data.found import Found

_KEY_COLUMNS = {"measures": 4, "practices": 1, "baseline": 3, "payments": 3}
"""The tables that a published file may give, and how many of their first columns name a row."""


def grids_of(file: Path, stated: Stated, year: FinancialYear, found: Found) -> list[Grid]:
    """Return the tables that a published file gives; what cannot be used of it is noted at its cell.

    Only a known layout is read so: a guess has to be seen first, and ``incentives import`` shows it.
    """
    wish = Wish(year, stated.as_at)
    try:
        reads, problems = recognised([file], wish)
        if list(not_certain(reads)):
            _note(found, (_guessed(stated),))
            return []
        imported = bring_together(reads, wish, problems)
    except Refused as refused:
        _note(found, refused.problems)
        return []
    _note(found, (*problems, *_refused(imported)))
    return [_grid(name, imported, stated) for name in _KEY_COLUMNS if f"{name}.csv" in imported.files]


def _note(found: Found, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        found.add(problem.code, problem.place, problem.message, problem.remedy, problem.severity)


def _guessed(stated: Stated) -> Problem:
    message = "The columns of this file are not those of a known layout, so a pack does not read it as it is."
    return Problem("D154", Place(stated.shown), message, "Use incentives import, which shows its guess.")


def _refused(imported: Imported) -> Iterator[Problem]:
    """Yield what is wrong in the file; what is merely set aside is not."""
    for source in imported.sources:
        for cell, reason, detail in source.tally.refused:
            if not reason.set_aside:
                said = detail or reason.words
                place = source.tally.sheet.place(cell.row, cell.column)
                remedy = "Correct it at its source, or leave it out with incentives import."
                yield Problem(reason.code, place, f"{said[0].upper()}{said[1:]}.", remedy)


def _grid(name: str, imported: Imported, stated: Stated) -> Grid:
    """Return one table; a row is at the first row of the file that it was read from."""
    lines: dict[tuple[str, ...], int] = {}
    for source in imported.sources:
        for used in source.tally.used:
            if used.key.table == name:
                of = (*used.key.of, used.key.column)[: _KEY_COLUMNS[name]]
                lines.setdefault(of, source.tally.sheet.numbers[used.cell.row])
    headings, *rows = csv.reader(io.StringIO(imported.files[f"{name}.csv"].decode()))
    held = [(lines.get(tuple(row[: _KEY_COLUMNS[name]]), 1), row) for row in rows]
    of_table = Stated(stated.name, name, stated.file, stated.as_at, stated.source, stated.shown)
    return Grid(of_table, tuple(headings), held)
