"""Watching after go-live: few false alarms, falls that are seen, practices not called unusual by chance."""

from __future__ import annotations

import random

import numpy as np
import pytest

from incentives.withdrawal.monitoring import (
    ASK,
    NOTHING,
    RESTORE,
    Expected,
    Seen,
    chart,
    funnel,
    verdicts,
)


def band(period: str) -> Expected:
    return Expected(period, 0.70, 0.74, 0.78, 0.82, 0.86)


def seen(period: str, rate: float, of: int = 1_000) -> Seen:
    return Seen(period, round(rate * of), of, 40)


def follows(*rates: float) -> list[str]:
    periods = [f"Q{n}" for n in range(len(rates))]
    found = verdicts([band(p) for p in periods], [seen(p, r) for p, r in zip(periods, rates, strict=True)])
    return [v.follows for v in found]


def test_what_follows_is_written_down_and_only_a_fall_counts() -> None:
    assert follows(0.78, 0.81, 0.90, 0.75) == [NOTHING] * 4
    assert follows(0.739, 0.78, 0.739) == [NOTHING] * 3
    assert follows(0.74, 0.739, 0.739) == [NOTHING, NOTHING, ASK]
    assert follows(0.70, 0.699) == [NOTHING, RESTORE]


def test_exceptions_stand_beside_every_rate() -> None:
    (found,) = verdicts([band("Q1")], [seen("Q1", 0.78)])
    assert found.exception_rate == 0.04


def test_a_period_that_was_not_foreseen_is_an_error() -> None:
    with pytest.raises(KeyError):
        verdicts([band("Q1")], [seen("Q2", 0.78)])


def made(rates: list[float], *, of: int, between: float, chance: random.Random) -> list[Seen]:
    """Periods whose true rate moves by a little more than chance, as real ones do."""
    found = []
    for at, rate in enumerate(rates):
        true = min(max(chance.gauss(rate, between), 0.01), 0.99)
        count = sum(chance.random() < true for _ in range(of))
        found.append(Seen(f"P{at}", count, of))
    return found


def signals(rates: list[float], baseline: int, chance: random.Random) -> list[str]:
    return [p.signal for p in chart(made(rates, of=400, between=0.015, chance=chance), baseline)]


def test_a_year_without_change_seldom_raises_an_alarm() -> None:
    chance = random.Random(4)  # noqa: S311 - no secret
    alarms = sum(any(signals([0.8] * 16, 12, chance)[12:]) for _ in range(150))
    assert alarms / 150 <= 0.10


def test_a_fall_of_ten_points_is_seen_within_two_periods() -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    seen_in_time = sum(any(signals([0.8] * 12 + [0.7] * 2, 12, chance)[12:]) for _ in range(150))
    assert seen_in_time / 150 >= 0.80


def test_limits_widen_where_the_baseline_varies_more_than_chance() -> None:
    chance = random.Random(6)  # noqa: S311 - no secret
    calm = chart(made([0.8] * 12, of=400, between=0.0, chance=chance), 12)
    restless = chart(made([0.8] * 12, of=400, between=0.06, chance=chance), 12)
    assert restless[0].high - restless[0].low > 1.5 * (calm[0].high - calm[0].low)


def test_a_long_run_on_one_side_is_a_signal() -> None:
    steady = [Seen(f"P{n}", 800 + (-1) ** n, 1_000) for n in range(6)]
    above = [Seen(f"R{n}", 805, 1_000) for n in range(8)]
    points = chart([*steady, *above], 6)
    assert points[-1].signal == "8 periods in a row on one side"
    assert points[-2].signal == ""


def test_two_periods_are_too_few_for_a_chart() -> None:
    with pytest.raises(ValueError, match="three"):
        chart([seen("P1", 0.8), seen("P2", 0.8)], 2)


def practices(count: int, *, between: float, seed: int) -> tuple[list[int], list[int]]:
    chance = np.random.default_rng(seed)
    sizes = chance.integers(30, 600, count)
    true = np.clip(chance.normal(0.8, between, count), 0.05, 0.99)
    return chance.binomial(sizes, true).tolist(), sizes.tolist()


