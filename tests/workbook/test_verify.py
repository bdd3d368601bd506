"""A change by hand is found and its place named; opening and saving in another program is no change."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import typer
from openpyxl import Workbook, load_workbook

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.verify import DIFFERENT, verify
from incentives.report.schedule import schedule
from incentives.report.sealed.changes import Sort
from incentives.report.sealed.contents import contents_of, normal
from incentives.report.sealed.seal import read_seal
from incentives.report.sealed.verify import Verdict, by_seal, by_working_out
from tests.conftest import absent
from tests.workbook.conftest import DATED
from tests.workbook.recalculated import cells_of, spoiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incentives.calculate import Results

pytestmark = pytest.mark.long


@pytest.fixture
def edited(workbook: Path, tmp_path: Path) -> Callable[[Callable[[Workbook], object]], Path]:
    def edit(change: Callable[[Workbook], object]) -> Path:
        book, path = load_workbook(workbook), tmp_path / "edited.xlsx"
        change(book)
        book.save(path)
        return path

    return edit


def both(path: Path, results: Results) -> list[Verdict]:
    """The weak way (its own seal) and the strong way (worked out again) must agree."""
    return [
        by_seal(path),
        by_working_out(path, lambda day, head: schedule(results, dated=day or DATED, ledger=head)),
    ]


def test_a_schedule_as_it_was_written_is_sound(workbook: Path, results: Results) -> None:
    for verdict in both(workbook, results):
        assert verdict.sound
        assert verdict.cells > 1_000


def test_the_fingerprint_is_shown_on_the_summary(workbook: Path) -> None:
    shown = load_workbook(workbook, data_only=True)["Summary"]
    fingerprint = by_seal(workbook).fingerprint
    assert fingerprint in {c.value for row in shown.iter_rows() for c in row}


def test_the_seal_holds_what_reading_the_file_finds(workbook: Path) -> None:
    """The seal is made of columns while they are written; here it is held to each cell of the file."""
    read = contents_of(workbook)
    written, _ = read_seal(read, workbook)
    assert len(written.sheets) > 20
    for sheet, cells in written.sheets.items():
        assert {at: c.holds for at, c in cells.items()} == {
            at: c.holds for at, c in read.sheets[sheet].items()
        }
        shown = {at: c.shows for at, c in cells.items() if c.shows is not None}
        assert shown.items() <= {at: c.shows for at, c in read.sheets[sheet].items()}.items()
    assert written.names == read.names


def test_a_copy_saved_by_openpyxl_is_sound(
    edited: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    assert by_seal(edited(lambda _: None)).sound


def test_a_copy_saved_by_libreoffice_is_sound(workbook: Path, results: Results, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        absent("LibreOffice is not installed (soffice)")
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(workbook)], check=True, capture_output=True, timeout=180
    )
    saved = tmp_path / workbook.name
    assert saved.read_bytes() != workbook.read_bytes()
    for verdict in both(saved, results):
        assert verdict.changes.by_hand == ()


def test_names_signed_in_their_cells_are_no_change(
    edited: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    def sign(book: Workbook) -> None:
        book["Sign-off"]["B4"] = "A. N. Officer"

    assert by_seal(edited(sign)).sound


def change_payment(book: Workbook) -> None:
    book["Payments"]["C6"] = 1234.5


def change_formula(book: Workbook) -> None:
    book["Payments"]["C6"] = str(book["Payments"]["C6"].value) + "+10"


def change_numerator(book: Workbook) -> None:
    book["Numerators"]["D7"].value += 1


def change_price(book: Workbook) -> None:
    book["Inputs"]["B4"] = 170


def hide_a_row(book: Workbook) -> None:
    sheet = book["Payments"]
    row = sheet.max_row + 1
    sheet.cell(row, 1, "ZZ9999")
    sheet.cell(row, 3, 5000)
    sheet.row_dimensions[row].hidden = True


def remove_a_sheet(book: Workbook) -> None:
    del book["Controls"]


def add_a_sheet(book: Workbook) -> None:
    book.create_sheet("More")["A1"] = 1


def move_a_sheet(book: Workbook) -> None:
    book.move_sheet("Payments", -2)


def point_a_name_elsewhere(book: Workbook) -> None:
    book.defined_names["PRICE_PER_POINT"].attr_text = "Inputs!$B$5"


def empty_a_cell(book: Workbook) -> None:
    book["Numerators"]["D7"].value = None


def change_a_name(book: Workbook) -> None:
    book["Payments"]["B6"] = "Another practice"


CHANGES: dict[Callable[[Workbook], None], list[tuple[Sort, str, str]]] = {
    change_payment: [(Sort.OVERWRITTEN, "Payments", "C6")],
    change_formula: [(Sort.FORMULA, "Payments", "C6")],
    change_numerator: [(Sort.FIGURE, "Numerators", "D7")],
    change_price: [(Sort.FIGURE, "Inputs", "B4")],
    hide_a_row: [(Sort.HIDDEN, "Payments", ""), (Sort.ROW_ADDED, "Payments", "row 19")],
    remove_a_sheet: [(Sort.SHEET_REMOVED, "Controls", "")],
    add_a_sheet: [(Sort.SHEET_ADDED, "More", "")],
    move_a_sheet: [(Sort.ORDER, "Payments", "")],
    point_a_name_elsewhere: [(Sort.NAME, "", "PRICE_PER_POINT")],
    empty_a_cell: [(Sort.EMPTIED, "Numerators", "D7")],
    change_a_name: [(Sort.WORDS, "Payments", "B6")],
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c.__name__)
def test_a_change_by_hand_is_found_with_its_place(
    change: Callable[[Workbook], None],
    edited: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    found = by_seal(edited(change)).changes.by_hand
    assert [(c.sort, c.sheet, c.cell) for c in found] == CHANGES[change]


def test_what_it_was_and_what_it_is_are_said(
    edited: Callable[[Callable[[Workbook], object]], Path], workbook: Path, results: Results
) -> None:
    before = load_workbook(workbook)
    again, sealed = reversed(both(edited(change_payment), results))
    assert again.changes == sealed.changes
    (payment,) = sealed.changes.by_hand
    assert payment.was == normal(before["Payments"]["C6"].value)
    assert payment.was.startswith("=ROUND(IF('PRACTICE DATA'!")
    assert payment.now == "1234.5"
    (counted,) = by_seal(edited(change_numerator)).changes.by_hand
    assert int(counted.now) == int(counted.was) + 1 == before["Numerators"]["D7"].value + 1


def test_figures_shown_that_the_formulas_do_not_give_are_found(workbook: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    count = spoiled(workbook, wrong)
    found = by_seal(wrong).changes.by_hand
    assert {c.sort for c in found} == {Sort.SHOWN}
    assert 0.8 * count < len(found) <= count


def test_a_row_put_in_between_is_one_change_and_the_rest_follows(
    edited: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    verdict = by_seal(edited(lambda book: book["Practice data"].insert_rows(6)))
    assert [(c.sort, c.sheet, c.cell) for c in verdict.changes.by_hand] == [
        (Sort.ROW_ADDED, "Practice data", "row 6")
    ]
    assert verdict.changes.following > 0


def test_a_row_put_in_between_does_not_cover_another_change(
    edited: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    def both_at_once(book: Workbook) -> None:
        book["Numerators"].insert_rows(6)
        book["Numerators"]["D8"].value += 1

    found = {(c.sort, c.cell) for c in by_seal(edited(both_at_once)).changes.by_hand}
    assert found == {(Sort.ROW_ADDED, "row 6"), (Sort.FIGURE, "D8")}


def test_a_seal_that_was_made_to_fit_is_refused(
    edited: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    def forge(book: Workbook) -> None:
        book["Seal"]["C5"] = "0" * 64

    with pytest.raises(Refused) as refused:
        by_seal(edited(forge))
    assert [p.code for p in refused.value.problems] == ["R162"]


def test_the_strong_way_sees_through_a_new_seal(workbook: Path, results: Results, tmp_path: Path) -> None:
    """Whoever edits the practice data and writes a new schedule seals it anew: only the data show it."""
    binding = results.binding
    column = binding.columns["numerator"]
    integers = column.integers[:]
    integers[0] += 1
    other = replace(binding, columns={**binding.columns, "numerator": replace(column, integers=integers)})
    forged = tmp_path / "forged.xlsx"
    forged.write_bytes(schedule(calculate(results.plan, other), dated=DATED))
    assert by_seal(forged).sound
    assert by_seal(forged).fingerprint != by_seal(workbook).fingerprint
    verdict = by_working_out(forged, lambda day, _: schedule(results, dated=day or DATED))
    at = cells_of(workbook, "Numerators")[binding.practices[0], results.plan.ids()[0]]
    where = {c.cell for c in verdict.changes.by_hand if c.sheet == "Numerators"}
    assert where == {load_workbook(workbook)["Numerators"].cell(*at).coordinate}


def test_the_command_ends_with_3_where_something_was_changed(
    edited: Callable[[Callable[[Workbook], object]], Path],
    workbook: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    verify(workbook)
    assert "Nothing was changed by hand" in capsys.readouterr().out
    with pytest.raises(typer.Exit) as ended:
        verify(edited(change_payment))
    assert ended.value.exit_code == DIFFERENT == 3
    assert "Payments!C6" in capsys.readouterr().out
    with pytest.raises(typer.Exit):
        verify(edited(change_payment), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["changes"][0]["cell"] == "C6"
    assert told["changes"][0]["now"] == "1234.5"
