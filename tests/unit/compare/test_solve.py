"""A figure that fits a budget: the largest that does, one step more does not, and the file pays the same."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.compare import given_by
from incentives.cli.solve import solve
from incentives.compare.money import received
from incentives.compare.solving import COST, MORE, MOST, Goal, knob_for, turned
from incentives.compare.solving import solve as solve_for
from tests.unit.compare.later_results import PACK, QOF, SCHEME

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.compare.solving import Solved
    from incentives.compare.whole import Given

LIMIT = 410_000_000


@cache
def given() -> Given:
    return given_by(QOF, str(SCHEME), PACK, quiet=True)


def solved(change: str, goal: Goal) -> Solved:
    knob = knob_for(change, given().proposed_side.plan)
    assert knob is not None
    return solve_for(given().base_side, given().proposed_side, knob, goal)


def pays(scheme: str, change: str = "", value: Fraction = Fraction(0)) -> int:
    """What a scheme's own schedule pays in pence, with a figure changed; by the engine alone."""
    side = given().proposed_side if change else given_by(QOF, scheme, PACK, quiet=True).proposed_side
    plan = side.plan
    if change:
        knob = knob_for(change, plan)
        assert knob is not None
        plan = turned(plan, knob, value)
    return sum(received(calculate(plan, side.binding), ours_only=True))


def test_the_price_fits_to_the_penny_and_one_penny_more_does_not() -> None:
    found = solved("price per point", Goal(COST, LIMIT))
    assert found.found is not None
    assert found.above is not None
    assert found.above.value - found.found.value == Fraction(1, 100)
    for tried in (found.found, found.above):
        assert pays(str(SCHEME), "price per point", tried.value) == tried.pence
    assert found.found.pence <= LIMIT < found.above.pence


@pytest.mark.parametrize(
    ("change", "goal"),
    [
        ("price per point", "cost <= £4,100,000"),
        ("points of HYP006", "cost <= £3,500,000"),
        ("points of FRAIL01", "cost <= £3,500,000"),
        ("points of CHD002", "cost <= £3,500,000"),
        ("floor_2014_15", "cost <= £3,450,000"),
    ],
)
def test_the_scheme_that_is_written_pays_what_was_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: str, goal: str
) -> None:
    out = tmp_path / "fits.yaml"
    solve(str(SCHEME), QOF, PACK, change, goal, out=out, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert pays(str(out)) == found["fits"]["pence"] > found["now"]["pence"]
    assert [p.name for p in tmp_path.iterdir()] == ["fits.yaml"]
    lines = out.read_text(encoding="utf-8").splitlines()
    gone = set(SCHEME.read_text(encoding="utf-8").splitlines()) - set(lines)
    assert gone <= {"      now: 25", "    points: 30", "    at_least: 95%"}


def test_most_it_could_cost_and_the_difference_may_be_limited_too() -> None:
    for of, limit in ((MOST, 420_000_000), (MORE, 25_000_000)):
        found = solved("points of HYP006", Goal(of, limit))
        assert found.found is not None
        assert found.above is not None
        assert found.found.pence <= limit < found.above.pence


def test_what_cannot_be_is_said_with_by_how_much(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        solve(
            *(str(SCHEME), QOF, PACK, "price per point", "cost <= £3,450,000"),
            most_lost="2.5%",
            out=tmp_path / "x.yaml",
        )
    (problem,) = refused.value.problems
    assert problem.code == "C189"
    cost, over, limit = (
        int(amount.replace(",", "").replace(".", ""))
        for amount in re.findall(r"£([\d,]+\.\d\d)", problem.message)[-3:]
    )
    assert cost - limit == over > 0
    assert list(tmp_path.iterdir()) == []


def test_what_practices_may_lose_is_kept_and_is_told_where_nothing_keeps_it() -> None:
    found = solved("price per point", Goal(COST, LIMIT, 1, Fraction(1, 20)))
    assert found.found is not None
    assert found.found.lost <= Fraction(1, 20)
    assert found.found.less <= 1
    none = solved("points of HYP006", Goal(COST, LIMIT, 0, Fraction(0)))
    assert none.found is None or none.found.less == 0


@pytest.mark.parametrize("goal", ["cost <= -£1", "cost <= £1.005", "pounds <= £3", "cost <= many"])
def test_a_goal_that_cannot_be_read_is_refused(goal: str) -> None:
    with pytest.raises(Refused) as refused:
        solve(str(SCHEME), QOF, PACK, "price per point", goal)
    assert {p.code for p in refused.value.problems} == {"C188"}
