"""What must be there before a decision is published: each part is present, or it is said why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.govern.decisions import Decision
    from incentives.scheme.model import Scheme

PRESENT, EXPLAINED = "present", "explained"
NOT_DONE = "not done:"
"""How a scheme's governance says that something was not done, before the reason."""

SAID = {
    "consulted": "who was consulted, and when",
    "patients_involved": "how patients and the public were involved",
    "equality_assessment": "the equality assessment",
    "inequalities_duty": "how the duty to reduce inequalities was met",
    "procurement_route": "the procurement route, and why",
    "nhs_england": "what NHS England was told, and its answer",
    "strategy_objective": "the objective of the strategy that the scheme serves",
    "review_on": "when the scheme is reviewed",
}
"""Parts that the scheme's ``governance`` says."""
ALL = {
    "budget": "the limit of the budget and what is paid at most",
    "decision": "the decision: who decided, the votes, the quorum, the interests and how they were managed",
    **SAID,
}
"""Every part that may be wanting; the scheme, its words, the comparison and the tables always can be made."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a publication: present with what is said, or explained with the reason."""

    name: str
    what: str
    standing: str
    text: str


def parts(
    scheme: Scheme, decision: Decision | None, explained: Mapping[str, str], place: str
) -> tuple[Part, ...]:
    """Return every part that may be wanting; raises Refused with all that are neither present nor explained.

    ``explained`` are reasons by part, as given beside the scheme. G202 names a part that is wanting, G203 a
    reason for a part that there is not.
    """
    problems = [
        Problem(
            "G203",
            Place("--explain"),
            f'"{name}" is no part of a publication.',
            did_you_mean(name, tuple(ALL)),
        )
        for name in explained
        if name not in ALL
    ]
    there = _there(scheme, decision)
    found = [_part(name, there.get(name, ""), explained.get(name, "")) for name in ALL]
    problems += [_wanting(part, place) for part in found if not part.text]
    if problems:
        raise Refused(problems)
    return tuple(found)


def reasons(given: Iterable[str]) -> dict[str, str]:
    """Return reasons by part from ``part: reason``; raises Refused (G203) where there is no reason."""
    found = {}
    for text in given:
        name, _, reason = text.partition(":")
        if not reason.strip():
            message = f'"{text}" gives no reason.'
            remedy = 'Write the part, a colon and the reason, such as "nhs_england: no approval is needed".'
            raise Refused([Problem("G203", Place("--explain"), message, remedy)])
        found[name.strip()] = reason.strip()
    return found


def _part(name: str, there: str, explained: str) -> Part:
    if there.casefold().startswith(NOT_DONE):
        return Part(name, ALL[name], EXPLAINED, there[len(NOT_DONE) :].strip())
    return Part(name, ALL[name], PRESENT if there else EXPLAINED, there or explained)


def _there(scheme: Scheme, decision: Decision | None) -> dict[str, str]:
    governance, budget = scheme.governance, scheme.budget
    found = {"budget": f"limit {_pounds(budget.limit)}"} if budget else {}
    if decision is not None:
        found["decision"] = f"{decision.content['minute']}, {decision.content['dated']}"
    if governance is None:
        return found
    consulted = (f"{c.body} on {written_date(c.on)}" for c in governance.consulted)
    review = written_date(governance.review_on) if governance.review_on else ""
    said = {name: str(getattr(governance, name)) for name in SAID if name not in ("consulted", "review_on")}
    return found | said | {"consulted": ", ".join(consulted), "review_on": review}


def _wanting(part: Part, place: str) -> Problem:
    message = f"Neither there nor explained: {part.what} ({part.name})."
    where = {
        "budget": "Give the scheme a budget",
        "decision": "Enter the decision on this version with `incentives decide`",
    }.get(part.name, f"Say it under governance, {part.name}")
    return Problem("G202", Place(place), message, f'{where}, or add --explain "{part.name}: why not".')


def _pounds(limit: object) -> str:
    from fractions import Fraction  # noqa: PLC0415 - one use

    from incentives.base.amount import in_pounds  # noqa: PLC0415 - one use

    return in_pounds(Fraction(str(limit)))
