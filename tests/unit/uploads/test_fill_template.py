"""The user's own template is filled; every other cell, style, rule and sheet stays as it was."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from incentives.base.problem import Refused
from incentives.cli.export import export
from incentives.report.uploads.template import fill_template
from tests.unit.govern.made_packs import EXAMPLE
from tests.unit.uploads.released import correction, sent, upload, with_lines

if TYPE_CHECKING:
    from pathlib import Path

SCHEME = str(EXAMPLE / "scheme.yaml")
HEADS = ("Service", "Provider code", "Provider name", "Claim amount", "Claim reference", "Notes")


def template(
    path: Path, codes: tuple[str, ...], *, heads: tuple[str, ...] = HEADS, chart: bool = False
) -> Path:
    """Write a template as a claims service might: a title, rules, styles, comments, a second sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Claims"
    sheet["A1"] = "Bulk claim"
    sheet["A1"].font = Font(bold=True, color="FF005EB8")
    sheet["A1"].comment = Comment("Do not add rows", "service")
    sheet.append([])
    sheet.append(heads)
    for code in codes:
        sheet.append(["Local scheme", code, f"Surgery {code}", None, None, "as agreed"])
        sheet.cell(sheet.max_row, 4).number_format = "0.00"
        sheet.cell(sheet.max_row, 4).fill = PatternFill("solid", fgColor="FFFFF7D6")
    rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="-1000000")
    rule.add("D4:D100")
    sheet.add_data_validation(rule)
    red = Rule(type="cellIs", operator="lessThan", formula=["0"], dxf=DifferentialStyle(font=Font(b=True)))
    sheet.conditional_formatting.add("D4:D100", red)
    sheet.column_dimensions["C"].width = 44
    sheet.freeze_panes = "A4"
    other = book.create_sheet("Guidance")
    other["A1"] = "=1+1"
    if chart:
        drawn = BarChart()
        drawn.add_data(Reference(sheet, min_col=4, min_row=3, max_row=6))
        other.add_chart(drawn)
    book.save(path)
    return path


def told(book: Workbook) -> dict[str, object]:
    """Everything of a workbook that a person could see changed."""
    cells = {
        f"{sheet.title}!{cell.coordinate}": (
            cell.value,
            cell.number_format,
            cell.font.b,
            cell.font.color and cell.font.color.rgb,
            cell.fill.fgColor.rgb,
            cell.comment and cell.comment.text,
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }
    rest = {
        sheet.title: (
            [(str(v.sqref), v.type, v.formula1) for v in sheet.data_validations.dataValidation],
            [str(r.sqref) for r in sheet.conditional_formatting],
            {k: d.width for k, d in sheet.column_dimensions.items()},
            sheet.freeze_panes,
        )
        for sheet in book
    }
    return {**cells, **rest}


def test_the_cells_are_filled_and_all_else_is_untouched(tmp_path: Path) -> None:
    lines = sent().lines[:2]
    asked = with_lines(*lines, correction(sent().plan, lines[0].key.practice, -305))
    path = template(tmp_path / "t.xlsx", (lines[1].key.practice, lines[0].key.practice, "ZZ9099"))
    done = fill_template(upload("cqrs-local-bulk", asked), path)
    assert (done.rows, done.without) == (2, 1)
    before, after = told(load_workbook(path)), told(load_workbook(io.BytesIO(done.content)))
    changed = {k: after[k][0] for k in after if before.get(k) != after[k]}  # type: ignore[index]
    first, second = (x.reference for x in lines)
    assert changed == {
        "Claims!D4": lines[1].pence / 100,
        "Claims!E4": second,
        "Claims!D5": (lines[0].pence - 305) / 100,
        "Claims!E5": f"{first} + {first}/1",
    }
    assert before.keys() == after.keys()


def test_a_renamed_column_is_named_with_the_one_like_it(tmp_path: Path) -> None:
    heads = tuple("Amount claimed" if h == "Claim amount" else h for h in HEADS)
    path = template(tmp_path / "t.xlsx", ("ZZ9001",), heads=heads)
    with pytest.raises(Refused) as refused:
        fill_template(upload("cqrs-local-bulk"), path)
    assert [p.code for p in refused.value.problems] == ["R137"]
    assert 'no column "Claim amount"; it has "Amount claimed"' in str(refused.value)
    assert "Claims!A3" in str(refused.value)


def test_a_paid_practice_without_a_row_or_with_two_is_named(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", ("ZZ9001", "ZZ9001"))
    with pytest.raises(Refused) as refused:
        fill_template(upload("cqrs-local-bulk", replace(sent(), lines=sent().lines[:2])), path)
    assert [p.message for p in refused.value.problems] == [
        "ZZ9001 has 2 rows in the template.",
        "ZZ9002 has no row in the template.",
    ]


def test_a_template_that_was_filled_before_is_not_filled_again(tmp_path: Path) -> None:
    one = with_lines(sent().lines[0])
    path = template(tmp_path / "t.xlsx", ("ZZ9001",))
    path.write_bytes(fill_template(upload("cqrs-local-bulk", one), path).content)
    with pytest.raises(Refused) as refused:
        fill_template(upload("cqrs-local-bulk", one), path)
    assert {p.code for p in refused.value.problems} == {"R139"}
    assert "Claims!D4" in str(refused.value)


def test_a_template_with_a_chart_is_refused_where_filling_would_lose_it(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", ("ZZ9001",), chart=True)
    with pytest.raises(Refused) as refused:
        fill_template(upload("cqrs-local-bulk", with_lines(sent().lines[0])), path)
    assert "charts" in str(refused.value)


def test_the_command_fills_the_template_that_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = tuple(line.key.practice for line in sent().lines)
    given = template(tmp_path / "t.xlsx", (*codes, "ZZ9099"))
    before = given.read_bytes()
    asked = {"layout": "cqrs-local-bulk", "period": "May 2015", "draft": True, "template": given}
    with pytest.raises(Refused) as refused:
        export(SCHEME, EXAMPLE / "pack", out=tmp_path / "filled.csv", **asked)  # type: ignore[arg-type]
    assert [p.code for p in refused.value.problems] == ["R106"]
    export(SCHEME, EXAMPLE / "pack", out=tmp_path / "filled.xlsx", **asked)  # type: ignore[arg-type]
    assert "Filled 38 rows; 1 of the template's rows have no payment." in capsys.readouterr().out
    assert given.read_bytes() == before
    sheet: Any = load_workbook(tmp_path / "filled.xlsx")["Claims"]
    filled = {sheet.cell(row, 2).value: sheet.cell(row, 4).value for row in range(4, 43)}
    assert filled == {line.key.practice: line.pence / 100 for line in sent().lines} | {"ZZ9099": None}
