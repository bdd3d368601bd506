"""What the scheme may cost when achievement moves as it does from year to year.

Each draw moves every indicator of every practice on the logit scale, partly together, by as much as
English results moved in a year when nothing about payment changed, and is then paid by the engine. The
same draws serve every scheme that is compared, so that a difference is one of the schemes.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from incentives.calculate import calculate
from incentives.compare.money import received
from incentives.compare.whatif import counted_for
from incentives.formula.units import Axis
from incentives.withdrawal.constants import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from incentives.compare.money import Side
    from incentives.data.bound import Binding, BoundColumn
    from incentives.formula.plan import DataField, Plan

DRAWS = 200
_NEAREST = 0.002


@dataclass(frozen=True, slots=True)
class Spread:
    """Totals in pence over the draws, in order of drawing; ``way`` says how they were worked out."""

    totals: tuple[int, ...]
    way: str

    @property
    def expected(self) -> int:
        """The mean total, to the nearest penny."""
        return round(sum(self.totals) / len(self.totals))

    def likely(self, share: float = 0.8) -> tuple[int, int]:
        """Return the range that holds the total so often; 0.8 is "4 in 5"."""
        low, high = np.quantile(self.totals, [(1 - share) / 2, (1 + share) / 2])
        return int(low), int(high)

    def chance_over(self, limit: int) -> float:
        """Return the share of draws in which the total passes a limit in pence."""
        return sum(total > limit for total in self.totals) / len(self.totals)


def spread_of(side: Side, *, draws: int = DRAWS, seed: int = 1) -> Spread:
    """Return the totals that a scheme pays over the draws; the same seed gives the same draws."""
    totals = tuple(
        sum(received(calculate(side.plan, moved(side.plan, side.binding, seed, number))))
        for number in range(draws)
    )
    return Spread(totals, f"{draws} trial years, each paid by the engine")


def moved(plan: Plan, binding: Binding, seed: int, number: int) -> Binding:
    """Return the practice data with achievement moved by one draw.

    A cell's draw depends on the seed, the draw's number, the practice and the indicator's code alone,
    so another scheme with the same indicator meets the same movement.
    """
    changed = {}
    for field in plan.data_fields:
        if field.table != "measures" or field.column != "numerator" or field.years_back:
            continue
        counted = counted_for(binding, field)
        if counted is not None:
            changed[field.name] = _moved(plan, binding, field, counted, (seed, number))
    return replace(binding, columns={**binding.columns, **changed})


def _moved(
    plan: Plan, binding: Binding, field: DataField, counted: BoundColumn, draw: tuple[int, int]
) -> BoundColumn:
    column = binding.columns[field.name]
    shape = (len(binding.practices), column.width)
    above = np.frombuffer(column.integers, dtype=np.int64).reshape(shape)
    below = np.frombuffer(counted.integers, dtype=np.int64).reshape(shape)
    ids = plan.ids() if Axis.COMPONENTS in field.grain else ("",)
    shifts = np.stack([_shifts(code, len(binding.practices), draw) for code in ids], axis=1)
    share = np.clip(above / np.maximum(below, 1), _NEAREST, 1 - _NEAREST)
    after = np.rint(below * expit(logit(share) + shifts)).astype(np.int64)
    known = (below > 0) & (above > 0)
    integers = np.where(known, np.minimum(after, below), above)
    return replace(column, integers=array("q", integers.ravel().tolist()))


def _shifts(code: str, practices: int, draw: tuple[int, int]) -> NDArray[np.float64]:
    """Return each practice's movement of an indicator on the logit scale: one part shared, one its own."""
    area, each = constant("change without cause")
    chance = np.random.default_rng([*draw, *code.encode()])
    together = chance.standard_normal() * area**0.5
    return np.asarray(together + chance.standard_normal(practices) * each**0.5, dtype=np.float64)
