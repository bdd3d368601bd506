"""Whether each amount has one payer: what CQRS pays to practices that stay in QOF is not this schedule's.

A commissioner cannot change national QOF: where practices stay in it, CQRS pays it as it stands, its
deduction and its instalments included, and a local scheme only adds to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem
from incentives.formula.plan import BY_CQRS, Standing
from incentives.scheme.forms.form import Part
from incentives.scheme.forms.lines import DeductionTerms, FloorTerms
from incentives.scheme.forms.pounds import LimitTerms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme
    from incentives.scheme.section import Section

LEAVE, ON_TOP = "leave", "stay, on top"


def stays(scheme: Scheme) -> bool:
    """Tell whether practices that sign stay in national QOF."""
    return scheme.national_qof is not None and scheme.national_qof.signed_practices != LEAVE


def without_what_cqrs_settles(scheme: Scheme) -> Scheme:
    """Leave the QOF year's own deduction and instalments to CQRS where practices stay in QOF."""
    if not stays(scheme):
        return scheme
    lines = tuple(line for line in scheme.lines if line.form.part is not Part.DEDUCTIONS or _is_local(line))
    ours = scheme.instalments if scheme.instalments and _is_local(scheme.instalments) else None
    return replace(scheme, lines=lines, instalments=ours)


def payers(scheme: Scheme) -> Iterator[Problem]:
    """Refuse what would change, limit or pay again what CQRS pays."""
    yield from _limited(scheme)
    if not stays(scheme):
        return
    assert scheme.national_qof is not None  # noqa: S101 - that is what ``stays`` says
    if scheme.national_qof.signed_practices != ON_TOP:
        message = "Guaranteed areas are not paid by this version: it could pay an area twice."
        yield Problem("S419", _place(scheme), message, f'Write "{LEAVE}" or "{ON_TOP}" for now.')
    yield from _changed(scheme)
    for line in scheme.lines:
        if isinstance(line.terms, FloorTerms | DeductionTerms):
            message = f'"{line.id}" is about the QOF payment, which CQRS makes where practices stay in QOF.'
            remedy = "Take it out, or let signed practices leave national QOF."
            yield Problem("S419", line.origin().place, message, remedy)
    if scheme.instalments:
        message = "Instalments of last year's QOF payment would be paid twice where practices stay in QOF."
        remedy = 'Take "instalments" out: what this scheme adds is paid when results are known.'
        yield Problem("S419", scheme.instalments.origin().place, message, remedy)


def _limited(scheme: Scheme) -> Iterator[Problem]:
    theirs = {i.id for i in scheme.indicators if i.id in scheme.inherited and _by_cqrs(scheme, i)}
    for line in scheme.lines:
        if isinstance(line.terms, LimitTerms) and line.terms.of != "practice":
            for identifier in theirs.intersection(line.terms.of):
                message = f"{identifier} is paid by CQRS, so this scheme cannot limit it."
                remedy = "Limit what this schedule pays, and nothing else."
                yield Problem("S419", line.origin().place, message, remedy)


def _changed(scheme: Scheme) -> Iterator[Problem]:
    for indicator in scheme.indicators:
        local = [o for k, o in indicator.origins.items() if k and o.standing is Standing.LOCAL]
        if local and indicator.id in scheme.inherited and _by_cqrs(scheme, indicator):
            message = f"CQRS pays {indicator.id} as national QOF states it; a local scheme cannot change it."
            remedy = 'Take the change out, or add an indicator of your own under "add".'
            yield Problem("S419", local[0].place, message, remedy)
    if scheme.stopped:
        message = "CQRS goes on paying every QOF indicator to practices that stay in QOF."
        remedy = 'Take "stop_paying_for" out, or let signed practices leave national QOF.'
        yield Problem("S419", _place(scheme), message, remedy)


def _by_cqrs(scheme: Scheme, indicator: Written[Any]) -> bool:
    stated = str(indicator.terms.paid_by)
    return stated == BY_CQRS or (not stated and stays(scheme) and indicator.id in scheme.inherited)


def _is_local(written: Written[Section]) -> bool:
    return any(o.standing is Standing.LOCAL for o in written.origins.values())


def _place(scheme: Scheme) -> Place:
    found = scheme.origins.get("national_qof.signed_practices")
    return found.place if found else Place()
