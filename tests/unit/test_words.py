"""No text that a user reads holds a word that the glossary keeps off the screen."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GLOSSARY = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
FORBIDDEN = tuple(
    word.strip()
    for row in GLOSSARY.split("## Words on screen")[1].splitlines()
    if row.startswith("| ") and not row.startswith("| Not ")
    for word in row.split("|")[1].split(",")
)
PATTERN = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, FORBIDDEN))})(?![\w-])", re.IGNORECASE)
COMMANDS = re.compile(r"`[^`]+`|--[a-z-]+|incentives [a-z-]+|^ {2}[a-z-]+ {2}|\S*schema\S+|\S+schema\S*")
"""Commands, options, names of files and keys: they are typed, not read."""
FORM = re.compile(r"(?<![\w-])forms? \d+", re.IGNORECASE)
"""A form goes by its name; its number is ours."""
FOR_USERS = ("CLI", "EDITOR", "EXCEL", "MESSAGES", "README", "TUTORIAL")
PAGES = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in FOR_USERS),
    *(ROOT / "docs" / "manual").glob("*.md"),
]
TECHNICAL = {
    ROOT / "incentives" / "cli" / "backtest.py",
    ROOT / "incentives" / "withdrawal" / "constants.py",
}
"""How forecasts are made and scored: read by who checks them, as the glossary allows."""
BINARY = {".docx", ".xlsx"}
PLACE_NAMES = ROOT / "incentives" / "data" / "synthetic" / "names.py"  # "Stone Gate" is a street
FILES = sorted(
    {
        *(ROOT / "incentives").rglob("*.py"),
        *(p for p in (ROOT / "templates").rglob("*") if p.is_file() and p.suffix not in BINARY),
        *PAGES,
    }
    - {PLACE_NAMES, *TECHNICAL}
)


def test_the_table_of_the_glossary_is_read() -> None:
    assert {"winner", "clamp", "withdrawn", "NaN"} <= set(FORBIDDEN)
    assert PATTERN.search("The Winners are shown.")
    assert not PATTERN.search("They would receive more.")
    assert _is_kept_off("It is paid as form 16.")
    assert _is_kept_off("The schema says so.")
    assert not _is_kept_off("Write `incentives schema`; the form is called improvement.")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_word_that_is_kept_off_the_screen_is_shown(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = _sentences(text) if path.suffix == ".py" else enumerate(text.splitlines(), start=1)
    assert [f"{line}: {said}" for line, said in shown if _is_kept_off(said)] == []


def _is_kept_off(said: str) -> bool:
    plain = COMMANDS.sub("", said)
    return bool(PATTERN.search(plain) or FORM.search(plain))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Every text with a blank in it that is no documentation and no message to ourselves, with its line."""
    tree = ast.parse(text)
    ours = {id(part) for node in ast.walk(tree) for part in _not_shown(node)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in ours)
    for node in texts:
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and what an assertion of ours says."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Assert) and node.msg:
        yield from ast.walk(node.msg)
    match node:
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError")) as ours):
            yield from ast.walk(ours)
