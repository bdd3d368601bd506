"""On made schemes of every form: what is said to be straight is, and what fits is not beaten."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest

from incentives.calculate import calculate
from incentives.compare.knobs import figures, knob_for, knobs, paid_points, with_figures
from incentives.compare.money import Side, received
from incentives.compare.programme import MOST_POINTS, Programme, worth
from incentives.compare.solving import solve
from incentives.compare.solving_points import bends, solve_points, wanted_for
from incentives.compare.straight import chain_of
from incentives.compare.trials import COST, Goal, Trials
from tests.property.made_mixed import mixed, written
from tests.property.readings import bound, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from incentives.compare.knobs import Knob
    from incentives.compare.programme import Year

SEEDS, LONG = range(5), range(5, 30)


def made(seed: int) -> Side:
    with TemporaryDirectory() as folder:
        case = mixed(seed)
        plan, _ = read(written(case, Path(folder)))
        return Side(plan, bound(plan, case.tables, case.as_at))


def straight_codes(side: Side) -> tuple[str, ...]:
    """The indicators whose points payments follow in a straight line, one after another and together."""
    found: list[str] = []
    for code, points in paid_points(side.plan).items():
        if points and not bends(side.plan, [*found, code]):
            found.append(code)
    return tuple(found)


def lines_hold(side: Side, codes: Sequence[str], seed: int) -> int:
    """Hold the engine to the lines at random points that exceed no pot; return at how many."""
    wanted = wanted_for(side.plan, codes, MOST_POINTS)
    trials = Trials(side, side, Goal(COST, 0))
    programme = Programme(trials, chain_of(trials.side.plan, codes), wanted)
    (year,), chance, held = programme.years, random.Random(seed), 0  # noqa: S311 - no secret
    hidden = programme.hidden()
    for _ in range(4):
        steps = [chance.randint(low, high) for low, high in zip(wanted.low, wanted.high, strict=True)]
        said = np.maximum(year.earned + year.per_step @ np.asarray(steps, float), year.floor)
        if _exceeds(year, steps, said):
            continue
        plan = with_figures(trials.side.plan, wanted.figures(steps))
        paid = received(calculate(plan, trials.side.binding), ours_only=True)
        engine = np.asarray([paid[at] for at in trials.rows], float)
        assert (np.abs(engine - said) <= year.rounding).all(), f"seed {seed}: {codes} {steps}"
        assert float(said.sum() - engine.sum()) <= hidden + 1e-6, f"seed {seed}: {codes} {steps}"
        held += 1
    return held


def _exceeds(year: Year, steps: Sequence[int], said: NDArray[np.float64]) -> bool:
    for columns, held in year.pots:
        inside = sum(float(year.per_step[:, n].sum()) * steps[n] for n in columns)
        inside = inside if columns else float(np.maximum(said, 0).sum())
        if inside + float(year.rounding.sum()) > held:
            return True
    return False


def straight(seeds: Sequence[int]) -> int:
    held = 0
    for seed in seeds:
        side = made(seed)
        if codes := straight_codes(side):
            held += lines_hold(side, codes, seed)
    return held


def test_the_engine_keeps_to_the_lines() -> None:
    assert straight(SEEDS) >= len(SEEDS)


@pytest.mark.long
def test_the_engine_keeps_to_the_lines_on_many_schemes() -> None:
    assert straight(LONG) >= len(LONG)


def test_a_line_that_is_read_wrongly_is_seen() -> None:
    side = made(2)
    codes = [c for c in paid_points(side.plan) if not bends(side.plan, [c])]
    wanted = wanted_for(side.plan, codes, MOST_POINTS)
    trials = Trials(side, side, Goal(COST, 0))
    without_floor = replace(chain_of(side.plan, codes), lines=())
    (year,) = Programme(trials, without_floor, wanted).years
    paid = received(calculate(trials.side.plan, trials.side.binding), ours_only=True)
    now = np.asarray([float(p / wanted.step) for p in wanted.now])
    off = np.asarray([paid[at] for at in trials.rows], float) - (year.earned + year.per_step @ now)
    assert (np.abs(off) > year.rounding).any()


@pytest.mark.long
@pytest.mark.parametrize("seed", [*SEEDS, 7, 8])
def test_one_figure_fits_one_step_more_does_not_and_nothing_beyond_fits_where_it_rises_evenly(
    seed: int,
) -> None:
    side, chance = made(seed), random.Random(seed)  # noqa: S311 - no secret
    trials = Trials(side, side, Goal(COST, 0))
    for says in chance.sample(knobs(side.plan), 3):
        knob = knob_for(says, side.plan)
        assert knob is not None

        def paid(steps: int, knob: Knob = knob) -> int:
            value = knob.at(steps)
            return trials.of(figures(trials.side.plan, knob, value), value).pence

        ends = sorted((paid(0), paid(knob.steps)))
        goal = Goal(COST, chance.randint(*ends))
        found = solve(side, side, knob, goal)
        assert found.found is not None
        assert found.found.pence <= goal.limit
        if found.above is None:
            continue
        assert found.above.pence > goal.limit
        assert found.above.value - found.found.value == knob.step
        if found.evenly:
            at = int((found.above.value - knob.first) / knob.step)
            beyond = [chance.randint(at, knob.steps) for _ in range(6)]
            assert min(paid(b) for b in beyond) > goal.limit


@pytest.mark.long
@pytest.mark.parametrize("seed", [*SEEDS, 7, 8])
def test_no_random_points_that_fit_are_better_than_what_was_proven(seed: int) -> None:
    side, chance = made(seed), random.Random(seed)  # noqa: S311 - no secret
    codes = straight_codes(side)
    if not codes:
        return
    wanted = wanted_for(side.plan, codes, MOST_POINTS)
    trials = Trials(side, side, Goal(COST, 0))
    cheap, dear = (trials.of(wanted.figures(ends), Fraction(0)).pence for ends in (wanted.low, wanted.high))
    goal = Goal(COST, (cheap + dear) // 2)
    found = solve_points(side, side, wanted, goal)
    if found.found is None or found.points is None or found.better is None:
        return
    assert found.found.pence <= goal.limit
    best = worth(wanted, [int(p / wanted.step) for p in found.points]) + float(found.better)
    (year,) = Programme(trials, chain_of(trials.side.plan, codes), wanted).years
    for _ in range(200):
        steps = [chance.randint(*ends) for ends in zip(wanted.low, wanted.high, strict=True)]
        said = np.maximum(year.earned + year.per_step @ np.asarray(steps, float), year.floor)
        if worth(wanted, steps) > best + 1e-6 and not _exceeds(year, steps, said):
            assert trials.of(wanted.figures(steps), Fraction(0)).pence > goal.limit
