"""Rows of a text file, read by two readers that share no code and must agree value by value."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from incentives.base.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = tuple[int, list[str]]
"""The line on which a row begins, and its values."""

_MOST_RAGGED = 1_000
_BLOCK_BYTES = 4 << 20


class UnreadableError(Exception):
    """Rows that cannot be read; holds the problem for the user."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def rows_of(text: str, delimiter: str, shown: str) -> Iterator[Row]:
    """Return each row that is no blank line, strict on quotation marks; raises UnreadableError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for values in reader:
            if values:
                yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            message = "A value in this row is longer than 131,072 signs."
            remedy = "A quotation mark that is never closed takes in the rows below it: close it."
        else:
            message = "The quotation marks of this row do not match."
            remedy = (
                "End the text with a quotation mark before the next separator; write a mark within it "
                'twice ("").'
            )
        raise UnreadableError(Problem("D135", Place(shown, line), message, remedy)) from None


def agreed(rows: Iterable[Row], text: str, delimiter: str, width: int, shown: str) -> Iterator[Row]:
    """Return the rows as they come, each compared with what a second reader makes of the same text.

    ``width`` is the number of values that most rows have. A text without quotation marks is simply cut
    at its separators; one with them is read by Arrow. Raises UnreadableError (D136) at the first
    difference, before the rows that hold it are given.
    """
    if '"' in text:
        return _agreed_with_arrow(iter(rows), _SecondReader(text.encode(), delimiter, width), shown)
    return _agreed_with_cuts(rows, text, delimiter, shown)


def _agreed_with_cuts(rows: Iterable[Row], text: str, delimiter: str, shown: str) -> Iterator[Row]:
    second = (line.rstrip("\n").split(delimiter) for line in io.StringIO(text, newline=None) if line != "\n")
    for line, values in rows:
        other = next(second, [])
        if values != other:
            raise _differs(shown, line, values, other)
        yield line, values
    if other := next(second, []):
        raise _differs(shown, 0, (), other)


def _agreed_with_arrow(rows: Iterator[Row], second: _SecondReader, shown: str) -> Iterator[Row]:
    try:
        for batch in second.batches():
            chunk = _rows_of_width(rows, len(batch), second)
            for (line, values), other in zip(chunk.full, batch, strict=False):
                if values != list(other):
                    raise _differs(shown, line, values, other)
            if len(chunk.full) < len(batch):
                raise _differs(shown, 0, (), batch[len(chunk.full)])
            yield from chunk.all
        rest = _rows_of_width(rows, -1, second)
        for line, values in rest.full:
            raise _differs(shown, line, values, ())
        second.check_ragged(shown)
    except second.errors:
        raise _differs(shown, 0, (), ()) from None
    yield from rest.all


class _Chunk(NamedTuple):
    all: list[Row]
    full: list[Row]


def _rows_of_width(rows: Iterator[Row], most: int, second: _SecondReader) -> _Chunk:
    """Take rows until there are ``most`` of the full width (-1 for all); note the others as ragged."""
    chunk = _Chunk([], [])
    while len(chunk.full) != most:
        taken = list(islice(rows, max(most - len(chunk.full), 1)))
        if not taken:
            break
        chunk.all.extend(taken)
        full = [row for row in taken if len(row[1]) == second.width]
        if len(full) < len(taken):
            second.first_ragged.extend(row for row in taken if len(row[1]) != second.width)
        chunk.full.extend(full)
    return chunk


def _differs(shown: str, line: int, first: Iterable[str], second: Iterable[str]) -> UnreadableError:
    here, there = (_visible(" | ".join(side)[:200]) or "nothing" for side in (first, second))
    message = f'Two readers do not agree on a row: "{here}" and "{there}".'
    remedy = "Open the file in Excel, look at this row, and save it again as CSV UTF-8."
    return UnreadableError(Problem("D136", Place(shown, line), message, remedy))


def _visible(text: str) -> str:
    """Return a text with each sign that nobody can see written as its number (U+FEFF)."""
    return "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in text)


class _SecondReader:
    """Arrow's reader: rows of the full width in batches, the others one by one at the end."""

    def __init__(self, data: bytes, delimiter: str, width: int) -> None:
        import pyarrow as pa  # noqa: PLC0415 - 50 ms that only readers of files pay
        import pyarrow.csv as arrow  # noqa: PLC0415 - the same

        self.errors = (pa.ArrowException, ValueError)
        self.first_ragged: list[Row] = []
        self._arrow, self._text_type = arrow, pa.string()
        self._data, self._delimiter, self.width = data, delimiter, width
        self._ragged: list[str] = []

    def batches(self) -> Iterator[list[tuple[str, ...]]]:
        if self._data.strip(b"\r\n"):
            for batch in self._opened(self._data, self.width, self._keep):
                yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))

    def check_ragged(self, shown: str) -> None:
        """Compare the rows of another width, each read again on its own."""
        if len(self.first_ragged) != len(self._ragged):
            raise _differs(shown, self.first_ragged[0][0] if self.first_ragged else 0, (), ())
        for (line, values), text in zip(
            self.first_ragged[:_MOST_RAGGED], self._ragged[:_MOST_RAGGED], strict=True
        ):
            again = self._opened(text.encode(), len(values), self._keep).read_all().to_pylist()
            if [list(row.values()) for row in again] != [values]:
                raise _differs(shown, line, values, again[0].values() if again else ())

    def _keep(self, row: Any) -> str:
        self._ragged.append(row.text)
        return "skip"

    def _opened(self, data: bytes, width: int, ragged: Any) -> Any:
        names = [str(n) for n in range(width)]
        return self._arrow.open_csv(
            io.BytesIO(data),
            read_options=self._arrow.ReadOptions(
                column_names=names, use_threads=False, block_size=_BLOCK_BYTES
            ),
            parse_options=self._arrow.ParseOptions(
                delimiter=self._delimiter, newlines_in_values=True, invalid_row_handler=ragged
            ),
            convert_options=self._arrow.ConvertOptions(
                column_types=dict.fromkeys(names, self._text_type),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
