"""What became of the budget: reduced, helped out of the contingency, or passed all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_percent
from incentives.base.problem import Place, Problem, Severity
from incentives.base.year import written_date
from incentives.cli.terminal import PENCE, pounds, print_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.calculate import Results
    from incentives.scheme.model import Budget, Scheme

CUT, REST = "budget", "budget rest"


def say_of_budget(scheme: Scheme, results: Results) -> None:
    """Say on the error stream what the budget's rules did to payments, and what they could not do."""
    if scheme.budget is None:
        return
    found = scheme.origins.get("budget.limit")
    place = found.place if found else Place(results.plan.id)
    said = _said(scheme.budget, results)
    problems = [Problem(code, place, why, remedy, Severity.WARNING) for code, why, remedy in said]
    if problems:
        print_problems(problems)


def _said(budget: Budget, results: Results) -> Iterator[tuple[str, str, str]]:
    from incentives.report.headline import total_pence

    limit, total = int(budget.limit * PENCE), total_pence(results)
    taken, shared = -_sum(results, CUT), _sum(results, REST)
    earned = total + taken - shared
    if taken:
        share = in_percent_of(taken, earned)
        day = budget.count_late_data_until
        final = f" They are final once data have come in until {written_date(day)}." if day else ""
        message = f"Earnings of {pounds(earned)} exceed the budget: payments are reduced by {pounds(taken)}"
        message += f", {share} of what was earned."
        yield "C115", message, f"That is what the scheme says; tell practices what they earned.{final}"
    if shared:
        message = f"Earnings fall short of the budget: {pounds(shared)} are shared by list size."
        yield "C117", message, "That is what the scheme says."
    extra = int(limit * (budget.contingency or 0))
    if limit < total <= limit + extra:
        message = f"The scheme pays {pounds(total)}: {pounds(total - limit)} come out of the contingency of "
        yield "C116", f"{message}{pounds(extra)}.", "See that the contingency is there."
    elif total > limit + extra:
        message = (
            f"The scheme pays {pounds(total)}, which is {pounds(total - limit)} more than its budget limit."
        )
        kept = "Protections are kept whole and come first" if taken else "The scheme pays in full"
        yield "C104", message, f"{kept}: decide what is done before anything is paid."


def _sum(results: Results, component: str) -> int:
    known = any(c.id == component for c in results.plan.components)
    return sum(results.pence(component).tolist()) if known else 0


def in_percent_of(part: int, whole: int) -> str:
    """Return a part of a whole in percent, to a tenth."""
    from fractions import Fraction

    from incentives.base.rounding import Rule, rounded

    return in_percent(rounded(Fraction(part, whole or 1), 3, Rule.HALF_UP))
