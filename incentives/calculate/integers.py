"""Integers with proven bounds: int64 modulo 2^64, with an estimate where a figure may pass 2^62.

Pounds pass 2^62 in normal use (points in hundredths × pence × register × national list is 2^67), and
Python's own integers cost 25 to 32 times plain floats. So int64 is let run over: it stays right modulo
2^64, and a float64 estimate with a proven error says which multiple of 2^64 is meant. Integers decide
every figure; the estimate never does. What cannot be proven raises ``TooWideError``, and the block is
read again with Python's integers (``PYTHON``), by the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[Any]
INT64 = np.dtype(np.int64)
PYTHON = np.dtype(object)

LIMIT = 2**62
"""Figures whose bounds lie within ±LIMIT are in int64 as they are, and so is the sum of any two."""
SURE = 2.0**61
"""Beyond it an estimate tells the sign; within it the int64 figure itself is right."""
WORST_ERROR = 2.0**59
"""The largest error an estimate may have: SURE + WORST_ERROR < 2^63, so no figure lies between."""

_UNIT = 2.0**-53
_SLACK = 1 + 2.0**-40
_FARTHEST = 2**200


class TooWideError(Exception):
    """int64 with an estimate does not prove this block: it must be read with Python's integers."""


@dataclass(frozen=True, slots=True, eq=False)
class Ints:
    """An array (rows × width) of integers, each between ``low`` and ``high``.

    ``figures`` are int64, right modulo 2^64, or Python's integers. Where ``floats`` is None the
    figures are right as they stand; otherwise ``floats`` differ from them by ``error`` at most.
    """

    figures: Array
    low: int
    high: int
    floats: Array | None = None
    error: float = 0.0

    @property
    def size(self) -> int:
        """The largest figure without its sign that the bounds allow."""
        return max(abs(self.low), abs(self.high))

    @property
    def is_python(self) -> bool:
        """Tell whether the figures are Python's own integers."""
        return bool(self.figures.dtype == PYTHON)

    def estimate(self) -> tuple[Array, float]:
        """Return the figures as float64 and the most by which any of them is off."""
        if self.floats is None:
            return self.figures.astype(np.float64), self.size * _UNIT * _SLACK
        return self.floats, self.error


def measured(figures: Array) -> Ints:
    """Return figures that are right as they stand with the bounds they have."""
    return Ints(figures, int(figures.min()), int(figures.max())) if figures.size else Ints(figures, 0, 0)


def held(figures: Array) -> Ints:
    """Return figures to be kept: int64 where they lie within ±LIMIT, else Python's integers."""
    found = measured(figures)
    kind = INT64 if found.size < LIMIT else PYTHON
    return Ints(figures.astype(kind, copy=False), found.low, found.high)


def constant(value: int, kind: np.dtype[Any]) -> Ints:
    """Return one figure as an array of one row and one column."""
    if kind == PYTHON:
        return Ints(np.array([[value]], PYTHON), value, value)
    error = _error_of(value)
    wrapped = np.array([[(value + 2**63) % 2**64 - 2**63]], INT64)
    if abs(value) < LIMIT:
        return Ints(wrapped, value, value)
    return Ints(wrapped, value, value, np.array([[np.float64(value)]]), error)


def times(x: Ints, y: Ints) -> Ints:
    """Return x × y, cell by cell."""
    ends = [a * b for a in (x.low, x.high) for b in (y.low, y.high)]

    def floats() -> tuple[Array, float]:
        (a, off_a), (b, off_b) = x.estimate(), y.estimate()
        own = x.size * y.size * 2 * _UNIT
        return a * b, (x.size * off_b + y.size * off_a + off_a * off_b + own) * _SLACK

    return _proven(x.figures * y.figures, min(ends), max(ends), floats)


def plus(x: Ints, y: Ints) -> Ints:
    """Return x + y, cell by cell."""
    return _proven(x.figures + y.figures, x.low + y.low, x.high + y.high, lambda: _sum_estimate(x, y, np.add))


def minus(x: Ints, y: Ints) -> Ints:
    """Return x - y, cell by cell."""
    return _proven(
        x.figures - y.figures, x.low - y.high, x.high - y.low, lambda: _sum_estimate(x, y, np.subtract)
    )


