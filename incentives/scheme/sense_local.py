"""Whether a local scheme says what an offer must say, and corrections agree with what is paid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from incentives.base.amount import number
from incentives.base.problem import Place, Problem, Severity
from incentives.base.year import written_date
from incentives.scheme.forms.lines import DeductionTerms
from incentives.scheme.values import read_pays

if TYPE_CHECKING:
    from incentives.scheme.forms.form import Written
    from incentives.scheme.model import Scheme
    from incentives.scheme.section import Section

Check: TypeAlias = Callable[["Scheme"], Iterator[Problem]]

NEEDED = {
    "offer": "when practices may sign, and that those that do not stay on national QOF",
    "national_qof": "whether practices that sign leave national QOF, and whether they keep reporting",
    "budget": "the most it may cost, and what happens over and under it",
    "treatment": "whether payments are pensionable, how VAT is treated and who is paid",
}


def _needed(scheme: Scheme) -> Iterator[Problem]:
    """A scheme that starts from a QOF year is an offer beside it, and says so; a nation's own is none."""
    if not scheme.header.starts_from or _of_the_nation(scheme):
        return
    for word, says in NEEDED.items():
        if word not in scheme.origins:
            message = f'"{word}" is missing: a scheme that starts from a QOF year says {says}.'
            at = _place(scheme, "starts_from")
            yield _not_known(scheme, word, at) or Problem("S412", at, message, f'Add the group "{word}:".')


def _of_the_nation(scheme: Scheme) -> bool:
    """Tell whether the file itself says "nation:", as what a government puts in place of QOF does."""
    return _place(scheme, "nation").file == _place(scheme, "id").file


def _not_known(scheme: Scheme, word: str, at: Place) -> Problem | None:
    """Return a warning where a scheme says itself that a part is not known, as one read from papers may."""
    said = next((s for s in reversed(scheme.standing) if s.of == word and s.status == "unverified"), None)
    if said is None or not said.note:
        return None
    message = f'What the scheme says of "{word}" is not known. {said.note}'
    return Problem("S421", at, message, "Write it before practices are offered the scheme.", Severity.WARNING)


def _treatment(scheme: Scheme) -> Iterator[Problem]:
    if scheme.treatment is None:
        return
    for key, says in (("pensionable", "Whether payments are pensionable"), ("vat", "How VAT is treated")):
        if getattr(scheme.treatment, key) == "not decided":
            message = f"{says} is not decided."
            remedy = "Decide it with your finance and tax advisers before practices sign."
            yield Problem("S413", _place(scheme, f"treatment.{key}"), message, remedy, Severity.WARNING)


def _offer(scheme: Scheme) -> Iterator[Problem]:
    offer, year = scheme.offer, scheme.header.year
    if offer is None:
        return
    if offer.open is None or offer.close is None:
        at, message = _place(scheme, "offer"), '"offer" does not say from when until when practices may sign.'
        yield _not_known(scheme, "offer", at) or Problem("S412", at, message, 'Add "open:" and "close:".')
    elif offer.close < offer.open:
        message = f"The offer closes on {written_date(offer.close)}, before it opens."
        yield Problem("S414", _place(scheme, "offer.close"), message, "Write a later day.")
    elif offer.close >= year.first_day:
        message = (
            f"Practices may sign until {written_date(offer.close)}, when {year} has begun: "
            "they would leave national QOF inside its year, which is measured on 31 March, paid as a whole."
        )
        remedy = f"Close the offer before {written_date(year.first_day)}, or agree how that year is divided."
        yield Problem("S415", _place(scheme, "offer.close"), message, remedy, Severity.WARNING)


def _end(scheme: Scheme) -> Iterator[Problem]:
    ends, year = scheme.governance and scheme.governance.ends, scheme.header.year
    if ends and year.first_day <= ends < year.last_day:
        message = f"The scheme ends on {written_date(ends)}, inside the QOF year {year}."
        remedy = f"End it on {written_date(year.last_day)}, or agree how that year is divided."
        yield Problem("S415", _place(scheme, "governance.ends"), message, remedy, Severity.WARNING)


def _corrections(scheme: Scheme) -> Iterator[Problem]:
    known = {i.id: i for i in scheme.indicators}
    for correction in scheme.corrections:
        indicator = known.get(correction.indicator)
        if indicator and not says(indicator.terms, correction.of, correction.paid):
            message = (
                f'The correction of {correction.indicator} says that "{correction.of}" is paid as '
                f"{correction.paid}, but the indicator does not say so."
            )
            remedy = "Write the same in both: the indicator holds what is paid, the correction why."
            place = indicator.origin(correction.of).place
            yield Problem("S416", place, message, remedy)


def _one_deduction(scheme: Scheme) -> Iterator[Problem]:
    seen: dict[str, Written[Any]] = {}
    for line in scheme.lines:
        if isinstance(line.terms, DeductionTerms):
            contract, place = line.terms.from_contract, line.origin().place
            if first := seen.get(contract):
                message = f'"{line.id}" and "{first.id}" both deduct from {contract} practices.'
                other = first.origin().place
                remedy = "Keep one of them."
                if other.file != place.file:
                    remedy = (
                        f'Take this one out: "{first.id}" is in the scheme that it starts from ({other}).'
                    )
                yield Problem("S420", place, message, remedy)
            seen.setdefault(contract, line)


def _names(scheme: Scheme) -> Iterator[Problem]:
    """Indicators, payments and lines are told apart by their names in every table."""
    seen = {i.id for i in scheme.indicators}
    for entry in (*scheme.payments, *scheme.lines):
        if entry.id in seen:
            message = f'"{entry.id}" is the name of two things that this scheme pays.'
            yield Problem("S422", entry.origin().place, message, "Give one of them another name.")
        seen.add(entry.id)


def says(terms: Section, setting: str, figure: str) -> bool:
    """Tell whether a setting says a figure, however it is written."""
    if setting not in type(terms).model_fields:
        return False
    stated = getattr(terms, setting)
    try:
        if setting == "pays":
            return bool(stated == read_pays(figure))
        if isinstance(stated, Fraction):
            return bool(stated == number(figure.removeprefix("£")))
    except ValueError:
        return False
    return str(stated) == figure


def _place(scheme: Scheme, key: str) -> Place:
    origin = scheme.origins.get(key)
    return origin.place if origin else Place()


LOCAL_CHECKS: tuple[Check, ...] = (
    _needed,
    _treatment,
    _offer,
    _end,
    _corrections,
    _one_deduction,
    _names,
)
