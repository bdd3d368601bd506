"""How achievement moves in a year in which nothing about payment changed: a trial year, and its middle.

Every indicator of every practice moves on the logit scale, in part with all other practices, by as much as
English results moved between two years that were both paid alike, about what is ``foreseen`` from this year's
results. A seed gives the same years everywhere.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from incentives.compare.cells import Counts
from incentives.compare.foreseen import foreseen, known, variances
from incentives.compare.readable import moved_fields
from incentives.compare.shapes import UnreadableError
from incentives.compare.whatif import counted_for
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from incentives.compare.moments import Floats
    from incentives.compare.money import Side
    from incentives.data.bound import Binding, BoundColumn
    from incentives.formula.plan import DataField, Plan

    Whole = NDArray[np.int64]


def moved(plan: Plan, binding: Binding, seed: int, number: int) -> Binding:
    """Return the practice data with achievement moved by one draw.

    A cell's draw depends on the seed, the draw's number, the practice, and the code under which its results
    are counted and these results alone, so another scheme with the same indicator meets the same movement.
    """
    changed = {}
    for field in moved_fields(plan):
        counted = counted_for(binding, field)
        if counted is not None:
            changed[field.name] = _moved(plan, binding, field, counted, (seed, number))
    return replace(binding, columns={**binding.columns, **changed})


def counts_of(*sides: Side) -> dict[str, Counts]:
    """Return the patients of every item that moves, by the code under which they are counted.

    Raises UnreadableError where one code has other patients for one scheme than for another.
    """
    found: dict[str, Counts] = {}
    if len({side.binding.practices for side in sides}) > 1:
        raise UnreadableError("the schemes are not of the same practices")
    for side in sides:
        for field in moved_fields(side.plan):
            counted = counted_for(side.binding, field)
            if counted is None or Axis.COMPONENTS not in field.grain:
                continue
            every = _counts(*_tables(side.binding, field, counted))
            for place, (component, item) in enumerate(
                zip(side.plan.ids(), _items(side.plan, field), strict=True)
            ):
                if field.only and component not in field.only:
                    continue
                mine = every[place]
                theirs = found.setdefault(item, mine)
                if (theirs.counted != mine.counted).any() or (theirs.achieved != mine.achieved).any():
                    raise UnreadableError("an indicator counts other patients under one scheme than another")
    return found


def _counts(above: Whole, below: Whole) -> list[Counts]:
    """Return each indicator's patients (practices × indicators)."""
    alike, _ = variances()
    middle, own = foreseen(above, below)
    moves = known(above, below)
    return [
        Counts(
            counted=below[:, n].astype(np.float64),
            achieved=above[:, n].astype(np.float64),
            middle=middle[:, n],
            sigma=float(alike + of_each) ** 0.5,
            alike=float(alike / (alike + of_each)),
            moves=moves[:, n],
        )
        for n, of_each in enumerate(own)
    ]


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
    codes = _items(plan, field)
    together, apart = (
        np.stack(of_each, axis=-1)
        for of_each in zip(*(_normals(code, len(above), draw) for code in codes), strict=True)
    )
    return replace(column, integers=array("q", after(above, below, together, apart).tobytes()))


def after(above: Whole, below: Whole, together: Floats, apart: Floats) -> Whole:
    """Return patients achieved a year later (practices × indicators, or years of them); nobody stays nobody.

    Standard normal amounts say how: ``together`` what all practices share (indicators, or years × 1 ×
    indicators), ``apart`` what each has of its own (practices × indicators, or years of them).
    """
    alike, _ = variances()
    middle, own = foreseen(above, below)
    share = expit(middle + together * alike**0.5 + apart * own**0.5)
    then = np.rint(below * share).astype(np.int64)
    return np.where(known(above, below), np.minimum(then, below), above)


def _normals(code: str, practices: int, draw: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return standard normal amounts of an indicator: one that all practices share, and one for each."""
    chance = np.random.default_rng([*draw, *code.encode()])
    return np.asarray(chance.standard_normal()), chance.standard_normal(practices)
