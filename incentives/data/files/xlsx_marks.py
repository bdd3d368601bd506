"""What an .xlsx says of its cells besides their values, from its own XML, counted before any reader runs."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentives.data.files.gate import Refusal
from incentives.data.files.markup import LargeError, Walk, has_long_piece
from incentives.data.files.sheet import letters
from incentives.data.files.xlsx_styles import Styles, StylesWalk, is_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.data.files.sheet import Position

MOST_CELLS = 550_000
"""Cells, texts and settings of a workbook together; the slower reader takes 9 µs for each."""
MOST_AREA = 4_000_000
_LONGEST = 300_000
"""Bytes of one cell's text at most: Excel's 32,767 signs, each written as &#8217;."""
_BOOK, _TEXTS = "main+xml", "sharedStrings+xml"
_STRICT = b"purl.oclc.org/ooxml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OTHER_PROGRAM = re.compile(r"""(?:^|[=(,+\-*/&\s])'?[A-Za-z][\w.]*\|'?[^!]{1,200}!""")
_WORK, _CELL, _UNSIZED_CELL, _VALUE, _TEXT, _DEAR = MOST_CELLS * 10, 5, 13, 3, 8, 100
"""Work is counted in tenths of a cell. Every element is one, so that empty ones are counted too; where
a sheet does not say its size, the second reader goes over it twice."""


@dataclass(slots=True)
class SheetMarks:
    """Of one sheet: its name, its extent in rows and columns, and what its cells are."""

    name: str
    hidden: bool
    height: int = 0
    width: int = 0
    styles: dict[Position, int] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    without_value: set[Position] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    struck: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[Position, Position]] = field(default_factory=list)


def xlsx_marks(parts: Mapping[str, bytes]) -> tuple[list[SheetMarks], Styles]:
    """Return the marks of every sheet that holds cells, in the workbook's order; raises Refusal."""
    home = _home(parts)
    types = _TypesWalk(MOST_CELLS)
    types.walk(_part(parts, "[Content_Types].xml"))
    types.must_be(_BOOK, home)
    if _STRICT in parts[home]:
        message = 'The workbook is of the sort "Strict Open XML Spreadsheet".'
        raise Refusal("D148", message, 'Save it in Excel as the plain sort, "Excel Workbook (.xlsx)".')
    book = _BookWalk(_WORK)
    try:
        book.walk(parts[home])
        related = _relations(parts, home, book.left)
        work = book.left
        styles = StylesWalk(work)
        styles.walk(_part(parts, _one(related, "/styles", parts)))
        strings = _StringsWalk(styles.left)
        texts = _one(related, "/sharedStrings", parts)
        types.must_be(_TEXTS, texts)
        strings.walk(_part(parts, texts))
        work, sheets = strings.left, []
        for name, hidden, relation in book.sheets:
            kind, target = related.get(relation, ("", ""))
            if kind.endswith("/worksheet"):
                sheet = _SheetWalk(SheetMarks(name, hidden), strings.struck, work)
                sheet.walk(_part(parts, target))
                sheets.append(sheet.marks)
                work = sheet.left
    except LargeError:
        raise too_many() from None
    too_far_apart(sheets)
    return sheets, styles.found


def too_many() -> Refusal:
    """Return the refusal of a workbook with more cells than are read."""
    message = f"The workbook holds more than {MOST_CELLS:,} cells and settings."
    remedy = "Keep the sheets, rows and columns that are needed, or give the table as CSV."
    return Refusal("D137", message, remedy)


def too_far_apart(sheets: Iterable[SheetMarks]) -> None:
    """Raise Refusal where the cells of a workbook span more than is read, however few they are."""
    if sum(sheet.height * sheet.width for sheet in sheets) > MOST_AREA:
        message = "The cells of the workbook lie too far apart: one stands far below or beside the others."
        remedy = "Find it with Ctrl+End and delete its row or column, or give the table as CSV."
        raise Refusal("D137", message, remedy)


def position(reference: str) -> Position | None:
    """Return a cell's name as row and column from 0, or None.

    >>> position("C7")
    (6, 2)
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _home(parts: Mapping[str, bytes]) -> str:
    for kind, target in _relations(parts, "", 1_000).values():
        if kind.endswith("/officeDocument"):
            _part(parts, target)
            return target
    raise _lacks("its list of sheets")


def _relations(parts: Mapping[str, bytes], source: str, most: int) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(source)
    walk = _RelationsWalk(most, folder)
    walk.walk(_part(parts, posixpath.join(folder, "_rels", f"{name}.rels")))
    return walk.found


def _one(related: Mapping[str, tuple[str, str]], kind: str, parts: Mapping[str, bytes]) -> str:
    """Return the name of the one part of a kind that the workbook has, or a blank."""
    target = next((t for k, t in related.values() if k.endswith(kind)), "")
    return target if target in parts else ""


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    if not name:
        return b""
    if name not in parts:
        raise _lacks(f"its part {name}")
    if has_long_piece(parts[name], _LONGEST):
        raise Refusal(
            "D137", f"The part {name} of the workbook holds a text of more than {_LONGEST:,} signs."
        )
    return parts[name]


def _lacks(what: str) -> Refusal:
    return Refusal("D124", f"The workbook is damaged: it lacks {what}.")


class _TypesWalk(Walk):
    """Reads which part the workbook declares as what: a reader that goes by this must find the same."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._found: list[tuple[str, str]] = []
        self.takes = {"Override": self._override}

    def _override(self, has: dict[str, str]) -> None:
        self._found.append((has.get("ContentType", ""), has.get("PartName", "").removeprefix("/")))

    def must_be(self, kind: str, name: str) -> None:
        """Refuse a workbook that declares another part, or several, as a kind."""
        declared = {part for said, part in self._found if said.endswith(kind)}
        if declared and declared != {name}:
            named = ", ".join(sorted({name, *declared}))
            raise Refusal("D124", f"The workbook is damaged: its lists name {named} for one part.")


class _RelationsWalk(Walk):
    def __init__(self, most: int, folder: str) -> None:
        super().__init__(most)
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}
        self.takes = {"Relationship": self._relation}

    def _relation(self, has: dict[str, str]) -> None:
        if has.get("TargetMode") != "External":
            target = has.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join(self._folder, target)
            self.found[has.get("Id", "")] = has.get("Type", ""), posixpath.normpath(path)


