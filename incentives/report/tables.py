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

_NARROWEST, _WIDEST = 9, 30
"""Of a workbook's columns, in characters: what is longer is broken into lines."""
_LINE_POINTS = 15


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
    body = book.add_format({"font_name": "Arial", "valign": "top"})
    long = book.add_format({"font_name": "Arial", "valign": "top", "text_wrap": True})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    for at, name in enumerate(table.columns):
        longest = max((len(str(row[at])) for row in rows if row[at] is not None), default=0)
        width = min(max(longest, len(str(name))) + 2, _WIDEST)
        sheet.set_column(at, at, max(width, _NARROWEST), long if longest > _WIDEST else body)
    sheet.write_row(0, 0, list(table.columns), head)
    for at, row in enumerate(rows, start=1):
        lines = max((-(-len(str(cell)) // (_WIDEST - 4)) for cell in row if cell is not None), default=1)
        if lines > 1:
            sheet.set_row(at, _LINE_POINTS * lines)
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(at, column, cell)
            elif cell is not None:
                sheet.write_string(at, column, str(cell))
    book.close()
    return buffer.getvalue()
