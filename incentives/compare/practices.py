"""A practice's total after caps and floors: straight pieces of what it earns, which is nearly normal.

What a practice earns is a sum over many indicators; its third and fourth cumulants correct the normal curve
(Edgeworth's series), so that a floor is met as often as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermeval

from incentives.compare.moments import Moments, Weighed, moments, weighed
from incentives.compare.shapes import Shape

if TYPE_CHECKING:
    from incentives.compare.moments import Floats
    from incentives.compare.readable import Readable

_WIDE, _NODES = 8.0, 16
_ORDERS = 4
_STILL = 1e-6
"""Of a pound squared: a practice that earns the same every year has no curve to correct."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Practices' totals after lines: moments; how they answer to a pound more earned, in the mean.

    ``slope`` is the first derivative of the mean total by the mean earned, ``bend`` the second, ``turns`` the
    second and third; ``widens`` is the derivative of the variance.
    """

    moments: Moments
    slope: Floats
    bend: Floats
    turns: tuple[Floats, Floats]
    widens: Floats


def held(side: Readable, earned: Moments) -> Held:
    """Return totals after caps, floors and other lines of what is earned (pounds, practice by practice)."""
    practices = len(earned.mean)
    none = np.zeros(practices)
    if side.earned is None:
        return Held(Moments.nothing(practices), np.ones(practices), none, (none, none), none)
    earned.mean = earned.mean + side.still_inside
    rows = np.arange(practices)
    shape = Shape(side.results, side.earned, 0, rows, whole=False)
    deviation = np.sqrt(np.maximum(earned.variance, 1e-12))
    low, high = earned.mean - _WIDE * deviation, earned.mean + _WIDE * deviation
    edges = np.column_stack([low, shape.bends(side.held, low, high), high])
    start, slope = shape.straight(side.held, edges)
    read = weighed(
        edges,
        lambda y: (y - earned.mean[:, None]) / deviation[:, None],
        lambda x: earned.mean[:, None] + deviation[:, None] * x,
        np.zeros(edges.shape[1] - 1, dtype=bool),
        _NODES,
    )
    corrected = _corrected(read, earned, deviation)
    of_it, _ = moments(corrected, start, slope)
    first, second, third = (of_it.leans[n - 1] / deviation**n for n in (1, 2, 3))
    return Held(of_it, first, second, (second, third), of_it.widens / deviation)


def _corrected(read: Weighed, earned: Moments, deviation: Floats) -> Weighed:
    """Return the same places with weights of a curve that leans and has tails as the sum does.

    The derivatives of the curve's density, with changed signs, stand where He1, He2 and He3 stood.
    """
    moves = earned.variance > _STILL
    lean, tail = (np.where(moves, c / deviation**n, 0.0) for n, c in ((3, earned.third), (4, earned.fourth)))
    x = (read.figure - earned.mean[:, None]) / deviation[:, None]
    ones = np.ones_like(lean)
    terms = {0: ones, 3: lean / 6, 4: tail / 24, 6: lean**2 / 72}
    once = read.weights[0]
    powers = [hermeval(x, [0] * n + [1]) for n in range(max(terms) + _ORDERS)]
    weights = tuple(
        sum((once * factor[:, None] * powers[order + n] for order, factor in terms.items()), np.zeros_like(x))
        for n in range(_ORDERS)
    )
    return Weighed(read.piece, read.figure, weights, read.share)
