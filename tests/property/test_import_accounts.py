"""Messy files made here, of known contents: an import uses exactly the sound figures and loses none."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.base.year import FinancialYear
from incentives.data import read_pack
from incentives.data.files import Sheet
from incentives.data.published.guess import guess
from incentives.data.published.importing import Imported, Read, Wish, bring_together
from incentives.data.published.tally import Cell, Key, Reason, Tally

if TYPE_CHECKING:
    from pathlib import Path

WISH = Wish(FinancialYear(2015), date(2016, 3, 31))
REFUSED = None
Written = tuple[str, tuple[str, str] | None]
"""What stands in a cell, and what must come of it: (value, status), or that it is refused."""

CODES: tuple[tuple[str, str | None], ...] = (
    ("ZZ9001", "ZZ9001"),
    (" zz9002 ", "ZZ9002"),
    ("ZZ 9003", "ZZ9003"),
    ("A81004", "A81004"),
    ("1.00E+05", REFUSED),
    ("01-Apr", REFUSED),
    ("815", REFUSED),
    ("Framley", REFUSED),
)
HEADINGS = {
    "practice_code": ("ODS code", "Practice Code", "GP practice code"),
    "item": ("Indicator", "Indicator code", "QOF indicator"),
    "numerator": ("Numerator", "Patients achieved", "num"),
    "denominator": ("Denominator (n)", "Eligible patients", "DEN"),
    "exceptions": ("Exceptions", "PCAs", "exception reported"),
}
SIGNS: tuple[Written, ...] = (
    ("*", ("", "suppressed")),
    ("<5", ("", "suppressed")),
    ("≤ 7", ("", "suppressed")),
    ("[c]", ("", "suppressed")),
    ("x", ("", "none")),
    ("", ("", "not supplied")),
    ("  ", ("", "not supplied")),
    ("-", REFUSED),
    ("n/k", REFUSED),
    ("(3)", REFUSED),
    ("-3", REFUSED),
    ("3.5", REFUSED),
    ("85%", REFUSED),
    ("1,23", REFUSED),
    ("#N/A", REFUSED),
)


def figures(least: int, most: int) -> st.SearchStrategy[Written]:
    """Draw a whole number in one of the ways in which it is written, or a sign in its place."""
    ways = st.sampled_from((str, "{:,}".format, "{}.0".format, " {} ".format))
    numbers = st.builds(lambda n, way: (way(n), (str(n), "")), st.integers(least, most), ways)
    return numbers | st.sampled_from(SIGNS)


class Made(NamedTuple):
    """A sheet, what must come of it, and how many figures stand in it."""

    sheet: Sheet
    sound: dict[tuple[str, str, str], tuple[str, str]]
    figures: int


@st.composite
def messy(draw: st.DrawFn) -> Made:
    order = draw(st.permutations(sorted(HEADINGS)))
    heads = [draw(st.sampled_from(HEADINGS[role])) for role in order]
    measured = {
        "numerator": figures(0, 900),
        "denominator": figures(1_000, 9_000),
        "exceptions": figures(0, 900),
    }
    chosen = [*draw(st.permutations(CODES[:4])), *draw(st.lists(st.sampled_from(CODES[4:]), max_size=2))]
    rows: list[list[str]] = [*[["A return"], []][: draw(st.integers(0, 2))], heads]
    sound: dict[tuple[str, str, str], tuple[str, str]] = {}
    count = 0
    for text, code in chosen:
        for item in draw(st.lists(st.sampled_from(("HYP006", "DM007")), min_size=1, unique=True)):
            cells = {"practice_code": text, "item": item}
            for measure, figure in measured.items():
                cells[measure], becomes = draw(figure)
                if code is not None and becomes is not None:
                    sound[code, item, measure] = becomes
            digits = any(c.isdigit() for m in measured for c in cells[m])
            count += 3 if code or digits or text[0].isdigit() else 0
            rows.append([cells[role] for role in order])
        rows += [[""] * 5] * draw(st.integers(0, 1))
    if draw(st.booleans()):
        total = {
            "practice_code": "Total",
            "item": "",
            "numerator": "1",
            "denominator": "2",
            "exceptions": "3",
        }
        rows.append([total[role] for role in order])
        count += 3
    return Made(Sheet("return.csv", "", rows, range(1, len(rows) + 1), 5), sound, count)


def imported(sheet: Sheet) -> Imported:
    match = guess(sheet, {})
    assert match is not None
    return bring_together([Read(sheet, "return.csv", "0" * 64, match, WISH.year, "")], WISH)


def in_pack(result: Imported) -> dict[tuple[str, str, str], tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(result.files["measures.csv"].decode()))
    return {(r["practice_code"], r["item"], r["measure"]): (r["value"], r["status"]) for r in rows}


@given(messy())
def test_exactly_the_sound_figures_are_in_the_pack_and_every_other_is_accounted_for(made: Made) -> None:
    if not made.sound:
        return
    result = imported(made.sheet)
    (source,) = result.sources
    assert in_pack(result) == made.sound
    assert source.tally.figures_in == made.figures
    assert len(source.tally.used) == len(made.sound)
    assert len(source.tally.refused) == made.figures - len(made.sound)


@given(messy())
def test_every_refused_figure_is_in_the_report_with_its_cell(made: Made) -> None:
    if not made.sound:
        return
    result = imported(made.sheet)
    report = list(csv.DictReader(io.StringIO(result.files["import-report.csv"].decode())))
    assert len(report) == made.figures - len(made.sound)
    for row in report:
        texts = made.sheet.rows[int(row["row"]) - 1]
        assert row["value"].removeprefix("'") == texts["ABCDE".index(row["column"])]
        assert row["why"]


def test_a_figure_lost_on_the_way_is_noticed() -> None:
    tally = Tally(Sheet("f.csv", "", [["a"]], [1], 1), "test")
    tally.refuse(Cell(0, 0), Reason.NO_FIGURE)
    tally.refused.clear()
    with pytest.raises(AssertionError, match="1 figures in, 0 used or refused"):
        tally.prove()


def test_what_is_written_is_what_a_pack_reads(tmp_path: Path) -> None:
    rows = [
        ["practice code", "indicator", "numerator", "denominator", "exceptions"],
        ["ZZ9001", "HYP006", "80", "100", "*"],
        ["ZZ9002", "HYP006", "0", "<5", ""],
        ["ZZ9003", "HYP006", "3", "4", "x"],
    ]
    result = imported(Sheet("return.csv", "", rows, range(1, 5), 5))
    for name, content in result.files.items():
        (tmp_path / name).write_bytes(content)
    pack = read_pack(tmp_path)
    said = {
        (code, key.measure): (value, status)
        for key, series in pack.measures.items()
        for code, value, status in zip(series.practices, series.values, series.statuses, strict=True)
    }
    assert said == {
        ("ZZ9001", "numerator"): (80, 0),
        ("ZZ9001", "denominator"): (100, 0),
        ("ZZ9001", "exceptions"): (0, 2),
        ("ZZ9002", "numerator"): (0, 0),
        ("ZZ9002", "denominator"): (0, 2),
        ("ZZ9002", "exceptions"): (0, 4),
        ("ZZ9003", "numerator"): (3, 0),
        ("ZZ9003", "denominator"): (4, 0),
        ("ZZ9003", "exceptions"): (0, 3),
    }
    assert Key("measures", ("2015/16", "ZZ9001", "HYP006"), "numerator") in {
        used.key for used in result.sources[0].tally.used
    }
