"""The sheet with the inputs of the accrual: the days that count, and how far results may come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.year import written_date
from incentives.report.accrual import DAYS, DAYS_BEFORE, DAYS_OF_YEAR, SHARES, month
from incentives.report.places import HEADING_ROW
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from incentives.report.issue import Issue
    from incentives.report.tabs import Tab


def write_accrual_inputs(issue: Issue, tab: Tab) -> None:
    """Write each input with its name in formulas and what it means."""
    book, sheet, now = issue.book, issue.book.sheet(tab), month(issue)
    low, high, judged = SHARES["low"], SHARES["high"], "A judgement, in whole percent."
    of = f"{issue.plan.year}"
    rows = [
        (f"Days of {of} to {written_date(now.day)}", now.days, Kind.COUNT, DAYS, "The accrual's date."),
        (f"Days of {of} to {written_date(now.before)}", now.days_before, Kind.COUNT, DAYS_BEFORE,
         "The end of the month before: its accrual is reversed."),
        (f"Days of {of} in all", now.of_year, Kind.COUNT, DAYS_OF_YEAR, ""),
        ("Low share of payments on results", float(low[1]), Kind.PERCENT, low[0], judged),
        ("High share of payments on results", float(high[1]), Kind.PERCENT, high[0], judged),
    ]  # fmt: skip
    book.headings(
        sheet, HEADING_ROW, ["Figure", "Value", "Name in formulas", "Note"], figures=(1,), rows=len(rows)
    )
    plain = book.figure_style(Kind.TEXT)
    for row, (label, figure, kind, name, note) in enumerate(rows, HEADING_ROW + 1):
        book.text(sheet, row, 0, label, plain)
        sheet.write_number(row, 1, figure, book.figure_style(kind, given=True))
        book.text(sheet, row, 2, name, plain)
        book.text(sheet, row, 3, note, plain)
        book.name_cell(name, tab.name, f"$B${row + 1}")
    for column, width in enumerate((46, 16, 28, 60)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, 4, 1)
