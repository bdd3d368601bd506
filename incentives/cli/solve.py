"""``incentives solve``: figures of a scheme that fit a budget, proven by whole runs of the payments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli import solve_options as options
from incentives.cli.options import AsJson, DataPath, Force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from incentives.compare.knobs import Knob
    from incentives.compare.programme import Wanted
    from incentives.compare.trials import Goal
    from incentives.compare.whole import Given

_GOAL = re.compile(r"([a-z ]+?)\s*(?:<=|≤|at most)\s*(-?£?.+)")
PENCE = 100
EVERY = "points of all"


def solve(  # noqa: PLR0913 - a verb has its options
    proposed: options.Proposed,
    base: options.Base,
    data: DataPath,
    change: options.Change,
    so_that: options.SoThat,
    *,
    aim: options.Aim = None,
    between: options.Between = None,
    practices_with_less: options.PracticesWithLess = None,
    most_lost: options.MostLost = None,
    draws: options.Draws = 100,
    out: options.Out = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Find the price, points, thresholds, floor, cap or taper with which a scheme keeps to its budget."""
    from dataclasses import replace

    from incentives.cli.compare import given_by
    from incentives.cli.solve_one import solve_one
    from incentives.cli.solve_points import solve_several
    from incentives.cli.solve_written import Out
    from incentives.report.atomic import refuse_existing

    goal = replace(_goal(so_that, practices_with_less, most_lost), draws=draws)
    if out is not None:
        refuse_existing(out, force=force)
    given = given_by(base, proposed, data, quiet=True)
    wanted = Out((base, proposed, data), out, force=force, as_json=as_json)
    knobs = _knobs(_asked(change, given), given)
    if len(knobs) == 1:
        if aim or between:
            message = "An aim and a range are for points of several indicators, and only one figure changes."
            remedy = "Leave --aim and --between out, or name more indicators."
            raise Refused([Problem("C231", Place("--aim" if aim else "--between"), message, remedy)])
        solve_one(given, knobs[0], goal, wanted)
        return
    solve_several(given, _wanted(given, knobs, aim, between), goal, wanted)


def _asked(change: Sequence[str], given: Given) -> list[str]:
    """Return what is to change, a list of indicators taken apart."""
    from incentives.compare.knobs import POINTS, paid_points

    found = []
    for words in change:
        text = " ".join(words.split())
        if text == EVERY or text.startswith(f"{EVERY} but "):
            out = _codes(text.removeprefix(f"{EVERY} but ")) if text != EVERY else []
            every = paid_points(given.proposed_side.plan)
            found += [
                f"{POINTS} of {code}" for code in (*every, *out) if code not in out or code not in every
            ]
        elif text.startswith(f"{POINTS} of "):
            found += [f"{POINTS} of {code}" for code in _codes(text.removeprefix(f"{POINTS} of "))]
        else:
            found.append(text)
    return found


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.replace(" and ", ",").split(",")]


def _knobs(asked: Sequence[str], given: Given) -> list[Knob]:
    """Return what is to change; raises Refused where it is no figure (C187) or two contradict (C230)."""
    from incentives.compare.knobs import POINTS, knob_for
    from incentives.compare.knobs import knobs as names

    plan = given.proposed_side.plan
    found = [(words, knob_for(words, plan)) for words in asked]
    known = (EVERY, *names(plan))
    unknown = [words for words, knob in found if knob is None]
    if unknown:
        raise Refused(
            [
                Problem(
                    "C187",
                    Place("--change"),
                    f'"{words}" is nothing of this scheme that can be found.',
                    did_you_mean(words, known, most=6),
                )
                for words in unknown
            ]
        )
    knobs = [knob for _, knob in found if knob is not None]
    others = [k.says for k in knobs if k.sort != POINTS]
    if twice := sorted({w for w in asked if asked.count(w) > 1}):
        message = f'"{twice[0]}" is to change twice, and one figure has one answer.'
        raise Refused([Problem("C230", Place("--change"), message, "Name each figure once.")])
    if others and len(knobs) > 1:
        message = f'"{others[0]}" cannot be found together with "{_first_other(knobs, others[0])}".'
        remedy = (
            "One limit settles one figure: find one, write the scheme, then the other. Points go together."
        )
        raise Refused([Problem("C230", Place("--change"), message, remedy)])
    return knobs


