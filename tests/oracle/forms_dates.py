"""Forms 28 and 30 once more, in plain fractions; successions of practices; shares nothing with the program.

Sources: the closed list of forms (small denominators: pool years, network, pay average, leave out); SFE:
money × days the contract was held ÷ days of the year, 366 where 29 February falls in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from tests.oracle.text import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NIL = Fraction(0)
Pair = tuple[Fraction, Fraction]


def form_28(then: str, least: Fraction, own: Pair, others: Sequence[Pair]) -> Pair:
    """Patients achieved and counted: one's own, or with fewer than the least those counted together."""
    if own[1] >= least or not then.startswith("count"):
        return own
    return own[0] + sum((a for a, _ in others), NIL), own[1] + sum((b for _, b in others), NIL)


def average_of(points: Sequence[Fraction]) -> Fraction:
    """Mean points of the practices that count enough; none where there is none."""
    return sum(points, NIL) / len(points) if points else NIL


def form_30(amount: Fraction, days: int, of: int) -> Fraction:
    """An amount of the whole year for the days in the scheme."""
    return amount * days / of


def days_between(year: str, *spans: tuple[str, str]) -> tuple[int, int]:
    """Days of a year within all spans (first and last day, blank where open), and the days of the year."""
    start = int(year[:4])
    first, last = date(start, 4, 1), date(start + 1, 3, 31)
    of = (last - first).days + 1
    for begins, ends in spans:
        first = max(first, date.fromisoformat(begins)) if begins else first
        last = min(last, date.fromisoformat(ends)) if ends else last
    return max(0, (last - first + timedelta(days=1)).days), of


def taken_over(
    after: str,
    figures: Mapping[str, Fraction],
    rows: Iterable[Mapping[str, str]],
    day_count: tuple[str, str, str] | None,
) -> Fraction:
    """What a practice takes over of those it follows, each part rounded half up to a whole figure.

    ``day_count`` is the year and the first and last day the practice has in it, where what goes over is
    paid for a year: then for the part of its own days that follow.
    """
    found, held = NIL, dict(figures)
    for row in sorted(rows, key=lambda r: (r["on"], r["from"], r["to"])):
        whole = held.get(row["from"], NIL) * share(row["share"])
        held[row["to"]] = held.get(row["to"], NIL) + whole
        if row["to"] != after or not whole:
            continue
        part = Fraction(1)
        if day_count:
            year, first, last = day_count
            mine, _ = days_between(year, (first, last))
            left, _ = days_between(year, (first, last), (row["on"], ""))
            part = Fraction(left, mine) if mine else NIL
        found += floor(whole * part + Fraction(1, 2))
    return found


def share(text: str) -> Fraction:
    """Read a share: "100%" or "0.5"."""
    return figure(text)
