"""Whole columns: filled block by block, totalled within groups, ranked; always integers."""

from __future__ import annotations

from array import array
from fractions import Fraction

import numpy as np
import pytest

from incentives.calculate.columns import (
    Sheet,
    Whole,
    given_column,
    ranked,
    total_over,
    total_within,
)
from incentives.calculate.integers import INT64, PYTHON, held, measured
from incentives.data.bound import BoundColumn
from incentives.formula.nodes import Over
from incentives.formula.units import CELL


def whole(*rows: list[int], per: int = 1) -> Whole:
    return Whole(held(np.array(rows, INT64)), per)


def test_a_sheet_takes_blocks_of_unlike_denominators() -> None:
    sheet = Sheet(2, 3)
    sheet.put(slice(0, 2), slice(0, 1), measured(np.array([[5], [7]])), 10)
    sheet.put(slice(0, 2), [1], measured(np.array([[-1]])), 4)
    found = sheet.whole()
    assert found.per == 20
    assert found.ints.figures.tolist() == [[10, -5, 0], [14, -5, 0]]
    assert (found.ints.low, found.ints.high) == (-5, 14)


def test_bounds_leave_nil_out_only_where_every_cell_is_filled() -> None:
    sheet = Sheet(1, 2)
    sheet.put(slice(0, 1), slice(0, 1), measured(np.array([[5]])), 1)
    assert sheet.whole().ints.low == 0
    sheet.put(slice(0, 1), slice(1, 2), measured(np.array([[6]])), 1)
    assert (sheet.whole().ints.low, sheet.whole().ints.high) == (5, 6)


def test_a_sheet_that_outgrows_int64_holds_python_integers() -> None:
    sheet = Sheet(1, 2)
    sheet.put(slice(0, 1), slice(0, 1), measured(np.array([[2**61]])), 1)
    sheet.put(slice(0, 1), slice(1, 2), measured(np.array([[1]])), 10)
    found = sheet.whole()
    assert found.ints.figures.dtype == PYTHON
    assert found.ints.figures.tolist() == [[2**61 * 10, 1]]


def test_a_column_worked_out_cannot_be_changed() -> None:
    figures = Sheet(1, 1).whole().ints.figures
    with pytest.raises(ValueError, match="read-only"):
        figures[0, 0] = 1


def test_a_given_column_is_a_table_and_may_hold_the_largest_integers() -> None:
    bound = BoundColumn(CELL, array("q", [1, 2, 3, 2**63 - 1]), 2, per=100)
    found = given_column(bound)
    assert found.ints.figures.tolist() == [[1, 2], [3, 2**63 - 1]]
    assert found.per == 100


def test_totals_of_huge_figures_are_exact() -> None:
    column = whole([2**61, 2**61], [2**61, 2**61])
    assert total_over(column, Over.PRACTICES).ints.figures.tolist() == [[2**62, 2**62]]
    assert total_over(column, Over.COMPONENTS).ints.figures.tolist() == [[2**62], [2**62]]
    assert total_within(column, ["a", "a"]).ints.figures.tolist() == [[2**62, 2**62]] * 2


def test_each_practice_gets_its_groups_total_whatever_the_order() -> None:
    found = total_within(whole([1], [10], [100], [1000], per=100), ["north", "south", "north", "east"])
    assert found.ints.figures.tolist() == [[101], [10], [101], [1000]]
    assert found.per == 100


def test_a_figure_of_the_scheme_counts_once_for_each_practice_of_a_group() -> None:
    assert total_within(whole([7]), ["a", "b", "a"]).ints.figures.tolist() == [[14], [7], [14]]


def test_the_highest_is_first_and_the_earlier_practice_on_a_tie() -> None:
    figures, alone = whole([5], [9], [5], [-1]), [""] * 4
    assert ranked(figures, alone, shared=False).ints.figures.tolist() == [[2], [1], [3], [4]]
    assert ranked(figures, alone, shared=True).ints.figures.tolist() == [[2], [1], [2], [4]]


def test_places_within_a_group_begin_anew() -> None:
    figures, groups = whole([5], [9], [5], [-1], [5]), ["S", "N", "S", "N", "N"]
    assert ranked(figures, groups, shared=False).ints.figures.tolist() == [[1], [1], [2], [3], [2]]
    assert ranked(figures, groups, shared=True).ints.figures.tolist() == [[1], [1], [1], [3], [2]]


def test_a_total_keeps_its_denominator() -> None:
    found = total_over(whole([1, 2], per=100), Over.COMPONENTS)
    assert Fraction(int(found.ints.figures[0, 0]), found.per) == Fraction(3, 100)
