"""What a change of recorded achievement is made of: fewer patients reached, or more of them excepted.

Achievement is achieved ÷ counted, and exceptions are not counted. So it is the share reached of everybody
the indicator is about, divided by the share that is counted; its change is the sum of a part of each,
exactly (each part's change at the mean of the other's two values).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.data.counts import Count


@dataclass(frozen=True, slots=True)
class Counted:
    """Patients over some practices: achieved, counted, and excepted."""

    achieved: int
    counted: int
    excepted: int

    @property
    def eligible(self) -> int:
        """Everybody the indicator is about."""
        return self.counted + self.excepted

    @property
    def achievement(self) -> Fraction:
        """Achieved ÷ counted, as it is published."""
        return Fraction(self.achieved, self.counted)

    @property
    def reached(self) -> Fraction:
        """Achieved ÷ everybody."""
        return Fraction(self.achieved, self.eligible)

    @property
    def per_counted(self) -> Fraction:
        """Everybody ÷ counted: the more are excepted, the larger."""
        return Fraction(self.eligible, self.counted)


@dataclass(frozen=True, slots=True)
class Parts:
    """One indicator's achievement in two years over the practices that both years count."""

    before: Counted
    after: Counted
    practices: int

    @property
    def change(self) -> Fraction:
        """The change of recorded achievement, as a share of one; the two parts add up to it."""
        return self.after.achievement - self.before.achievement

    @property
    def by_reaching(self) -> Fraction:
        """The part that comes of the share of all patients who were reached."""
        middle = (self.before.per_counted + self.after.per_counted) / 2
        return (self.after.reached - self.before.reached) * middle

    @property
    def by_counting(self) -> Fraction:
        """The part that comes of how many were excepted and so not counted."""
        middle = (self.before.reached + self.after.reached) / 2
        return middle * (self.after.per_counted - self.before.per_counted)


def parts_of(before: Sequence[Count], after: Sequence[Count], *, whole: bool = False) -> Parts | None:
    """Return the parts over the practices that both years count; None where there are none.

    With ``whole`` also None where a practice that is counted in the later year is not in the earlier.
    """
    then = {c.practice: c for c in before if c.denominator}
    now = {c.practice: c for c in after if c.denominator}
    both = sorted(then.keys() & now.keys())
    if not both or (whole and len(both) < len(now)):
        return None
    return Parts(_together([then[c] for c in both]), _together([now[c] for c in both]), len(both))


def _together(counts: Sequence[Count]) -> Counted:
    return Counted(
        sum(c.numerator for c in counts),
        sum(c.denominator for c in counts),
        sum(c.exceptions for c in counts),
    )
