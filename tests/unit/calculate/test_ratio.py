"""Ratios: nothing is multiplied before it must be, and what stands above and below cancels."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from incentives.calculate.arithmetic import Arithmetic, Work
from incentives.calculate.integers import INT64, PYTHON, Ints, measured
from incentives.calculate.ratio import NIL, LowestTerms, Ratio, common_measure, multiplied, without


def row(*figures: int) -> Ints:
    return measured(np.array([figures], INT64))


def test_a_list_size_above_and_below_the_line_cancels() -> None:
    size, register, average = row(7000, 8000), row(300, 20), row(7041, 7041)
    found = multiplied(Ratio(Fraction(2), (size,), (average,)), Ratio(Fraction(1, 2), (register,), (size,)))
    assert found.k == 1
    assert found.factors == (register,)
    assert found.divisors == (average,)


def test_each_divisor_takes_one_factor_away() -> None:
    size = row(3)
    assert without((size, size), (size,)) == (size,)


def test_nothing_times_anything_has_no_factors() -> None:
    assert multiplied(NIL, Ratio(Fraction(1), (row(1),))) is NIL


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)),
        (Fraction(3), Fraction(0), Fraction(3)),
        (Fraction(0), Fraction(-3, 4), Fraction(3, 4)),
        (Fraction(0), Fraction(0), Fraction(1)),
    ],
)
def test_the_common_measure_goes_into_both(a: Fraction, b: Fraction, expected: Fraction) -> None:
    assert common_measure(a, b) == expected
    assert (a / expected).denominator == (b / expected).denominator == 1


@pytest.mark.parametrize("kind", [INT64, PYTHON])
def test_constants_are_brought_to_lowest_terms_component_by_component(kind: np.dtype[Any]) -> None:
    register = measured(np.array([[5, 6], [7, 8]], kind))
    national = measured(np.array([[400, 30]], kind))
    found = LowestTerms().of(Ratio(Fraction(100, 3), (register,), (national,)), kind)
    assert found.k == 1
    assert [f.figures.tolist() for f in found.factors] == [[[5, 6], [7, 8]], [[1, 10]]]
    assert [f.figures.tolist() for f in found.divisors] == [[[12, 9]]]


def test_constants_that_would_pass_2_62_are_left_apart() -> None:
    ratio = Ratio(Fraction(2**61 + 1), (row(3, 5),))
    assert LowestTerms().of(ratio, INT64) is ratio


def test_a_division_by_figures_below_nil_and_nil_says_what_it_says() -> None:
    arithmetic = Arithmetic(INT64, LowestTerms(), Work())
    x, y = Ratio(Fraction(1), (row(7, 7, 7),)), Ratio(Fraction(1), (row(-2, 0, 2),))
    found = arithmetic.divided(x, y, Ratio(Fraction(9)))
    top = arithmetic.product(found.factors, found.k.numerator).figures[0].tolist()
    bottom = arithmetic.product(found.divisors, found.k.denominator).figures[0].tolist()
    assert [Fraction(a, b) for a, b in zip(top, bottom, strict=True)] == [Fraction(-7, 2), 9, Fraction(7, 2)]
