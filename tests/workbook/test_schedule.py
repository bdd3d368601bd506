"""What a finance officer and an auditor expect of the schedule, cell by cell."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from xlsxwriter.worksheet import Worksheet

from incentives.base.problem import Place, Refused
from incentives.calculate import Results, calculate
from incentives.formula.fingerprint import fingerprint
from incentives.formula.nodes import (
    Add,
    Divide,
    FieldValue,
    Greatest,
    Multiply,
    Round,
    Subtract,
    Value,
    nil,
    one,
)
from incentives.formula.plan import Stage, Step
from incentives.formula.units import PATIENTS, PRACTICE
from incentives.report import book as book_module
from incentives.report.atomic import write_whole
from incentives.report.layout import read_layout
from incentives.report.messages import MESSAGES
from incentives.report.places import ROW
from incentives.report.plain_sheet import PlainSheet
from incentives.report.schedule import schedule, write_schedule
from incentives.shipped import shipped
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import BALANCE, example_binding, example_plan
from tests.workbook.recalculated import cells_of, formulas

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_ORDER = [
    "Summary",
    "Contents",
    "About",
    "Practices",
    "Before paying",
    "Controls",
    "Sign-off",
    "Payments",
    "Paid by others",
    "Instalments",
    "Lines",
    "Accrual",
    "Comparison",
    "Achievement",
    "Points",
    "Sources",
]


@pytest.fixture(scope="module")
def shown(workbook: Path) -> Workbook:
    return load_workbook(workbook, data_only=True)


def words(book: Workbook, sheet: str) -> str:
    return "\n".join(str(c.value) for row in book[sheet].iter_rows() for c in row if c.value is not None)


def test_sheets_stand_in_order_and_the_first_is_open(shown: Workbook) -> None:
    assert shown.sheetnames[: len(IN_ORDER)] == IN_ORDER
    assert shown.active is not None
    assert shown.active.title == "Summary"
    assert all(len(name) <= 31 for name in shown.sheetnames)


def test_every_sheet_has_its_title_in_a1_and_headings_that_stay(shown: Workbook) -> None:
    for sheet in shown:
        assert sheet["A1"].value
        assert sheet["A1"].font.b
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_no_merged_cells_no_italics_and_a_plain_font_of_ten_points(shown: Workbook) -> None:
    for sheet in shown:
        assert not sheet.merged_cells.ranges
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert not cell.font.i
                    assert cell.font.name == "Arial"
                    assert cell.font.sz >= 10


def test_by_others_says_do_not_pay(shown: Workbook) -> None:
    assert shown["Paid by others"]["A1"].value == "Paid by others (£) – do not pay"


def test_summary_says_what_is_paid_and_that_amounts_are_gross(shown: Workbook, results: Results) -> None:
    summary = {row[0].value: row[1].value for row in shown["Summary"].iter_rows(min_row=4, max_row=14)}
    due = int(results.in_pence("due").sum())
    others = int(results.in_pence("paid_by_others").sum())
    assert summary["Payment due under this schedule (£)"] == due / 100
    assert summary["Paid by others: do not pay (£)"] == others / 100
    assert summary["Both together (£)"] == (due + others) / 100
    assert summary["Practices"] == 14
    assert summary["All controls"] == "OK"
    assert "gross of NHS pension contributions and LMC levies" in words(shown, "Summary")


def test_what_rests_on_unverified_values_is_said_in_pounds(shown: Workbook, results: Results) -> None:
    summary = {row[0].value: row[1].value for row in shown["Summary"].iter_rows(min_row=4, max_row=14)}
    assert summary["Rests on unverified values (£)"] == int(results.pence("DEM004").sum()) / 100


def test_every_control_has_value_expected_and_ok(shown: Workbook) -> None:
    rows = list(shown["Controls"].iter_rows(min_row=5, values_only=True))
    assert len(rows) >= 6
    for _, value, expected, result in (row[:4] for row in rows):
        assert value == expected
        assert result == "OK"


def test_a_negative_balance_is_flagged_in_words(shown: Workbook, workbook: Path, results: Results) -> None:
    where = cells_of(workbook, "Instalments")
    balances = results.in_pence("instalment")[:, -1].tolist()
    assert min(balances) < 0 < max(balances)
    for code, balance in zip(results.binding.practices, balances, strict=True):
        flag = shown["Instalments"].cell(*where[code, "Flag"]).value
        assert flag == ("Practice owes this" if balance < 0 else None)
        assert shown["Instalments"].cell(*where[code, BALANCE]).value == balance / 100


def test_an_achievement_of_nobody_is_said_in_words(shown: Workbook, workbook: Path) -> None:
    where = cells_of(workbook, "Achievement")
    assert shown["Achievement"].cell(*where["ZZ9002", "DEM004"]).value == "No patients"


def test_words_from_scheme_and_data_are_never_formulas(workbook: Path) -> None:
    written = load_workbook(workbook)
    found = [
        c for sheet in written for row in sheet.iter_rows() for c in row if str(c.value).startswith("=H")
    ]
    assert {c.value for c in found} >= {"=Hiram's Surgery"}
    assert {c.data_type for c in found} == {"s"}


def test_control_characters_are_taken_out(results: Results) -> None:
    binding = replace(results.binding, names={**results.binding.names, "ZZ9001": "Bad\x00\x1b\x07 name"})
    content = schedule(replace(results, binding=binding), dated=DATED)
    assert load_workbook(io.BytesIO(content))["Practices"]["B5"].value == "Bad name"


def test_sources_and_sign_off_identify_the_schedule(shown: Workbook, results: Results) -> None:
    about, signs = words(shown, "About"), words(shown, "Sign-off")
    assert fingerprint(results.plan) in about
    assert results.binding.fingerprint in about
    assert str(shown["Seal"]["C4"].value) in signs
    assert "no interest in any practice paid" in signs
    sources = list(shown["Sources"].iter_rows(min_row=4, values_only=True))
    scheme_figures = sum(len(f.values) for f in results.plan.scheme_fields)
    assert len(sources) == scheme_figures + len(results.plan.components)


def test_inputs_have_names_and_formulas_hold_no_figure_of_the_scheme(workbook: Path) -> None:
    written = load_workbook(workbook)
    assert {"PRICE_PER_POINT", "AVERAGE_LIST", "PMS_POUNDS"} <= set(written.defined_names)
    for sheet, _, _, text in formulas(workbook):
        if sheet in ("Points", "Payments"):
            bare = re.sub(r"\"[^\"]*\"|\$?[A-Z]{1,3}\$?\d+", "", text)
            assert set(re.findall(r"\d+", bare)) <= {"0", "1", "2", "100", "10000"}, text


def test_the_same_input_gives_the_same_bytes(workbook: Path, results: Results) -> None:
    again = schedule(calculate(example_plan(), example_binding()), dated=DATED)
    assert again == workbook.read_bytes()
    assert schedule(results, dated=date(2016, 6, 1)) != schedule(results, dated=DATED)


def test_the_folder_of_the_scheme_changes_no_byte(results: Results) -> None:
    def kept_in(folder: str) -> bytes:
        place = Place(f"{folder}scheme.yaml", 12, 3)
        fields = tuple(
            replace(f, origins=tuple((k, replace(o, place=place)) for k, o in f.origins))
            for f in results.plan.scheme_fields
        )
        return schedule(replace(results, plan=replace(results.plan, scheme_fields=fields)), dated=DATED)

    written = kept_in("")
    assert kept_in("here/") == kept_in("C:\\there\\") == written
    assert "scheme.yaml:12:3" in words(load_workbook(io.BytesIO(written)), "Sources")


class CellByCell(PlainSheet):
    """A sheet that XlsxWriter writes by itself: every formula searched and kept, no cell in one go."""

    def fill(self, first: int, column: int, text: str, figures: Sequence[float | str], style: Any) -> None:
        for row, figure in enumerate(figures, first):
            self.write_formula(row, column, "=" + text.replace(ROW, str(row + 1)), style, figure)

    def figures(self, first: int, column: int, figures: Sequence[float], style: Any) -> None:
        for row, figure in enumerate(figures, first):
            self.write_number(row, column, figure, style)

    _prepare_formula = Worksheet._prepare_formula
    _write_cell = Worksheet._write_cell


def test_writing_like_cells_fast_changes_no_byte(
    workbook: Path, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_module, "PlainSheet", CellByCell)
    assert schedule(results, dated=DATED) == workbook.read_bytes()


def test_a_file_that_exists_is_not_overwritten(tmp_path: Path, results: Results) -> None:
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        write_schedule(results, path, dated=DATED)
    assert [p.code for p in refused.value.problems] == ["R101"]
    assert path.read_bytes() == b"mine"
    write_schedule(results, path, dated=DATED, force=True)
    assert path.read_bytes() == schedule(results, dated=DATED)


@pytest.mark.parametrize("where", ["", "no such folder/schedule.xlsx"])
def test_a_place_that_cannot_be_written_to_is_said(where: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_whole(tmp_path / where, b"")
    assert [p.code for p in refused.value.problems] == ["R105"]
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(b"old")

    def full(self: Path, target: Path) -> None:
        del self, target
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Refused) as refused:
        write_whole(path, b"new", force=True)
    assert "no space left" in str(refused.value)
    assert [p.name for p in tmp_path.iterdir()] == ["schedule.xlsx"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("font: Arial", "font: [Arial"),
        ("font: Arial", "fond: Arial"),
        ("name: Summary", "nome: Summary"),
        ("name: Practices", "name: Summary"),
        ("name: Practices", f"name: {'x' * 32}"),
    ],
)
def test_a_template_that_cannot_be_used_is_said(old: str, new: str, tmp_path: Path) -> None:
    text = (shipped("templates") / "schedule.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "schedule.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_layout(path)
    assert [p.code for p in refused.value.problems] == ["R104"]
    assert refused.value.problems[0].code in MESSAGES


def test_a_rule_with_too_many_cases_for_a_cell_is_refused(results: Results) -> None:
    plan = example_plan()
    patients: Value = FieldValue("list_size")
    many: Value = patients
    for _ in range(10):
        many = Multiply(Divide(many, patients, nil()), Greatest(patients, Subtract(patients, one(PATIENTS))))
        many = Add(many, Greatest(patients, Multiply(many, Divide(patients, patients, nil()))))
    step = Step("tangled", "A tangled rule", PRACTICE, PATIENTS, Round(many, 0), "", Stage.PERIODS)
    tangled = replace(results, plan=replace(plan, steps=(*plan.steps, step)))
    with pytest.raises(Refused) as refused:
        schedule(tangled, dated=DATED)
    assert [p.code for p in refused.value.problems] == ["R103"]
    assert "A tangled rule" in str(refused.value)
