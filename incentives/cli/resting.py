"""What is said of results that rest on unverified values: how much, on which, the largest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.terminal import counted, pounds, print_table, say

if TYPE_CHECKING:
    from incentives.calculate import Results
    from incentives.report.resting import Resting

_HOW = "How well each value is known, and from which sources: incentives show SCHEME --resolved"


def say_pounds_resting(results: Results) -> None:
    """Say how much of what this schedule pays rests on unverified values, by sort of value."""
    from incentives.report.resting import named, resting_pounds

    resting = resting_pounds(results)
    if not resting.values:
        say("Nothing that is paid here rests on an unverified value of the scheme.")
        return
    say(
        f"{pounds(resting.total_pence)} of the {pounds(resting.paid_pence)} rests on at least one "
        "unverified value of the scheme:"
    )
    rows = [(sort.capitalize(), named(values), pounds(pence)) for sort, values, pence in resting.sorts()]
    heads = ("Unverified", "Which, the largest first", "Payments on it")
    print_table("", heads, rows, right=2)
    say("One payment may rest on several values, so these lines overlap.")
    say(_HOW)


def say_points_resting(results: Results) -> None:
    """Say how many of the points achieved rest on unverified points, thresholds or protection."""
    from incentives.formula.plan import Columns
    from incentives.report.resting import named, resting_on

    points = results.column(Columns.POINTS).floats().sum(axis=0).tolist()
    resting = resting_on(results.plan, _in_parts(results, points), Columns.POINTS)
    if not resting.values:
        say("No points rest on an unverified value of the scheme.")
        return
    achieved = sum(points[results.plan.ids().index(c)] for c in resting.components)
    say(
        f"{achieved:,.2f} of these points, of {counted(len(resting.components), 'indicator')}, rest on "
        f"unverified values of the scheme:"
    )
    for sort, values, _ in resting.sorts():
        say(f"  {sort}: {named(values)}")
    say(_HOW)


def _in_parts(results: Results, points: list[float]) -> dict[str, int]:
    """Return points in millionths, by indicator: they put indicators in order and decide nothing."""
    scored = {c.id for c in results.plan.components if c.is_indicator}
    return {i: int(p * 1_000_000) for i, p in zip(results.plan.ids(), points, strict=True) if i in scored}


def words_of(resting: Resting) -> list[str]:
    """Return each unverified value in words, with where it stands in the scheme file."""
    return [f"{value} ({value.origin.place})" for value, _ in resting.largest()]
