"""``incentives check SCHEME --data PACK``: is anything open that must be settled first?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base import amount
from incentives.base.problem import Place, Problem, Refused, in_order
from incentives.cli.loading import sound_plan
from incentives.cli.terminal import as_data, counted, print_json, print_problems, say

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from incentives.formula.plan import Plan


def check_data(scheme: str, data: Path, moves: str, *, as_json: bool) -> None:
    """Print all that is wrong with the data for a scheme, and every query; end with 1 while one is open."""
    from incentives.data.signoffs import open_queries

    limit = _pounds(moves)
    _, plan, warnings = sound_plan(scheme)
    try:
        found = in_order((*warnings, *_found(plan, data, limit)))
        refused = False
    except Refused as refusal:
        found, refused = refusal.problems, True
    still_open = open_queries(found)
    if as_json:
        print_json([as_data(p) for p in found])
    else:
        print_problems(found)
        _say(plan, len(still_open), len(found), refused=refused)
    if refused or still_open:
        raise SystemExit(1)


def _found(plan: Plan, data: Path, limit: Fraction) -> tuple[Problem, ...]:
    from incentives.calculate import calculate
    from incentives.calculate.queries import later_queries
    from incentives.data import bind, read_pack

    pack = read_pack(data)
    binding = bind(plan, pack)
    return (*binding.warnings, *later_queries(calculate(plan, binding), pack, moves=limit))


def _say(plan: Plan, still_open: int, found: int, *, refused: bool) -> None:
    if refused:
        say(f"{plan.id}: these data cannot be paid on.")
    elif still_open:
        queries = "1 query is" if still_open == 1 else f"{still_open:,} queries are"
        say(f"{plan.id}: {queries} to be settled or signed off before anything is paid.")
    else:
        say(f"{plan.id}: no query is open. {counted(found, 'warning')}.")


def _pounds(text: str) -> Fraction:
    try:
        return amount.pounds(text if "£" in text else f"£{text}")
    except ValueError as reason:
        problem = Problem("C106", Place("--moves"), f"{str(reason).capitalize()}.", "Write --moves £1,000.")
        raise Refused([problem]) from None
