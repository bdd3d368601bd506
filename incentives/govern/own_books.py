"""A workbook of a body's own settings (scheme of delegation, finance codes) as the tree of a settings file.

A sheet with the headings setting and value holds single settings: those of the file itself on the sheet
"settings", those of a group on a sheet of its name. Any other sheet is a list of that name: a row for each
entry, a heading for each setting; a blank cell is a setting left out. Sheets without headings are notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, errors
from incentives.data.files import read_file
from incentives.scheme.book.cells import as_written
from incentives.scheme.marks import Entry, Group, Items, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.data.files import Sheet

ENDINGS = (".xlsx", ".xlsm")
SETTINGS, HEADINGS = "settings", ["setting", "value"]


def book_tree(path: Path, shown: str) -> Group:
    """Return the settings of a workbook; raises Refused for the file's own problems, or G230.

    G230 where no sheet says what the workbook is.
    """
    read = read_file(path, shown)
    if errors(read.problems):
        raise Refused(read.problems)
    sheets = {_key(sheet.name): sheet for sheet in read.sheets if any(_headings(sheet))}
    if SETTINGS not in sheets or _headings(sheets[SETTINGS])[:2] != HEADINGS:
        message = f'The workbook has no sheet "{SETTINGS}" with the headings setting and value.'
        remedy = "Add it, with a row for kind: what the workbook is, such as scheme of delegation."
        raise Refused([Problem("G230", Place(shown), message, remedy)])
    entries = dict(_pairs(sheets.pop(SETTINGS)))
    for name, sheet in sheets.items():
        is_group = _headings(sheet)[:2] == HEADINGS
        node = Group(dict(_pairs(sheet)), sheet.place(0)) if is_group else Items(_rows(sheet), sheet.place(0))
        entries[name] = Entry(sheet.place(0), node)
    return Group(entries, Place(shown))


def _headings(sheet: Sheet) -> list[str]:
    return [_key(text) for text in sheet.rows[0]] if sheet.rows else []


def _pairs(sheet: Sheet) -> Iterator[tuple[str, Entry]]:
    for row in range(1, len(sheet.rows)):
        key, value = (as_written(sheet.cell(row, column)) for column in (0, 1))
        if key and value:
            yield _key(key), Entry(sheet.place(row, 0), Scalar(value, sheet.place(row, 1)))


def _rows(sheet: Sheet) -> tuple[Group, ...]:
    heads = [(column, name) for column, name in enumerate(_headings(sheet)) if name]
    found = []
    for row in range(1, len(sheet.rows)):
        entries = {
            name: Entry(sheet.place(0, column), Scalar(text, sheet.place(row, column)))
            for column, name in heads
            if (text := as_written(sheet.cell(row, column)))
        }
        if entries:
            found.append(Group(entries, sheet.place(row)))
    return tuple(found)


def _key(text: str) -> str:
    return "_".join(text.casefold().split())
