"""An upload in the user's own template: the cells of its columns are filled, all else stays as it is."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from incentives.base.problem import Place, Problem, Refused, errors, nearest
from incentives.data.files import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from incentives.data.files import FileRead, Sheet
    from incentives.report.uploads.layout import ColumnTerms
    from incentives.report.uploads.rows import Row, Upload

_LOOKED_AT = 40
"""How many rows from the top may hold the headings."""
_NOT_KEPT = {
    "xl/charts/": "charts",
    "xl/media/": "pictures",
    "xl/drawings/drawing": "drawings",
    "xl/pivot": "pivot tables",
    "xl/slicer": "slicers",
    "xl/activeX/": "controls",
    "xl/ctrlProps/": "controls",
    "xl/vbaProject": "macros",
    "xl/externalLinks/": "links to other workbooks",
    "xl/threadedComments/": "threads of comments",
}
"""What a rewritten workbook loses or changes, by the names of its parts."""


class Filled(NamedTuple):
    """The filled template, how many rows were filled, and how many of its rows have no payment."""

    content: bytes
    rows: int
    without: int


class _Table(NamedTuple):
    sheet: Sheet
    heading_row: int
    columns: dict[str, int]


def fill_template(upload: Upload, template: Path) -> Filled:
    """Fill a template that was downloaded; raises Refused where it cannot be done without loss.

    R137: a heading is not there; R138: a practice has no row, or two; R139: a cell is filled already, or
    the template holds what would be lost.
    """
    read = read_file(template)
    if not read.sheets or errors(read.problems):
        raise Refused(read.problems)
    if not read.sheets[0].name:
        message = "This template is no workbook."
        raise Refused([Problem("R137", Place(read.file), message, "Give the .xlsx that you downloaded.")])
    table = _table(read, upload)
    placed = _placed(table, upload)
    _refuse_what_is_not_kept(template)
    content = _written(template, table.sheet.name, placed)
    rows = {cell[0] for cell in placed}
    return Filled(content, len(rows), _rows_of_practices(table, upload) - len(rows))


def _table(read: FileRead, upload: Upload) -> _Table:
    """Find the sheet and row that hold the headings; name each that is missing, and the one like it."""
    wanted = [c.heading for c in upload.layout.terms.columns]
    best: _Table | None = None
    for sheet in read.sheets:
        for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
            found = {t.strip(): n for n, t in enumerate(row) if t.strip() in wanted}
            if best is None or len(found) > len(best.columns):
                best = _Table(sheet, at, found)
    assert best is not None, "a workbook that was read has a sheet"  # noqa: S101 - checked by the caller
    missing = [h for h in wanted if h not in best.columns]
    if not missing:
        return best
    held = [t.strip() for t in best.sheet.rows[best.heading_row] if t.strip()] if best.sheet.rows else []
    problems = []
    for heading in missing:
        near = _like(heading, [h for h in held if h not in wanted])
        message = f'The template has no column "{heading}"' + (f'; it has "{near}".' if near else ".")
        remedy = f"If it was renamed, put the new heading into a copy of {upload.layout.file}."
        place = best.sheet.place(best.heading_row) if best.columns else Place(read.file)
        problems.append(Problem("R137", place, message, remedy))
    raise Refused(problems)


def _like(heading: str, held: Sequence[str]) -> str | None:
    """Return the heading nearest to one, by its letters or by the words that they share."""
    words = set(heading.casefold().split())
    shared = {h: len(words & set(h.casefold().split())) for h in held}
    most = max(shared.values(), default=0)
    return nearest(heading, held) or next((h for h, n in shared.items() if n == most > 0), None)


def _placed(table: _Table, upload: Upload) -> dict[tuple[int, int], tuple[ColumnTerms, str]]:
    """Return what goes into which cell (row and column from 0)."""
    columns = upload.layout.terms.columns
    finders = [c for c in columns if c.finds_row]
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in range(table.heading_row + 1, len(table.sheet.rows)):
        at[tuple(table.sheet.cell(row, table.columns[c.heading]).text.strip() for c in finders)].append(row)
    placed, problems = {}, []
    for key, rows in _by_finder(upload, finders).items():
        if len(at[key]) != 1:
            held = f"{len(at[key])} rows" if at[key] else "no row"
            message = f"{', '.join(key)} has {held} in the template."
            remedy = "Download the template with every provider that is to be paid, each once."
            problems.append(Problem("R138", table.sheet.place(table.heading_row), message, remedy))
            continue
        for column in columns:
            if not column.finds_row:
                cell = at[key][0], table.columns[column.heading]
                problems += _held_already(table.sheet, cell)
                placed[cell] = column, _together(column, rows)
    if problems:
        raise Refused(problems)
    return placed


def _held_already(sheet: Sheet, cell: tuple[int, int]) -> list[Problem]:
    if not (held := sheet.cell(*cell).text.strip()):
        return []
    message = f'The cell holds "{held}" already.'
    return [Problem("R139", sheet.place(*cell), message, "Download the template afresh.")]


def _by_finder(upload: Upload, finders: Sequence[ColumnTerms]) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in upload.rows:
        found[tuple(row.get(c.holds, "") for c in finders)].append(row)
    return found


def _together(column: ColumnTerms, rows: Sequence[Row]) -> str:
    texts = [row.get(column.holds, "") for row in rows]
    if column.type == "money":
        pence = sum(int(t.replace(".", "")) for t in texts)
        return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
    return " + ".join(dict.fromkeys(texts))


def _rows_of_practices(table: _Table, upload: Upload) -> int:
    first = next(c for c in upload.layout.terms.columns if c.finds_row)
    column = table.columns[first.heading]
    rows = range(table.heading_row + 1, len(table.sheet.rows))
    return sum(bool(table.sheet.cell(row, column).text.strip()) for row in rows)


def _written(template: Path, sheet: str, placed: dict[tuple[int, int], tuple[ColumnTerms, str]]) -> bytes:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load; only this upload needs it

    book = load_workbook(template)
    for (row, column), (terms, text) in placed.items():
        cell: Any = book[sheet].cell(row + 1, column + 1)
        if terms.type == "money":
            cell.value = float(text)
        else:
            cell.value, cell.data_type = text, "s"
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def _refuse_what_is_not_kept(template: Path) -> None:
    """A picture or a chart would come out changed or not at all: that is not all else untouched."""
    with zipfile.ZipFile(template) as workbook:
        names = workbook.namelist()
    held = sorted({said for start, said in _NOT_KEPT.items() if any(n.startswith(start) for n in names)})
    if held:
        message = f"The template holds what would not stay as it is: {', '.join(held)}."
        remedy = "Take that out of a copy of it, or enter the amounts by hand from the plain CSV."
        raise Refused([Problem("R139", Place(str(template)), message, remedy)])
