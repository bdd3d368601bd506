"""What the projection is held to; the bars that it misses are named here and in docs/EVIDENCE.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.withdrawal.constants import CONSTANTS
from tests.golden.evidence_bars import Bar, bars
from tests.golden.evidence_noise import noise

if TYPE_CHECKING:
    from pathlib import Path

MISSED = {
    "Scotland forward, year 1, CRPS": 3.9,
    "Scotland, year 3 with year 1 shown, error": 3.7,
    "  the same without MH002": 2.6,
}
"""Bars that are missed, and what they may not pass either: a miss may not grow unnoticed."""


def test_every_bar_is_met_or_is_a_known_miss_that_does_not_grow() -> None:
    found = bars()
    missed = [bar for bar in found if not bar.met]
    assert {bar.name for bar in missed} <= set(MISSED)
    assert [bar for bar in missed if bar.figure > MISSED[bar.name]] == []
    assert len(found) - len(missed) >= 9


def test_a_bar_can_be_missed() -> None:
    assert not Bar("a bar", 3.7, 0, 3.6).met
    assert Bar("a bar", 3.6, 0, 3.6).met


def test_the_noise_of_a_year_is_what_the_published_results_show(published: Path) -> None:
    _, area, each = noise(published)
    assert CONSTANTS["change without cause"].value == (round(area, 4), round(each, 3))
