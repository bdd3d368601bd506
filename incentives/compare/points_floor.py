"""The cut of a GMS practice's global sum below a number of QOF points: who may meet it, never how much.

Source: SFE section 2, "Deduction for not achieving 150 points under the QOF" (contents of 2013); the amount
and other years' figures are not sourced, so no pounds are stated and none are nought. PMS and APMS
contracts have clauses of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.whatif import with_signed
from incentives.formula.plan import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.compare.money import Side
    from incentives.scheme.model import Scheme

FLOOR = 150
SOURCE = "SFE section 2, contents of 2013; the amount and other years are not sourced here"
MAY, NOT, DEPENDS, STAYS, UNKNOWN = (
    "may be cut: check SFE section 2",
    f"{FLOOR} points or more",
    "depends on the contract: check clause",
    "stays in national QOF",
    "contract not stated: check clause",
)


@dataclass(frozen=True, slots=True)
class PointsFloor:
    """What each practice meets, by its code, and what is said of them together."""

    practices: Mapping[str, str]
    leave: bool

    def counted(self, what: str) -> int:
        """Return how many practices meet it."""
        return Counter(self.practices.values())[what]

    def lines(self, *, fewest: int = 0) -> tuple[str, ...]:
        """Return the sentences of the totals; counts below ``fewest`` are not told."""
        why = "leave national QOF" if self.leave else f"achieve fewer than {FLOOR} points in national QOF"
        may = _practices(self.counted(MAY), fewest)
        said = [
            f"Cut of the global sum of GMS practices below {FLOOR} QOF points ({SOURCE}): in no total here.",
            f"It may meet {may} of GMS that sign and {why}: check the clause, and say who bears the cut.",
        ]
        if self.counted(DEPENDS):
            said.append(f"For {_practices(self.counted(DEPENDS), fewest)} of PMS and APMS it {DEPENDS}.")
        if self.counted(UNKNOWN):
            said.append(f"Of {_practices(self.counted(UNKNOWN), fewest)} the {UNKNOWN}.")
        return tuple(said)


def _practices(count: int, fewest: int) -> str:
    if 0 < count < fewest:
        return f"fewer than {fewest} practices"
    return f"{count or 'no'} practice{'' if count == 1 else 's'}"


def points_floor(
    scheme: Scheme, base: Side, signs: Iterable[str], contracts: Mapping[str, str]
) -> PointsFloor | None:
    """Return who may meet the floor; None where the scheme says nothing of national QOF beside it.

    A practice that signs and leaves has no national points; one that stays has those of the base.
    """
    if scheme.national_qof is None:
        return None
    leave = scheme.national_qof.signed_practices == "leave"
    signed = frozenset(signs)
    points = {} if leave else _points(base, signed)
    found = {
        code: _met(contracts.get(code, ""), 0 if leave else points.get(code, 0)) if code in signed else STAYS
        for code in base.binding.practices
    }
    return PointsFloor(found, leave)


def _met(contract: str, points: float) -> str:
    kind = contract.strip().upper()
    if not kind:
        return UNKNOWN
    if kind != "GMS":
        return DEPENDS
    return MAY if points < FLOOR else NOT


def _points(base: Side, signed: frozenset[str]) -> dict[str, float]:
    results = calculate(base.plan, with_signed(base.binding, signed))
    if not results.has(Columns.POINTS):
        return {}
    column = results.column(Columns.POINTS)
    places = [n for n, c in enumerate(results.plan.components) if c.is_indicator]
    return {
        code: float(sum(column.exact(at, place) for place in places))
        for at, code in enumerate(results.binding.practices)
    }
