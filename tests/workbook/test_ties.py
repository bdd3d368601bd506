"""Payments on half a penny, and figures past what a double holds."""

from __future__ import annotations

from array import array
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.calculate import Results, calculate
from incentives.formula.nodes import Multiply, Round, StepValue
from incentives.report.schedule import schedule
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import LINES, example_binding, example_plan
from tests.workbook.recalculated import by_formualizer, by_libreoffice, spoiled
from tests.workbook.test_recalculation import different

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.formula.plan import Plan

MANY = 200


def plan_of_ties() -> Plan:
    """Points × £160.15 × list ÷ 1,000: with lists of whole 500s many payments end in half a penny."""
    plan = example_plan()
    steps = []
    for step in plan.steps:
        if step.name in ("payment", "payment_by_others"):
            assert isinstance(step.expression, Round)
            assert isinstance(step.expression.of, Multiply)
            step = replace(step, expression=replace(step.expression, of=step.expression.of.a))  # noqa: PLW2901
        steps.append(step)
    fields = tuple(
        replace(f, values=(("", Fraction(1000)),)) if f.name == "average_list" else f
        for f in plan.scheme_fields
    )
    return replace(plan, steps=tuple(steps), scheme_fields=fields)


def results_of_ties(times: int = 500) -> Results:
    binding = example_binding(MANY)
    sizes = replace(
        binding.columns["list_size"], integers=array("q", [times * (1 + n % 23) for n in range(MANY)])
    )
    return calculate(plan_of_ties(), replace(binding, columns={**binding.columns, "list_size": sizes}))


def ties(results: Results) -> int:
    """How many payments lie on half a penny before they are rounded."""
    points, sizes = results.column("points_achieved"), results.column("list_size")
    exact = [
        points.exact(p, c) * Fraction(16015, 100) * sizes.exact(p) / 1000
        for p in range(MANY)
        for c in range(len(LINES) + 1)
    ]
    return sum((pounds * 100 % 1) == Fraction(1, 2) for pounds in exact)


def test_payments_on_half_a_penny_are_the_engines(tmp_path: Path) -> None:
    results = results_of_ties()
    assert ties(results) >= 50
    written, wrong = tmp_path / "ties.xlsx", tmp_path / "wrong.xlsx"
    written.write_bytes(schedule(results, dated=DATED))
    spoiled(written, wrong)
    assert different(by_formualizer(wrong), results, written) == []
    assert different(by_libreoffice(wrong, tmp_path), results, written) == []


def test_formulas_written_as_the_rule_reads_would_pay_other_pennies() -> None:
    """Why the lift: the same rule in doubles, factor after factor, misses some of these payments."""
    results = results_of_ties()
    points, index = results.column("points_achieved").floats(), results.column("list_size").floats() / 1000
    plain = (points * 160.15 * index * 100 + 0.5) // 1
    paid = sum(results.in_pence(name) for name in ("payment", "payment_by_others"))
    assert (plain != paid).sum() > 0


def test_a_payment_that_a_spreadsheet_cannot_hold_is_refused_with_its_cell() -> None:
    with pytest.raises(Refused) as refused:
        schedule(results_of_ties(times=10**12 + 1), dated=DATED)
    first = refused.value.problems[0]
    assert first.code == "R102"
    assert first.place.cell.startswith(("Payments!", "Paid by others!", "Instalments!", "Practice workings!"))
    assert "CSV" in first.remedy


def test_a_factor_step_is_put_in_place_and_not_rounded() -> None:
    used = [n for s in plan_of_ties().steps for n in s.expression.walk() if isinstance(n, StepValue)]
    assert "contractor_population_index" in {n.name for n in used}
