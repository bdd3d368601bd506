"""Rounding a quotient of integers: the only division that decides a figure.

Four ways, each with the reason it is there (8,000 practices × 80 indicators, measured per cell):

* a divisor that is one figure, with narrow dividends: numpy's ``//``, 1 ns;
* otherwise the quotient is estimated in floats and the residual put right in integers: 3.4 ns, where
  ``//`` by an array takes 2.6, but for dividends up to 2^112 instead of 2^62;
* a divisor beyond 2^61 (weighted lists on top of two lists): floats, and each cell within the proven error
  of a tie again with Python's integers;
* Python's integers throughout, 200 ns for the quotient alone: where nothing else is proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from incentives.base.rounding import Rule
from incentives.calculate.integers import (
    INT64,
    SURE,
    Array,
    Ints,
    TooWideError,
    is_negative,
    measured,
    size_of,
)

if TYPE_CHECKING:
    from incentives.calculate.ratio import Factors, Ratio

_LARGEST_RESIDUAL = 2.0**60
_MANY_BITS = 900


def divided(dividend: Ints, divisor: Ints, rule: Rule) -> Ints:
    """Return dividend ÷ divisor in whole numbers; the divisor is above nil.

    Half up is away from nil on a tie and down is towards nil, so a negative dividend is divided
    without its sign. Raises TooWideError where int64 cannot be proven right.
    """
    if dividend.low < 0:
        whole = divided(size_of(dividend), divisor, rule).figures
        return measured(np.where(is_negative(dividend), -whole, whole))
    if dividend.is_python or _is_narrow(dividend, divisor):
        return measured(whole_quotient(dividend.figures, divisor.figures, rule))
    return measured(estimated_quotient(dividend, divisor, rule))


def whole_quotient(dividend: Array, divisor: Array, rule: Rule) -> Array:
    """Return the rounded quotient by integer division; neither may be below nil."""
    if rule is Rule.HALF_UP:
        return np.asarray((2 * dividend + divisor) // (2 * divisor))
    return np.asarray(dividend // divisor)


def estimated_quotient(dividend: Ints, divisor: Ints, rule: Rule) -> Array:
    """Return the rounded quotient of figures that may pass 2^62: estimated, then put right.

    The residual, dividend - quotient × divisor, is right modulo 2^64 and proven to be below 2^60,
    hence right; it says by how much the estimate is off, on ties too.
    """
    if divisor.floats is not None or divisor.high >= SURE:
        raise TooWideError
    floats, error = dividend.estimate()
    estimate = floats / divisor.figures
    np.rint(estimate, out=estimate)
    top = estimate.max(initial=0)
    drift = top * 2.0**-51
    if top > SURE or divisor.high * (0.5 + drift) + error > _LARGEST_RESIDUAL:
        raise TooWideError
    whole = estimate.astype(INT64)
    residual = whole * divisor.figures
    np.subtract(dividend.figures, residual, out=residual)
    beyond = error / divisor.low + drift
    return put_right(whole, residual, divisor.figures, rule, beyond)


def put_right(whole: Array, residual: Array, divisor: Array, rule: Rule, beyond: float) -> Array:
    """Return estimated quotients moved by what their residuals say.

    An estimate is off by at most half and ``beyond``. Up to a quarter the quotient moves by one at
    most, and two comparisons (2.0 ns a cell) take the place of a division (3.3 ns).
    """
    if beyond >= 0.25:  # noqa: PLR2004 - the quarter the docstring speaks of
        twice = (2 * residual + divisor) // (2 * divisor) if rule is Rule.HALF_UP else residual // divisor
        return np.asarray(whole + twice)
    if rule is Rule.HALF_UP:
        residual += residual
        whole += residual >= divisor
        whole -= residual < -divisor
    else:
        whole -= residual < 0
    return whole


def repaired(ratio: Ratio, rule: Rule) -> tuple[Ints, int]:
    """Return a ratio rounded in floats, with every cell near a tie done again, and their number.

    Raises TooWideError for figures below nil and where the floats do not prove the rest.
    """
    if ratio.k < 0 or any(f.floats is not None or f.low < 0 for f in ratio.factors + ratio.divisors):
        raise TooWideError
    if max(_bits(ratio.k.numerator, ratio.factors), _bits(ratio.k.denominator, ratio.divisors)) > _MANY_BITS:
        raise TooWideError
    value = np.asarray(
        _float_product(ratio.k.numerator, ratio.factors) / _float_product(ratio.k.denominator, ratio.divisors)
    )
    error = (len(ratio.factors) + len(ratio.divisors) + 4) * 2.0**-51
    if not value.max(initial=0) * error < 0.25:  # noqa: PLR2004 - a cell must lie near one tie only
        raise TooWideError
    moved = value + 0.5 if rule is Rule.HALF_UP else value
    whole = np.floor(moved).astype(INT64)
    near = near_ties(value, moved, error)
    for at in near:
        whole[at] = _exactly(ratio, at, whole.shape, rule)
    return measured(whole), len(near)


def near_ties(value: Array, moved: Array, error: float) -> list[tuple[int, ...]]:
    """Return the cells whose floats lie so near a step of the rounding that they decide nothing."""
    near = (np.abs(moved - np.rint(moved)) <= value * error) & (value > 0)
    return [tuple(at) for at in np.argwhere(near).tolist()]


def _is_narrow(dividend: Ints, divisor: Ints) -> bool:
    by_one_figure = divisor.figures.size == 1 and divisor.floats is None
    return by_one_figure and dividend.floats is None and 2 * dividend.high + divisor.high < 2**63


def _bits(start: int, factors: Factors) -> int:
    return start.bit_length() + sum(f.size.bit_length() for f in factors)


def _float_product(start: int, factors: Factors) -> Array:
    out = np.array([[np.float64(start)]])
    for factor in factors:
        out = out * factor.figures
    return out


def _exactly(ratio: Ratio, at: tuple[int, ...], shape: tuple[int, ...], rule: Rule) -> int:
    top, bottom = ratio.k.numerator, ratio.k.denominator
    for factor in ratio.factors:
        top *= int(np.broadcast_to(factor.figures, shape)[at])
    for factor in ratio.divisors:
        bottom *= int(np.broadcast_to(factor.figures, shape)[at])
    return (2 * top + bottom) // (2 * bottom) if rule is Rule.HALF_UP else top // bottom
