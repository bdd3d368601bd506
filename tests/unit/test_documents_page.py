"""docs/DOCUMENTS.md names every kind of document and no other, and only commands and options there are."""

from __future__ import annotations

import re

import typer

from incentives.cli.app import VERBS, program
from incentives.report.documents.kinds import KINDS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "DOCUMENTS.md").read_text(encoding="utf-8")


def test_the_page_names_every_kind() -> None:
    assert set(re.findall(r"^\| [a-z ]+ \| `([a-z-]+)` \|", PAGE, re.MULTILINE)) == set(KINDS)


def test_every_command_and_option_of_the_page_is_there() -> None:
    commands = re.findall(r"`incentives ([^`]+)`", PAGE)
    assert len(commands) > 5
    for command in commands:
        verb, *words = command.split()
        assert verb in VERBS, command
        held = typer.main.get_command(program(verb))
        inner = held.commands[verb] if hasattr(held, "commands") else held
        known = {name for parameter in inner.params for name in parameter.opts}
        assert {w for w in words if w.startswith("--")} <= known, command
        if "--kind" in words:
            assert words[words.index("--kind") + 1] in {*KINDS, "KIND"}


def test_every_other_option_of_the_page_is_one_of_document() -> None:
    known = {name for p in typer.main.get_command(program("document")).params for name in p.opts}
    held = typer.main.get_command(program("document"))
    inner = held.commands["document"] if hasattr(held, "commands") else held
    known |= {name for parameter in inner.params for name in parameter.opts}
    assert set(re.findall(r"with `(--[a-z-]+)", PAGE)) <= known
