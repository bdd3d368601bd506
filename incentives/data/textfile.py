"""A pack's CSV as rows of text: UTF-8, commas, headings in the first row, every row as wide as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place
from incentives.data.files.decoding import decoded
from incentives.data.files.delimited import UnreadableError, agreed, rows_of
from incentives.data.grid import Grid, Stated
from incentives.data.layouts import IN_COLUMNS, LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.data.found import Found

_REMEDY = 'Save the file as "CSV UTF-8".'


def read_csv(data: bytes, stated: Stated, found: Found) -> Grid | None:
    """Return the file's headings and rows; None, with the problem noted, where it is no CSV."""
    if stated.holds in LONG and len(data) > IN_COLUMNS and (headings := _first_line(data)):
        return Grid(stated, headings, _Later(data, stated, headings, found), 1, data)
    if not _is_utf_8(data, stated.shown, found):
        return None
    rows = _rows(data, stated, found)
    first = next(rows, None)
    if first is None:
        message = "The file is empty."
        found.add("D107", Place(stated.shown), message, "Export it again; the first row holds the headings.")
        return None
    line, fields = first
    grid = Grid(stated, tuple(fields), (), line)
    return Grid(stated, grid.headings, _of_width(rows, grid, found), line, data)


def _first_line(data: bytes) -> tuple[str, ...]:
    """Return the headings in a plain first line; none where it has to be looked at more closely."""
    line = data[: data.find(b"\n") + 1].removeprefix(b"\xef\xbb\xbf")
    return tuple(line.decode().rstrip("\r\n").split(",")) if line.isascii() and b'"' not in line else ()


class _Later:
    """The rows of a large file that is read in columns: text is made of them only where rows are needed."""

    def __init__(self, data: bytes, stated: Stated, headings: tuple[str, ...], found: Found) -> None:
        self._data, self._found = data, found
        self._grid = Grid(stated, headings, (), 1)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        stated = self._grid.stated
        if _is_utf_8(self._data, stated.shown, self._found):
            rows = _rows(self._data, stated, self._found)
            next(rows, None)
            yield from _of_width(rows, self._grid, self._found)


def _is_utf_8(data: bytes, shown: str, found: Found) -> bool:
    """Tell whether the file is text in UTF-8; a pack takes no other encoding for granted."""
    text = decoded(data, shown)
    for problem in text.problems:
        if text.refused:
            found.add(problem.code, problem.place, problem.message, _REMEDY)
        else:
            message = f"The file is not in UTF-8; it seems to be in {text.encoding}."
            found.add("D108", problem.place, message, _REMEDY)
    return not text.problems


def _rows(data: bytes, stated: Stated, found: Found) -> Iterator[tuple[int, list[str]]]:
    text = data.decode("utf-8-sig")
    try:
        width = len(next(rows_of(text, ",", stated.shown), (1, [""]))[1])
        for line, fields in agreed(rows_of(text, ",", stated.shown), text, ",", width, stated.shown):
            if fields[0] or any(map(str.strip, fields)):
                yield line, fields
    except UnreadableError as unreadable:
        problem = unreadable.problem
        found.add(problem.code, problem.place, problem.message, problem.remedy)


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
