"""The dates of a scheme's year, each with its reason: what must be done, by whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from incentives.base.year import month_name, written_date
from incentives.govern.own_files import read_own_file
from incentives.govern.returns import returned_indicators
from incentives.govern.working_days import on_or_before, why_no_work, working_days_after, working_days_before
from incentives.scheme.section import Section
from incentives.scheme.values import Text
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.formula.plan import Period, Plan
    from incentives.scheme.model import Scheme

BY_SCHEME, BY_RULE, NATIONAL, EXPECTED = "the scheme", "calendar rules", "national", "expected, not decided"
_LAST_DAY = 28


def _day_of_month(text: str) -> int:
    if not str(text).isdigit() or not 0 < int(text) <= _LAST_DAY:
        raise ValueError(f'write a number from 1 to {_LAST_DAY}, not "{text}"')
    return int(text)


DayNumber = Annotated[int, BeforeValidator(_day_of_month)]


class CalendarRules(Section):
    """How many working days lie before a payday, after a quarter, after a month."""

    kind: Literal["calendar rules"]
    source: Text
    payday: DayNumber
    data_cut_off: DayNumber
    approval: DayNumber
    upload_cut_off: DayNumber
    month_end_accrual: DayNumber
    returns_due: DayNumber
    draft_accounts: DayNumber


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One date: what is due, who does it, why on that day, and who set it."""

    day: date
    what: str
    who: str
    why: str
    set_by: str


def read_rules(path: Path | None = None) -> CalendarRules:
    """Return the shipped rules, or a body's own; raises Refused with every problem of the file."""
    file = path or shipped("templates") / "calendar.yaml"
    shown = str(path) if path else "templates/calendar.yaml"
    return read_own_file(file, "calendar rules", CalendarRules, shown)


def year_dates(scheme: Scheme, plan: Plan, rules: CalendarRules) -> tuple[Due, ...]:
    """Return every date of a scheme's year, in order."""
    found = [
        *_offer(scheme),
        *_payments(scheme, plan, rules),
        *_month_ends(plan, rules),
        *_returns(scheme, plan, rules),
        *_decisions(scheme),
        *_year_end(plan, rules),
        *_next_year(scheme, plan),
    ]
    return tuple(sorted(set(found)))


def quarter_ends(plan: Plan) -> tuple[date, ...]:
    """Return the last days of the four quarters of the financial year."""
    months = plan.year.months
    return (*(first - timedelta(days=1) for first in months[3::3]), plan.year.last_day)


def _offer(scheme: Scheme) -> Iterator[Due]:
    if offer := scheme.offer:
        if offer.open:
            why = "Practices may sign from this day; each is told what it would receive."
            yield Due(offer.open, "Offer opens", "commissioner", why, BY_SCHEME)
        if offer.close:
            why = f"Practices that do not sign {offer.practices_that_do_not_sign}."
            yield Due(offer.close, "Sign-up closes", "practices", why, BY_SCHEME)


def _payments(scheme: Scheme, plan: Plan, rules: CalendarRules) -> Iterator[Due]:
    for period in plan.periods:
        stated = period.pays_on.replace(day=rules.payday)
        arrives = on_or_before(stated)
        yield from _steps_before(period, arrives, rules, scheme)
        moved = f" {written_date(stated)} is {why_no_work(stated)}." if arrives != stated else ""
        what = "Balance" if period.is_balance else "Instalment"
        why = f"{what} of {period.name}.{moved} Amounts are gross of pension contributions and levies."
        yield Due(arrives, f"Payday: {period.name}", "payment agency", why, BY_SCHEME)
        if period.is_balance and scheme.disputes:
            days = scheme.disputes.raise_within
            why = f"A practice may question the balance within {days} days of it; so it may any payment."
            last = arrives + timedelta(days=int(days))
            yield Due(last, f"Last day to dispute: {period.name}", "practices", why, BY_SCHEME)


