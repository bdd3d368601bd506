"""The command line as other parties' scripts call it: columns, JSON on its own, exit codes, files kept."""

from __future__ import annotations

import csv
import io
import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import yaml

from incentives import __version__
from incentives.cli import main
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    Typed: TypeAlias = Callable[..., tuple[int, str, str]]

PACK = str(shipped("examples") / "barsetshire" / "pack")
SCHEME = "barsetshire-2015-16"
SCORED = [
    "practice_code",
    "indicator",
    "numerator",
    "denominator",
    "exceptions",
    "achievement",
    "points_achieved",
    "points_available",
]
PAID = ["practice_code", "component", "paid_by", "payment_pence"]
READING = [
    ("check", SCHEME),
    ("show", SCHEME),
    ("schemes",),
    ("score", SCHEME, "--data", PACK),
    ("pay", SCHEME, "--data", PACK),
    ("explain", SCHEME, "--data", PACK, "--practice", "ZZ9001"),
]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Run the program on words; return exit code, output and error stream."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["incentives", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        return int(code), said.out, said.err

    return run


@pytest.mark.parametrize("day", ["2015-13-01", "1 April 2015", "2015-02-29", "soon"])
def test_a_day_that_is_none_is_told_how_to_be_written(typed: Typed, day: str) -> None:
    code, _, said = typed("new", "mine", "--dated", day)
    assert code == 2
    assert f'write a day of the calendar as year-month-day, such as 2015-04-01, not "{day}".' in said
    assert "error" not in said.replace("Error: Invalid", "").lower()


def test_the_version_is_the_packages(typed: Typed) -> None:
    assert typed("--version") == (0, f"incentives {__version__}\n", "")


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_json_stands_alone_on_the_output(words: tuple[str, ...], typed: Typed) -> None:
    code, out, _ = typed(*words, "--json")
    assert code == 0
    assert json.loads(out)


@pytest.mark.parametrize(("verb", "columns"), [("score", SCORED), ("pay", PAID)])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_table_begins_with_the_columns_agreed(
    verb: str, columns: list[str], ending: str, tmp_path: Path, typed: Typed
) -> None:
    out = tmp_path / f"table.{ending}"
    code, said, _ = typed(verb, SCHEME, "--data", PACK, "--out", out)
    assert (code, f"Wrote {out}" in said) == (0, True)
    readers = {
        "csv": pd.read_csv,
        "xlsx": partial(pd.read_excel, engine="calamine"),
        "parquet": pd.read_parquet,
    }
    assert list(readers[ending](out).columns[: len(columns)]) == columns  # type: ignore[operator]


def test_what_is_paid_in_the_table_is_the_total_that_is_printed(tmp_path: Path, typed: Typed) -> None:
    out = tmp_path / "pay.csv"
    _, said, _ = typed("pay", SCHEME, "--data", PACK, "--out", out)
    rows = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    pence = sum(int(r["payment_pence"]) for r in rows if r["paid_by"] == "this schedule")
    assert f"£{pence // 100:,}.{pence % 100:02}" in said


@pytest.mark.parametrize("verb", ["score", "pay", "schedule"])
def test_a_file_that_exists_stays_unless_force_is_given(verb: str, tmp_path: Path, typed: Typed) -> None:
    out = tmp_path / "mine.xlsx"
    out.write_bytes(b"mine")
    code, _, said = typed(verb, SCHEME, "--data", PACK, "--out", out)
    assert (code, out.read_bytes()) == (1, b"mine")
    assert "R101" in said
    assert "--force" in said
    code, _, _ = typed(verb, SCHEME, "--data", PACK, "--out", out, "--force")
    assert code == 0
    assert out.read_bytes() != b"mine"


@pytest.mark.parametrize(
    "words", [("pay", SCHEME), ("pya",), ("check",), ("explain", SCHEME, "--data", PACK)]
)
def test_wrong_usage_ends_with_2(words: tuple[str, ...], typed: Typed) -> None:
    code, out, said = typed(*words)
    assert (code, out) == (2, "")
    assert "Usage:" in said


def test_an_unknown_scheme_ends_with_1_and_the_nearest_one(
    typed: Typed,
) -> None:
    code, out, said = typed("check", "barsetshire-2015-61")
    assert (code, out) == (1, "")
    assert SCHEME in said


def test_the_problems_of_a_scheme_are_data_where_json_is_asked_for(tmp_path: Path, typed: Typed) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_text("kind: scheme\nid: wrong\nyaer: 2015/16\n", encoding="utf-8")
    code, out, _ = typed("check", path, "--json")
    assert code == 1
    assert {"code", "severity", "file", "line", "column", "message", "remedy"} <= json.loads(out)[0].keys()


def test_a_fault_of_the_program_ends_with_4_and_says_what_to_report(
    monkeypatch: pytest.MonkeyPatch, typed: Typed
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of another's making")

    monkeypatch.setattr(yaml, "parse", broken)
    code, out, said = typed("check", SCHEME)
    assert (code, out) == (4, "")
    assert "Please report" in said
    assert "Traceback" not in said
