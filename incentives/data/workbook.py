"""A data pack in one workbook: a sheet for each table, and a sheet ``pack`` that states them.

Two readers read every cell, since each loses figures silently in its own way; where they disagree the
workbook is refused. Formulas, macros and links to other files are refused too: a figure must stand in
the workbook itself.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place
from incentives.data.cells import as_text
from incentives.data.grid import Grid, NumberCell, Stated, letters
from incentives.data.manifest import Group, Manifest, Scalar, manifest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentives.data.found import Found

PACK_SHEET = "pack"
_MOST_MEMBERS, _MOST_BYTES, _MOST_RATIO = 1_000, 200_000_000, 200
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_EXPORT = "Open it in Excel and save it as an ordinary workbook (.xlsx), or export each sheet as CSV."

Rows = list[list[str]]


def read_workbook(data: bytes, shown: str, found: Found) -> tuple[Manifest | None, list[Grid]]:
    """Return what the sheet ``pack`` states and a grid for each table; problems are noted."""
    refused = _gate(data)
    sheets = None if refused else _both(data, shown, found)
    if refused:
        found.add("D124", Place(shown), *refused)
    if sheets is None:
        return None, []
    if PACK_SHEET not in sheets:
        message = f'The workbook has no sheet "{PACK_SHEET}"; it has {", ".join(sheets)}.'
        remedy = (
            'Add a sheet "pack" with the headings setting, value, as_at, source; rows for kind, title '
            "and year with their values; and a row for each table with its date and source."
        )
        found.add("D102", Place(shown), message, remedy)
        return None, []
    manifest = manifest_of(_settings(sheets, shown), shown, found)
    grids = [_grid(table, sheets, found) for table in manifest.tables] if manifest else []
    return manifest, [grid for grid in grids if grid]


def _gate(data: bytes) -> tuple[str, str] | None:
    """Return why a workbook is not opened at all, or None: sizes and contents before any parser sees it."""
    if data[:4] == _OLD_OR_LOCKED:
        return "The workbook is protected by a password, or is of the old .xls sort.", _EXPORT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return "The file is no workbook, or it is damaged.", _EXPORT
    names = [m.filename for m in members]
    size = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members) or 1
    if len(members) > _MOST_MEMBERS or size > _MOST_BYTES or size / packed > _MOST_RATIO:
        return (
            f"The workbook unpacks to {size:,} bytes in {len(members):,} parts, far beyond practice data.",
            _EXPORT,
        )
    if len(set(names)) < len(names) or any(m.flag_bits & 1 for m in members):
        return "The workbook's parts are doubled or encrypted.", _EXPORT
    if any("vbaproject" in n.lower() for n in names):
        return "The workbook holds macros.", "Save it as a workbook without macros (.xlsx)."
    if any("externallink" in n.lower() for n in names):
        return (
            "The workbook takes figures from other workbooks.",
            "Break the links (keep the values) and save it.",
        )
    return None


def _both(data: bytes, shown: str, found: Found) -> dict[str, Rows] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            first, second, formulas = _calamine(data), _openpyxl(data), _formulas(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - the readers raise six unrelated types, and a panic that is no Exception
        found.add("D124", Place(shown), "The workbook is damaged: it cannot be read to its end.", _EXPORT)
        return None
    for sheet, row, column in formulas:
        cell = f"{sheet}!{letters(column)}{row}"
        message = "The cell holds a formula; its value may be out of date or absent."
        found.add(
            "D126",
            Place(shown, row, column + 1, "", cell),
            message,
            "Copy the cells and paste them as values.",
        )
    if formulas:
        return None
    differ = list(_differences(first, second, shown))
    for place, message in differ:
        found.add(
            "D125", place, message, "Clear the cell and enter its value again, or give the table as CSV."
        )
    return None if differ else first


def _calamine(data: bytes) -> dict[str, Rows]:
    import python_calamine  # noqa: PLC0415 - only readers of workbooks pay for it

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: [
            [as_text(v) for v in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in book.sheet_names
    }


def _openpyxl(data: bytes) -> dict[str, Rows]:
    return {
        sheet.title: [[as_text(v) for v in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in _opened(data, values=True).worksheets
    }


def _formulas(data: bytes) -> list[tuple[str, int, int]]:
    return [
        (sheet.title, cell.row, cell.column - 1)
        for sheet in _opened(data, values=False).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def _opened(data: bytes, *, values: bool) -> Any:
    import openpyxl  # noqa: PLC0415 - only readers of workbooks pay for it

    assert openpyxl.DEFUSEDXML, "defusedxml is a dependency: a workbook is XML from strangers"  # noqa: S101
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _differences(first: dict[str, Rows], second: dict[str, Rows], shown: str) -> Iterator[tuple[Place, str]]:
    if list(first) != list(second):
        yield (
            Place(shown),
            f"One reader finds the sheets {', '.join(first)}; the other {', '.join(second) or 'none'}.",
        )
        return
    for sheet, rows in first.items():
        others = second[sheet]
        for r in range(max(len(rows), len(others))):
            a, b = (rows[r] if r < len(rows) else []), (others[r] if r < len(others) else [])
            for c in range(max(len(a), len(b))):
                x, y = (a[c] if c < len(a) else ""), (b[c] if c < len(b) else "")
                if x != y or isinstance(x, NumberCell) != isinstance(y, NumberCell):
                    cell = f"{sheet}!{letters(c)}{r + 1}"
                    error = y if y.startswith("#") else ""
                    said = f'One reader reads "{x}", the other "{y}".'
                    message = f"The cell holds an error ({error})." if error else said
                    yield Place(shown, r + 1, c + 1, "", cell), message


def _settings(sheets: dict[str, Rows], shown: str) -> Group:
    """Return the sheet ``pack`` as the settings that pack.yaml would hold."""
    rows = sheets[PACK_SHEET]
    headings = [h.strip().lower() for h in rows[0]] if rows else []
    settings: dict[str, tuple[Place, Scalar | Group]] = {}
    tables: dict[str, tuple[Place, Scalar | Group]] = {}
    for number, row in enumerate(rows[1:], start=2):
        place = Place(shown, number, 1, "", f"{PACK_SHEET}!A{number}")
        held = dict(zip(headings, row, strict=False))
        name = held.get("setting", "").strip()
        if name in ("kind", "title", "year"):
            settings[name] = place, Scalar(held.get("value", "").strip(), place)
        elif name:
            texts = {k: held.get(k, "").strip() for k in ("as_at", "source")}
            texts |= {"holds": held.get("value", "").strip(), "file": shown.rpartition("/")[2], "sheet": name}
            tables[name] = place, Group({k: (place, Scalar(v, place)) for k, v in texts.items() if v}, place)
    at = Place(shown, 1, 1, "", f"{PACK_SHEET}!A1")
    return Group(settings | {"tables": (at, Group(tables, at))}, at)


def _grid(table: Stated, sheets: dict[str, Rows], found: Found) -> Grid | None:
    if table.sheet not in sheets:
        message = f'The workbook has no sheet "{table.sheet}".'
        found.add("D106", Place(table.shown), message, f"Its sheets are {', '.join(sheets)}.")
        return None
    rows = [(n, row) for n, row in enumerate(sheets[table.sheet], start=1) if any(map(str.strip, row))]
    if not rows:
        found.add("D107", Place(table.shown, 0, 0, "", table.sheet), "The sheet is empty.", "Fill it in.")
        return None
    line, headings = rows[0]
    width = max(n for n, h in enumerate(headings, start=1) if h.strip())
    grid = Grid(table, tuple(headings[:width]), (), line)
    return Grid(table, grid.headings, _of_width(rows[1:], grid, found), line)


def _of_width(
    rows: Sequence[tuple[int, list[str]]], grid: Grid, found: Found
) -> Iterator[tuple[int, list[str]]]:
    width = len(grid.headings)
    for line, row in rows:
        if any(row[width:]):
            message = "A value stands in a column without a heading."
            found.cell(
                "D109", Grid.At(grid, line, row, width), message, "Give the column a heading or delete it."
            )
        else:
            yield line, row + [""] * (width - len(row))
