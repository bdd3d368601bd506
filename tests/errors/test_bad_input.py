"""What a user sees who brings bad input: a place, a reason, a remedy; exit 1; nothing written."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from incentives.cli import main
from tests.errors.bad_inputs import MISTAKES, Bad, copied, data_edit, scheme_edit

if TYPE_CHECKING:
    from pathlib import Path

PYTHON_WORDS = re.compile(r"Traceback|\b(dict|NoneType|Fraction|pydantic|ValueError|KeyError|str)\b")


@dataclass(frozen=True)
class Run:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Run]


@pytest.fixture
def incentives(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs the command line in a folder, as its user would."""

    def run(*words: str, cwd: Path) -> Run:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["incentives", *words])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Run(code, said.out, said.err)

    return run


@pytest.mark.parametrize("bad", MISTAKES, ids=lambda bad: bad.name)
def test_a_mistake_is_refused_with_place_reason_and_remedy(
    bad: Bad, tmp_path: Path, incentives: Command
) -> None:
    folder = copied(tmp_path)
    bad.spoil(folder)
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    run = incentives("schedule", "scheme.yaml", "--data", "pack", "--out", "out.xlsx", cwd=folder)
    assert run.returncode == 1, run.stdout + run.stderr
    for word in bad.says:
        assert word in run.stderr
    assert bad.place in run.stderr
    assert "→" in run.stderr
    assert not PYTHON_WORDS.search(run.stderr), run.stderr
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before


def test_the_example_itself_is_accepted(tmp_path: Path, incentives: Command) -> None:
    folder = copied(tmp_path)
    run = incentives("schedule", "scheme.yaml", "--data", "pack", "--out", "out.xlsx", cwd=folder)
    assert run.returncode == 0, run.stderr
    assert (folder / "out.xlsx").stat().st_size > 50_000


def test_all_problems_are_told_at_once(tmp_path: Path, incentives: Command) -> None:
    folder = copied(tmp_path)
    for bad in MISTAKES[:2]:
        bad.spoil(folder)
    run = incentives("check", "scheme.yaml", cwd=folder)
    assert "contigency" in run.stderr
    assert "4,000 points" in run.stderr
    assert "2 problems" in run.stderr


def test_an_unquoted_code_that_looks_like_a_number_stays_a_code(tmp_path: Path, incentives: Command) -> None:
    folder = copied(tmp_path)
    text = (folder / "scheme.yaml").read_text(encoding="utf-8").replace("FRAIL01", "08E10")
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    run = incentives("show", "scheme.yaml", "--english", cwd=folder)
    assert run.returncode == 0, run.stderr
    assert "08E10  Frailty review" in run.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explain", "barsetshire-2015-16", "--practice", "ZZ9099"), "ZZ9099"),
        (("explain", "barsetshire-2015-16", "--practice", "ZZ9001", "--indicator", "HYP007"), "HYP006"),
        (("pay", "qof-engalnd-2015-16"), "qof-england-2015-16"),
        (("score", "barsetshire-2015-16", "--out", "table.doc"), ".csv"),
    ],
)
def test_a_wrong_word_on_the_command_line_is_met_with_the_right_one(
    words: tuple[str, ...], said: str, tmp_path: Path, incentives: Command
) -> None:
    folder = copied(tmp_path)
    run = incentives(*words, "--data", "pack", cwd=folder)
    assert run.returncode == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def _budget(folder: Path, limit: str, *more: tuple[str, str]) -> None:
    scheme_edit("limit: £4,200,000", f"limit: {limit}")(folder)
    for old, new in more:
        scheme_edit(old, new)(folder)


OVER = "if_earnings_exceed_it: use contingency, then reduce every payment by the same percentage"
UNDER = "if_earnings_fall_short: keep for reserve"


@pytest.mark.parametrize(
    ("limit", "edits", "codes", "said"),
    [
        ("£1,000", ((UNDER, f"{UNDER}\n  floors: yield"),), {"C115", "C116"}, "this schedule pays £1,020.00"),
        ("£1,000", (), {"C104", "C115"}, "Protections are kept whole and come first"),
        ("£3,400,000", (), {"C116"}, "£443.62 come out of the contingency of £68,000.00"),
        ("£3,500,000", (), set(), "this schedule pays £3,400,443.62"),
        (
            "£3,000,000",
            ((OVER, "if_earnings_exceed_it: pay in full"), ("  contingency: 2%\n", "")),
            {"C104"},
            "which is £400,443.62 more than its budget limit",
        ),
        (
            "£3,400,443.63",
            ((UNDER, "if_earnings_fall_short: share among signed practices by list size"),),
            {"C117"},
            "are shared by list size",
        ),
    ],
)
def test_what_the_budget_does_to_payments_is_said(
    limit: str,
    edits: tuple[tuple[str, str], ...],
    codes: set[str],
    said: str,
    tmp_path: Path,
    incentives: Command,
) -> None:
    folder = copied(tmp_path)
    _budget(folder, limit, *edits)
    run = incentives("pay", "scheme.yaml", "--data", "pack", cwd=folder)
    assert run.returncode == 0
    assert set(re.findall(r"warning (C1\d\d)", run.stderr)) == codes
    assert said in run.stderr + run.stdout
    assert "DIFFERS" not in run.stdout


def test_machine_readable_output_stands_alone(tmp_path: Path, incentives: Command) -> None:
    folder = copied(tmp_path)
    run = incentives("pay", "scheme.yaml", "--data", "pack", "--out", "pay.csv", "--json", cwd=folder)
    components = {row["component"] for row in json.loads(run.stdout)}
    assert "FRAIL01" in components
    assert len(json.loads(run.stdout)) == 40 * len(components)
    assert "Wrote pay.csv" in run.stderr


def test_a_schedule_is_a_workbook(tmp_path: Path, incentives: Command) -> None:
    folder = copied(tmp_path)
    run = incentives("schedule", "scheme.yaml", "--data", "pack", "--out", "schedule.pdf", cwd=folder)
    assert run.returncode == 1
    assert "R106" in run.stderr
    assert not (folder / "schedule.pdf").exists()


@pytest.mark.parametrize("written", ["1.710", "0%", "171%"])
def test_a_national_prevalence_that_can_be_none_is_refused(
    written: str, tmp_path: Path, incentives: Command
) -> None:
    folder = copied(tmp_path)
    data_edit("national.csv", "1.710%", written)(folder)
    run = incentives("pay", "scheme.yaml", "--data", "pack", cwd=folder)
    assert run.returncode == 1
    assert "D208" in run.stderr
    assert "national.csv:2" in run.stderr
