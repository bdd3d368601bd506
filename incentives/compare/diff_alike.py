"""Changes that many indicators share, told once: which setting, from what to what, for how many and which."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.compare.diff import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.compare.diff import Difference, Entry, Setting

FEWEST = 3
"""From so many indicators on a change is told once for all of them."""

_OWN = "points"


@dataclass(frozen=True, slots=True)
class Alike:
    """One change that several indicators share; ``everything`` where every indicator that stays has it."""

    form: str
    setting: Setting
    entries: tuple[Entry, ...]
    everything: bool

    @property
    def points(self) -> Fraction:
        """What the indicators are worth now."""
        return sum((e.points_after for e in self.entries), start=Fraction(0))


def alike(found: Difference) -> tuple[Alike, ...]:
    """Return the changes that at least ``FEWEST`` indicators share, in the order of the scheme.

    A change of points is not among them: each indicator's is told with what it was worth.
    """
    staying = [e for e in found.indicators if e.status in (Status.CHANGED, Status.RENUMBERED)]
    shared: dict[tuple[str, Setting], list[Entry]] = {}
    for entry in staying:
        for setting in entry.settings:
            if setting.key != _OWN:
                shared.setdefault((_form(entry, setting), setting), []).append(entry)
    paid_before = {i["id"] for i in found.before["indicators"]}
    all_that_stay = len(paid_before) - len(found.of(Status.DROPPED))
    return tuple(
        Alike(form, setting, tuple(entries), len(entries) == all_that_stay)
        for (form, setting), entries in shared.items()
        if len(entries) >= FEWEST
    )


def told_once(groups: Iterable[Alike]) -> frozenset[tuple[str, Setting]]:
    """Return what need not be told again: an indicator's code with a setting."""
    return frozenset((entry.id, group.setting) for group in groups for entry in group.entries)


def _form(entry: Entry, setting: Setting) -> str:
    """Return the form whose words tell a setting; who pays is told in the same words whatever the form."""
    return "" if setting.key == "paid_by" else entry.form
