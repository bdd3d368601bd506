"""One trial year paid by the engine, held against what the reading of the plan says of it.

So that a plan that was misread is never shown: it is drawn instead, and the reason is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate import calculate
from incentives.compare.movement import moved
from incentives.compare.shapes import Shape, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.calculate import Results
    from incentives.compare.moments import Floats
    from incentives.compare.readable import Readable
    from incentives.compare.spread import Total

PENCE = 100
_ALLOWED, _ALLOWED_APART = 0.02, 0.05
"""Of a standard deviation: how far the sum may lie off, and practices on average. Rounding makes 0.001."""
_PENNY = 0.01
"""Pounds for each amount of each practice, which the engine rounds."""
DIFFERS = "the engine pays otherwise than the plan was read"


def hold(total: Total, paid: Callable[[Floats], Floats], seed: int) -> None:
    """Pay one trial year and compare; raises UnreadableError where the engine pays otherwise."""
    side = total.readable
    results = calculate(side.results.plan, moved(side.results.plan, side.side.binding, seed, 0))
    expected = read(side, results)
    every, before = _paid(side, results)
    pennies = _PENNY * len(before) * len(results.plan.components)
    apart = np.sqrt(total.earned.variance + total.outside.variance)
    if np.abs(expected - before).sum() > _ALLOWED_APART * apart.sum() + pennies:
        raise UnreadableError(DIFFERS)
    whole = float(paid(np.array([expected.sum() + side.still]))[0])
    if abs(whole - every) > _ALLOWED * total.deviation + pennies:
        raise UnreadableError(DIFFERS)


def read(side: Readable, results: Results) -> Floats:
    """Return what the reading says practices receive before pots, for the counts of a run (pounds).

    What does not move outside the sum that lines rest on is left out.
    """
    practices = len(results.binding.practices)
    rows = np.arange(practices)
    inside, outside = side.still_inside.copy(), np.zeros(practices)
    for item, payer in side.payers.items():
        into = inside if item in side.inside else outside
        for (place, _), (shape, amount) in zip(payer.amounts, payer.shapes(rows), strict=True):
            achieved = results.column(payer.field).integers[:, place].astype(np.float64)
            into += np.ravel(np.broadcast_to(shape.at(amount, achieved[:, None]), (practices, 1)))
    if side.earned is None:
        return outside
    shape = Shape(side.results, side.earned, 0, rows, whole=False)
    held = np.ravel(np.broadcast_to(shape.at(side.held, inside[:, None]), (practices, 1)))
    return np.asarray(outside + held)


def _paid(side: Readable, results: Results) -> tuple[float, Floats]:
    """Return what the engine pays in all, and practices before pots without what stands apart (pounds)."""
    every, before = 0, np.zeros(len(results.binding.practices))
    places = {identifier: place for place, identifier in enumerate(results.plan.ids())}
    tables = {c.amount: results.in_pence(c.amount) for c in results.plan.components if c.amount}
    for component in results.plan.components:
        if component.amount:
            table = tables[component.amount]
            pence = table[:, places[component.id] if table.shape[1] > 1 else 0]
            every += int(np.broadcast_to(pence, len(before)).sum())
            if component.amount not in side.pots and component.id not in side.apart:
                before += pence
    return every / PENCE, before / PENCE
