"""What a file ought to be read as, said by the corpus itself or by a library that no reader of ours uses."""

from __future__ import annotations

import io
import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pandas as pd

from incentives.scheme.marks import Group, Items, Scalar
from tests.corpora.outcomes import DifferenceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.data.files import FileRead, Sheet
    from incentives.scheme.marks import Node

_NULLS = ("", "~", "null", "Null", "NULL")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def same_settings(root: Group, expected: str) -> str:
    """Compare settings with the JSON of a YAML case; every text of ours must say the same value."""
    if expected == "error":
        raise DifferenceError("read, and is no YAML")
    if expected:
        _same(root, json.loads(expected), "")
        return "JSON of the corpus"
    return ""


def same_rows(read: FileRead, data: bytes, expected: str) -> str:
    """Compare a text file with the corpus's JSON, or with what pandas makes of it; return with what."""
    (sheet,) = read.sheets
    records = json.loads(expected) if expected else None
    if isinstance(records, list):  # one record alone is of no file of rows
        _same_records(sheet, records)
        return "JSON of the corpus"
    rows = _of_pandas(data, sheet)
    if rows is None:
        return ""
    width = max(map(len, sheet.rows))
    ours = [[*row, *[""] * (width - len(row))] for row in sheet.rows]
    for number, (one, two) in enumerate(zip(ours, rows, strict=False)):
        if one != two:
            raise DifferenceError(f"line {sheet.numbers[number]}: {one} where pandas reads {two}")
    if len(ours) != len(rows):
        raise DifferenceError(f"{len(ours)} rows where pandas reads {len(rows)}")
    return "pandas"


def _same(node: Node | None, value: Any, where: str) -> None:
    if isinstance(value, dict):
        if not isinstance(node, Group) or node.entries.keys() != value.keys():
            raise DifferenceError(f"{where or 'the file'}: {node} where {value} is expected")
        for key, below in value.items():
            _same(node.get(key), below, f"{where}/{key}")
    elif isinstance(value, list):
        if not isinstance(node, Items) or len(node.items) != len(value):
            raise DifferenceError(f"{where}: {node} where {value} is expected")
        for number, (one, below) in enumerate(zip(node.items, value, strict=True)):
            _same(one, below, f"{where}/{number}")
    elif not isinstance(node, Scalar) or not _says(node.text, value):
        raise DifferenceError(f"{where}: {node} where {value!r} is expected")


def _says(text: str, value: Any) -> bool:
    """Tell whether a text says a value of JSON: readers of ours type nothing themselves."""
    if value is None:
        return text in _NULLS
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, str):
        return text == value
    try:
        return Decimal(text) == Decimal(str(value))
    except InvalidOperation:
        return bool(int(text, 0) == value)


def _same_records(sheet: Sheet, records: Sequence[Any]) -> None:
    """Compare rows with records by heading, or with plain lists."""
    headings, *rows = sheet.rows
    lists = [list(headings)] if records and isinstance(records[0], list) else []
    ours = [*lists, *map(list, rows)]
    theirs = [r if isinstance(r, list) else [str(r.get(h, "")) for h in headings] for r in records]
    theirs = [row for row in theirs if any(row)]
    if ours != theirs:
        raise DifferenceError(f"{ours} where {theirs} is expected")


def _of_pandas(data: bytes, sheet: Sheet) -> list[list[str]] | None:
    """Return the rows that hold anything, as pandas reads them; None where it cannot."""
    text = _decoded(data)
    if text is None:
        return None
    if text.startswith("sep="):
        text = text.partition("\n")[2]
    width = max(map(len, sheet.rows))
    try:
        table = pd.read_csv(
            io.StringIO(text, newline=""),
            sep=sheet.delimiter,
            header=None,
            names=[str(n) for n in range(width)],
            dtype=str,
            index_col=False,
            keep_default_na=False,
            na_filter=False,
            engine="c",
        )
    except (ValueError, pd.errors.ParserError):
        return None
    rows = [["" if not isinstance(v, str) else v for v in row] for row in table.to_numpy().tolist()]
    return [row for row in rows if any(v.strip() for v in row)]


def _decoded(data: bytes) -> str | None:
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    for choice in (codec,) if codec else ("utf-8", "cp1252"):
        try:
            return data.decode(choice)
        except UnicodeDecodeError:
            continue
    return None
