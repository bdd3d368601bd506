"""Every command of docs/FINANCE.md is one that the program has, with the options that it names."""

from __future__ import annotations

import re

import typer

from incentives.cli.app import VERBS, program
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "FINANCE.md").read_text(encoding="utf-8")


def test_every_command_and_option_of_the_page_is_there() -> None:
    commands = re.findall(r"`incentives ([^`]+)`", PAGE)
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
