"""What rests on unverified values, in pence: tried by moving each value, and by removing its standing."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from incentives.calculate import calculate
from incentives.cli.explain import explain
from incentives.cli.loading import worked_out
from incentives.cli.pay import pay
from incentives.cli.schedule import schedule
from incentives.cli.score import score
from incentives.formula.plan import Origin, Standing
from incentives.formula.resting import Rest, Rests, stated
from incentives.report.resting import named, paid_here, resting_on, resting_pounds
from incentives.scheme.reading import read_plan
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.calculate import Results
    from incentives.formula.plan import Plan, SchemeField

SCHEME = "barsetshire-2015-16"
PACK = ROOT / "examples" / "barsetshire" / "pack"

OF_WORDS = """kind: scheme
id: words
title: A payment that rests on words
year: 2015/16
rounding: {points: none, money: half up to the penny, at: each component}
payments:
  guarantee:
    form: top-up to a guaranteed income
    guaranteed_per_patient: £95
    core_income: CORE
    list: registered
    share: 60%%
    in_proportion_to: STD
conditions:
  - {name: standards, holds_where: STD is declared, of: [guarantee]}
sources:
  contract: {document: The contract, origin: The body}
standing:
  - {of: payments, status: sourced, from: [contract]}
  - {of: conditions, status: sourced, from: [contract]}
  - {of: rounding, status: sourced, from: [contract]}
  - {of: %s, status: unverified}
