"""Whether small numbers and parts of a year are settled for what the scheme pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.base.amount import written
from incentives.base.problem import Problem, Severity, did_you_mean
from incentives.scheme.forms.small_numbers import AVERAGE, LEAVE_OUT
from incentives.scheme.values import ALWAYS, FOR_THE_REGISTER, WHEN_DECLARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme

_NO_PATIENTS = (ALWAYS, FOR_THE_REGISTER, WHEN_DECLARED)


def _may_fall(scheme: Scheme) -> Iterator[Problem]:
    """Form 28 may pay less for more achievement: a patient more, or better ones of one's own, may cost."""
    small = scheme.small_numbers
    if small is None or not any(not small.terms.of or i.id in small.terms.of for i in counting(scheme)):
        return
    why = "Its own achievement then counts only in part"
    if small.terms.then in (AVERAGE, LEAVE_OUT):
        why = "Its own achievement then counts for nothing"
    message = (
        f"Where a practice counts fewer than {written(small.terms.fewer_than)} patients, the scheme says:"
        f" {small.terms.then}. {why}, so a practice may do more and be paid less."
    )
    remedy = "Nothing to do where that is meant; say so to practices."
    yield Problem("S450", small.origin("then").place, message, remedy, Severity.WARNING)


def _small_of(scheme: Scheme) -> Iterator[Problem]:
    small = scheme.small_numbers
    if small is None:
        return
    known = [i.id for i in counting(scheme)]
    for identifier in small.terms.of:
        if identifier not in known:
            message = (
                f'"{identifier}" is no indicator here that counts patients, so it can have no small numbers.'
            )
            remedy = did_you_mean(identifier, known)
            yield Problem("S451", small.origin("of").place, message, remedy)


def _paid_in_full(scheme: Scheme) -> Iterator[Problem]:
    part = scheme.part_year
    if part is None:
        return
    known = [entry.id for entry in (*scheme.indicators, *scheme.payments)]
    for identifier in part.terms.in_full:
        if identifier not in known:
            message = f'"{identifier}" is neither an indicator nor a payment of this scheme.'
            yield Problem("S452", part.origin("in_full").place, message, did_you_mean(identifier, known))


def _basis_of_instalments(scheme: Scheme) -> Iterator[Problem]:
    """A local scheme's own instalments say on which payment they are set where a deduction is taken."""
    written, start = scheme.instalments, scheme.origins.get("starts_from")
    if written is None or start is None or written.terms.pms_deduction or "deductions" not in scheme.origins:
        return
    place = written.origin("of").place
    if place.file == start.place.file:
        message = (
            "Instalments are a share of last year's payment; it is not said whether before or after "
            "the PMS deduction."
        )
        remedy = 'Write "pms_deduction: before" or "pms_deduction: after" below it.'
        yield Problem("S453", place, message, remedy, Severity.WARNING)


def counting(scheme: Scheme) -> list[Written[Any]]:
    """Return the indicators that count patients: not those paid for a register, a declaration or in full."""
    return [
        i
        for i in scheme.indicators
        if getattr(getattr(i.terms, "pays", None), "when", "") not in _NO_PATIENTS
    ]


PART_CHECKS: tuple[Callable[[Scheme], Iterator[Problem]], ...] = (
    _may_fall,
    _small_of,
    _paid_in_full,
    _basis_of_instalments,
)
