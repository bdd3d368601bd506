"""The summary for patients: what the scheme is, what practices are paid for, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.documents.parts import BY_HAND, Document, Gap, Heading, listed, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said
    from incentives.scheme.model import StopPayingFor


def patient_summary(material: Material) -> Document:
    """Return the summary for patients; no figure of a practice stands in it."""
    return Document(
        f"{material.facts.title}: a summary for patients",
        tuple(_parts(material)),
        material.foot,
        str(material.audience),
        material.head,
    )


def _parts(material: Material) -> Iterator[Part]:
    scheme, facts = material.scheme, material.facts
    yield says(
        facts.body(), " pays GP practices in the area. Part of that pay depends on how many patients ",
        f"have had certain checks and treatments. {facts.title} says which ones for {scheme.header.year}. "
        "Practices may choose to take part.",
    )  # fmt: skip
    yield Heading("What does not change")
    yield says(
        "The scheme is about what practices are paid for. It does not change which practice you are with, "
        "and it takes away nobody's right to care."
    )
    new = [e for e in scheme.indicators if e.id not in scheme.inherited]
    if new:
        yield Heading("What practices are paid for that they were not before")
        yield listed([(f"{e.terms.title or e.id}.",) for e in new])
    if scheme.stopped:
        yield Heading("What practices are no longer paid for under the scheme")
        yield listed([_stopped(material, stop) for stop in scheme.stopped])
    yield Heading("How we see whether it works")
    yield says("The scheme is reviewed on ", facts.reviewed(), " and ends on ", facts.ends(), ".")
    yield Heading("Who was asked")
    yield listed([*facts.consulted(), (Gap("how patients were asked, and what they said", BY_HAND),)])
    yield Heading("Your records")
    yield says(Gap("what is shared of patients' records, with whom, and how to object", BY_HAND))
    yield Heading("Questions")
    yield says("Ask ", facts.replies(), ".")


def _stopped(material: Material, stop: StopPayingFor) -> tuple[Said, ...]:
    titles = {o.facts.id: o.facts.title for o in material.comparison.outlooks} if material.comparison else {}
    named = "; ".join(titles.get(code, code) or code for code in stop.indicators)
    return (f"{named}. Why: {stop.reason}.",)
