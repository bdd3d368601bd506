"""One year on, in Word: what was forecast, what happened, what it cost, and what practices said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.report.documents.parts import Document, Gap, Grid, Heading, listed, says
from incentives.report.documents.texts import day_said
from incentives.report.monitor_page import said_due, said_follows
from incentives.report.year_page import (
    cost_rows,
    cost_says,
    decisions,
    headline,
    rests_on,
    row,
    withheld,
)
from incentives.withdrawal.monitoring import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incentives.compare.year_on import Outcome, View, YearOn
    from incentives.report.audience import Audience
    from incentives.report.documents.parts import Part

AUDIENCES = {"public": "Public", "confidential": "Confidential: not for publication"}


def one_year_on(found: YearOn, audience: Audience, dated: date) -> Document:
    """Return the paper; for the public the facts are those of ``compare.year_on.for_the_public``."""
    return Document(
        title=f"{found.title}: one year on",
        parts=tuple(_parts(found, audience)),
        head=f"{found.title}  ·  {AUDIENCES[audience.name]}",
        foot=f"{found.scheme} · ranges {found.fingerprint[:12]}… · {dated.isoformat()}",
        subject=str(audience),
    )


def _parts(found: YearOn, audience: Audience) -> Iterator[Part]:
    yield says(headline(found), style="Intense Quote")
    yield Heading("Forecasts that were wrong")
    yield from _outcomes([o for o in found.outcomes if o.outside], "No indicator lies outside its range.")
    yield Heading("Forecasts that held")
    held = [o for o in found.outcomes if not o.outside and o.is_forecast]
    yield from _outcomes(held, "No forecast of a change lies inside its range.")
    if found.cost:
        yield Heading("Cost")
        rows = tuple(cost_rows(found.cost, whole=audience.is_public))
        yield Grid("What was paid, beside the limit and the forecast", ("", "£"), rows)
        yield says(cost_says(found.cost, whole=audience.is_public))
    yield Heading("What the scheme says is to be done now")
    yield listed([(said_due(due),) for due in found.due] or [("Nothing.",)])
    if found.later_scheme:
        yield Heading("What was kept, and what is paid for again")
        yield listed([(f"{became.capitalize()}: {codes}.",) for became, codes in decisions(found)])
    if found.views is not None:
        yield Heading("What practices said")
        yield from _views(found)
    if found.gaps:
        yield Heading("What is not known")
        yield listed([(Gap(gap.what, gap.how),) for gap in found.gaps])
    yield Heading("What this rests on")
    yield listed([(line,) for line in rests_on(found)])


def _outcomes(outcomes: list[Outcome], otherwise: str) -> Iterator[Part]:
    if not outcomes:
        yield says(otherwise)
        return
    rows = []
    for outcome in outcomes:
        told = row(outcome)
        name = f"{told['id']} {told['title']} ({told['happens']})"
        rows.append((name, told["before"], told["likely"], told["seen"], told["place"]))
    heads = ("Indicator", "Before", "Likely (4 in 5)", "Seen", "Where it lies")
    yield Grid("Recorded achievement, exceptions counted", heads, tuple(rows))
    follows = [o for o in outcomes if o.follows != NOTHING]
    if follows:
        yield listed([(f"{o.indicator}: {said_follows(o.happens, o.follows)}.",) for o in follows])


def _views(found: YearOn) -> Iterator[Part]:
    if found.views:
        rows = tuple((_whose(view), view.said, view.answer, view.change or "—") for view in found.views)
        heads = ("Who, and on what", "What they said", "What was answered", "What was changed")
        yield Grid("Views", heads, rows, right=len(heads))
    else:
        yield says("Nobody has said anything that can be shown.")
    if told := withheld(found):
        yield says(told)


def _whose(view: View) -> str:
    who = ", ".join(part for part in (view.who, view.role) if part)
    return f"{who}, {day_said(view.on)}, on {view.about}"
