"""``pack.yaml``: what a data pack is, and for each of its tables the file, the date and the source.

Every value is read as text and keeps its line and column. Anchors, tags, several documents, doubled
keys, deep nesting and large files are refused before anything is made of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import yaml

from incentives.base.problem import Place, did_you_mean
from incentives.base.year import FinancialYear
from incentives.data.grid import Stated
from incentives.data.layouts import LAYOUTS, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.data.found import Found

MANIFEST, REPORT = "pack.yaml", "import-report.csv"
_LARGEST_BYTES = 65_536
_DEEPEST = 8
EXAMPLE = """Write pack.yaml as
kind: practice data
title: Barsetshire 2015/16
year: 2015/16
tables:
  practices:
    file: practices.csv
    as_at: 2016-01-01
    source: registered lists, NHAIS"""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """Settings under one another: each key with its own place and its value."""

    items: Mapping[str, tuple[Place, Scalar | Group]]
    place: Place

    def text(self, key: str) -> str:
        """Return a setting's text, blank where it is absent or a group."""
        held = self.items.get(key)
        return held[1].text if held and isinstance(held[1], Scalar) else ""

    def at(self, key: str) -> Place:
        """Return where a setting's value stands, or the group where it is absent."""
        held = self.items.get(key)
        return held[1].place if held else self.place


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack's title, year and tables, as stated."""

    title: str
    year: FinancialYear
    tables: tuple[Stated, ...]


class _UnreadableError(Exception):
    def __init__(self, place: Place, message: str, remedy: str = EXAMPLE) -> None:
        self.place, self.message, self.remedy = place, message, remedy
        super().__init__(message)


def read_manifest(data: bytes, shown: str, found: Found) -> Manifest | None:
    """Read ``pack.yaml``; None, with the problems noted, where it cannot be used."""
    try:
        tree = _tree(data, shown)
    except _UnreadableError as reason:
        found.add("D103", reason.place, reason.message, reason.remedy)
        return None
    return manifest_of(tree, shown.removesuffix(MANIFEST), found)


def manifest_of(tree: Group, folder: str, found: Found) -> Manifest | None:
    """Return what the settings state; a sheet ``pack`` gives the same settings as the file."""
    _known(tree, ("kind", "title", "year", "tables"), found)
    if tree.text("kind") != "practice data":
        found.add("D104", tree.at("kind"), 'The setting "kind" must say "practice data".', EXAMPLE)
    if not tree.text("title"):
        found.add(
            "D104",
            tree.at("title"),
            "The pack has no title.",
            "Add a line such as title: Barsetshire 2015/16.",
        )
    year = _year(tree, found)
    tables = tree.items.get("tables", (tree.place, tree))[1]
    if "tables" not in tree.items or not isinstance(tables, Group) or not tables.items:
        found.add("D104", tree.at("tables"), "The pack names no tables.", EXAMPLE)
        return None
    stated = [_table(name, at, entry, folder, found) for name, (at, entry) in tables.items.items()]
    if year is None:
        return None
    return Manifest(tree.text("title"), year, tuple(s for s in stated if s))


def _year(tree: Group, found: Found) -> FinancialYear | None:
    try:
        return FinancialYear.parse(tree.text("year"))
    except ValueError:
        message = (
            f'"{tree.text("year")}" is no financial year.'
            if "year" in tree.items
            else "The pack has no year."
        )
        found.add("D104", tree.at("year"), message, "Add a line such as year: 2015/16.")
        return None


def _table(name: str, at: Place, entry: Scalar | Group, folder: str, found: Found) -> Stated | None:
    if isinstance(entry, Scalar):
        found.add("D104", at, f'The table "{name}" states no file, date and source.', EXAMPLE)
        return None
    _known(entry, ("file", "holds", "as_at", "source", "sheet"), found)
    holds = entry.text("holds") or name
    if holds not in (*LAYOUTS, PUBLISHED):
        remedy = did_you_mean(holds, list(LAYOUTS), most=20)
        found.add(
            "D104", at, f'A pack has no table "{holds}".', remedy + ' A table of another name says "holds:".'
        )
        return None
    as_at = _as_at(name, entry, at, found)
    if not entry.text("source"):
        found.add(
            "D105", at, f'The table "{name}" does not state its source.', "Add source: and where it is from."
        )
    file = entry.text("file")
    if not file or file != file.strip("./\\") or "/" in file or "\\" in file:
        found.add(
            "D104",
            entry.at("file"),
            f'"{file}" is no plain file name.' if file else f'The table "{name}" names no file.',
            "Add file: and the name of a file that lies in the pack's folder, such as practices.csv.",
        )
        return None
    sheet = entry.text("sheet")
    shown = folder if sheet else folder + file
    return Stated(name, holds, file, as_at, entry.text("source"), shown, sheet) if as_at else None


