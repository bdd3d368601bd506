"""An OpenDocument workbook, read from its own XML: the second opinion beside calamine's."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from incentives.data.files.gate import Refusal
from incentives.data.files.markup import LargeError, Walk
from incentives.data.files.values import duration
from incentives.data.files.xlsx_marks import MOST_CELLS, SheetMarks, too_far_apart, too_many
from incentives.data.files.xlsx_styles import Styles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Values = list[list[Any]]

STYLES = Styles({1: "0%"})
"""Percentages are a sort of value in OpenDocument; the one style stands for them."""

_CELL, _MOST_COLUMNS, _MOST_ROWS = 15, 16_384, 1_048_576
_WHITE = re.compile(r"[ \t\r\n]+")
_DRAWN = "frame custom-shape g line control rect ellipse connector caption polygon path polyline"


def ods_sheets(parts: Mapping[str, bytes]) -> list[tuple[SheetMarks, Values]]:
    """Return the marks and the values of every sheet, in the workbook's order; raises Refusal."""
    if "content.xml" not in parts:
        raise Refusal("D124", "The workbook is damaged: it lacks its part content.xml.")
    walk = _ContentWalk(MOST_CELLS * 10)
    try:
        walk.walk(parts["content.xml"])
    except LargeError:
        raise too_many() from None
    too_far_apart([marks for marks, _ in walk.sheets])
    return walk.sheets