def _first_other(knobs: Sequence[Knob], says: str) -> str:
    return next(k.says for k in knobs if k.says != says)


def _goal(text: str, less: int | None, most_lost: str | None) -> Goal:
    from incentives.base.amount import percent
    from incentives.base.amount import pounds as read_pounds
    from incentives.compare.trials import COST, EXPECTED, MORE, MOST, Goal

    named = {COST: COST, "expected": EXPECTED, EXPECTED: EXPECTED, "most": MOST, MOST: MOST, MORE: MORE}
    said = _GOAL.fullmatch(" ".join(text.split()))
    if said is not None and said[1] not in named:
        message = f'"{said[1]}" is nothing that can be limited.'
        raise Refused([Problem("C188", Place("--so-that"), message, did_you_mean(said[1], sorted(named)))])
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
    if limit.denominator != 1 or (negative and said[1] != MORE):
        message = f'A limit is whole pence and not below nought: "{text}".'
        raise Refused([Problem("C188", Place("--so-that"), message, 'Write such as "cost <= £4,200,000".')])
    _refuse_contradiction(less, share)
    return Goal(named[said[1]], int(limit) * (-1 if negative else 1), less, share)


def _refuse_contradiction(less: int | None, share: Fraction | None) -> None:
    if share is not None and share >= 1:
        message = "No practice can lose more than all that it receives, so this limits nothing."
        raise Refused([Problem("C232", Place("--no-practice-loses-more-than"), message, "Write such as 5%.")])
    if share == 0 and less:
        message = f"No practice may lose anything, yet {less} may receive less: the two contradict."
        remedy = "Leave --practices-with-less out, or allow a share above 0%."
        raise Refused([Problem("C232", Place("--practices-with-less"), message, remedy)])


def _wanted(given: Given, knobs: Sequence[Knob], aim: str | None, between: str | None) -> Wanted:
    """Return what is wanted of several indicators' points; raises Refused where they cannot be found."""
    from incentives.compare.programme import AIMS, KEEP_SHARES
    from incentives.compare.solving_points import BETWEEN, wanted_for

    if aim is not None and aim not in AIMS:
        message = f'"{aim}" is no aim.'
        raise Refused([Problem("C231", Place("--aim"), message, did_you_mean(aim, AIMS))])
    plan, codes = given.proposed_side.plan, [knob.of for knob in knobs]
    _refuse_bent(given, codes)
    return wanted_for(plan, codes, aim or KEEP_SHARES, _between(between) if between else BETWEEN)


def _between(text: str) -> tuple[Fraction, Fraction]:
    from incentives.base.amount import percent

    low, middle, high = text.partition(" to ")
    try:
        ends = percent(low.strip()), percent(high.strip())
    except ValueError:
        ends = None
    if not middle or ends is None or ends[0] > ends[1]:
        message = f'"{text}" is no range of what an indicator has now.'
        raise Refused([Problem("C233", Place("--between"), message, 'Write such as "50% to 200%".')])
    return ends


def _refuse_bent(given: Given, codes: Sequence[str]) -> None:
    """Refuse points that payments do not follow in a straight line, and name them where they are a few."""
    from incentives.compare.solving_points import bends

    plan = given.proposed_side.plan
    found = bends(plan, codes)
    if not found:
        return
    bent = [code for code in codes if bends(plan, [code])]
    message = f"What practices are paid does not follow these points in a straight line: {'; '.join(found)}."
    remedy = (
        f"Leave out {', '.join(bent)}."
        if bent and len(bent) < len(codes)
        else "Find the points of one indicator at a time, or the price."
    )
    raise Refused([Problem("C234", Place("--change"), message, remedy)])
