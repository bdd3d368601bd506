"""A figure before it is rounded: k × factors ÷ divisors, where nothing is multiplied before it must be.

``k`` is one Fraction that holds every constant and every figure of the whole scheme; factors and divisors
are integer arrays of their own grain (1 × components, practices × 1, practices × components). × and ÷
only join the lists and cancel what stands in both: in price × list ÷ average list × (register ÷ list) ÷
national prevalence the list goes, which keeps the largest product at 2^67 instead of 2^83.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from incentives.calculate.integers import LIMIT, PYTHON, Array, Ints, measured

Factors = tuple[Ints, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """k × the product of ``factors`` ÷ the product of ``divisors``; every divisor is above nil."""

    k: Fraction
    factors: Factors = ()
    divisors: Factors = ()


NIL = Ratio(Fraction(0))


def multiplied(x: Ratio, y: Ratio) -> Ratio:
    """Return x × y with equal factors and divisors cancelled."""
    if not x.k or not y.k:
        return NIL
    factors, divisors = x.factors + y.factors, x.divisors + y.divisors
    return Ratio(x.k * y.k, without(factors, divisors), without(divisors, factors))


def without(factors: Factors, others: Factors) -> Factors:
    """Return the factors that are left when each of the others has taken away one that is the same."""
    left = list(factors)
    for other in others:
        at = next((n for n, factor in enumerate(left) if factor is other), None)
        if at is not None:
            del left[at]
    return tuple(left)


def common_measure(a: Fraction, b: Fraction) -> Fraction:
    """Return the largest fraction of which both are whole multiples; 1 where both are nil."""
    if not a or not b:
        return abs(a or b) or Fraction(1)
    top = gcd(a.numerator * b.denominator, b.numerator * a.denominator)
    return Fraction(top, a.denominator * b.denominator)


class LowestTerms:
    """Brings k and the one-row factors of a ratio to lowest terms, component by component.

    Python's gcd is run on as many numbers as there are components, once for all blocks of rows: it
    saves a few bits on every one of the practices × components cells, so that fewer pass 2^62.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], tuple[Ints, Ints] | None] = {}

    def of(self, x: Ratio, kind: np.dtype[Any]) -> Ratio:
        """Return the same ratio with its one-row factors and divisors put in one of each."""
        factors, divisors = _one_row(x.factors), _one_row(x.divisors)
        if not factors and not divisors:
            return x
        key = (kind, x.k, *map(_content, factors), "÷", *map(_content, divisors))
        if key not in self._found:
            self._found[key] = _reduced(x.k, factors, divisors, kind)
        found = self._found[key]
        if found is None:
            return x
        return Ratio(
            Fraction(1),
            (*without(x.factors, factors), found[0]),
            (*without(x.divisors, divisors), found[1]),
        )


def _one_row(factors: Factors) -> Factors:
    return tuple(f for f in factors if len(f.figures) == 1 and f.floats is None)


def _content(factor: Ints) -> object:
    return tuple(factor.figures[0]) if factor.is_python else factor.figures.tobytes()


def _reduced(
    k: Fraction, factors: Factors, divisors: Factors, kind: np.dtype[Any]
) -> tuple[Ints, Ints] | None:
    top, bottom = _product(k.numerator, factors), _product(k.denominator, divisors)
    shared = np.gcd(top, bottom)
    reduced = measured(top // shared), measured(bottom // shared)
    if kind != PYTHON and any(part.size >= LIMIT for part in reduced):
        return None
    return _of_kind(reduced[0], kind), _of_kind(reduced[1], kind)


def _product(start: int, factors: Factors) -> Array:
    out = np.array([[start]], PYTHON)
    for factor in factors:
        out = out * factor.figures.astype(PYTHON)
    return out


def _of_kind(part: Ints, kind: np.dtype[Any]) -> Ints:
    return Ints(part.figures.astype(kind, copy=False), part.low, part.high)
