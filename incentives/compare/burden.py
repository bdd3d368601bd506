"""Work before and after: indicators, what has to be coded, reviews, hours, and pounds for an hour.

Minutes for one patient are an assumption by type of indicator, stated beside every figure and set by
the author; they are the same on both sides, so that a comparison says more than either figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINUTES: Mapping[str, float] = {
    "register": 0.0,
    "process": 6.0,
    "advice": 4.0,
    "treatment": 5.0,
    "intermediate outcome": 8.0,
    "vaccination": 5.0,
    "screening": 10.0,
    "outcome": 0.0,
    "organisational": 0.0,
}
"""Assumption: minutes of practice time for each patient counted, by type; no published time study."""

HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Work:
    """What one scheme asks of the practices that sign.

    ``coded`` is how many coded entries a year it needs (one for each patient counted, two for a result
    that has to be in range), ``hours`` the time under the assumption, ``pence`` what is paid for it.
    """

    indicators: int
    patients: int
    coded: int
    hours: float
    pence: int

    @property
    def pounds_per_hour(self) -> float | None:
        """Pounds paid for an hour of work under the assumption; None where there is no work."""
        return self.pence / 100 / self.hours if self.hours else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator that is paid for: its type, and how many patients it counts."""

    id: str
    type: str
    patients: int


def work(asked: Sequence[Asked], pence: int, minutes: Mapping[str, float] = MINUTES) -> Work:
    """Return the work of a scheme's indicators, with what is paid for it in pence."""
    return Work(
        indicators=len(asked),
        patients=sum(a.patients for a in asked),
        coded=sum(a.patients * (2 if a.type == "intermediate outcome" else 1) for a in asked),
        hours=sum(a.patients * minutes.get(a.type, 0.0) for a in asked) / HOUR,
        pence=pence,
    )