"""


@pytest.fixture(scope="module")
def results() -> Results:
    return worked_out(SCHEME, PACK, quiet=True)[2]


def test_a_payment_that_moves_with_an_unverified_figure_is_said_to_rest_on_it(results: Results) -> None:
    resting, before = resting_pounds(results), _pence(results)
    moving = 0
    for field in results.plan.scheme_fields:
        for key, _ in field.values:
            value = stated(field, key)
            if value in resting.values:
                moved = _pence(calculate(_moved(results.plan, field, key), results.binding))
                changed = {c for c in before if moved[c] != before[c]}
                assert changed <= set(resting.values[value]), value
                moving += bool(changed)
    assert moving >= 10


def test_without_the_standing_of_one_value_what_rested_on_it_alone_is_no_longer_counted(
    results: Results,
) -> None:
    resting, amounts = resting_pounds(results), _pence(results)
    for value in resting.values:
        without = resting_on(_sourced(results.plan, frozenset({value})), amounts)
        others = {c for v, components in resting.values.items() if v != value for c in components}
        alone = set(resting.values[value]) - others
        assert value not in without.values
        assert without.total_pence == resting.total_pence - sum(amounts[c] for c in alone), value


def test_without_any_unverified_standing_nothing_rests_on_one(results: Results) -> None:
    plan = _sourced(results.plan, frozenset(resting_pounds(results).values))
    resting = resting_on(plan, _pence(results))
    assert (resting.total_pence, resting.values, resting.sorts()) == (0, {}, ())
    assert resting.paid_pence == resting_pounds(results).paid_pence == sum(_pence(results).values())


def test_a_grant_of_a_local_decision_rests_on_nothing_unverified(results: Results) -> None:
    resting = resting_pounds(results)
    assert set(resting.amounts) - set(resting.components) == {"engagement"}
    assert resting.total_pence == resting.paid_pence - resting.amounts["engagement"]


def test_an_indicator_rests_on_points_thresholds_price_lists_prevalence_and_weighting(
    results: Results,
) -> None:
    found = {v.sort for v in Rests(results.plan).of(results.plan.component("HYP006"))}
    assert found == {
        *("points", "thresholds", "price per point", "average list"),
        *("practice list", "prevalence", "weighting"),
        *("fewest patients that count by themselves", "days of 2015/16"),
    }


def test_a_floor_rests_on_all_that_it_is_compared_with(results: Results) -> None:
    rests = Rests(results.plan)
    floor = rests.of(results.plan.component("floor_2014_15"))
    assert set(rests.of(results.plan.component("HYP006"))) <= set(floor)


def test_a_floor_on_national_qof_rests_on_the_values_of_national_qof(tmp_path: Path) -> None:
    floor = "protect:\n  - name: qof\n    no_worse_off_than: national QOF on this year's results\n"
    text = (PACK.parent / "scheme.yaml").read_text(encoding="utf-8").replace("protect:\n", floor)
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    _, plan, _ = read_plan(path)
    found = {str(v) for v in Rests(plan).of(plan.component("qof"))}
    sorts = ("points", "thresholds", "weighting", "prevalence", "practice list")
    assert {f"{sort} of QOF DEP003" for sort in sorts} <= found
    assert {"price per point", "average list", "thresholds of HYP006"} <= found


def test_values_are_named_by_what_they_are_stated_for() -> None:
    values = [Rest("thresholds", code, Origin()) for code in ("A", "B", "C")]
    assert named(values, most=2) == "A, B and 1 more"
    assert named([Rest("average list", "", Origin())]) == "the whole scheme"


def test_pay_and_score_say_how_much_rests_on_what(
    results: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    pay(SCHEME, PACK)
    said = capsys.readouterr().out
    resting = resting_pounds(results)
    assert f"£{resting.total_pence / 100:,.2f} of the £{resting.paid_pence / 100:,.2f} rests on" in said
    assert "Thresholds     HYP006" in said
    score(SCHEME, PACK)
    assert "of 8 indicators, rest on unverified values of the scheme:" in capsys.readouterr().out


def test_machine_readable_rows_name_the_sorts_and_their_pounds_add_up(
    results: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    pay(SCHEME, PACK, as_json=True)
    rows = json.loads(capsys.readouterr().out)
    resting = resting_pounds(results)
    ours = [r for r in rows if r["paid_by"] == "this schedule"]
    assert sum(r["payment_pence"] for r in ours if r["unverified"]) == resting.total_pence
    for sort, _, pence in resting.sorts():
        assert sum(r["payment_pence"] for r in ours if sort in r["unverified"].split("; ")) == pence
    score(SCHEME, PACK, as_json=True)
    scored = {r["indicator"]: r["unverified"] for r in json.loads(capsys.readouterr().out)}
    assert scored["HYP006"] == "thresholds"
    assert scored["AF001"] == ""


def test_explain_names_the_values_and_where_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    explain(SCHEME, PACK, practice="ZZ9001", indicator="HYP006")
    said = capsys.readouterr().out
    assert "of it rests on unverified values of the scheme:" in said
    assert "thresholds of HYP006 (schemes/qof/england-2015-16.yaml:" in said
    explain(SCHEME, PACK, practice="ZZ9001", indicator="engagement")
    assert "It rests on no unverified value of the scheme." in capsys.readouterr().out
    explain(SCHEME, PACK, practice="ZZ9001", as_json=True)
    assert any(
        v.startswith("average list") for v in json.loads(capsys.readouterr().out)["rests_on_unverified"]
    )


def test_the_schedule_shows_the_pounds_of_each_sort_and_each_value(
    results: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "schedule.xlsx"
    schedule(SCHEME, PACK, out=path)
    assert "rests on at least one unverified value" in capsys.readouterr().out
    book = load_workbook(path, data_only=True)
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(max_col=2, values_only=True)}
    resting = resting_pounds(results)
    for sort, _, pence in resting.sorts():
        assert summary[f"  of it on {sort[:1].lower()}{sort[1:]} (£)"] == pence / 100
    sources = list(book["Sources"].iter_rows(min_row=5, max_col=7, values_only=True))
    shown = {(row[1], row[6]) for row in sources if row[6] is not None}
    assert shown == {(v.of or "the scheme", pence / 100) for v, pence in resting.largest()}


def _pence(results: Results) -> dict[str, int]:
    return {c.id: int(results.pence(c.id).sum()) for c in paid_here(results.plan)}


def _moved(plan: Plan, field: SchemeField, key: str) -> Plan:
    """Return the plan with one figure of the scheme moved: a threshold by a point, another by a tenth."""
    by = Fraction(1, 100) if field.name.endswith("_threshold") else field.value(key) / 10
    values = tuple((k, v + by if k == key else v) for k, v in field.values)
    fields = tuple(replace(f, values=values) if f is field else f for f in plan.scheme_fields)
    return replace(plan, scheme_fields=fields)


def _sourced(plan: Plan, chosen: frozenset[Rest]) -> Plan:
    """Return the plan with the chosen unverified values sourced."""
    fields = tuple(
        replace(f, origins=tuple((k, _known(stated(f, k), chosen)) for k, _ in f.origins))
        for f in plan.scheme_fields
    )
    components, compared = (
        tuple(
            replace(
                c,
                rests_on=tuple(
                    (column, sort, _known(Rest(sort, c.id, o), chosen)) for column, sort, o in c.rests_on
                ),
            )
            for c in held
        )
        for held in (plan.components, plan.compared)
    )
    return replace(plan, scheme_fields=fields, components=components, compared=compared)


def _known(value: Rest, chosen: frozenset[Rest]) -> Origin:
    known = value in chosen
    return replace(value.origin, standing=Standing.SOURCED) if known else value.origin


def test_a_payment_rests_on_settings_that_are_no_figures_and_on_its_condition(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    said = {"core_income": "CORE", "list": "registered", "in_proportion_to": "STD", "holds_where": "STD"}
    for unverified in said:
        path.write_text(OF_WORDS % unverified, "utf-8")
        _, plan, _ = read_plan(path)
        (guarantee,) = plan.components
        rests = [r for r in Rests(plan).of(guarantee) if r.is_unverified]
        assert len(rests) == 1, unverified
        assert rests[0].of == "guarantee"
    path.write_text(OF_WORDS % "budget", "utf-8")
    assert [r for r in Rests(read_plan(path)[1]).of(guarantee) if r.is_unverified] == []
