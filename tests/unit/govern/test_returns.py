"""Returns: locked, checked while typing, sealed, and read back with nothing taken on trust."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import formualizer
import pytest
from openpyxl import Workbook, load_workbook

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.cli.collect import collect
from incentives.cli.loading import sound_plan
from incentives.data.pack import pack_of, read_pack
from incentives.govern.return_sheet import sheet_of
from incentives.govern.returns import Return, read_period, returns_of
from incentives.govern.returns_read import Came, Outcome, read_returns
from incentives.report.returns_book import return_book, return_name
from incentives.report.returns_kept import kept_folder
from tests.unit.govern.made_packs import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incentives.base.problem import Problem

YEAR = FinancialYear(2015)
DUE = date(2015, 10, 14)
DATED = date(2015, 9, 1)


@pytest.fixture(scope="module")
def asked() -> tuple[Return, ...]:
    """The returns of the example for July to September 2015."""
    scheme, _, _ = sound_plan(str(EXAMPLE / "scheme.yaml"))
    return returns_of(scheme, "0123456789abcdef", read_pack(EXAMPLE / "pack"), read_period("Q2", YEAR), DUE)


def fill(path: Path, asked: Return, *, counts: tuple[object, object] = (40, 100), **cells: object) -> None:
    """Fill a return in as a practice would, with other texts in some cells."""
    path.write_bytes(return_book(asked, DATED))
    book = load_workbook(path)
    sheet: Any = book["Return"]
    declared = {"B15": "yes", "B16": "Dr A. Partner", "B17": "partner", "B18": date(2015, 10, 9)}
    for cell, value in {"F12": counts[0], "G12": counts[1], **declared, **cells}.items():
        sheet[cell] = value
    book.save(path)


def came(folder: Path, asked: tuple[Return, ...]) -> tuple[dict[str, Outcome], tuple[Problem, ...]]:
    outcomes, problems = read_returns(folder, asked)
    return {o.asked.practice: o for o in outcomes}, problems


def test_a_return_asks_each_practice_that_signed_for_what_no_extract_has(asked: tuple[Return, ...]) -> None:
    assert len(asked) == 38
    assert "ZZ9007" not in {r.practice for r in asked}
    assert {a.indicator for r in asked for a in r.asked} == {"FRAIL01"}
    assert len({r.id for r in asked}) == 38
    first = asked[0].asked[0]
    with (EXAMPLE / "pack" / "counts.csv").open(encoding="utf-8") as file:
        rows = {(r["practice_code"], r["indicator"]): r for r in csv.DictReader(file)}
    held = rows[asked[0].practice, "FRAIL01"]
    assert (first.last_numerator, first.last_denominator) == (held["numerator"], held["denominator"])
    assert "30% to 60%" in first.definition


@pytest.mark.parametrize(
    ("text", "last", "due", "covers"),
    [
        ("2015-Q1", "2015-06-30", "2015-07-14", "April 2015 to June 2015"),
        ("q3", "2015-12-31", "2016-01-15", "October 2015 to December 2015"),
        ("2015-Q4", "2016-03-31", "2016-04-14", "January 2016 to March 2016"),
        ("2015/16", "2016-03-31", "2016-04-14", "April 2015 to March 2016"),
    ],
)
def test_quarters_are_those_of_the_financial_year(text: str, last: str, due: str, covers: str) -> None:
    period = read_period(text, YEAR)
    assert (period.last_day.isoformat(), period.due.isoformat(), period.covers) == (last, due, covers)


def test_only_the_cells_to_fill_in_are_open(asked: tuple[Return, ...], tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(return_book(asked[0], DATED))
    sheet: Any = load_workbook(path)["Return"]
    assert sheet.protection.sheet
    opened = {(c.row - 1, c.column - 1) for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert opened == sheet_of(asked[0]).inputs
    assert return_book(asked[0], DATED) == path.read_bytes()


@pytest.mark.parametrize(
    ("numerator", "denominator", "good"),
    [(40, 100, True), (100, 100, True), (0, 0, True), (101, 100, False), (-1, 5, False), (2.5, 5, False)],
)
def test_what_is_typed_is_checked_at_once(
    numerator: float, denominator: float, good: object, asked: tuple[Return, ...], tmp_path: Path
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(return_book(asked[0], DATED))
    rules = {str(v.sqref): v.formula1 for v in load_workbook(path)["Return"].data_validations.dataValidation}
    book = formualizer.Workbook.load_path(str(path))
    book.set_value("Return", 12, 6, numerator)
    book.set_value("Return", 12, 7, denominator)
    book.set_formula("Return", 40, 1, f"={rules['F12']}")
    book.evaluate_all()
    assert book.evaluate_cell("Return", 40, 1) is good
    if numerator > denominator:
        assert book.evaluate_cell("Return", 12, 8) == "CHECK"


def test_returns_are_received_late_queried_or_missing(asked: tuple[Return, ...], tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", asked[0])
    fill(tmp_path / "b.xlsx", asked[1], B18=date(2015, 10, 15))
    fill(tmp_path / "c.xlsx", asked[2], counts=(101, 100))
    fill(tmp_path / "d.xlsx", asked[3], counts=(None, 100))
    fill(tmp_path / "e.xlsx", asked[4], B18="14/10/2015")
    found, problems = came(tmp_path, asked)
    assert problems == ()
    order = [found[r.practice] for r in asked]
    assert [o.came.value for o in order[:6]] == [
        "received",
        "late",
        "queried",
        "queried",
        "received",
        "missing",
    ]
    assert order[2].queries == ("FRAIL01: the numerator 101 is more than the denominator 100",)
    assert order[3].queries == ("FRAIL01: the numerator is blank",)
    assert sum(o.came is Came.MISSING for o in order) == 33
    kept = kept_folder(order)
    rows = list(csv.DictReader(io.StringIO(kept["counts.csv"].decode())))
    assert [(r["practice_code"], r["numerator"]) for r in rows] == [
        (asked[n].practice, "40") for n in (0, 1, 4)
    ]
    assert len(kept["reminders.csv"].splitlines()) == 1 + 35
    manifest = list(csv.DictReader(io.StringIO(kept["manifest.csv"].decode())))
    assert len(manifest) == 38
    for row in manifest[:5]:
        content = kept[row["file"]]
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert content == (tmp_path / row["file"]).read_bytes()
        assert row["declared_name"] == "Dr A. Partner"


REFUSED: dict[str, tuple[str, dict[str, object]]] = {
    "an edited definition": ("G147", {"C12": "Reviews of anybody"}),
    "an edited title": ("G147", {"B12": "Frailty"}),
    "another due date": ("G145", {"B7": "31 December 2015"}),
    "another return id": ("G147", {"B9": "0123456789AB"}),
    "another version": ("G145", {"B8": "an older one"}),
    "another period": ("G145", {"B6": "2015-Q1"}),
    "an unknown practice": ("G146", {"B4": "ZZ9999"}),
    "no confirmation": ("G148", {"B15": None}),
    "no name": ("G148", {"B16": "  "}),
    "no role": ("G148", {"B17": None}),
    "no day": ("G148", {"B18": None}),
    "a day that is none": ("G148", {"B18": "31/02/2015"}),
    "an edited declaration": ("G147", {"B14": "I hope that these figures are right."}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_return_that_is_not_as_it_was_sent_is_refused_with_its_cell(
    what: str, asked: tuple[Return, ...], tmp_path: Path
) -> None:
    code, cells = REFUSED[what]
    fill(tmp_path / "r.xlsx", asked[0], **cells)  # type: ignore[arg-type]
    found, problems = came(tmp_path, asked)
    assert [p.code for p in problems] == [code]
    assert f"Return!{next(iter(cells))}" in str(problems[0])
    assert found[asked[0].practice].came is (Came.MISSING if code == "G146" else Came.REFUSED)
    assert not any(o.is_used for o in found.values())


def test_a_return_under_another_practice_s_code_is_refused_and_spoils_no_other(
    asked: tuple[Return, ...], tmp_path: Path
) -> None:
    fill(tmp_path / "own.xlsx", asked[0])
    fill(tmp_path / "other.xlsx", asked[1], B4=asked[0].practice)
    found, problems = came(tmp_path, asked)
    assert [p.code for p in problems] == ["G146"]
    assert f"the return id is that of {asked[1].practice}" in str(problems[0])
    assert found[asked[0].practice].came is Came.RECEIVED
    assert found[asked[1].practice].came is Came.MISSING


def test_a_return_is_still_the_one_that_was_sent_where_the_practice_data_have_grown_since(
    asked: tuple[Return, ...], tmp_path: Path
) -> None:
    fill(tmp_path / "r.xlsx", asked[0])
    newer = replace(asked[0].asked[0], last_numerator="1", last_denominator="2")
    now = replace(asked[0], name="The Surgery, renamed", asked=(newer,))
    assert now.id == asked[0].id
    found, problems = came(tmp_path, (now, *asked[1:]))
    assert problems == ()
    assert found[now.practice].came is Came.RECEIVED


def test_two_returns_of_one_practice_are_both_put_aside(asked: tuple[Return, ...], tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", asked[0])
    fill(tmp_path / "b.xlsx", asked[0], counts=(50, 100))
    found, problems = came(tmp_path, asked)
    assert [p.code for p in problems] == ["G149"]
    assert found[asked[0].practice].came is Came.REFUSED


def _no_workbook(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not a workbook")


def _other_workbook(path: Path) -> None:
    Workbook().save(path)


def _letter(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 a scan of the return")


@pytest.mark.parametrize("make", [_no_workbook, _other_workbook, _letter])
def test_a_file_that_is_no_return_is_told_and_the_others_are_read(
    make: Callable[[Path], None], asked: tuple[Return, ...], tmp_path: Path
) -> None:
    make(tmp_path / "a.xlsx")
    fill(tmp_path / "b.xlsx", asked[0])
    found, problems = came(tmp_path, asked)
    assert problems
    assert all(str(p.place).startswith(str(tmp_path / "a.xlsx")) for p in problems)
    assert found[asked[0].practice].came is Came.RECEIVED


def test_sent_out_filled_in_and_read_back_into_practice_data(
    asked: tuple[Return, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme, pack = str(EXAMPLE / "scheme.yaml"), EXAMPLE / "pack"
    collect(scheme, pack, period="2015-Q2", out=tmp_path / "out")
    assert "38 returns for 2015-Q2, asking for FRAIL01; due 14 October 2015." in capsys.readouterr().out
    name = return_name(asked[0])
    back = tmp_path / "back"
    back.mkdir()
    book = load_workbook(tmp_path / "out" / name)
    sheet: Any = book["Return"]
    sheet["F12"], sheet["G12"] = 7, 9
    sheet["B15"], sheet["B16"], sheet["B17"], sheet["B18"] = "yes", "P", "partner", datetime(2015, 10, 9)  # noqa: DTZ001
    book.save(back / name)
    collect(scheme, pack, period="2015-Q2", read=back, out=tmp_path / "kept")
    said = capsys.readouterr().out
    assert "received 1, late 0, queried 0, missing 37; of 38 asked for" in said
    assert "To be reminded (37)" in said
    collect(scheme, pack, period="2015-Q2", read=back, out=tmp_path / "kept", as_json=True, force=True)
    data = json.loads(capsys.readouterr().out)
    assert data[0]["counts"] == {"FRAIL01 numerator": 7, "FRAIL01 denominator": 9}
    manifest = (
        "kind: practice data\ntitle: t\nyear: 2015/16\ntables:\n  returns:\n    holds: counts\n"
        "    file: counts.csv\n    as_at: 2015-09-30\n    source: returns\n"
    )
    (tmp_path / "kept" / "pack.yaml").write_text(manifest, encoding="utf-8")
    assert read_pack(tmp_path / "kept").practices == ("ZZ9001",)


def test_the_day_on_which_returns_are_due_may_be_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    due = datetime(2015, 10, 30)  # noqa: DTZ001 - a day, as it is typed
    scheme = str(EXAMPLE / "scheme.yaml")
    collect(scheme, EXAMPLE / "pack", period="Q2", out=tmp_path / "out", due=due)
    assert "due 30 October 2015." in capsys.readouterr().out
    sheet: Any = load_workbook(tmp_path / "out" / "return-ZZ9001-2015-Q2.xlsx")["Return"]
    assert "send this file back by 30 October 2015" in sheet["A2"].value


def test_a_folder_without_returns_is_refused(asked: tuple[Return, ...], tmp_path: Path) -> None:
    (tmp_path / "~$return.xlsx").write_bytes(b"a lock of a workbook that is open")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Refused) as refused:
            read_returns(folder, asked)
        assert [p.code for p in refused.value.problems] == ["G150"]


def test_a_practice_that_closed_or_left_before_a_quarter_is_not_asked() -> None:
    scheme, _, _ = sound_plan(str(EXAMPLE / "scheme.yaml"))
    codes = ("ZZ9001", "ZZ9002", "ZZ9003")
    gone = {"ZZ9001": {"closes": "2015-09-30"}, "ZZ9002": {"ends": "2015-12-31"}}
    signs = {
        "answer": "yes",
        "signed_by": "A. Partner",
        "signed_on": "2015-03-02",
        "offered_on": "2015-02-16",
    }
    rows = [{"practice_code": c} | gone.get(c, {}) for c in codes]
    tables = {
        "practices": [{k: v for k, v in row.items() if k != "ends"} for row in rows],
        "signup": [signs | {k: v for k, v in row.items() if k != "closes"} for row in rows],
    }
    pack = pack_of(tables, year=YEAR)
    for quarter, expected in (("Q2", codes), ("Q3", codes[1:]), ("Q4", codes[2:])):
        found = returns_of(scheme, "0123456789abcdef", pack, read_period(quarter, YEAR), DUE)
        assert tuple(r.practice for r in found) == expected
