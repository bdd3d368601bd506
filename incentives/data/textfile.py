"""CSV as text: the standard library's reader, strict, with row numbers kept and no guess at types."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentives.base.problem import Place
from incentives.data.grid import Grid, Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.data.found import Found


def read_csv(data: bytes, stated: Stated, found: Found) -> Grid | None:
    """Return the file's headings and rows; None, with the problem noted, where it is no CSV."""
    if not _is_text(data, stated.shown, found):
        return None
    rows = _rows(data, stated, found)
    first = next(rows, None)
    if first is None:
        found.add(
            "D107",
            Place(stated.shown),
            "The file is empty.",
            "Export it again; the first row holds the headings.",
        )
        return None
    line, headings = first
    grid = Grid(stated, tuple(headings), (), line)
    return Grid(stated, tuple(headings), _of_width(rows, grid, found), line, data)


def _is_text(data: bytes, shown: str, found: Found) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found.add("D108", Place(shown), "The file is in UTF-16, not in UTF-8.", 'Save it as "CSV UTF-8".')
        return False
    try:
        _ = data.isascii() or data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        row = data.splitlines()[line - 1].decode("cp1252", "replace")
        message = "This row holds a sign that is not UTF-8 (the file was saved in an older Windows encoding)."
        found.add("D108", Place(shown, line, 0, row), message, 'Save the file as "CSV UTF-8".')
        return False
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        found.add(
            "D108", Place(shown, line), "The file is not text: it holds NUL signs.", 'Save it as "CSV UTF-8".'
        )
        return False
    return True


def _rows(data: bytes, stated: Stated, found: Found) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline=""), strict=True)
    line = 1
    try:
        for fields in reader:
            if fields and (fields[0] or any(map(str.strip, fields))):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error:
        found.add(
            "D109",
            Place(stated.shown, line),
            "The quotation marks of this row do not match.",
            'End the text with a quotation mark before the next comma; write a mark within it twice ("").',
        )


def _of_width(
    rows: Iterator[tuple[int, list[str]]], grid: Grid, found: Found
) -> Iterator[tuple[int, list[str]]]:
    width = len(grid.headings)
    for line, fields in rows:
        if len(fields) == width:
            yield line, fields
            continue
        found.cell(
            "D109",
            Grid.At(grid, line, fields),
            f"The row has {len(fields)} values; the headings are {width}.",
            "Put a text that holds a comma in quotation marks; give every column a value, blank or not.",
        )
