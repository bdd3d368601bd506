"""How achievement moves in a year in which nothing about payment changed: a trial year, and its middle.

Every indicator of every practice moves on the logit scale, in part with all other practices, by as much as
English results moved between two years that were both paid alike. A seed gives the same years everywhere.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from incentives.calculate.shapes import UnreadableError
from incentives.compare.cells import Counts
from incentives.compare.readable import moved_fields
from incentives.compare.whatif import counted_for
from incentives.formula.units import Axis
from incentives.withdrawal.constants import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from incentives.compare.moments import Floats
    from incentives.compare.money import Side
    from incentives.data.bound import Binding, BoundColumn
    from incentives.formula.plan import DataField, Plan

    Whole = NDArray[np.int64]

_NEAREST = 0.002


def moved(plan: Plan, binding: Binding, seed: int, number: int) -> Binding:
    """Return the practice data with achievement moved by one draw.

    A cell's draw depends on the seed, the draw's number, the practice and the code under which its results
    are counted alone, so another scheme with the same indicator meets the same movement.
    """
    changed = {}
    for field in moved_fields(plan):
        counted = counted_for(binding, field)
        if counted is not None:
            changed[field.name] = _moved(plan, binding, field, counted, (seed, number))
    return replace(binding, columns={**binding.columns, **changed})


def variances() -> tuple[float, float]:
    """Return the variances of a year's change on the logit scale: of all practices alike, and of each."""
    alike, own = constant("change without cause")
    return alike, own


def counts_of(*sides: Side) -> dict[str, Counts]:
    """Return the patients of every item that moves, by the code under which they are counted.

    Raises UnreadableError where one code has other patients for one scheme than for another.
    """
    found: dict[str, Counts] = {}
    sigma = sum(variances()) ** 0.5
    if len({side.binding.practices for side in sides}) > 1:
        raise UnreadableError("the schemes are not of the same practices")
    for side in sides:
        for field in moved_fields(side.plan):
            counted = counted_for(side.binding, field)
            if counted is None or Axis.COMPONENTS not in field.grain:
                continue
            above, below = _tables(side.binding, field, counted)
            for place, (component, item) in enumerate(
                zip(side.plan.ids(), _items(side.plan, field), strict=True)
            ):
                if field.only and component not in field.only:
                    continue
                mine = _counts(above[:, place], below[:, place], sigma)
                theirs = found.setdefault(item, mine)
                if (theirs.counted != mine.counted).any() or (theirs.achieved != mine.achieved).any():
                    raise UnreadableError("an indicator counts other patients under one scheme than another")
    return found


def _counts(above: Whole, below: Whole, sigma: float) -> Counts:
    share = np.clip(above / np.maximum(below, 1), _NEAREST, 1 - _NEAREST)
    known = (below > 0) & (above > 0)
    return Counts(below.astype(np.float64), above.astype(np.float64), logit(share), sigma, known)


def _tables(binding: Binding, field: DataField, counted: BoundColumn) -> tuple[Whole, Whole]:
    column = binding.columns[field.name]
    above, below = (np.frombuffer(c.integers, dtype=np.int64) for c in (column, counted))
    return above.reshape(-1, column.width), below.reshape(-1, counted.width)


def _items(plan: Plan, field: DataField) -> tuple[str, ...]:
    """Return the code under which each figure of a row is counted."""
    return tuple(field.item(i) for i in plan.ids()) if Axis.COMPONENTS in field.grain else (field.item(""),)


def _moved(
    plan: Plan, binding: Binding, field: DataField, counted: BoundColumn, draw: tuple[int, int]
) -> BoundColumn:
    column = binding.columns[field.name]
    above, below = _tables(binding, field, counted)
    shifts = np.stack([_shifts(code, len(above), draw) for code in _items(plan, field)], axis=1)
    return replace(column, integers=array("q", after(above, below, shifts).tobytes()))


def after(above: Whole, below: Whole, shifts: Floats) -> Whole:
    """Return patients achieved when achievement moves by shifts on the logit scale; nobody stays nobody."""
    share = np.clip(above / np.maximum(below, 1), _NEAREST, 1 - _NEAREST)
    then = np.rint(below * expit(logit(share) + shifts)).astype(np.int64)
    known = (below > 0) & (above > 0)
    return np.where(known, np.minimum(then, below), above)


def _shifts(code: str, practices: int, draw: tuple[int, int]) -> Floats:
    """Return each practice's movement of an indicator on the logit scale: one part shared, one its own."""
    alike, own = variances()
    chance = np.random.default_rng([*draw, *code.encode()])
    together = chance.standard_normal() * alike**0.5
    return np.asarray(together + chance.standard_normal(practices) * own**0.5, dtype=np.float64)
