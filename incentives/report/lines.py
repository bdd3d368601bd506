"""The sheet of payment lines: one for each payment, with its reference, year, month, and who bears it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from incentives.base.year import month_name
from incentives.formula.plan import Columns
from incentives.govern.entries import Key
from incentives.govern.runs import WHOLE_YEAR, at_once_on, reference_of
from incentives.report.places import FIRST_PRACTICE, HEADING_ROW, ROW
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.issue import Issue
    from incentives.report.tabs import Tab

_HEADINGS = [
    "Reference", "Practice code", "What", "Paid for", "Earned in", "Paid in", "Borne by", "Amount (£)",
]  # fmt: skip
_AMOUNT = len(_HEADINGS) - 1


class _Line(NamedTuple):
    words: tuple[str, ...]
    text: str
    figure: float


def write_lines(issue: Issue, tab: Tab) -> None:
    """Write every line; its amount is the cell of the sheet that works it out."""
    book, sheet = issue.book, issue.book.sheet(tab)
    lines = list(_lines(issue, tab))
    book.headings(sheet, HEADING_ROW, _HEADINGS, figures=(_AMOUNT,), rows=len(lines))
    plain, money = book.figure_style(Kind.TEXT), book.figure_style(Kind.MONEY)
    for row, line in enumerate(lines, HEADING_ROW + 1):
        for column, text in enumerate(line.words):
            book.text(sheet, row, column, text, plain)
        sheet.write_formula(row, _AMOUNT, f"={line.text}", money, line.figure)
    longest = max((len(line.words[0]) for line in lines), default=0)
    for column, width in enumerate((max(24, longest + 2), 14, 22, 22, 12, 18, 34, 16)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    book.print_as(sheet, HEADING_ROW, len(_HEADINGS), 1)


def lines_range(issue: Issue) -> str:
    """Return the cells with the amounts of all lines, as another sheet names them."""
    first = HEADING_ROW + 2
    return f"'{issue.tab('lines').name}'!$H${first}:$H${first + _count(issue) - 1}"


def _count(issue: Issue) -> int:
    return len(issue.practices) * len(_columns(issue))


def _columns(issue: Issue) -> list[tuple[str, str, str, str, str]]:
    """Return each column that holds payments: name, key, component, period, and the month it is paid in."""
    plan = issue.plan
    if plan.has(Columns.INSTALMENT):
        return [
            (
                Columns.INSTALMENT,
                p.name,
                "instalment",
                p.name,
                month_name(p.pays_on),
            )
            for p in plan.periods
        ]
    paid_in = month_name(at_once_on(plan.year))
    return [(c.amount, key, c.id, WHOLE_YEAR, paid_in) for c, key in issue.amounts(by_us=True)]


def _lines(issue: Issue, tab: Tab) -> Iterator[_Line]:
    plan = issue.plan
    borne_by = plan.offered_by or "the body that offers the scheme"
    for name, key, component, period, paid_in in _columns(issue):
        home = issue.places.home(name, key)
        assert home is not None, f"{name} has a home"  # noqa: S101 - our own mistake
        cell = issue.places.cell(home, tab.name)
        for n, (code, figure) in enumerate(zip(issue.practices, issue.figures(name, key), strict=True)):
            reference = reference_of(Key(plan.id, str(plan.year), code, component, period))
            words = (reference, code, component, period, str(plan.year), paid_in, borne_by)
            yield _Line(words, cell.replace(ROW, str(FIRST_PRACTICE + n + 1)), figure)
