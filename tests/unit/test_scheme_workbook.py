"""A scheme as a workbook says what its text file says, and a change of one cell is a change of one line."""

from __future__ import annotations

import io
import os
import random
from datetime import date, datetime, timedelta
from difflib import ndiff
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from incentives.cli.reading_schemes import workbook_tree
from incentives.scheme.book import fields
from incentives.scheme.book.shape import SHEETS
from incentives.scheme.forms import FORMS, Part
from incentives.scheme.marks import read_tree
from incentives.scheme.reading import LINES, RULES, SINGLE, read_scheme
from incentives.scheme.sections import plain
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.writing_over import new_text, over, settings_of
from tests.scheme_books import Typing, book_of, content_of, settings_in, text_of

if TYPE_CHECKING:
    from pathlib import Path

BARSETSHIRE = "barsetshire-2015-16"
LONG = os.environ.get("INCENTIVES_SIZE") == "long"
LOCAL = [name for name in shipped_schemes() if not name.startswith("qof-")]
SCHEMES = (
    list(shipped_schemes()) if LONG else [*dict.fromkeys([BARSETSHIRE, *LOCAL[::2], "qof-england-2015-16"])]
)
CHANGED = LOCAL if LONG else LOCAL[1::4]


def by_indicator(settings: Any) -> Any:
    """Return settings with an entry of its own for each indicator that is not paid for, by their codes."""
    stops = settings.get("stop_paying_for", [])
    single = [{**item, "indicators": [code]} for item in stops for code in item["indicators"]]
    return {**settings, "stop_paying_for": sorted(single, key=lambda item: item["indicators"])}


@pytest.mark.parametrize("name", SCHEMES)
def test_text_to_workbook_to_text_is_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(content_of(name))
    text, found = text_of(name), settings_of(settings_in(path))
    assert by_indicator(found) == by_indicator(settings_of(plain(read_tree(text, "")[0])))
    assert over(text, found) == text
    assert settings_of(plain(read_tree(new_text(found), "")[0])) == found


def test_a_workbook_is_read_to_the_same_scheme(tmp_path: Path) -> None:
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(content_of(BARSETSHIRE))
    one, two = read_scheme(BARSETSHIRE)[0], read_scheme(path)[0]
    for part in ("header", "indicators", "payments", "lines", "rules", "budget", "offer", "instalments"):
        assert getattr(one, part) == getattr(two, part), part


def test_every_setting_of_every_form_can_stand_in_a_workbook(tmp_path: Path) -> None:
    settings = everything()
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(book_of(settings))
    assert settings_of(settings_in(path)) == settings
    entries = sum(len(settings[part.value]) for part in (*LINES, *RULES, Part.PAYMENTS, Part.INDICATORS))
    assert entries == sum(f.part in (*LINES, *RULES, Part.PAYMENTS, Part.INDICATORS) for f in FORMS.all())


def everything() -> dict[str, Any]:
    """Return a scheme with each form once, each with an example of every setting: right in shape alone."""
    settings: dict[str, Any] = {"kind": "scheme", "id": "all", "title": "All", "year": "2015/16"}
    for part in (*LINES, *RULES, Part.PAYMENTS, Part.INDICATORS, *SINGLE):
        entries = [_example(part, form.name) for form in FORMS.of(part)]
        if part in SINGLE:
            settings[part.value] = {k: v for k, v in entries[0].items() if k != "form"}
        elif fields.is_list(part.value):
            settings[part.value] = [{**e, "name": f"{part.value}_{n}"} for n, e in enumerate(entries)]
        else:
            settings[part.value] = {f"own{n}": e for n, e in enumerate(entries)}
    return dict(settings_of(settings))


