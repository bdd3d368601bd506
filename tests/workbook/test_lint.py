"""Our own schedule keeps every rule; and for each rule one workbook that breaks it alone is found, once."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import typer
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from incentives.cli.lint import DEPARTS
from incentives.cli.lint import lint as lint_command
from incentives.report.lint.rules import RULES, lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.long


def _merge(book: Workbook) -> None:
    book["Sources"].merge_cells("A1:B1")


def _serif(book: Workbook) -> None:
    book["Summary"]["A4"].font = Font(name="Times New Roman", size=10)


def _small(book: Workbook) -> None:
    book["Summary"]["A4"].font = Font(name="Arial", size=8)


def _italic(book: Workbook) -> None:
    book["Summary"]["A4"].font = Font(name="Arial", size=10, italic=True)


def _no_title(book: Workbook) -> None:
    book["Controls"]["A1"].value = None


def _two_tables(book: Workbook) -> None:
    sheet = book["Sign-off"]
    sheet.cell(sheet.max_row + 2, 1, "More")


def _no_table(book: Workbook) -> None:
    sheet = book["Controls"]
    del sheet.tables[next(iter(sheet.tables))]


def _blank(book: Workbook) -> None:
    sheet = book["Months"]
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = None


def _opens_elsewhere(book: Workbook) -> None:
    book.active = 2


def _long_name(book: Workbook) -> None:
    book["Sign-off"].title = "S" * 32
    for row in book["Contents"].iter_rows(max_col=1):
        if row[0].value == "Sign-off":
            row[0].value = "S" * 32


def _not_listed(book: Workbook) -> None:
    for row in book["Contents"].iter_rows(max_col=1):
        if row[0].value == "Sign-off":
            row[0].value = "Elsewhere"


def _hidden(book: Workbook) -> None:
    book["Numerators"].column_dimensions["C"].hidden = True


def _colour_alone(book: Workbook) -> None:
    book["Payments"]["C6"].number_format = "#,##0.00;[Red]#,##0.00"


def _no_about(book: Workbook) -> None:
    book["About"]["A1"] = "This schedule"


def _figure_in_output(book: Workbook) -> None:
    book["Controls"]["B6"] = 5


def _formula_in_inputs(book: Workbook) -> None:
    book["Months"]["C5"] = "=Inputs!B5"


def _other_formula(book: Workbook) -> None:
    book["Payments"]["C7"] = "=ROUND(Points!C7*Inputs!$B$4, 2)"


def _long_formula(book: Workbook) -> None:
    book["Summary"]["B4"] = "=ROUND(SUM(" + ", ".join(["Payments!$C$4"] * 200) + "), 2)"


def _two_lines(book: Workbook) -> None:
    book["Summary"]["B4"] = "=ROUND(\nPayments!$C$4, 2)"


def _strange_function(book: Workbook) -> None:
    book["Summary"]["B4"] = "=SUMX2MY2(Payments!$C$4, Payments!$C$4)"


def _moving(book: Workbook) -> None:
    book["Summary"]["B4"] = "=SUM(OFFSET(Payments!$C$4, 0, 0))"


def _deep(book: Workbook) -> None:
    book["Summary"]["B4"] = "=" + "IF(Payments!$C$4 > 0, " * 6 + "1" + ", 0)" * 6


def _typed(book: Workbook) -> None:
    book["Summary"]["B4"] = "=Payments!$C$4*0.938"


def _unspaced(book: Workbook) -> None:
    book["Summary"]["B4"] = "=ROUND(Payments!$C$4,2)"


def _twice(book: Workbook) -> None:
    for row in range(5, 19):
        book["Payments"].cell(row, 4).value = book["Payments"].cell(row, 3).value


def _array(book: Workbook) -> None:
    book["Summary"]["B4"] = ArrayFormula("B4", "=SUM(Payments!$C$4)")


def _no_roll_up(book: Workbook) -> None:
    book["Controls"]["D4"] = "=D5"


def _check_fails(book: Workbook) -> None:
    book["Controls"]["D5"] = '=IF(1 = 2, "OK", "CHECK")'


def _open_sheet(book: Workbook) -> None:
    book["Payments"].protection.sheet = False


def _locked_input(book: Workbook) -> None:
    book["Numerators"]["C5"].protection = Protection(locked=True)


def _not_frozen(book: Workbook) -> None:
    book["Payments"].freeze_panes = None


def _not_repeated(book: Workbook) -> None:
    book["Payments"]._print_rows = None  # type: ignore[attr-defined] # no public name empties it


def _portrait(book: Workbook) -> None:
    book["Payments"].page_setup.orientation = "portrait"


def _not_fitted(book: Workbook) -> None:
    properties = book["Payments"].sheet_properties.pageSetUpPr
    assert properties is not None
    properties.fitToPage = False


def _no_page_number(book: Workbook) -> None:
    footer = book["Payments"].oddFooter
    assert footer is not None
    footer.right.text = "Page"


def _no_unit(book: Workbook) -> None:
    book["Payments"]["A1"] = "Payments by component"
    for cell in book["Payments"][3]:
        if cell.column and cell.column > 3:
            cell.value = f"{cell.value} £"


def _never_worked_out(book: Workbook) -> None:
    book["Summary"]["B4"].comment = None


def _error(book: Workbook) -> None:
    book["Summary"]["B4"] = "=SUM(#REF!)"


def _external(book: Workbook) -> None:
    book["Summary"]["B4"] = "=SUM([1]Sheet1!$A$1)"


def _bank_column(book: Workbook) -> None:
    book["Sign-off"]["D3"] = "Sort code"


def _sort_code(book: Workbook) -> None:
    book["Sign-off"]["D4"] = "20-00-00"


def _two_names(book: Workbook) -> None:
    book.defined_names["PRICE"] = DefinedName("PRICE", attr_text="Inputs!$B$4")


def _no_version(book: Workbook) -> None:
    for row in book["About"].iter_rows(max_col=1):
        if row[0].value == "Program":
            row[0].value = "Made by"


def _no_approval(book: Workbook) -> None:
    book["Sign-off"]["A6"] = "Approved by"


BROKEN: dict[str, Callable[[Workbook], None]] = {
    "title-in-a1": _no_title,
    "one-table": _two_tables,
    "marked-up-table": _no_table,
    "no-merged-cells": _merge,
    "sans-serif": _serif,
    "size-of-text": _small,
    "no-italics": _italic,
    "no-blank-sheet": _blank,
    "opens-on-the-first": _opens_elsewhere,
    "length-of-names": _long_name,
    "contents-list": _not_listed,
    "nothing-hidden": _hidden,
    "colour-not-alone": _colour_alone,
    "has-about": _no_about,
    "roles-apart": _figure_in_output,
    "inputs-hold-inputs": _formula_in_inputs,
    "one-formula-a-column": _other_formula,
    "short-formulas": _long_formula,
    "single-line": _two_lines,
    "few-functions": _strange_function,
    "nothing-moves": _moving,
    "few-choices-in-choices": _deep,
    "no-embedded-figures": _typed,
    "spaces-between-arguments": _unspaced,
    "worked-out-once": _twice,
    "no-advanced-features": _array,
    "has-checks": _no_roll_up,
    "checks-agree": _check_fails,
    "formulas-protected": _open_sheet,
    "inputs-open": _locked_input,
    "frozen-panes": _not_frozen,
    "repeated-headings": _not_repeated,
    "landscape-a4": _portrait,
    "fits-width": _not_fitted,
    "page-numbers": _no_page_number,
    "units-said": _no_unit,
    "shows-figures": _never_worked_out,
    "no-errors": _error,
    "no-external-links": _external,
    "no-banned-columns": _bank_column,
    "no-banned-values": _sort_code,
    "inputs-named-once": _two_names,
    "says-version": _no_version,
    "has-sign-off": _no_approval,
}
SHOWS = {"checks-agree": "CHECK"}
"""What a formula of the broken workbook shows, where that is the point; a number elsewhere."""


@pytest.fixture(scope="module")
def small(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schedule as openpyxl saves it, each formula with a figure: openpyxl itself writes none."""
    path = tmp_path_factory.mktemp("lint") / "small.xlsx"
    load_workbook(workbook).save(path)
    return path


