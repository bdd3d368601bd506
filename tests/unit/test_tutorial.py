"""The tutorial's commands are run in order, its edits made, and what it shows is what comes out.

Where the example's figures have moved, INCENTIVES_WRITE_EXPECTED=1 writes the new ones into the page.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING

import pytest

from incentives.cli import main
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = ROOT / "docs" / "TUTORIAL.md"
PAGE = FILE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(console|diff)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = "uv run incentives "
RUN = [
    sys.executable,
    "-c",
    "import sys; from incentives.cli import main; sys.argv[0] = 'incentives'; main()",
]
LEFT_OUT = "…"
VERBS = ("new", "check", "check", "compare", "pay", "pay", "explain", "schedule")


def test_the_tutorial_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    ran = []
    for kind, file, text in BLOCK.findall(PAGE):
        if kind == "diff":
            edit(tmp_path / file, text)
            continue
        for command, shown in commands(text):
            ran.append(command.removeprefix(PROGRAM).split()[0])
            found = run(command, monkeypatch)
            writes = os.environ.get("INCENTIVES_WRITE_EXPECTED") == "1"
            wanted = write_figures(shown, found.splitlines()) if writes else shown
            assert missing(wanted, found.splitlines()) is None, f"{command}\n{found}"
    assert tuple(ran) == VERBS
    assert (tmp_path / "schedule.xlsx").stat().st_size > 100_000


def test_every_command_that_the_page_names_is_one_of_the_program() -> None:
    from incentives.cli.app import VERBS as KNOWN  # noqa: PLC0415 - only to know the verbs

    named = re.findall(rf"{PROGRAM}([a-z-]+)", PAGE)
    assert len(named) > len(VERBS)
    assert [verb for verb in named if verb not in KNOWN] == []


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        (["a", LEFT_OUT, "c"], None),
        ([LEFT_OUT, "b", "c"], None),
        (["a", "b", LEFT_OUT], None),
        (["a", "c"], "c"),
        ([LEFT_OUT, "d"], "d"),
        (["a", "b"], "c"),
        ([LEFT_OUT, "c", "b"], "b"),
    ],
)
def test_a_line_that_does_not_come_out_is_found(shown: list[str], wrong: str | None) -> None:
    assert missing(shown, ["a", "b", "c"]) == wrong


def test_a_figure_that_has_moved_is_met_by_the_line_that_says_the_same() -> None:
    found = ["a: £2,345.00 agrees", "b: £7.00", "b: £8.00"]
    assert moved("a: £1,234.56 agrees", found) == "a: £2,345.00 agrees"
    assert moved("b: £1.00", found) == "b: £1.00"
    assert moved("c: £1.00", found) == "c: £1.00"


def test_an_edit_that_fits_nowhere_or_twice_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\nb: 2\na: 1\n", "utf-8")
    edit(file, "-b: 2\n+b: 3\n+c: 4\n a: 1\n")
    assert file.read_text("utf-8") == "a: 1\nb: 3\nc: 4\na: 1\n"
    for change in ("-b: 2\n+b: 5\n", "-a: 1\n+a: 2\n"):
        with pytest.raises(AssertionError, match="stands there"):
            edit(file, change)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, with the lines shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def run(command: str, patch: pytest.MonkeyPatch) -> str:
    """Run a command of the page where it is typed; return all that the reader would see."""
    assert command.startswith(PROGRAM)
    patch.setattr(sys, "argv", ["incentives", *shlex.split(command.removeprefix(PROGRAM))])
    with io.StringIO() as screen, redirect_stdout(screen), redirect_stderr(screen):
        with suppress(SystemExit):
            main()
        return screen.getvalue()


def edit(file: Path, change: str) -> None:
    """Replace the lines of ``-`` and of a blank by those of ``+`` and of a blank, where they stand once."""
    lines = [(line[:1], line[1:] + "\n") for line in change.splitlines()]
    before = "".join(text for sign, text in lines if sign != "+")
    after = "".join(text for sign, text in lines if sign != "-")
    whole = file.read_text("utf-8")
    assert f"\n{whole}".count(f"\n{before}") == 1, f"{before} stands there {whole.count(before)} times"
    file.write_text(f"\n{whole}".replace(f"\n{before}", f"\n{after}")[1:], "utf-8")


def write_figures(shown: list[str], found: list[str]) -> list[str]:
    """Put the figures that come out now into the page, where a line says the same with others."""
    now = [line if line == LEFT_OUT else moved(line, found) for line in shown]
    page = FILE.read_text(encoding="utf-8")
    for line, new in zip(shown, now, strict=True):
        page = page.replace(f"\n{line}\n", f"\n{new}\n")
    FILE.write_text(page, encoding="utf-8")
    return now


def moved(line: str, found: list[str]) -> str:
    """Return the one line that says the same with other figures, or the line as it is."""
    parts = re.split(r"[\d,.]*\d", line)
    same = re.compile(r"[\d,.]*\d".join(map(re.escape, parts)))
    like = [other for other in found if same.fullmatch(other.rstrip())]
    return like[0].rstrip() if len(like) == 1 else line


def missing(shown: list[str], found: list[str]) -> str | None:
    """Return the first line that the two do not share, or None; ``…`` stands for any lines."""
    at, skipping = 0, False
    for line in shown:
        if line == LEFT_OUT:
            skipping = True
            continue
        places = [n for n in range(at, len(found)) if found[n].rstrip() == line.rstrip()]
        if not places or (places[0] != at and not skipping):
            return line
        at, skipping = places[0] + 1, False
    return None if skipping or at == len(found) else found[at]
