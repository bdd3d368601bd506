"""The table of forms and readings can fall short, and a form that is replaced fails in every reading."""

from __future__ import annotations

import pytest

from tests.spec.cases import READINGS, Cases
from tests.spec.coverage import LEAST, Coverage, _tests_of
from tests.spec.replaced import NUMERIC, failed

pytestmark = pytest.mark.long

ONE, ALL = "at", {"below", "at", "above"}


def covered(number: int, **changed: int) -> Coverage:
    found = Coverage()
    held = dict.fromkeys(READINGS, LEAST) | changed
    found.cases[number] = Cases.of({"held": held, "nobody": 1, "edges": {"an edge": sorted(ALL)}})
    found.tests[number] = _tests_of(number)
    return found


def test_eight_cases_in_every_reading_on_all_sides_of_each_edge_are_enough() -> None:
    assert covered(1).missed() == []
    assert (
        "   1            8          8          8          8          8  1 of 1       1" in covered(1).table()
    )


@pytest.mark.parametrize("reading", READINGS)
def test_fewer_cases_in_any_reading_are_too_few(reading: str) -> None:
    assert covered(1, **{reading: LEAST - 1}).missed() == [f"form 1: 7 cases in {reading}, not 8"]


def test_an_edge_needs_a_case_on_each_side_and_nobody_must_be_counted_once() -> None:
    found = covered(1)
    found.cases[1].edges["an edge"] = {ONE}
    found.cases[1].nobody = 0
    assert found.missed() == [
        "form 1: no case above or below an edge",
        "form 1: no case in which nobody is counted",
    ]


def test_a_chapter_that_was_run_in_part_is_not_judged() -> None:
    found = covered(1, calculate=1)
    found.tests[1] = set(list(found.tests[1])[:1])
    assert found.missed() == []


@pytest.mark.parametrize("number", [2, 8, 19, 36])
def test_a_form_that_is_replaced_fails_a_case_in_every_numeric_reading(number: int) -> None:
    assert failed(number) >= set(NUMERIC)
