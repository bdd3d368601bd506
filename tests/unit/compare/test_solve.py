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
from incentives.compare.knobs import knob_for, turned, with_figures
from incentives.compare.knobs import knobs as names
from incentives.compare.money import received
from incentives.compare.solving import solve as solve_for
from incentives.compare.trials import COST, EXPECTED, MORE, MOST, Goal, Trials
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
    solve(str(SCHEME), QOF, PACK, [change], goal, out=out, as_json=True)
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
            *(str(SCHEME), QOF, PACK, ["price per point"], "cost <= £3,450,000"),
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


MORE_FIGURES = """limits:
  - name: ceiling
    of: practice
    at_most: £140,000
  - of: [HYP006]
    at_most: £9,000
protect:
  - name: step_down
    taper_over: 4 years
    first_year: 2015/16
    of: national QOF payment
    year: 2014/15
    paid: as a floor
    basis: per practice
    list: at baseline
    pms_deduction: before
  - name: loss
    lose_at_most: 4%
    of: national QOF payment
    year: 2014/15
    basis: per practice
    list: at baseline
    pms_deduction: before
"""


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scheme that also has a cap, a cap on one indicator, a taper and a cap on losses."""
    path = tmp_path_factory.mktemp("scheme") / "limited.yaml"
    text = SCHEME.read_text(encoding="utf-8").replace("protect:\n", MORE_FIGURES)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "limit", "changed"),
    [
        ("ceiling at most", 3_394_000, "at_most: £140,000"),
        ("limits 2 at most", 3_394_000, "at_most: £9,000"),
        ("step_down", 3_420_000, "taper_over: 4 years"),
        ("loss", 3_420_000, "lose_at_most: 4%"),
        ("grant of engagement", 3_420_000, "per_practice: £4,000"),
        ("lower threshold of FRAIL01", 3_400_000, "pays: 30% to 60%"),
        ("upper thresholds", 3_380_000, "now: 40% to 80%"),
    ],
)
def test_each_sort_of_figure_fits_one_step_more_does_not_and_the_file_pays_the_same(
    limited: Path, tmp_path: Path, change: str, limit: int, changed: str
) -> None:
    both = given_by(QOF, str(limited), PACK, quiet=True)
    knob = knob_for(change, both.proposed_side.plan)
    assert knob is not None
    first, last = (both.proposed_side, turned(both.proposed_side.plan, knob, knob.last))
    found = solve_for(both.base_side, first, knob, Goal(COST, limit * 100))
    assert found.found is not None
    assert found.found.pence <= limit * 100
    assert found.above is None or found.above.pence > limit * 100
    assert (found.above is None) == (
        sum(received(calculate(last, first.binding), ours_only=True)) <= limit * 100
    )
    out = tmp_path / "fits.yaml"
    solve(str(limited), QOF, PACK, [change], f"cost <= £{limit:,}", out=out)
    assert pays(str(out)) == found.found.pence
    before, after = (p.read_text(encoding="utf-8").splitlines() for p in (limited, out))
    gone = [line.strip() for line in before if line not in after]
    both_ranges = {changed, "pays: 30% to 60%"} if knob.moves else {changed}
    assert set(gone) == (both_ranges if found.found.value != knob.now else set())


def test_thresholds_never_leave_their_bounds_and_dearer_is_never_cheaper() -> None:
    plan, binding = given().proposed_side.plan, given().proposed_side.binding
    for says in ("thresholds", "upper thresholds", "lower thresholds", "thresholds of HYP006"):
        knob = knob_for(says, plan)
        assert knob is not None
        paid = []
        for at in range(0, knob.steps + 1, max(knob.steps // 3, 1)):
            new = turned(plan, knob, knob.at(at))
            ends = {f.name: dict(f.values) for f in new.scheme_fields if f.name.endswith("_threshold")}
            for code, low in ends["lower_threshold"].items():
                assert 0 <= low < ends["upper_threshold"][code] <= 1
            paid.append(sum(received(calculate(new, binding), ours_only=True)))
        assert paid == sorted(paid)
        assert turned(plan, knob, knob.now) == plan


def test_where_lower_is_better_a_higher_threshold_is_the_easier_one() -> None:
    plan = given().proposed_side.plan
    new = {("lower_threshold", "HYP006"): Fraction(7, 10), ("upper_threshold", "HYP006"): Fraction(1, 5)}
    lower_is_better = with_figures(plan, new)
    first, second, both = (
        knob_for(f"{w} of HYP006", lower_is_better)
        for w in ("lower threshold", "upper threshold", "thresholds")
    )
    assert first is not None
    assert second is not None
    assert both is not None
    assert (first.first, first.last) == (Fraction(21, 100), Fraction(1))
    assert (second.first, second.last) == (Fraction(0), Fraction(69, 100))
    harder = turned(lower_is_better, both, Fraction(5, 100))
    ends = {f.name: dict(f.values)["HYP006"] for f in harder.scheme_fields if f.name.endswith("_threshold")}
    assert ends == {"lower_threshold": Fraction(65, 100), "upper_threshold": Fraction(15, 100)}


def test_only_figures_of_what_this_schedule_pays_may_be_found() -> None:
    asked = names(given().proposed_side.plan)
    assert "points of HYP006" in asked
    assert not [a for a in asked if "QOF" in a]


def test_an_expected_cost_is_the_mean_of_whole_runs() -> None:
    knob = knob_for("points of HYP006", given().proposed_side.plan)
    assert knob is not None
    goal = Goal(EXPECTED, 345_000_000, draws=3)
    trials = Trials(given().base_side, given().proposed_side, goal)
    totals = [
        sum(received(calculate(trials.side.plan, year), ours_only=True)[at] for at in trials.rows)
        for year in trials.years()
    ]
    assert len(set(totals)) == 3
    mean = -(-sum(totals) // 3)
    assert trials.of({}, Fraction(0)).pence == mean
    found = solve_for(given().base_side, given().proposed_side, knob, goal)
    assert found.found is not None
    assert found.above is not None
    assert found.found.pence <= goal.limit < found.above.pence


@pytest.mark.parametrize(
    "goal", ["cost <= -£1", "cost <= £1.005", "pounds <= £3", "cost <= many", "spend <= £3"]
)
def test_a_goal_that_cannot_be_read_is_refused(goal: str) -> None:
    with pytest.raises(Refused) as refused:
        solve(str(SCHEME), QOF, PACK, ["price per point"], goal)
    assert {p.code for p in refused.value.problems} == {"C188"}
