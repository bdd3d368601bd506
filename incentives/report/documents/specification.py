"""The scheme's specification: what a practice is asked to sign, from the scheme's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.documents.parts import Document, Gap, Grid, Heading, Points, known, listed, says
from incentives.report.documents.texts import day_said
from incentives.report.english import in_full

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentives.formula.plan import Plan
    from incentives.report.documents.parts import Part, Said
    from incentives.scheme.model import Scheme

USE = (
    "Results are used for payment and for support; no ranking of practices is made. The first response to "
    "a fall is to check recording."
)
_BY_HAND = (
    ("the purpose of the scheme", "notes"),
    ("what data are shared, and on what legal basis", "notes"),
)


def specification(scheme: Scheme, plan: Plan, dated: date) -> Document:
    """Return the whole specification; every fact that the scheme does not state is a gap."""
    return Document(
        title=scheme.header.title,
        subject=scheme.header.id,
        parts=tuple(_parts(scheme, plan, dated)),
        foot=f"{scheme.header.id} · {day_said(dated)}",
    )


def _parts(scheme: Scheme, plan: Plan, dated: date) -> Iterator[Part]:
    body = known(
        scheme.offered_by.body if scheme.offered_by else "", "who offers the scheme", "offered_by: body"
    )
    yield says("Offered by ", body, f" for {scheme.header.year}. This text was made on {day_said(dated)}.")
    yield Heading("Purpose")
    yield from (says(note) for note in scheme.notes) if scheme.notes else (says(Gap(*_BY_HAND[0])),)
    yield Heading("Taking part")
    yield listed(_taking_part(scheme))
    yield Heading("Indicators")
    yield _indicators(scheme)
    if scheme.stopped:
        yield Heading("Not paid for under this scheme", 2)
        yield listed([(f"{', '.join(s.indicators)}: {s.reason}.",) for s in scheme.stopped])
    yield Heading("What is paid, in words")
    yield from _english(scheme, plan)
    yield Heading("Payment, queries and the end of the scheme")
    yield listed(_terms(scheme))
    yield Heading("Data")
    yield says(Gap(*_BY_HAND[1]))


def _taking_part(scheme: Scheme) -> list[tuple[Said, ...]]:
    offer, qof, left = scheme.offer, scheme.national_qof, scheme.exit
    return [
        (
            "The offer is open from ",
            known(_day(offer.open if offer else None), "when the offer opens", "offer: open"),
            " to ",
            known(_day(offer.close if offer else None), "when the offer closes", "offer: close"),
            ".",
        ),
        ("Nobody has to take part. A practice that does not sign stays on national QOF.",),
        (
            "Practices that sign: national QOF ",
            known(
                qof.signed_practices if qof else "", "whether they leave it", "national_qof: signed_practices"
            ),
            "; they go on reporting: ",
            known(
                ("yes" if qof.keep_reporting else "no") if qof else "",
                "whether they report",
                "national_qof: keep_reporting",
            ),
            ".",
        ),
        ("Notice to leave: ", known(left.notice if left else "", "the notice", "exit: notice"), "."),
        (
            "Payments on leaving: ",
            known(left.payments if left else "", "what is kept", "exit: payments"),
            ".",
        ),
        (
            "Back to national QOF: ",
            known(left.back_to_qof if left else "", "from when", "exit: back_to_qof"),
            ".",
        ),
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
        yield Points(tuple((line.text,) for line in part.lines))


def _terms(scheme: Scheme) -> list[tuple[Said, ...]]:
    treatment, disputes, governance = scheme.treatment, scheme.disputes, scheme.governance
    ends = governance.ends if governance else None
    review = governance.review_on if governance else None
    return [
        (
            "Pensionable: ",
            known(
                treatment.pensionable if treatment else "",
                "whether payments are pensionable",
                "treatment: pensionable",
            ),
            ".",
        ),
        ("VAT: ", known(treatment.vat if treatment else "", "how VAT is treated", "treatment: vat"), "."),
        (
            "Paid to: ",
            known(treatment.paid_to if treatment else "", "to whom it is paid", "treatment: paid_to"),
            ".",
        ),
        (
            "A payment may be questioned within ",
            known(
                f"{int(disputes.raise_within)} days" if disputes else "", "how long", "disputes: raise_within"
            ),
            ". A query never stops the part that is not in question.",
        ),
        (
            "Reviewed on ",
            known(_day(review), "when it is reviewed", "governance: review_on"),
            ".",
        ),
        (
            "Ends on ",
            known(_day(ends), "when it ends", "governance: ends"),
            ". Nothing is promised after.",
        ),
        (USE,),
    ]


def _day(day: date | None) -> str:
    return day_said(day) if day else ""
