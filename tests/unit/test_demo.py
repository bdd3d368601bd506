"""The demo: no network, the same bytes for the same seed, other totals for another seed or threshold."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from incentives.shipped import shipped
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# An audit hook sees every socket and every other program that Python starts, whoever asks for it.
ALONE = """
import sys
def refuse(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.")):
        raise SystemExit(f"refused: {event}")
sys.addaudithook(refuse)
"""
DEMO = f"{ALONE}\nfrom incentives.cli import main\nsys.argv[0] = 'incentives'\nmain()\n"
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "70"}


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def demo(out: Path, *arguments: str, **environment: str) -> str:
    ran = run(DEMO, "demo", "--out", str(out), *arguments, **environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def total_pence(out: Path) -> int:
    """What this schedule pays, added up from the payments the demo wrote."""
    with (out / "payments.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["paid_by"] == "this schedule"]
    return sum(int(r["payment_pence"]) for r in rows)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo as a newcomer runs it: the folder it wrote, and what it said."""
    out = tmp_path_factory.mktemp("demo") / "out"
    return out, demo(out)


def test_the_guard_sees_a_socket() -> None:
    ran = run(f"{ALONE}\nimport socket\nsocket.socket()\n")
    assert (ran.returncode, ran.stderr) == (1, "refused: socket.__new__\n")


def test_the_demo_uses_no_network_and_gives_the_same_bytes_in_another_place_and_time_zone(
    first: tuple[Path, str], tmp_path: Path
) -> None:
    out, said = first
    demo(tmp_path / "two", **ELSEWHERE)
    one, two = contents(out), contents(tmp_path / "two")
    assert "schedule.xlsx" in one
    assert [name for name in one.keys() | two.keys() if one.get(name) != two.get(name)] == []
    assert f"£{total_pence(out) / 100:,.2f}" in re.sub(r"\s+", " ", said)


def test_another_seed_gives_another_total(first: tuple[Path, str], tmp_path: Path) -> None:
    demo(tmp_path / "2016", "--seed", "2016")
    assert total_pence(first[0]) != total_pence(tmp_path / "2016")


def test_one_changed_threshold_gives_another_total(first: tuple[Path, str], tmp_path: Path) -> None:
    text = (shipped("examples") / "barsetshire" / "scheme.yaml").read_text(encoding="utf-8")
    assert "now: 40% to 80%" in text
    changed = tmp_path / "changed.yaml"
    changed.write_text(text.replace("now: 40% to 80%", "now: 40% to 81%"), encoding="utf-8")
    demo(tmp_path / "changed", "--scheme", str(changed))
    assert total_pence(first[0]) > total_pence(tmp_path / "changed")


def test_the_demo_does_not_mix_its_files_with_those_of_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    ran = run(DEMO, "demo", "--out", str(tmp_path))
    assert ran.returncode == 1
    assert "R101" in ran.stderr
    assert contents(tmp_path) == {"mine.txt": b"mine"}
