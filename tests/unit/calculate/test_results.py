"""Results, tables and control totals of three practices worked out by hand.

Two practices have results; C has no patients with the condition. Price £100 a point. DM1 offers 10 points
for 50% to 90%; SM1 pays £30 to each practice and is paid by CQRS.

A: 70 of 100 is half way, 5 points, £500. B: 1 of 3 is below 50%, nothing. C: nobody.
"""

from __future__ import annotations

import subprocess
import sys
from array import array
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.calculate import Results, calculate, controls, instalments, payments, scores
from incentives.data.bound import Binding, BoundColumn
from incentives.formula import nodes as n
from incentives.formula.check import check_plan
from incentives.formula.plan import BY_CQRS, Component, DataField, Period, Plan, SchemeField, Stage, Step
from incentives.formula.units import (
    CELL,
    COMPONENT,
    INSTALMENT,
    PATIENTS,
    PERIOD,
    PLAIN,
    POINTS,
    POUNDS,
    PRACTICE,
    SCHEME,
    Grain,
    Unit,
)

PENNY = Rounding(Rule.HALF_UP, 2)
COUNTS = {
    "numerator": [70, 0, 1, 0, 0, 0],
    "denominator": [100, 0, 3, 0, 0, 0],
    "exceptions": [25, 0, 0, 0, 0, 0],
    "exceptions_supplied": [1, 0, 0, 0, 1, 0],
}


def step(name: str, grain: Grain, unit: Unit, expression: n.Value, stage: Stage, *only: str) -> Step:
    return Step(name, name, grain, unit, expression, name, stage, only)


def steps() -> tuple[Step, ...]:
    f, s = n.FieldValue, n.StepValue
    achievement = n.Divide(f("numerator"), f("denominator"), n.nil())
    everybody = f("denominator") + f("exceptions")
    share = n.slide(s("achievement"), n.Number(Fraction(1, 2)), n.Number(Fraction(9, 10)))
    points = n.Choose(
        n.AtLeast(f("denominator"), n.one(PATIENTS)), n.Round(f("points_available") * share, 2), n.nil(POINTS)
    )
    ours = n.Total(s("payment"), n.Over.COMPONENTS) - n.Number(Fraction(30), POUNDS)
    half = n.Round(n.Divide(s("due"), n.Number(Fraction(3)), n.nil(POUNDS)), 2, Rule.DOWN)
    last = n.Choose(n.holds(f("is_last")), s("due") - n.Number(Fraction(2)) * s("advance"), s("advance"))
    return (
        step("achievement", CELL, PLAIN, achievement, Stage.ACHIEVEMENT, "DM1"),
        step(
            "intervention_rate",
            CELL,
            PLAIN,
            n.Divide(f("numerator"), everybody, n.nil()),
            Stage.ACHIEVEMENT,
            "DM1",
        ),
        step("points_achieved", CELL, POINTS, points, Stage.POINTS, "DM1"),
        step("payment", CELL, POUNDS, n.Round(s("points_achieved") * f("price"), 2), Stage.POUNDS, "DM1"),
        step("payment", CELL, POUNDS, n.Number(Fraction(30), POUNDS), Stage.POUNDS, "SM1"),
        step("due", PRACTICE, POUNDS, ours, Stage.LINES),
        step("advance", PRACTICE, POUNDS, half, Stage.PERIODS),
        step("instalment", INSTALMENT, POUNDS, last, Stage.PERIODS),
    )


def plan() -> Plan:
    months = (
        Period("April", date(2015, 4, 1)),
        Period("May", date(2015, 5, 1)),
        Period("June", date(2015, 6, 1)),
    )
    is_last = (("April", Fraction(0)), ("May", Fraction(0)), ("June", Fraction(1)))
    return Plan(
        id="small",
        title="Small",
        year=FinancialYear(2015),
        components=(
            Component("DM1", "Diabetes", "DM", "indicator", "payment", counted=True),
            Component("SM1", "Smoking", "SM", "grant", "payment", paid_by=BY_CQRS),
        ),
        steps=steps(),
        data_fields=tuple(
            DataField(
                name, CELL, PLAIN if "supplied" in name else PATIENTS, "measures", name, name, only=("DM1",)
            )
            for name in COUNTS
        ),
        scheme_fields=(
            SchemeField("points_available", COMPONENT, POINTS, "", (("DM1", Fraction(10)),)),
            SchemeField("price", SCHEME, POUNDS / POINTS, "", (("", Fraction(100)),)),
            SchemeField("is_last", PERIOD, PLAIN, "", is_last),
        ),
        periods=months,
        money=PENNY,
        points=PENNY,
    )


def binding() -> Binding:
    columns = {name: BoundColumn(CELL, array("q", figures), 2) for name, figures in COUNTS.items()}
    return Binding(("A", "B", "C"), {c: c for c in "ABC"}, columns)


@pytest.fixture
def results() -> Results:
    return calculate(plan(), binding())


def test_the_plan_is_sound() -> None:
    assert check_plan(plan()) == ()


def test_kept_columns_are_integers_over_a_denominator(results: Results) -> None:
    points = results.column("points_achieved")
    assert (points.integers.tolist(), points.per) == ([[500, 0], [0, 0], [0, 0]], 100)
    assert points.exact(0, 0) == 5
    assert points.floats().tolist() == [[5.0, 0.0], [0.0, 0.0], [0.0, 0.0]]


