"""What people who decide, approve or release stand to gain: a practice's pounds through their interests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from incentives.compare.money import Scenario
    from incentives.govern.entries import Line
    from incentives.govern.people import Conflict, Register


@dataclass(frozen=True, slots=True)
class Gain:
    """A person's practices under one answer to the offer: what they receive now and would; in pence."""

    person: str
    practices: tuple[str, ...]
    base: int
    proposed: int

    @property
    def difference(self) -> int:
        """What the person's practices would receive more, or less."""
        return self.proposed - self.base


def gains(scenario: Scenario, conflicts: Sequence[Conflict]) -> tuple[Gain, ...]:
    """Return who would gain or lose and by how much, by person; a practice counts once for each person."""
    known = {p.code: p for p in scenario.practices}
    found = []
    for person in sorted({c.interest.person for c in conflicts}):
        codes = sorted({code for c in conflicts if c.interest.person == person for code in c.practices})
        mine = [known[code] for code in codes if code in known]
        if mine:
            base, proposed = sum(p.base for p in mine), sum(p.proposed for p in mine)
            found.append(Gain(person, tuple(p.code for p in mine), base, proposed))
    return tuple(found)


def paid_to_own(register: Register, person: str, lines: Iterable[Line], on: date) -> dict[str, int]:
    """Return what lines pay to practices in which a person has an interest on a day; pence by practice."""
    pence: dict[str, int] = {}
    for line in lines:
        pence[line.key.practice] = pence.get(line.key.practice, 0) + line.pence
    own = {code for c in register.conflicts(on, pence) if c.interest.person == person for code in c.practices}
    return {code: pence[code] for code in sorted(own)}
