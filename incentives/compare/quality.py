"""What may happen to recorded care: each indicator that is no longer paid for, stays, or is new.

The scale is gross achievement, achieved ÷ (counted + exceptions). A projection is a range with its
number of measured effects; where a type has no evidence there is none. What is recorded and what is
done stand apart: the share of a fall that is care not given is an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentives.withdrawal.constants import CARE_SHARE
from incentives.withdrawal.projection import Projection, Situation, project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.data.counts import Count
    from incentives.withdrawal.learning import Learned

DROPPED, KEPT, NEW = "no longer paid for", "paid for in both", "new"
YEARS = (1, 2, 3)
UNCOUNTED = ("register", "organisational")
_LEAST_PRACTICES = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What both schemes say of one indicator; points are None where a scheme does not pay for it.

    ``happens`` is what the proposed scheme does with it: "withdrawn", "watched", "substituted" or
    "kept"; ``reason`` is the author's.
    """

    id: str
    title: str
    group: str
    type: str
    before: float | None
    after: float | None
    happens: str
    reason: str = ""
    was: str = ""

    @property
    def status(self) -> str:
        """Whether it is no longer paid for, paid for in both, or new."""
        if self.before is None:
            return NEW
        return DROPPED if self.after is None else KEPT


@dataclass(frozen=True, slots=True)
class Year:
    """A year's change of recorded achievement in shares of one: the middle and two ranges."""

    year: int
    median: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """One indicator: where it stands, and what may happen to it.

    ``eligible`` are all patients it is about; ``patients`` (low, middle, high) is how many fewer would
    be recorded in the third year, ``care`` how many fewer would be treated under the assumption.
    ``spread`` is the standard deviation between practices and ``gap`` the achievement of the most
    deprived fifth of practices less that of the least deprived, both in shares of one.
    """

    facts: Facts
    numerator: int
    eligible: int
    practices: int
    years: tuple[Year, ...]
    effects: int
    spread: float | None = None
    gap: float | None = None
    caveat: str = ""

    @property
    def baseline(self) -> float | None:
        """Gross achievement now, as a share of one; None where nobody is counted."""
        return self.numerator / self.eligible if self.eligible else None

    @property
    def patients(self) -> tuple[float, float, float] | None:
        """Patients no longer recorded in the last year: fewest, middle, most of the likely range."""
        if not self.years:
            return None
        last = self.years[-1]
        return tuple(max(0.0, -c * self.eligible) for c in (last.high80, last.median, last.low80))  # type: ignore[return-value]

    @property
    def care(self) -> tuple[float, float] | None:
        """Patients no longer treated under the assumption: fewest and most."""
        band = CARE_SHARE.get(self.facts.type)
        if self.patients is None or band is None:
            return None
        return self.patients[0] * band[0], self.patients[2] * band[1]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the counts: the learned table, who signs, and practices' deprivation scores."""

    learned: Learned
    signs: frozenset[str]
    deprivation: Mapping[str, float] = field(default_factory=dict)


def outlooks(
    facts: Sequence[Facts], counts: Mapping[str, Sequence[Count]], around: Surroundings
) -> tuple[Outlook, ...]:
    """Return each indicator's outlook over the practices that sign, in the order given."""
    return tuple(_outlook(one, counts.get(one.id, ()), around) for one in facts)


def _outlook(facts: Facts, counts: Sequence[Count], around: Surroundings) -> Outlook:
    mine = [c for c in counts if c.practice in around.signs and c.eligible > 0]
    achieved, eligible = sum(c.numerator for c in mine), sum(c.eligible for c in mine)
    found, caveat = _projection(facts, achieved, eligible, len(mine), around)
    return Outlook(
        facts=facts,
        numerator=achieved,
        eligible=eligible,
        practices=len(mine),
        years=_years(found) if found else (),
        effects=found.effects if found else 0,
        spread=_spread(mine),
        gap=_gap(mine, around.deprivation),
        caveat=caveat,
    )


def _projection(
    facts: Facts, achieved: int, eligible: int, practices: int, around: Surroundings
) -> tuple[Projection | None, str]:
    if facts.status == NEW:
        return None, "new: no study tells what a payment like this adds"
    if facts.type in UNCOUNTED and not eligible:
        return None, f'no evidence for the type "{facts.type}"'
    if not eligible:
        return None, "no patients are counted in the practice data"
    if facts.status == KEPT and facts.happens == "kept":
        if facts.before == facts.after:
            return None, "paid for as before: no change is projected"
        return None, "paid for in both with other terms: no study tells what the change does"
    situation = Situation(facts.type, achieved / eligible, float(practices), facts.happens)
    found = project(situation, around.learned, YEARS)
    return found, "" if found else f'no evidence for the type "{facts.type or "not stated"}"'


def _years(found: Projection) -> tuple[Year, ...]:
    years = []
    for year in YEARS:
        (low80, high80), (low95, high95) = found.likely(year), found.likely(year, 0.95)
        years.append(Year(year, found.median(year), low80, high80, low95, high95))
    return tuple(years)


def _spread(counts: Sequence[Count]) -> float | None:
    if len(counts) < _LEAST_PRACTICES:
        return None
    shares = [c.numerator / c.eligible for c in counts]
    mean = sum(shares) / len(shares)
    return float((sum((s - mean) ** 2 for s in shares) / (len(shares) - 1)) ** 0.5)


def _gap(counts: Sequence[Count], deprivation: Mapping[str, float]) -> float | None:
    """The pooled achievement of the most deprived fifth less that of the least deprived."""
    known = sorted((c for c in counts if c.practice in deprivation), key=lambda c: deprivation[c.practice])
    fifth = len(known) // 5
    if fifth == 0:
        return None
    least, most = known[:fifth], known[-fifth:]

    def pooled(part: Sequence[Count]) -> float:
        return sum(c.numerator for c in part) / sum(c.eligible for c in part)

    return pooled(most) - pooled(least)
