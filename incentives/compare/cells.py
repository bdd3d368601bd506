"""What each indicator pays each practice when achievement moves: its moments, for two schemes at once.

Both schemes meet the same movement, so both are read at the same places and what they have in common is
known with their moments. Small counts are read at every whole number of patients, large ones in pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from incentives.compare.moments import Moments, moments, together, weighed
from incentives.compare.shapes import Shape
from incentives.formula.nodes import FieldValue, StepValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from incentives.calculate import Results
    from incentives.compare.moments import Floats

_FEW, _ABOUT = 1.0, 4
"""Counts that move by less than one patient are read at each whole number up to four either way."""
_TWELFTH = 1 / 12


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """One indicator's patients in every practice: counted, achieved, and the middle of what may be achieved.

    ``middle`` and ``sigma`` are on the logit scale; ``alike`` is the correlation of its movement between two
    practices; ``moves`` tells where anything moves.
    """

    counted: Floats
    achieved: Floats
    middle: Floats
    sigma: float
    alike: float
    moves: NDArray[np.bool_]

    def patients(self, rows: NDArray[np.intp], distance: Floats) -> Floats:
        """Return patients achieved at distances from the middle (rows × places)."""
        share = expit(self.middle[rows, None] + self.sigma * distance)
        return np.asarray(self.counted[rows, None] * share)

    def distance(self, rows: NDArray[np.intp], patients: Floats) -> Floats:
        """Return how far patients achieved (rows × places) lie from the middle."""
        share = np.clip(patients / self.counted[rows, None], 0.0, 1.0)
        return np.asarray((logit(share) - self.middle[rows, None]) / self.sigma)

    def moves_by(self) -> Floats:
        """Return about how many patients one standard deviation is."""
        share = expit(self.middle)
        return np.asarray(self.counted * share * (1 - share) * self.sigma)


@dataclass(frozen=True, slots=True, eq=False)
class Payer:
    """One scheme's payments that one indicator's patients move: places and names of their amounts."""

    results: Results
    field: str
    amounts: tuple[tuple[int, str], ...]

    def shapes(self, rows: NDArray[np.intp]) -> list[tuple[Shape, StepValue]]:
        """Return each amount with its reading for some practices."""
        moving = FieldValue(self.field)
        return [
            (Shape(self.results, moving, place, rows, whole=True), StepValue(name))
            for place, name in self.amounts
        ]


def moments_of(counts: Counts, payers: Sequence[Payer]) -> tuple[list[Moments], Floats]:
    """Return the moments in pounds of what an indicator pays under each scheme, and what they have in common.

    That is their covariance, and of the first with the second's square and of its square with the second
    (about the means); nothing where there is one scheme. Raises UnreadableError.
    """
    practices = len(counts.counted)
    found = [Moments.nothing(practices) for _ in payers]
    shared = np.zeros((3, practices))
    few = counts.moves_by() < _FEW
    still = np.flatnonzero(~counts.moves)
    for payer, into in zip(payers, found, strict=True):
        for shape, amount in payer.shapes(still):
            into.mean[still] += np.ravel(shape.at(amount, counts.achieved[still, None]))
    for rows, by_ones in ((counts.moves & few, True), (counts.moves & ~few, False)):
        at = np.flatnonzero(rows)
        if len(at):
            shared[:, at] = _read(counts, payers, at, found, by_ones=by_ones)
    return found, shared


def _read(
    counts: Counts, payers: Sequence[Payer], rows: NDArray[np.intp], found: list[Moments], *, by_ones: bool
) -> Floats:
    """Read some practices' payments, put their moments into ``found``, and return what is in common."""
    shapes = [payer.shapes(rows) for payer in payers]
    edges = _ones(counts, rows) if by_ones else _pieces(counts.counted[rows], shapes)
    lines = [_lines(of, edges, by_ones=by_ones) for of in shapes]
    level = np.logical_and.reduce([(slope == 0).all(axis=0) for _, slope in lines])
    read = weighed(edges, lambda y: counts.distance(rows, y), lambda x: counts.patients(rows, x), level)
    offs = []
    for (start, slope), into in zip(lines, found, strict=True):
        of_it, off = moments(read, start, slope, _TWELFTH)
        into.put(rows, of_it)
        offs.append(off)
    if len(offs) == 1:
        return np.zeros((3, len(rows)))
    (_, one), (_, other) = lines
    common = [
        together(read, *offs),
        together(read, offs[0], offs[1] ** 2),
        together(read, offs[0] ** 2, offs[1]),
    ]
    common[0] += _TWELFTH * (one * other * read.share).sum(axis=1)
    return np.stack(common)


def _ones(counts: Counts, rows: NDArray[np.intp]) -> Floats:
    """Return edges that hold one whole number each, about the middle; the outermost hold the rest."""
    middle = np.rint(counts.patients(rows, np.zeros((len(rows), 1))))
    edges = middle + np.arange(-_ABOUT, _ABOUT + 1) + 0.5
    counted = counts.counted[rows, None]
    return np.column_stack([np.zeros(len(rows)), np.clip(edges, 0, counted), counted])


def _pieces(counted: Floats, shapes: Sequence[Sequence[tuple[Shape, StepValue]]]) -> Floats:
    nothing = np.zeros(len(counted))
    bends = [shape.bends(amount, nothing, counted) for of in shapes for shape, amount in of]
    return np.sort(np.column_stack([nothing, *bends, counted]), axis=1)


def _lines(
    shapes: Sequence[tuple[Shape, StepValue]], edges: Floats, *, by_ones: bool
) -> tuple[Floats, Floats]:
    """Return start and slope of each piece, of all amounts together."""
    start, slope = np.zeros((len(edges), edges.shape[1] - 1)), np.zeros((len(edges), edges.shape[1] - 1))
    for shape, amount in shapes:
        if by_ones:
            whole = np.rint((edges[:, :-1] + edges[:, 1:]) / 2)
            whole[:, 0] = np.maximum(edges[:, 1] - 0.5, 0)
            whole[:, -1] = np.minimum(edges[:, -2] + 0.5, edges[:, -1])
            start += np.broadcast_to(shape.at(amount, whole), whole.shape)
        else:
            one, tilt = shape.straight(amount, edges)
            start += one
            slope += tilt
    return start, slope
