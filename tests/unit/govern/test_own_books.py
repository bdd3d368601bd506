"""A body's own settings as a workbook: who may do what, and finance codes, without a text file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from incentives.base.problem import Refused
from incentives.govern.codes import read_codes
from incentives.govern.delegation import read_delegation
from incentives.scheme.marks import read_tree
from incentives.scheme.sections import plain
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PEOPLE = (
    ("Name", "Role", "Prepares", "Approves up to", "Releases up to"),
    ("Lily Dale", "finance manager", "yes", None, None),
    ("Bell Dale", "head of primary care", None, 50_000, None),
    ("Roger Scatcherd", "chief finance officer", None, None, "£500,000.50"),
)
SETTINGS = (
    ("Setting", "Value"),
    ("kind", "scheme of delegation"),
    ("body", "NHS Allington CCG"),
    ("source", "made up"),
)


def book(path: Path, sheets: Mapping[str, Sequence[tuple[Any, ...]]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet: Any = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, int) and name == "People":
                    cell.number_format = '"£"#,##0'
    made.save(path)
    return path


def test_a_scheme_of_delegation_is_a_sheet_of_people(tmp_path: Path) -> None:
    found = read_delegation(book(tmp_path / "who.xlsx", {"Settings": SETTINGS, "People": PEOPLE}))
    assert found.body == "NHS Allington CCG"
    assert found.prepares == {"Lily Dale"}
    assert found.approves == {"Bell Dale": 5_000_000}
    assert found.releases == {"Roger Scatcherd": 50_000_050}


def test_finance_codes_say_the_same_in_a_workbook_and_in_a_text_file(tmp_path: Path) -> None:
    text = shipped("templates") / "finance-codes.yaml"
    settings = plain(read_tree(text.read_text(encoding="utf-8"), "")[0])
    sheets: dict[str, list[tuple[Any, ...]]] = {"settings": [("setting", "value")]}
    for key, value in settings.items():
        if isinstance(value, list | tuple):
            heads = list(dict.fromkeys(name for row in value for name in row))
            sheets[key] = [tuple(heads), *(tuple(row.get(h) for h in heads) for row in value)]
        elif isinstance(value, dict):
            sheets[key] = [("setting", "value"), *value.items()]
        else:
            sheets["settings"].append((key, value))
    assert {"ledger", "contra", "paycodes"} < sheets.keys()
    found = read_codes(book(tmp_path / "codes.xlsx", sheets))
    assert replace(found, file="") == replace(read_codes(text), file="")


def test_a_mistake_is_told_at_its_cell(tmp_path: Path) -> None:
    people = [PEOPLE[0], ("Lily Dale", "finance manager", "perhaps", None, None)]
    with pytest.raises(Refused) as refused:
        read_delegation(book(tmp_path / "who.xlsx", {"settings": SETTINGS, "people": people}))
    assert [str(p.place) for p in refused.value.problems] == [f"{tmp_path / 'who.xlsx'} people!C2"]
