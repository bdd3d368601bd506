"""Integers modulo 2^64: what they say near their limits is what Python's integers say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.calculate import integers
from incentives.calculate.integers import INT64, LIMIT, PYTHON, Ints, TooWideError, constant, measured

if TYPE_CHECKING:
    from collections.abc import Callable

FACTORS = st.integers(-(2**34), 2**34)
PAIRS = st.lists(st.tuples(FACTORS, FACTORS, FACTORS, FACTORS), min_size=1, max_size=6)


def row(figures: list[int], kind: np.dtype[Any] = INT64) -> Ints:
    return measured(np.array([figures], kind))


def products(rows: list[tuple[int, int, int, int]]) -> tuple[Ints, Ints, list[int], list[int]]:
    a, b, c, d = (row(list(part)) for part in zip(*rows, strict=True))
    return (
        integers.times(a, b),
        integers.times(c, d),
        [r[0] * r[1] for r in rows],
        [r[2] * r[3] for r in rows],
    )


@given(PAIRS)
def test_a_product_is_within_its_bounds_and_its_estimate_within_its_error(
    rows: list[tuple[int, int, int, int]],
) -> None:
    x, _, exact, _ = products(rows)
    assert all(x.low <= e <= x.high for e in exact)
    assert [int(f) % 2**64 for f in x.figures[0]] == [e % 2**64 for e in exact]
    floats, error = x.estimate()
    assert all(abs(int(f) - e) <= error + 1 for f, e in zip(floats[0], exact, strict=True))


@given(PAIRS)
def test_comparisons_and_signs_past_2_62_are_those_of_python(rows: list[tuple[int, int, int, int]]) -> None:
    x, y, first, second = products(rows)
    assert integers.at_least(x, y)[0].tolist() == [a >= b for a, b in zip(first, second, strict=True)]
    assert integers.is_negative(x)[0].tolist() == [a < 0 for a in first]
    assert integers.is_nil(x)[0].tolist() == [a == 0 for a in first]


@given(PAIRS)
def test_sums_and_choices_past_2_62_are_right_modulo_2_64(rows: list[tuple[int, int, int, int]]) -> None:
    x, y, first, second = products(rows)
    pairs = list(zip(first, second, strict=True))
    expected: list[tuple[Callable[[Ints, Ints], Ints], list[int]]] = [
        (integers.plus, [a + b for a, b in pairs]),
        (integers.minus, [a - b for a, b in pairs]),
        (integers.least, [min(p) for p in pairs]),
        (integers.greatest, [max(p) for p in pairs]),
    ]
    for operation, exact in expected:
        found = operation(x, y)
        assert [int(f) % 2**64 for f in found.figures[0]] == [e % 2**64 for e in exact]
        assert all(found.low <= e <= found.high for e in exact)


def test_a_product_that_is_a_multiple_of_2_64_is_not_taken_for_nil() -> None:
    x = integers.times(row([2**40, 0]), row([2**24, 5]))
    assert x.figures.tolist() == [[0, 0]]
    assert integers.is_nil(x).tolist() == [[False, True]]


def test_an_estimate_is_dropped_where_the_figures_stay_small() -> None:
    x, y = row([2**36, 2**36 + 1]), row([2**36, 2**36])
    assert integers.times(x, y).floats is not None
    difference = integers.minus(integers.times(x, y), integers.times(y, y))
    assert difference.floats is None
    assert difference.figures.tolist() == [[0, 2**36]]


@pytest.mark.parametrize("value", [2**120, -(2**120), 2**4000])
def test_a_constant_that_cannot_be_estimated_is_refused(value: int) -> None:
    with pytest.raises(TooWideError):
        constant(value, INT64)
    assert constant(value, PYTHON).figures[0, 0] == value


def test_products_beyond_proof_are_refused_and_never_wrong() -> None:
    wide = integers.times(row([2**50, -(2**50)]), row([2**50, 2**50]))
    with pytest.raises(TooWideError):
        integers.times(wide, wide)
    with pytest.raises(TooWideError):
        integers.times(integers.times(wide, row([1, 2**20])), row([1, 2**30]))


def test_figures_to_be_kept_are_int64_below_the_limit_and_python_beyond() -> None:
    assert integers.held(np.array([[LIMIT - 1]], PYTHON)).figures.dtype == INT64
    assert integers.held(np.array([[LIMIT]], INT64)).figures.dtype == PYTHON


def test_floats_to_be_shown_take_small_figures_from_the_integers() -> None:
    x = integers.times(row([2**33, 3]), row([2**31, 1]))
    assert integers.as_floats(x).tolist() == [[2.0**64, 3.0]]
