"""Points that the national system gives, against those that the scheme works out from the same counts.

From 2004 to 2011 the national system worked additional services out wrongly and owed practices £28m;
nobody had worked the published counts out a second time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.data.figures import Status
from incentives.data.series import Key
from incentives.formula.plan import Columns

if TYPE_CHECKING:
    from incentives.calculate.results import Results
    from incentives.data.pack import Pack

_POINTS = "points"


@dataclass(frozen=True, slots=True)
class Difference:
    """An indicator whose points differ from those given: at how many practices, and which way.

    ``more_given`` and ``less_given`` count practices to which the national system gives more, or fewer,
    points; ``net`` is what it gives in all beyond what the scheme works out.
    """

    indicator: str
    more_given: int
    less_given: int
    net: Fraction


def differences(results: Results, pack: Pack) -> tuple[Difference, ...]:
    """Return the indicators whose points of the year differ from those that the data give, exactly."""
    plan, practices = results.plan, results.binding.practices
    found = []
    for place, component in enumerate(plan.components):
        series = pack.measures.get(Key(plan.year, component.id, _POINTS))
        if series is None or not plan.step(Columns.POINTS, component.id):
            continue
        rows = zip(series.practices, series.values, series.statuses, strict=True)
        given = {code: Fraction(v, series.per) for code, v, status in rows if status == Status.FIGURE}
        column = results.column(Columns.POINTS)
        apart = [given[code] - column.exact(at, place) for at, code in enumerate(practices) if code in given]
        if any(apart):
            ways: dict[bool, int] = defaultdict(int)
            for difference in filter(None, apart):
                ways[difference > 0] += 1
            found.append(Difference(component.id, ways[True], ways[False], sum(apart, Fraction(0))))
    return tuple(found)
