"""The first sheet: what is paid in all, whether the controls agree, what rests on unverified values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.formula.plan import Columns
from incentives.report.added import totals
from incentives.report.book import sums_up
from incentives.report.controls import ROLL_UP, ends_well
from incentives.report.issue import in_all
from incentives.report.places import HEADING_ROW
from incentives.report.resting import named
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from incentives.report.book import Figure
    from incentives.report.issue import Issue
    from incentives.report.tabs import Tab


def write_summary(issue: Issue, tab: Tab) -> None:
    """Write the key figures, each a formula, with the sheet that it comes from."""
    book, sheet = issue.book, issue.book.sheet(tab)
    rows, row = _key_figures(issue, tab), HEADING_ROW + 1
    book.headings(sheet, HEADING_ROW, ["Key figure", "Value", "Where"], figures=(1,), rows=len(rows) + 2)
    for label, text, figure, kind, where in rows:
        book.text(sheet, row, 0, label, book.figure_style(Kind.TEXT))
        sums_up(sheet, (row, 1), text, figure, book.figure_style(kind, total=True))
        book.text(sheet, row, 2, where, book.figure_style(Kind.TEXT))
        row += 1
    _fingerprint(issue, sheet, _roll_up(issue, sheet, row))
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
    return [*rows, _unverified(issue, tab), *_resting(issue, tab)]


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


def _resting(issue: Issue, tab: Tab) -> list[_Key]:
    """Return, by sort of value, what is paid on values that are unverified; these lines overlap."""
    rows: list[_Key] = []
    for sort, values, _ in issue.resting.sorts():
        text, figure = issue.added_up(issue.resting.resting_on(values), tab.name)
        where = f"lines overlap: {named(values)}"
        rows.append((f"  of it on {sort[:1].lower()}{sort[1:]} (£)", text, figure, Kind.MONEY, where))
    return rows


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


def _fingerprint(issue: Issue, sheet: Any, row: int) -> None:
    """Leave room for the fingerprint of all sheets, which is known when all are written."""
    book, where = issue.book, issue.tab("seal").name
    book.text(sheet, row, 0, "Fingerprint of this workbook", book.figure_style(Kind.TEXT))
    book.text(sheet, row, 1, where, book.figure_style(Kind.TEXT, total=True))
    book.shows_seal(sheet, (row, 2), f"'{where}'!$C${HEADING_ROW + 2}")
