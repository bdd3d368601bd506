"""Quotients past 2^62: every one that is not refused is the rounded fraction."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.base.rounding import Rule, rounded
from incentives.calculate import division
from incentives.calculate.integers import INT64, Ints, TooWideError, measured, times
from incentives.calculate.ratio import Ratio

CELLS = st.lists(
    st.tuples(st.integers(-(2**40), 2**40), st.integers(0, 2**36), st.integers(1, 2**40)),
    min_size=2,
    max_size=6,
)


def row(*figures: int) -> Ints:
    return measured(np.array([figures], INT64))


def exactly(top: int, bottom: int, rule: Rule) -> int:
    return int(rounded(Fraction(top, bottom), 0, rule))


@given(CELLS, st.sampled_from(list(Rule)))
def test_a_quotient_is_the_rounded_fraction_or_refused(cells: list[tuple[int, int, int]], rule: Rule) -> None:
    a, b, q = (row(*part) for part in zip(*cells, strict=True))
    try:
        found = division.divided(times(a, b), q, rule)
    except TooWideError:
        return
    assert found.figures[0].tolist() == [exactly(x * y, z, rule) for x, y, z in cells]


@given(CELLS, st.sampled_from(list(Rule)))
def test_ties_of_products_near_2_75_are_rounded_as_fractions(
    cells: list[tuple[int, int, int]], rule: Rule
) -> None:
    halves = [(2 * a + 1, z) for a, _, z in cells]
    dividend = times(row(*(h for h, _ in halves)), row(*(z for _, z in halves)))
    found = division.divided(dividend, row(*(2 * z for _, z in halves)), rule)
    assert found.figures[0].tolist() == [exactly(h, 2, rule) for h, _ in halves]


@pytest.mark.parametrize("divisor", [2**61, 2**62 - 1])
def test_a_divisor_past_2_61_is_not_estimated(divisor: int) -> None:
    with pytest.raises(TooWideError):
        division.divided(row(2**60, 5), row(divisor, 1), Rule.HALF_UP)


@pytest.mark.parametrize("rule", list(Rule))
def test_an_estimate_off_by_many_is_put_right_by_dividing_its_residual(rule: Rule) -> None:
    dividend = times(row(2**50 + 12345, 2**50 - 1), row(2**45 + 1, 2**45 - 3))
    divisor = row(2**40 - 3, 2**40 + 7)
    assert dividend.error / divisor.low > 1
    tops = [(2**50 + 12345) * (2**45 + 1), (2**50 - 1) * (2**45 - 3)]
    exact = [exactly(t, d, rule) for t, d in zip(tops, divisor.figures[0].tolist(), strict=True)]
    assert division.divided(dividend, divisor, rule).figures[0].tolist() == exact
    shifted = np.array([[exact[0] + 40, exact[1] - 40]])
    residual = np.array(
        [[t - n * d for t, n, d in zip(tops, shifted[0].tolist(), divisor.figures[0].tolist(), strict=True)]]
    )
    found = division.put_right(shifted, residual, divisor.figures, rule, beyond=40.0)
    assert found[0].tolist() == exact


def test_repair_refuses_what_floats_do_not_prove() -> None:
    wide = row(2**61, 2**60)
    with pytest.raises(TooWideError):
        division.repaired(Ratio(Fraction(1), (wide, wide), (row(1, 1),)), Rule.HALF_UP)
    with pytest.raises(TooWideError):
        division.repaired(Ratio(Fraction(1), (row(-5, 5),), (wide,)), Rule.HALF_UP)
    with pytest.raises(TooWideError):
        division.repaired(Ratio(Fraction(1, 2**1200), (row(5, 5),), (wide,)), Rule.HALF_UP)
