"""Every reason for which an import does not use a figure has an example, with the cell in which it stands."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest
from openpyxl.styles import Font

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.data import read_pack
from incentives.data.files import letters
from incentives.data.published.importing import Imported, Wish, bring_together, recognised
from incentives.data.published.messages import MESSAGES
from incentives.data.published.tally import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

TYPE_NAMES = re.compile(r"\b(str|int|float|dict|NoneType|tuple|Error|Exception|Traceback|None)\b")
HEADS = "practice code,indicator,numerator,denominator,exceptions"
WISH = Wish(FinancialYear(2015), date(2016, 3, 31))


class Example(NamedTuple):
    """Rows below the headings, the cells that are refused (A2 is the first code), and words of the reason."""

    rows: str
    cells: tuple[str, ...]
    says: str


EXAMPLES = {
    "D155": Example("1.00E+05,HYP006,80,100,1", ("C2", "D2", "E2"), "1.00E+05"),
    "D156": Example("Hogglestock,HYP006,80,100,1", ("C2", "D2", "E2"), "Hogglestock"),
    "D157": Example("ZZ9001,HYP006,eighty,100,1", ("C2",), "eighty"),
    "D158": Example("ZZ9001,HYP006,80,100,(5)", ("E2",), "(5)"),
    "D159": Example("ZZ9001,HYP006,80.5,100,1", ("C2",), "80.5"),
    "D160": Example("ZZ9001,HYP006,80%,100,1", ("C2",), "80%"),
    "D161": Example("ZZ9001,HYP006,80,100,\nZZ9001,HYP006,81,100,", ("C2", "C3"), "row 2"),
    "D165": Example("ZZ9001,HYP006,80,100,-", ("E2",), "dashes"),
    "D170": Example("ZZ9001,HYP006,80,100,1\nTotal,,80,100,1", ("C3", "D3", "E3"), "Total"),
    "D172": Example("ZZ9001,HYP006,80,70,1", ("C2", "D2"), "80 of 70"),
}


def imported(path: Path, wish: Wish = WISH) -> Imported:
    reads, problems = recognised([path], wish)
    return bring_together(reads, wish, problems)


def refused_cells(result: Imported, code: str) -> dict[str, str]:
    """Return the cells refused for reasons of a code, each with what is said of it."""
    return {
        f"{letters(refusal.cell.column)}{source.tally.sheet.numbers[refusal.cell.row]}": refusal.detail
        for source in result.sources
        for refusal in source.tally.refused
        if refusal.reason.code == code
    }


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_a_figure_is_refused_at_its_cell_with_the_reason(code: str, tmp_path: Path) -> None:
    example = EXAMPLES[code]
    path = tmp_path / "counts.csv"
    path.write_text(f"{HEADS}\n{example.rows}\nZZ9009,HYP006,1,2,3\n", encoding="utf-8")
    cells = refused_cells(imported(path), code)
    assert set(cells) == set(example.cells)
    assert any(example.says in said for said in cells.values())
    assert not TYPE_NAMES.search(" ".join(cells.values()))


def test_a_figure_that_another_file_contradicts_is_refused(tmp_path: Path) -> None:
    for name, size in (("one", "7,233"), ("two", "7,234")):
        (tmp_path / f"{name}.csv").write_text(
            f'PRACTICE_CODE,Total,16+\nZZ9001,"{size}",5000\n', encoding="utf-8"
        )
    reads, _ = recognised([tmp_path / "one.csv", tmp_path / "two.csv"], WISH)
    cells = refused_cells(bring_together(reads, WISH), "D166")
    assert cells == {"B2": f'row 2 of {tmp_path / "one.csv"} says "7233"'}


def test_a_measure_that_is_not_known_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    heads = "PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE"
    path.write_text(f"{heads}\nZZ9001,HYP006,NUMERATOR,8\nZZ9001,HYP006,WIDGETS,9\n", encoding="utf-8")
    assert refused_cells(imported(path), "D168") == {"D3": '"WIDGETS" is no measure that is known'}


def book(path: Path, change: Callable[[Worksheet], None]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(HEADS.split(","))
    sheet.append(["ZZ9001", "HYP006", 80, 100, 1])
    sheet.append(["ZZ9002", "HYP006", 70, 100, 2])
    change(sheet)
    workbook.save(path / "book.xlsx")
    return path / "book.xlsx"


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _strike(sheet: Worksheet) -> None:
    sheet["C3"].font = Font(strike=True)


def _formula(sheet: Worksheet) -> None:
    sheet["C3"] = "=35*2"


def _date(sheet: Worksheet) -> None:
    sheet["A3"] = date(2015, 4, 1)


@pytest.mark.parametrize(
    ("change", "code", "cells"),
    [
        (_hide, "D162", {"C3", "D3", "E3"}),
        (_strike, "D162", {"C3"}),
        (_formula, "D163", {"C3"}),
        (_date, "D155", {"C3", "D3", "E3"}),
    ],
    ids=["a hidden row", "struck out", "a formula without its value", "a code that became a date"],
)
def test_what_a_workbook_hides_or_changes_is_refused(
    change: Callable[[Worksheet], None],
    code: str,
    cells: set[str],
    tmp_path: Path,
) -> None:
    assert set(refused_cells(imported(book(tmp_path, change)), code)) == cells


FILES = {
    "D150": "name,colour\nHogglestock,blue\n",
    "D152": f"{HEADS}\nTotal,,80,100,1\n",
    "D153": "Practice Code,Global Sum,Seniority,Pertussis,Meningitis,Alcohol,Outcome\nZZ9001,1,2,3,4,5,6\n",
}


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_file_of_which_nothing_can_be_used_is_refused(code: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(FILES[code], encoding="utf-8")
    with pytest.raises(Refused) as refused:
        imported(path)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.place.file == str(path)
    assert problem.message.endswith(".")
    assert len(problem.remedy) > 10


def test_a_sheet_without_a_table_is_named(tmp_path: Path) -> None:
    path = book(tmp_path, lambda _: None)
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("Notes")["A1"] = "Read me"
    workbook.save(path)
    _, problems = recognised([path], WISH)
    assert [(p.code, p.place.cell) for p in problems] == [("D151", "Notes!A1")]


def test_prevalences_that_may_be_shares_or_per_cent_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "national.csv"
    path.write_text("Group,Prevalence\nHYP,0.14\nPAD,0.6%\n", encoding="utf-8")
    assert set(refused_cells(imported(path), "D171")) == {"B2"}


def test_a_practice_that_was_asked_for_and_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(f"{HEADS}\nZZ9001,HYP006,8,10,1\n", encoding="utf-8")
    result = imported(path, WISH._replace(only=frozenset({"ZZ9001", "ZZ9009"})))
    assert [(p.code, "ZZ9009" in p.message) for p in result.problems] == [("D164", True)]


@pytest.mark.parametrize("code", ["100000", "81001.0", "2015-04-01", "01/04/2015", "Apr-01", "8.1E+04"])
def test_a_code_that_a_spreadsheet_changed_is_told_as_such(code: str, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(f"{HEADS}\n{code},HYP006,8,10,1\nZZ9009,HYP006,1,2,3\n", encoding="utf-8")
    assert set(refused_cells(imported(path), "D155")) == {"C2", "D2", "E2"}


def named_in_a_pack(folder: Path, text: str) -> Path:
    """Return a pack that names a published file as it is."""
    stated = "    holds: published\n    as_at: 2016-03-31\n    source: test\n"
    (folder / "file.csv").write_text(text, encoding="utf-8")
    (folder / "pack.yaml").write_text(
        f"kind: practice data\ntitle: Test\nyear: 2015/16\ntables:\n  theirs:\n    file: file.csv\n{stated}",
        encoding="utf-8",
    )
    return folder


def test_a_pack_reads_a_published_file_as_it_is_with_its_own_rows(tmp_path: Path) -> None:
    heads = "Practice Code,Practice Name,Total QOF Payments,Seniority,Alcohol,Global Sum"
    text = f"{heads}\n,,,,,\nZZ9001,Framley,£12.50,(3),,\n"
    pack = read_pack(named_in_a_pack(tmp_path, text))
    assert pack.tables["baseline"].column("pence") == ["1250"]
    assert pack.tables["baseline"].lines == [3]
    assert pack.tables["payments"].column("pence") == ["", "", "-300"]
    assert pack.practices == ("ZZ9001",)


def test_a_pack_refuses_what_it_cannot_use_of_a_published_file(tmp_path: Path) -> None:
    rows = "ZZ9001,HYP006,8,10,1\nZZ9002,HYP006,many,10,1\n"
    with pytest.raises(Refused) as refused:
        read_pack(named_in_a_pack(tmp_path, f"{HEADS}\n{rows}"))
    assert [(p.code, p.place.line) for p in refused.value.problems] == [("D157", 3)]


def test_a_pack_reads_no_file_by_a_guess(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_pack(named_in_a_pack(tmp_path, "Surgery,Indicator,Hits,Eligible\nZZ9001,HYP006,8,10\n"))
    assert [problem.code for problem in refused.value.problems] == ["D154"]


def test_every_message_has_an_example() -> None:
    elsewhere = {"D151", "D154", "D164", "D171", "D162", "D163", "D166", "D168"}
    assert set(MESSAGES) == EXAMPLES.keys() | FILES.keys() | elsewhere
    assert {reason.code for reason in Reason} <= set(MESSAGES)
