"""Figures of a comparison for documents: exact for the body's own people, rounded for the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.compare.quality import DROPPED
from incentives.report.audience import FEWEST
from incentives.report.compare_words import Said
from incentives.report.documents.parts import Grid, says
from incentives.report.documents.texts import PENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.compare.groups import Group
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison
    from incentives.report.audience import Audience
    from incentives.report.documents.parts import Part


def money_grid(found: Comparison, audience: Audience) -> Grid:
    """Return what all practices receive under each answer to the offer."""
    said = Said(audience.is_public)
    rows = tuple(
        (
            s.name,
            str(s.signs),
            said.money(s.proposed),
            said.change(s.difference),
            said.count(s.more),
            said.count(s.less),
        )
        for s in found.money.scenarios
    )
    heads = ("If", "Sign", "All receive", "Difference", "More", "Less")
    return Grid("What all practices receive, by who signs", heads, rows)


def groups_grid(kind: str, found: Comparison, audience: Audience) -> Grid:
    """Return the groups of a kind; to the public no small group stands, nor what would give it away."""
    said = Said(audience.is_public)
    groups = [g for g in found.groups[found.shown.name] if g.kind == kind]
    hidden = _hidden(groups) if audience.is_public else set()
    rows = tuple(
        (
            g.name,
            f"fewer than {FEWEST}, or hidden with them" if g.name in hidden else str(g.practices),
            "not shown" if g.name in hidden else said.change(g.difference),
            "not shown" if g.name in hidden or g.per_patient is None else f"{g.per_patient / PENCE:+.2f}",
        )
        for g in groups
    )
    return Grid(f"By {kind.casefold()}", ("Group", "Practices", "Difference", "£ a patient"), rows)


def care(found: Comparison) -> Iterator[Part]:
    """Return what may happen to recorded care of the indicators that are not paid for."""
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


def _hidden(groups: list[Group]) -> set[str]:
    """Return groups of few practices; a single one could be found from the total, so another goes with it."""
    found = {g.name for g in groups if g.practices < FEWEST}
    if len(found) == 1 and len(groups) > 1:
        rest = [g for g in groups if g.name not in found]
        found.add(min(rest, key=lambda g: (g.practices, g.name)).name)
    return found