def _steps_before(period: Period, arrives: date, rules: CalendarRules, scheme: Scheme) -> Iterator[Due]:
    steps = (
        (
            "Data cut-off",
            rules.data_cut_off,
            "commissioner",
            "What arrives later is paid with the next month.",
        ),
        ("Approval", rules.approval, "approver", "Prepared, approved and released by three people."),
        ("Upload cut-off", rules.upload_cut_off, "finance", "The payment agency takes nothing later."),
    )
    closes = scheme.offer.close if scheme.offer else None
    for what, days, who, why in steps:
        day = working_days_before(arrives, days)
        early = f" Sign-up is open until {written_date(closes)}." if closes and day < closes else ""
        counted = f"{days} working days before payday on {written_date(arrives)}. {why}{early}"
        yield Due(day, f"{what}: {period.name}", who, counted, BY_RULE)


def _month_ends(plan: Plan, rules: CalendarRules) -> Iterator[Due]:
    months = plan.year.months
    for first, following in zip(months, (*months[1:], plan.year.next.first_day), strict=True):
        day = working_days_after(following - timedelta(days=1), rules.month_end_accrual)
        number = rules.month_end_accrual
        why = f"Working day {number} of {month_name(following)}: earned less paid, last month's reversed."
        yield Due(day, f"Accrual for {month_name(first)}", "finance", why, BY_RULE)


def _returns(scheme: Scheme, plan: Plan, rules: CalendarRules) -> Iterator[Due]:
    asked = [i for i, _ in returned_indicators(scheme)]
    for number, last in enumerate(quarter_ends(plan) if asked else (), start=1):
        day = working_days_after(last, rules.returns_due)
        why = (
            f"{rules.returns_due} working days after the quarter; no national extract has {', '.join(asked)}."
        )
        yield Due(day, f"Returns due for quarter {number}", "practices", why, BY_RULE)


def _decisions(scheme: Scheme) -> Iterator[Due]:
    governance = scheme.governance
    if governance and governance.review_on:
        why = "The scheme says that it is reviewed: is it doing what it is for?"
        yield Due(governance.review_on, "Review", "commissioner", why, BY_SCHEME)
    if governance and governance.ends:
        why = "Nothing is earned after it" + (
            "; no promise was made beyond it." if governance.no_promise_after else "."
        )
        yield Due(governance.ends, "Scheme ends", "commissioner", why, BY_SCHEME)
    if scheme.budget and scheme.budget.count_late_data_until:
        why = "Payments that share the budget are final only when late data are in, or no longer counted."
        yield Due(scheme.budget.count_late_data_until, "Last day for late data", "practices", why, BY_SCHEME)
    if scheme.instalments and (until := scheme.instalments.terms.provisional_until):
        why = "Instalments go on from final figures of last year; the difference is made good."
        yield Due(until, "Final baselines replace provisional ones", "finance", why, BY_SCHEME)


def _year_end(plan: Plan, rules: CalendarRules) -> Iterator[Due]:
    last = plan.year.last_day
    why = "Achievement is read as it stands on this day, for every practice; the year's last accrual."
    yield Due(last, "31 March snapshot", "practices", why, NATIONAL)
    accounts = on_or_before(date(last.year, 4, rules.draft_accounts))
    why = "Results are not known yet: the balance stands in the accounts as an estimate, low to high."
    yield Due(accounts, "Draft accounts", "finance", why, BY_RULE)


def _next_year(scheme: Scheme, plan: Plan) -> Iterator[Due]:
    if scheme.offer and scheme.offer.open:
        opened = scheme.offer.open
        day = on_or_before(opened.replace(year=opened.year + 1, day=min(opened.day, _LAST_DAY)))
        why = f"A year after this year's. {plan.year.next} needs its own decision and its own offer."
        yield Due(day, f"Offer for {plan.year.next}", "commissioner", why, EXPECTED)
