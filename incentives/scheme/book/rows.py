"""A sheet as rows under headings: which cell is which, and cells that cannot be taken as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Problem, nearest
from incentives.scheme.book.cells import DATE, ERROR, NO_VALUE, NUMBER, PERCENT
from incentives.scheme.marks import FORMULA_SIGNS, HIDDEN, begins_a_formula, unseen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.base.problem import Place
    from incentives.scheme.book.cells import Cell, Sheet

_LOOKED_AT = 30
"""The headings stand in one of the first rows."""


@dataclass(frozen=True)
class Line:
    """A row below the headings."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def cell(self, head: str) -> Cell:
        """Return the cell under a heading."""
        return self.sheet.cell(self.row, self.columns[head])

    def text(self, head: str) -> str:
        """Return the text of the cell under a heading, blank where there is no such column."""
        return self.cell(head).text.strip() if head in self.columns else ""

    def place(self, head: str) -> Place:
        """Return where the cell under a heading stands; the row's first cell where there is no column."""
        return self.sheet.place(self.row, self.columns.get(head, 0))

    def code(self, head: str, problems: list[Problem], *, digits: bool = True) -> str:
        """Return a name or code; what a spreadsheet has turned into a figure or a date is refused."""
        cell = self.cell(head)
        kind, text = cell.kind.value, cell.text.strip()
        if kind in (DATE, PERCENT) or (kind == NUMBER and not (digits and text.isdigit())):
            message = f'The spreadsheet took this name for {kind} and shows "{text}".'
            remedy = "Format the cell as Text (Home, Number Format, Text) and type the name again."
            problems.append(Problem("S537", self.place(head), message, remedy))
            return ""
        if text.startswith(FORMULA_SIGNS):
            problems.append(begins_a_formula(text, self.place(head)))
            return ""
        return "" if self.faults(head, problems) else text

    def faults(self, head: str, problems: list[Problem]) -> bool:
        """Tell whether a cell cannot be read, and say why."""
        cell = self.cell(head)
        if hidden := HIDDEN.search(cell.text):
            problems.append(unseen(hidden[0], self.place(head)))
            return True
        found = _fault(cell)
        if found:
            problems.append(Problem(found[0], self.place(head), found[1], found[2]))
        return bool(found)


@dataclass(frozen=True)
class Table:
    """The rows below the headings of a sheet that are not blank, and what is wrong with the sheet."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()


def table_of(sheet: Sheet, heads: Sequence[str]) -> Table:
    """Return the rows of a sheet by its headings, wherever these stand and in whatever order."""
    best = -1
    columns: dict[str, int] = {}
    for row in range(min(_LOOKED_AT, len(sheet.rows))):
        found = _columns(sheet.rows[row], heads)
        if len(found) > len(columns):
            best, columns = row, found
    missing = [h for h in heads if h not in columns]
    if missing:
        return Table((), (_no_heading(sheet, missing, best),))
    lines = (Line(sheet, row, columns) for row in range(best + 1, len(sheet.rows)))
    return Table(tuple(n for n in lines if any(n.text(h) for h in heads)))


def _columns(texts: Sequence[str], heads: Sequence[str]) -> dict[str, int]:
    at = {" ".join(t.split()).casefold(): n for n, t in reversed([*enumerate(texts)])}
    return {h: at[h.casefold()] for h in heads if h.casefold() in at}


def _no_heading(sheet: Sheet, missing: Sequence[str], row: int) -> Problem:
    named = ", ".join(f'"{h}"' for h in missing)
    message = f"The sheet has no column {named}."
    remedy = f"Write {named} as a heading again, in the row of the other headings."
    texts = sheet.rows[row] if row >= 0 else []
    column = next((n for n, t in enumerate(texts) if t.strip() and nearest(t, missing)), 0)
    place = sheet.place(row, column) if row >= 0 else sheet.place(0, 0)
    return Problem("S543", place, message, remedy)


def _fault(cell: Cell) -> tuple[str, str, str] | None:
    kind = cell.kind.value
    if kind == ERROR:
        return "S535", f"The cell shows an error ({cell.text}).", "Write the value itself into the cell."
    if kind == NO_VALUE:
        message = "The cell holds a formula that has not been worked out."
        return "S535", message, "Open the workbook, save it and close it again, or write the value itself."
    if cell.struck and cell.text.strip():
        message = f'The cell is struck through, so it is not clear whether "{cell.text.strip()}" holds.'
        return "S536", message, "Clear the cell, or take the line through it away."
    if cell.merged and cell.text.strip():
        message = "The cell is one of several that are merged."
        return "S536", message, "Undo the merging (Home, Merge & Center) and fill in each cell."
    return None
