"""Results that came in after the last day on which they count: they count as none, and are named.

A scheme says the day (``count_late_data_until``) for its budget or for one of its pots. What practices
sent later is as if nobody had been counted: what the scheme says of no patients then holds.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Severity
from incentives.base.year import written_date
from incentives.data.figures import Status
from incentives.data.gaps import counted, listed
from incentives.formula.plan import Reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.data.found import Found
    from incentives.data.series import Series
    from incentives.formula.plan import DataField, Plan


class Late:
    """Finds what came too late for a plan, figure by figure, and tells it once for each last day."""

    def __init__(self, plan: Plan) -> None:
        self._until = dict(plan.count_until)
        self._found: dict[tuple[date, str], dict[str, date]] = defaultdict(dict)
        self._file = ""

    def figures(
        self, field: DataField, component: str, series: Series | None, practices: Sequence[str]
    ) -> dict[int, str]:
        """Return the places of practices whose figure came too late, each with what is said of it."""
        until = self._until.get(component)
        of_the_year = field.table == "measures" and not field.years_back
        if until is None or series is None or not series.received or not of_the_year:
            return {}
        said: dict[int, str] = {}
        for at, practice in enumerate(practices):
            day = series.received.get(practice)
            if day is not None and day > until:
                self._found[until, practice][field.item(component)] = day
                self._file = series.stated.shown
                said[at] = (
                    f"nothing of what came on {written_date(day)}: the last day was {written_date(until)}"
                )
        return said

    def report(self, found: Found) -> None:
        """Note the practices whose results do not count, with what came when."""
        for until in sorted({day for day, _ in self._found}):
            late = {code: items for (day, code), items in sorted(self._found.items()) if day == until}
            each = [f"{code} ({_when(items)})" for code, items in late.items()]
            message = (
                f"{counted(late)} results that came after {written_date(until)} and do not count: "
                f"{listed(each)}. They are taken as if no patient had been counted."
            )
            remedy = (
                "That is what count_late_data_until of the scheme says; tell the practices. "
                "Where the day of receipt is wrong, correct received_on."
            )
            found.add("D244", Place(self._file), message, remedy, Severity.WARNING)


def without(
    values: Sequence[int], statuses: bytearray, late: dict[int, str], reads: Reads
) -> tuple[list[int], bytearray]:
    """Return figures with nil in place of what came too late; what was not supplied stays so."""
    kept, marked = list(values), bytearray(statuses)
    for at in late:
        if marked[at] != Status.NOT_SUPPLIED:
            kept[at] = 0
            marked[at] = Status.NOT_SUPPLIED if reads is Reads.SUPPLIED else Status.NIL
    return kept, marked


def _when(items: dict[str, date]) -> str:
    """Return items by the day on which they came: ``AF006, AF007 on 4 June 2016``."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for item, day in sorted(items.items()):
        by_day[day].append(item)
    return "; ".join(f"{listed(names)} on {written_date(day)}" for day, names in sorted(by_day.items()))
