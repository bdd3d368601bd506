"""From what a user names to results: a scheme, practice data, the plan worked out for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Refused, errors
from incentives.cli.terminal import print_problems

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.base.problem import Problem
    from incentives.calculate import Results
    from incentives.data.bound import Binding
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan
    from incentives.scheme.model import Scheme


def sound_plan(named: str) -> tuple[Scheme, Plan, tuple[Problem, ...]]:
    """Read a scheme and make its plan; raise Refused with every problem."""
    from incentives.cli.reading_schemes import take_workbooks
    from incentives.scheme.reading import read_plan

    take_workbooks()
    return read_plan(named)


def bound(named: str, data: Path, *, quiet: bool = False) -> tuple[Scheme, Plan, Pack, Binding]:
    """Read a scheme and practice data and bring them together; warnings go to the error stream."""
    from incentives.data.binding import bind
    from incentives.data.pack import read_pack

    scheme, plan, warnings = sound_plan(named)
    pack = read_pack(data)
    binding = bind(plan, pack)
    shown = (*warnings, *binding.warnings)
    if errors(shown):
        raise Refused(shown)
    if not quiet:
        print_problems(shown)
    return scheme, plan, pack, binding


def estimated(named: str, data: Path, *, in_advance: bool = False) -> tuple[Scheme, Pack, Results]:
    """Read, bind and calculate on figures as they are known on their own day, for an estimate of the year.

    The day that the rule demands is then still to come. ``in_advance`` asks only for what months before the
    balance rest on: no result of the year at all.
    """
    from dataclasses import replace

    from incentives.calculate import calculate
    from incentives.data.binding import bind
    from incentives.data.pack import read_pack
    from incentives.formula.months import months_alone

    scheme, plan, warnings = sound_plan(named)
    plan = months_alone(plan) if in_advance else plan
    plan = replace(plan, data_fields=tuple(replace(f, as_at=None) for f in plan.data_fields))
    pack = read_pack(data)
    binding = bind(plan, pack)
    if errors(shown := (*warnings, *binding.warnings)):
        raise Refused(shown)
    return scheme, pack, calculate(plan, binding)


def worked_out(named: str, data: Path, *, quiet: bool = False) -> tuple[Scheme, Pack, Results]:
    """Read, bind and calculate."""
    from incentives.calculate import calculate

    scheme, plan, pack, binding = bound(named, data, quiet=quiet)
    return scheme, pack, calculate(plan, binding)
