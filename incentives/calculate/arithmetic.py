"""Plus, minus, the smaller, the larger, one or the other, divided, rounded: of ratios, in one block.

Arrays are multiplied here and nowhere else, small grains first, and each product once a block.
Comparisons and sums stand over a common divisor, so no quotient is worked out before a rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from incentives.calculate import division, integers
from incentives.calculate.integers import Array, Ints, TooWideError
from incentives.calculate.ratio import Factors, LowestTerms, Ratio, common_measure, multiplied, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.base.rounding import Rule


@dataclass(slots=True)
class Work:
    """What a run had to do beside the normal way: both are reported, neither changes a figure."""

    fallback_blocks: int = 0
    repaired_cells: int = 0


class _Together(NamedTuple):
    """Two ratios over one divisor: k × a ÷ divisors and k × b ÷ divisors."""

    k: Fraction
    a: Ints
    b: Ints
    divisors: Factors


class Arithmetic:
    """The operations of one block, on int64 or on Python's integers."""

    def __init__(self, kind: np.dtype[Any], terms: LowestTerms, work: Work) -> None:
        self._kind, self._terms, self._work = kind, terms, work
        self._products: dict[tuple[int, ...], tuple[Ints, Factors]] = {}
        self._safe: dict[int, tuple[Ints, Ints]] = {}

    def added(self, x: Ratio, y: Ratio) -> Ratio:
        """Return x + y."""
        return self._joined(x, y, integers.plus)

    def subtracted(self, x: Ratio, y: Ratio) -> Ratio:
        """Return x - y."""
        return self._joined(x, y, integers.minus)

    def least(self, x: Ratio, y: Ratio) -> Ratio:
        """Return the smaller of the two."""
        if _unlike(x, y):
            return self.chosen(self.at_least(y, x), x, y)
        return self._joined(x, y, integers.least)

    def greatest(self, x: Ratio, y: Ratio) -> Ratio:
        """Return the larger of the two."""
        if _unlike(x, y):
            return self.chosen(self.at_least(x, y), x, y)
        return self._joined(x, y, integers.greatest)

    def at_least(self, x: Ratio, y: Ratio) -> Array:
        """Tell for each cell whether x ≥ y, by cross-multiplying."""
        both = self._together(x, y)
        return integers.at_least(both.a, both.b)

    def chosen(self, mask: Array, x: Ratio, y: Ratio) -> Ratio:
        """Return x where the mask holds, y elsewhere.

        Of two quotients with unlike divisors the divisor is chosen like the dividend: a common
        divisor would be their product, twice as many bits.
        """
        if not _unlike(x, y):
            return self._joined(x, y, lambda a, b: integers.where(mask, a, b))
        k = common_measure(x.k, y.k)
        top = integers.where(
            mask, self.product(x.factors, int(x.k / k)), self.product(y.factors, int(y.k / k))
        )
        bottom = integers.where(mask, self.product(x.divisors), self.product(y.divisors))
        return Ratio(k, (top,), (bottom,))

    def divided(self, x: Ratio, y: Ratio, if_nil: Ratio) -> Ratio:
        """Return x ÷ y, and ``if_nil`` where y is nil."""
        if not y.k:
            return if_nil
        if all(f.low > 0 for f in y.factors):
            return multiplied(x, Ratio(1 / y.k, y.divisors, y.factors))
        b = self.product(y.factors)
        if b.low < 0:
            minus_one, plus_one = integers.constant(-1, self._kind), integers.constant(1, self._kind)
            x = multiplied(
                x, Ratio(Fraction(1), (integers.where(integers.is_negative(b), minus_one, plus_one),))
            )
        quotient = multiplied(x, Ratio(1 / y.k, y.divisors, (self._above_nil(b),)))
        return self.chosen(integers.is_nil(b), if_nil, quotient)

    def rounded(self, x: Ratio, places: int, rule: Rule) -> Ratio:
        """Return x rounded to decimal places: integers first, divided once, rounded once."""
        scale = Fraction(10) ** places
        x = self._terms.of(Ratio(x.k * scale, x.factors, x.divisors), self._kind)
        try:
            dividend, divisor = (
                self.product(x.factors, x.k.numerator),
                self.product(x.divisors, x.k.denominator),
            )
            whole = division.divided(dividend, divisor, rule)
        except TooWideError:
            whole, near = division.repaired(x, rule)
            self._work.repaired_cells += near
        return Ratio(1 / scale, (whole,))

    def product(self, factors: Factors, k: int = 1) -> Ints:
        """Return k × all factors as one array, the small ones multiplied first."""
        key = (k, *sorted(map(id, factors)))
        if key not in self._products:
            out = integers.constant(k, self._kind)
            for factor in sorted(factors, key=lambda f: f.figures.size):
                out = factor if out.low == out.high == 1 else integers.times(out, factor)
            self._products[key] = out, factors
        return self._products[key][0]

    def _joined(self, x: Ratio, y: Ratio, operation: Callable[[Ints, Ints], Ints]) -> Ratio:
        both = self._together(x, y)
        return Ratio(both.k, (operation(both.a, both.b),), both.divisors)

    def _together(self, x: Ratio, y: Ratio) -> _Together:
        k = common_measure(x.k, y.k)
        lacking = without(y.divisors, x.divisors)
        divisors = x.divisors + lacking
        a = self.product(x.factors + lacking, int(x.k / k))
        b = self.product(y.factors + without(divisors, y.divisors), int(y.k / k))
        return _Together(k, a, b, divisors)

    def _above_nil(self, b: Ints) -> Ints:
        """Return a divisor without its sign, 1 where it is nil; the same array for the same divisor."""
        if id(b) not in self._safe:
            size = integers.size_of(b)
            if size.floats is None:
                safe = Ints(np.maximum(size.figures, 1), 1, max(size.high, 1))
            else:
                safe = integers.where(integers.is_nil(b), integers.constant(1, self._kind), size)
                safe = Ints(safe.figures, 1, safe.high, safe.floats, safe.error)
            self._safe[id(b)] = safe, b
        return self._safe[id(b)][0]


def _unlike(x: Ratio, y: Ratio) -> bool:
    """Tell whether neither divisor is a multiple of the other."""
    return bool(without(x.divisors, y.divisors)) and bool(without(y.divisors, x.divisors))
