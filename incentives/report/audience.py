"""For whom a report is made: the public, the body's own people, or one practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PUBLIC, CONFIDENTIAL = "public", "confidential"
FEWEST = 5
"""Figures of fewer practices than this are not shown to the public, nor what would give them away."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who will read it; ``practice`` is a code where it is made for one practice."""

    name: str
    practice: str = ""

    @property
    def is_public(self) -> bool:
        """Whether no practice may be known from it."""
        return self.name == PUBLIC

    @property
    def sees_every_practice(self) -> bool:
        """Whether practices stand in it by name."""
        return self.name == CONFIDENTIAL

    def __str__(self) -> str:
        """Return the audience as it is printed."""
        return f"practice {self.practice}" if self.practice else self.name


def too_few(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the names whose counts are not shown to the public.

    Those with fewer than five practices, and the smallest other one where a single name would be hidden:
    it could be found by taking the others from the total.
    """
    hidden = {name for name, count in counts.items() if 0 < count < FEWEST}
    rest = [name for name, count in counts.items() if count and name not in hidden]
    if len(hidden) == 1 and rest:
        hidden.add(min(rest, key=lambda name: (counts[name], name)))
    return frozenset(hidden)


def audience_of(asked: str, practices: Sequence[str]) -> Audience:
    """Return the audience that was asked for: public, confidential or a practice's code."""
    if asked in (PUBLIC, CONFIDENTIAL):
        return Audience(asked)
    if asked in practices:
        return Audience("practice", asked)
    message = f'"{asked}" is neither "{PUBLIC}", "{CONFIDENTIAL}" nor a practice of the data.'
    raise Refused(
        [
            Problem(
                "R120", Place("--audience"), message, did_you_mean(asked, (PUBLIC, CONFIDENTIAL, *practices))
            )
        ]
    )
