"""``incentives import`` as a user meets it: shown before it is used, whole or not at all."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from incentives.base.problem import Refused
from incentives.cli import main
from incentives.data import read_pack
from incentives.report.atomic import write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = (
    "Surgery code,Indicator,Patients achieved,Eligible patients\nZZ9001,HYP006,80,100\nZZ9002,HYP006,n/k,9\n"
)
STATED = ("--year", "2015/16", "--as-at", "2016-03-31")


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def incentives(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Said]:
    def run(*words: str) -> Said:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["incentives", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own file.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.mark.usefixtures("own")
def test_a_guess_is_shown_and_not_used_and_the_line_to_type_works(
    incentives: Callable[..., Said], tmp_path: Path
) -> None:
    said = incentives("import", "own file.csv", "--out", "pack", *STATED)
    assert said.code == 1
    assert "Patients achieved" in said.out
    assert "its heading is" in said.out
    line = next(text.strip() for text in said.err.splitlines() if "--accept-guess" in text)
    assert (
        line == "incentives import 'own file.csv' --out pack --year 2015/16 --as-at 2016-03-31 --accept-guess"
    )
    assert not (tmp_path / "pack").exists()
    again = incentives("import", "own file.csv", "--out", "pack", *STATED, "--accept-guess")
    assert again.code == 0
    assert "Figures in 4 = used 3 + set aside or refused 1." in again.out
    pack = read_pack(tmp_path / "pack")
    assert pack.practices == ("ZZ9001", "ZZ9002")
    assert pack.warnings == ()


@pytest.mark.usefixtures("own")
def test_the_screen_says_where_each_refused_figure_stands(incentives: Callable[..., Said]) -> None:
    said = incentives("import", "own file.csv", "--out", "pack", *STATED, "--accept-guess")
    row = next(text.split() for text in said.out.splitlines() if '"n/k" is no number' in text)
    assert row[:5] == ["own", "file.csv", "3", "C", "n/k"]


@pytest.mark.usefixtures("own")
def test_a_pack_is_not_replaced_unless_asked(incentives: Callable[..., Said], tmp_path: Path) -> None:
    first = ("import", "own file.csv", "--out", "pack", *STATED, "--accept-guess")
    assert incentives(*first).code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    again = incentives(*first)
    assert again.code == 1
    assert "R101" in again.err
    assert incentives(*first, "--force").code == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own file.csv", "pack"]


@pytest.mark.usefixtures("own")
def test_json_is_all_that_stands_on_the_output(incentives: Callable[..., Said]) -> None:
    said = incentives("import", "own file.csv", "--out", "pack", *STATED, "--accept-guess", "--json")
    (file,) = json.loads(said.out)["files"]
    assert (file["figures"], file["used"], file["not_used"]) == (4, 3, {"no_figure": 1})


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--year", "2015"), "2015/16"),
        (("--dash", "what"), "nil, suppressed, not-supplied"),
        (("--column", "Hits"), "HEADING=ours"),
    ],
)
@pytest.mark.usefixtures("own")
def test_a_wrong_option_says_how_it_is_written(
    options: tuple[str, str], says: str, incentives: Callable[..., Said]
) -> None:
    said = incentives("import", "own file.csv", "--out", "pack", *options)
    assert said.code == 2
    assert says in said.err


def test_a_folder_of_others_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "letter.docx").write_bytes(b"dear")
    with pytest.raises(Refused, match=r"letter\.docx"):
        write_folder(tmp_path / "pack", {"pack.yaml": b""}, force=True)
    assert [path.name for path in (tmp_path / "pack").iterdir()] == ["letter.docx"]


def test_a_folder_that_cannot_be_written_in_full_leaves_the_old_one(tmp_path: Path) -> None:
    write_folder(tmp_path / "pack", {"pack.yaml": b"old"})
    with pytest.raises(Refused, match="R105"):
        write_folder(tmp_path / "pack", {"pack.yaml": b"new", "no/such/folder.csv": b""}, force=True)
    assert (tmp_path / "pack" / "pack.yaml").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_file_in_the_folders_place_is_left(tmp_path: Path) -> None:
    (tmp_path / "pack").write_bytes(b"a file")
    with pytest.raises(Refused, match="not a folder"):
        write_folder(tmp_path / "pack", {"pack.yaml": b""}, force=True)
