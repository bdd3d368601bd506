"""A scheme of a chapter as the manual shows it: one setting a line, without what every chapter says alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from tests.spec.chapter import scheme

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, FEW = 10_000, 2
BACKGROUND = ("kind", "id", "title")


class _Lines(yaml.SafeDumper):
    """Writes text as it is read here, where 20 and yes are text; lists of words stay on their line."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the library has it

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Indent the items of a list under their word."""
        super().increase_indent(flow, indentless=False)


def _list(dumper: _Lines, data: list[Any]) -> yaml.Node:
    plain = all(isinstance(item, str) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=plain)


_Lines.add_representer(list, _list)


def blocks(text: str) -> dict[str, str]:
    """Return the words of a scheme with their text, leaving out what the usual chapter says."""
    usual = _read(scheme("X: {}"))
    return {
        word: _written({word: value})
        for word, value in _read(text).items()
        if word not in BACKGROUND and usual.get(word) != value
    }


def usual_scheme() -> str:
    """Return what every example says alike, as text."""
    whole = _read(scheme("X: {}"))
    del whole["indicators"]
    return _written(whole)


def changed(now: dict[str, str], before: dict[str, str]) -> dict[str, str] | None:
    """Return the words that differ, or None where a word is gone."""
    if set(before) - set(now):
        return None
    return {word: text for word, text in now.items() if before.get(word) != text}


def lines_changed(now: dict[str, str], before: dict[str, str]) -> tuple[str, ...]:
    """Return the settings that differ where they are few and nothing else does, otherwise none."""
    found: list[str] = []
    for word, text in now.items():
        lines, were = text.splitlines(), before.get(word, "").splitlines()
        if len(lines) != len(were):
            return ()
        found += [
            line.strip().removeprefix("- ") for line, was in zip(lines, were, strict=True) if line != was
        ]
    return tuple(found) if len(set(found)) == len(found) <= FEW else ()


def own_blocks(text: str, words: Sequence[str]) -> str:
    """Return the lines of some words of a scheme file, as they stand there."""
    found = {m[1]: m[0] for m in re.finditer(r"^(\w+):.*\n(?:[ #].*\n)*", text, re.MULTILINE)}
    return "".join(found[word] for word in words)


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - reads everything as text
    return found


def _written(value: dict[str, Any]) -> str:
    made: str = yaml.dump(value, Dumper=_Lines, allow_unicode=True, sort_keys=False, width=WIDTH)
    return made
