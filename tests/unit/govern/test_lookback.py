"""The look-back: every difference explained to the penny, each by the data that changed."""

from __future__ import annotations

import random
from array import array
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.data.parts import part_of
from incentives.govern.accruals import Accrual, Estimate, accrued
from incentives.govern.estimates import due_of, not_on_results
from incentives.govern.lookback import (
    ACHIEVEMENT,
    CAUSES,
    CORRECTION,
    LIST,
    METHOD,
    OTHER,
    PREVALENCE,
    look_back,
    sort_of,
)
from incentives.report.accrual_lookback import look_back_csv
from tests.errors.commands.given import given
from tests.unit.govern.made_accruals import basis, paid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.calculate import Results
    from incentives.govern.lookback import LookBack

DAY = date(2016, 3, 31)


@cache
def then() -> Results:
    side = given().proposed_side
    return calculate(side.plan, side.binding)


def estimate(off_by: int = 0) -> Accrual:
    """Return the year-end accrual on the data of then, each practice's estimate off by so many pence."""
    results, fixed = then(), not_on_results(then())
    found = [Estimate(c, "GMS", p + off_by, fixed[c]) for c, p in due_of(results).items()]
    how = basis(data=results.binding.fingerprint)
    return Accrual(
        results.plan.id, results.plan.year, DAY, how, accrued(results.plan.year, DAY, how, found, ())
    )


def changed(causes: Sequence[str], seed: int = 1) -> Results:
    """Return results on data of which the columns of some causes have changed a little."""
    results, chance = then(), random.Random(seed)  # noqa: S311 - the same changes each time
    plan, binding = results.plan, results.binding
    columns = dict(binding.columns)
    for field in plan.data_fields:
        if sort_of(field) in causes and field.column in ("numerator", "list_size", "register"):
            column = columns[field.name]
            moved = array("q", (max(0, v - chance.randint(0, 2)) if v > 9 else v for v in column.integers))
            columns[field.name] = replace(column, integers=moved)
    return calculate(plan, replace(binding, columns=columns))


def by_cause(found: LookBack) -> dict[str, int]:
    return {
        cause: found.of_cause(cause)
        for cause in CAUSES
        if any(r.causes[CAUSES.index(cause)] for r in found.rows)
    }


def test_nothing_changed_is_nothing_to_explain() -> None:
    found = look_back(estimate(), then(), then(), ())
    assert by_cause(found) == {}
    assert found.total("estimate") == found.total("actual") == sum(due_of(then()).values()) > 0


def test_what_the_method_missed_is_the_methods() -> None:
    found = look_back(estimate(off_by=250), then(), then(), ())
    assert by_cause(found) == {METHOD: -250 * len(found.rows)}


@pytest.mark.parametrize("cause", [LIST, PREVALENCE, ACHIEVEMENT])
def test_data_of_one_sort_that_changed_are_the_only_cause(cause: str) -> None:
    final = changed([cause])
    found = look_back(estimate(), then(), final, ())
    assert set(by_cause(found)) == {cause}
    assert found.of_cause(cause) == sum(due_of(final).values()) - sum(due_of(then()).values()) != 0


def test_a_correction_in_the_ledger_is_the_last_cause() -> None:
    lines = [
        replace(paid("ZZ9001", -12_345, "July 2016"), correction_of="x"),
        paid("ZZ9001", 1, "April 2015"),
    ]
    found = look_back(estimate(), then(), then(), lines)
    assert by_cause(found) == {CORRECTION: -12_345}
    assert [r.practice for r in found.rows if r.difference] == ["ZZ9001"]


def test_a_practice_that_left_the_data_is_another_cause() -> None:
    whole = then()
    final = calculate(whole.plan, part_of(whole.binding, set(whole.binding.practices) - {"ZZ9002"}))
    found = look_back(estimate(), whole, final, ())
    row = next(r for r in found.rows if r.practice == "ZZ9002")
    assert (row.actual, row.causes[CAUSES.index(OTHER)]) == (0, -row.estimate)
    assert found.explained


@pytest.mark.parametrize("seed", range(4))
def test_the_causes_of_every_practice_add_up_to_its_difference(seed: int) -> None:
    final = changed([LIST, PREVALENCE, ACHIEVEMENT], seed)
    lines = [
        replace(paid(c, 7 * n, "July 2016"), correction_of="x") for n, c in enumerate(final.binding.practices)
    ]
    found = look_back(estimate(off_by=seed - 2), then(), final, lines)
    assert found.explained
    due = due_of(final)
    for n, row in enumerate(found.rows):
        assert row.actual == due[row.practice] + 7 * n
        assert row.estimate + sum(row.causes) == row.actual
    assert {LIST, PREVALENCE, ACHIEVEMENT, CORRECTION} <= set(by_cause(found))
    lines_of_table = look_back_csv(found, {}).decode().splitlines()
    assert len(lines_of_table) == 1 + len(found.rows)


def test_other_data_than_the_estimate_rests_on_are_refused() -> None:
    other = replace(estimate(), basis=basis(data="f" * 64))
    with pytest.raises(Refused) as refused:
        look_back(other, then(), then(), ())
    assert refused.value.problems[0].code == "G167"
