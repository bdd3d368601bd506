"""Each way of rounding a quotient is reached and right, and a mistake in any of them is seen."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from incentives.base.rounding import Rule
from incentives.calculate import calculate, division
from incentives.formula import nodes as n
from incentives.formula.units import CELL
from tests.property.calculate_plans import binding_of, column, component, plan_of, step
from tests.property.calculate_twin import Twin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from incentives.calculate import Results

PRACTICES, WIDTH = 30, 4
WAYS = ("whole_quotient", "estimated_quotient", "put_right", "repaired", "near_ties")


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Count how often each way is taken; the ways themselves are the real ones."""
    counts = dict.fromkeys(WAYS, 0)

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:
            counts[name] += 1
            return real(*given)

        return counted

    for name in WAYS:
        monkeypatch.setattr(division, name, counting(name, getattr(division, name)))
    return counts


def worked_out(expression: n.Value, figures: Mapping[str, np.ndarray[Any, Any]]) -> tuple[Results, int]:
    """Return results of one expression by cell, and how many figures are not the twin's."""
    data = {name: column(CELL, table) for name, table in figures.items()}
    ids = [f"X{j}" for j in range(WIDTH)]
    plan = plan_of([step("x", CELL, expression, ids)], data, components=[component(i) for i in ids])
    binding = binding_of(PRACTICES, data)
    results, twin = calculate(plan, binding), Twin(plan, binding)
    found = results.column("x")
    cells = [(p, c) for p in range(PRACTICES) for c in range(WIDTH)]
    return results, sum(found.exact(p, c) != twin.step("x", p, c) for p, c in cells)


def some(low: int, high: int, seed: int = 0) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).integers(low, high, (PRACTICES, WIDTH))


def field(name: str) -> n.FieldValue:
    return n.FieldValue(name)


def by_a_constant(rule: Rule) -> tuple[Results, int]:
    """Ties of small figures over one divisor."""
    return worked_out(
        n.Round(n.Divide(field("a"), n.Number(Fraction(8)), n.nil()), 0, rule), {"a": some(-99, 99)}
    )


def by_an_array(rule: Rule) -> tuple[Results, int]:
    """Ties of products near 2^80 over divisors near 2^41: b × a × z ÷ (2 × z), where z does not cancel."""
    a, b, z = some(2**30, 2**38), some(1, 1000, 1), some(2**35, 2**40, 2)
    top = field("a") * field("b") * field("z")
    figures = {"a": a, "b": b, "z": z, "twice": 2 * z}
    return worked_out(n.Round(n.Divide(top, field("twice"), n.nil()), 0, rule), figures)


def by_a_huge_divisor(rule: Rule) -> tuple[Results, int]:
    """Ties of products near 2^100 over divisors near 2^80."""
    a, b, z = some(2**39, 2**40), some(1, 10**6, 1), some(2**39, 2**40, 2)
    top, below = field("a") * field("b") * field("z"), field("twice") * field("same")
    figures = {"a": a, "b": b, "z": z, "twice": 2 * a, "same": z.copy()}
    return worked_out(n.Round(n.Divide(top, below, n.nil()), 0, rule), figures)


def beyond_all(rule: Rule) -> tuple[Results, int]:
    """Differences of products near 2^150 over divisors near 2^90: proven by nothing but Python's integers."""
    figures = {"a": some(2**49, 2**50), "b": some(2**49, 2**50, 1), "c": some(2**44, 2**45, 2)}
    top = field("a") * field("b") * field("a") - field("b") * field("a") * field("b")
    below = field("c") * field("c") + n.one()
    return worked_out(n.Round(n.Divide(top, below, n.nil()), 0, rule), figures)


@pytest.mark.parametrize("rule", list(Rule))
def test_narrow_figures_over_a_constant_are_divided_as_integers(rule: Rule, reached: dict[str, int]) -> None:
    results, different = by_a_constant(rule)
    assert (different, results.fallback_blocks, results.repaired_cells) == (0, 0, 0)
    assert reached["whole_quotient"] == 1
    assert reached["estimated_quotient"] == reached["repaired"] == 0


@pytest.mark.parametrize("rule", list(Rule))
def test_ties_of_products_past_2_62_are_decided_by_the_residual(rule: Rule, reached: dict[str, int]) -> None:
    results, different = by_an_array(rule)
    assert (different, results.fallback_blocks, results.repaired_cells) == (0, 0, 0)
    assert reached["put_right"] == 1
    assert reached["whole_quotient"] == reached["repaired"] == 0


@pytest.mark.parametrize("rule", list(Rule))
def test_ties_over_a_divisor_past_2_61_are_repaired_cell_by_cell(rule: Rule, reached: dict[str, int]) -> None:
    results, different = by_a_huge_divisor(rule)
    assert (different, results.fallback_blocks) == (0, 0)
    assert results.repaired_cells >= PRACTICES
    assert reached["repaired"] == reached["near_ties"] == 1


@pytest.mark.parametrize("rule", list(Rule))
def test_what_is_not_proven_is_read_with_python_integers_and_counted(rule: Rule) -> None:
    results, different = beyond_all(rule)
    assert (different, results.fallback_blocks) == (0, 1)


def test_an_estimate_without_its_residual_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "put_right", lambda whole, *_: whole)
    assert by_an_array(Rule.HALF_UP)[1] > 0
    assert by_an_array(Rule.DOWN)[1] > 0


def test_floats_without_repair_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "near_ties", lambda *_: [])
    assert by_a_huge_divisor(Rule.HALF_UP)[1] > 0
    assert by_a_huge_divisor(Rule.DOWN)[1] > 0


def test_half_even_is_seen_where_integers_divide(monkeypatch: pytest.MonkeyPatch) -> None:
    def half_even(dividend: Any, divisor: Any, _: Rule) -> Any:
        whole = (2 * dividend + divisor) // (2 * divisor)
        return whole - ((2 * dividend + divisor) % (2 * divisor) == 0) * (whole % 2)

    monkeypatch.setattr(division, "whole_quotient", half_even)
    assert by_a_constant(Rule.HALF_UP)[1] > 0


def test_half_even_is_seen_where_the_residual_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    real = division.put_right

    def half_even(*given: Any) -> Any:
        tie = 2 * np.abs(given[1]) == given[2]
        found = real(*given)
        return np.where(tie, found - found % 2, found)

    assert by_an_array(Rule.HALF_UP)[1] == 0
    monkeypatch.setattr(division, "put_right", half_even)
    assert by_an_array(Rule.HALF_UP)[1] > 0


def test_a_forgotten_sign_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "is_negative", lambda x: np.zeros(x.figures.shape, np.bool_))
    assert by_a_constant(Rule.DOWN)[1] > 0


def test_a_small_difference_of_huge_products_is_kept_exactly_in_int64() -> None:
    a, b = some(2**31, 2**32), some(2**31, 2**32, 1)
    figures = {"a": a, "b": b, "next": a + 1}
    difference = field("next") * field("b") - field("a") * field("b")
    results, different = worked_out(difference, figures)
    assert (different, results.fallback_blocks) == (0, 0)
    assert results.column("x").integers.dtype == np.int64
    assert (results.column("x").integers == b).all()
