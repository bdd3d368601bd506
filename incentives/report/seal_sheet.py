"""The last sheet: the seal of all others. It is written when they are, and shown on the Summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.places import HEADING_ROW
from incentives.report.sealed.seal import sealed
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from incentives.report.issue import Sheets
    from incentives.report.tabs import Tab

_HEADINGS = ["What is sealed", "Cells", "Fingerprint (SHA-256)", "Copy, packed: not for reading"]
_LEAD = 3


def write_seal(issue: Sheets, tab: Tab) -> None:
    """Write a row for each sheet with its fingerprint and a packed copy of what it holds."""
    book = issue.book
    rows = sealed(book.held(), book.plain_names(), book.to_fill_in)
    sheet = book.sheet(tab)
    copies = max(len(pieces) for *_, pieces in rows)
    heads = [*_HEADINGS, *(f"Copy, piece {n}" for n in range(2, copies + 1))]
    book.headings(sheet, HEADING_ROW, heads, figures=(1,), rows=len(rows))
    plain, count = book.figure_style(Kind.TEXT), book.figure_style(Kind.COUNT)
    copy = book.style(font_color=book.colour("quiet"), align="fill")
    for row, (name, cells, fingerprint, pieces) in enumerate(rows, HEADING_ROW + 1):
        book.text(sheet, row, 0, name, plain)
        sheet.write_number(row, 1, cells, count)
        book.text(sheet, row, 2, fingerprint, plain)
        for column, piece in enumerate(pieces, _LEAD):
            book.text(sheet, row, column, piece, copy)
    for column, width in enumerate((34, 12, 76, 34)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    sheet.print_area(0, 0, HEADING_ROW + len(rows), _LEAD - 1)
    book.print_as(sheet, HEADING_ROW, _LEAD, 1)
    book.seal(rows[0][2])
