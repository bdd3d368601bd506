"""Every command of docs/FINANCE.md and GOVERNANCE.md is one that the program has, with its options."""

from __future__ import annotations

import re

import pytest
import typer

from incentives.cli.app import VERBS, program
from tests.conftest import ROOT

PAGES = {
    name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("FINANCE", "GOVERNANCE")
}
PAGE = PAGES["FINANCE"]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_of_the_page_is_there(page: str) -> None:
    commands = re.findall(r"`incentives ([^`]+)`", PAGES[page])
    assert len(commands) > 10
    for command in commands:
        verb, *words = command.split()
        assert verb in VERBS, command
        held = typer.main.get_command(program(verb))
        inner = held.commands[verb] if hasattr(held, "commands") else held
        if hasattr(inner, "commands"):
            inner = inner.commands[words[0]]
        known = {name for parameter in inner.params for name in parameter.opts}
        assert {w for w in words if w.startswith("--")} <= known, command


def test_every_file_of_the_page_is_there() -> None:
    for name in re.findall(r"`(templates/[a-z./-]+)`", PAGE):
        assert (ROOT / name).exists(), name
