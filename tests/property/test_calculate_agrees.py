"""Random plans: every figure of ``calculate`` is what plain fractions give."""

from __future__ import annotations

import os
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from incentives.calculate import calculate, run
from tests.property.calculate_plans import random_case, width_of
from tests.property.calculate_twin import Twin

SIZES = {"ci": 480, "long": 20_000}
ASKED = os.environ.get("INCENTIVES_SIZE", "ci")
PLANS = SIZES.get(ASKED) or int(ASKED)
BATCHES = 8


@pytest.fixture(autouse=True)
def _blocks_of_a_few_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CELLS", 12)


def disagreements(seed: int) -> list[str]:
    """Return every figure of a random plan that differs from the twin's, and every float far from it."""
    plan, binding = random_case(seed)
    results, twin = calculate(plan, binding), Twin(plan, binding)
    found = []
    for name in plan.step_names():
        column = results.column(name)
        shown = column.floats()
        for practice in range(len(shown)):
            for place in range(width_of(plan, column.grain)):
                expected = twin.step(name, practice, place)
                where = f"seed {seed}, {name}, practice {practice}, place {place}: expected {expected}"
                if column.exact(practice, place) != expected:
                    found.append(f"{where}, found {column.exact(practice, place)}")
                if abs(Fraction(shown[practice, place]) - expected) > abs(expected) / 10**12:
                    found.append(f"{where}, shown as {shown[practice, place]}")
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_plans_are_what_fractions_give(batch: int) -> None:
    assert [d for seed in range(batch, PLANS, BATCHES) for d in disagreements(seed)] == []


@given(st.integers(10**6, 10**9))
@hypothesis_settings(max_examples=20, deadline=None)
def test_any_plan_is_what_fractions_give(seed: int) -> None:
    assert disagreements(seed) == []


def test_random_plans_reach_every_way_of_reading() -> None:
    runs = [calculate(*random_case(seed)) for seed in range(40)]
    assert any(r.fallback_blocks for r in runs)
    assert not all(r.fallback_blocks for r in runs)
    columns = [r.column(name) for r in runs for name in r.plan.step_names()]
    assert any(not c.is_kept for c in columns)
    assert any(c.is_kept and (c.integers < 0).any() for c in columns)
