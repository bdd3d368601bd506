"""``incentives solve``: the price, points or floor that fit a budget, proven by the engine."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.options import AsJson, DataPath, Force
from incentives.cli.terminal import pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from incentives.compare.solving import Goal, Knob, Solved, Tried

_GOAL = re.compile(r"(cost|most|difference)\s*(?:<=|≤|at most)\s*(-?£?.+)")
PENCE = 100


def solve(  # noqa: PLR0913 - a verb has its options
    proposed: Annotated[str, typer.Argument(metavar="PROPOSED", help="The scheme that is to fit.")],
    base: Annotated[str, typer.Option("--base", metavar="BASE", help="The scheme it is compared with.")],
    data: DataPath,
    change: Annotated[
        str,
        typer.Option(
            "--change", metavar="WHAT", help='"price per point", "points of CODE", or a floor\'s name.'
        ),
    ],
    so_that: Annotated[
        str,
        typer.Option(
            "--so-that", metavar="GOAL", help='"cost <= £4,200,000"; also most (it could cost), difference.'
        ),
    ],
    *,
    practices_with_less: Annotated[
        int | None,
        typer.Option("--practices-with-less", min=0, metavar="N", help="At most so many may receive less."),
    ] = None,
    most_lost: Annotated[
        str | None,
        typer.Option(
            "--no-practice-loses-more-than", metavar="SHARE", help="Such as 5% of what it receives."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="SCHEME.yaml", help="Where to write the scheme that fits.")
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Find the largest price, points or floor with which a scheme keeps to its budget."""
    from incentives.cli.compare import given_by
    from incentives.compare.solving import knob_for, knobs
    from incentives.compare.solving import solve as solved_by
    from incentives.report.atomic import refuse_existing

    goal = _goal(so_that, practices_with_less, most_lost)
    if out is not None:
        refuse_existing(out, force=force)
    given = given_by(base, proposed, data, quiet=True)
    knob = knob_for(change, given.proposed_side.plan)
    if knob is None:
        message = f'"{change}" is nothing of this scheme that can be found.'
        remedy = did_you_mean(change, knobs(given.proposed_side.plan))
        raise Refused([Problem("C187", Place("--change"), message, remedy)])
    found = solved_by(given.base_side, given.proposed_side, knob, goal)
    if found.found is None:
        raise Refused([_impossible(found)])
    if out is not None:
        _write(found, (base, proposed, data), out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(_as_data(found))
        return
    _print(found)


def _goal(text: str, less: int | None, most_lost: str | None) -> Goal:
    from incentives.base.amount import percent
    from incentives.base.amount import pounds as read_pounds
    from incentives.compare.solving import Goal

    said = _GOAL.fullmatch(text.strip())
    try:
        if said is None:
            raise ValueError('write a goal such as "cost <= £4,200,000"')  # noqa: TRY301 - one border for all
        amount = said[2].strip()
        negative = amount.startswith("-")
        limit = read_pounds(amount.removeprefix("-")) * PENCE
        share = None if most_lost is None else percent(most_lost)
    except ValueError as why:
        message = f'The goal cannot be read: "{text}"' + (f", {most_lost}." if most_lost else ".")
        raise Refused([Problem("C188", Place("--so-that"), message, f"{str(why).capitalize()}.")]) from None
    if limit.denominator != 1 or (negative and said[1] != "difference"):
        message = f'A limit is whole pence and not below nought: "{text}".'
        raise Refused([Problem("C188", Place("--so-that"), message, 'Write such as "cost <= £4,200,000".')])
    return Goal(said[1], int(limit) * (-1 if negative else 1), less, share)


def _impossible(found: Solved) -> Problem:
    least, goal = found.least, found.goal
    if least is None:
        highest = _value(found.knob, found.knob.highest)
        message = (
            f"No {found.knob.says} up to {highest} was found with which practices lose no more than they may."
        )
        return Problem("C189", Place("--change"), message, "Allow practices to receive less, or change more.")
    value, over = _value(found.knob, least.value), least.pence - goal.limit
    message = (
        f"Impossible: the smallest {found.knob.says} that keeps what practices may lose is {value}, with a "
        f"{goal.of} of {pounds(least.pence)}; that is {pounds(over)} over the limit of {pounds(goal.limit)}."
    )
    remedy = (
        f"Raise the limit by {pounds(over)}, allow practices to receive less, or change something else too."
    )
    return Problem("C189", Place("--so-that"), message, remedy)


def _value(knob: Knob, value: Fraction) -> str:
    from incentives.base.amount import in_percent, in_pounds, written

    if knob.column == "price_per_point":
        return in_pounds(value)
    return f"{written(value)} points" if knob.of else in_percent(value)


def _print(found: Solved) -> None:
    goal, best = found.goal, found.found
    assert best is not None  # noqa: S101 - printed only where there is one
    tried: list[tuple[str, Tried]] = [("now", found.now), ("fits", best)]
    if found.above is not None:
        tried.append(("one step more", found.above))
    rows = [
        (name, _value(found.knob, t.value), pounds(t.pence), str(t.less), f"{float(t.lost):.1%}")
        for name, t in tried
    ]
    heads = ("", found.knob.says, goal.of.capitalize(), "Practices with less", "Most that one loses")
    print_table(f"{goal.of.capitalize()} at most {pounds(goal.limit)}", heads, rows)
    say(f"The largest {found.knob.says} that fits is {_value(found.knob, best.value)}.")
    if found.above is None:
        say("Nothing larger was tried: it is ten times what it is now, or the whole.")
    say("Each line is a whole run of the payments on these practice results, to the penny.")


def _as_data(found: Solved) -> dict[str, Any]:
    def told(tried: Tried | None) -> dict[str, Any] | None:
        if tried is None:
            return None
        return {
            "value": _value(found.knob, tried.value),
            "pence": tried.pence,
            "practices_with_less": tried.less,
            "largest_loss": float(tried.lost),
        }

    return {
        "change": found.knob.says,
        "limit_of": found.goal.of,
        "limit_pence": found.goal.limit,
        "now": told(found.now),
        "fits": told(found.found),
        "one_step_more": told(found.above),
    }


def _write(found: Solved, named: tuple[str, str, Path], out: Path, *, force: bool) -> None:
    """Write the scheme with the figure found, once the engine has paid what is written to the same penny."""
    from incentives.cli.compare import given_by
    from incentives.compare.solving import knob_for, paid_now
    from incentives.report.atomic import write_whole
    from incentives.scheme.solved import with_figure

    (base, proposed, data), best, knob = named, found.found, found.knob
    assert best is not None  # noqa: S101 - written only where there is one
    was, now = (_value(knob, v).removesuffix(" points") for v in (knob.now, best.value))
    text = with_figure(proposed, knob.says, was, now)
    trial = out.with_name(f".{out.stem}-trial.yaml")
    write_whole(trial, text.encode())
    try:
        given = given_by(base, str(trial), data, quiet=True)
        turned = knob_for(knob.says, given.proposed_side.plan)
        assert turned is not None  # noqa: S101 - the scheme has what it had
        again = paid_now(given.base_side, given.proposed_side, turned, found.goal)
    finally:
        trial.unlink(missing_ok=True)
    assert again == best, "what is written pays what was found"  # noqa: S101 - our own mistake
    write_whole(out, text.encode(), force=force)