def test_a_quotient_is_exact_on_demand_and_has_no_integers(results: Results) -> None:
    achievement = results.column("achievement")
    assert not achievement.is_kept
    assert [achievement.exact(p, 0) for p in range(3)] == [Fraction(7, 10), Fraction(1, 3), 0]
    assert achievement.exact(0, 1) == 0
    assert achievement.floats().tolist() == [[0.7, 0.0], [1 / 3, 0.0], [0.0, 0.0]]
    with pytest.raises(TypeError, match="stays a quotient"):
        _ = achievement.integers


def test_given_columns_are_columns_too(results: Results) -> None:
    assert results.column("numerator").exact(1, 0) == 1
    assert results.column("points_available").integers.tolist() == [[10, 0]]
    assert results.column("is_last").exact(0, 2) == 1
    assert results.column("price").exact(2, 1) == 100


def test_an_unknown_column_is_a_key_error(results: Results) -> None:
    with pytest.raises(KeyError):
        results.column("rubbish")


def test_a_component_pays_pence_in_order_of_practices(results: Results) -> None:
    assert results.pence("DM1").tolist() == [50_000, 0, 0]
    assert results.pence("SM1").tolist() == [3_000] * 3


def test_an_amount_that_is_not_whole_pence_is_refused() -> None:
    third = step("payment", CELL, POUNDS, n.Number(Fraction(1, 3), POUNDS), Stage.POUNDS, "SM1")
    broken = replace(plan(), steps=(third,))
    with pytest.raises(TypeError, match="whole pence"):
        calculate(broken, binding()).pence("SM1")


def test_scores_tell_nil_from_absent(results: Results) -> None:
    expected = pd.DataFrame(
        {
            "practice_code": pd.array(["A", "B", "C"], dtype="string"),
            "indicator": pd.array(["DM1"] * 3, dtype="string"),
            "numerator": pd.array([70, 1, 0], dtype="Int64"),
            "denominator": pd.array([100, 3, 0], dtype="Int64"),
            "exceptions": pd.array([25, None, 0], dtype="Int64"),
            "achievement": pd.array([0.7, 1 / 3, None], dtype="Float64"),
            "points_achieved": pd.array([5.0, 0.0, 0.0], dtype="Float64"),
            "points_available": pd.array([10.0] * 3, dtype="Float64"),
            "points_available_to_practice": pd.array([None] * 3, dtype="Float64"),
            "intervention_rate": pd.array([0.56, None, None], dtype="Float64"),
        }
    )
    pd.testing.assert_frame_equal(scores(results), expected, check_exact=True)


def test_payments_name_who_pays_and_leave_absent_factors_out(results: Results) -> None:
    table = payments(results)
    assert table["practice_code"].tolist() == ["A", "A", "B", "B", "C", "C"]
    assert table["component"].tolist() == ["DM1", "SM1"] * 3
    assert table["paid_by"].tolist() == ["this schedule", "CQRS"] * 3
    assert table["payment_pence"].tolist() == [50_000, 3_000, 0, 3_000, 0, 3_000]
    assert table["points_achieved"].isna().tolist() == [False, True] * 3
    assert table["prevalence_factor"].isna().all()


def test_instalments_add_up_to_the_penny(results: Results) -> None:
    table = instalments(results)
    assert table["payment_pence"].tolist() == [16_666, 16_666, 16_668, 0, 0, 0, 0, 0, 0]
    assert table["period"].tolist() == ["April", "May", "June"] * 3
    assert table["pays_on"].iloc[2] == pd.Timestamp("2015-06-01")


def test_control_totals_agree_with_what_others_pay_apart(results: Results) -> None:
    found = {c.name: (c.expected_pence, c.found_pence) for c in controls(results)}
    assert found == {
        "payments by practice": (50_000, 50_000),
        "amounts due": (50_000, 50_000),
        "amounts due, by practice": (0, 0),
        "instalments": (50_000, 50_000),
        "instalments, by practice": (0, 0),
        "paid by others": (9_000, 9_000),
    }
    assert all(c.agrees for c in controls(results))


def test_a_control_total_that_does_not_agree_says_so() -> None:
    """Two practices' amounts due are exchanged: the totals agree, practice by practice they do not."""
    moved = n.Choose(
        n.AtLeast(n.Rank(n.StepValue("earned")), n.Number(Fraction(2))),
        n.Number(Fraction(500), POUNDS),
        n.nil(POUNDS),
    )
    earned, due = steps()[5], replace(steps()[5], expression=moved)
    wrong = (*steps()[:5], replace(earned, name="earned"), due, *steps()[6:])
    rows = replace(binding(), practices=("A", "B"), columns=_first_rows(2))
    found = {c.name: c for c in controls(calculate(replace(plan(), steps=wrong), rows))}
    assert found["amounts due"].agrees
    assert not found["amounts due, by practice"].agrees
    assert found["amounts due, by practice"].found_pence == 100_000


def _first_rows(practices: int) -> dict[str, BoundColumn]:
    return {
        name: BoundColumn(CELL, array("q", figures[: 2 * practices]), 2) for name, figures in COUNTS.items()
    }


def test_a_pack_without_practices_has_no_rows() -> None:
    nobody = Binding((), {}, _first_rows(0))
    results = calculate(plan(), nobody)
    assert len(scores(results)) == len(payments(results)) == len(instalments(results)) == 0
    assert all(c.agrees for c in controls(results))


def test_pandas_is_loaded_only_when_a_table_is_asked_for() -> None:
    code = "import sys, incentives.calculate; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
