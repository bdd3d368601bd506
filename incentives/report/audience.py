"""For whom a report is made: the public, the body's own people, or one practice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PUBLIC, CONFIDENTIAL = "public", "confidential"
FEWEST = 5
"""Figures of fewer practices than this are not shown to the public, nor what would give them away."""
_SHORTEST = 5
"""A practice's name of fewer letters is no sign of the practice in a text."""


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


def readable_in(text: str, practices: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the codes and names of practices that can be read in a text; each practice is a code and a name.

    A name of fewer than five letters is no sign of a practice.
    """
    signs = {s.casefold(): s for of in practices for s in of if len(s) >= _SHORTEST}
    if not signs:
        return ()
    longest_first = sorted(map(re.escape, signs), key=len, reverse=True)
    found = re.findall(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)", text.casefold())
    return tuple(signs[sign] for sign in dict.fromkeys(found))


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
