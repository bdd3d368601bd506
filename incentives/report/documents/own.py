"""What the scheme itself pays a practice, period by period: as planned, and as a ledger has released it.

No other scheme is needed for it, and no result of the year where months alone are told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.compare.money import received
from incentives.formula.plan import Columns
from incentives.govern.entries import RECOVERY
from incentives.govern.settling import settled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.formula.plan import Period, Plan
    from incentives.govern.calculated import Calculated
    from incentives.govern.entries import Line


@dataclass(frozen=True, slots=True)
class Own:
    """A practice's payments of one scheme, in whole pence.

    ``pence`` has a figure for each of ``periods``: what was released, or what is planned where nothing was;
    without periods it is one figure, the year's. ``next_month`` is what the first month pays that is not
    released, after what was released before. ``corrections`` are those of all periods together.
    """

    periods: tuple[Period, ...]
    pence: tuple[int, ...]
    next_month: tuple[str, int] | None = None
    corrections: int = 0

    @property
    def balance(self) -> int:
        """What is due after the year: the last period, or all of it where there are no months."""
        return self.pence[-1]

    @property
    def in_advance(self) -> int:
        """What the months before the balance come to."""
        return sum(self.pence[:-1])

    def months(self) -> tuple[tuple[Period, int], ...]:
        """Return each month before the balance with what it pays."""
        paid = dict(zip((p.name for p in self.periods), self.pence, strict=False))
        if self.next_month:
            paid |= dict([self.next_month])
        return tuple((p, paid[p.name]) for p in self.periods if not p.is_balance)


def balance_is_released(plan: Plan, released: Sequence[Line]) -> bool:
    """Tell whether a ledger has released the balance: then nothing is left to be worked out."""
    last = {p.name for p in plan.periods if p.is_balance}
    return any(line.key.period in last for line in _of(plan, released))


def own_payments(
    plan: Plan, calculated: Calculated | None, released: Sequence[Line] = ()
) -> Mapping[str, Own]:
    """Return what the scheme pays each practice, by code; a practice that is paid nothing may be missing.

    ``calculated`` is None where the ledger has released every period; its plan may be the months alone.
    """
    lines = _of(plan, released)
    paid, corrections = _released(lines)
    periods = calculated.results.plan.periods if calculated else plan.periods
    known = {line.key.period for line in lines if not line.correction_of}
    planned, ahead = _planned(calculated, lines), _next_month(calculated, known, lines)
    found = {}
    for code in sorted({*planned, *paid, *corrections}):
        held, due = paid.get(code, {}), planned.get(code, (0,) * len(periods))
        pence = tuple(
            held.get(p.name, 0) if p.name in known else due[at] for at, p in enumerate(periods)
        ) or ((sum(held.values()) if known else sum(due)),)
        found[code] = Own(periods, pence, ahead.get(code), corrections.get(code, 0))
    return found


def _of(plan: Plan, released: Sequence[Line]) -> list[Line]:
    """Return the lines of one scheme and year, without what is kept back of a later year for a debt."""
    return [
        line
        for line in released
        if (line.key.scheme, line.key.year) == (plan.id, str(plan.year)) and line.key.component != RECOVERY
    ]


def _released(lines: Sequence[Line]) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, int]]:
    """Return by practice the pence of each period, and the pence of all corrections."""
    paid: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    corrections: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.correction_of:
            corrections[line.key.practice] += line.pence
        else:
            paid[line.key.practice][line.key.period] += line.pence
    return paid, corrections


def _planned(calculated: Calculated | None, lines: Sequence[Line]) -> Mapping[str, tuple[int, ...]]:
    """Return by practice what each period is to pay, the balance after what was released; the year in one."""
    if calculated is None:
        return {}
    results = calculated.results
    codes, periods = results.binding.practices, results.plan.periods
    if not periods:
        return {code: (pence,) for code, pence in zip(codes, received(results, ours_only=True), strict=True)}
    months = results.in_pence(Columns.INSTALMENT)
    planned = {code: [int(p) for p in months[row]] for row, code in enumerate(codes)}
    for at, period in enumerate(periods):
        if period.is_balance:
            for one in settled(calculated, period.name, lines):
                planned[one.practice][at] = one.pays
    return {code: tuple(pence) for code, pence in planned.items()}


def _next_month(
    calculated: Calculated | None, known: set[str], lines: Sequence[Line]
) -> Mapping[str, tuple[str, int]]:
    """Return by practice the first month that is not released, set against those that are."""
    if calculated is None or not known:
        return {}
    left = [p for p in calculated.results.plan.periods if not p.is_balance and p.name not in known]
    return (
        {one.practice: (left[0].name, one.pays) for one in settled(calculated, left[0].name, lines)}
        if left
        else {}
    )
