"""The first sheet: what is paid in all, whether the controls agree, and what stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.formula.plan import Columns
from incentives.report.added import totals
from incentives.report.book import sums_up
from incentives.report.controls import ROLL_UP, ends_well
from incentives.report.issue import in_all
from incentives.report.places import HEADING_ROW
from incentives.report.resting import named
from incentives.report.tabs import Kind, Role

if TYPE_CHECKING:
    from incentives.report.book import Figure
    from incentives.report.issue import Issue
    from incentives.report.tabs import Tab

_ROLES = {Role.OUTPUT: "Output", Role.INPUT: "Input", Role.WORKING: "Working"}


def write_summary(issue: Issue, tab: Tab) -> None:
    """Write the key figures as formulas, the notes, and a list of all sheets with links."""
    book, sheet = issue.book, issue.book.sheet(tab)
    book.headings(sheet, HEADING_ROW, ["Key figure", "Value", "Where"], figures=(1,))
    row = HEADING_ROW + 1
    for label, text, figure, kind, where in _key_figures(issue, tab):
        book.text(sheet, row, 0, label, book.figure_style(Kind.TEXT))
        sums_up(sheet, (row, 1), text, figure, book.figure_style(kind, total=True))
        book.text(sheet, row, 2, where, book.figure_style(Kind.TEXT))
        row += 1
    row = _fingerprint(issue, sheet, _roll_up(issue, sheet, row))
    row = _resting(issue, sheet, tab, row + 1)
    row = _notes(issue, sheet, row + 1)
    _contents(issue, sheet, row + 1)
    for n, width in enumerate((52, 20, 78)):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(HEADING_ROW + 1, 0)
    book.print_as(sheet, HEADING_ROW, 3, 1)


_Key = tuple[str, str, "Figure", Kind, str]


def _key_figures(issue: Issue, tab: Tab) -> list[_Key]:
    payments, others = issue.tab("payments").name, issue.tab("by_others").name
    due = totals(issue, issue.due())
    rows: list[_Key] = [
        (
            "Payment due under this schedule (£)",
            _total(issue, tab, issue.due()),
            in_all(due),
            Kind.MONEY,
            payments,
        )
    ]
    if issue.places.home(issue.by_others()):
        by_others = in_all(totals(issue, issue.by_others()))
        label = "Paid by others: do not pay (£)"
        rows.append((label, _total(issue, tab, issue.by_others()), by_others, Kind.MONEY, others))
        both = f"ROUND({rows[0][1]}+{rows[1][1]}, 2)"
        rows.append(("Both together (£)", both, in_all([in_all(due), by_others]), Kind.MONEY, ""))
    rows.append(_practices(issue, tab))
    if issue.plan.has(Columns.POINTS):
        points = totals(issue, "points_total")
        where = issue.tab("points").name
        places = issue.plan.points.places if issue.plan.points else 9
        text = _total(issue, tab, "points_total")
        rows.append(("Points achieved", text, in_all(points, places), Kind.POINTS, where))
    rows += _balances(issue, tab)
    rows.append(_unverified(issue, tab))
    return rows


def _practices(issue: Issue, tab: Tab) -> _Key:
    home = issue.places.home(issue.due())
    assert home is not None, "the amount due has a home"  # noqa: S101 - our own mistake
    text = f"COUNT({issue.places.everyone(home, tab.name)})"
    return "Practices", text, len(issue.practices), Kind.COUNT, issue.tab("practices").name


def _balances(issue: Issue, tab: Tab) -> list[_Key]:
    balance = next((p.name for p in issue.plan.periods if p.is_balance), "")
    home = issue.places.homes.get((Columns.INSTALMENT, balance))
    if home is None:
        return []
    figures = [f for f in issue.figures(Columns.INSTALMENT, balance) if f < 0]
    cells, where = issue.places.everyone(home, tab.name), issue.tab("instalments").name
    count = f'COUNTIF({cells}, "<0")'
    owed = f'ROUND(SUMIF({cells}, "<0"), 2)'
    return [
        ("Practices with a negative balance", count, len(figures), Kind.COUNT, where),
        ("Negative balances, to be recovered (£)", owed, in_all(figures), Kind.MONEY, where),
    ]


def _unverified(issue: Issue, tab: Tab) -> _Key:
    label, where = "Rests on unverified values (£)", issue.tab("sources").name
    text, figure = issue.added_up(issue.resting.components, tab.name)
    return label, text, figure, Kind.MONEY, where


def _total(issue: Issue, tab: Tab, name: str, key: str = "") -> str:
    home = issue.places.home(name, key)
    assert home is not None, f"{name} has a home"  # noqa: S101 - our own mistake
    return issue.places.total(home, tab.name)


def _roll_up(issue: Issue, sheet: Any, row: int) -> int:
    book, where = issue.book, issue.tab("controls").name
    book.text(sheet, row, 0, "All controls", book.figure_style(Kind.TEXT))
    good = book.figure_style(Kind.TEXT, total=True)
    sheet.write_formula(row, 1, f"='{where}'!{ROLL_UP}", good, ends_well(issue))
    book.colour_result(sheet, (row, 1, row, 1))
    book.text(sheet, row, 2, where, book.figure_style(Kind.TEXT))
    return row + 1


def _fingerprint(issue: Issue, sheet: Any, row: int) -> int:
    """Leave room for the fingerprint of all sheets, which is known when all are written."""
    book, where = issue.book, issue.tab("seal").name
    book.text(sheet, row, 0, "Fingerprint of this workbook", book.figure_style(Kind.TEXT))
    book.shows_seal(sheet, (row, 1), f"'{where}'!$C${HEADING_ROW + 2}")
    book.text(sheet, row, 2, where, book.figure_style(Kind.TEXT))
    return row + 1


def _resting(issue: Issue, sheet: Any, tab: Tab, row: int) -> int:
    """Write, by sort of value, what is paid on values that are unverified; nothing where there are none."""
    book, sorts = issue.book, issue.resting.sorts()
    if not sorts:
        return row
    heads = ("Values that are not verified", "Payments (£)", "Which, the largest first")
    book.headings(sheet, row, list(heads), figures=(1,))
    for sort, values, _ in sorts:
        row += 1
        components = issue.resting.resting_on(values)
        book.text(sheet, row, 0, sort[:1].upper() + sort[1:], book.figure_style(Kind.TEXT))
        text, figure = issue.added_up(components, tab.name)
        sums_up(sheet, (row, 1), text, figure, book.figure_style(Kind.MONEY))
        book.text(sheet, row, 2, named(values), book.figure_style(Kind.TEXT))
    book.text(sheet, row + 1, 0, "One payment may rest on several values, so these lines overlap.")
    return row + 2


def _notes(issue: Issue, sheet: Any, row: int) -> int:
    book = issue.book
    book.text(sheet, row, 0, "Notes", book.style(bold=True, font_color=book.colour("title")))
    for note in (*book.layout.notes, *issue.plan.notes):
        row += 1
        book.text(sheet, row, 0, note)
    return row + 1


def _contents(issue: Issue, sheet: Any, row: int) -> None:
    book = issue.book
    for n, words in enumerate(("Sheet", "What it is", "What it shows")):
        book.text(sheet, row, n, words, book.heading_style())
    link = book.style(
        font_color=book.colour("heading"),
        underline=1,
        align="left",
        indent=1,
        bottom=1,
        bottom_color=book.colour("line"),
    )
    for tab in issue.tabs:
        row += 1
        sheet.write_url(row, 0, f"internal:'{tab.name}'!A1", link, tab.name)
        book.text(sheet, row, 1, _ROLES[tab.role], book.figure_style(Kind.TEXT))
        book.text(sheet, row, 2, tab.title, book.figure_style(Kind.TEXT))
