"""An upload as CSV: for a machine exactly the layout's columns, for people safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentives.report.uploads.layout import ColumnTerms, UploadLayout
    from incentives.report.uploads.rows import Row, Upload

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide forms
"""What a spreadsheet may take for the beginning of a formula."""


def machine_csv(upload: Upload) -> bytes:
    """Return an upload for a machine: UTF-8, lines ended by CR LF, no column that the layout lacks.

    Raises Refused for every cell that is empty but needed, too long (R133), or that a spreadsheet on the
    way would take for a formula (R132): a machine is sent the exact text or nothing.
    """
    if problems := list(_faults(upload)):
        raise Refused(problems)
    return _written(upload.layout, upload.rows).encode("utf-8")


def people_csv(upload: Upload) -> tuple[bytes, int]:
    """Return an upload to be opened by people, and how many texts an apostrophe was put before.

    The apostrophe keeps a spreadsheet from taking the text for a formula; the file is no longer exact.
    """
    made, changed = [], 0
    for row in upload.rows:
        shown = dict(row)
        for column in upload.layout.terms.columns:
            text = row.get(column.holds, "")
            if column.type != "money" and neutral(text) != text:
                shown[column.holds] = neutral(text)
                changed += 1
        made.append(shown)
    return _written(upload.layout, made).encode("utf-8-sig"), changed


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it where need be.

    >>> neutral("=1+1"), neutral("Surgery")
    ("'=1+1", 'Surgery')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def cells_of(layout: UploadLayout, row: Row) -> list[str]:
    """Return a row's cells in the order of the layout."""
    return [row.get(column.holds, "") for column in layout.terms.columns]


def _written(layout: UploadLayout, rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if layout.terms.headings:
        writer.writerow([c.heading for c in layout.terms.columns])
    writer.writerows(cells_of(layout, row) for row in rows)
    return text.getvalue()


def _faults(upload: Upload) -> Iterator[Problem]:
    first = 2 if upload.layout.terms.headings else 1
    for line, row in enumerate(upload.rows, start=first):
        who = row.get("practice_code") or row.get("description", "")
        for column in upload.layout.terms.columns:
            if found := _fault(column, row.get(column.holds, "")):
                code, why, remedy = found
                place = Place(upload.layout.file, cell=f"line {line}, {column.heading} ({who}):")
                yield Problem(code, place, why, remedy)


def _fault(column: ColumnTerms, text: str) -> tuple[str, str, str] | None:
    if not text:
        return (
            ("R133", "It is blank, and the layout needs it.", _AT_SOURCE.format(column.holds))
            if column.needed
            else None
        )
    if len(text) > column.width:
        why = f'"{text}" has {len(text)} characters; the layout takes {column.width}.'
        return "R133", why, _AT_SOURCE.format(column.holds)
    if column.type != "money" and text.startswith(FORMULA_STARTS):
        why = f'"{text}" begins with "{text[0]}", which a spreadsheet takes for a formula.'
        return "R132", why, f"{_AT_SOURCE.format(column.holds)} A copy for people: add --for-people."
    return None


_AT_SOURCE = "Correct {} in the practice data or the finance codes."
