"""Points of several indicators that fit together: proven, paid by the engine, refused where impossible."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.compare import given_by
from incentives.cli.loading import sound_plan
from incentives.cli.solve import solve
from incentives.compare.knobs import paid_points, with_figures
from incentives.compare.money import received
from incentives.compare.programme import (
    KEEP_SHARES,
    LEAST_CHANGE,
    MOST_POINTS,
    Programme,
    keeps_shares,
    worth,
)
from incentives.compare.solving_points import bends, solve_points, wanted_for
from incentives.compare.straight import FIXED, FLOOR, POT, chain_of
from incentives.compare.trials import COST, EXPECTED, MORE, MOST, Goal, Trials
from tests.unit.compare.later_results import PACK, QOF, SCHEME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from incentives.compare.programme import Wanted
    from incentives.compare.solving_points import SolvedPoints
    from incentives.compare.whole import Given

CODES = ("HYP006", "DM007", "CHD002", "AF001", "SMOK004")
VECTORS = 200


@cache
def given() -> Given:
    return given_by(QOF, str(SCHEME), PACK, quiet=True)


def wanted(aim: str, codes: Sequence[str] = CODES) -> Wanted:
    return wanted_for(given().proposed_side.plan, codes, aim)


@cache
def solved(aim: str, goal: Goal, codes: Sequence[str] = CODES) -> SolvedPoints:
    return solve_points(given().base_side, given().proposed_side, wanted(aim, codes), goal)


def test_the_engine_pays_what_the_straight_lines_say_but_for_rounding() -> None:
    asked = wanted(MOST_POINTS)
    trials = Trials(given().base_side, given().proposed_side, Goal(COST, 1))
    programme = Programme(trials, chain_of(trials.side.plan, CODES), asked)
    (year,), hidden = programme.years, programme.hidden()
    chance = random.Random(3)  # noqa: S311 - no secret
    for _ in range(8):
        steps = [chance.randint(low, high) for low, high in zip(asked.low, asked.high, strict=True)]
        plan = with_figures(trials.side.plan, asked.figures(steps))
        paid = received(calculate(plan, trials.side.binding), ours_only=True)
        said = np.maximum(year.earned + year.per_step @ np.asarray(steps, float), year.floor)
        engine = np.asarray([paid[at] for at in trials.rows], float)
        assert (np.abs(engine - said) <= year.rounding).all()
        assert float(said.sum() - engine.sum()) <= hidden


@pytest.mark.long
@pytest.mark.parametrize("aim", [KEEP_SHARES, MOST_POINTS, LEAST_CHANGE])
def test_nothing_among_200_random_points_that_fit_is_better(aim: str) -> None:
    limit = 345_000_000 if aim != LEAST_CHANGE else 339_000_000
    found, asked = solved(aim, Goal(COST, limit)), wanted(aim)
    assert found.points is not None
    assert found.found is not None
    assert found.found.pence <= limit
    assert found.better == 0
    best = worth(asked, [int(p / asked.step) for p in found.points])
    trials = Trials(given().base_side, given().proposed_side, Goal(COST, limit))
    chance, fitting = random.Random(7), 0  # noqa: S311 - no secret
    for steps in _vectors(asked, chance, found.points):
        if aim == KEEP_SHARES and not keeps_shares(asked, steps):
            continue
        if worth(asked, steps) > best + 1e-9:
            assert trials.of(asked.figures(steps), Fraction(0)).pence > limit
        fitting += 1
    assert fitting > VECTORS // 20


def _vectors(asked: Wanted, chance: random.Random, near: Sequence[Fraction]) -> list[tuple[int, ...]]:
    """Half of them anywhere, half of them a step or two from what was found."""
    ends = list(zip(asked.low, asked.high, strict=True))
    anywhere = [tuple(chance.randint(*end) for end in ends) for _ in range(VECTORS // 2)]
    beside = [
        tuple(
            min(max(int(p / asked.step) + chance.randint(-1, 2), low), high)
            for p, (low, high) in zip(near, ends, strict=True)
        )
        for _ in range(VECTORS // 2)
    ]
    return anywhere + beside


def test_one_point_more_of_any_indicator_does_not_fit() -> None:
    found, asked = solved(MOST_POINTS, Goal(COST, 345_000_000)), wanted(MOST_POINTS)
    assert found.points is not None
    trials = Trials(given().base_side, given().proposed_side, Goal(COST, 345_000_000))
    steps = [int(p / asked.step) for p in found.points]
    for at, high in enumerate(asked.high):
        more = [n + (place == at) for place, n in enumerate(steps)]
        if steps[at] < high:
            assert trials.of(asked.figures(more), Fraction(0)).pence > 345_000_000


def test_what_fits_already_is_left_alone_where_the_least_change_is_wanted() -> None:
    found = solved(LEAST_CHANGE, Goal(COST, 345_000_000))
    assert found.points == wanted(LEAST_CHANGE).now


@pytest.mark.parametrize(("of", "limit"), [(MOST, 351_000_000), (MORE, 7_000_000), (EXPECTED, 337_500_000)])
def test_other_limits_are_met_too(of: str, limit: int) -> None:
    found = solved(MOST_POINTS, Goal(of, limit, draws=3))
    assert found.found is not None
    assert found.found.pence <= limit < found.now.pence


def test_practices_keep_what_they_may_not_lose_or_it_is_said_what_that_would_cost() -> None:
    limit = 345_000_000
    free = solved(MOST_POINTS, Goal(COST, limit))
    most = Fraction(168, 1000)
    kept = solved(MOST_POINTS, Goal(COST, limit, most_lost=most))
    assert free.found is not None
    assert kept.found is not None
    assert kept.found.lost <= most < free.found.lost
    assert kept.found.value <= free.found.value
    never = solved(MOST_POINTS, Goal(COST, limit, most_lost=Fraction(16, 100)))
    assert never.found is None
    assert never.least is not None
    assert never.least.lost <= Fraction(16, 100)
    assert never.least.pence > limit


@pytest.mark.long
def test_quarters_of_points_where_the_scheme_has_them() -> None:
    plan = given().proposed_side.plan
    assert wanted(KEEP_SHARES).step == 1
    quarters = with_figures(plan, {("points_available", "AF001"): Fraction(21, 4)})
    asked = wanted_for(quarters, CODES, KEEP_SHARES)
    assert asked.step == Fraction(1, 4)
    proposed = replace(given().proposed_side, plan=quarters)
    found = solve_points(given().base_side, proposed, asked, Goal(COST, 343_000_000))
    assert found.points is not None
    assert found.found is not None
    assert all(p % Fraction(1, 4) == 0 for p in found.points)
    assert any(p % 1 for p in found.points)


def test_lines_are_read_from_the_plan_and_what_bends_is_named() -> None:
    plan = given().proposed_side.plan
    lines = {line.id: line.kind for line in chain_of(plan, CODES).lines}
    assert lines == {
        "pms_deduction": FIXED,
        "frailty": FIXED,
        "frailty rest": FIXED,
        "floor_2014_15": FLOOR,
        "qof_kept": FLOOR,
        "budget": POT,
    }
    assert bends(plan, CODES) == ()
    assert bends(plan, (*CODES, "FRAIL01")) == ("Frailty reviews: share of what is left",)


def test_points_that_are_protected_bend() -> None:
    _, plan, _ = sound_plan("england-protected-2024")
    assert bends(plan, ["AST008"])[0] == "Payment of AST008"


def test_the_file_pays_what_was_found_and_only_points_differ(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "fits.yaml"
    options: Any = {"aim": "most points", "between": "50% to 150%", "as_json": True}
    change = ["points of HYP006, CHD002", "points of DM007"]
    solve(str(SCHEME), QOF, PACK, change, "cost <= £3,450,000", out=out, **options)
    told = json.loads(capsys.readouterr().out)
    assert told["proven"]
    side = given_by(QOF, str(out), PACK, quiet=True).proposed_side
    assert sum(received(calculate(side.plan, side.binding), ours_only=True)) == told["fits"]["pence"]
    points = paid_points(side.plan)
    assert {p["indicator"]: p["now"] for p in told["points"]} == {
        code: float(points[code]) for code in ("HYP006", "CHD002", "DM007")
    }
    was = paid_points(given().proposed_side.plan)
    assert {c for c in points if points[c] != was[c]} <= {"HYP006", "CHD002", "DM007"}
    before, after = (p.read_text(encoding="utf-8").splitlines() for p in (SCHEME, out))
    assert {line for line in before if line not in after} <= {"      now: 25"}


def refusal(change: Sequence[str], goal: str = "cost <= £3,450,000", **options: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        solve(str(SCHEME), QOF, PACK, list(change), goal, **options)
    (problem,) = refused.value.problems
    return problem.code, f"{problem.message} {problem.remedy}"


def test_what_cannot_be_is_refused_by_how_much_and_nothing_is_written(tmp_path: Path) -> None:
    code, said = refusal(["points of HYP006, CHD002"], "cost <= £3,300,000", out=tmp_path / "x.yaml")
    assert code == "C189"
    least = solved(KEEP_SHARES, Goal(COST, 330_000_000), ("HYP006", "CHD002")).least
    assert least is not None
    over = least.pence - 330_000_000
    assert f"that is £{over // 100:,}.{over % 100:02d} over the limit" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "options", "code", "says"),
    [
        (["points of HYP006", "points of HYP006"], {}, "C230", "Name each figure once"),
        (["price per point", "upper thresholds"], {}, "C230", "cannot be found together"),
        (["points of HYP006, HYP0O6"], {}, "C187", "points of HYP006"),
        (["points of all"], {}, "C234", "Leave out FRAIL01"),
        (["points of all but FRAIL1"], {}, "C187", "FRAIL01"),
        (["points of HYP006, CHD002"], {"aim": "most pounds"}, "C231", "most points"),
        (["points of HYP006"], {"aim": "most points"}, "C231", "Leave --aim"),
        (["points of HYP006, CHD002"], {"between": "200% to 50%"}, "C233", "50% to 200%"),
        (["points of HYP006"], {"most_lost": "0%", "practices_with_less": 2}, "C232", "contradict"),
        (["points of HYP006"], {"most_lost": "100%"}, "C232", "limits nothing"),
    ],
)
def test_what_contradicts_or_is_unknown_is_named_with_the_remedy(
    change: list[str], options: dict[str, Any], code: str, says: str
) -> None:
    found, said = refusal(change, **options)
    assert found == code
    assert says in said
