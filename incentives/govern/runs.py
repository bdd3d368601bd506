"""A calculation as a run that may be paid: one line for each payment of a period, and what blocks it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.base.year import month_name
from incentives.compare.whatif import signed_codes
from incentives.formula.plan import THIS_SCHEDULE
from incentives.govern.calculated import Calculated
from incentives.govern.entries import BELOW_ZERO, Key, Line, Run
from incentives.govern.offers import incomplete
from incentives.govern.payees import closed_payees
from incentives.govern.settling import INSTALMENT, settled
from incentives.scheme.resolved import version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentives.base.year import FinancialYear

__all__ = [
    "NOT_DECIDED",
    "WHOLE_YEAR",
    "Calculated",
    "at_once_on",
    "below_zero",
    "reference_of",
    "run_of",
    "version_of",
]

WHOLE_YEAR = "whole year"
NOT_DECIDED = "not decided"


def run_of(
    calculated: Calculated, period: str, prepared_by: str, dated: str, released: Sequence[Line] = ()
) -> Run:
    """Return the run that pays one period of a scheme; raises Refused (G140) for an unknown period.

    Where a scheme pays in instalments a line is a practice's instalment of the period, set against what the
    ledger has ``released``; where it does not, a line is a practice's payment for one component and the
    period is the whole year.
    """
    plan = calculated.results.plan
    names = tuple(p.name for p in plan.periods) or (WHOLE_YEAR,)
    if period not in names:
        message = f'"{period}" is no period of {plan.id}.'
        raise Refused([Problem("G140", Place(plan.id), message, did_you_mean(period, names, most=20))])
    lines = tuple(_instalments(calculated, period, released) if plan.periods else _payments(calculated))
    return Run(
        scheme=plan.id,
        version=version_of(calculated.scheme),
        year=str(plan.year),
        data=calculated.pack.fingerprint,
        program=calculated.program,
        dated=dated,
        prepared_by=prepared_by,
        lines=lines,
        blocks=tuple(_blocks(calculated, period, lines)),
    )


def _instalments(calculated: Calculated, period: str, released: Sequence[Line]) -> Iterator[Line]:
    plan = calculated.results.plan
    at = [p.name for p in plan.periods].index(period)
    provisional = _is_provisional(calculated) and not plan.periods[at].is_balance
    for one in settled(calculated, period, released):
        if one.pays:
            key = Key(plan.id, str(plan.year), one.practice, INSTALMENT, period)
            yield _line(calculated, key, one.pays, provisional)


def _payments(calculated: Calculated) -> Iterator[Line]:
    results, plan = calculated.results, calculated.results.plan
    for component in plan.components:
        if component.amount and component.paid_by == THIS_SCHEDULE:
            for code, amount in zip(
                results.binding.practices, results.pence(component.id).tolist(), strict=True
            ):
                if amount:
                    key = Key(plan.id, str(plan.year), code, component.id, WHOLE_YEAR)
                    yield _line(calculated, key, int(amount), provisional=False)


def _line(calculated: Calculated, key: Key, pence: int, provisional: bool) -> Line:  # noqa: FBT001 - told by name
    plan = calculated.results.plan
    periods = {p.name: p for p in plan.periods}
    pays_on = periods[key.period].pays_on if key.period in periods else at_once_on(plan.year)
    return Line(
        key=key,
        pence=pence,
        earned_in=key.year,
        paid_in=month_name(pays_on),
        borne_by=plan.offered_by or "the body that offers the scheme",
        reference=reference_of(key),
        provisional=provisional,
    )


def reference_of(key: Key) -> str:
    """Return what a payment is known by, on the schedule, in an upload and on the remittance."""
    return "/".join(_short(part) for part in (key.scheme, key.period, key.practice, key.component))


def at_once_on(year: FinancialYear) -> date:
    """Return the month in which a year is paid that has no instalments: June after it, with the results."""
    return date(year.last_day.year, 6, 1)


def _short(text: str) -> str:
    return "".join(c for c in text.title() if c.isalnum()) if " " in text else text


def _blocks(calculated: Calculated, period: str, lines: tuple[Line, ...]) -> Iterator[str]:
    scheme, results = calculated.scheme, calculated.results
    treatment = scheme.treatment
    if scheme.offer and treatment is None:
        yield "The scheme does not say how its payments are treated (pensionable, VAT, paid to)."
    if treatment and NOT_DECIDED in (treatment.pensionable, treatment.vat):
        which = [
            n for n, v in (("pensionable", treatment.pensionable), ("vat", treatment.vat)) if v == NOT_DECIDED
        ]
        yield f"The treatment of payments is not decided: {', '.join(which)}."
    signed = signed_codes(results.binding)
    if scheme.offer and signed is None:
        yield "Nobody has signed: the practice data hold no table of sign-ups that this scheme asks for."
    unsigned = sorted({line.key.practice for line in lines} - signed) if signed is not None else []
    if unsigned:
        yield f"These practices have not signed this version of the scheme: {', '.join(unsigned)}."
    paid = {line.key.practice for line in lines}
    if scheme.offer and (bare := [c for c in incomplete(calculated.pack, results.plan.id) if c in paid]):
        yield f"These practices answered yes without a signature and its day: {', '.join(bare)}."
    balances = {p.name for p in results.plan.periods if p.is_balance}
    if period in balances and _is_provisional(calculated):
        yield "The balance rests on last year's payments that are provisional: enter the final ones first."
    payday = {p.name: p.pays_on for p in results.plan.periods}.get(period) or at_once_on(results.plan.year)
    yield from closed_payees(calculated.pack, lines, payday)
    if scheme.recovery is None and (owing := below_zero(lines)):
        owed = ", ".join(f"{code} {in_pounds(Fraction(pence, 100))}" for code, pence in owing.items())
        yield f"{BELOW_ZERO}, and the scheme has no terms of recovery: {owed}."


def below_zero(lines: Iterable[Line]) -> Mapping[str, int]:
    """Return the practices whose lines come to less than nothing, with the pence.

    Lines that put a sum back, and what is kept back, count with the payments they change.
    """
    net: dict[str, int] = {}
    for line in lines:
        net[line.key.practice] = net.get(line.key.practice, 0) + line.pence
    return {code: pence for code, pence in sorted(net.items()) if pence < 0}


def _is_provisional(calculated: Calculated) -> bool:
    table = calculated.pack.tables.get("baseline")
    return table is not None and "provisional" in table.column("status")