class _BookWalk(Walk):
    cheap = dear = _DEAR

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.sheets: list[tuple[str, bool, str]] = []
        self.takes = {"sheet": self._sheet}

    def _sheet(self, has: dict[str, str]) -> None:
        relation = next((v for k, v in has.items() if k.endswith(" id")), "")
        self.sheets.append((has.get("name", ""), has.get("state", "visible") != "visible", relation))


class _StringsWalk(Walk):
    """Finds the texts of which a part is struck through."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.struck: set[str] = set()
        self._at = -1
        self.takes = {"si": self._next, "strike": self._strike}

    def _next(self, _: dict[str, str]) -> None:
        self._at += 1
        self.spend(_TEXT)

    def _strike(self, has: dict[str, str]) -> None:
        if not is_off(has.get("val", "1")):
            self.struck.add(str(self._at))


class _SheetWalk(Walk):
    dear = _DEAR

    def __init__(self, marks: SheetMarks, struck: set[str], most: int) -> None:
        super().__init__(most)
        self.marks, self._struck = marks, struck
        self._row, self._column, self._number = -1, -1, ""
        self._sort = ""
        self._filled = self._in_cell = self._sized = False
        self._columns: dict[str, int] = {}
        self.takes = {
            "dimension": self._dimension,
            "row": self._begin_row,
            "c": self._cell,
            "v": self._begin_value,
            "is": self._inline,
            "t": _nothing,
            "f": self._formula,
            "strike": self._strike,
            "col": self._hidden_columns,
            "mergeCell": self._merge,
        }
        self.ends = {"v": self._value, "f": self._formula_text, "c": self._end_cell}

    @property
    def _at(self) -> Position:
        return self._row, self._column

    def _dimension(self, _: dict[str, str]) -> None:
        self._sized = True

    def _begin_row(self, has: dict[str, str]) -> None:
        self._number, self._column = has.get("r", ""), -1
        self._row = int(self._number) - 1 if self._number.isdecimal() else self._row + 1
        if not is_off(has.get("hidden", "0")) or _is_nil(has.get("ht", "15")):
            self.marks.hidden_rows.add(self._row)

    def _cell(self, has: dict[str, str]) -> None:
        self.left -= _CELL if self._sized else _UNSIZED_CELL
        name = has.get("r")
        if name is None:
            self._column += 1
        else:
            column = name.rstrip("0123456789")
            if column in self._columns and name[len(column) :] == self._number:
                self._column = self._columns[column]
            else:
                self._move(name, column)
        self._sort, self._filled, self._in_cell = has.get("t", "n"), False, True
        if (style := has.get("s", "0")) not in ("0", "") and style.isdecimal():
            self.marks.styles[self._row, self._column] = int(style)

    def _move(self, name: str, column: str) -> None:
        at = position(name)
        if at is None:
            raise Refusal("D124", f'The workbook is damaged: it has a cell "{name[:20]}".')
        self._row, self._column = at
        self._number = name[len(column) :]
        self._columns[column] = self._column

    def _begin_value(self, _: dict[str, str]) -> None:
        self.left -= _VALUE
        self._filled = True
        if self._sort == "e" or self._at in self.marks.formulas or (self._struck and self._sort == "s"):
            self.collect()

    def _value(self) -> None:
        text = self.collected()
        if not self._in_cell or not (text or self._sort == "str"):
            return
        if self._sort == "e":
            self.marks.errors[self._at] = text
        elif self._sort == "s" and text in self._struck:
            self.marks.struck.add(self._at)
        self.marks.without_value.discard(self._at)

    def _inline(self, _: dict[str, str]) -> None:
        if self._filled and self._in_cell:
            cell = f"{self.marks.name}!{letters(self._column)}{self._row + 1}"
            remedy = "Clear the cell and enter its value again, or give the table as CSV."
            raise Refusal("D125", "The cell holds two values, a figure and a text.", remedy, cell)
        self._filled = True

    def _formula(self, _: dict[str, str]) -> None:
        if self._in_cell:
            self._filled = True
            self.marks.without_value.add(self._at)
            self.collect()

    def _formula_text(self) -> None:
        if self._in_cell:
            text = self.collected()
            self.marks.formulas[self._at] = f"={text}"
            if _OTHER_PROGRAM.search(text):
                raise Refusal("D141", "A formula takes its value from another program (DDE).")

    def _strike(self, has: dict[str, str]) -> None:
        if self._in_cell and not is_off(has.get("val", "1")):
            self.marks.struck.add(self._at)

    def _end_cell(self) -> None:
        self._in_cell = False
        if self._filled:
            self.marks.height = max(self.marks.height, self._row + 1)
            self.marks.width = max(self.marks.width, self._column + 1)

    def _hidden_columns(self, has: dict[str, str]) -> None:
        self.spend(_DEAR)
        if not is_off(has.get("hidden", "0")) or _is_nil(has.get("width", "9")):
            first, last = has.get("min", "1"), has.get("max", "1")
            if first.isdecimal() and last.isdecimal():
                self.marks.hidden_columns.append((int(first) - 1, int(last)))

    def _merge(self, has: dict[str, str]) -> None:
        self.spend(_DEAR)
        first, _, last = has.get("ref", "").partition(":")
        start, end = position(first), position(last or first)
        if start and end:
            self.marks.merged.append((start, end))


def _nothing(_: dict[str, str]) -> None:
    """Take an element of which only the number is of interest."""


def _is_nil(size: str) -> bool:
    return bool(size) and not size.strip("0.")
