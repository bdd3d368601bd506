"""The offer in words: what happens to who signs, who does not and who leaves, and what may be lost.

Pure, from the scheme alone; ``check`` and the English print the same sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds
from incentives.base.year import written_date
from incentives.report.setting_words import SENTENCES, WORDED
from incentives.scheme.forms.conditions import WHOLE
from incentives.scheme.forms.form import Part
from incentives.scheme.forms.small_numbers import IN_WORDS
from incentives.scheme.model import ASSURANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.model import Scheme

POINTS_FLOOR = (
    "The global sum of a GMS practice is cut where it achieves fewer than 150 QOF points (SFE section 2, as "
    "of 2013; other years are not sourced here). A practice that leaves QOF may fall below them: check the "
    "clause, and say who bears the cut. For PMS and APMS it depends on the contract."
)
_BY_FORM = (
    (
        {"linear between thresholds", "step then linear", "stretch above the upper threshold"},
        "Below the lower threshold of an indicator nothing is paid for it, however many were treated.",
    ),
    (
        {"bands"},
        "Where an indicator is paid in bands, what does not reach the next band is not paid for.",
    ),
    (
        {"lower is better"},
        "Where lower is better, nothing is paid above the first figure, however far it has fallen.",
    ),
    (
        {"improvement on own baseline"},
        "Where improvement is paid for, a practice that has not risen is paid nothing, however good it is.",
    ),
)
"""What every indicator of a form may leave unpaid, said once for all of them."""
_YEARS_END = "Whatever the scheme does not spend by 31 March normally cannot be carried into the next year."


def offer(scheme: Scheme) -> tuple[str, ...]:
    """Return what an offer says of signing, of staying out and of leaving; nothing where it is no offer."""
    return tuple(_offer(scheme))


def at_risk(scheme: Scheme) -> tuple[str, ...]:
    """Return what a practice can lose after doing the work, each in a sentence; at least one."""
    found = tuple(_at_risk(scheme))
    return found or ("Nothing in this scheme takes pay away for work that was done.",)


def _offer(scheme: Scheme) -> Iterator[str]:
    if scheme.offer:
        days = (("from", scheme.offer.open), ("to", scheme.offer.close))
        known = " ".join(f"{word} {written_date(day)}" for word, day in days if day)
        yield f"Practices may sign {known}." if known else "When practices could sign is not known."
        yield (
            "A practice that does not sign stays on national QOF and is paid by it as before; it receives "
            "nothing from this scheme."
        )
    if scheme.national_qof:
        yield WORDED["signed_practices", scheme.national_qof.signed_practices]
        yield WORDED["keep_reporting", "yes" if scheme.national_qof.keep_reporting else "no"]
    if scheme.exit:
        leaving = scheme.exit
        yield (
            f"A practice may leave with notice of {leaving.notice}. Of its payments the scheme says: "
            f"{leaving.payments}. It is back on national QOF {leaving.back_to_qof}."
        )
    if scheme.disputes:
        yield f"A practice may question a payment within {scheme.disputes.raise_within} days."
    elif scheme.offer:
        yield "The scheme does not say until when a practice may question a payment."
    yield from _settled(scheme)
    yield from _ends(scheme)
    if scheme.treatment:
        for key in ("pensionable", "vat"):
            yield WORDED[key, getattr(scheme.treatment, key)]
        yield f"Payments go to the {scheme.treatment.paid_to}; all amounts are before pension and levies."


def _settled(scheme: Scheme) -> Iterator[str]:
    """Say how a practice pays back, and how the body books what is not yet paid."""
    if scheme.recovery:
        terms = scheme.recovery
        yield (
            f"What was paid too much is paid back over {terms.over} month{'' if terms.over == 1 else 's'}, "
            f"at most {in_percent(terms.at_most)} of a monthly payment, after notice of {terms.notice} days."
        )
        if terms.waive_below is not None:
            yield f"A sum below {in_pounds(terms.waive_below)} is not asked back."
        yield "A practice that has closed is sent an invoice."
    if scheme.accrual:
        yield f"What is earned and not yet paid is worked out by this method: {scheme.accrual.method}."
        for share, word in ((scheme.accrual.low, "low"), (scheme.accrual.high, "high")):
            if share is not None:
                yield (
                    f"Payments that rest on results may come out as {word} as {in_percent(share)} "
                    "of what is expected."
                )


def _ends(scheme: Scheme) -> Iterator[str]:
    if scheme.governance is None:
        return
    for body in scheme.governance.consulted:
        yield f"Consulted: {body.body}, on {written_date(body.on)}."
    for rule in scheme.governance.stop_if:
        whose = f"of {', '.join(rule.indicators)}" if rule.indicators else "of any indicator that is watched"
        yield (
            f"If results {whose} are {rule.when} (of the ranges stored when the scheme began), the "
            f"{rule.decided_by} decides within {rule.within} days: {rule.then}."
        )
    if scheme.governance.review_on:
        yield f"The scheme is reviewed on {written_date(scheme.governance.review_on)}."
    if scheme.governance.ends:
        yield f"It ends on {written_date(scheme.governance.ends)}."
        yield WORDED["no_promise_after", "yes" if scheme.governance.no_promise_after else "no"]
    for name in ASSURANCE:
        if text := getattr(scheme.governance, name):
            yield SENTENCES[name].format(text.rstrip("."))


def _at_risk(scheme: Scheme) -> Iterator[str]:
    used = {entry.form.name for entry in scheme.indicators}
    yield from (said for forms, said in _BY_FORM if used & forms)
    yield from _budget(scheme)
    yield from _shared(scheme)
    yield from _conditions(scheme)
    yield from _limits(scheme)
    yield from _others(scheme)
    yield from _advance(scheme)
    leaves = scheme.national_qof is not None and scheme.national_qof.signed_practices == "leave"
    if leaves and scheme.header.nation != "Scotland":
        yield POINTS_FLOOR
    if scheme.exit:
        yield (
            f"A practice that leaves before the end: {scheme.exit.payments}; back on national QOF "
            f"{scheme.exit.back_to_qof}."
        )


def _budget(scheme: Scheme) -> Iterator[str]:
    budget = scheme.budget
    if budget is None:
        return
    limit = in_pounds(budget.limit)
    if budget.if_earnings_exceed_it == "pay in full":
        yield f"Nothing is cut where practices together earn more than the limit of {limit}."
    else:
        there = budget.limit * (1 + (budget.contingency or 0))
        beside = (
            f" and its contingency of {in_percent(budget.contingency)}, {in_pounds(there)} in all,"
            if budget.contingency and "contingency" in budget.if_earnings_exceed_it
            else ""
        )
        yield (
            f"If practices together earn more than the limit of {limit}{beside} every payment is cut by the "
            "same percentage, after the work is done."
        )
        if any(line.form.part is Part.PROTECT for line in scheme.lines):
            yield WORDED["floors", budget.floors]
    yield f"{WORDED['if_earnings_fall_short', budget.if_earnings_fall_short]} {_YEARS_END}"
    never_final = "reduce" in budget.if_earnings_exceed_it or "share" in budget.if_earnings_fall_short
    if never_final and not budget.count_late_data_until:
        yield (
            "The scheme does not say until when late results count; until they are all in, no payment from "
            "the budget is final."
        )
    if budget.count_late_data_until:
        day = written_date(budget.count_late_data_until)
        yield (
            f"Results that come after {day} do not count: they are taken as if no patient had been counted. "
            "Until then no payment from the budget is final."
        )


def _shared(scheme: Scheme) -> Iterator[str]:
    for line in scheme.lines:
        if line.form.part is Part.POTS:
            terms = line.terms
            of = terms.of  # type: ignore[attr-defined]
            what = _named(scheme, of) if isinstance(of, tuple) else of
            yield (
                f"{_name(line.id, terms)}: {in_pounds(terms.amount)} is all there is for {what}; "  # type: ignore[attr-defined]
                "where more is earned, each practice receives the same share of what it earned."
            )


def _conditions(scheme: Scheme) -> Iterator[str]:
    for rule in scheme.rules:
        if rule.form.part is Part.CONDITIONS:
            of = rule.terms.of  # type: ignore[attr-defined]
            what = "nothing under this scheme"
            if of != WHOLE:
                what = f"nothing for {_named(scheme, of)}"
            yield f'A practice that misses "{_name(rule.id, rule.terms)}" is paid {what}, done or not.'


def _limits(scheme: Scheme) -> Iterator[str]:
    for line in scheme.lines:
        most = getattr(line.terms, "at_most", None)
        if line.form.part is Part.LIMITS and most is not None:
            of = line.terms.of  # type: ignore[attr-defined]
            what = "a practice in all" if of == "practice" else _named(scheme, of)
            yield f"Beyond {in_pounds(most)} for {what} nothing more is paid, whatever is achieved."
        if line.form.part is Part.RECOVER:
            terms = line.terms
            yield (
                f"Below {in_percent(terms.below)} of {terms.indicator}, {in_percent(terms.takes_back)} of "  # type: ignore[attr-defined]
                f"what was paid for {_named(scheme, terms.of)} may be taken back."  # type: ignore[attr-defined]
            )


def _others(scheme: Scheme) -> Iterator[str]:
    """What depends on other practices, and forms that may pay less although more was achieved."""
    entries = (*scheme.indicators, *scheme.payments)
    peers = [e.id for e in entries if e.form.name == "relative to peers"]
    if peers:
        yield f"{_list(scheme, peers)}: paid by place, so a practice can lose because others did better."
    networks = [e.id for e in entries if e.form.name == "network achievement"]
    if networks:
        yield f"{_list(scheme, networks)}: what a practice receives depends on the others of its network."
    for payment in scheme.payments:
        most = getattr(payment.terms, "at_most", None)
        if most is not None:
            yield f"{_named(scheme, (payment.id,))}: beyond {in_pounds(most)} nothing more is paid."
    whole = [e.id for e in entries if e.form.name == "all or nothing" and e.terms.pays.threshold is not None]  # type: ignore[attr-defined]
    if whole:
        yield f"{_list(scheme, whole)}: one patient below the threshold, and nothing is paid."
    if scheme.small_numbers:
        few = IN_WORDS[scheme.small_numbers.terms.then]
        yield f"Where few patients are counted, {few}: better results of one's own may not be paid for."


def _advance(scheme: Scheme) -> Iterator[str]:
    if scheme.instalments:
        yield (
            "What is paid in advance is set against the year's payment; where the year comes to less, the "
            "difference is paid back."
        )


def _named(scheme: Scheme, of: tuple[str, ...]) -> str:
    """Return payments by their titles and indicators by their codes."""
    titles = {p.id: f'"{_name(p.id, p.terms)}"' for p in scheme.payments}
    return ", ".join(titles.get(identifier, identifier) for identifier in of)


def _name(identifier: str, terms: object) -> str:
    return str(getattr(terms, "title", "") or identifier.replace("_", " "))


def _list(scheme: Scheme, codes: list[str]) -> str:
    shown = _named(scheme, tuple(codes[:_SHOWN]))
    return f"{shown} and {len(codes) - _SHOWN} more" if len(codes) > _SHOWN else shown


_SHOWN = 6
