"""Protections that could mean two things: without a basis, with both amounts; or in points and in pounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds, percent
from incentives.base.problem import Problem

if TYPE_CHECKING:
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


OF_PAYMENTS = (
    "at_least",
    "of",
    "year",
    "basis",
    "list",
    "pms_deduction",
    "lose_at_most",
    "taper_over",
    "best_of",
)


def points_and_pounds(group: Group, what: str) -> Problem | None:
    """Refuse a protection that speaks of points and of pounds: it protects the one or the other."""
    pounds = [key for key in OF_PAYMENTS if key in group.entries]
    if "points_of" not in group.entries or not pounds:
        return None
    message = (
        f'{what} protects points ("points_of") and speaks of pounds ("{pounds[0]}"): '
        "it can do only one of them."
    )
    remedy = (
        "For the points of an earlier year, at this year's price, list and factors, keep points_of, "
        'averaged_with and indicators alone. For a share of an earlier payment, take out "points_of:" and '
        "write at_least, of, year, basis, list and pms_deduction."
    )
    return Problem("S564", group.entries[pounds[0]].key, message, remedy)
