"""``incentives check``: every problem of a scheme, with places and remedies; runs its own tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Refused
from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, SchemeName
from incentives.cli.terminal import counted, print_json, print_problems, say

if TYPE_CHECKING:
    from incentives.base.problem import Problem
    from incentives.formula.plan import Plan
    from incentives.scheme.model import Scheme


def check(scheme: SchemeName, as_json: AsJson = False) -> None:
    """Find every problem of a scheme at once, and run the worked examples it carries."""
    try:
        read, plan, warnings = _checked(scheme)
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
    others = counted(len(plan.components) - indicators, "other payment")
    say(
        f"{plan.id}: no problem found. {counted(indicators, 'indicator')}, {others}, "
        f"{counted(len(read.tests), 'worked example')} right, {counted(len(warnings), 'warning')}."
    )


def _checked(named: str) -> tuple[Scheme, Plan, tuple[Problem, ...]]:
    read, plan, warnings = sound_plan(named)
    if read.tests:
        from incentives.explain.examples import failed_examples

        if failures := failed_examples(read.tests, plan):
            raise Refused([*warnings, *failures])
    return read, plan, warnings


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
