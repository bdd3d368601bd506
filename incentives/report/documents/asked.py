"""What is asked of the scheme: the LMC's consultation paper, and the questions that practices ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.compare_words import questions
from incentives.report.documents.consultation import you_said
from incentives.report.documents.figures import money_grid
from incentives.report.documents.parts import BY_HAND, Document, Gap, Heading, listed, says
from incentives.report.documents.specification import USE
from incentives.report.documents.texts import bullets
from incentives.report.english import protections
from incentives.report.offer_words import at_risk
from incentives.report.setting_words import WORDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said
    from incentives.report.paragraphs import Part as Words


def lmc_consultation(material: Material) -> Document:
    """Return the paper for the local medical committee: what is proposed, what it does, what was answered."""
    return Document(
        f"{material.facts.title}: consultation with the LMC",
        tuple(_consultation(material)),
        material.foot,
        str(material.audience),
        material.head,
    )


def _consultation(material: Material) -> Iterator[Part]:
    facts = material.facts
    yield says(
        facts.body(), f" proposes to offer practices {facts.named}. ",
        "Nobody has to take part. A practice that does not sign will ", facts.not_signing(), ".",
    )  # fmt: skip
    yield Heading(f"What would change, beside {material.compared.money.base_title}")
    yield from _words(material.beside)
    yield Heading("What it would do")
    for question, answer in questions(material.compared, material.audience):
        yield Heading(question, 2)
        yield says(answer)
    yield money_grid(material.compared, material.audience)
    yield Heading("What a practice can lose after doing the work")
    yield listed([(said,) for said in at_risk(material.scheme)])
    yield Heading("Leaving early")
    yield says(
        "Notice: ", facts.notice(), ". Payments: ", facts.kept(), ". Back on national QOF: ",
        facts.back(), ".",
    )  # fmt: skip
    yield Heading("How results are used")
    yield says(USE)
    yield Heading("What we ask of you")
    yield says("Please tell us what you think of it, part by part, by ", _consult_until(), ". Write to ",
               facts.replies(), ".")  # fmt: skip
    yield Heading("You said, we did")
    yield from said_and_done(material)


def said_and_done(material: Material) -> Iterator[Part]:
    """Return what was said with the answers, and what differs from the version that was consulted on."""
    governance = material.scheme.governance
    bodies = [one.body for one in governance.consulted] if governance else []
    yield from you_said(material.log, bodies, public=material.audience.is_public)
    if material.since is not None:
        yield Heading(
            f"What has changed since the version that was consulted on ({material.consulted_on})", 2
        )
        yield from _words(material.since)


def _consult_until() -> Said:
    return Gap("until when answers are asked for", BY_HAND)


def _words(parts: Sequence[Words]) -> Iterator[Part]:
    """Return what differs between two schemes, a list under each heading."""
    for part in parts:
        yield Heading(part.heading, 3)
        yield listed([(said,) for said in bullets(part.lines)])


def questions_of_practices(material: Material) -> Document:
    """Return the questions that practices ask, answered from the scheme; what it does not say is a gap."""
    return Document(
        f"{material.facts.title}: questions that practices ask",
        tuple(_answers(material)),
        material.foot,
        str(material.audience),
        material.head,
    )


def _answers(material: Material) -> Iterator[Part]:
    facts, scheme = material.facts, material.scheme
    asked: list[tuple[str, list[tuple[Said, ...]]]] = [
        ("Must we take part, and what if we do not sign?",
         [("No. A practice that does not sign will ", facts.not_signing(), ". The offer closes on ",
           facts.closes(), ".")]),
        ("What becomes of QOF if we sign?", [(facts.leaves_qof(), " ", facts.reports())]),
        ("Can we be worse off than on QOF?", [(line,) for line in _protections(material)]),
        ("Can our money be cut after we have done the work?", [(said,) for said in at_risk(scheme)]),
        ("What happens to money that is not spent?",
         [(_unspent(material),)]),
        ("When is the money paid?", [(_when(material),)]),
        ("Is it before or after pension and levies?",
         [("All amounts are gross. Pension contributions and LMC levies are taken by the payment agency. ",
           facts.pensionable(), " ", facts.vat(), " Payments go to the ", facts.paid_to(), ".")]),
        ("What if we leave in the year?",
         [("Notice is ", facts.notice(), ". Of payments: ", facts.kept(), ". You are back on national QOF ",
           facts.back(), ".")]),
        ("We think that a payment is wrong. What now?",
         [("Tell us within ", facts.question_days(), ". A query never stops the rest of a payment.")]),
        ("Will our results be used in a league table?", [(USE,)]),
        ("We have few patients on a register. Is that fair?", [(_few(material),)]),
        ("What about next year?",
         [("The scheme is reviewed on ", facts.reviewed(), " and ends on ", facts.ends(), ". ",
           facts.afterwards())]),
        ("Who offers this, and who was asked?", [("Offered by ", facts.body(), "."), *facts.consulted()]),
        ("Whom do we ask?", [(facts.replies(),)]),
    ]  # fmt: skip
    for question, answers in asked:
        yield Heading(question, 2)
        if len(answers) == 1:
            yield says(*answers[0])
        else:
            yield listed(answers)


def _protections(material: Material) -> list[str]:
    """Return every protection of the scheme in its own words; one sentence where there is none."""
    said = bullets(protections(material.scheme, material.plan).lines)
    return list(said) or ["Yes: the scheme has no protection. Look at your own statement before you sign."]


def _unspent(material: Material) -> Said:
    budget = material.scheme.budget
    if budget is None:
        return Gap("what happens to unspent money", "budget: if_earnings_fall_short")
    return WORDED["if_earnings_fall_short", budget.if_earnings_fall_short]


def _when(material: Material) -> str:
    periods = material.plan.periods
    if not periods:
        return "In one sum."
    named = [period.name for period in periods]
    return (
        f"In {len(named)} payments: {named[0]} to {named[-2]}, then {named[-1]}."
        if named[1:]
        else f"{named[0]}."
    )


def _few(material: Material) -> Said:
    few = material.scheme.small_numbers
    if few is None:
        return Gap("how small numbers are dealt with", "small_numbers")
    return f"Where fewer than {few.terms.fewer_than} are counted: {few.terms.then}."
