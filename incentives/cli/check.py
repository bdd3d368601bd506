"""``incentives check``: every problem of a scheme, with places and remedies; runs its own tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Refused
from incentives.cli.loading import sound_plan
from incentives.cli.terminal import counted, print_json, print_problems, say

if TYPE_CHECKING:
    from incentives.base.problem import Problem
    from incentives.cli.options import AsJson, SchemeName


def check(scheme: SchemeName, as_json: AsJson = False) -> None:
    """Find every problem of a scheme at once, and run the worked examples it carries."""
    from incentives.explain.examples import failed_examples

    try:
        read, plan, warnings = sound_plan(scheme)
        if failures := failed_examples(read.tests, plan):
            raise Refused([*warnings, *failures])
    except Refused as refused:
        if as_json:
            print_json([_as_data(p) for p in refused.problems])
            raise SystemExit(1) from None
        raise
    if as_json:
        print_json([_as_data(p) for p in warnings])
        return
    print_problems(warnings)
    indicators = sum(c.is_indicator for c in plan.components)
    say(
        f"{plan.id}: no problem found. {counted(indicators, 'indicator')}, "
        f"{counted(len(plan.components) - indicators, 'other payment')}, "
        f"{counted(len(read.tests), 'worked example')} right, {counted(len(warnings), 'warning')}."
    )


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message,
        "remedy": problem.remedy,
    }
