"""The seal: a fingerprint of every sheet and, packed, all that it held when it was written.

The seal finds a change by hand and says what stood there before. It is no signature: who can edit the
workbook can make a new seal, so the fingerprint of all sheets is also shown on the Summary, to be
compared with the one that was approved, and a scheme with its data can be set against the workbook.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from binascii import Error
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.report.sealed.contents import Cell, Contents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ALL_SHEETS, NAMES = "All sheets", "Names of cells"
FIRST_ROW, LOOKED_AT, PRINT, COPY = 4, "A", "C", 3
"""The row (from 1) of the whole, the column with what is sealed, its fingerprint, and where copies begin."""
OWN_ROW, _FIGURES = "\x01", "0123456789"
_AFTER_A_LETTER = re.compile(r"(?<=[A-Z])\d+")
Shown = str | float | None
Held = dict[str, tuple[list[int], list[str], list[Shown]]]
"""A sheet's cells by column's letters: rows (from 1), what each holds, and what its formula shows."""
_TIGHT = 6  # of 9: a third faster, and less than 1 % larger
LONGEST = 32_000
"""The most characters of a copy in one cell; Excel holds 32,767."""


def sealed_rows(contents: Contents) -> list[tuple[str, int, str, list[str]]]:
    """Return the rows of the sheet with the seal: what, cells, fingerprint, and its copy in pieces."""
    sheets = {name: _columns(cells) for name, cells in contents.sheets.items()}
    return sealed(sheets, contents.names, contents.to_fill_in)


def sealed(
    sheets: Mapping[str, Held], names: Mapping[str, str], to_fill_in: Sequence[str]
) -> list[tuple[str, int, str, list[str]]]:
    """Return the rows of the sheet with the seal for sheets whose cells are given by column.

    Alike is alike: a formula stands without its own row's number (``without_own_row``).
    """
    parts = [
        (name, sum(len(rows) for rows, *_ in held.values()), json.dumps(held, separators=(",", ":")))
        for name, held in sheets.items()
    ]
    beside = {"names": names, "to fill in": tuple(to_fill_in)}
    parts.append((NAMES, len(names), json.dumps(beside, sort_keys=True)))
    rows = [(name, count, _fingerprint(text), _pieces(text)) for name, count, text in parts]
    whole = _fingerprint("\n".join(f"{name} {mark}" for name, _, mark, _ in rows))
    return [(ALL_SHEETS, sum(count for _, count, _, _ in rows), whole, []), *rows]


def read_seal(contents: Contents, path: Path) -> tuple[Contents, str]:
    """Return what a workbook held when it was written, and the fingerprint of all of it.

    Raises Refused: R161 where it has no seal, R162 where the seal itself was changed or cannot be read.
    """
    sheet = contents.sheets.get(seal_sheet(contents))
    if sheet is None:
        raise _no_seal(path, gone="Seal" in contents.properties)
    try:
        rows = list(_rows(sheet))
        texts = {name: _unpacked(pieces) for name, _, pieces in rows[1:]}
        beside = json.loads(texts.pop(NAMES))
        sheets = {name: _sheet(text) for name, text in texts.items()}
        read = Contents(sheets, beside["names"], to_fill_in=tuple(beside["to fill in"]))
    except (Error, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        raise _broken(path, "its copy cannot be read") from None
    if [(name, mark) for name, mark, _ in rows] != [(name, mark) for name, _, mark, _ in sealed_rows(read)]:
        raise _broken(path, "its fingerprints do not fit its copy")
    stated = contents.properties.get("Seal", "")
    if stated and stated != rows[0][1]:
        raise _broken(path, "it is not the one that the properties of the file name")
    return read, rows[0][1]


def seal_sheet(contents: Contents) -> str:
    """Return the name of the sheet with the seal ("" for none); a template calls it as it likes."""
    whole = f"{LOOKED_AT}{FIRST_ROW}"
    return next((n for n, c in contents.sheets.items() if whole in c and c[whole].holds == ALL_SHEETS), "")


def without_own_row(formula: str, row: str) -> str:
    """Return a formula with a mark in place of its own row's number, wherever that is not held fast.

    >>> without_own_row("=A7*B$7+C70", "7").replace(OWN_ROW, "_")
    '=A_*B$7+C70'
    """
    return _AFTER_A_LETTER.sub(lambda found: OWN_ROW if found[0] == row else found[0], formula)


def _columns(cells: dict[str, Cell]) -> Held:
    columns: Held = {}
    for at, cell in cells.items():
        letters = at.rstrip(_FIGURES)
        row = at[len(letters) :]
        rows, holds, shows = columns.setdefault(letters, ([], [], []))
        rows.append(int(row))
        holds.append(without_own_row(cell.holds, row) if cell.is_formula else cell.holds)
        shows.append(cell.shows)
    return columns


def _sheet(text: str) -> dict[str, Cell]:
    cells = {}
    for letters, (rows, holds, shows) in json.loads(text).items():
        for row, held, shown in zip(rows, holds, shows, strict=True):
            cells[f"{letters}{row}"] = Cell(held.replace(OWN_ROW, str(row)), shown)
    return cells


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _pieces(text: str) -> list[str]:
    packed = base64.b64encode(zlib.compress(text.encode(), _TIGHT)).decode()
    # The first letter keeps a piece from being taken for a formula or a number.
    return ["c" + packed[at : at + LONGEST] for at in range(0, len(packed), LONGEST)]


def _unpacked(pieces: list[str]) -> str:
    return zlib.decompress(base64.b64decode("".join(p[1:] for p in pieces), validate=True)).decode()


def _rows(sheet: dict[str, Cell]) -> Iterator[tuple[str, str, list[str]]]:
    """Read each row of the sheet with the seal: what is sealed, its fingerprint, its copy."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow to load

    row = FIRST_ROW
    while name := sheet.get(f"{LOOKED_AT}{row}"):
        pieces, column = [], COPY + 1
        while piece := sheet.get(f"{get_column_letter(column)}{row}"):
            pieces.append(piece.holds)
            column += 1
        yield name.holds.removeprefix("'"), sheet[f"{PRINT}{row}"].holds.removeprefix("'"), pieces
        row += 1


def _no_seal(path: Path, *, gone: bool) -> Refused:
    if gone:
        message = "The sheet with the seal was removed from this schedule, so what it held is not known."
    else:
        message = "This workbook has no seal: it is no payment schedule, or one of an older program."
    return Refused([Problem("R161", Place(str(path)), message, _WITH_DATA)])


def _broken(path: Path, why: str) -> Refused:
    message = f"The seal of this schedule was changed by hand: {why}."
    return Refused([Problem("R162", Place(str(path)), message, _WITH_DATA)])


_WITH_DATA = (
    "Name the scheme and give its practice data with --data PACK: every cell is then compared with a "
    "schedule that is worked out again."
)