def where(mask: Array, x: Ints, y: Ints) -> Ints:
    """Return x where the mask holds, y elsewhere."""

    def floats() -> tuple[Array, float]:
        (a, off_a), (b, off_b) = x.estimate(), y.estimate()
        return np.where(mask, a, b), max(off_a, off_b)

    chosen = np.where(mask, x.figures, y.figures)
    return _proven(chosen, min(x.low, y.low), max(x.high, y.high), floats)


def least(x: Ints, y: Ints) -> Ints:
    """Return the smaller of the two, cell by cell."""
    if x.floats is None and y.floats is None:
        return Ints(np.minimum(x.figures, y.figures), min(x.low, y.low), min(x.high, y.high))
    return where(at_least(y, x), x, y)


def greatest(x: Ints, y: Ints) -> Ints:
    """Return the larger of the two, cell by cell."""
    if x.floats is None and y.floats is None:
        return Ints(np.maximum(x.figures, y.figures), max(x.low, y.low), max(x.high, y.high))
    return where(at_least(x, y), x, y)


def opposite(x: Ints) -> Ints:
    """Return -x."""
    floats = None if x.floats is None else -x.floats
    return Ints(-x.figures, -x.high, -x.low, floats, x.error)


def size_of(x: Ints) -> Ints:
    """Return each figure without its sign."""
    if x.low >= 0:
        return x
    found = where(is_negative(x), opposite(x), x)
    return Ints(found.figures, 0, x.size, found.floats, found.error)


def is_negative(x: Ints) -> Array:
    """Tell for each cell whether the figure is below nil."""
    if x.floats is None:
        return np.asarray(x.figures < 0)
    return np.where(np.abs(x.floats) > SURE, x.floats < 0, x.figures < 0)


def is_nil(x: Ints) -> Array:
    """Tell for each cell whether the figure is nil (and not some multiple of 2^64)."""
    if x.floats is None:
        return np.asarray(x.figures == 0)
    return np.asarray((x.figures == 0) & (np.abs(x.floats) <= SURE))


def at_least(x: Ints, y: Ints) -> Array:
    """Tell for each cell whether x ≥ y."""
    if x.floats is None and y.floats is None:
        return np.asarray(x.figures >= y.figures)
    return ~is_negative(minus(x, y))


def as_floats(x: Ints) -> Array:
    """Return the figures as float64 to be shown, right to 12 digits; raises TooWideError otherwise."""
    if x.floats is None:
        return x.figures.astype(np.float64)
    if x.error > SURE * 2.0**-44:
        raise TooWideError
    return np.where(np.abs(x.floats) > SURE, x.floats, x.figures)


def _proven(figures: Array, low: int, high: int, floats: Callable[[], tuple[Array, float]]) -> Ints:
    """Return figures that are right modulo 2^64 with all that is needed to know them.

    An estimate is made only where the bounds pass 2^62, and dropped again where it shows that the
    figures stay below: the remainder of a pot is a small difference of two products near 2^64.
    """
    if figures.dtype == PYTHON or (low > -LIMIT and high < LIMIT):
        return Ints(figures, low, high)
    if max(-low, high) > _FARTHEST:
        raise TooWideError
    estimates, error = floats()
    least_seen, most_seen = _ends(estimates, error)
    if least_seen > -LIMIT and most_seen < LIMIT:
        return Ints(figures, max(low, least_seen), min(high, most_seen))
    if error > WORST_ERROR:
        raise TooWideError
    return Ints(figures, low, high, estimates, error)


def _ends(estimates: Array, error: float) -> tuple[int, int]:
    """Return whole numbers that enclose every figure an estimate stands for."""
    low, high = estimates.min(initial=0), estimates.max(initial=0)
    pad = error + (abs(low) + abs(high) + error) * 2.0**-50 + 1
    return int(np.floor(low - pad)), int(np.ceil(high + pad))


def _sum_estimate(x: Ints, y: Ints, operation: Callable[[Array, Array], Array]) -> tuple[Array, float]:
    (a, off_a), (b, off_b) = x.estimate(), y.estimate()
    return operation(a, b), (off_a + off_b + (x.size + y.size) * 2 * _UNIT) * _SLACK


def _error_of(value: int) -> float:
    if abs(value) > _FARTHEST:
        raise TooWideError
    error = abs(value) * _UNIT * _SLACK
    if error > WORST_ERROR:
        raise TooWideError
    return error
