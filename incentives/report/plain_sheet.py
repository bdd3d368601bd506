"""A sheet of XlsxWriter's that writes many like cells fast, and tells what it holds, column by column.

XlsxWriter searches each formula for 29 families of newer functions (none is ours) and keeps each formula's
text. Here a column of formulas that differ by their row alone is kept as one text. A test holds the bytes
to those that XlsxWriter writes cell by cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellNumberTuple, Worksheet

from incentives.report.places import ROW
from incentives.report.sealed.contents import normal, number, words
from incentives.report.sealed.seal import OWN_ROW, without_own_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.report.sealed.seal import Held, Shown

_WITH_FIGURES = re.compile(r"[A-Z]\d")
_OF_ITS_ROW = re.compile(rf"(?<=[A-Z]){ROW}(?!\d)")


class Alike(NamedTuple):
    """A cell of a column of formulas that differ by their row alone: ``ROW`` stands for it in the text."""

    formula: str
    format: Any
    value: float | str


class PlainSheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A sheet whose formulas hold none of the functions that XlsxWriter looks for, and that has one table."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: dict[tuple[str, str], str] = {}
        self._letters: dict[int, str] = {}

    def fill(self, first: int, column: int, text: str, figures: Sequence[float | str], style: Any) -> None:
        """Write a column of formulas from the row ``first`` on, each with its figure; ``ROW`` is its row."""
        self._place(first, column, [Alike(text, style, figure) for figure in figures])

    def figures(self, first: int, column: int, figures: Sequence[float], style: Any) -> None:
        """Write a column of numbers from the row ``first`` on."""
        self._place(first, column, [CellNumberTuple(figure, style) for figure in figures])

    def add_table(self, *given: Any) -> Any:
        """Mark cells up as a table; XlsxWriter keeps each, to notice a second table over them."""
        ended = super().add_table(*given)
        self.table_cells.clear()
        return ended

    def held(self, texts: Sequence[str]) -> Held:
        """Return what the cells hold by column's letters, as reading the finished file will find it."""
        columns: dict[int, tuple[list[int], list[str], list[Shown]]] = {}
        reading = _Reading(texts)
        for row in sorted(self.table):
            cells = self.table[row]
            for column in sorted(cells):
                found = reading.cell(cells[column], row + 1)
                if found is not None:
                    rows, holds, shows = columns.get(column) or columns.setdefault(column, ([], [], []))
                    rows.append(row + 1)
                    holds.append(found[0])
                    shows.append(found[1])
        return {xl_col_to_name(column): held for column, held in columns.items()}

    def _place(self, first: int, column: int, cells: Sequence[Any]) -> None:
        self._check_dimensions(first, column)
        self._check_dimensions(first + max(len(cells) - 1, 0), column)
        for row, cell in enumerate(cells, first):
            self.table[row][column] = cell

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        del expand_future_functions
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a cell of a usual sort in one go; XlsxWriter writes the others."""
        kind, style = cell.__class__.__name__, cell.format
        if not style or kind not in _USUAL or (kind in _WORKED_OUT and str(cell.value).startswith("#")):
            if kind == "Alike":
                cell = _Formula(cell.formula.replace(ROW, str(row + 1)), style, cell.value)
            super()._write_cell(row, col, cell)
            return
        letters = self._letters.get(col) or self._letters.setdefault(col, xl_col_to_name(col))
        lead = f'<c r="{letters}{row + 1}" s="{style._get_xf_index()}"'  # noqa: SLF001 - XlsxWriter's own
        if kind == "Number":
            self.fh.write(f"{lead}><v>{cell.number:.16G}</v></c>")
        elif kind == "String":
            self.fh.write(f'{lead} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(lead + self._formula(cell, row))

    def _formula(self, cell: Any, row: int) -> str:
        """Return a formula and its figure as they stand in the file."""
        text = self._ends.get(cell.formula) or self._ends.setdefault(
            cell.formula, self._escape_data(cell.formula)
        )
        if cell.__class__ is Alike:
            text = text.replace(ROW, str(row + 1))
        value = cell.value
        if isinstance(value, str):
            sort = ' t="str"' if value else ""
            return f"{sort}><f>{text}</f><v>{self._escape_data(value)}</v></c>"
        return f"><f>{text}</f><v>{value}</v></c>"


class _Formula(NamedTuple):
    formula: str
    format: Any
    value: float | str


_Formula.__name__ = "Formula"
_WORKED_OUT = frozenset({"Formula", "Alike"})
_USUAL = _WORKED_OUT | {"Number", "String"}


class _Reading:
    """Reads XlsxWriter's cells, each text and each formula of a column once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._said: dict[int, str] = {}
        self._alike: dict[str, str] = {}

    def cell(self, cell: Any, row: int) -> tuple[str, Shown] | None:
        """Return what a cell holds and what its formula shows; None where it is empty."""
        match cell.__class__.__name__:
            case "Alike":
                known = self._alike.get(cell.formula)
                if known is None:
                    known = self._alike[cell.formula] = _in_every_row(cell.formula)
                text = known or _in_row(cell.formula.replace(ROW, str(row)), row)
                return text, cell.value if cell.value != "" else None
            case "Number":
                return number(cell.number), None
            case "String":
                return self._said.get(cell.string) or self._word(cell.string), None
            case "Formula":
                return _in_row(cell.formula, row), cell.value if cell.value != "" else None
        return None

    def _word(self, index: int) -> str:
        self._said[index] = words(self._texts[index])
        return self._said[index]


def _in_row(formula: str, row: int) -> str:
    return without_own_row(normal(f"={formula}"), str(row))


def _in_every_row(formula: str) -> str:
    """Return what a formula holds in every row alike; "" where it names other cells by their row."""
    text = normal(f"={formula}")
    plain = _OF_ITS_ROW.sub(OWN_ROW, text)
    return "" if ROW in plain or _WITH_FIGURES.search(text) else plain
