"""A file as sheets of cells: each cell's exact text, what kind of thing it is, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Position = tuple[int, int]
"""A cell as row and column, both counted from 0, as an index into ``Sheet.rows``."""


class Kind(Enum):
    """What a cell holds. Of a formula it is the kind of the value that the file keeps for it."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "a number"
    PERCENT = "a percentage"
    DATE = "a date"
    YES_NO = "yes or no"
    ERROR = "an error"
    NO_VALUE = "a formula without a value"


class NumberCell(str):
    """The text of a cell that a file holds as a number: fit for a figure, unfit for a code.

    A spreadsheet that took a code for a number has already lost its leading noughts (012), its E
    (1E05) or all of it.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, as a person would describe it.

    ``text`` is exact: a text as typed, with its spaces; a number with every digit that the file keeps
    and no thousands separator; a percentage as ``85.4%``; a date as ``2015-04-01``, with ``hh:mm:ss``
    after it where there is a time; yes or no; an error as ``#N/A``. ``formula`` is the formula's text
    without its value. ``merged`` tells that the cell is one of a merged block: the value stands in the
    block's top left cell only (``Sheet.anchor``), the others are blank. ``hidden`` is true where the row,
    the column or the sheet is. ``format`` is the number format where it is not the general one.
    """

    text: str
    kind: Kind
    formula: str = ""
    format: str = ""
    hidden: bool = False
    merged: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What a workbook says of its cells besides their texts; positions are as in ``Sheet.rows``.

    ``kinds`` holds a kind for every cell that is not text, a plain number or blank, ``anchors`` the top
    left cell for each cell of a merged block.
    """

    kinds: Mapping[Position, Kind] = field(default_factory=dict)
    formulas: Mapping[Position, str] = field(default_factory=dict)
    formats: Mapping[Position, str] = field(default_factory=dict)
    anchors: Mapping[Position, Position] = field(default_factory=dict)
    struck: frozenset[Position] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Rows of texts with their true numbers; ``name`` is blank for a text file.

    ``rows[r][c]`` is the text of a cell; a number of a workbook is a ``NumberCell``, so that a reader
    that looks at texts only still knows it. In a workbook every row from 1 is there and each is as wide
    as the widest; in a text file a row is as wide as it was written (``ragged`` rows differ from
    ``width``, the width of most), and blank lines are left out. A ragged row is a title above the table
    or a note below it, never a row of the table and never its headings: a table with such rows is
    refused. ``numbers[r]`` is the row number in a workbook and the line on which the row begins in a
    text file.
    """

    file: str
    name: str
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    width: int
    ragged: Sequence[int] = ()
    hidden: bool = False
    marks: Marks = Marks()
    delimiter: str = ","

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell by its index in ``rows``; a blank one where the row is shorter."""
        texts, marks, at = self.rows[row], self.marks, (row, column)
        text = texts[column] if column < len(texts) else ""
        return Cell(
            text,
            marks.kinds.get(at) or _kind(text),
            marks.formulas.get(at, ""),
            marks.formats.get(at, ""),
            self.hidden or row in marks.hidden_rows or column in marks.hidden_columns,
            at in marks.anchors,
            at in marks.struck,
        )

    def anchor(self, row: int, column: int) -> Position:
        """Return the cell in which the value stands: the top left one of a merged block."""
        return self.marks.anchors.get((row, column), (row, column))

    def place(self, row: int, column: int = -1) -> Place:
        """Return where a cell stands; -1 is the whole row.

        In a workbook the sheet and cell (``Practices!C7``), in a text file the line, the character in it
        and the line itself.
        """
        number = self.numbers[row]
        if self.name:
            at = max(column, 0)
            return Place(self.file, number, at + 1, "", f"{self.name}!{letters(at)}{number}")
        texts = self.rows[row]
        before = sum(len(t) + 1 for t in texts[:column]) if column > 0 else 0
        return Place(self.file, number, before + 1, self.delimiter.join(texts).replace("\n", " "))


@dataclass(frozen=True, slots=True)
class FileRead:
    """What was read of a file; ``sheets`` is empty where a problem is an error.

    ``problems`` holds errors, and notices (warnings) of what was taken for granted: the encoding, the
    separator. ``encoding`` and ``delimiter`` are blank for workbooks.
    """

    file: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet by its name, or None."""
        return next((s for s in self.sheets if s.name == name), None)


def _kind(text: str) -> Kind:
    if not text:
        return Kind.BLANK
    return Kind.NUMBER if isinstance(text, NumberCell) else Kind.TEXT


def letters(column: int) -> str:
    """Return a spreadsheet's letters for a column counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
