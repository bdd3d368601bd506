"""Queries that need what is worked out: who moves the others' payments, and points given otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds, written
from incentives.base.problem import Place
from incentives.base.rounding import Rule, rounded
from incentives.calculate.influence import Influence, influences
from incentives.calculate.published import Difference, differences
from incentives.data.found import Found
from incentives.data.signoffs import ANSWERABLE, Queries

if TYPE_CHECKING:
    from incentives.base.problem import Problem
    from incentives.calculate.results import Results
    from incentives.data.pack import Pack

_PENCE = 100


def later_queries(results: Results, pack: Pack, *, moves: Fraction) -> tuple[Problem, ...]:
    """Return queries on practices that move another's payment by ``moves`` pounds or more, and on points.

    What has been signed off in the pack is said to be so; the rest is open.
    """
    queries = Queries(pack, Found())
    strong = {i.practice: _moved(i) for i in influences(results, at_least_pence=int(moves * _PENCE))}
    change = f"{in_pounds(moves)} more or less, or beyond"
    message = f"{{who}} such figures that without it another would be paid {change}: {{listed}}."
    remedy = "Check its list and registers first: a mistake there is a mistake in what others are paid."
    queries.ask("D239", Place(pack.shown), strong, message, remedy)
    apart = {d.indicator: _apart(d) for d in differences(results, pack)}
    message = "The data give other points than the scheme works out from the counts, for {number}: {listed}."
    remedy = "Find out which rule differs before paying; what is corrected later is a line of its own."
    queries.ask("D241", Place(pack.shown), apart, message, remedy)
    queries.close(later=[check for check in ANSWERABLE if check not in ("D239", "D241")])
    return tuple(p for p in queries.found.problems() if p.code != "D231")


def _moved(one: Influence) -> str:
    way = "more" if one.net_pence > 0 else "less"
    net, most = (in_pounds(Fraction(pence, _PENCE)) for pence in (abs(one.net_pence), one.largest_pence))
    return f"{one.practice} (the others {net} {way} in all; {one.largest_at} by {most})"


def _apart(one: Difference) -> str:
    net = written(rounded(one.net, 2, Rule.HALF_UP))
    return f"{one.indicator} (more at {one.more_given}, fewer at {one.less_given}; {net} points in all)"
