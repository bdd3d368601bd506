"""One figure that fits a budget: found, written, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.solve_written import value_of, write_solved, written_figures
from incentives.cli.terminal import pounds, print_json, print_table, say

if TYPE_CHECKING:
    from incentives.cli.solve_written import Out
    from incentives.compare.knobs import Knob
    from incentives.compare.solving import Solved
    from incentives.compare.trials import Goal, Tried
    from incentives.compare.whole import Given


def solve_one(given: Given, knob: Knob, goal: Goal, out: Out) -> None:
    """Find one figure, write the scheme where that is asked for, and say what was found."""
    from incentives.compare.knobs import figures
    from incentives.compare.solving import solve

    found = solve(given.base_side, given.proposed_side, knob, goal)
    if found.found is None:
        raise Refused([_impossible(found)])
    plan = given.proposed_side.plan
    new = figures(plan, knob, found.found.value)
    write_solved(out, written_figures(plan, knob, new), found.found, goal)
    if out.as_json:
        print_json(_as_data(found))
        return
    _print(found)


def _impossible(found: Solved) -> Problem:
    least, goal, knob = found.least, found.goal, found.knob
    if least is None:
        message = (
            f"No {knob.says} from {value_of(knob, knob.first)} to {value_of(knob, knob.last)} was found with "
            "which practices lose no more than they may."
        )
        return Problem("C189", Place("--change"), message, "Allow practices to receive less, or change more.")
    value, over = value_of(knob, least.value), least.pence - goal.limit
    which = "smallest" if knob.step > 0 else "highest"
    message = (
        f"Impossible: the {which} {knob.says} that keeps what practices may lose is {value}, with a "
        f"{goal.of} of {pounds(least.pence)}; that is {pounds(over)} over the limit of {pounds(goal.limit)}."
    )
    remedy = (
        f"Raise the limit by {pounds(over)}, allow practices to receive less, or change something else too."
    )
    return Problem("C189", Place("--so-that"), message, remedy)


def _print(found: Solved) -> None:
    goal, best, knob = found.goal, found.found, found.knob
    assert best is not None  # noqa: S101 - printed only where there is one
    tried: list[tuple[str, Tried]] = [("now", found.now), ("fits", best)]
    if found.above is not None:
        tried.append(("one step more", found.above))
    rows = [
        (name, value_of(knob, t.value), pounds(t.pence), str(t.less), f"{float(t.lost):.1%}")
        for name, t in tried
    ]
    heads = ("", knob.says, goal.of.capitalize(), "Practices with less", "Most that one loses")
    print_table(f"{goal.of.capitalize()} at most {pounds(goal.limit)}", heads, rows)
    which = "largest" if knob.step > 0 else "lowest"
    verb = "fit is a move of" if knob.moves else "fits is"
    say(f"The {which} {knob.says} that {verb} {value_of(knob, best.value)}.")
    if knob.moves:
        say("Every threshold is moved so far, but stays within 0% to 100% and the lower below the upper.")
    if not found.evenly:
        say("A dearer figure was seen to pay less here, so that another one beyond may fit too.")
    if found.above is None:
        say(f"Nothing beyond {value_of(knob, knob.last)} was tried.")
    say(said_runs(goal))


def said_runs(goal: Goal) -> str:
    """Return what the figures are, in one sentence."""
    from incentives.compare.trials import EXPECTED

    if goal.of == EXPECTED:
        return f"Expected: the mean of {goal.draws} trial years, each a whole run of the payments."
    return "Each line is a whole run of the payments on these practice results, to the penny."


def _as_data(found: Solved) -> dict[str, Any]:
    return {
        "change": found.knob.says,
        "limit_of": found.goal.of,
        "limit_pence": found.goal.limit,
        "now": told(found.now, value_of(found.knob, found.now.value)),
        "fits": found.found and told(found.found, value_of(found.knob, found.found.value)),
        "rises_evenly": found.evenly,
        "one_step_more": found.above and told(found.above, value_of(found.knob, found.above.value)),
    }


def told(tried: Tried, value: str) -> dict[str, Any]:
    """Return what follows from a figure, for a program."""
    return {
        "value": value,
        "pence": tried.pence,
        "practices_with_less": tried.less,
        "largest_loss": float(tried.lost),
    }
