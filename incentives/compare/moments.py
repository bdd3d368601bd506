"""Moments of payments that are straight in pieces, when what they depend on moves by a normal amount.

A figure is put as its distance from the middle in standard deviations. Level pieces have moments in closed
form; on sloping ones they are integrals of smooth functions, by Gauss's rule in the share of a logistic curve
that lies below (a distance of six deviations is as near the end as one of three is with a straight scale).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit, ndtr

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NODES = 8
_LEAST = 1e-15
_LOGISTIC = 0.6
"""How fast the logistic curve rises: with wider tails than the normal one, eight places leave at most 0.0002
of a deviation; with a curve nearer the normal one they leave 0.01."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Places where functions are read, and their weights against He0, He1, He2 (rows × places).

    ``piece`` says in which piece each place lies, ``figure`` where it is; ``share`` is each piece's weight.
    """

    piece: NDArray[np.intp]
    figure: Floats
    weights: tuple[Floats, ...]
    share: Floats


@dataclass(slots=True, eq=False)
class Moments:
    """One function's moments, practice by practice: cumulants, and how it leans on the normal amount.

    ``leans`` are E[f·He1] and E[f·He2]; ``widens`` is how its variance leans.
    """

    mean: Floats
    variance: Floats
    third: Floats
    fourth: Floats
    leans: Floats
    widens: Floats = field(repr=False)

    @classmethod
    def nothing(cls, rows: int) -> Moments:
        """Return the moments of nothing."""
        none = [np.zeros(rows) for _ in range(5)]
        return cls(none[0], none[1], none[2], none[3], np.zeros((2, rows)), none[4])

    def put(self, rows: NDArray[np.intp], of: Moments) -> None:
        """Set the moments of some practices."""
        self.mean[rows], self.variance[rows] = of.mean, of.variance
        self.third[rows], self.fourth[rows] = of.third, of.fourth
        self.leans[:, rows], self.widens[rows] = of.leans, of.widens


def weighed(
    edges: Floats,
    distance: Callable[[Floats], Floats],
    figure: Callable[[Floats], Floats],
    level: NDArray[np.bool_],
    nodes: int = NODES,
) -> Weighed:
    """Return where functions with pieces between ``edges`` are read (rows × places).

    ``distance`` turns figures into distances and ``figure`` back. Pieces that are ``level`` take one place
    each, others as many as ``nodes``.
    """
    at = distance(edges)
    share = np.diff(ndtr(at), axis=1)
    flat, tilted = np.flatnonzero(level), np.flatnonzero(~level)
    middles = (edges[:, flat] + edges[:, flat + 1]) / 2
    x, weight = _nodes(at[:, tilted], at[:, tilted + 1], nodes)
    square = x * x
    of_nodes = (weight, weight * x, weight * (square - 1))
    return Weighed(
        np.concatenate([flat, np.repeat(tilted, nodes)]),
        np.column_stack([middles, figure(x)]),
        tuple(np.column_stack(pair) for pair in zip(_level(at, share, flat), of_nodes, strict=True)),
        share,
    )


def _nodes(low: Floats, high: Floats, nodes: int) -> tuple[Floats, Floats]:
    """Return Gauss's places between pairs of distances, and their weights against the normal density."""
    points, factors = np.polynomial.legendre.leggauss(nodes)
    start, end = expit(_LOGISTIC * low)[:, :, None], expit(_LOGISTIC * high)[:, :, None]
    under = np.clip(start + (end - start) * (1 + points) / 2, _LEAST, 1 - _LEAST)
    x = logit(under) / _LOGISTIC
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    weight = (end - start) * factors / 2 * density / (_LOGISTIC * under * (1 - under))
    return x.reshape(len(low), -1), weight.reshape(len(low), -1)


def _level(at: Floats, share: Floats, flat: NDArray[np.intp]) -> tuple[Floats, ...]:
    """Return the weights of level pieces: the integral of φ·He_n is -φ·He_(n-1) at its ends."""
    x = np.clip(at, -40, 40)
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)
    first, second = (end[:, flat] - end[:, flat + 1] for end in (density, density * x))
    return share[:, flat], first, second


def moments(read: Weighed, start: Floats, slope: Floats, whole: float = 0.0) -> tuple[Moments, Floats]:
    """Return a function's moments and its values at the places read.

    ``whole`` is the variance of rounding the figure to whole numbers: 1/12 of one, or nothing.
    """
    values = np.take(start, read.piece, axis=1)
    values += np.take(slope, read.piece, axis=1) * read.figure
    once, *rest = read.weights
    total = _summed(once)
    mean = _summed(once, values) / total
    values -= mean[:, None]
    square = values * values
    mine = once * square
    variance = _summed(mine) / total
    third = _summed(mine, values) / total
    fourth = _summed(mine, square) / total - 3 * variance**2
    leans = np.stack([_summed(weight, values) for weight in rest])
    widens = _summed(rest[0], square)
    variance += whole * _summed(slope, slope, read.share)
    return Moments(mean, variance, third, fourth, leans, widens), values


def _summed(*factors: Floats) -> Floats:
    """Return each row's sum of products."""
    return np.asarray(np.einsum(",".join(["ij"] * len(factors)) + "->i", *factors))


def together(read: Weighed, one: Floats, other: Floats) -> Floats:
    """Return the covariance of two functions of the same figure from their values less their means."""
    return _summed(read.weights[0], one, other) / _summed(read.weights[0])
