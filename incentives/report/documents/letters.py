"""Letters of the offer: the offer itself, the form to sign, the reminder. Each to one practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.govern.offers import Answer
from incentives.report.documents.parts import Break, Document, Form, Gap, Heading, known, listed, says
from incentives.report.documents.statement import figures_of, if_you_disagree, results_day, statement_parts
from incentives.report.documents.texts import change, day_said, pounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.report.documents.facts import Facts
    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said, Sentence

VERSION = 12
_NO_RESULTS = Gap(
    "what the practice would receive",
    "give --base, the scheme to compare with, and practice data with results",
)


def offer_letter(material: Material) -> Document:
    """Return the offer to a practice, with its indicative statement as the second page."""
    facts = material.facts
    parts: list[Part] = [
        *_address(material),
        says(
            f"We offer your practice a place in {facts.named}. Whether you "
            "take part is your choice. The scheme is an offer in place of all or part of national QOF for "
            "the year; it does not change national QOF itself."
        ),
        _would_receive(material),
        Heading("What to do", 2),
        says(
            "The offer is open from ", facts.opens(), " to ", facts.closes(), ". Answer yes or no on the "
            "sign-up form and send it to ", facts.replies(), ". A practice that does not sign will ",
            facts.not_signing(), ".",
        ),
        Heading("What you would agree to", 2),
        listed(agreed(facts, questions=False)),
        says(f"What is counted and paid, rule by rule, is in the specification ({_version(material)})."),
        *signature(facts),
        Break(),
        Heading("Your indicative statement"),
        *(statement_parts(material) if material.comparison else (says(_NO_RESULTS),)),
        says(*if_you_disagree(material, "the address on the first page")),
    ]  # fmt: skip
    return _letter(material, f"Offer: {facts.title}", parts)


def _would_receive(material: Material) -> Sentence:
    """Say what the practice would receive; a gap where no results are there to tell it by."""
    if material.comparison is None:
        return says(_NO_RESULTS)
    mine = figures_of(material)
    return says(
        f"On your results as at {results_day(material)} you would receive {pounds(mine.proposed)} "
        f"under the scheme and {pounds(mine.base)} by staying as you are: {change(mine.difference)}. The "
        "next page shows it month by month, and why."
    )


def sign_up_form(material: Material) -> Document:
    """Return the form on which a practice answers yes or no."""
    facts, practice = material.facts, material.practice
    size = f"{int(practice.list_size):,}" if practice.list_size else ""
    parts: list[Part] = [
        Form(
            (
                ("Practice", (practice.called,)),
                ("Code", (practice.code,)),
                ("Contract", (known(practice.contract, "the practice's contract", "practices: contract"),)),
                ("Patients on the list", (size,)),
                ("Scheme", (f"{facts.title} ({_version(material)})",)),
                ("Offered by", (facts.body(),)),
            )
        ),
        Heading("By signing, the practice agrees to this", 2),
        listed(agreed(facts)),
        Heading("Our answer (tick one)", 2),
        Form(
            (
                ("☐ Yes", ("We take part in the scheme, on the terms of the version named above.",)),
                ("☐ No", ("We do not take part. The practice will ", facts.not_signing(), ".")),
            )
        ),
        Form(
            tuple((label, ("",)) for label in ("Name", "Post", "Signature, for the contract holder", "Date"))
        ),
        says("Send this form by ", facts.closes(), " to ", facts.replies(), "."),
    ]
    return _letter(material, "Sign-up form", parts)


def reminder(material: Material) -> Document:
    """Return the reminder to a practice that has not answered, or has not signed what it said yes to."""
    facts, practice = material.facts, material.practice
    written = known(
        day_said(practice.offered_on) if practice.offered_on else "",
        "when the offer was sent to this practice",
        "signup: offered_on",
    )
    missing = (
        "You have said yes, but the signature or its day is missing, so we cannot pay you under it yet."
        if practice.answer is Answer.NOT_COMPLETE
        else "We have no answer from you yet."
    )
    offer = material.scheme.offer
    over = bool(offer and offer.close and material.dated > offer.close)
    parts: list[Part] = [
        *_address(material),
        says("On ", written, f" we offered your practice a place in {facts.title}. {missing}"),
        says(
            "The offer closed on " if over else "The offer closes on ", facts.closes(),
            ". A practice that does not sign will ", facts.not_signing(),
            ". Nothing else follows from not answering, but please tell us either way: yes or no.",
        ),
        says("The sign-up form is enclosed. Please send it to ", facts.replies(), "."),
        *signature(facts),
    ]  # fmt: skip
    return _letter(material, f"Reminder: {facts.title}", parts)


def agreed(facts: Facts, *, questions: bool = True) -> Sequence[Sequence[Said]]:
    """Return what a practice agrees to, point by point; without ``questions`` they are told elsewhere."""
    after = facts.afterwards()
    asks = ("A payment may be questioned within ", facts.question_days(), ". A query never stops the rest.")
    return [
        (facts.leaves_qof(),),
        (facts.reports(),),
        ("Notice to leave early: ", facts.notice(), ". Payments on leaving: ", facts.kept(),
         ". Back on national QOF: ", facts.back(), "."),
        *((asks,) if questions else ()),
        (facts.pensionable(), " ", facts.vat(), " Payments go to the ", facts.paid_to(),
         ". All amounts are gross."),
        ("The scheme is reviewed on ", facts.reviewed(), " and ends on ", facts.ends(),
         f". {after}".rstrip()),
    ]  # fmt: skip


def signature(facts: Facts) -> tuple[Part, ...]:
    """Return the end of a letter: who signs."""
    return (says("Yours sincerely"), says(facts.signs()))


def letter(material: Material, title: str, parts: Sequence[Part]) -> Document:
    """Return a letter to a practice: from whom, to whom and when, then its parts, then who signs."""
    return _letter(material, title, [*_address(material), *parts, *signature(material.facts)])


def _address(material: Material) -> tuple[Part, ...]:
    practice = material.practice
    rows: tuple[tuple[str, tuple[Said, ...]], ...] = (
        ("From", (material.facts.body(),)),
        ("To", (f"{practice.called} ({practice.code})",)),
        ("Date", (day_said(material.dated),)),
    )
    return (Form(rows), says("Dear colleagues"))


def _letter(material: Material, title: str, parts: Sequence[Part]) -> Document:
    return Document(title, tuple(parts), material.foot, material.practice.code, material.head)


def _version(material: Material) -> str:
    found = material.comparison
    return f"version {found.scheme_fingerprint[:VERSION]}…" if found else material.scheme.header.id
