"""The committee's paper: what is asked, what it costs, what may happen, who gains, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.compare.quality import DROPPED
from incentives.report.compare_words import headline, questions
from incentives.report.documents.parts import Document, Gap, Grid, Heading, known, listed, says
from incentives.report.documents.texts import change, day_said, pounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison
    from incentives.report.audience import Audience
    from incentives.report.documents.parts import Part, Said
    from incentives.scheme.model import Scheme


def paper(scheme: Scheme, found: Comparison, audience: Audience, dated: date) -> Document:
    """Return the paper for an audience; to the public no practice stands in it."""
    return Document(
        title=f"{scheme.header.title}: paper for the committee",
        subject=str(audience),
        parts=tuple(_parts(scheme, found, audience, dated)),
        foot=f"{audience} · {scheme.header.id} · version {found.scheme_fingerprint[:12]}…",
    )


def _parts(scheme: Scheme, found: Comparison, audience: Audience, dated: date) -> Iterator[Part]:
    yield says(headline(found, audience), style="Intense Quote")
    yield Heading("What is asked of the committee")
    yield says(Gap("the recommendation", "the paper itself; it is yours to write"))
    yield Heading("Questions that are asked")
    for question, answer in questions(found):
        yield Heading(question, 2)
        yield says(answer)
    yield Heading("Money")
    yield _money(found)
    yield Heading("Recorded care that is not paid for under this scheme")
    yield from _care(found)
    yield Heading("Who was asked, and what they said")
    yield listed(_consulted(scheme))
    yield Heading("Interests")
    yield says(*_interests(found, audience))
    yield Heading("What stands open")
    yield listed(_open(scheme))
    yield says(f"Figures as at {day_said(dated)}; practice results {found.fingerprint[:12]}….")


def _money(found: Comparison) -> Grid:
    rows = tuple(
        (
            s.name,
            str(s.signs),
            pounds(s.proposed),
            change(s.difference),
            str(sum(p.difference > 0 for p in s.practices)),
            str(sum(p.difference < 0 for p in s.practices)),
        )
        for s in found.money.scenarios
    )
    return Grid(
        "What all practices receive, by who signs",
        ("If", "Sign", "All receive", "Than now", "More", "Less"),
        rows,
    )


def _care(found: Comparison) -> Iterator[Part]:
    dropped = [o for o in found.outlooks if o.facts.status == DROPPED]
    if not dropped:
        yield says("Every indicator that was paid for still is. No effect is projected.")
        return
    rows = tuple(_care_row(o) for o in dropped)
    heads = ("Indicator", "Now", "In 3 years, likely (4 in 5)", "Fewer patients recorded")
    yield Grid("Recorded achievement", heads, rows)
    yield says(
        "A projection of what is recorded, which is not the same as care given. The report lists the studies."
    )


def _care_row(outlook: Outlook) -> tuple[str, ...]:
    name = f"{outlook.facts.id} {outlook.facts.title}"
    now = f"{outlook.baseline:.0%}" if outlook.baseline is not None else "—"
    if not outlook.years or outlook.patients is None:
        return (name, now, outlook.caveat, "—")
    base, last = outlook.baseline or 0.0, outlook.years[-1]
    low, _, high = outlook.patients
    return (name, now, f"{base + last.low80:.0%} to {base + last.high80:.0%}", f"{low:,.0f} to {high:,.0f}")


def _consulted(scheme: Scheme) -> list[tuple[Said, ...]]:
    consulted = scheme.governance.consulted if scheme.governance else ()
    said: list[tuple[Said, ...]] = [(f"{c.body}, {day_said(c.on)}.",) for c in consulted]
    return said or [(Gap("who was consulted", "governance: consulted"),)]


def _interests(found: Comparison, audience: Audience) -> tuple[Said, ...]:
    if not audience.sees_every_practice:
        return ("Interests are in the governance papers.",)
    if not found.interests:
        return (Gap("the members' practices", "a register of interests, given with --interests"),)
    return (" ".join(i.statement() for i in found.interests),)


def _open(scheme: Scheme) -> list[tuple[Said, ...]]:
    treatment = scheme.treatment
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
        ("Notice: ", known(scheme.exit.notice if scheme.exit else "", "the notice", "exit: notice"), "."),
    ]
