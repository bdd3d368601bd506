"""Two sheets of words: which sheet shows what, and what the schedule is of and was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.year import written_date
from incentives.report.added import totals
from incentives.report.issue import in_all
from incentives.report.places import HEADING_ROW
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from incentives.report.issue import Issue, Sheets
    from incentives.report.tabs import Tab

WHEN_MADE = f"$B${HEADING_ROW + 2}"
"""The cell with the engine's own total, a figure and no formula: the controls hold the workbook to it."""
_WIDTHS = (48, 92)


def write_contents(issue: Sheets, tab: Tab) -> None:
    """List all sheets with links to them, the role of each, and what it shows."""
    book, sheet = issue.book, issue.book.sheet(tab)
    book.headings(sheet, HEADING_ROW, ["Sheet", "What it is", "What it shows"], rows=len(issue.shown))
    line = {"align": "left", "indent": 1, "bottom": 1, "bottom_color": book.colour("line")}
    link = book.style(font_color=book.colour("heading"), underline=1, **line)
    for row, shown in enumerate(issue.shown, HEADING_ROW + 1):
        sheet.write_url(row, 0, f"internal:'{shown.name}'!A1", link, shown.name)
        book.text(sheet, row, 1, shown.role.value, book.figure_style(Kind.TEXT))
        book.text(sheet, row, 2, shown.title, book.figure_style(Kind.TEXT))
    for column, width in enumerate((34, 14, 92)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, 3, 1)


def write_about(issue: Issue, tab: Tab) -> None:
    """Write what identifies the schedule, its total when it was made, and the notes to it."""
    book, sheet = issue.book, issue.book.sheet(tab)
    plain = book.style(
        bottom=1, bottom_color=book.colour("line"), text_wrap=True, valign="top", align="left", indent=1
    )
    amount = book.style(
        bottom=1, bottom_color=book.colour("line"), align="left", indent=1, num_format="#,##0.00"
    )
    book.text(sheet, HEADING_ROW + 1, 0, "Total when this was made (£)", plain)
    sheet.write_number(HEADING_ROW + 1, 1, in_all(totals(issue, issue.due())), amount)
    notes = [("To note", note) for note in (*book.layout.notes, *issue.plan.notes)]
    lines = [*_facts(issue), *notes]
    book.headings(sheet, HEADING_ROW, ["What", "It is"], rows=1 + len(lines))
    for row, words in enumerate(lines, HEADING_ROW + 2):
        for column, text in enumerate(words):
            book.text(sheet, row, column, text, plain)
        book.row_of_words(sheet, row, words, _WIDTHS)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(_WIDTHS), 1)


def _facts(issue: Issue) -> list[tuple[str, str]]:
    stamp, plan = issue.stamp, issue.plan
    return [
        ("Scheme", plan.title),
        ("Scheme's id", plan.id),
        ("Year", str(plan.year)),
        ("Offered by", plan.offered_by or "not stated"),
        ("Practice data", issue.results.binding.title or "not stated"),
        ("Schedule dated", written_date(stamp.dated)),
        ("Fingerprint of the scheme (SHA-256)", stamp.scheme),
        ("Fingerprint of the practice data (SHA-256)", stamp.data or "not stated"),
        ("Program", f"incentives {stamp.program}"),
        *([("Head of the ledger when this was made", stamp.ledger)] if stamp.ledger else []),
    ]
