"""Tables of results as files people open: CSV, Parquet or a workbook, by the file's ending."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import xlsxwriter

from incentives.base.problem import Place, Problem, Refused
from incentives.report.atomic import refuse_existing, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def write_table(table: pd.DataFrame, path: Path, *, force: bool = False) -> None:
    """Write a table whole or not at all; raises Refused (R101, R105, R106)."""
    refuse_existing(path, force=force)
    makers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _workbook}
    make = makers.get(path.suffix.lower())
    if make is None:
        problem = Problem(
            "R106",
            Place(str(path)),
            f'A table cannot be written as "{path.suffix or path.name}".',
            "End the file's name in .csv, .parquet or .xlsx.",
        )
        raise Refused([problem])
    write_whole(path, make(table), force=force)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows for machine-readable output; a figure that is not there is null."""
    text = table.to_json(orient="records", date_format="iso", double_precision=15)
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\r\n").encode()


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


def _workbook(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Table")
    head = book.add_format({"bold": True, "font_name": "Arial", "text_wrap": True, "bottom": 1})
    body = book.add_format({"font_name": "Arial"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, 18, body)
    sheet.write_row(0, 0, list(table.columns), head)
    for at, row in enumerate(table.astype(object).where(table.notna(), None).to_numpy().tolist(), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(at, column, cell)
            elif cell is not None:
                sheet.write_string(at, column, str(cell))
    book.close()
    return buffer.getvalue()
