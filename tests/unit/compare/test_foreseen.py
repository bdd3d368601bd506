"""Next year's achievement: practices stay as far apart, no trend, and a change as large as was measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit, logit

from incentives.calculate import calculate
from incentives.cli.compare import given_by
from incentives.compare.foreseen import foreseen, variances
from incentives.compare.money import received
from incentives.compare.movement import after
from incentives.compare.uncertainty import spread_of, worked_out

Whole = NDArray[np.int64]
PACK = Path(__file__).parents[3] / "examples/barsetshire/pack"
SCHEME = PACK.parent / "scheme.yaml"
ALIKE, OWN = variances()


def results(practices: int, indicators: int, spread: float, counted: int = 100_000) -> tuple[Whole, Whole]:
    """Return achieved and counted of large practices whose logits are normal with a standard deviation."""
    below = np.full((practices, indicators), counted)
    away = np.random.default_rng(7).normal(1.5, spread, below.shape)
    return np.rint(below * expit(away)).astype(np.int64), below


def year_later(above: Whole, below: Whole, seed: int) -> Whole:
    chance = np.random.default_rng(seed)
    together = np.asarray(chance.standard_normal(below.shape[1]))
    return after(above, below, together, chance.standard_normal(below.shape))


def logits(above: Whole, below: Whole) -> NDArray[np.float64]:
    return np.asarray(logit(above / below))


@pytest.mark.parametrize("spread", [0.15, 0.3, 0.5, 0.8])
def test_practices_stay_as_far_apart(spread: float) -> None:
    """0.15 is less than a year's change allows. Sampling is allowed for, and 1%."""
    practices, indicators = 500, 160
    above, below = results(practices, indicators, spread)
    now, then = (logits(a, below).var(axis=0).mean() for a in (above, year_later(above, below, 1)))
    assert then / now == pytest.approx(1, abs=4 * (4 / practices / indicators) ** 0.5 + 0.01)
    assert OWN / now > 0.1, "were it added, they would lie further apart"


def test_practices_stay_as_far_apart_over_many_years() -> None:
    above, below = results(500, 60, 0.5)
    then = above
    for seed in range(12):
        then = year_later(then, below, seed)
    then_apart, apart = (logits(a, below).var(axis=0).mean() for a in (then, above))
    assert then_apart / apart == pytest.approx(1, abs=0.1)
    assert 12 * OWN / apart > 5


def test_a_change_has_the_variance_that_was_measured() -> None:
    above, below = results(400, 600, 0.6)
    change = logits(year_later(above, below, 3), below) - logits(above, below)
    shared = change.mean(axis=0)
    error = ALIKE * (2 / 600) ** 0.5
    assert (shared**2).mean() == pytest.approx(ALIKE + OWN / 400, abs=4 * error)
    assert (change - shared).var(axis=0).mean() == pytest.approx(
        OWN, rel=4 * (2 / 400 / 600) ** 0.5 + 1 / 400
    )


@pytest.mark.parametrize("shares", [(0.8,), (0.02, 0.5, 0.98), (0.7, 1.0), (0.0, 0.9), (1.0,)])
@pytest.mark.parametrize("practices", [1, 9, 60])
def test_in_all_as_many_patients_are_expected_as_are_achieved(
    shares: tuple[float, ...], practices: int
) -> None:
    chance = np.random.default_rng(practices)
    below = chance.integers(0, 300, (practices, 5))
    above = chance.binomial(below, chance.choice(shares, below.shape))
    middle, own = foreseen(above, below)
    places, often = np.polynomial.hermite_e.hermegauss(15)
    deviation = np.sqrt(own + ALIKE)
    expected = sum(
        w * expit(middle + x * deviation) for x, w in zip(places, often / often.sum(), strict=True)
    )
    moves = (above > 0) & (below > 0)
    now = np.where(moves, below * np.clip(above / np.maximum(below, 1), 0.002, 0.998), 0)
    assert np.where(moves, below * expected, 0).sum(axis=0) == pytest.approx(now.sum(axis=0), rel=1e-4)


def test_a_practice_comes_back_from_either_side_and_keeps_its_place() -> None:
    above, below = results(300, 1, 0.5)
    now, then = logits(above, below)[:, 0], foreseen(above, below)[0][:, 0]
    keeps = np.polyfit(now, then, 1)
    assert keeps[0] == pytest.approx(1 - OWN / (2 * 0.25), abs=0.06)
    assert (np.argsort(now) == np.argsort(then)).all()
    assert then.max() < now.max()
    assert then.min() > now.min()


def test_fewer_than_ten_practices_all_move_about_what_they_are() -> None:
    above, below = results(9, 3, 0.5)
    middle, own = foreseen(above, below)
    raised = middle - logits(above, below)
    assert np.ptp(raised, axis=0) == pytest.approx(0, abs=1e-9)
    assert own == pytest.approx(OWN)
    assert (foreseen(*results(10, 3, 0.5))[1] == OWN).all(), "weighed as their shares they are less than ten"
    assert (foreseen(*results(15, 3, 0.5))[1] < OWN).all()


def test_practices_that_are_all_alike_move_together_alone() -> None:
    below = np.full((30, 1), 1_000)
    above = np.full((30, 1), 800)
    _, own = foreseen(above, below)
    assert own[0] == pytest.approx(0, abs=1e-9)
    assert len(set(year_later(above, below, 1)[:, 0])) == 1


def test_nobody_stays_nobody_and_everybody_nearly_everybody() -> None:
    above, below = results(100, 1, 0.4, counted=2_000)
    _, before = foreseen(above, below)
    above[:4, 0], below[:4, 0] = (0, 0, 2_000, 3), (2_000, 0, 2_000, 3)
    middle, own = foreseen(above, below)
    then = [year_later(above, below, seed)[:4, 0].tolist() for seed in range(40)]
    assert {tuple(year[:2]) for year in then} == {(0, 0)}
    assert {year[3] for year in then} == {3}
    assert sum(year[2] for year in then) / len(then) == pytest.approx(2_000 * expit(middle[2, 0]), abs=8)
    assert 0.98 < expit(middle[2, 0]) < 0.995, "all of 2,000 are taken as 99.8%, and come back a little"
    assert own[0] == pytest.approx(before[0], rel=0.03), "a practice at 100% says nearly nothing of the rest"


def test_what_the_example_pays_on_its_own_results_is_likely() -> None:
    """Nothing changes but what changes from year to year; so what is paid now is nothing unusual."""
    given = given_by("qof-england-2015-16", str(SCHEME), PACK, quiet=True)
    spreads = (
        worked_out(given.base_side, given.base_side).base,
        spread_of(given.proposed_side, draws=40),
    )
    for side, spread in zip((given.base_side, given.proposed_side), spreads, strict=True):
        low, high = spread.likely()
        now = sum(received(calculate(side.plan, side.binding)))
        assert low < now < high
        assert spread.expected == pytest.approx(now, rel=0.0015)
