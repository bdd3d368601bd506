"""Engine, formualizer and LibreOffice agree on every payment to 0p; and the test can fail."""

from __future__ import annotations

from array import array
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from incentives.calculate import Results, calculate
from incentives.formula.nodes import Round
from incentives.formula.plan import THIS_SCHEDULE
from incentives.report.schedule import schedule
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import INDICATORS, example_binding, example_plan
from tests.workbook.recalculated import (
    NEVER,
    WRONG,
    by_formualizer,
    by_libreoffice,
    cells_of,
    formulas,
    spoiled,
)

if TYPE_CHECKING:
    from pathlib import Path

Found = dict[str, dict[tuple[int, int], Any]]


@pytest.fixture(scope="module")
def wrong(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spoiled") / "schedule.xlsx"
    assert spoiled(workbook, path) == len(formulas(workbook)) > 500
    return path


def payments(results: Results) -> dict[tuple[str, str, str], int]:
    """Every payment in pence as the engine has it: by sheet, practice and component, months included."""
    plan, found = results.plan, {}
    for component in plan.components:
        sheet = "Payments" if component.paid_by == THIS_SCHEDULE else "Paid by others"
        for code, pence in zip(results.binding.practices, results.pence(component.id).tolist(), strict=True):
            found[sheet, code, component.id] = pence
    for name, sheet, heading in (
        ("earned", "Payments", "Earned (£)"),
        ("due", "Payments", "Payment due (£)"),
        ("paid_by_others", "Paid by others", "Paid by others (£)"),
    ):
        for code, pence in zip(results.binding.practices, results.in_pence(name)[:, 0].tolist(), strict=True):
            found[sheet, code, heading] = pence
    for code, row in zip(results.binding.practices, results.in_pence("instalment").tolist(), strict=True):
        for period, pence in zip(plan.periods, row, strict=True):
            found["Instalments", code, period.name] = pence
    return found


def different(found: Found, results: Results, workbook: Path) -> list[tuple[Any, ...]]:
    """Return each payment cell that is not the engine's pence, to 0p: no tolerance."""
    where = {sheet: cells_of(workbook, sheet) for sheet in ("Payments", "Paid by others", "Instalments")}
    rows = []
    for (sheet, code, head), pence in payments(results).items():
        figure = found[sheet][where[sheet][code, head]]
        if not isinstance(figure, int | float) or Decimal(repr(figure)) * 100 != pence:
            rows.append((sheet, code, head, pence, figure))
    return rows


def test_the_comparison_fails_on_spoiled_values(workbook: Path, wrong: Path, results: Results) -> None:
    shown = load_workbook(wrong, data_only=True)
    cached: Found = {}
    for sheet, row, column, _ in formulas(wrong):
        cached.setdefault(sheet, {})[row, column] = shown[sheet].cell(row, column).value
    assert len(different(cached, results, workbook)) == len(payments(results))


def test_libreoffice_without_recalculation_shows_the_spoiled_values(wrong: Path, tmp_path: Path) -> None:
    shown = by_libreoffice(wrong, tmp_path, NEVER)
    assert {str(v) for v in shown["Payments"].values()} == {WRONG}


def test_cached_values_are_the_engines_pence(workbook: Path, results: Results) -> None:
    shown = load_workbook(workbook, data_only=True)
    cached: Found = {}
    for sheet, row, column, _ in formulas(workbook):
        cached.setdefault(sheet, {})[row, column] = shown[sheet].cell(row, column).value
    assert different(cached, results, workbook) == []


def test_formualizer_works_out_the_engines_pence(wrong: Path, workbook: Path, results: Results) -> None:
    assert different(by_formualizer(wrong), results, workbook) == []


def test_libreoffice_works_out_the_engines_pence(
    wrong: Path, workbook: Path, results: Results, tmp_path: Path
) -> None:
    assert different(by_libreoffice(wrong, tmp_path), results, workbook) == []


def test_both_programs_show_every_cell_as_it_was_cached(wrong: Path, workbook: Path, tmp_path: Path) -> None:
    shown = load_workbook(workbook, data_only=True)
    for found in (by_formualizer(wrong), by_libreoffice(wrong, tmp_path)):
        for sheet, cells in found.items():
            for (row, column), figure in cells.items():
                cached = shown[sheet].cell(row, column).value
                alike = figure == pytest.approx(cached, abs=1e-12) if isinstance(cached, float) else True
                assert alike, (sheet, row, column)
                if isinstance(cached, str):
                    assert (figure or "") == cached, (sheet, row, column)


def test_no_payment_cell_is_a_constant(workbook: Path, results: Results) -> None:
    live = {(sheet, row, column) for sheet, row, column, _ in formulas(workbook)}
    for sheet, code, head in payments(results):
        assert (sheet, *cells_of(workbook, sheet)[code, head]) in live


@pytest.mark.parametrize("program", ["formualizer", "LibreOffice"])
def test_one_numerator_changes_that_practice_alone_as_the_engine_says(
    program: str, workbook: Path, results: Results, tmp_path: Path
) -> None:
    practice, indicator = "ZZ9004", "DM007"
    place = results.binding.practices.index(practice), INDICATORS.index(indicator)
    before = example_binding()
    column = before.columns["numerator"]
    at = place[0] * column.width + place[1]
    integers = array("q", column.integers)
    integers[at] -= 9
    changed = replace(before, columns={**before.columns, "numerator": replace(column, integers=integers)})
    after = calculate(example_plan(), changed)

    book = load_workbook(workbook)
    row, col = cells_of(workbook, "Numerators")[practice, indicator]
    assert book["Numerators"].cell(row, col).value == integers[at] + 9
    book["Numerators"].cell(row, col).value = integers[at]
    edited = tmp_path / "edited.xlsx"
    book.save(edited)

    found = by_formualizer(edited) if program == "formualizer" else by_libreoffice(edited, tmp_path)
    assert different(found, after, workbook) == []
    old, new = payments(results), payments(after)
    assert {key[1] for key in old if old[key] != new[key]} == {practice}
    assert {key[1] for key in different(found, results, workbook)} == {practice}


def test_the_price_in_the_workbook_is_live(workbook: Path, tmp_path: Path) -> None:
    plan = example_plan()
    dearer = tuple(
        replace(f, values=(("", f.value() + 1),)) if f.name == "price_per_point" else f
        for f in plan.scheme_fields
    )
    after = calculate(replace(plan, scheme_fields=dearer), example_binding())
    book = load_workbook(workbook)
    cell = book["Inputs"]["B4"]
    assert cell.value == 160.15
    cell.value = 161.15
    edited = tmp_path / "edited.xlsx"
    book.save(edited)
    assert different(by_formualizer(edited), after, workbook) == []


def test_points_that_are_not_rounded_are_paid_to_the_penny_too(tmp_path: Path) -> None:
    plan = example_plan()
    steps = []
    for step in plan.steps:
        if step.name == "points_achieved":
            assert isinstance(step.expression, Round)
            step = replace(step, expression=step.expression.of)  # noqa: PLW2901
        steps.append(step)
    results = calculate(replace(plan, steps=tuple(steps), points=None), example_binding())
    written, wrong = tmp_path / "written.xlsx", tmp_path / "wrong.xlsx"
    written.write_bytes(schedule(results, dated=DATED))
    spoiled(written, wrong)
    assert different(by_formualizer(wrong), results, written) == []
    assert different(by_libreoffice(wrong, tmp_path), results, written) == []
