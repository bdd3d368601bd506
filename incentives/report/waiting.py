"""Which payments are final, and which may still change by results of others that come late.

Where payments share a budget or a pot, one practice's late result changes what all the others are paid.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.amount import in_pounds
from incentives.base.year import written_date
from incentives.formula.plan import THIS_SCHEDULE, Stage
from incentives.scheme.forms.pots import EVERYTHING, PotTerms, is_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from incentives.calculate import Results
    from incentives.formula.plan import Component
    from incentives.scheme.model import Scheme

_PENCE = 100


class _Shared(NamedTuple):
    """A sum that payments share: its name, what is paid from it, the last day of late results."""

    name: str
    of: tuple[str, ...] | str
    until: date | None


def said_of_late_results(scheme: Scheme, results: Results, today: date) -> tuple[str, ...]:
    """Return in sentences which payments are final on a day and which wait; none where nothing is shared."""
    shared = tuple(_shared(scheme))
    ours = [c for c in results.plan.components if c.paid_by == THIS_SCHEDULE and c.amount]
    if not shared or not ours:
        return ()
    everything = next((s for s in shared if s.of == EVERYTHING), None)
    if everything:
        return (_said(everything, "All", _paid(ours, results), today),)
    lines = [_said(s, "The", _paid([c for c in ours if c.id in s.of], results), today) for s in shared]
    apart = [c for c in ours if not any(c.id in s.of for s in shared) and not _is_line(c, results)]
    if apart:
        number, pence = _paid(apart, results)
        lines.append(f"The other {number} ({pence}) share nothing with other practices' and are final.")
    return tuple(lines)


def _shared(scheme: Scheme) -> Iterator[_Shared]:
    if scheme.budget and is_shared(scheme.budget):
        yield _Shared("the budget", EVERYTHING, scheme.budget.count_late_data_until)
    for line in scheme.lines:
        if isinstance(line.terms, PotTerms):
            usual = scheme.budget.count_late_data_until if scheme.budget else None
            name = f'the pot "{line.terms.title or line.id}"'
            yield _Shared(name, line.terms.of, line.terms.count_late_data_until or usual)


def _said(shared: _Shared, which: str, paid: tuple[str, str], today: date) -> str:
    number, pence = paid
    who = f"{which} {number} ({pence}) that share {shared.name}"
    if shared.until is None:
        return (
            f"{who} may change until every practice's results are in: the scheme does not say until when "
            "late results count."
        )
    last = f"results count that come until {written_date(shared.until)}"
    if today <= shared.until:
        return f"{who} wait for late data: {last}, and this is of {written_date(today)}."
    return f"{who} are final: {last}, and this is of {written_date(today)}."


def _paid(components: Iterable[Component], results: Results) -> tuple[str, str]:
    """Return how many payments are not nil, and what they come to."""
    pence = [p for c in components for p in results.pence(c.id).tolist() if p]
    number = "1 payment" if len(pence) == 1 else f"{len(pence):,} payments"
    return number, in_pounds(Fraction(sum(pence), _PENCE))


def _is_line(component: Component, results: Results) -> bool:
    """Tell whether an amount follows from all that a practice is due, and so from what shares a pot."""
    step = results.plan.step(component.amount, component.id)
    return step is not None and step.stage is Stage.LINES
