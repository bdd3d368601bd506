"""Every figure of the scheme and some counts, changed one at a time in the workbook: the total follows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from incentives.report.places import column_letters
from tests.workbook import perturbed
from tests.workbook.rendered import Page, faults

if TYPE_CHECKING:
    from incentives.calculate import Results

pytestmark = pytest.mark.long


@cache
def _changed(results: Results) -> tuple[perturbed.Changed, ...]:
    return tuple(perturbed.changes(results, counts=10))


def test_the_total_moves_as_the_engine_says(results: Results) -> None:
    found = _changed(results)
    assert [c for c in found if c.engine != c.workbook] == []
    assert {c.what for c in found if not c.idle} >= {"price_per_point", "average_list"}
    assert len({c.engine for c in found}) > 10


def test_every_named_input_of_a_workbook_is_among_those_changed(workbook: Path, results: Results) -> None:
    names = load_workbook(workbook).defined_names
    cells = {(c.cell[0], f"{column_letters(c.cell[2] - 1)}{c.cell[1]}") for c in _changed(results)}
    inputs = {name: place for name in names for place in names[name].destinations if place[0] == "Inputs"}
    assert len(inputs) >= 3
    assert {(sheet, at.replace("$", "")) for sheet, at in inputs.values()} <= cells


def test_an_input_without_effect_has_its_reason(results: Results) -> None:
    idle = {c.what: c.idle for c in _changed(results) if c.idle}
    assert idle["month_share August 2015"] == "moves instalments, not what is due"
    assert all(len(reason) > 15 for reason in idle.values())


def test_a_workbook_that_does_not_follow_is_found(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    """The total of another column stands still when the price moves."""
    monkeypatch.setattr(perturbed, "TOTAL", ("Summary", 7, 2))
    found = list(perturbed.changes(results, counts=0))
    assert any(c.engine != c.workbook for c in found)


def test_a_page_with_number_signs_or_with_nothing_is_a_fault() -> None:
    page = Page("schedule.xlsx", 3, Path("page.png"), "Payments\n 12.00 \n s.xlsx  Page 3\n")
    assert list(faults(page)) == []
    assert "###" in next(faults(replace(page, words=page.words + "#####")))
    assert "empty" in next(faults(replace(page, words="\n s.xlsx   Page 3\n")))
