"""Points of several indicators that fit a budget together: found, written, and told."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from incentives.base.amount import in_percent, written
from incentives.base.problem import Place, Problem, Refused
from incentives.cli.solve_one import said_runs, told
from incentives.cli.solve_written import write_solved
from incentives.cli.terminal import counted, pounds, print_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from incentives.cli.solve_written import Out
    from incentives.compare.programme import Wanted
    from incentives.compare.solving_points import SolvedPoints
    from incentives.compare.trials import Goal, Tried
    from incentives.compare.whole import Given


def solve_several(given: Given, wanted: Wanted, goal: Goal, out: Out) -> None:
    """Find the points, write the scheme where that is asked for, and say what was found."""
    from incentives.compare.solving_points import solve_points
    from incentives.scheme.solved import Figure

    with _without_remarks():
        found = solve_points(given.base_side, given.proposed_side, wanted, goal)
    if found.points is None or found.found is None:
        raise Refused([_impossible(found)])
    rows = zip(wanted.codes, wanted.now, found.points, strict=True)
    figures = [Figure("points", code, written(was), written(now)) for code, was, now in rows]
    write_solved(out, figures, found.found, goal)
    if out.as_json:
        print_json(_as_data(found, found.points, found.found))
        return
    _print(found, found.points, found.found)


@contextmanager
def _without_remarks() -> Iterator[None]:
    """Keep the solver's own remarks, which no setting turns off, out of what is printed."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _impossible(found: SolvedPoints) -> Problem:
    goal, least, wanted = found.goal, found.least, found.wanted
    low, high = _ends(wanted)
    if least is None:
        message = (
            f"No points of {counted(len(wanted.codes), 'indicator')} between {low} and {high} in all keep "
            "what practices may lose."
        )
        remedy = "Allow practices to receive less, or a wider --between."
        return Problem("C189", Place("--change"), message, remedy)
    over = least.pence - goal.limit
    if over <= 0:
        message = (
            f"Nothing fits with the aim {wanted.aim}: the cheapest points that keep what practices may lose "
            f"have a {goal.of} of {pounds(least.pence)}, within the limit only by rounding or after a cut."
        )
        return Problem("C189", Place("--so-that"), message, "Raise the limit a little, or use another aim.")
    message = (
        f"Impossible: the cheapest of these points that keep what practices may lose are "
        f"{written(least.value)} in all, with a {goal.of} of {pounds(least.pence)}; that is {pounds(over)} "
        f"over the limit of {pounds(goal.limit)}."
    )
    remedy = f"Raise the limit by {pounds(over)}, allow practices to receive less, or a wider --between."
    return Problem("C189", Place("--so-that"), message, remedy)


def _ends(wanted: Wanted) -> tuple[str, str]:
    return written(sum(wanted.low) * wanted.step), written(sum(wanted.high) * wanted.step)


def _print(found: SolvedPoints, points: tuple[Fraction, ...], best: Tried) -> None:
    goal, wanted = found.goal, found.wanted
    changed = [
        (code, written(was), written(now), _more(now - was))
        for code, was, now in zip(wanted.codes, wanted.now, points, strict=True)
        if was != now
    ]
    if changed:
        heads = ("Indicator", "Points now", "Points that fit", "More or less")
        print_table(f"Points that fit, with the aim: {wanted.aim}", heads, changed)
    same = len(points) - len(changed)
    if same:
        say(f"{counted(same, 'indicator')} of {len(points)} as now.")
    tried = [
        (name, written(t.value), pounds(t.pence), str(t.less), f"{float(t.lost):.1%}")
        for name, t in (("now", found.now), ("fits", best))
    ]
    columns = ("", "Points in all", goal.of.capitalize(), "Practices with less", "Most that one loses")
    print_table(f"{goal.of.capitalize()} at most {pounds(goal.limit)}", columns, tried)
    say(_proof(found))
    say(said_runs(goal))


def _more(points: Fraction) -> str:
    return f"{'+' if points > 0 else ''}{written(points)}"


def _proof(found: SolvedPoints) -> str:
    """Say what is proven: the best there is, or by how much something else might be better."""
    wanted = found.wanted
    what = {
        "keep shares": "more points in all, each its share of them rounded up or down",
        "most points": "more points in all",
        "least change": "fewer points changed",
    }[wanted.aim]
    steps = "whole points" if wanted.step == 1 else f"steps of {written(wanted.step)} points"
    low, high = (in_percent(share) for share in wanted.between)
    of = f"in {steps}, each {low} to {high} of what it is now"
    if not found.better:
        return f"Proven: nothing else that fits has {what}, {of}."
    return (
        f"Nothing else that fits can be better by more than {written(found.better)} points ({what}; {of}): "
        "rounding to pence leaves that open."
    )


def _as_data(found: SolvedPoints, points: tuple[Fraction, ...], best: Tried) -> dict[str, Any]:
    wanted = found.wanted
    return {
        "change": [f"points of {code}" for code in wanted.codes],
        "aim": wanted.aim,
        "limit_of": found.goal.of,
        "limit_pence": found.goal.limit,
        "now": told(found.now, written(found.now.value)),
        "fits": told(best, written(best.value)),
        "points": [
            {"indicator": code, "was": float(was), "now": float(now)}
            for code, was, now in zip(wanted.codes, wanted.now, points, strict=True)
        ],
        "proven": not found.better,
        "better_by_at_most": float(found.better or 0),
    }
