"""A practice's cash by month: under the scheme, staying on QOF, and how far it is ahead or behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.year import month_name
from incentives.report.documents.parts import Grid, says
from incentives.report.documents.texts import pounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.money import PracticeMoney
    from incentives.formula.plan import Period, Plan
    from incentives.report.documents.parts import Part


@dataclass(frozen=True, slots=True)
class Month:
    """One month's pence under the scheme and staying, and the difference of all months up to it."""

    day: date
    ours: int
    staying: int
    running: int

    @property
    def difference(self) -> int:
        """Pence more (or less) than staying in this month."""
        return self.ours - self.staying


def months(mine: PracticeMoney, plan: Plan, base_plan: Plan) -> tuple[Month, ...]:
    """Return every month from April to the last payment; one in which nothing is paid has nought.

    What others (CQRS) go on paying beside the scheme is in both columns, where it is all of national QOF.
    """
    ours, staying = _by_day(plan.periods, mine.months), _by_day(base_plan.periods, mine.base_months)
    if _all_of_qof_beside(mine):
        ours = {day: ours.get(day, 0) + staying.get(day, 0) for day in (*ours, *staying)}
    paid = [*ours, *staying]
    found: list[Month] = []
    running = 0
    for day in _every_month(plan.year.first_day, max(paid)) if paid else ():
        running += ours.get(day, 0) - staying.get(day, 0)
        found.append(Month(day, ours.get(day, 0), staying.get(day, 0), running))
    return tuple(found)


def paid_beside(mine: PracticeMoney) -> int:
    """Return the pence of a practice's payment that do not come from this schedule."""
    return mine.proposed - sum(mine.months)


def _all_of_qof_beside(mine: PracticeMoney) -> bool:
    """Tell whether CQRS goes on paying the whole of national QOF beside the scheme."""
    return paid_beside(mine) != 0 and paid_beside(mine) == sum(mine.base_months)


def cash(mine: PracticeMoney, plan: Plan, base_plan: Plan) -> tuple[Part, ...]:
    """Return the table by month and a sentence on the largest shortfall."""
    found = months(mine, plan, base_plan)
    if not found:
        return (says("The scheme is paid in one sum; it has no instalments."),)
    rows = [
        (month_name(m.day), pounds(m.ours), pounds(m.staying), signed(m.difference), signed(m.running))
        for m in found
    ]
    ours, staying = sum(m.ours for m in found), sum(m.staying for m in found)
    rows.append(("All months", pounds(ours), pounds(staying), signed(ours - staying), ""))
    heads = ("Month", "Under this scheme", "Staying on QOF", "Difference", "Running difference")
    beside = mine.proposed - ours
    both = " (QOF that CQRS goes on paying is in both columns)" if _all_of_qof_beside(mine) else ""
    caption = f"Cash by month{both}"
    return (
        Grid(caption, heads, tuple(rows), totals=1),
        *((says(f"{pounds(beside)} more comes from others, at their own times."),) if beside else ()),
        says(shortfall(found)),
    )


def shortfall(found: Sequence[Month]) -> str:
    """Return the sentence on the month in which a practice receives least beside staying on QOF."""
    worst = min(found, key=lambda m: m.difference)
    if worst.difference >= 0:
        return "In no month would you receive less than by staying on national QOF."
    behind = min(found, key=lambda m: m.running)
    said = f"The largest shortfall in any month is {pounds(-worst.difference)}, in {month_name(worst.day)}"
    if behind.running >= 0:
        return f"{said}; taking the months together you would never be behind."
    return (
        f"{said}; taking the months together you would be behind by at most {pounds(-behind.running)}, "
        f"at the end of {month_name(behind.day)}."
    )


def signed(pence: int) -> str:
    """Return a difference with its sign: ``+£12.50``, ``-£3.00``, ``£0.00``."""
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)


def _by_day(periods: Sequence[Period], pence: Sequence[int]) -> dict[date, int]:
    found: dict[date, int] = {}
    for period, amount in zip(periods, pence, strict=False):
        day = period.pays_on.replace(day=1)
        found[day] = found.get(day, 0) + amount
    return found


def _every_month(first: date, last: date) -> list[date]:
    days = [first.replace(day=1)]
    while days[-1] < last:
        at = days[-1]
        days.append(at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1))
    return days
