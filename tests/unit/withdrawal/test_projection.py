"""The projection: a range that fits its evidence, the same on every run, and nothing where there is none."""

from __future__ import annotations

import math
import random
import time

import numpy as np
import pytest

from incentives.withdrawal.constants import CONSTANTS
from incentives.withdrawal.evidence import Observation, loss_of, noise_variance
from incentives.withdrawal.learning import Learned, learn
from incentives.withdrawal.projection import Situation, project
from incentives.withdrawal.scoring import crps, held, place_among


def seen(loss: float, error: float = 0.05, **other: object) -> Observation:
    terms = {
        "event": "e",
        "study": "s",
        "indicator": "I",
        "type": "process",
        "happened": "withdrawn",
        "years": 1.0,
    }
    return Observation(**(terms | {"loss": loss, "error": error} | other))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def table() -> Learned:
    return learn([seen(0.5, study="a"), seen(0.7, study="b"), seen(0.4, study="c")])


def situation(**other: object) -> Situation:
    return Situation(**({"type": "process", "baseline": 0.8, "practices": 40.0} | other))  # type: ignore[arg-type]


def test_no_evidence_is_no_projection(table: Learned) -> None:
    assert project(situation(type="register"), table) is None


def test_the_same_situation_gives_the_same_bytes(table: Learned) -> None:
    first, second = (project(situation(), table) for _ in range(2))
    assert first is not None
    assert second is not None
    assert all(first.changes[y].tobytes() == second.changes[y].tobytes() for y in (1, 2, 3))


def test_the_loss_grows_with_the_years_and_stays_between_0_and_100(table: Learned) -> None:
    for baseline in (0.01, 0.5, 0.8, 0.999):
        found = project(situation(baseline=baseline), table)
        assert found is not None
        medians = [found.median(y) for y in (1, 2, 3)]
        assert medians[0] > medians[1] > medians[2]
        assert all(0 <= baseline + c <= 1 for y in (1, 2, 3) for c in found.changes[y])


@pytest.mark.parametrize(
    ("happens", "share"), [("watched", 1.0), ("substituted", 0.85), ("paired", 0.65), ("reintroduced", 0.6)]
)
def test_less_is_lost_where_something_holds_the_indicator_up(
    table: Learned, happens: str, share: float
) -> None:
    gone, less = project(situation(), table), project(situation(happens=happens), table)
    assert gone is not None
    assert less is not None
    assert gone.median(3) * share < less.median(3) < 0


def test_an_indicator_that_is_still_paid_for_keeps_its_level_within_a_small_range(table: Learned) -> None:
    kept = project(situation(happens="kept"), table)
    assert kept is not None
    assert abs(kept.median(3)) < 0.005
    low, high = kept.likely(3)
    assert low < 0 < high
    assert high - low < 0.08


def test_a_new_indicators_range_is_wider_than_that_of_the_mean(table: Learned) -> None:
    found = project(situation(), table, (1,))
    assert found is not None
    low, high = found.likely(1)
    points = [loss_of(0.8, low), loss_of(0.8, high)]
    assert points[0] > 0.7
    assert points[1] < 0.4


def test_the_first_year_seen_moves_the_projection_to_it(table: Learned) -> None:
    for first in (-0.01, -0.10, -0.25):
        found = project(situation(first_year=first, practices=800.0), table, (2, 3))
        assert found is not None
        assert first - 0.12 < found.median(3) < first
        assert found.median(3) <= found.median(2)


def test_fewer_practices_make_a_wider_range(table: Learned) -> None:
    widths = []
    for practices in (1.0, 10.0, 400.0):
        found = project(situation(practices=practices), table, (1,))
        assert found is not None
        low, high = found.likely(1)
        widths.append(high - low)
    assert widths[0] > widths[1] > widths[2]


def test_the_grid_agrees_with_brute_force() -> None:
    """The posterior mean of a type's usual loss, by 400,000 weighted draws from the prior as it is stated."""
    losses = (0.5, 0.7)
    draw = random.Random(3)  # noqa: S311 - no secret
    total = weighted = 0.0
    for _ in range(400_000):
        pool, between = draw.gauss(-0.7, 1.0), abs(draw.gauss(0, 1.0))
        mean, spread = draw.gauss(pool, between), abs(draw.gauss(0, 1.0))
        weight = 1.0
        for loss in losses:
            one = math.exp(mean + spread * draw.gauss(0, 1))
            weight *= math.exp(-0.5 * ((loss - one) / 0.3) ** 2)
        total += weight
        weighted += weight * mean
    table = learn([seen(loss, 0.3, study=str(loss)) for loss in losses]).types["process"]
    mean = float(np.dot(table.means, table.weights) / sum(table.weights))
    assert mean == pytest.approx(weighted / total, abs=0.04)


def test_a_study_without_a_figure_pulls_down_less_than_one_with_noughts() -> None:
    silent = Observation("e", "w", "I", "process", "paired", 1.0, None, 0.05, -0.1, 0.2)
    words = [silent] * 6
    alone, heard = (learn([seen(0.6, study="a"), *more]).types["process"] for more in ([], words))
    means = [np.dot(t.means, t.weights) / sum(t.weights) for t in (alone, heard)]
    assert means[1] < means[0]
    assert math.exp(means[1]) > 0.2


def test_scores_are_those_of_known_forecasts() -> None:
    assert crps(np.array([0.0]), 0.3) == pytest.approx(0.3)
    levels = (np.arange(200_000) + 0.5) / 200_000
    assert crps(levels, 0.5) == pytest.approx(1 / 12, abs=1e-5)
    assert crps(levels, 0.0) == pytest.approx(1 / 3, abs=1e-5)
    assert place_among(np.array([1.0, 2.0, 3.0, 4.0]), 3.0) == pytest.approx(0.625)
    assert held(levels, 0.11, 0.8)
    assert not held(levels, 0.09, 0.8)


def test_noise_grows_with_time_and_falls_with_practices() -> None:
    assert noise_variance(2, 50) == pytest.approx(2 * noise_variance(1, 50))
    assert noise_variance(1, 10) > noise_variance(1, 100) > CONSTANTS["change without cause"].value[0]


def test_a_projection_takes_milliseconds(table: Learned) -> None:
    project(situation(), table)
    start = time.process_time()
    for _ in range(20):
        project(situation(), table)
    assert (time.process_time() - start) / 20 < 0.1
