"""Writes what is made from the program: messages, commands, the manual, and the schemas for editors.

``uv run python docs/generate.py`` writes them; ``--check`` names those that are not current and ends with 1.
"""

from __future__ import annotations

import difflib
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs import generate_local, generate_manual
from incentives.cli.app import program
from incentives.scheme.schema import schema_text

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 100
CATALOGUES = {
    "S": ("incentives.scheme.messages", "Scheme files"),
    "E": ("incentives.explain.messages", "The worked examples of a scheme"),
    "P": ("incentives.formula.messages", "The steps a scheme makes"),
    "D": ("incentives.data.messages", "Practice data"),
    "C": ("incentives.cli.messages", "Commands"),
    "R": ("incentives.report.messages", "Files that are written"),
    "G": ("incentives.govern.messages", "Governance: the ledger, approvals, releases"),
}

MESSAGES_INTRODUCTION = """# Messages

Made by `just docs` from the catalogues in the program; do not edit it here.

Every message says where (file, line and column, or row, or sheet and cell), what was read, why it is
refused and what to do. All problems of a file are told at once. A **warning** does not stop the work;
an error does, and nothing is written. Each code has a failing example in `tests/errors/`; where it is a file,
what is said of it stands here.
"""
COMMANDS_INTRODUCTION = """# Commands

Made by `just docs` from `--help`; do not edit it here.

Exit codes: 0 done, 1 refused (the problems are printed, nothing is written), 2 wrong usage,
4 a fault of the program (it says what to report).
"""


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them with what would be written; return the exit code."""
    pages = {
        "docs/MESSAGES.md": messages_page(catalogues()),
        "docs/CLI.md": commands_page(),
        "schemes/schema.json": schema_text("scheme"),
        "schemes/schema-indicators.json": schema_text("indicators"),
        **generate_manual.pages(),
        **generate_local.pages(),
    }
    if "--check" not in arguments:
        for name, text in pages.items():
            (ROOT / name).write_text(text, encoding="utf-8")
        return 0
    stale = {name: text for name, text in pages.items() if _read(name) != text}
    for name, text in stale.items():
        changes = difflib.unified_diff(
            _read(name).splitlines(), text.splitlines(), name, "current", lineterm="", n=0
        )
        sys.stdout.write("\n".join(changes) + f"\n{name} is not current: run `just docs`\n")
    return 1 if stale else 0


def catalogues() -> dict[str, Mapping[str, str]]:
    """Return every code with its one line, by the letter of its catalogue."""
    return {letter: import_module(module).MESSAGES for letter, (module, _) in CATALOGUES.items()}


def messages_page(found: Mapping[str, Mapping[str, str]]) -> str:
    """Return the catalogue of messages as a page."""
    parts, examples = [MESSAGES_INTRODUCTION], {p.stem: p for p in (ROOT / "tests" / "errors").rglob("*.txt")}
    for letter, messages in found.items():
        told = {code: _said(examples[code]) for code in messages if code in examples}
        head = "| Code | What is wrong |" + (" It says, for example |" if told else "")
        head += "\n|---|---|" + ("---|" if told else "") + "\n"
        rows = "".join(
            f"| {code} | {line[0].upper()}{line[1:]} |" + (f" {told.get(code, '')} |\n" if told else "\n")
            for code, line in messages.items()
        )
        parts.append(f"\n## {letter}: {CATALOGUES[letter][1]}\n\n{head}{rows}")
    return "".join(parts)


def commands_page() -> str:
    """Return the help of the program and of each verb as a page."""
    whole = typer.main.get_command(program())
    top = whole.make_context("incentives", [], resilient_parsing=True, terminal_width=WIDTH)
    parts = [f"{COMMANDS_INTRODUCTION}\n```\n{whole.get_help(top)}\n```\n"]
    for name, verb in whole.commands.items():  # type: ignore[attr-defined]
        inner = verb.make_context(name, [], parent=top, resilient_parsing=True, terminal_width=WIDTH)
        parts.append(f"\n## incentives {name}\n\n```\n{verb.get_help(inner)}\n```\n")
        for action, part in getattr(verb, "commands", {}).items():
            own = part.make_context(action, [], parent=inner, resilient_parsing=True, terminal_width=WIDTH)
            parts.append(f"\n```\n{part.get_help(own)}\n```\n")
    return "".join(parts)


def _said(example: Path) -> str:
    """What the message says of its example in tests/errors, and the way out that it names."""
    said, _, remedy = example.read_text(encoding="utf-8").partition("\n\n")[0].partition("    → ")
    message = said.rstrip().splitlines()[-1]
    whole = " → ".join(" ".join(text.split()) for text in (message, remedy))
    return whole.replace("|", "\\|").replace("*", "\\*")


def _read(name: str) -> str:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
