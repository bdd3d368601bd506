"""Four readings and the oracle at 0p on generated schemes: what was reached is printed, and held to bars.

100 schemes of 30 practices; ``python -m tests.property.readings_run`` takes 2,000 and 100
workbooks. Here the workbook of one scheme in 50 is recalculated by formualizer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.property.made_mixed import mixed, written
from tests.property.pairs import by_stage, not_permitted, permitted, stages
from tests.property.reached import Reached
from tests.property.readings import InDoubles, bound, by_explain, different, in_pence, read
from tests.property.readings_run import INSIDE, book, held, short, table

if TYPE_CHECKING:
    from pathlib import Path

SIZE, SHARES, FEW = 100, 3, 12
PRACTICES = 30
LEAST = {
    "payments": 5_000,
    "on a half-penny tie": 334,
    "on a threshold": 334,
    "denominator nil": 125,
    "negative balance": 25,
    "negative line": 25,
    "half a hundredth of a point": 25,
    "small numbers settled": 25,
    "paid for part of a year": 25,
    "schemes with a budget applied": 2,
}


@pytest.mark.parametrize("share", range(SHARES))
def test_calculate_explain_and_oracle_agree_to_the_penny(share: int) -> None:
    total = held((range(share, SIZE, SHARES), PRACTICES, 0))
    print(f"\n{dict(sorted(total.cells.items()))}")
    assert total.apart == []
    assert [n for n, least in LEAST.items() if total.cells[n] < least] == []
    assert [n for n in stages() if not total.forms[n]] == []
    assert total.inside >= INSIDE


@pytest.mark.parametrize("seed", range(0, SIZE, 50))
def test_the_recalculated_workbook_agrees_to_the_penny(seed: int, tmp_path: Path) -> None:
    found = book(seed, tmp_path)
    assert found.cells["figures of workbooks"] > 100
    assert found.apart == []


def test_floats_in_place_of_integers_would_pay_otherwise(tmp_path: Path) -> None:
    apart = 0
    for seed in range(FEW):
        case = mixed(seed)
        plan, _ = read(written(case, tmp_path))
        binding = bound(plan, case.tables, case.as_at)
        exact, doubles = by_explain(plan, binding), by_explain(plan, binding, InDoubles)
        apart += len(different(in_pence(exact), in_pence(doubles)))
    print(f"\n{FEW} schemes: {apart} payments differ in floats")
    assert apart > 0


def test_a_run_says_what_it_missed() -> None:
    nothing = Reached()
    nothing.cells["schemes"] = 2_000
    missed = short(nothing)
    assert len(missed) == 2 + len(permitted()) + len(stages()) + 1
    assert "forms 1, 13: 0 times" in missed
    nothing.apart.append("one")
    assert short(nothing)[0] == "1 figures differ"


def test_stages_have_one_order_and_forms_of_one_stage_both() -> None:
    assert (1, 13) in permitted()
    assert (13, 1) in not_permitted()
    assert {(1, 3), (3, 1), (13, 36), (36, 13), (21, 23), (23, 21)} <= permitted()
    assert len(permitted()) + len(not_permitted()) == len(stages()) * (len(stages()) - 1)
    assert {n for _, numbers in by_stage() for n in numbers} == set(stages())
    assert "not permitted" in table(Reached())
