"""Whether an offer says what happens to a practice that leaves it, and to what it is paid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Severity, did_you_mean
from incentives.base.year import written_date
from incentives.scheme.forms.points import OnEmptyDenominator
from incentives.scheme.forms.pots import late_days
from incentives.scheme.forms.small_numbers import AVERAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentives.scheme.model import Scheme

_NOTICE = re.compile(r"none|[1-9]\d{0,2} (day|week|month)s?", re.IGNORECASE)
_YEARS_BEGIN = "1 April"


def _exit(scheme: Scheme) -> Iterator[Problem]:
    """An offer says how a practice leaves; one read from papers may say that the offer is not known."""
    offered = bool(scheme.header.starts_from) and "offer" in scheme.origins
    if not offered or "exit" in scheme.origins or _not_known(scheme):
        return
    message = (
        '"exit" is missing: an offer says with what notice a practice leaves, what becomes of its payments '
        "and when it is back on national QOF."
    )
    remedy = 'Add the group "exit:" with "notice:", "payments:" and "back_to_qof:".'
    yield Problem("S520", _place(scheme, "offer"), message, remedy)


def _not_known(scheme: Scheme) -> bool:
    return any(s.of in ("exit", "offer") and s.status == "unverified" and s.note for s in scheme.standing)


def _notice(scheme: Scheme) -> Iterator[Problem]:
    if scheme.exit and not _NOTICE.fullmatch(scheme.exit.notice):
        message = f'"{scheme.exit.notice}" does not say how long before a practice gives notice.'
        remedy = 'Write a number of days, weeks or months such as "3 months", or "none".'
        yield Problem("S521", _place(scheme, "exit.notice"), message, remedy)


def _back_inside_a_year(scheme: Scheme) -> Iterator[Problem]:
    if scheme.exit and _YEARS_BEGIN not in scheme.exit.back_to_qof:
        message = (
            f'A practice that leaves is back on national QOF "{scheme.exit.back_to_qof}". QOF is measured on '
            "31 March and paid for a whole year from 1 April, so CQRS pays no part of a year."
        )
        remedy = 'Write "from next 1 April", or agree with NHS England how that year is divided.'
        yield Problem("S522", _place(scheme, "exit.back_to_qof"), message, remedy, Severity.WARNING)


def _pension_of_others(scheme: Scheme) -> Iterator[Problem]:
    treatment = scheme.treatment
    if treatment and treatment.paid_to != "practice" and treatment.pensionable == "yes":
        message = (
            f"Money paid to a {treatment.paid_to} is pensionable only where that body is an NHS pension "
            "employing authority."
        )
        remedy = "Take advice; write what was decided, with its reason, into the agreement."
        yield Problem("S523", _place(scheme, "treatment.pensionable"), message, remedy, Severity.WARNING)


def _ends_before_it_begins(scheme: Scheme) -> Iterator[Problem]:
    ends, year = scheme.governance and scheme.governance.ends, scheme.header.year
    if ends and ends < year.first_day:
        message = f"The scheme ends on {written_date(ends)}, before {year} begins."
        remedy = f"Write a later day, such as {written_date(year.last_day)}."
        yield Problem("S524", _place(scheme, "governance.ends"), message, remedy)


def _stops_unknown(scheme: Scheme) -> Iterator[Problem]:
    """What would stop the scheme speaks of indicators that it pays for or stops paying for."""
    rules = scheme.governance.stop_if if scheme.governance else ()
    known = [*(i.id for i in scheme.indicators), *(code for s in scheme.stopped for code in s.indicators)]
    for rule in rules:
        for code in rule.indicators:
            if code not in known:
                message = (
                    f'"{code}" under stop_if is neither paid for here nor an indicator that no longer is.'
                )
                place = _place(scheme, "governance.stop_if")
                yield Problem("S550", place, message, did_you_mean(code, known))


def _paid_though_late(scheme: Scheme) -> Iterator[Problem]:
    """What comes too late counts as no patients: where nobody counted pays, late results would be paid."""
    few, timed = scheme.small_numbers, dict(late_days(scheme.budget, scheme.lines, _ids(scheme)))
    for indicator in (i for i in scheme.indicators if i.id in timed):
        averaged = few and few.terms.then == AVERAGE and (not few.terms.of or indicator.id in few.terms.of)
        full = indicator.terms.on_empty_denominator is OnEmptyDenominator.FULL
        if full or averaged:
            paid = "in full" if full else "the average of the others"
            message = (
                f"Results that come too late count as if no patient had been counted, and {indicator.id} "
                f"then pays {paid}: a practice that sends nothing in time would be paid."
            )
            remedy = "Pay nothing where nobody is counted, or chase these results before the last day."
            place = indicator.origin("on_empty_denominator" if full else "").place
            yield Problem("S560", place, message, remedy, Severity.WARNING)


def _ids(scheme: Scheme) -> tuple[str, ...]:
    return tuple(i.id for i in scheme.indicators)


def _place(scheme: Scheme, key: str) -> Place:
    origin = scheme.origins.get(key) or scheme.origins.get(key.split(".", maxsplit=1)[0])
    return origin.place if origin else Place()


OFFER_CHECKS: tuple[Callable[[Scheme], Iterator[Problem]], ...] = (
    _exit,
    _notice,
    _back_inside_a_year,
    _pension_of_others,
    _ends_before_it_begins,
    _stops_unknown,
    _paid_though_late,
)
