"""Forms 28 and 30 once more, in plain fractions; successions of practices; shares nothing with the program.

Sources: the closed list of forms (small denominators: pool years, network, pay average, leave out); SFE:
money × days the contract was held ÷ days of the year, 366 where 29 February falls in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
