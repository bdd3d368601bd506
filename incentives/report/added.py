"""The columns that sheets add to those of the plan: totals by practice, differences, flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.formula.plan import Columns
from incentives.report.issue import in_all

if TYPE_CHECKING:
    from incentives.report.book import Figure
    from incentives.report.issue import Issue
    from incentives.report.tabs import Column, Tab

OWES = "Practice owes this"
UNSIGNED, SIGNED = "Not signed: stays on national QOF", "signed"


@dataclass(frozen=True, slots=True)
class Added:
    """A column's formula (empty for plain words), its figures by practice, and whether it has a total."""

    formula: str
    figures: list[Figure]
    total: bool = False


def added(issue: Issue, tab: Tab, column: Column) -> Added:
    """Return the formula and figures of a column that a sheet adds."""
    name = column.name
    if name.startswith("group:"):
        return Added("", list(issue.results.binding.groups[name.removeprefix("group:")]))
    if name == "contract":
        details = issue.results.binding.details
        return Added("", [details.get(p, {}).get("contract", "") for p in issue.practices])
    if name in _SUMS:
        return _sum(issue, tab, name)
    if name in ("flag", "instalment_flag"):
        return _flag(issue, tab)
    if name == "per_patient":
        return _per_patient(issue, tab)
    if name == "still_due":
        due, paid = totals(issue, issue.due()), totals(issue, "instalments_total")
        left: list[Figure] = [in_all([a, -b]) for a, b in zip(due, paid, strict=True)]
        text = f"ROUND({_at(issue, tab, issue.due())}-{_at(issue, tab, 'instalments_total')}, 2)"
        return Added(text, left, total=True)
    source, key = _seen_elsewhere(issue, name)
    if issue.places.home(source, key) is None:
        return Added("0", [0.0] * len(issue.practices), total=True)
    return Added(_at(issue, tab, source, key), list(totals(issue, source, key)), total=True)


def totals(issue: Issue, name: str, key: str = "") -> list[float]:
    """Return a column's figures by practice, of the plan or one of the sums that sheets add."""
    if name not in _SUMS:
        return issue.figures(name, key)
    columns = [issue.figures(c.name, c.key) for c in _summed(issue, name)]
    rows = zip(*columns, strict=True) if columns else ([0.0] for _ in issue.practices)
    return [in_all(list(row), _places(issue, name)) for row in rows]


_SUMS = {
    "points_total": "points",
    "payments_total": "payments",
    "others_total": "by_others",
    "instalments_total": "instalments",
}
_FINE = 9


def _summed(issue: Issue, name: str) -> list[Column]:
    beside = (Columns.EARNED, Columns.DUE, Columns.BY_OTHERS)
    return [c for c in issue.tab(_SUMS[name]).columns if not c.added and c.name not in beside]


def _places(issue: Issue, name: str) -> int:
    if name != "points_total":
        return 2
    return issue.plan.points.places if issue.plan.points else _FINE


def _sum(issue: Issue, tab: Tab, name: str) -> Added:
    names = dict.fromkeys(c.name for c in _summed(issue, name))
    keys = {n: tuple(c.key for c in _summed(issue, name) if c.name == n) for n in names}
    cells = ", ".join(issue.places.along(n, keys[n], tab.name) for n in names)
    return Added(f"ROUND(SUM({cells}), {_places(issue, name)})", list(totals(issue, name)), total=True)


def _flag(issue: Issue, tab: Tab) -> Added:
    """Say which practices have not signed, and which were paid more than is due."""
    nothing: list[Figure] = [""] * len(issue.practices)
    text, flags = '""', nothing
    balance = next((p.name for p in issue.plan.periods if p.is_balance), "")
    if balance and issue.places.home(Columns.INSTALMENT, balance) is not None:
        flags = [OWES if f < 0 else "" for f in issue.figures(Columns.INSTALMENT, balance)]
        text = f'IF({_at(issue, tab, Columns.INSTALMENT, balance)} < 0, "{OWES}", "")'
    if issue.places.home(SIGNED) is not None:
        signed = issue.figures(SIGNED, "")
        flags = [flag if has else UNSIGNED for flag, has in zip(flags, signed, strict=True)]
        text = f'IF({_at(issue, tab, SIGNED)} < 1, "{UNSIGNED}", {text})'
    return Added("" if text == '""' else text, flags)


def _per_patient(issue: Issue, tab: Tab) -> Added:
    due, patients = _at(issue, tab, issue.due()), _at(issue, tab, Columns.LIST_SIZE)
    pairs = zip(totals(issue, issue.due()), issue.figures(Columns.LIST_SIZE, ""), strict=True)
    each: list[Figure] = [round(d / n, 2) if n >= 1 else 0.0 for d, n in pairs]
    return Added(f"IF({patients} >= 1, ROUND({due}/{patients}, 2), 0)", each)


def _seen_elsewhere(issue: Issue, name: str) -> tuple[str, str]:
    balance = next((p.name for p in issue.plan.periods if p.is_balance), "")
    sources = {
        "registered": (Columns.LIST_SIZE, ""),
        "points_in_all": ("points_total", ""),
        "payment_due": (issue.due(), ""),
        "others_pay": (issue.by_others(), ""),
        "balance": (Columns.INSTALMENT, balance),
    }
    return sources[name]


def _at(issue: Issue, tab: Tab, name: str, key: str = "") -> str:
    home = issue.places.home(name, key)
    assert home is not None, f"{name} has a home"  # noqa: S101 - our own mistake
    return issue.places.cell(home, tab.name)
