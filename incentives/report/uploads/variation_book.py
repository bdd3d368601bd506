"""An upload as a workbook to be looked at before it is sent: control block, error cell, the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.data.files import letters
from incentives.report.book import Book
from incentives.report.layout import read_layout
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.report.uploads.rows import Upload

HEADING_ROW = 10
_FIRST_COLUMN = 30
_WIDEST = 60


def control_book(upload: Upload, *, title: str, month: str, body: str, dated: date) -> bytes:
    """Return the workbook: who, what, which month; the lines' total, the run's total, and any error.

    The error cell is a formula, so that a figure changed by hand shows at once.
    """
    book = Book(read_layout(), dated)
    sheet = _headed(book, upload)
    columns = upload.layout.terms.columns
    money = [n for n, c in enumerate(columns) if c.type == "money"]
    facts = [("Area", body), ("Local contract", title), ("Period", month)]
    for row, (label, words) in enumerate(facts, start=2):
        book.text(sheet, row, 0, label, book.style(bold=True))
        book.text(sheet, row, 1, words)
    if money:
        _control(book, sheet, upload, [letters(n) for n in money])
    widths = _widths(upload)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    _lines(book, sheet, upload, widths)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(columns), 1)
    return book.content(upload.layout.terms.title)


def _headed(book: Book, upload: Upload) -> Any:
    sheet = book.file.add_worksheet("Upload")
    sheet.hide_gridlines(2)
    style = book.style(bold=True, font_size=book.layout.title_size, font_color=book.colour("title"))
    book.text(sheet, 0, 0, upload.layout.terms.title, style)
    note = "To be looked at. Send the CSV file, which has exactly the layout's columns, not this workbook."
    if upload.layout.unconfirmed:
        note += " UNCONFIRMED: nobody has held this layout against the receiver's own template."
    book.text(sheet, 1, 0, note, book.style(font_color=book.colour("quiet")))
    sheet.set_row(0, 24)
    return sheet


def _control(book: Book, sheet: Any, upload: Upload, money: Sequence[str]) -> None:
    """Write two totals that must be equal, and the error where they are not."""
    sums = [
        f"=ROUND(SUM({column}{HEADING_ROW + 2}:{column}{HEADING_ROW + 1 + max(1, len(upload.rows))}),2)"
        for column in money[:2]
    ]
    if upload.layout.terms.rows == "journal":
        labels, wrong = ("Total debit (£)", "Total credit (£)"), "The journal does not balance"
        pounds = sum(float(row["debit"] or 0) for row in upload.rows)
    else:
        labels, wrong = (
            ("Total of the lines below (£)", "Total of the payments (£)"),
            "The lines and the payments",
        )
        wrong, pounds = f"{wrong} differ", upload.pence / 100
    figure = book.figure_style(Kind.MONEY, total=True)
    for row, label in enumerate((*labels, "Error", "Lines"), start=5):
        book.text(sheet, row, 0, label, book.style(bold=True))
    sheet.write_formula(5, 1, sums[0], figure, round(pounds, 2))
    if len(sums) > 1:
        sheet.write_formula(6, 1, sums[1], figure, round(pounds, 2))
    else:
        sheet.write_number(6, 1, pounds, figure)
    sheet.write_formula(
        7, 1, f'=IF(ROUND(B6-B7,2)=0,"none","{wrong}: do not send")', book.style(bold=True), "none"
    )
    sheet.write_number(8, 1, len(upload.rows), book.figure_style(Kind.COUNT))


def _widths(upload: Upload) -> list[int]:
    """Return each column's width in characters: its longest text, up to a limit."""
    columns = upload.layout.terms.columns
    found = [max([len(c.heading), *(len(r.get(c.holds, "")) + 1 for r in upload.rows)]) + 2 for c in columns]
    found[0] = max(found[0], _FIRST_COLUMN)
    return [min(width, _WIDEST) for width in found]


def _lines(book: Book, sheet: Any, upload: Upload, widths: Sequence[int]) -> None:
    columns = upload.layout.terms.columns
    figures = [n for n, c in enumerate(columns) if c.type == "money"]
    book.headings(sheet, HEADING_ROW, [c.heading for c in columns], figures=figures)
    words = book.style(text_wrap=True, indent=1, bottom=1, bottom_color=book.colour("line"))
    figure = book.figure_style(Kind.MONEY)
    for at, row in enumerate(upload.rows, start=HEADING_ROW + 1):
        texts = [row.get(c.holds, "") for c in columns]
        for column, text in enumerate(texts):
            if column in figures and text:
                sheet.write_number(at, column, float(text), figure)
            else:
                book.text(sheet, at, column, text, words)
        book.row_of_words(sheet, at, texts, widths)
