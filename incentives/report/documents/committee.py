"""The committee's paper: what is asked, what it costs, what may happen, who gains, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.compare_words import headline, questions
from incentives.report.documents.asked import said_and_done
from incentives.report.documents.figures import care, money_grid
from incentives.report.documents.parts import BY_HAND, Document, Gap, Heading, listed, says
from incentives.report.documents.statement import results_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said


def paper(material: Material) -> Document:
    """Return the paper for an audience; to the public no practice stands in it."""
    return Document(
        title=f"{material.scheme.header.title}: paper for the committee",
        subject=str(material.audience),
        parts=tuple(_parts(material)),
        head=material.head,
        foot=material.foot,
    )


def _parts(material: Material) -> Iterator[Part]:
    found, audience = material.compared, material.audience
    yield says(headline(found, audience), style="Intense Quote")
    yield Heading("What is asked of the committee")
    yield says(Gap("the recommendation", BY_HAND))
    yield Heading("Questions that are asked")
    for question, answer in questions(found, audience):
        yield Heading(question, 2)
        yield says(answer)
    yield Heading("Money")
    yield money_grid(found, audience)
    yield Heading("Recorded care that is not paid for under this scheme")
    yield from care(found)
    yield Heading("Who was asked, and what they said")
    yield listed(material.facts.consulted())
    yield from said_and_done(material)
    yield Heading("Interests")
    yield says(*_interests(material))
    yield Heading("What stands open")
    yield listed(_open(material))
    yield says(f"Figures as at {results_day(material)}; practice results {found.fingerprint[:12]}….")


def _interests(material: Material) -> tuple[Said, ...]:
    if not material.audience.sees_every_practice:
        return ("Interests are in the governance papers.",)
    if not material.compared.interests:
        return (Gap("the members' practices", "--interests"),)
    return (" ".join(i.statement() for i in material.compared.interests),)


def _open(material: Material) -> list[tuple[Said, ...]]:
    facts = material.facts
    return [
        ("Pensionable: ", facts.pensionable()),
        ("VAT: ", facts.vat()),
        ("Notice: ", facts.notice(), "."),
    ]
