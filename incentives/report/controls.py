"""The controls: each compares two ways to one figure, in the workbook itself, and says OK or CHECK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentives.formula.plan import Columns
from incentives.report.about import WHEN_MADE
from incentives.report.added import totals
from incentives.report.issue import in_all
from incentives.report.lines import lines_range
from incentives.report.places import FIRST_PRACTICE, HEADING_ROW
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.report.book import Book
    from incentives.report.issue import Issue
    from incentives.report.tabs import Tab

ROLL_UP = f"$D${HEADING_ROW + 2}"
"""The cell that sums up all controls: the first row under the headings."""
_HEADINGS = ["Control", "Value", "Expected", "Result"]


@dataclass(frozen=True, slots=True)
class Control:
    """Two ways to one figure: each as a formula with the figure that it gives."""

    says: str
    text: str
    found: float
    expected_text: str
    expected: float
    kind: Kind = Kind.MONEY


def write_controls(issue: Issue, tab: Tab) -> None:
    """Write every control with its value, what is expected, and its result; the roll-up stands first."""
    control_table(issue.book, issue.book.sheet(tab), _controls(issue, tab))


def control_table(book: Book, sheet: Any, controls: Sequence[Control]) -> None:
    """Write controls as the table of a sheet, the cell that sums them up first."""
    book.headings(sheet, HEADING_ROW, _HEADINGS, figures=(1, 2), rows=1 + len(controls))
    first, last = HEADING_ROW + 2, HEADING_ROW + 1 + len(controls)
    total, result = book.figure_style(Kind.TEXT, total=True), book.figure_style(Kind.TEXT)
    book.text(sheet, HEADING_ROW + 1, 0, "All controls", total)
    for n in (1, 2):
        book.text(sheet, HEADING_ROW + 1, n, "", total)
    agree = f'COUNTIF(D{first + 1}:D{last + 1}, "OK") = ROWS(D{first + 1}:D{last + 1})'
    sheet.write_formula(HEADING_ROW + 1, 3, f'=IF({agree}, "OK", "CHECK")', total, all_well(controls))
    for row, control in enumerate(controls, first):
        style = book.figure_style(control.kind)
        unit = " (£)" if control.kind is Kind.MONEY else ""
        book.text(sheet, row, 0, control.says + unit, result)
        sheet.write_formula(row, 1, "=" + control.text, style, control.found)
        sheet.write_formula(row, 2, "=" + control.expected_text, style, control.expected)
        same = f'=IF(ROUND(B{row + 1}-C{row + 1}, 2) = 0, "OK", "CHECK")'
        sheet.write_formula(row, 3, same, result, _said(control))
    book.colour_result(sheet, (HEADING_ROW + 1, 3, last, 3))
    for n, width in enumerate((72, 18, 18, 12)):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(_HEADINGS), 1)


def ends_well(issue: Issue) -> str:
    """Return OK where every control agrees, else CHECK."""
    return all_well(_controls(issue, issue.tab("controls")))


def all_well(controls: Sequence[Control]) -> str:
    """Return OK where every one of the controls agrees, else CHECK."""
    return "OK" if all(_said(c) == "OK" for c in controls) else "CHECK"


def _said(control: Control) -> str:
    return "OK" if round(control.found - control.expected, 2) == 0 else "CHECK"


def _controls(issue: Issue, tab: Tab) -> list[Control]:
    due = totals(issue, issue.due())
    due_text, due_sum = _total(issue, tab, issue.due()), in_all(due)
    paid = issue.amounts(by_us=True)
    components = in_all([f for c, key in paid for f in issue.figures(c.amount, key)])
    cells = issue.places.totals([(c.amount, key) for c, key in paid], tab.name)
    engine = f"'{issue.tab('about').name}'!{WHEN_MADE}"
    found = [
        Control("Amounts due, added by practice, equal payments added by component",
                 due_text, due_sum, f"ROUND(SUM({cells}), 2)", components),
        Control("Amounts due equal the total when this was made", due_text, due_sum, engine, due_sum),
    ]  # fmt: skip
    found += _of_instalments(issue, tab, due_text, due_sum)
    found.append(
        Control("All payment lines equal the amounts due", f"ROUND(SUM({lines_range(issue)}), 2)", due_sum,
                 due_text, due_sum)
    )  # fmt: skip
    found += _of_others(issue, tab)
    return found + _of_practices(issue, tab)


def _of_instalments(issue: Issue, tab: Tab, due_text: str, due: float) -> list[Control]:
    if not issue.plan.has(Columns.INSTALMENT):
        return []
    paid = in_all(totals(issue, "instalments_total"))
    home = issue.places.homes["still_due", ""]
    cells = issue.places.everyone(home, tab.name)
    each = [
        a - b for a, b in zip(totals(issue, issue.due()), totals(issue, "instalments_total"), strict=True)
    ]
    wrong = sum(round(d, 2) != 0 for d in each)
    return [
        Control("All instalments equal the amounts due",
                 _total(issue, tab, "instalments_total"), paid, due_text, due),
        Control("Practices whose instalments differ from what is due",
                 f'COUNTIF({cells}, "<>0")', wrong, "0", 0, Kind.COUNT),
    ]  # fmt: skip


def _of_others(issue: Issue, tab: Tab) -> list[Control]:
    others = issue.amounts(by_us=False)
    if not others or not issue.places.home(issue.by_others()):
        return []
    by_component = in_all([f for c, key in others for f in issue.figures(c.amount, key)])
    cells = issue.places.totals([(c.amount, key) for c, key in others], tab.name)
    by_practice = in_all(totals(issue, issue.by_others()))
    says = "Paid by others, added by practice, equals the same added by component"
    text = _total(issue, tab, issue.by_others())
    return [Control(says, text, by_practice, f"ROUND(SUM({cells}), 2)", by_component)]


def _of_practices(issue: Issue, tab: Tab) -> list[Control]:
    sheet, count = issue.tab("payments").name, len(issue.practices)
    codes = f"'{sheet}'!$A${FIRST_PRACTICE + 1}:$A${FIRST_PRACTICE + count}"
    home = issue.places.homes[issue.due(), ""]
    figures = issue.places.everyone(home, tab.name)
    twice = f"SUMPRODUCT((COUNTIF({codes}, {codes}) > 1)*1)"
    return [
        Control("Practices with an amount due are the practices listed",
                 f"COUNT({figures})", count, f"COUNTA({codes})", count, Kind.COUNT),
        Control("Practice codes that stand in the list twice", twice, 0, "0", 0, Kind.COUNT),
    ]  # fmt: skip


def _total(issue: Issue, tab: Tab, name: str, key: str = "") -> str:
    home = issue.places.home(name, key)
    assert home is not None, f"{name} has a home"  # noqa: S101 - our own mistake
    return issue.places.total(home, tab.name)
