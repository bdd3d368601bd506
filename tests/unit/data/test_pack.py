"""What is read, and that it is read the same in every shape that a pack may have."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from subprocess import run
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.data import Pack, pack_of, read_pack
from incentives.data.figures import Status
from incentives.data.files.messages import MESSAGES as OF_FILES
from incentives.data.found import Found
from incentives.data.grid import Stated
from incentives.data.manifest import read_manifest
from incentives.data.series import Key
from incentives.data.textfile import read_csv

if TYPE_CHECKING:
    from pathlib import Path

YEAR = FinancialYear(2015)
AS_AT = {"practices": date(2016, 1, 1), "counts": date(2016, 3, 31)}
PRACTICES = [
    {"practice_code": "ZZ9001", "name": 'The "Old" Surgery, Framley', "list_size": "7233"},
    {"practice_code": "ZZ9002", "name": "NULL", "list_size": "1870"},
]
COUNTS = [
    {"practice_code": "ZZ9001", "indicator": "HYP006", "numerator": "80", "denominator": "1,000"},
    {"practice_code": "ZZ9002", "indicator": "HYP006", "numerator": "*", "denominator": "-"},
    {"practice_code": "ZZ9001", "indicator": "00D", "numerator": "x", "denominator": "200.0"},
]


def figures(pack: Pack, item: str, measure: str, year: FinancialYear = YEAR) -> dict[str, tuple[int, Status]]:
    series = pack.measures[Key(year, item, measure)]
    held = zip(series.values, map(Status, series.statuses), strict=True)
    return dict(zip(series.practices, held, strict=True))


def in_memory(**tables: list[dict[str, str]]) -> Pack:
    return pack_of(tables, year=YEAR, as_at=AS_AT, title="Test", source="test")


def write(path: Path, ending: str) -> Path:
    """Write the pack in another shape: CSV, Parquet or a workbook."""
    path.mkdir()
    tables = {"practices": pd.DataFrame(PRACTICES), "counts": pd.DataFrame(COUNTS)}
    if ending == "xlsx":
        stated = [["setting", "value", "as_at", "source"], ["kind", "practice data", "", ""]]
        stated += [["title", "Test", "", ""], ["year", "2015/16", "", ""]]
        stated += [[name, "", AS_AT[name].isoformat(), "test"] for name in tables]
        with pd.ExcelWriter(path / "pack.xlsx", engine="openpyxl") as book:
            pd.DataFrame(stated[1:], columns=stated[0]).to_excel(book, sheet_name="pack", index=False)
            for name, table in tables.items():
                table.to_excel(book, sheet_name=name, index=False)
        return path / "pack.xlsx"
    lines = ["kind: practice data", "title: Test", "year: 2015/16", "tables:"]
    for name, table in tables.items():
        lines.append(f"  {name}: {{file: {name}.{ending}, as_at: {AS_AT[name]}, source: test}}")
        table.to_csv(path / f"{name}.csv", index=False) if ending == "csv" else table.to_parquet(
            path / f"{name}.parquet"
        )
    (path / "pack.yaml").write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_every_shape_of_a_pack_reads_the_same(ending: str, tmp_path: Path) -> None:
    pack, known = read_pack(write(tmp_path / "pack", ending)), in_memory(practices=PRACTICES, counts=COUNTS)
    assert pack.fingerprint == known.fingerprint
    assert pack.tables["practices"].column("name") == ['The "Old" Surgery, Framley', "NULL"]
    assert pack.warnings == ()


def test_suppressed_nil_none_and_absent_stay_apart() -> None:
    pack = in_memory(counts=COUNTS)
    assert figures(pack, "HYP006", "numerator") == {
        "ZZ9001": (80, Status.FIGURE),
        "ZZ9002": (0, Status.SUPPRESSED),
    }
    assert figures(pack, "HYP006", "denominator")["ZZ9002"] == (0, Status.NIL)
    assert figures(pack, "00D", "numerator") == {"ZZ9001": (0, Status.NONE)}
    assert figures(pack, "00D", "denominator") == {"ZZ9001": (200, Status.FIGURE)}


def test_the_order_of_rows_does_not_change_the_fingerprint_and_every_figure_does() -> None:
    pack = in_memory(practices=PRACTICES, counts=COUNTS)
    turned = in_memory(counts=COUNTS[::-1], practices=PRACTICES[::-1])
    assert turned.fingerprint == pack.fingerprint
    for row in range(len(COUNTS)):
        changed = [dict(r) for r in COUNTS]
        changed[row]["denominator"] = "1001"
        assert in_memory(practices=PRACTICES, counts=changed).fingerprint != pack.fingerprint
    suppressed = [COUNTS[0], COUNTS[1] | {"denominator": "*"}, COUNTS[2]]
    assert in_memory(practices=PRACTICES, counts=suppressed).fingerprint != pack.fingerprint


def test_published_layouts_are_read_as_they_are() -> None:
    long = [
        {
            "REGION_NAME": "North",
            "PRACTICE_CODE": "ZZ9001",
            "INDICATOR_CODE": "AF007",
            "MEASURE": m,
            "VALUE": v,
        }
        for m, v in (
            ("NUMERATOR", "20.0"),
            ("DENOMINATOR", "25.0"),
            ("PCAS", "3.0"),
            ("ACHIEVED_POINTS", "11.5"),
        )
    ]
    prevalence = [
        {
            "PRACTICE_CODE": "ZZ9001",
            "GROUP_CODE": "AF",
            "REGISTER": "112.0",
            "PATIENT_LIST_TYPE": "TOTAL",
            "PRACTICE_LIST_SIZE": "3996",
        }
    ]
    pack = in_memory(achievement=long, prevalence=prevalence)
    assert figures(pack, "AF007", "exceptions") == {"ZZ9001": (3, Status.FIGURE)}
    assert figures(pack, "AF007", "points") == {"ZZ9001": (115_000, Status.FIGURE)}
    assert figures(pack, "AF", "register") == {"ZZ9001": (112, Status.FIGURE)}
    assert figures(pack, "AF", "list_size") == {"ZZ9001": (3996, Status.FIGURE)}


def test_several_years_stand_side_by_side() -> None:
    rows = [
        {"year": y, "practice_code": "ZZ9001", "item": "AF", "measure": "register", "value": v}
        for y, v in (("2015/16", "12"), ("2014-15", "11"))
    ]
    pack = in_memory(measures=rows)
    assert figures(pack, "AF", "register", FinancialYear(2014)) == {"ZZ9001": (11, Status.FIGURE)}


def test_statuses_in_words_stand_for_signs() -> None:
    row = {
        "practice_code": "ZZ9001",
        "item": "AF",
        "measure": "register",
        "value": "",
        "status": "suppressed",
    }
    assert figures(in_memory(measures=[row]), "AF", "register") == {"ZZ9001": (0, Status.SUPPRESSED)}


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    path = write(tmp_path / "pack", "csv")
    file = path / "practices.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_pack(path).practices == ("ZZ9001", "ZZ9002")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "a: " + "{b: " * 20,
        "a: &x 1\nb: *x",
        "a: !!python/name:os.system x",
        "--- \na: 1\n---\nb: 2",
        "a: 1\na: 2",
        "a: [1, 2]",
        "\t- x",
        "",
        "just text",
        "? {a: 1}\n: b",
        "a: \x07",
    ],
)
def test_a_hostile_manifest_is_refused_with_a_place(text: str) -> None:
    found = Found()
    assert read_manifest(text.encode(), "p/pack.yaml", found) is None
    assert {p.code for p in found.problems()} <= {"D103", "D104"}
    assert found.problems()[0].place.file == "p/pack.yaml"


@given(st.binary(max_size=300))
def test_no_bytes_make_the_readers_fail(data: bytes) -> None:
    found = Found()
    grid = read_csv(data, Stated("counts", "counts", "c.csv", AS_AT["counts"], "test", "c.csv"), found)
    rows = list(grid.rows) if grid else []
    assert all(len(row) == len(grid.headings) for _, row in rows) if grid else found.problems()
    read_manifest(data, "pack.yaml", found)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.lists(st.text(max_size=12), max_size=4))
def test_any_text_is_read_or_refused(headings: list[str], values: list[str]) -> None:
    known = ["practice_code", "indicator", "numerator", *headings]
    row = dict(zip(known, ["ZZ9001", "HYP006", *values, "", "", "", "", ""], strict=False))
    with suppress(Refused):
        pack_of({"counts": [row], "practices": [row]}, year=YEAR)


def test_two_rows_without_a_code_are_each_named() -> None:
    with pytest.raises(Refused) as refused:
        in_memory(practices=[{"practice_code": "", "name": n} for n in "ab"])
    assert [p.message for p in refused.value.problems] == ['"practice_code" is blank.'] * 2


def test_only_refusals_come_out_of_broken_workbooks(published: Path, tmp_path: Path) -> None:
    files = sorted(f for f in (published / "corpora").rglob("*") if f.suffix in (".xlsx", ".xlsm", ".xls"))
    assert len(files) > 50
    for file in files:
        copy = tmp_path / f"{file.stem}.xlsx"
        copy.write_bytes(file.read_bytes())
        with pytest.raises(Refused) as refused:
            read_pack(copy)
        assert {p.code for p in refused.value.problems} <= {"D102", "D107", "D124", "D125", "D126", *OF_FILES}


def test_reading_practice_data_loads_no_table_library() -> None:
    heavy = "numpy pandas pyarrow openpyxl python_calamine"
    code = f"import sys, incentives.data; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_workbook_with_a_date_cell_reads_the_date(tmp_path: Path) -> None:
    path = write(tmp_path / "pack", "xlsx")
    book = openpyxl.load_workbook(path)
    book["pack"]["C5"].value = AS_AT["practices"]
    book.save(path)
    assert read_pack(path).tables["practices"].stated.as_at == date(2016, 1, 1)


def received(day: str) -> Pack:
    counts = [{"practice_code": "ZZ9001", "indicator": "HYP006", "numerator": "8", "received_on": day}]
    return pack_of({"counts": counts}, year=YEAR)


def test_the_day_on_which_figures_came_is_kept_and_is_part_of_the_version() -> None:
    pack = received("2016-06-01")
    (series,) = pack.measures.values()
    assert series.received == {"ZZ9001": date(2016, 6, 1)}
    assert not next(iter(received("").measures.values())).received
    assert len({received(day).fingerprint for day in ("", "2016-06-01", "2016-06-02")}) == 3


def test_a_day_that_is_none_is_refused_at_its_cell() -> None:
    with pytest.raises(Refused) as refused:
        received("1 June")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line) == ("D120", 2)
    assert problem.remedy == "Write it as year-month-day: 2016-05-31."
