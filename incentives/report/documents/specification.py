"""The scheme's specification: what a practice is asked to sign, from the scheme's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.documents.parts import BY_HAND, Document, Gap, Grid, Heading, listed, says
from incentives.report.documents.texts import bullets, day_said
from incentives.report.english import in_full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.formula.plan import Plan
    from incentives.report.documents.facts import Facts
    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said
    from incentives.scheme.model import Scheme

USE = (
    "Results are used for payment and for support; no ranking of practices is made. The first response to "
    "a fall is to check recording."
)


def specification(material: Material) -> Document:
    """Return the whole specification; every fact that the scheme does not state is a gap."""
    return Document(
        title=material.scheme.header.title,
        subject=material.scheme.header.id,
        parts=tuple(_parts(material)),
        head=material.head,
        foot=material.foot,
    )


def _parts(material: Material) -> Iterator[Part]:
    scheme, facts = material.scheme, material.facts
    made = f" for {scheme.header.year}. This text was made on {day_said(material.dated)}."
    yield says("Offered by ", facts.body(), made)
    yield Heading("Purpose")
    yield says(Gap("the purpose of the scheme", BY_HAND))
    yield Heading("Taking part")
    yield listed(_taking_part(facts))
    yield Heading("Indicators")
    yield _indicators(scheme)
    if scheme.stopped:
        yield Heading("Not paid for under this scheme", 2)
        yield listed([(f"{', '.join(s.indicators)}: {s.reason}.",) for s in scheme.stopped])
    yield Heading("What is paid, in words")
    yield from _english(scheme, material.plan)
    yield Heading("Payment, queries and the end of the scheme")
    yield listed(_terms(facts))
    yield Heading("Who was asked")
    yield listed(facts.consulted())
    yield Heading("Data")
    yield says(Gap("what data are shared, and on what legal basis", BY_HAND))


def _taking_part(facts: Facts) -> list[tuple[Said, ...]]:
    return [
        ("The offer is open from ", facts.opens(), " to ", facts.closes(), "."),
        ("Nobody has to take part. A practice that does not sign will ", facts.not_signing(), "."),
        (facts.leaves_qof(), " ", facts.reports()),
        ("Notice to leave: ", facts.notice(), "."),
        ("Payments on leaving: ", facts.kept(), "."),
        ("Back on national QOF: ", facts.back(), "."),
    ]


def _indicators(scheme: Scheme) -> Grid:
    rows = tuple(
        (
            i.id,
            i.terms.title or i.id,
            f"{float(i.terms.points):g}",
            str(getattr(i.terms, "pays", "as its form says")),
        )
        for i in scheme.indicators
    )
    return Grid(
        "Indicators, points and what is paid for", ("Indicator", "What is counted", "Points", "Paid"), rows, 2
    )


def _english(scheme: Scheme, plan: Plan) -> Iterator[Part]:
    for part in in_full(scheme, plan):
        yield Heading(part.heading, 2)
        yield listed([(said,) for said in bullets(part.lines)])


def _terms(facts: Facts) -> list[tuple[Said, ...]]:
    return [
        (facts.pensionable(),),
        (facts.vat(),),
        ("Payments go to the ", facts.paid_to(), ". All amounts are gross."),
        (
            "A payment may be questioned within ",
            facts.question_days(),
            ". A query never stops the part that is not in question.",
        ),
        ("Reviewed on ", facts.reviewed(), "."),
        ("Ends on ", facts.ends(), f". {facts.afterwards()}".rstrip()),
        (USE,),
    ]
