"""Practices put into groups from what stood before: network, deprivation, list size, contract.

Every practice is in exactly one group of each kind. Ties stay together, so groups may differ in size;
atypical practices (a university, homeless people, a care home) are a group of their own in each kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from incentives.compare.money import PracticeMoney

PARTS = 5
ATYPICAL, UNKNOWN = "atypical practices", "not stated"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a practice before: texts and figures of the table of practices."""

    code: str
    name: str
    network: str
    contract: str
    list_size: float | None
    deprivation: float | None
    atypical: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Some practices' money together, in pence, and their patients.

    ``more`` and ``less`` leave out who takes part for some of the year.
    """

    kind: str
    name: str
    practices: int
    patients: float
    base: int
    proposed: int
    more: int
    less: int

    @property
    def difference(self) -> int:
        """More (or less) than if nothing changes."""
        return self.proposed - self.base

    @property
    def per_patient(self) -> float | None:
        """The difference in pence a patient; None where no list is known."""
        return self.difference / self.patients if self.patients else None


def grouped(rows: Sequence[PracticeMoney], standings: Mapping[str, Standing]) -> tuple[Group, ...]:
    """Return the groups of every kind; the sum of a kind's differences is that of the practices."""
    paid = {row.code: row for row in rows}
    return tuple(
        _group(kind, name, [paid[code] for code in codes], standings)
        for kind, members in memberships({code: standings[code] for code in paid}, standings).items()
        for name, codes in members.items()
    )


def memberships(
    practices: Mapping[str, Standing], standings: Mapping[str, Standing]
) -> dict[str, dict[str, list[str]]]:
    """Return the codes of some practices by kind and name of group; fifths are of all ``standings``."""
    kinds: dict[str, Callable[[Standing], str]] = {
        "Network": lambda s: s.network or UNKNOWN,
        "Contract": lambda s: s.contract or UNKNOWN,
        "List size": _parts(standings, lambda s: s.list_size, "smallest", "largest"),
        "Deprivation": _parts(standings, lambda s: s.deprivation, "least deprived", "most deprived"),
    }
    found = {}
    for kind, name_of in kinds.items():
        members: dict[str, list[str]] = {}
        for code, standing in practices.items():
            members.setdefault(ATYPICAL if standing.atypical else name_of(standing), []).append(code)
        found[kind] = {name: members[name] for name in sorted(members)}
    return found


def _group(kind: str, name: str, rows: Sequence[PracticeMoney], standings: Mapping[str, Standing]) -> Group:
    return Group(
        kind=kind,
        name=name,
        practices=len(rows),
        patients=sum(standings[r.code].list_size or 0.0 for r in rows),
        base=sum(r.base for r in rows),
        proposed=sum(r.proposed for r in rows),
        more=sum(r.difference > 0 for r in rows if not r.days),
        less=sum(r.difference < 0 for r in rows if not r.days),
    )


def _parts(
    standings: Mapping[str, Standing], figure: Callable[[Standing], float | None], low: str, high: str
) -> Callable[[Standing], str]:
    """Return which fifth a practice is in by a figure; equal figures are in the same fifth."""
    known = sorted(value for s in standings.values() if not s.atypical and (value := figure(s)) is not None)

    def name(standing: Standing) -> str:
        value = figure(standing)
        if value is None or not known:
            return UNKNOWN
        below = sum(v < value for v in known)
        part = min(PARTS, below * PARTS // len(known) + 1)
        said = {1: f" ({low})", PARTS: f" ({high})"}.get(part, "")
        return f"fifth {part}{said}"

    return name
