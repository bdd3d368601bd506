"""What stands in the rows of a scheme's workbook: the settings of each part, written or left blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place
from incentives.scheme.book import fields
from incentives.scheme.book.settings import value_node
from incentives.scheme.book.shape import CHANGED, HEADER, INSIDE, NEW_COLUMNS, spoken
from incentives.scheme.marks import Items, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.book.fields import Shapes, Step
    from incentives.scheme.book.shape import Settings

Tree = Mapping[str, Any]
FURTHER = ("change", "add", "indicators")


@dataclass(frozen=True)
class SettingRow:
    """A row of a sheet that lists settings; ``value`` is blank where nothing is written yet."""

    part: str
    name: str
    path: tuple[Step, ...]
    value: str
    shapes: Shapes

    def setting(self) -> str:
        """Return the setting as the workbook shows it: ``consulted (1) > body``."""
        pieces: list[str] = []
        for step in self.path:
            if isinstance(step, int):
                pieces[-1] += f" ({step})"
            else:
                pieces.append(step if self._is_own(step) else spoken(step))
        return INSIDE.join(pieces)

    def _is_own(self, step: str) -> bool:
        """Names that people gave, such as an indicator's code, are shown as given."""
        return self.part == "tests" and step not in ("practice", "expect")


def rows_of(sheet: Settings, tree: Tree, patterns: Tree) -> Iterator[SettingRow]:
    """Yield the rows of a sheet: of parts without names every setting there is, of others what is written.

    Parts that are written stand in their order in the scheme: it is the one in which they apply.
    ``patterns`` are entries of which the settings are shown without their values, to be filled in.
    """
    written = [part for part in tree if part in sheet.parts] if sheet.named else []
    for part in (*written, *(p for p in sheet.parts if p not in written)):
        if part in FURTHER:
            yield from _further(part, tree.get(part, {}))
        elif sheet.named:
            yield from _entries(part, tree.get(part))
            yield from (replace(row, value="") for row in _entries(part, patterns.get(part)))
        else:
            yield from _single(part, tree)


def new_rows(tree: Tree) -> dict[str, dict[str, str]]:
    """Return the new indicators by code: the settings that have columns of their own."""
    shapes = fields.shapes_of("indicators")
    own = {**tree.get("indicators", {}), **tree.get("add", {})}
    return {
        code: {str(w): text for (w, *_), text in _written(row, shapes) if _in_column(row, w)}
        for code, row in own.items()
    }


def changed_in_columns(row: Tree, word: str) -> bool:
    """Tell whether a change can stand in the columns of the sheet of indicators."""
    pair = row.get(word)
    return word in CHANGED and isinstance(pair, Mapping) and all(isinstance(v, str) for v in pair.values())


def _in_column(row: Tree, word: Step) -> bool:
    return word in NEW_COLUMNS and isinstance(row[str(word)], str)


def _single(part: str, tree: Tree) -> Iterator[SettingRow]:
    """Yield every setting of a part, as the schema has them, and then what is written besides."""
    shapes = fields.shapes_of(part)
    written = (
        {w: v for w, v in tree.items() if w in fields.words_in(shapes)}
        if part == HEADER
        else tree.get(part, {})
    )
    found = dict(_written(written, shapes))
    for path in fields.settings_in(shapes):
        if any(isinstance(s, int) and s > 1 for s in path) or not _is_covered(path, found):
            yield SettingRow(part, "", path, found.pop(path, ""), fields.at(shapes, path))
        for more in [p for p in found if _next_member(path, p)]:
            yield SettingRow(part, "", more, found.pop(more), fields.at(shapes, more))
    for path, text in found.items():
        yield SettingRow(part, "", path, text, fields.at(shapes, path))


def _is_covered(path: tuple[Step, ...], found: Mapping[tuple[Step, ...], str]) -> bool:
    """Tell whether a setting is written out further below: a value by year, a list member by member."""
    return any(len(p) > len(path) and p[: len(path)] == path for p in found)


def _next_member(path: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    """Tell whether ``other`` is of the list of which ``path`` ends the first member, or inside ``path``."""
    if other[: len(path)] == path:
        return True
    at = next((n for n, s in enumerate(path) if isinstance(s, int)), None)
    return at is not None and other[:at] == path[:at] and other[at + 1 :] == path[at + 1 :]


def _entries(part: str, found: Any) -> Iterator[SettingRow]:
    whole = fields.shapes_of(part)
    if part == "notes":
        yield from (SettingRow(part, str(n), ("note",), text, whole) for n, text in enumerate(found or (), 1))
        return
    named = found.items() if isinstance(found, Mapping) else zip(count(1), found or (), strict=False)
    for key, entry in named:
        name = _name(key, entry)
        shapes = fields.of_form(whole, entry.get("form", "")) if "form" in entry else whole
        for path, text in _written(entry, shapes):
            if path != ("name",) or name.isdigit():
                yield SettingRow(part, name, path, text, fields.at(shapes, path))


def _name(key: str | int, entry: Tree) -> str:
    """Return what an entry is called: by its key, by its own name, or by its number in the list."""
    given = entry.get("name", "")
    return key if isinstance(key, str) else given if given and not given.isdigit() else str(key)


def _further(part: str, found: Tree) -> Iterator[SettingRow]:
    for code, row in found.items():
        shapes = fields.shapes_of(part)
        for path, text in _written(row, shapes):
            word = str(path[0])
            in_column = changed_in_columns(row, word) if part == "change" else _in_column(row, word)
            if not in_column and not (part == "change" and word == "reason"):
                yield SettingRow(part, code, path, text, fields.at(shapes, path))


def _written(
    value: Any, shapes: Shapes, before: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield every single value with its path; a list of values as one text where that reads the same."""
    if isinstance(value, str):
        yield before, value
    elif isinstance(value, Mapping):
        for word, inner in value.items():
            yield from _written(inner, fields.within(shapes, word), (*before, word))
    elif _together(value, shapes):
        yield before, ", ".join(value)
    else:
        for number, inner in enumerate(value, start=1):
            yield from _written(inner, fields.within(shapes, number), (*before, number))


def _together(members: Sequence[Any], shapes: Shapes) -> bool:
    if not members or not all(isinstance(m, str) for m in members):
        return False
    node = value_node(", ".join(members), Place(), shapes)
    return isinstance(node, Items) and [n.text for n in node.items if isinstance(n, Scalar)] == list(members)
