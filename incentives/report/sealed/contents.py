"""What a workbook holds, in a form that opening and saving it in Excel or LibreOffice does not change.

In: a workbook's file. Out: by sheet and cell, the formula or constant, and the figure shown for a formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

_APART = re.compile(r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*')")
_PLAIN_NAME = re.compile(r"'([A-Za-z_][A-Za-z0-9_]*)'")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+")
_RETURN = re.compile(r"\r\n?|_x000[dD]_\n?")
_LIKE_A_NUMBER = re.compile(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?")
_DIGITS = ".15g"
"""Every program keeps 15 digits of a number that was typed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its formula (beginning with =), number or words as text, and what a formula shows."""

    holds: str
    shows: str | float | None = None

    @property
    def is_formula(self) -> bool:
        """Tell whether the cell is worked out."""
        return self.holds.startswith("=")


@dataclass(frozen=True)
class Contents:
    """A workbook's sheets in order with their filled cells; names; what is hidden or to be filled in."""

    sheets: dict[str, dict[str, Cell]]
    names: dict[str, str]
    hidden: tuple[tuple[str, str], ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    to_fill_in: tuple[str, ...] = ()


def contents_of(path: Path) -> Contents:
    """Return what a workbook holds; raises Refused (R160) where the file is none."""
    return contents_in(bytes_of(path), path)


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes; raises Refused (R160) where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, (error.strerror or "it cannot be opened").lower()) from None


def contents_in(content: bytes, path: Path) -> Contents:
    """Return what the bytes of a workbook hold; raises Refused (R160) where they are no workbook."""
    return book_in(content, path)[1]


def book_in(content: bytes, path: Path) -> tuple[Workbook, Contents]:
    """Return the workbook that bytes hold, and what it holds; raises Refused (R160) where they are none."""
    import openpyxl  # noqa: PLC0415 - slow to load; only reading needs it
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(BytesIO(content))
        shown = CalamineWorkbook.from_filelike(BytesIO(content))
    except (CalamineError, BadZipFile, KeyError, ValueError, TypeError, OSError, AttributeError):
        raise _unreadable(path, "it is no Excel workbook (.xlsx), or it is damaged") from None
    sheets = {sheet.title: dict(_cells(sheet, shown)) for sheet in book.worksheets}
    return book, Contents(sheets, _names(book), tuple(_hidden(book)), _properties(book))


def normal(formula: str) -> str:
    r"""Return a formula without what programs write in their own ways: spaces, quotes, small letters.

    >>> normal("=round( 'Payments'!A1 ,2)&\"a b\"")
    '=ROUND(PAYMENTS!A1,2)&"a b"'
    """
    parts = _APART.split(formula)
    for n, part in enumerate(parts):
        if n % 2 == 0:
            parts[n] = "".join(part.split()).upper() if part else part
        elif part.startswith("'"):
            parts[n] = _unquoted(part)
    return "".join(parts)


def number(figure: float) -> str:
    """Return a number as it is compared: 15 digits.

    >>> number(160.15), number(3)
    ('160.15', '3')
    """
    return format(float(figure), _DIGITS)


def words(text: str) -> str:
    r"""Return words as they are compared: one sort of line end, told from figures and formulas by a quote.

    >>> words("a\r\nb"), words("12"), words("=A1")
    ('a\nb', "'12", "'=A1")
    """
    plain = _RETURN.sub("\n", text)
    return f"'{plain}" if plain.startswith(("=", "'")) or _LIKE_A_NUMBER.fullmatch(plain) else plain


def _unquoted(quoted: str) -> str:
    plain = _PLAIN_NAME.fullmatch(quoted)
    return plain[1].upper() if plain and not _LIKE_A_CELL.fullmatch(plain[1]) else quoted.upper()


def _cells(sheet: Any, shown: Any) -> Iterator[tuple[str, Cell]]:
    figures = shown.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if value is None or value == "":
                continue
            if cell.data_type != "f":
                yield cell.coordinate, Cell(_constant(value))
                continue
            text = value if isinstance(value, str) else f"={{{value.text.removeprefix('=')}}}"
            yield cell.coordinate, Cell(normal(text), _seen(figures, cell.row - 1, cell.column - 1))


def _constant(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number(value)
    return words(str(value))


def _seen(figures: list[list[Any]], row: int, column: int) -> str | float | None:
    value = figures[row][column] if row < len(figures) and column < len(figures[row]) else ""
    if isinstance(value, bool) or value == "":
        return None if value == "" else str(value).upper()
    return float(value) if isinstance(value, int | float) else str(value)


def _names(book: Workbook) -> dict[str, str]:
    found = {
        name: normal(f"={given.attr_text}").replace("$", "") for name, given in book.defined_names.items()
    }
    return {name: text for name, text in sorted(found.items()) if not name.startswith("_xlnm")}


def _hidden(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            yield sheet.title, "the whole sheet"
        for row, look in sheet.row_dimensions.items():
            if look.hidden:
                yield sheet.title, f"row {row}"
        for letters, column in sheet.column_dimensions.items():
            if column.hidden:
                yield sheet.title, f"column {letters}"


def _properties(book: Workbook) -> dict[str, str]:
    props = book.custom_doc_props.props  # type: ignore[attr-defined] # its types lack it
    return {p.name: str(p.value) for p in props}


def _unreadable(path: Path, why: str) -> Refused:
    message = f"The workbook cannot be read: {why}."
    remedy = "Give the path of a payment schedule as the program, Excel or LibreOffice saved it (.xlsx)."
    return Refused([Problem("R160", Place(str(path)), message, remedy)])