def _example(part: Part, form: str) -> dict[str, Any]:
    (shape,) = fields.of_form(fields.shapes_of(part.value), form)
    found = {
        word: inner["examples"][-1] for word, inner in shape["properties"].items() if inner.get("examples")
    }
    if "variants" in found:
        found["variants"] = [
            {"where": "contract is PMS", "points": 5},
            {"where": "list_size > 9000", "points": 4},
        ]
    return {**_texts(found), "form": form}


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _texts(v) for k, v in value.items()}
    return [_texts(v) for v in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("name", CHANGED)
def test_values_changed_in_the_workbook_change_as_many_lines(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)  # noqa: S311 - reproducible, not secret
    typing = Typing(content_of(name))
    cells = chance.sample([c for c in typing.values() if _stands_alone(c)], 4)
    for cell in cells:
        cell.value = _other(cell.value)
    text = text_of(name)
    tree = workbook_tree(typing.saved(tmp_path / "scheme.xlsx"), "scheme.xlsx")
    changed = over(text, plain(tree.group))
    pairs = zip(text.splitlines(), changed.splitlines(), strict=True)
    assert sum(a != b for a, b in pairs) == len(cells), [c.value for c in cells]


def _stands_alone(cell: Any) -> bool:
    """Leave out the scheme's own name and what other rows of the workbook are read by."""
    setting = cell.offset(column=-1).value
    return setting not in ("form", "id", "starts from", "name") and "(" not in str(setting)


def _other(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int | float) else f"{value} and more"


def test_one_number_changed_is_one_line_changed_and_remarks_stay(tmp_path: Path) -> None:
    typing = Typing(content_of(BARSETSHIRE))
    typing.put(26, "Indicators", "Points now", Code="HYP006")
    text = text_of(BARSETSHIRE)
    changed = over(text, settings_in(typing.saved(tmp_path / "scheme.xlsx")))
    differs = [line for line in ndiff(text.splitlines(), changed.splitlines()) if line[0] in "+-"]
    assert differs == ["-       now: 25", "+       now: 26"]
    assert changed.startswith("# The quality scheme of a made-up county.")


def test_decisions_are_put_in_and_taken_out_of_the_text(tmp_path: Path) -> None:
    typing = Typing(content_of(BARSETSHIRE))
    typing.put("keep", "Indicators", "In this scheme", Code="STIA008")
    for column in ("Reason", "Still watched", "Replaced by"):
        typing.put(None, "Indicators", column, Code="STIA008")
    typing.put("stop paying", "Indicators", "In this scheme", Code="AF001")
    typing.put("no register any more", "Indicators", "Reason", Code="AF001")
    typing.add("Payments", ("visits", "form", "item of service"), (None, "fee", (12.5, "£#,##0.00")))
    text = text_of(BARSETSHIRE)
    changed = over(text, settings_in(typing.saved(tmp_path / "scheme.xlsx")))
    differs = [line[2:].strip() for line in ndiff(text.splitlines(), changed.splitlines()) if line[0] in "+-"]
    assert differs == [
        "- indicators: [DEP003, SMOK002, AST004, MH003, MH007, STIA008]",
        "- indicators: [DEP003, SMOK002, AST004, MH003, MH007]",
        "- indicators: [AF001]",
        "reason: no register any more",
        "visits:",
        "form: item of service",
        "fee: £12.50",
    ]


def test_the_order_in_which_lines_apply_is_that_of_the_workbook(tmp_path: Path) -> None:
    first = {"limits": [{"at_most": "£60,000", "of": "practice"}]}
    settings = settings_of(plain(read_tree(text_of(BARSETSHIRE), "")[0]))
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(book_of(settings | first))
    typing = Typing(path.read_bytes())
    sheet: Any = typing.book["Protections"]
    rows = [
        [(c.value, c.number_format) for c in row[:4]] for row in sheet.iter_rows(min_row=5) if row[0].value
    ]
    moved = sorted(rows, key=lambda row: row[0][0] != "limits")
    for number, row in enumerate(moved, start=5):
        for column, (value, number_format) in enumerate(row, start=1):
            sheet.cell(number, column).value = value
            sheet.cell(number, column).number_format = number_format
    found = settings_in(typing.saved(path))
    for text in (new_text(found), over(new_text(settings | first), found)):
        words = [w for w in read_tree(text, "")[0].entries if w in ("limits", "protect")]
        assert words == ["limits", "protect"]
    lines = read_scheme(path)[0].lines
    assert [line.form.part.value for line in lines if line.id in ("limits 1", "floor_2014_15")] == [
        "limits",
        "protect",
    ]


TYPED = [
    ("budget", "limit", 4300000, "£#,##0", "£4,300,000"),
    ("budget", "limit", 4300000.5, "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", "£4,300,000.50"),
    ("budget", "limit", 4300000, '_-"£"* #,##0.00_-', "£4,300,000"),
    ("budget", "limit", "£4,300,000", "@", "£4,300,000"),
    ("budget", "contingency", 0.45, "0%", "45%"),
    ("budget", "contingency", 0.0255, "0.00%", "2.55%"),
    ("budget", "count late data until", date(2016, 5, 30), "dd/mm/yyyy", "2016-05-30"),
    ("budget", "count late data until", "30 May 2016", "@", "2016-05-30"),
    ("instalments", "balance", date(2016, 7, 1), "mmm-yy", "July 2016"),
    ("instalments", "balance", "Jul 2016", "@", "July 2016"),
    ("scheme", "year", date(2011, 12, 1), "yyyy/mm", "2011/12"),
    ("national qof", "keep reporting", True, "General", "yes"),
    ("national qof", "keep reporting", "YES", "@", "yes"),
    ("instalments", "of", "Last year\u2019s QOF payment", "@", "last year's QOF payment"),
    ("scheme", "title", "  Spaces about  ", "@", "Spaces about"),
    ("scheme", "title", 2015, "General", "2015"),
]


@pytest.mark.parametrize("of_each", range(4))
def test_cells_are_read_as_they_were_typed(of_each: int, tmp_path: Path) -> None:
    typing, cases = Typing(content_of(BARSETSHIRE)), []
    for part, setting in dict.fromkeys((part, setting) for part, setting, *_ in TYPED):
        of_setting = [t for t in TYPED if t[:2] == (part, setting)]
        cases += of_setting[of_each : of_each + 1]
    assert cases
    for part, setting, value, number_format, _ in cases:
        sheet = "Scheme" if part in ("scheme", "national qof") else "Money"
        typing.put(value, sheet, "Value", number_format, Part=part, Setting=setting)
    found = settings_in(typing.saved(tmp_path / "scheme.xlsx"))
    for part, setting, _, _, expected in cases:
        within = found if part == "scheme" else found[part.replace(" ", "_")]
        assert within[setting.replace(" ", "_")] == expected


def test_a_new_workbook_has_lists_help_and_locked_cells() -> None:
    typing = Typing(content_of(BARSETSHIRE))
    sheet: Any = typing.book["Indicators"]
    assert typing.book.sheetnames[0] == "Start here"
    assert sheet.protection.sheet
    assert typing.cell("Indicators", "Points was", Code="HYP006").protection.locked
    assert not typing.cell("Indicators", "Points now", Code="HYP006").protection.locked
    assert {"In this scheme", "Reason", "Points now"} <= {c.value for c in sheet[4] if c.comment}
    listed = [rule for rule in sheet.data_validations.dataValidation if "C5" in rule.sqref]
    assert [r.type for r in listed] == ["list"]
    for sheet in typing.book.worksheets:
        assert sheet["A1"].value
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes or sheet.title == "Start here"
        fonts = {
            (c.font.name, c.font.sz >= 11) for row in sheet.iter_rows() for c in row if c.value is not None
        }
        assert fonts <= {("Arial", True)}, sheet.title
    named = {s.name for s in SHEETS}
    assert named < set(typing.book.sheetnames)


def test_the_lists_of_blank_rows_are_those_of_their_setting() -> None:
    book = openpyxl.load_workbook(io.BytesIO(content_of(BARSETSHIRE)))
    name = book.defined_names["values_protect_list"]
    sheet, cells = next(iter(name.destinations))
    listed = [c.value for row in book[sheet][cells] for c in row]
    assert listed == ["at baseline", "at payment"]
    name = book.defined_names["values_payments_form"]
    sheet, cells = next(iter(name.destinations))
    assert {c.value for row in book[sheet][cells] for c in row} == {f.name for f in FORMS.of(Part.PAYMENTS)}
    assert {f"settings_{part}" for s in SHEETS if s.named for part in s.parts} <= set(book.defined_names)


def test_the_same_settings_give_the_same_bytes() -> None:
    settings = plain(read_tree(text_of(BARSETSHIRE), "")[0])
    assert book_of(settings) == content_of(BARSETSHIRE)
