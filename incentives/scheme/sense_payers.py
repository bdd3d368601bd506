"""Whether each amount has one payer: what CQRS pays to practices that stay in QOF is not this schedule's.

A commissioner cannot change national QOF: where practices stay in it, CQRS pays it as it stands, its
deduction and its instalments included, and a local scheme only adds to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from incentives.base.problem import Place, Problem, did_you_mean
from incentives.formula.plan import BY_CQRS, Standing
from incentives.scheme.forms.comparison import NoWorseOffTerms
from incentives.scheme.forms.floors import AreasTerms
from incentives.scheme.forms.form import Part
from incentives.scheme.forms.lines import DeductionTerms, HistoryTerms
from incentives.scheme.forms.pounds import LimitTerms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.formula.plan import Origin
    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme
    from incentives.scheme.section import Section

LEAVE, ON_TOP, GUARANTEED = "leave", "stay, on top", "stay, guaranteed areas"


def stays(scheme: Scheme) -> bool:
    """Tell whether practices that sign stay in national QOF."""
    return scheme.national_qof is not None and scheme.national_qof.signed_practices != LEAVE


def without_what_cqrs_settles(scheme: Scheme) -> Scheme:
    """Leave the QOF year's own deduction and instalments to CQRS where practices stay in QOF."""
    if not stays(scheme):
        return scheme
    lines = tuple(
        line for line in scheme.lines if line.form.part is not Part.DEDUCTIONS or _local(scheme, line)
    )
    ours = scheme.instalments if scheme.instalments and _local(scheme, scheme.instalments) else None
    return replace(scheme, lines=lines, instalments=ours)


def payers(scheme: Scheme) -> Iterator[Problem]:
    """Refuse what would change, limit or pay again what CQRS pays."""
    yield from _limited(scheme)
    if not stays(scheme):
        yield from _guaranteed_by_nobody(scheme)
        return
    assert scheme.national_qof is not None  # noqa: S101 - that is what ``stays`` says
    yield from _changed(scheme)
    yield from _guaranteed(scheme)
    for line in scheme.lines:
        if isinstance(line.terms, DeductionTerms | NoWorseOffTerms) or _is_floor(line):
            message = f'"{line.id}" is about the QOF payment, which CQRS makes where practices stay in QOF.'
            remedy = "Take it out, or let signed practices leave national QOF."
            yield Problem("S419", line.origin().place, message, remedy)
    if scheme.instalments:
        message = "Instalments of last year's QOF payment would be paid twice where practices stay in QOF."
        remedy = 'Take "instalments" out: what this scheme adds is paid when results are known.'
        yield Problem("S419", scheme.instalments.origin().place, message, remedy)


def _is_floor(line: Written[Any]) -> bool:
    return isinstance(line.terms, HistoryTerms) and not isinstance(line.terms, AreasTerms)


def unnamed_areas(scheme: Scheme) -> Iterator[Problem]:
    """Ask which areas are guaranteed; only where every entry could be read is it known that none says so."""
    stated = scheme.national_qof and scheme.national_qof.signed_practices
    if stated == GUARANTEED and not any(isinstance(line.terms, AreasTerms) for line in scheme.lines):
        message = "The scheme guarantees areas, but does not say which."
        remedy = 'Add an entry to "protect" with "guaranteed_areas: [DM, COPD]", "at_least" and "year".'
        yield Problem("S419", _place(scheme), message, remedy)


def _guaranteed(scheme: Scheme) -> Iterator[Problem]:
    """Areas are guaranteed where the scheme says so, each an area that CQRS pays for."""
    assert scheme.national_qof is not None  # noqa: S101 - asked of schemes that say it
    entries = [cast("Written[AreasTerms]", x) for x in scheme.lines if isinstance(x.terms, AreasTerms)]
    wanted = scheme.national_qof.signed_practices == GUARANTEED
    if entries and not wanted:
        message = f'"{entries[0].id}" guarantees areas, but the scheme pays on top of QOF.'
        remedy = f'Write "signed_practices: {GUARANTEED}", or take the guarantee out.'
        yield Problem("S419", entries[0].origin().place, message, remedy)
    known = {i.terms.group for i in scheme.indicators if _by_cqrs(scheme, i)}
    for line in entries:
        for area in line.terms.guaranteed_areas:
            if area not in known:
                message = f'CQRS pays for no indicator of the area "{area}".'
                place = line.origin("guaranteed_areas").place
                yield Problem("S419", place, message, did_you_mean(area, sorted(known)))


def _guaranteed_by_nobody(scheme: Scheme) -> Iterator[Problem]:
    """An area is guaranteed beside what CQRS pays for it; where practices leave QOF, CQRS pays nothing."""
    for line in scheme.lines:
        if isinstance(line.terms, AreasTerms):
            message = f'"{line.id}" guarantees areas of QOF, but practices do not stay in it.'
            remedy = f'Write "signed_practices: {GUARANTEED}", or protect the whole payment with "at_least".'
            yield Problem("S419", line.origin().place, message, remedy)


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
        local = _local(scheme, indicator)
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


def _local(scheme: Scheme, written: Written[Section]) -> list[Origin]:
    """Return what the local scheme states itself of an entry, whether it is its decision or has a source."""
    header = scheme.origins.get("id")
    own = header.place.file if header else ""
    settings = (o for key, o in written.origins.items() if key)
    return [o for o in settings if o.standing is Standing.LOCAL or (own and o.place.file == own)]


def _place(scheme: Scheme) -> Place:
    found = scheme.origins.get("national_qof.signed_practices")
    return found.place if found else Place()
