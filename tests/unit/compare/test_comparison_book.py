"""The workbook of a comparison: the figures of the machine-readable form, headings first, the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from incentives.cli.compare import compare
from tests.unit.compare.later_results import PACK, QOF, SCHEME

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comparison")
    compare(QOF, str(SCHEME), [PACK], out=path, draws=0)
    return path


@pytest.fixture(scope="module")
def book(folder: Path) -> dict[str, list[dict[str, Any]]]:
    read = openpyxl.load_workbook(folder / "comparison.xlsx")
    found = {}
    for sheet in read.worksheets:
        heads, *rows = sheet.iter_rows(values_only=True)
        assert all(heads), sheet.title
        assert len(set(heads)) == len(heads)
        assert sheet.freeze_panes == "B2"
        assert not sheet.merged_cells.ranges
        found[sheet.title] = [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    return found


@pytest.fixture(scope="module")
def data(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return found


def pence(pounds: float) -> int:
    return round(pounds * 100)


def test_practices_and_totals_are_those_of_the_json(book: dict[str, list[dict[str, Any]]], data: Any) -> None:
    rows = book["Practices"]
    assert [r["Practice"] for r in rows] == [p["practice_code"] for p in data["practices"]]
    for row, practice in zip(rows, data["practices"], strict=True):
        assert pence(row["Now"]) == practice["base_pence"]
        assert pence(row["Under the scheme"]) == practice["proposed_pence"]
        assert pence(row["Difference"]) == practice["difference_pence"]
    for row, scenario in zip(book["Who signs"], data["scenarios"], strict=True):
        assert (row["If"], pence(row["Difference"])) == (
            scenario["name"],
            scenario["total"]["difference_pence"],
        )
        assert row["Practices with less"] == scenario["less"]


def test_months_add_up_to_what_the_scheme_pays(book: dict[str, list[dict[str, Any]]], data: Any) -> None:
    paid = {p["practice_code"]: sum(p["months_pence"]) for p in data["practices"] if p["signs"]}
    rows = book["Months"]
    assert {r["Practice"]: sum(pence(v) for k, v in r.items() if k != "Practice") for r in rows} == paid


def test_each_kind_of_group_holds_every_practice_once(
    book: dict[str, list[dict[str, Any]]], data: Any
) -> None:
    kinds = {r["Kind"] for r in book["Groups"]}
    assert kinds == {"Network", "Contract", "List size", "Deprivation"}
    for kind in kinds:
        members = [r for r in book["Groups"] if r["Kind"] == kind]
        assert sum(r["Practices"] for r in members) == len(data["practices"])
        assert sum(pence(r["Difference"]) for r in members) == data["total"]["difference_pence"]


def test_indicators_have_their_ranges_or_say_why_not(
    book: dict[str, list[dict[str, Any]]], data: Any
) -> None:
    low = {(r["Indicator"], r["Year after"]): r["Low (4 in 5)"] for r in book["By year"]}
    for row, indicator in zip(book["Indicators"], data["indicators"], strict=True):
        assert row["Indicator"] == indicator["indicator"]
        for year in indicator["projected"]:
            assert low.pop((row["Indicator"], year["year"])) == pytest.approx(year["low80"])
        if not indicator["projected"]:
            assert row["What to know"] == indicator["caveat"] != ""
    assert low == {}


def test_the_same_comparison_is_the_same_bytes_and_the_public_gets_none(folder: Path, tmp_path: Path) -> None:
    compare(QOF, str(SCHEME), [PACK], out=tmp_path / "again", draws=0)
    again = (tmp_path / "again" / "comparison.xlsx").read_bytes()
    assert again == (folder / "comparison.xlsx").read_bytes()
    compare(QOF, str(SCHEME), [PACK], out=tmp_path / "public", draws=0, audience="public")
    assert [p.name for p in (tmp_path / "public").iterdir()] == ["comparison.html"]
