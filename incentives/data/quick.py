"""A long CSV read by two readers at once: pyarrow's, and a scan of the bytes; they must agree on every cell.

Only a plain file is read here: UTF-8, commas, no quotation marks, every row as wide as the headings. Of
anything else nothing is said: ``read_quickly`` returns None, and the reader that keeps rows (``textfile``)
reads the file again and finds the place. It is loaded only where a long table is read, since numpy and
pyarrow take 0.1 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_BLOCK = 1 << 20
"""Bytes read at a time: both readers then work in the processor's cache (4 MB takes 1.3 times as long)."""
_WORD = 8
_COMMA, _NEWLINE, _RETURN, _QUOTE, _TAB, _SPACE = 44, 10, 13, 34, 9, 32
_BOM = b"\xef\xbb\xbf"
_TEXTS = pa.dictionary(pa.int32(), pa.string())
_MEMORY = pa.system_memory_pool()
"""The system's own: pyarrow's pool gives pages back after each block and asks for them again (0.15 s)."""


@dataclass(frozen=True, slots=True, eq=False)
class Distinct:
    """A column as its distinct texts and, for each row, the place of its text among them."""

    texts: list[str]
    places: NDArray[np.int32]


def read_quickly(data: bytes, wanted: Sequence[int]) -> list[Distinct] | None:
    """Return the wanted columns (counted from 0) of all rows below the headings.

    None where the file is not plain or the two readers do not agree; row n of the file is place n - 2.
    """
    if not _is_utf8(data):
        return None
    start = len(_BOM) if data.startswith(_BOM) else 0
    head_end = data.find(b"\n", start)
    if head_end < 0 or b'"' in data[start:head_end]:
        return None
    width = data.count(b",", start, head_end) + 1
    chunks: list[list[Any]] = [[] for _ in wanted]
    for block in _blocks(data, head_end + 1):
        columns = _both(block, width, wanted)
        if columns is None:
            return None
        for kept, column in zip(chunks, columns, strict=True):
            kept.append(column)
    return [_joined(kept) for kept in chunks] if chunks[0] else None


def _is_utf8(data: bytes) -> bool:
    """Tell whether all of the file is UTF-8, the columns that are not wanted too."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _blocks(data: bytes, start: int) -> Iterator[bytes]:
    """Yield the rows in blocks that end with a row."""
    while start < len(data):
        end = data.rfind(b"\n", start, start + _BLOCK) + 1 if start + _BLOCK < len(data) else len(data)
        if end <= start:  # one row is longer than a block
            end = data.find(b"\n", start) + 1 or len(data)
        block = data[start:end]
        yield block if block.endswith(b"\n") else block + b"\n"
        start = end


def _both(block: bytes, width: int, wanted: Sequence[int]) -> list[Any] | None:
    """Return the wanted columns of a block, each as its distinct texts, if the scan reads the same."""
    bounds = _scanned(block, width)
    if bounds is None:
        return None
    try:
        table = pc.read_csv(pa.BufferReader(block), *_options(width, wanted), memory_pool=_MEMORY)
    except pa.ArrowInvalid:
        return None
    if table.num_rows != len(bounds):
        return None
    padded = np.frombuffer(block + bytes(_WORD), np.uint8)
    columns = [column.combine_chunks() for column in table.columns]
    for at, column in zip(wanted, columns, strict=True):
        starts = bounds[:, at - 1] + 1 if at else np.concatenate(([0], bounds[:-1, -1] + 1))
        ends = bounds[:, at]
        if at == width - 1:
            ends = ends - (padded[ends - 1] == _RETURN)
        if not _same(padded, starts, ends, column):
            return None
    return columns


def _scanned(block: bytes, width: int) -> NDArray[np.int64] | None:
    """Return where each cell of each row ends (row × column), or None where a row is of another width."""
    signs = np.frombuffer(block, np.uint8)
    newline = signs == _NEWLINE
    last = np.flatnonzero(newline)
    returns = np.flatnonzero(signs == _RETURN)
    plain = np.count_nonzero(signs == _TAB) + len(last) + len(returns)
    if (signs == _QUOTE).any() or np.count_nonzero(signs < _SPACE) != plain:
        return None
    if len(returns) and not np.array_equal(returns, last - 1):
        return None
    ends = np.flatnonzero(newline | (signs == _COMMA))
    if len(ends) != width * len(last) or not np.array_equal(ends[width - 1 :: width], last):
        return None
    return ends.reshape(-1, width)


def _options(width: int, wanted: Sequence[int]) -> tuple[Any, Any, Any]:
    names = [str(n) for n in range(width)]
    kept = [names[at] for at in wanted]
    return (
        pc.ReadOptions(column_names=names, use_threads=False, block_size=2 * _BLOCK),
        pc.ParseOptions(quote_char=False, ignore_empty_lines=False),
        pc.ConvertOptions(
            column_types=dict.fromkeys(kept, _TEXTS), include_columns=kept, strings_can_be_null=False
        ),
    )


def _same(block: NDArray[np.uint8], starts: NDArray[Any], ends: NDArray[Any], column: Any) -> bool:
    """Tell whether the scan's cells and pyarrow's are the same bytes, eight at a time.

    pyarrow's side is taken from its distinct texts, of which there are few.
    """
    places, distinct = _numbers(column.indices), column.dictionary
    _, offsets_held, held = distinct.buffers()
    offsets = np.frombuffer(offsets_held, np.int32)[distinct.offset :][: len(distinct) + 1]
    lengths, left = np.diff(offsets), ends - starts
    if not np.array_equal(lengths[places], left):
        return False
    texts = np.frombuffer(bytes(held or b"") + bytes(_WORD), np.uint8)
    for done in range(0, int(lengths.max(initial=0)), _WORD):
        if done:
            more = left > _WORD
            starts, places, left = starts[more] + _WORD, places[more], left[more] - _WORD
        here = np.maximum(lengths - done, 0)
        theirs = _words(texts, np.minimum(offsets[:-1] + done, len(texts) - _WORD), here)
        if not np.array_equal(_words(block, starts, left), theirs[places]):
            return False
    return True


_MASKS = np.array([(1 << (8 * n)) - 1 for n in range(_WORD + 1)], dtype=np.uint64)


def _words(signs: NDArray[np.uint8], starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.uint64]:
    """Return the first eight bytes of each cell as one number, bytes beyond its end as nought."""
    every = np.ndarray((len(signs) - _WORD + 1,), "<u8", buffer=signs, strides=(1,))
    words: NDArray[np.uint64] = every[starts] & _MASKS[np.minimum(lengths, _WORD)]
    return words


def _joined(chunks: list[Any]) -> Distinct:
    whole = pa.chunked_array(chunks).unify_dictionaries()
    places = [_numbers(chunk.indices) for chunk in whole.chunks]
    return Distinct(whole.chunk(0).dictionary.to_pylist(), np.concatenate(places))


def _numbers(indices: Any) -> NDArray[np.int32]:
    """Return pyarrow's numbers as they lie in memory (``to_numpy`` would load pandas: 0.15 s)."""
    return np.frombuffer(indices.buffers()[1], np.int32)[indices.offset :][: len(indices)]
