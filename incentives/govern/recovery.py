"""Recovery: how a practice pays back what it was paid too much, by the scheme's terms, in whole pence.

Equal months over the stated time, never more than the stated share of a monthly payment, from the first
month after notice. A sum below the stated one is waived and listed; a practice that has closed is sent an
invoice, since nothing more is paid to it. In the ledger the sum is put back in the month in which it would
have made a payment smaller, and kept back month by month: the lines of one practice add up to nothing, but
for what is waived.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import month_name, written_date
from incentives.govern.accruals import paid_month
from incentives.govern.entries import RECOVERY, Key, Line
from incentives.govern.ledger import Agreed
from incentives.govern.runs import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentives.govern.ledger import Entry
    from incentives.scheme.model import Recovery

PENCE = 100


class Way(StrEnum):
    """What becomes of a debt."""

    MONTHS = "kept back from monthly payments"
    INVOICE = "invoice: the practice has closed"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Debt:
    """What a practice was paid too much, in pence above zero, and the lines of the ledger that say so."""

    practice: str
    pence: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a plan: the payment, what is kept back, and the net payment; in pence."""

    name: str
    pays_on: date
    payment: int
    kept_back: int

    @property
    def net(self) -> int:
        """What the practice still receives."""
        return self.payment - self.kept_back


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan for one practice; ``longer`` tells that the share of a month makes it take longer."""

    debt: Debt
    way: Way
    months: tuple[Month, ...] = ()
    longer: bool = False


Payments = tuple[tuple[str, date, int], ...]
"""Monthly payments to come of one practice: the month, its day, pence."""


def debts(lines: Sequence[Line], entries: Iterable[Entry], on: date) -> tuple[Debt, ...]:
    """Return what practices were paid too much: lines below zero, but for those that a plan holds already.

    A correction counts where what it corrects has been paid by the day ``on``.
    """
    planned = {ref for e in entries if e.kind == RECOVERY for ref in e.content["recovers"]}
    paid_on = {line.reference: paid_month(line) for line in lines}
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.pence >= 0 or line.key.component == RECOVERY or line.reference in planned:
            continue
        if line.correction_of and paid_on.get(line.correction_of, on) > on:
            continue
        found.setdefault(line.key.practice, []).append(line)
    return tuple(Debt(c, -sum(x.pence for x in own), tuple(own)) for c, own in sorted(found.items()))


def plans(
    owed: Iterable[Debt],
    terms: Recovery,
    payments: Mapping[str, Payments],
    closed: Mapping[str, date],
    on: date,
) -> tuple[Plan, ...]:
    """Return a plan for each debt; raises Refused (G168) where the payments to come do not suffice.

    ``payments`` are the monthly payments to come by practice, ``closed`` the last days of practices that
    have closed or will.
    """
    made, problems = [], []
    for debt in owed:
        plan = _plan(debt, terms, payments.get(debt.practice, ()), closed.get(debt.practice), on)
        kept = sum(month.kept_back for month in plan.months)
        if plan.way is Way.MONTHS and kept < debt.pence:
            problems.append(_too_little(debt, debt.pence - kept, terms))
        made.append(plan)
    if problems:
        raise Refused(problems)
    return tuple(made)


def _plan(debt: Debt, terms: Recovery, payments: Payments, closes: date | None, on: date) -> Plan:
    if terms.waive_below is not None and debt.pence < terms.waive_below * PENCE:
        return Plan(debt, Way.WAIVED)
    if closes is not None and closes <= on:
        return Plan(debt, Way.INVOICE)
    first = on + timedelta(days=terms.notice)
    until = closes or date.max
    to_come = [p for p in payments if first <= p[1] <= until and p[2] > 0]
    months = tuple(_months(debt.pence, terms, to_come))
    return Plan(debt, Way.MONTHS, months, longer=len(months) > terms.over)


def _months(pence: int, terms: Recovery, to_come: Sequence[tuple[str, date, int]]) -> Iterator[Month]:
    """Spread what is left over the months left, pence rounded down; after them whatever the share allows.

    A month takes more than its part where later months could not take what it leaves.
    """
    most = [most_of(payment, terms.at_most) for _, _, payment in to_come]
    left, over = pence, min(terms.over, len(to_come))
    for at, (name, pays_on, payment) in enumerate(to_come):
        if not left:
            return
        wanted = left // (over - at) if at < over else left
        kept = min(max(wanted, left - sum(most[at + 1 :])), left, most[at])
        left -= kept
        yield Month(name, pays_on, payment, kept)


def most_of(payment: int, share: Fraction) -> int:
    """Return the most that may be kept back of a payment: the share in whole pence, never all below zero.

    >>> most_of(541_667, Fraction(1, 10)), most_of(-5, Fraction(1, 10))
    (54166, 0)
    """
    return max(0, min(payment, floor(payment * share)))


def agreed(made: Sequence[Plan], terms: Recovery, borne_by: str, on: date) -> Agreed:
    """Return the lines of plans for the ledger; what is waived is a line that corrects the debt."""
    lines = [line for plan in made for line in _lines(plan, borne_by, on)]
    content = {
        "recovers": [line.reference for plan in made for line in plan.debt.lines],
        "terms": {
            "over": terms.over,
            "at_most": str(terms.at_most),
            "notice": terms.notice,
            "waive_below": str(terms.waive_below if terms.waive_below is not None else ""),
        },
        "plans": [[plan.debt.practice, plan.debt.pence, plan.way.value] for plan in made],
    }
    return Agreed(content, lines, sum(plan.debt.pence for plan in made))


def _lines(plan: Plan, borne_by: str, on: date) -> Iterator[Line]:
    said = {Way.MONTHS: "recovered later", Way.INVOICE: "invoiced", Way.WAIVED: "waived"}[plan.way]
    for line in plan.debt.lines:
        key = line.key._replace(component=RECOVERY, period=f"{line.key.period}, {said}")
        corrects = line.reference if plan.way is Way.WAIVED else ""
        reference = f"{line.reference}/{said.split()[0]}"
        yield Line(
            key, -line.pence, line.earned_in, line.paid_in, borne_by, reference, correction_of=corrects
        )
    first = plan.debt.lines[0]
    for month in plan.months:
        if month.kept_back:
            period = f"{month.name}, plan of {written_date(on)}"
            key = Key(first.key.scheme, first.key.year, plan.debt.practice, RECOVERY, period)
            reference = reference_of(key)
            paid_in = month_name(month.pays_on)
            yield Line(key, -month.kept_back, first.earned_in, paid_in, borne_by, reference)


def _too_little(debt: Debt, left: int, terms: Recovery) -> Problem:
    share = f"{float(terms.at_most * PENCE):g}%"
    message = (
        f"{debt.practice} owes {in_pounds(Fraction(debt.pence, PENCE))}; of the payments to come "
        f"{share} leaves {in_pounds(Fraction(left, PENCE))} of it open."
    )
    remedy = (
        "Name the scheme that pays it next with --next and --next-data, or agree an invoice and correct it."
    )
    return Problem("G168", Place(debt.lines[0].reference), message, remedy)
