"""A period set against what was released before it, so that what is paid in all is what is due.

Practices close, merge and leave, and figures are corrected, while months are already paid. The months and
the balance of a calculation say what should have been paid, were everything known in April. Where something
else was released it is made up: within the months left as the scheme says, the rest with the balance.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from incentives.data.signups import Span, spans_in_scheme
from incentives.formula.plan import Columns
from incentives.scheme.forms.true_up import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.formula.plan import Period
    from incentives.govern.calculated import Calculated
    from incentives.govern.entries import Line

INSTALMENT = "instalment"


class Paid(NamedTuple):
    """What a practice's instalment is, what it is paid, and what was released to it before; in pence."""

    practice: str
    planned: int
    pays: int
    released: int


def settled(calculated: Calculated, period: str, released: Sequence[Line] = ()) -> tuple[Paid, ...]:
    """Return what each practice is paid for a period of a scheme with instalments, by code.

    ``released`` are the lines of the ledger, in order. Those after the period's own first release do not
    count, so a release that is repeated finds what it found before. Corrections and reversals stand beside
    what is worked out: they are neither set off nor made up. A month that was released to nobody is taken
    to be paid still. No month is below nothing, and none is paid to a practice without a day of it in
    the scheme; the balance takes what is left and may be negative.
    """
    plan = calculated.results.plan
    at = [p.name for p in plan.periods].index(period)
    before = _paid_before(calculated, at, released)
    known = {name for paid in before.values() for name in paid}
    spans, pence = _spans(calculated), calculated.results.in_pence(Columns.INSTALMENT)
    found = []
    for row, code in enumerate(calculated.results.binding.practices):
        paid, span = before.get(code, {}), spans.get(code)
        months = tuple(
            _Month(int(pence[row, n]), p.name in known, _takes_part(p, span), paid.get(p.name, 0))
            for n, p in enumerate(plan.periods)
            if not p.is_balance
        )
        planned = int(pence[row, at])
        if plan.periods[at].is_balance:
            pays = planned + _left(months, len(months))
        else:
            pays = _month(months, at, at_once=_at_once(calculated))
        found.append(Paid(code, planned, pays, sum(paid.values())))
    return tuple(found)


class _Month(NamedTuple):
    """A month of one practice: what is planned, whether it was released to anybody, and what to it."""

    planned: int
    is_known: bool
    takes_part: bool
    paid: int


def _month(months: Sequence[_Month], at: int, *, at_once: bool) -> int:
    """Return what a month pays: as planned, or what is left in equal months, the last with the odd pence."""
    now, whole = months[at], all(m.takes_part for m in months)
    short = sum(m.planned - m.paid for m in months[:at] if m.is_known)
    if not now.takes_part:
        return 0
    if whole and (at_once or not short):
        return max(0, now.planned + short)
    return max(0, _left(months, at)) // sum(m.takes_part for m in months[at:])


def _left(months: Sequence[_Month], at: int) -> int:
    """Return what is left to be paid of all months, without earlier ones that can still be released."""
    still = sum(m.planned for m in months[:at] if m.takes_part and not m.is_known)
    return sum(m.planned for m in months) - still - sum(m.paid for m in months[:at])


def _paid_before(
    calculated: Calculated, at: int, released: Sequence[Line]
) -> Mapping[str, Mapping[str, int]]:
    """Return the pence that were released for each earlier period by practice."""
    plan = calculated.results.plan
    earlier = {p.name for p in plan.periods[:at]}
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in released:
        if (line.key.scheme, line.key.year, line.key.component) == (plan.id, str(plan.year), INSTALMENT):
            if line.key.period == plan.periods[at].name:
                break
            if line.key.period in earlier:
                found[line.key.practice][line.key.period] += line.pence
    return found


def _at_once(calculated: Calculated) -> bool:
    instalments = calculated.scheme.instalments
    return instalments is not None and instalments.terms.when_final == AT_ONCE


def _spans(calculated: Calculated) -> Mapping[str, Span]:
    """Return the days of practices in the scheme where it pays for days; nothing where it does not."""
    scheme, plan = calculated.scheme, calculated.results.plan
    if scheme.part_year is None:
        return {}
    return spans_in_scheme(calculated.pack, plan.year, plan.id, scheme.part_year.terms.days_of)


def _takes_part(period: Period, span: Span | None) -> bool:
    """Tell whether a practice has a day in the scheme in a period's month."""
    first = period.pays_on.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return span is None or span.within(Span(first, last)).days > 0