def test_practices_that_differ_as_practices_do_are_not_unusual() -> None:
    share = []
    for seed in range(40):
        found = funnel(*practices(60, between=0.06, seed=seed))
        share.append(sum(found.unusual) / 60)
    assert sum(share) / len(share) < 0.02


def test_the_spread_between_practices_is_found_and_is_nought_where_there_is_none() -> None:
    wide = [funnel(*practices(200, between=0.06, seed=s)).between for s in range(10)]
    none = [funnel(*practices(200, between=0.0, seed=s)).between for s in range(10)]
    assert 0.03 < sum(wide) / len(wide) < 0.08
    assert sum(none) / len(none) < 0.012


def test_a_practice_far_from_the_others_is_unusual_and_does_not_hide_itself() -> None:
    numerators, sizes = practices(60, between=0.03, seed=1)
    numerators[0], sizes[0] = 150, 500
    found = funnel(numerators, sizes)
    assert found.unusual[0]
    assert sum(found.unusual) <= 2
    assert found.limits[0][2] < found.limits[0][0] < found.middle < found.limits[0][1] < found.limits[0][3]


def test_the_chart_over_time_is_laneys_worked_by_hand() -> None:
    """Middle 324/400; one error 0.039230; z -0.2549, 0.7647, -0.7647, 0.2549; moving ranges mean 1.189563.

    So limits are 3 x 1.189563 / 1.128 = 3.163731 errors from 0.81: 0.685885 and 0.934115 where 100 are
    counted, and half as far where 400 are. Source: Laney, Quality Engineering 14(4), 2002.
    """
    before = [Seen(f"P{n}", count, 100) for n, count in enumerate((80, 84, 78, 82))]
    points = chart([*before, Seen("Q1", 70, 100), Seen("Q2", 299, 400), Seen("Q3", 68, 100)], 4)
    assert points[0].low == pytest.approx(0.685885, abs=2e-6)
    assert points[0].high == pytest.approx(0.934115, abs=2e-6)
    assert points[5].low == pytest.approx(0.81 - (0.81 - 0.685885) / 2, abs=2e-6)
    assert [p.signal for p in points] == ["", "", "", "", "", "outside the limits", "outside the limits"]


def test_limits_are_never_narrower_than_chance_alone() -> None:
    before = [Seen(f"P{n}", 80, 100) for n in range(4)]
    (point, *_) = chart(before, 4)
    assert point.low == pytest.approx(0.8 - 3 * 0.04)


def test_the_funnel_is_spiegelhalters_worked_by_hand() -> None:
    """Ten practices of 100; middle 0.8, error 0.04; z -5, -2.5, -1.25, -0.5, 0, 0, 0.5, 1.25, 2.5, 5.

    The outermost are drawn in to the 10% and 90% points, -2.75 and 2.75, so the squares add up to 31.25 and
    the variance between practices is 0.0016 x (31.25 / 9 - 1) = 0.00395556; limits are 1.96 and 3.09 times
    the root of 0.0016 + 0.00395556 from the middle. Source: Spiegelhalter, Quality and Safety in Health
    Care 14(5), 2005, additive random effects after winsorising.
    """
    found = funnel([60, 70, 75, 78, 80, 80, 82, 85, 90, 100], [100] * 10)
    assert found.middle == pytest.approx(0.8)
    assert found.between**2 == pytest.approx(0.0039555556)
    low95, high95, low998, high998 = found.limits[0]
    assert low95 == pytest.approx(0.8 - 1.96 * 0.0745356, abs=1e-6)
    assert high95 == pytest.approx(0.8 + 1.96 * 0.0745356, abs=1e-6)
    assert low998 == pytest.approx(0.8 - 3.09 * 0.0745356, abs=1e-6)
    assert high998 == 1.0
    assert not any(found.unusual)


def test_without_more_spread_than_chance_the_funnel_is_that_of_chance() -> None:
    found = funnel([80, 81, 79, 80, 80], [100] * 5)
    assert found.between == 0
    assert found.limits[0][0] == pytest.approx(0.8 - 1.96 * 0.04)
