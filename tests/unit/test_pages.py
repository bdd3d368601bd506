"""Generated pages are current; every code is in a catalogue, in use, and shown failing in tests/errors."""

from __future__ import annotations

import re
import runpy

import pytest

from tests.conftest import ROOT

GENERATE = runpy.run_path(str(ROOT / "docs" / "generate.py"))
CODE = re.compile(r"""["']([A-Z]\d{3})["']""")
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
    assert code in _codes_in("tests/errors")
