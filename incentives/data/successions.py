"""Merged, split and closed practices: what a practice takes over from another, from a day, by a share.

A practice that follows another takes over its share of what that practice had in earlier years. Of what
is paid for a year it takes the part of its own days that follow: all of it where it has none before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from incentives.base.amount import in_percent
from incentives.base.year import written_date
from incentives.data.figures import read_exact
from incentives.data.signups import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.base.problem import Place
    from incentives.data.pack import Pack

TABLE = "successions"


@dataclass(frozen=True, slots=True)
class Succession:
    """A practice follows another on a day with a share of its patients (1 is all of them)."""

    before: str
    after: str
    on: date
    share: Fraction
    place: Place

    def part_of(self, span: Span) -> Fraction:
        """Return which part of a practice's own days in a year follow the succession."""
        return (
            Fraction(Span(max(self.on, span.first), span.last).days, span.days) if span.days else Fraction(0)
        )


def successions(pack: Pack) -> tuple[Succession, ...]:
    """Return the successions that a pack states, in the order of their days and codes."""
    table = pack.tables.get(TABLE)
    if table is None:
        return ()
    rows = zip(*(table.column(c) for c in ("from", "to", "on", "share")), strict=True)
    found = [
        Succession(before, after, date.fromisoformat(on), read_exact(share), table.place(n))
        for n, (before, after, on, share) in enumerate(rows)
    ]
    return tuple(sorted(found, key=lambda s: (s.on, s.before, s.after)))


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a practice takes over of one earlier figure: how much, and of whom in words."""

    amount: int
    says: str


def inherited(
    of: Mapping[str, int], known: Sequence[Succession], spans: Mapping[str, Span], *, by_days: bool
) -> dict[str, list[Inherited]]:
    """Return what each practice takes over of earlier figures; ``of`` gives them by practice, as integers.

    ``spans`` are the days of the year on which the practices are in the scheme: what is paid for a year
    (``by_days``) goes over for the part of the successor's days that follow the succession. Each part is
    rounded half up. A chain (A to B, then B to C) passes on what was taken over.
    """
    held = {code: Fraction(figure) for code, figure in of.items()}
    found: dict[str, list[Inherited]] = {}
    for one in known:
        figure = held.get(one.before, Fraction(0)) * one.share
        if not figure:
            continue
        held[one.after] = held.get(one.after, Fraction(0)) + figure
        if one.after in spans:
            part = one.part_of(spans[one.after]) if by_days else Fraction(1)
            amount = floor(figure * part + Fraction(1, 2))
            found.setdefault(one.after, []).append(Inherited(amount, _says(one, part, spans[one.after])))
    return found


def _says(one: Succession, part: Fraction, span: Span) -> str:
    days = "" if part == 1 else f", for {part * span.days} of {span.days} days"
    return f"{in_percent(one.share)} of {one.before}, which it follows from {written_date(one.on)}{days}"
