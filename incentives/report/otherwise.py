"""What each practice would receive otherwise: staying on national QOF, or as it did last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.formula.units import PRACTICE
from incentives.report.added import Added, totals
from incentives.report.issue import in_all

if TYPE_CHECKING:
    from incentives.formula.plan import DataField, Plan
    from incentives.report.issue import Issue
    from incentives.report.tabs import Column, Tab

OTHERWISE = ("with_others", "staying", "gain", "last_paid", "growth", "unlike")
MORE, LESS = "More than 10% more", "More than 10% less"
_TENTH = 10


def last_year(plan: Plan) -> tuple[DataField, ...]:
    """Return the columns of the practice data that hold what practices were paid in an earlier year."""
    fields = (f for f in plan.data_fields if f.table == "baseline" and f.grain == PRACTICE)
    return tuple(f for f in fields if f.unit.pounds == 1)[:1]


def otherwise_column(issue: Issue, tab: Tab, column: Column) -> Added:
    """Return the formula and figures of a column of the comparison."""
    if column.name == "unlike":
        return _flag(issue, tab)
    text = {
        "with_others": lambda: _with_others(issue, tab),
        "staying": lambda: f"ROUND(SUM({issue.places.beside(_compared(issue), tab.name)}), 2)",
        "last_paid": lambda: _at(issue, tab, last_year(issue.plan)[0].name),
        "gain": lambda: f"ROUND({_at(issue, tab, 'with_others')}-{_at(issue, tab, 'staying')}, 2)",
        "growth": lambda: f"ROUND({_at(issue, tab, 'with_others')}-{_at(issue, tab, 'last_paid')}, 2)",
    }[column.name]()
    return Added(text, list(_figures(issue, column.name)), total=True)


def _figures(issue: Issue, name: str) -> list[float]:
    if name == "with_others":
        others = totals(issue, issue.by_others()) if _have_others(issue) else [0.0] * len(issue.practices)
        return [in_all([a, b]) for a, b in zip(totals(issue, issue.due()), others, strict=True)]
    if name == "staying":
        columns = [issue.figures(amount, key) for amount, key in _compared(issue)]
        return [in_all(list(row)) for row in zip(*columns, strict=True)]
    if name == "last_paid":
        return issue.figures(last_year(issue.plan)[0].name, "")
    other = _figures(issue, "staying" if name == "gain" else "last_paid")
    return [in_all([a, -b]) for a, b in zip(_figures(issue, "with_others"), other, strict=True)]


def _compared(issue: Issue) -> list[tuple[str, str]]:
    keyed = [
        (c.amount, c.id if issue.places.homes.get((c.amount, c.id)) else "") for c in issue.plan.compared
    ]
    return [pair for pair in keyed if pair in issue.places.homes]


def _have_others(issue: Issue) -> bool:
    return issue.places.home(issue.by_others()) is not None


def _with_others(issue: Issue, tab: Tab) -> str:
    due = _at(issue, tab, issue.due())
    return f"ROUND({due}+{_at(issue, tab, issue.by_others())}, 2)" if _have_others(issue) else due


def _flag(issue: Issue, tab: Tab) -> Added:
    """Say where the scheme pays over a tenth more or less than national QOF would (or last year did)."""
    gain, base = ("gain", "staying") if issue.plan.compared else ("growth", "last_paid")
    change, was = _at(issue, tab, gain), _at(issue, tab, base)
    text = f'IF(10*{change} > {was}, "{MORE}", IF(10*{change} < -{was}, "{LESS}", ""))'
    pairs = zip(_figures(issue, gain), _figures(issue, base), strict=True)
    return Added(text, [MORE if _TENTH * c > w else LESS if _TENTH * c < -w else "" for c, w in pairs])


def _at(issue: Issue, tab: Tab, name: str) -> str:
    home = issue.places.home(name)
    assert home is not None, f"{name} has a home"  # noqa: S101 - our own mistake
    return issue.places.cell(home, tab.name)
