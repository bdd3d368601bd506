"""Every figure of the scheme and some counts, changed one at a time in the workbook: the total follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.workbook import perturbed
from tests.workbook.rendered import Page, faults

if TYPE_CHECKING:
    from incentives.calculate import Results

pytestmark = pytest.mark.long


def test_the_total_moves_as_the_engine_says(results: Results) -> None:
    found = list(perturbed.changes(results, counts=10))
    assert [c for c in found if c.engine != c.workbook] == []
    assert {c.what for c in found if not c.idle} >= {"price_per_point", "average_list"}
    assert len({c.engine for c in found}) > 10


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
