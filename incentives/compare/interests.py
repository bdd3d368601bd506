"""What decision-makers' own practices would receive, beside random groups of the same size.

For the governance pack only. The statement says what changes, and how often a random group of as many
practices changes at least as much; it does not say that anything is unusual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from incentives.compare.money import PracticeMoney, Scenario

GROUPS = 1_000


@dataclass(frozen=True, slots=True)
class Interests:
    """Practices of voting members under one answer to the offer; amounts in pence.

    ``as_much`` counts, of 1,000 random groups of as many practices, those whose share changed at least
    as much in the same direction. ``less`` are members' practices that would receive less.
    """

    scenario: str
    practices: tuple[str, ...]
    base: int
    difference: int
    base_of_all: int
    difference_of_all: int
    as_much: int
    less: tuple[str, ...]

    @property
    def percent(self) -> float | None:
        """The members' practices' change as a percentage of what they receive now."""
        return 100 * self.difference / self.base if self.base else None

    @property
    def percent_of_all(self) -> float | None:
        """Every practice's change together, as a percentage."""
        return 100 * self.difference_of_all / self.base_of_all if self.base_of_all else None

    def statement(self) -> str:
        """Return the statement in neutral words."""
        more = "more" if self.difference >= 0 else "less"
        all_more = "more" if self.difference_of_all >= 0 else "less"
        return (
            f"Practices of voting members would receive £{abs(self.difference) / 100:,.2f} "
            f"({abs(self.percent or 0):.1f}%) {more}; all practices together "
            f"{abs(self.percent_of_all or 0):.1f}% {all_more}. Of {GROUPS:,} random groups of the same "
            f"number of practices, {self.as_much:,} changed at least as much."
        )


def of_members(scenario: Scenario, members: Collection[str], *, seed: int = 1) -> Interests:
    """Return the members' practices beside random groups; raises KeyError for an unknown practice."""
    known = {p.code: p for p in scenario.practices}
    mine = [known[code] for code in sorted(set(members))]
    base, difference = sum(p.base for p in mine), sum(p.difference for p in mine)
    return Interests(
        scenario=scenario.name,
        practices=tuple(p.code for p in mine),
        base=base,
        difference=difference,
        base_of_all=scenario.base,
        difference_of_all=scenario.difference,
        as_much=_as_much(scenario.practices, len(mine), difference, base, seed),
        less=tuple(p.code for p in mine if p.difference < 0),
    )


def _as_much(practices: Sequence[PracticeMoney], size: int, difference: int, base: int, seed: int) -> int:
    """How many of the random groups changed at least as much, as a share of what they receive."""
    if not size or not base:
        return GROUPS
    draw = np.random.default_rng(seed)
    found = 0
    for _ in range(GROUPS):
        picked = [practices[int(at)] for at in draw.choice(len(practices), size, replace=False)]
        theirs, their_base = sum(p.difference for p in picked), sum(p.base for p in picked)
        same_way = theirs >= 0 if difference >= 0 else theirs < 0
        found += same_way and abs(theirs) * base >= abs(difference) * their_base
    return found
