"""Generated pages are current; every code is in a catalogue, in use, and shown failing in tests/errors."""

from __future__ import annotations

import re
import runpy
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))
CODE = re.compile(r"""["']([A-Z]\d{3})["']""")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
SOURCES = (ROOT / "docs" / "manual_words").glob("*.md")
"""Parts of the manual's pages: their links are those of the pages made of them."""
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted(set((ROOT / "docs").rglob("*.md")) - set(SOURCES)),
]
CODES = [code for messages in GENERATE["catalogues"]().values() for code in messages]


def _codes_in(folder: str, *, leave_out: str = "") -> set[str]:
    files = [p for p in (ROOT / folder).rglob("*.py") if p.name != leave_out]
    return {code for p in files for code in CODE.findall(p.read_text(encoding="utf-8"))}


def test_the_generated_pages_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    code = GENERATE["main"](["--check"])
    assert code == 0, capsys.readouterr().out


def test_every_code_that_the_program_uses_is_in_a_catalogue_and_every_one_there_is_used() -> None:
    assert _codes_in("incentives", leave_out="messages.py") == set(CODES)


def test_a_code_stands_in_one_catalogue_under_its_letter() -> None:
    for letter, messages in GENERATE["catalogues"]().items():
        assert [code for code in messages if code[0] != letter] == []
    assert len(CODES) == len(set(CODES))


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_failing_example(code: str) -> None:
    named_after_their_code = {p.stem for p in (ROOT / "tests" / "errors").rglob("*.yaml")}
    assert code in _codes_in("tests/errors") | _codes_in("tests/corpora") | named_after_their_code


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_of_the_project_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_gives_the_two_commands_each_on_a_line_of_its_own() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert "pip install uv && uv run incentives demo" in lines
    assert "pip install uv && uv run pytest" in lines


def test_the_guide_shows_form_31_as_it_stands_in_the_code() -> None:
    guide = (ROOT / "docs" / "DEVELOPERS.md").read_text(encoding="utf-8")
    points = (ROOT / "incentives" / "scheme" / "forms" / "points.py").read_text(encoding="utf-8")
    shown = guide.split("```python\n")[1].split("```")[0]
    for part in shown.split("\n\n\n"):
        assert part.strip() in points


def test_the_catalogue_says_what_a_message_says_of_its_example() -> None:
    page = (ROOT / "docs" / "MESSAGES.md").read_text(encoding="utf-8")
    said = '"pionts" is not a word that HYP006 knows. → Did you mean "points"?'
    assert f"| S201 | A word is not known here | {said} |" in page
