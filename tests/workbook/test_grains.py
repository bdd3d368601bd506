"""Every grain of column, and totals, group totals and ranks of each, worked out again by two programs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from incentives.base.rounding import Rule
from incentives.calculate import calculate
from incentives.formula.check import check_plan
from incentives.formula.nodes import (
    Add,
    AtLeast,
    Both,
    Choose,
    Divide,
    Either,
    FieldValue,
    Greatest,
    Least,
    Multiply,
    Number,
    Opposite,
    Over,
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    nil,
    one,
)
from incentives.formula.plan import Plan, Stage, Step
from incentives.formula.units import (
    CELL,
    COMPONENT,
    INSTALMENT,
    PATIENTS,
    PERIOD,
    PLAIN,
    POUNDS,
    PRACTICE,
    SCHEME,
)
from incentives.report.schedule import schedule
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import INDICATORS, LINES, example_binding, example_plan
from tests.workbook.recalculated import by_formualizer, by_libreoffice, formulas, spoiled

if TYPE_CHECKING:
    from pathlib import Path


def plan_of_all_grains() -> Plan:
    """The example with a step of each grain after its own, each using the ones before."""
    plan, stage = example_plan(), Stage.PERIODS
    patients, register, due = FieldValue("list_size"), FieldValue("register"), StepValue("due")
    all_patients, by_group = StepValue("all_patients"), StepValue("network_patients")
    share = Multiply(due, Divide(patients, by_group, nil()))
    large = AtLeast(patients, Divide(all_patients, Number(Fraction(14)), nil(PATIENTS)))
    high = AtLeast(StepValue("place"), Number(Fraction(5)))
    either = Either(Both(large, Opposite(high)), AtLeast(due, nil(POUNDS)))
    part = Divide(StepValue("all_paid"), Number(Fraction(7)), nil(POUNDS))
    steps = (
        Step("all_patients", "All patients", SCHEME, PATIENTS, Total(patients, Over.PRACTICES), "", stage),
        Step(
            "all_on_register", "All on the register", COMPONENT, PATIENTS,
            Total(register, Over.PRACTICES), "", stage, INDICATORS,
        ),
        Step("all_registers", "All registers", PRACTICE, PATIENTS,
             Total(register, Over.COMPONENTS), "", stage),
        Step(
            "most_on_register", "Half the register", CELL, PATIENTS,
            Round(Divide(register, Number(Fraction(2)), nil(PATIENTS)), 0), "", stage, LINES,
        ),
        Step("lines_alone", "Lines alone", PRACTICE, PATIENTS,
             Total(StepValue("most_on_register"), Over.COMPONENTS), "", stage),
        Step("network_patients", "Patients of the network", PRACTICE, PATIENTS,
             Total(patients, Over.GROUP, "network"), "", stage),
        Step("network_on_register", "Network's register", CELL, PATIENTS,
             Total(register, Over.GROUP, "network"), "", stage, INDICATORS),
        Step("in_bands", "In bands of 2,000 patients", PRACTICE, PATIENTS,
             Round(Divide(patients, Number(Fraction(2000)), nil(PATIENTS)), 0), "", stage),
        Step("place", "Place by payment", PRACTICE, PLAIN, Rank(due), "", stage),
        Step("place_here", "Place in the network", PRACTICE, PLAIN, Rank(StepValue("in_bands"), "network"),
             "", stage),
        Step("place_shared", "Shared place in the network", PRACTICE, PLAIN,
             Rank(StepValue("in_bands"), "network", shared=True), "", stage),
        Step("place_of_all", "Shared place", PRACTICE, PLAIN, Rank(StepValue("in_bands"), shared=True),
             "", stage),
        Step("place_on_register", "Place by register", CELL, PLAIN, Rank(register), "", stage, INDICATORS),
        Step("share_of_network", "Share of the network (£)", PRACTICE, POUNDS, Round(share, 2), "", stage),
        Step("chosen", "Chosen (£)", PRACTICE, POUNDS,
             Round(Choose(either, share, nil(POUNDS)), 2, Rule.DOWN), "", stage),
        Step("kept", "Kept (£)", PRACTICE, POUNDS,
             Greatest(Least(due, StepValue("chosen")), Subtract(nil(POUNDS), due)), "", stage),
        Step("month_paid", "Paid in the month (£)", PERIOD, POUNDS,
             Total(StepValue("instalment"), Over.PRACTICES), "", stage),
        Step("month_in_thirds", "A third of the month (£)", PERIOD, POUNDS,
             Round(Divide(StepValue("month_paid"), Number(Fraction(3)), nil(POUNDS)), 2), "", stage),
        Step("year_paid", "Paid in the year (£)", PRACTICE, POUNDS,
             Total(StepValue("instalment"), Over.PERIODS), "", stage),
        Step("all_paid", "All paid (£)", SCHEME, POUNDS,
             Total(StepValue("month_paid"), Over.PERIODS), "", stage),
        Step("of_all", "Instalment and a part of all (£)", INSTALMENT, POUNDS,
             Round(Add(StepValue("instalment"), part), 2),
             "", stage),
        Step("months_on", "Months so far", PERIOD, PLAIN, Add(FieldValue("month_share"), one()), "", stage),
    )  # fmt: skip
    return replace(plan, steps=(*plan.steps, *steps))


def test_every_grain_is_worked_out_alike(tmp_path: Path) -> None:
    plan = plan_of_all_grains()
    assert check_plan(plan) == ()
    results = calculate(plan, example_binding())
    written, wrong = tmp_path / "written.xlsx", tmp_path / "wrong.xlsx"
    written.write_bytes(schedule(results, dated=DATED))
    spoiled(written, wrong)
    shown = load_workbook(written, data_only=True)
    by_two = (by_formualizer(wrong), by_libreoffice(wrong, tmp_path))
    assert {"Scheme workings", "Component workings", "Month workings", "Practice workings"} <= set(
        shown.sheetnames
    )
    for sheet, row, column, text in formulas(written):
        cached = shown[sheet].cell(row, column).value
        for found in by_two:
            figure = found[sheet][row, column]
            same = figure == cached if not isinstance(cached, float) else abs(figure - cached) < 1e-12
            assert same or (not figure and not cached), (sheet, row, column, text, figure, cached)
