"""Forecasts of single practices: their ranges hold about as often as they say, and are not all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.compare import shipped_table
from incentives.withdrawal.projection import Situation, project
from tests.golden.scotland_practices import scores

if TYPE_CHECKING:
    from pathlib import Path


def test_ranges_of_practices_hold_about_as_often_as_they_say(published: Path) -> None:
    found = scores(published, every=60)
    assert len(found) > 400
    for _, part in found.groupby("year"):
        assert 0.70 <= part.held80.mean() <= 0.92
        assert part.crps.mean() < part.no_change.mean()


def test_a_practice_varies_more_than_its_area_and_the_more_the_fewer_its_patients() -> None:
    area = Situation("process", 0.8, 40.0)
    owns = [Situation("process", 0.8, 1.0, patients=n, alone=True) for n in (1_000.0, 100.0, 20.0)]
    made = [project(s, shipped_table()) for s in (area, *owns)]
    widths = [m.likely(1)[1] - m.likely(1)[0] for m in made if m is not None]
    assert len(widths) == 4
    assert widths == sorted(widths)
    assert widths[-1] > 1.2 * widths[0]