def kept(path: Path, *, leave: str = "", shows: str = "0") -> None:
    """Give each formula a figure, as a spreadsheet program would, but in the sheet's file ``leave``."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, given in parts.items():
            content = given
            if name.startswith("xl/worksheets/sheet") and not (leave and name.endswith(leave)):
                text = given.decode()
                if shows != "0":
                    text = re.sub(
                        r'(<c r="D5"[^>]*?)>(<f>IF\(1 = 2[^<]*</f>)(?:<v\s*/>|<v></v>)',
                        rf'\1 t="str">\2<v>{shows}</v>',
                        text,
                    )
                content = re.sub(r"(</f>)(<v\s*/>|<v></v>)", r"\1<v>0</v>", text).encode()
            file.writestr(name, content)


def test_our_own_schedule_keeps_every_rule(workbook: Path) -> None:
    assert lint(workbook) == ()


def test_every_rule_says_what_it_demands_and_where_that_comes_from() -> None:
    assert set(BROKEN) == {rule.name for rule in RULES}
    assert len(RULES) == len(BROKEN) >= 40
    assert all(rule.says.endswith(".") and rule.source for rule in RULES)


def test_the_workbook_to_be_broken_keeps_every_rule(small: Path) -> None:
    kept(small)
    assert lint(small) == ()


@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
@pytest.mark.parametrize("rule", BROKEN)
def test_a_workbook_that_breaks_one_rule_is_found_once(rule: str, small: Path, tmp_path: Path) -> None:
    book, path = load_workbook(small), tmp_path / "broken.xlsx"
    BROKEN[rule](book)
    book.save(path)
    leave = "/sheet1.xml" if rule == "shows-figures" else ""
    kept(path, leave=leave, shows=SHOWS.get(rule, "0"))
    assert [finding.rule for finding in lint(path)] == [rule]


def test_the_command_lists_findings_and_ends_with_3(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lint_command(workbook)
    assert f"keeps all {len(RULES)} rules" in capsys.readouterr().out
    book, path = load_workbook(workbook), tmp_path / "broken.xlsx"
    _merge(book)
    book.save(path)
    kept(path)
    with pytest.raises(typer.Exit) as ended:
        lint_command(path)
    assert ended.value.exit_code == DEPARTS == 3
    assert "no-merged-cells" in capsys.readouterr().out
    with pytest.raises(typer.Exit):
        lint_command(path, as_json=True)
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["sheet"] == "Sources"
