"""The accrual and forecast of each practice: earned to date, paid to date, what is left, low and high.

The method is a straight line: of what is due for the year, the share of its days that have gone by is
earned. What rests on results may come out lower or higher: shares that people set say by how much.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.rounding import Rule, rounded
from incentives.formula.plan import Columns
from incentives.report.added import Added, totals
from incentives.report.issue import in_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from incentives.formula.plan import Component
    from incentives.report.book import Figure
    from incentives.report.issue import Issue
    from incentives.report.tabs import Column, Tab

ACCRUAL = {
    "due_for_year": "Due for the year (£)",
    "earned_to_date": "Earned to date (£)",
    "paid_to_date": "Paid to date (£)",
    "accrual": "Accrual: earned less paid (£)",
    "reversed": "Last month's accrual, reversed (£)",
    "movement": "Charge of the month (£)",
    "low": "Outturn, low (£)",
    "expected": "Outturn, expected (£)",
    "high": "Outturn, high (£)",
}
DAYS, DAYS_BEFORE, DAYS_OF_YEAR = "ACCRUAL_DAYS", "ACCRUAL_DAYS_BEFORE", "DAYS_OF_YEAR"
SHARES = {"low": ("LOW_SHARE", Fraction(9, 10)), "high": ("HIGH_SHARE", Fraction(11, 10))}


@dataclass(frozen=True, slots=True)
class Month:
    """The day of an accrual, the last day of the month before, and the days gone by on each."""

    day: date
    before: date
    days: int
    days_before: int
    of_year: int


def month(issue: Issue) -> Month:
    """Return the days that the schedule's accrual counts: to its date, and to the end of the month before."""
    year, day = issue.plan.year, issue.stamp.dated
    before = day.replace(day=1) - timedelta(days=1)

    def gone(to: date) -> int:
        return max(0, min(year.days, (to - year.first_day).days + 1))

    return Month(day, before, gone(day), gone(before), year.days)


def accrual_column(issue: Issue, tab: Tab, column: Column) -> Added:
    """Return the formula and figures of a column of the accrual."""
    made: dict[str, Callable[[Issue, Tab, str], Added]] = {
        "due_for_year": _due,
        "expected": _due,
        "earned_to_date": _earned,
        "paid_to_date": _paid,
        "accrual": lambda i, t, _: _less(i, t, "earned_to_date", "paid_to_date"),
        "reversed": _reversed,
        "movement": lambda i, t, _: _less(i, t, "accrual", "reversed", plus=True),
    }
    return made.get(column.name, _outturn)(issue, tab, column.name)


def figures_of(issue: Issue, name: str) -> list[Fraction]:
    """Return a column's figures by practice, exactly."""
    return [Fraction(str(f)) for f in _worked(issue, name)]


def _worked(issue: Issue, name: str) -> list[float]:
    due, now = [Fraction(str(f)) for f in totals(issue, issue.due())], month(issue)
    if name in ("due_for_year", "expected"):
        found = due
    elif name == "earned_to_date":
        found = [_pence(d * now.days / now.of_year) for d in due]
    elif name == "paid_to_date":
        found = _paid_by(issue, now.day)
    elif name == "accrual":
        pairs = zip(figures_of(issue, "earned_to_date"), figures_of(issue, "paid_to_date"), strict=True)
        found = [a - b for a, b in pairs]
    elif name == "reversed":
        earned = [_pence(d * now.days_before / now.of_year) for d in due]
        found = [b - a for a, b in zip(earned, _paid_by(issue, now.before), strict=True)]
    elif name == "movement":
        pairs = zip(figures_of(issue, "accrual"), figures_of(issue, "reversed"), strict=True)
        found = [a + b for a, b in pairs]
    else:
        share = SHARES[name][1]
        found = [_pence(f + share * (d - f)) for f, d in zip(_fixed(issue), due, strict=True)]
    return [float(f) for f in found]


def _pence(exact: Fraction) -> Fraction:
    return rounded(exact, 2, Rule.HALF_UP)


def _figures(issue: Issue, name: str) -> list[Figure]:
    return list(_worked(issue, name))


def _due(issue: Issue, tab: Tab, name: str) -> Added:
    source = issue.due() if name == "due_for_year" else "due_for_year"
    return Added(_at(issue, tab, source), _figures(issue, name), total=True)


def _earned(issue: Issue, tab: Tab, name: str) -> Added:
    return Added(_share_of_year(issue, tab, DAYS), _figures(issue, name), total=True)


def _share_of_year(issue: Issue, tab: Tab, days: str) -> str:
    due = _at(issue, tab, "due_for_year")
    return f"ROUND((ROUND({due}*100, 0)*{days})/(100*{DAYS_OF_YEAR}), 2)"


def _paid(issue: Issue, tab: Tab, name: str) -> Added:
    return Added(_paid_text(issue, tab, month(issue).day), _figures(issue, name), total=True)


def _paid_text(issue: Issue, tab: Tab, day: date) -> str:
    keys = tuple(p.name for p in issue.plan.periods if p.pays_on <= day)
    cells = issue.places.along(Columns.INSTALMENT, keys, tab.name)
    return f"ROUND(SUM({cells}), 2)" if cells else "0"


def _reversed(issue: Issue, tab: Tab, name: str) -> Added:
    paid = _paid_text(issue, tab, month(issue).before)
    text = f"ROUND({paid}-{_share_of_year(issue, tab, DAYS_BEFORE)}, 2)"
    return Added(text, _figures(issue, name), total=True)


def _less(issue: Issue, tab: Tab, first: str, second: str, *, plus: bool = False) -> Added:
    name = "movement" if plus else "accrual"
    text = f"ROUND({_at(issue, tab, first)}{'+' if plus else '-'}{_at(issue, tab, second)}, 2)"
    return Added(text, _figures(issue, name), total=True)


def _outturn(issue: Issue, tab: Tab, name: str) -> Added:
    due, share = _at(issue, tab, "due_for_year"), SHARES[name][0]
    cells = issue.places.beside([(c.amount, key) for c, key in _not_counted(issue)], tab.name)
    fixed = f"ROUND(SUM({cells})*100, 0)" if cells else "0"
    rest = f"ROUND({share}*100, 0)*(ROUND({due}*100, 0)-{fixed})"
    return Added(f"ROUND((100*{fixed}+{rest})/10000, 2)", _figures(issue, name), total=True)


def _not_counted(issue: Issue) -> list[tuple[Component, str]]:
    return [(c, key) for c, key in issue.amounts(by_us=True) if not c.counted]


def _fixed(issue: Issue) -> list[Fraction]:
    columns = [issue.figures(c.amount, key) for c, key in issue.amounts(by_us=True) if not c.counted]
    rows = zip(*columns, strict=True) if columns else ([] for _ in issue.practices)
    return [Fraction(str(in_all(list(row)))) for row in rows]


def _paid_by(issue: Issue, day: date) -> list[Fraction]:
    if not issue.plan.has(Columns.INSTALMENT):
        return [Fraction(0) for _ in issue.practices]
    columns = [issue.figures(Columns.INSTALMENT, p.name) for p in issue.plan.periods if p.pays_on <= day]
    rows = zip(*columns, strict=True) if columns else ([] for _ in issue.practices)
    return [Fraction(str(in_all(list(row)))) for row in rows]


def _at(issue: Issue, tab: Tab, name: str) -> str:
    home = issue.places.home(name)
    assert home is not None, f"{name} has a home"  # noqa: S101 - our own mistake
    return issue.places.cell(home, tab.name)