class _ContentWalk(Walk):
    dear, prefixed = 2, True

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.sheets: list[tuple[SheetMarks, Values]] = []
        self._family = self._style = ""
        self._hidden_tables: set[str] = set()
        self._struck: set[str] = set()
        self._marks = SheetMarks("", hidden=False)
        self._values: Values = []
        self._tables, self._aside = 0, 0
        self._row, self._column, self._rows, self._columns = 0, 0, 1, 0
        self._held: list[tuple[int, int, _Cell]] = []
        self._cell: _Cell | None = None
        self._in_text = False
        drawn = [f"draw:{name}" for name in _DRAWN.split()]
        aside = ["office:annotation", "table:tracked-changes", *drawn]
        self.takes = {
            "style:style": self._begin_style,
            "style:table-properties": self._table_properties,
            "style:text-properties": self._text_properties,
            "table:table": self._begin_table,
            "table:table-column": self._column_of_table,
            "table:table-row": self._begin_row,
            "table:table-cell": self._begin_cell,
            "table:covered-table-cell": self._begin_covered,
            "text:p": self._begin_text,
            "text:s": self._spaces,
            "text:tab": self._sign("\1"),
            "text:line-break": self._sign("\2"),
            **dict.fromkeys(aside, self._begin_aside),
            **dict.fromkeys(
                ("table:dde-link", "table:table-source", "table:cell-range-source"), _refuse_link
            ),
        }
        self.ends = {
            "table:table": self._end_table,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
            "text:p": self._end_text,
            **dict.fromkeys(aside, self._end_aside),
        }

    def _begin_style(self, has: dict[str, str]) -> None:
        self._family, self._style = has.get("style:family", ""), has.get("style:name", "")

    def _table_properties(self, has: dict[str, str]) -> None:
        if self._family == "table" and has.get("table:display") == "false":
            self._hidden_tables.add(self._style)

    def _text_properties(self, has: dict[str, str]) -> None:
        if self._family == "table-cell" and has.get("style:text-line-through-style", "none") != "none":
            self._struck.add(self._style)

    def _begin_table(self, has: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            hidden = has.get("table:style-name", "") in self._hidden_tables
            self._marks, self._values = SheetMarks(has.get("table:name", ""), hidden), []
            self._row = self._columns = 0

    def _end_table(self) -> None:
        self._tables -= 1
        if self._tables == 0:
            self.sheets.append((self._marks, self._values))

    def _column_of_table(self, has: dict[str, str]) -> None:
        count = _count(has, "table:number-columns-repeated", _MOST_COLUMNS)
        if has.get("table:visibility", "visible") != "visible":
            self._marks.hidden_columns.append((self._columns, self._columns + count))
        self._columns += count

    def _begin_row(self, has: dict[str, str]) -> None:
        if self._tables == 1:
            self._rows = _count(has, "table:number-rows-repeated", _MOST_ROWS)
            self._column, self._held = 0, []
            if has.get("table:visibility", "visible") != "visible" and self._rows < _MOST_ROWS // 2:
                self.spend(self._rows)
                self._marks.hidden_rows.update(range(self._row, self._row + self._rows))

    def _end_row(self) -> None:
        if self._tables != 1:
            return
        if self._held:
            width = max(column + count for column, count, _ in self._held)
            self.spend(_CELL * width * self._rows)
            if self._row > len(self._values):
                self.spend(self._row - len(self._values))
                self._values.extend([] for _ in range(self._row - len(self._values)))
            for row in range(self._row, self._row + self._rows):
                self._values.append(self._filled(row, width))
            self._marks.width = max(self._marks.width, width)
            self._marks.height = self._row + self._rows
        self._row += self._rows

    def _filled(self, row: int, width: int) -> list[Any]:
        """Return a row's values; what else its cells are is noted by the way."""
        values: list[Any] = [None] * width
        for first, count, cell in self._held:
            for column in range(first, first + count):
                values[column] = cell.value
                cell.note(self._marks, (row, column))
        return values

    def _begin_cell(self, has: dict[str, str]) -> None:
        if self._tables == 1 and not self._aside:
            self._cell = _Cell(has, struck=has.get("table:style-name", "") in self._struck)

    def _begin_covered(self, has: dict[str, str]) -> None:
        if self._tables == 1 and not self._aside:
            self._cell = _Cell({k: v for k, v in has.items() if k == "table:number-columns-repeated"})
            self._cell.covered = True

    def _end_cell(self) -> None:
        if self._cell is None or self._aside or self._tables != 1:
            return
        cell, self._cell = self._cell, None
        cell.finish()
        if cell.matters:
            self._held.append((self._column, cell.count, cell))
        self._column += cell.count

    def _begin_text(self, _: dict[str, str]) -> None:
        if self._cell is not None and not self._aside and self._tables == 1:
            self._in_text = True
            self.collect()

    def _end_text(self) -> None:
        if self._in_text and not self._aside and self._cell is not None:
            self._in_text = False
            self._cell.lines.append(self.collected())

    def _spaces(self, has: dict[str, str]) -> None:
        if self._in_text and not self._aside:
            self.add("\0" * _count(has, "text:c", 32_767))

    def _sign(self, sign: str) -> Callable[[dict[str, str]], None]:
        def add(_: dict[str, str]) -> None:
            if self._in_text and not self._aside:
                self.add(sign)

        return add

    def _begin_aside(self, _: dict[str, str]) -> None:
        self._aside += 1
        self.pause()

    def _end_aside(self) -> None:
        self._aside -= 1
        if self._in_text and not self._aside:
            self.resume()


class _Cell:
    """A cell while it is read: its value, how often it stands, and what else it is."""

    __slots__ = ("count", "covered", "error", "formula", "has", "lines", "matters", "struck", "value")

    def __init__(self, has: dict[str, str], *, struck: bool = False) -> None:
        self.has, self.struck, self.covered = has, struck, False
        self.count = _count(has, "table:number-columns-repeated", _MOST_COLUMNS)
        self.lines: list[str] = []
        self.value: Any = None
        self.error = ""
        self.formula = has.get("table:formula", "")
        self.matters = False

    def finish(self) -> None:
        """Work out the value from the attributes and the text."""
        if "DDE(" in self.formula.upper() or "'file:" in self.formula:
            _refuse_link({})
        text = "" if self.covered else _text(self.lines)
        kind = self.has.get("office:value-type", "")
        if self.has.get("calcext:value-type") == "error" or (self.formula and text.startswith(("#", "Err:"))):
            self.error = text
        self.value = _value(kind, self.has, text)
        spans = "table:number-columns-spanned" in self.has or "table:number-rows-spanned" in self.has
        self.matters = self.value not in (None, "") or bool(self.formula) or spans

    def note(self, marks: SheetMarks, at: tuple[int, int]) -> None:
        """Note in a sheet's marks what the cell at a position is."""
        if self.formula:
            marks.formulas[at] = "=" + self.formula.partition("=")[2]
            if self.value is None:
                marks.without_value.add(at)
        if self.error:
            marks.errors[at] = self.error
        if self.struck:
            marks.struck.add(at)
        if self.has.get("office:value-type") == "percentage":
            marks.styles[at] = 1
        rows = _count(self.has, "table:number-rows-spanned", _MOST_ROWS)
        columns = _count(self.has, "table:number-columns-spanned", _MOST_COLUMNS)
        if rows * columns > 1:
            marks.merged.append((at, (at[0] + rows - 1, at[1] + columns - 1)))


def _value(kind: str, has: dict[str, str], text: str) -> Any:
    try:
        match kind:
            case "float" | "percentage" | "currency":
                return float(has["office:value"])
            case "boolean":
                return has["office:boolean-value"] == "true"
            case "date":
                said = has["office:date-value"]
                return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
            case "time":
                return duration(has["office:time-value"])
    except (KeyError, ValueError):
        raise Refusal("D124", f"The workbook is damaged: a cell is no {kind}.") from None
    return has.get("office:string-value") or text or None


def _text(lines: list[str]) -> str:
    """Join a cell's lines; white space counts once, save where the file counts it itself."""
    kept = "\n".join(_WHITE.sub(" ", line) for line in lines)
    return kept.replace("\0", " ").replace("\1", "\t").replace("\2", "\n")


def _count(has: dict[str, str], name: str, most: int) -> int:
    said = has.get(name, "1")
    return min(int(said), most) if said.isdecimal() and len(said) < 9 else most  # noqa: PLR2004 - digits


def _refuse_link(_: dict[str, str]) -> None:
    message = "The workbook takes figures from other workbooks or programs."
    raise Refusal("D141", message, "In LibreOffice: Edit, Links, Break Link (the values stay); save it.")