def _as_at(name: str, entry: Group, at: Place, found: Found) -> date | None:
    text = entry.text("as_at")
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no date' if text else f'The table "{name}" does not state its date'
        remedy = "Add as_at: and the day of which the figures are, such as 2016-01-01."
        found.add("D105", entry.at("as_at") if text else at, message + ".", remedy)
        return None


def _known(group: Group, keys: tuple[str, ...], found: Found) -> None:
    for key, (place, _) in group.items.items():
        if key not in keys:
            found.add("D104", place, f'"{key}" is no setting of a pack.', did_you_mean(key, keys))


def _tree(data: bytes, shown: str) -> Group:
    if len(data) > _LARGEST_BYTES:
        message = f"{MANIFEST} has {len(data):,} bytes; at most {_LARGEST_BYTES:,} are read."
        raise _UnreadableError(
            Place(shown), message, "It only names tables; keep the figures in their own files."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _UnreadableError(Place(shown), "It is not text in UTF-8.", "Save it as UTF-8.") from None
    lines = text.splitlines()
    try:
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        return _Builder(shown, lines).document(iter(events))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = _place(shown, lines, mark.line, mark.column) if mark else Place(shown)
        raise _UnreadableError(place, f"It is not valid YAML: {error.problem}.") from None
    except yaml.YAMLError as error:
        message = f"It holds a sign that YAML does not allow: {str(error).splitlines()[0]}."
        raise _UnreadableError(Place(shown), message) from None


def _place(shown: str, lines: list[str], line: int, column: int) -> Place:
    return Place(shown, line + 1, column + 1, lines[line] if line < len(lines) else "")


class _Builder:
    def __init__(self, shown: str, lines: list[str]) -> None:
        self.shown, self.lines = shown, lines

    def document(self, events: Iterator[yaml.Event]) -> Group:
        nodes = [e for e in self._checked(events) if not isinstance(e, _FRAME)]
        if not nodes or not isinstance(nodes[0], yaml.MappingStartEvent):
            raise _UnreadableError(Place(self.shown), f"{MANIFEST} holds no settings.")
        tree = self._node(iter(nodes))
        assert isinstance(tree, Group), "a mapping becomes a group"  # noqa: S101 - our own mistake
        return tree

    def _checked(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        depth = documents = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            refused = (
                (depth > _DEEPEST, f"Settings are nested more than {_DEEPEST} deep"),
                (documents > 1, "It holds more than one document (a line of ---)"),
                (isinstance(event, yaml.SequenceStartEvent), "A list stands where settings are expected"),
                (getattr(event, "anchor", None) is not None, "Anchors (&) and aliases (*) are not used here"),
                (getattr(event, "tag", None) is not None, "Tags (!) are not used here"),
            )
            for wrong, message in refused:
                if wrong:
                    raise _UnreadableError(self._at(event), message + ".")
            yield event

    def _node(self, events: Iterator[yaml.Event]) -> Scalar | Group:
        event = next(events)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, self._at(event))
        items: dict[str, tuple[Place, Scalar | Group]] = {}
        place = self._at(event)
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise _UnreadableError(self._at(key), "A setting's name must be a word.")
            at = self._at(key)
            if key.value in items:
                first = items[key.value][0].line
                message = f'"{key.value}" is set twice, in line {first} and in line {at.line}.'
                raise _UnreadableError(at, message, "Keep one of the two.")
            items[key.value] = at, self._node(events)
        return Group(items, place)

    def _at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:
            return Place(self.shown)
        return _place(self.shown, self.lines, mark.line, mark.column)


_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
