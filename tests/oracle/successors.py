"""What a practice takes over of those it follows: merged, split and closed practices, worked out plainly."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from tests.oracle.forms_dates import NIL, days_between
from tests.oracle.text import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
        whole = held.get(row["from"], NIL) * figure(row["share"])
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
