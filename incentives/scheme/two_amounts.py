"""A protection without a basis is refused with both of the amounts that it could mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds, percent

if TYPE_CHECKING:
    from incentives.base.problem import Problem
    from incentives.scheme.marks import Group

PAID, FALLEN = 100_000, 90


def with_both_amounts(problem: Problem, entry: Group) -> Problem:
    """Show what a missing basis decides, for a practice whose list has fallen by 10% since."""
    if problem.code != "S202" or not problem.message.startswith('"basis" is missing'):
        return problem
    try:
        share = percent(entry.text("at_least") or "100%")
    except ValueError:
        return problem
    whole, by_list = PAID * share, PAID * share * FALLEN / 100
    remedy = (
        f'Write "basis: per practice" or "basis: per registered patient". Of £{PAID:,} paid '
        f"to a practice whose list has since fallen by 10%, the first protects {in_pounds(whole)} and "
        f'the second, with "list: at payment", {in_pounds(by_list)}.'
    )
    return replace(problem, remedy=remedy)
