"""A data pack in one workbook: a sheet for each table, and a sheet ``pack`` that states them.

A figure must stand in the workbook itself, in a cell of its own: formulas, errors and merged cells are
refused. Hidden rows and columns are read and said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Severity
from incentives.data.files import Kind, Sheet, read_file
from incentives.data.grid import Grid, Stated, letters
from incentives.data.manifest import Group, Manifest, Scalar, manifest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incentives.data.found import Found

PACK_SHEET = "pack"
_NAMED = 8


def read_workbook(data: bytes, shown: str, found: Found) -> tuple[Manifest | None, list[Grid]]:
    """Return what the sheet ``pack`` states and a grid for each table; problems are noted."""
    read = read_file(data, shown)
    for problem in read.problems:
        found.add(problem.code, problem.place, problem.message, problem.remedy, problem.severity)
    if not read.sheets:
        return None, []
    sheets = {sheet.name: sheet for sheet in read.sheets}
    if PACK_SHEET not in sheets:
        message = f'The workbook has no sheet "{PACK_SHEET}"; it has {", ".join(sheets)}.'
        remedy = (
            'Add a sheet "pack" with the headings setting, value, as_at, source; rows for kind, title '
            "and year with their values; and a row for each table with its date and source."
        )
        found.add("D102", Place(shown), message, remedy)
        return None, []
    if not _is_plain(sheets[PACK_SHEET], found):
        return None, []
    manifest = manifest_of(_settings(sheets[PACK_SHEET], shown), shown, found)
    grids = [_grid(table, sheets, found) for table in manifest.tables] if manifest else []
    return manifest, [grid for grid in grids if grid]


def _is_plain(sheet: Sheet, found: Found) -> bool:
    """Tell whether every cell of a sheet holds its own value; note those that do not, and what is hidden."""
    marks, sound = sheet.marks, True
    for (row, column), kind in marks.kinds.items():
        if kind is Kind.ERROR:
            message = f"The cell holds an error ({sheet.rows[row][column]})."
            remedy = "Clear the cell and enter its value again, or give the table as CSV."
            found.add("D125", sheet.place(row, column), message, remedy)
            sound = False
    for row, column in marks.formulas:
        message = "The cell holds a formula; its value may be out of date or absent."
        found.add("D126", sheet.place(row, column), message, "Copy the cells and paste them as values.")
        sound = False
    for row, column in dict.fromkeys(marks.anchors.values()):
        message = "Cells are merged here: the value stands in the first, and the others are blank."
        remedy = "Undo the merging (Merge & Center) and fill in each cell."
        found.add("D147", sheet.place(row, column), message, remedy)
        sound = False
    if hidden := _hidden(sheet):
        message = (
            f"{hidden} of the sheet {sheet.name} are hidden or struck through, and are read all the same."
        )
        remedy = "Delete them where they do not belong to the table; show them where they do."
        found.add("D149", Place(sheet.file, 0, 0, "", sheet.name), message, remedy, Severity.WARNING)
    return sound


def _hidden(sheet: Sheet) -> str:
    """Return which rows, columns or cells of a sheet a person would not take into account."""
    marks = sheet.marks
    filled = [n for n in sorted(marks.hidden_rows) if n < len(sheet.rows) and any(sheet.rows[n])]
    rows = [str(n + 1) for n in filled]
    columns = [letters(c) for c in sorted(marks.hidden_columns) if any(row[c] for row in sheet.rows)]
    cells = [f"{letters(c)}{r + 1}" for r, c in sorted(marks.struck)]
    named = (("rows", rows), ("columns", columns), ("cells", cells))
    parts = [
        f"{what} {', '.join(which[:_NAMED])}{' …' if which[_NAMED:] else ''}"
        for what, which in named
        if which
    ]
    whole = ["all rows"] if sheet.hidden else []
    text = " and ".join(whole or parts)
    return text[:1].upper() + text[1:]


def _settings(sheet: Sheet, shown: str) -> Group:
    """Return the sheet ``pack`` as the settings that pack.yaml would hold."""
    headings = [h.strip().lower() for h in sheet.rows[0]] if sheet.rows else []
    settings: dict[str, tuple[Place, Scalar | Group]] = {}
    tables: dict[str, tuple[Place, Scalar | Group]] = {}
    for number, row in enumerate(sheet.rows[1:], start=1):
        place = sheet.place(number)
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


def _grid(table: Stated, sheets: Mapping[str, Sheet], found: Found) -> Grid | None:
    sheet = sheets.get(table.sheet)
    if sheet is None:
        message = f'The workbook has no sheet "{table.sheet}".'
        found.add("D106", Place(table.shown), message, f"Its sheets are {', '.join(sheets)}.")
        return None
    rows = [(n, row) for n, row in zip(sheet.numbers, sheet.rows, strict=True) if any(map(str.strip, row))]
    if not rows:
        found.add("D107", Place(table.shown, 0, 0, "", table.sheet), "The sheet is empty.", "Fill it in.")
        return None
    if not _is_plain(sheet, found):
        return None
    line, headings = rows[0]
    width = max(n for n, h in enumerate(headings, start=1) if h.strip())
    grid = Grid(table, tuple(headings[:width]), (), line)
    return Grid(table, grid.headings, _of_width(rows[1:], grid, found), line)


def _of_width(
    rows: Sequence[tuple[int, Sequence[str]]], grid: Grid, found: Found
) -> Iterator[tuple[int, Sequence[str]]]:
    width = len(grid.headings)
    for line, row in rows:
        if any(row[width:]):
            message = "A value stands in a column without a heading."
            found.cell(
                "D109", Grid.At(grid, line, row, width), message, "Give the column a heading or delete it."
            )
        else:
            yield line, [*row[:width], *[""] * (width - len(row))]
