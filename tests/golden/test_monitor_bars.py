"""What watching is held to: few false alarms, and falls that are seen; the miss of 2019/20 is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.golden.monitor_bars import LARGEST_OF_DUDLEY, SPOILT, Bar, dudley, placebo, planted, results

if TYPE_CHECKING:
    from pathlib import Path


def test_areas_that_changed_nothing_raise_few_alarms(published: Path) -> None:
    found = placebo(results(published), every=150)
    usual = found[found.year != SPOILT]
    assert len(usual) > 400
    assert usual.alarm.mean() <= 0.05
    assert found[found.year == SPOILT].alarm.mean() > 0.05


def test_at_least_five_of_the_six_largest_falls_of_dudley_are_seen(published: Path) -> None:
    fallen, _ = dudley(results(published))
    assert 5 <= fallen <= LARGEST_OF_DUDLEY


def test_a_planted_fall_of_ten_points_is_seen_within_two_periods() -> None:
    assert planted(0.10, runs=10) >= 0.80
    assert planted(0.0, runs=10) <= 0.10


def test_a_bar_can_be_missed() -> None:
    assert not Bar("a bar", 0.06, 0, 0.05).met
