"""``incentives check``: every problem of a scheme, with places and remedies; runs its own tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Refused
from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, SchemeName
from incentives.cli.terminal import as_data, counted, print_json, print_problems, say, screen_width

if TYPE_CHECKING:
    from incentives.base.problem import Problem
    from incentives.formula.plan import Plan
    from incentives.scheme.model import Scheme


def check(
    scheme: SchemeName,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="PACK", help="Check these practice data against the scheme too."),
    ] = None,
    moves: Annotated[
        str,
        typer.Option(
            "--moves", metavar="POUNDS", help="Name practices that move what another is paid by so much."
        ),
    ] = "£1,000",
    as_json: AsJson = False,
) -> None:
    """Find every problem of a scheme at once, and run the worked examples it carries.

    With practice data: every check of the data too; it ends with 1 while a query is open.
    """
    if data is not None:
        from incentives.cli.check_data import check_data

        check_data(scheme, data, moves, as_json=as_json)
        return
    try:
        read, plan, warnings = _checked(scheme)
    except Refused as refused:
        if as_json:
            print_json([as_data(p) for p in refused.problems])
            raise SystemExit(1) from None
        raise
    if as_json:
        print_json([as_data(p) for p in warnings])
        return
    print_problems(warnings)
    indicators = sum(c.is_indicator for c in plan.components)
    others = counted(len(plan.components) - indicators, "other payment")
    say(
        f"{plan.id}: no problem found. {counted(indicators, 'indicator')}, {others}, "
        f"{counted(len(read.tests), 'worked example')} right, {counted(len(warnings), 'warning')}."
    )
    if read.offer or read.offered_by:
        _say_what_may_be_lost(read)


def _say_what_may_be_lost(scheme: Scheme) -> None:
    from incentives.report.offer_words import at_risk
    from incentives.report.paragraphs import Line, Part, as_text

    part = Part("What a practice can lose after doing the work", tuple(map(Line, at_risk(scheme))))
    say()
    say(as_text([part], screen_width()).rstrip())


def _checked(named: str) -> tuple[Scheme, Plan, tuple[Problem, ...]]:
    read, plan, warnings = sound_plan(named)
    if read.tests:
        from incentives.explain.examples import failed_examples

        if failures := failed_examples(read.tests, plan):
            raise Refused([*warnings, *failures])
    return read, plan, warnings
