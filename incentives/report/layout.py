"""The schedule's look and words, read from ``templates/schedule.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import yaml

from incentives.base.problem import Place, Problem, Refused
from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class SheetWords:
    """A sheet's name on its tab, the title in its first cell, and the note below it."""

    name: str
    title: str
    note: str


@dataclass(frozen=True)
class Layout:
    """Fonts, colours, widths and words of the schedule."""

    font: str
    size: int
    title_size: int
    colours: dict[str, str]
    widths: dict[str, int]
    footer: str
    sheets: dict[str, SheetWords]
    other_sheets: dict[str, SheetWords]
    columns: dict[str, str]
    nothing: str
    notes: tuple[str, ...]


def read_layout(path: Path | None = None) -> Layout:
    """Return the shipped layout, or that of another template; raises Refused (R104) for an unusable one."""
    path = path or shipped("templates") / "schedule.yaml"
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise _unusable(path, "it cannot be read as YAML") from None
    known = {f.name for f in fields(Layout)}
    if not isinstance(read, dict) or set(read) != known:
        raise _unusable(path, f"it must have exactly these parts: {', '.join(sorted(known))}")
    return _made(path, read)


def _made(path: Path, read: dict[str, Any]) -> Layout:
    try:
        sheets = {key: SheetWords(**words) for key, words in read["sheets"].items()}
        others = {key: SheetWords(**words) for key, words in read["other_sheets"].items()}
    except (TypeError, AttributeError):
        raise _unusable(path, "each sheet must have a name, a title and a note") from None
    names = [s.name for s in sheets.values()] + list(read["columns"].values())
    if long := [n for n in names if len(n) > _LONGEST_NAME]:
        raise _unusable(path, f'"{long[0]}" is longer than {_LONGEST_NAME} characters')
    if len({n.casefold() for n in names}) < len(names):
        raise _unusable(path, "two sheets have the same name")
    return Layout(**{**read, "sheets": sheets, "other_sheets": others, "notes": tuple(read["notes"])})


def _unusable(path: Path, why: str) -> Refused:
    message = f"The template of the schedule cannot be used: {why}."
    return Refused([Problem("R104", Place(str(path)), message, "Compare it with the shipped template.")])
