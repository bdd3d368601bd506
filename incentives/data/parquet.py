"""Parquet as rows of text; the only module of this package that needs pyarrow, loaded when asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place
from incentives.data.files.values import as_text
from incentives.data.grid import Grid, Stated

if TYPE_CHECKING:
    from incentives.data.found import Found


def read_parquet(data: bytes, stated: Stated, found: Found) -> Grid | None:
    """Return the file's columns as rows of text; None, with the problem noted, where it is no Parquet."""
    import pyarrow as pa  # noqa: PLC0415 - 50 ms that only readers of Parquet pay
    import pyarrow.parquet as pq  # noqa: PLC0415 - the same

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):
        message = "The file is not a Parquet file, or it is damaged."
        found.add("D129", Place(stated.shown), message, "Write it again, or give the table as CSV.")
        return None
    columns: list[list[Any]] = [column.to_pylist() for column in table.columns]
    rows = (
        (n, [as_text(value) for value in row]) for n, row in enumerate(zip(*columns, strict=True), start=2)
    )
    return Grid(stated, tuple(table.column_names), rows)
