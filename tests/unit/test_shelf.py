"""Every scheme that comes with the program is sound, and its own worked examples come out."""

from __future__ import annotations

import pytest

from incentives.base.problem import errors
from incentives.cli.loading import sound_plan
from incentives.explain.examples import failed_examples
from incentives.scheme.shelf import shipped_schemes

SHELF = tuple(shipped_schemes())


def test_the_six_national_years_and_the_example_are_on_the_shelf() -> None:
    assert {
        "barsetshire-2015-16",
        "qof-england-2014-15",
        "qof-england-2015-16",
        "qof-england-2024-25",
        "qof-scotland-2012-13",
        "qof-scotland-2014-15",
        "qof-scotland-2015-16",
    } <= set(SHELF)


@pytest.mark.parametrize("name", SHELF)
def test_a_shipped_scheme_is_sound_and_its_worked_examples_come_out(name: str) -> None:
    scheme, plan, warnings = sound_plan(name)
    assert errors(warnings) == ()
    assert failed_examples(scheme.tests, plan) == ()


def test_a_worked_example_means_this_years_list_where_a_floor_has_one_of_its_own() -> None:
    scheme, plan, _ = sound_plan("barsetshire-2015-16")
    columns = [f.name for f in plan.data_fields if f.column == "list_size"]
    assert len(columns) == 2, "the floor looks back to another list"
    assert any("list_size" in e.practice and "FRAIL01 payment" in e.expect for e in scheme.tests)
