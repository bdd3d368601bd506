"""Figures of a comparison for documents: exact for the body's own people, rounded for the public."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from incentives.compare.quality import DROPPED
from incentives.report.audience import FEWEST
from incentives.report.documents.parts import Grid, says
from incentives.report.documents.texts import PENCE, change, pounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.compare.groups import Group
    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison
    from incentives.report.audience import Audience
    from incentives.report.documents.parts import Part

_NEAREST = 1_000
_AMOUNT = re.compile(r"£(\d[\d,]*)(?:\.\d\d)?")
_SHARE = re.compile(r"(\d+\.\d+)%")


def for_readers(text: str, audience: Audience) -> str:
    """Return a sentence as an audience may see it: for the public pounds to £1,000 and whole per cent.

    >>> from incentives.report.audience import Audience
    >>> for_readers("£12,345.67 more (+1.4%)", Audience("public"))
    '£12,000 more (+1%)'
    """
    if audience.sees_every_practice or audience.practice:
        return text
    rounded = _AMOUNT.sub(lambda found: _thousands(int(found[1].replace(",", "")) * PENCE), text)
    return _SHARE.sub(lambda found: f"{Decimal(found[1]).quantize(Decimal(1), ROUND_HALF_UP)}%", rounded)


def amount(pence: int, audience: Audience) -> str:
    """Return pounds as an audience may see them: to the penny, or to £1,000 for the public."""
    return _thousands(pence) if audience.is_public else pounds(pence)


def difference(pence: int, audience: Audience) -> str:
    """Return a difference in words, as an audience may see it."""
    if not audience.is_public:
        return change(pence)
    near = _thousands(abs(pence))
    if near == "£0":
        return "about the same"
    return f"{near} {'more' if pence > 0 else 'less'}"


def money_grid(found: Comparison, audience: Audience) -> Grid:
    """Return what all practices receive under each answer to the offer."""
    rows = tuple(
        (
            s.name,
            str(s.signs),
            amount(s.proposed, audience),
            difference(s.difference, audience),
            _count(sum(p.difference > 0 for p in s.practices), audience),
            _count(sum(p.difference < 0 for p in s.practices), audience),
        )
        for s in found.money.scenarios
    )
    heads = ("If", "Sign", "All receive", "Than now", "More", "Less")
    return Grid("What all practices receive, by who signs", heads, rows)


def groups_grid(kind: str, found: Comparison, audience: Audience) -> Grid:
    """Return the groups of a kind; to the public no small group stands, nor what would give it away."""
    groups = [g for g in found.groups[found.shown.name] if g.kind == kind]
    hidden = _hidden(groups) if audience.is_public else set()
    rows = tuple(
        (
            g.name,
            f"fewer than {FEWEST}, or hidden with them" if g.name in hidden else str(g.practices),
            "not shown" if g.name in hidden else difference(g.difference, audience),
            "not shown" if g.name in hidden or g.per_patient is None else f"{g.per_patient / PENCE:+.2f}",
        )
        for g in groups
    )
    return Grid(f"By {kind.casefold()}", ("Group", "Practices", "Than now", "£ a patient"), rows)


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


def _thousands(pence: int) -> str:
    """Round pence to the nearest thousand pounds, halves up."""
    whole = _NEAREST * PENCE
    return f"£{(pence + whole // 2) // whole * _NEAREST:,}"


def _count(practices: int, audience: Audience) -> str:
    return f"fewer than {FEWEST}" if audience.is_public and 0 < practices < FEWEST else str(practices)


def _hidden(groups: list[Group]) -> set[str]:
    """Return groups of few practices; a single one could be found from the total, so another goes with it."""
    found = {g.name for g in groups if g.practices < FEWEST}
    if len(found) == 1 and len(groups) > 1:
        rest = [g for g in groups if g.name not in found]
        found.add(min(rest, key=lambda g: (g.practices, g.name)).name)
    return found
