"""What may stand under a setting, looked up in the schema that editors use: words, kinds, help, examples."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from incentives.base.problem import nearest
from incentives.base.year import written_date
from incentives.scheme import model
from incentives.scheme.book.shape import HEADER
from incentives.scheme.schema import schema_of
from incentives.scheme.section import keys_of
from incentives.scheme.values import Day, Month, Year

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]
Shapes = tuple[Schema, ...]
Step = str | int
_ALIKE = 0.7


def pattern_of(kind: Any) -> str:
    """Return the pattern by which a kind of value, such as Pounds, is written."""
    return str(kind.__metadata__[1].schema["pattern"])


DAY, MONTH, YEAR = pattern_of(Day), pattern_of(Month), pattern_of(Year)


@cache
def shapes_of(part: str) -> Shapes:
    """Return what one entry of a part may be: of a list or of named entries, what one of them may be."""
    if part == HEADER:
        words = _scheme()["properties"]
        return (
            {"type": "object", "properties": {w: words[w] for w in keys_of(model.Header) if w != "kind"}},
        )
    whole = _flat(_scheme()["properties"].get(part, {}))
    entries = [_inner(s) for s in whole]
    return tuple(e for found in entries for e in found) or tuple(whole)


def is_list(part: str) -> bool:
    """Tell whether a part is a list of entries."""
    return any(s.get("type") == "array" for s in _flat(_scheme()["properties"].get(part, {})))


def is_named(part: str) -> bool:
    """Tell whether a part holds entries under names of their own."""
    whole = _flat(_scheme()["properties"].get(part, {}))
    return any(isinstance(s.get("additionalProperties"), dict) for s in whole)


def of_form(shapes: Shapes, form: str) -> Shapes:
    """Return the shapes of one form, or all of them where none is of that name."""
    return tuple(s for s in shapes if s.get("properties", {}).get("form", {}).get("const") == form) or shapes


def within(shapes: Shapes, step: Step) -> Shapes:
    """Return what may stand under a word, or be a member of a list."""
    found: list[Schema] = []
    for shape in shapes:
        if isinstance(step, int):
            found += _flat(shape["items"]) if shape.get("type") == "array" else []
        elif step in shape.get("properties", {}):
            found += _flat(shape["properties"][step])
        elif isinstance(shape.get("additionalProperties"), dict):
            found += _flat(shape["additionalProperties"])
    return tuple(found)


def at(shapes: Shapes, path: tuple[Step, ...]) -> Shapes:
    """Return what may stand at the end of a path."""
    for step in path:
        shapes = within(shapes, step)
    return shapes


def as_meant(shapes: Shapes, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return a path with each misspelt word as the nearest that may stand there."""
    found: list[Step] = []
    for step in path:
        here = at(shapes, tuple(found))
        known = words_in(here)
        near = nearest(step, known, likeness=_ALIKE) if isinstance(step, str) and step not in known else None
        found.append(near or step)
    return tuple(found)


def words_in(shapes: Shapes) -> tuple[str, ...]:
    """Return the words that may stand in a group."""
    return tuple(dict.fromkeys(w for s in shapes for w in s.get("properties", {})))


def closed_list(shapes: Shapes) -> tuple[str, ...]:
    """Return the values that may be chosen, none where a value is written freely."""
    found = [_choices(s) for s in shapes]
    return tuple(dict.fromkeys(v for f in found for v in f)) if found and all(found) else ()


def chosen_among(shapes: Shapes) -> tuple[str, ...]:
    """Return the values that may be chosen, also where others may be written beside them."""
    return tuple(dict.fromkeys(v for s in shapes for v in _choices(s)))


def takes_list(shapes: Shapes) -> bool:
    """Tell whether single values may stand together as a list."""
    return any(s.get("type") == "array" and not _holds_groups(s) for s in shapes)


def takes_text(shapes: Shapes) -> bool:
    """Tell whether a value that is on no closed list may stand alone."""
    return any(not _choices(s) and s.get("type") not in ("array", "object") for s in shapes)


def says(shapes: Shapes) -> str:
    """Return what a setting means, with an example where its values are written freely."""
    told = next((s["description"] for s in shapes if s.get("description")), "").partition(" Written as:")[0]
    examples = [e for s in shapes for e in s.get("examples", ())]
    listed = examples[0] if examples and isinstance(examples[0], list) else examples[:1]
    if listed and not closed_list(shapes) and not isinstance(listed[0], dict) and listed != ["text"]:
        shown = ", ".join(written_date(date.fromisoformat(e)) if _is_day(e) else str(e) for e in listed)
        told += f" For example: {shown}"
    return told.strip()


def examples_of(shapes: Shapes) -> tuple[str, ...]:
    """Return examples of a single value."""
    found = (e for s in shapes for e in s.get("examples", ()))
    return tuple(dict.fromkeys(str(e) for e in found if not isinstance(e, dict | list) and e != "text"))


def _is_day(text: Any) -> bool:
    return bool(re.fullmatch(DAY, str(text)))


def required_in(shapes: Shapes) -> frozenset[str]:
    """Return the words that every one of the shapes needs."""
    needed = [frozenset(s.get("required", ())) for s in shapes]
    return frozenset.intersection(*needed) if needed else frozenset()


def settings_in(shapes: Shapes, before: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Yield the paths of all single settings of a group; of a list of groups, those of its first member."""
    for word in words_in(shapes):
        inner = within(shapes, word)
        groups = [s for s in inner if s.get("properties")]
        lists = tuple(i for s in inner if s.get("type") == "array" for i in _flat(s["items"]))
        if word == "variants" or (word == "form" and len(shapes) == 1):
            continue
        if groups and len(groups) == len(inner):
            yield from settings_in(inner, (*before, word))
        elif lists and all(s.get("properties") for s in lists):
            yield from settings_in(lists, (*before, word, 1))
        else:
            yield (*before, word)


def is_pattern(shapes: Shapes, pattern: str) -> bool:
    """Tell whether a value is written by a pattern, such as that of months."""
    return any(pattern.strip("^$") in str(s.get("pattern", "")) for s in shapes)


@cache
def _scheme() -> Schema:
    return schema_of("scheme")


def _flat(shape: Schema) -> list[Schema]:
    if "$ref" in shape:
        return _flat(_scheme()["definitions"][shape["$ref"].rpartition("/")[2]])
    if "anyOf" in shape:
        told = {k: shape[k] for k in ("description",) if k in shape}
        return [{**told, **one} for inner in shape["anyOf"] for one in _flat(inner)]
    return [shape]


def _inner(shape: Schema) -> list[Schema]:
    if shape.get("type") == "array":
        return _flat(shape["items"])
    named = shape.get("additionalProperties")
    return _flat(named) if isinstance(named, dict) and not shape.get("properties") else []


def _choices(shape: Schema) -> tuple[str, ...]:
    if "const" in shape:
        return (str(shape["const"]),)
    return tuple(map(str, shape.get("enum", ())))


def _holds_groups(shape: Schema) -> bool:
    return any(s.get("type") == "object" for s in _flat(shape.get("items", {})))
