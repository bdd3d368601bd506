"""The sheet of exceptions: what whoever pays must look at before, practice by practice."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.formula.plan import Columns
from incentives.report.added import SIGNED, totals
from incentives.report.places import HEADING_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.issue import Issue
    from incentives.report.tabs import Tab

_HEADINGS = ["Practice code or file", "Practice", "What", "What to do"]
_WIDTHS = (30, 30, 70, 60)
_Row = tuple[str, str, str, str]


def write_exceptions(issue: Issue, tab: Tab) -> None:
    """Write each exception, those of practices first; one line says so where there is none."""
    book, sheet = issue.book, issue.book.sheet(tab)
    rows = [*_of_practices(issue), *_of_the_data(issue)] or [("None", "", "Nothing stands out.", "")]
    book.headings(sheet, HEADING_ROW, _HEADINGS, rows=len(rows))
    plain = book.style(
        bottom=1, bottom_color=book.colour("line"), text_wrap=True, valign="top", align="left", indent=1
    )
    for row, words in enumerate(rows, HEADING_ROW + 1):
        for column, text in enumerate(words):
            book.text(sheet, row, column, text, plain)
        book.row_of_words(sheet, row, words, _WIDTHS)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(_HEADINGS), 1)


def _of_practices(issue: Issue) -> Iterator[_Row]:
    names = issue.results.binding.names
    if issue.places.home(SIGNED) is not None:
        for code, signed in zip(issue.practices, issue.figures(SIGNED, ""), strict=True):
            if not signed:
                yield (
                    code,
                    names.get(code, ""),
                    "Has not signed: it stays on national QOF.",
                    "Pay it nothing here.",
                )
    for code, due in zip(issue.practices, totals(issue, issue.due()), strict=True):
        if due < 0:
            says = f"The amount due is below nil: {_pounds(due)}."
            yield code, names.get(code, ""), says, "See which deduction is larger than what was earned."
    balance = next((p.name for p in issue.plan.periods if p.is_balance), "")
    if balance and issue.places.home(Columns.INSTALMENT, balance) is not None:
        for code, left in zip(issue.practices, issue.figures(Columns.INSTALMENT, balance), strict=True):
            if left < 0:
                says = f"Was paid more than is due: {_pounds(left)}."
                yield (
                    code,
                    names.get(code, ""),
                    says,
                    "Recover it as the scheme says; a closed practice is a debtor.",
                )


def _of_the_data(issue: Issue) -> Iterator[_Row]:
    """Say again what was said of the practice data when they were read: closed, merged, or out of line."""
    for problem in issue.results.binding.warnings:
        yield problem.place.file.replace("\\", "/").rsplit("/", 1)[-1], "", problem.message, problem.remedy


def _pounds(figure: float) -> str:
    return in_pounds(Fraction(str(figure)))
