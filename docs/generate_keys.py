"""The settings of a form or of a section as a table: what each means, an example, whether it is needed.

The words are those of the schema that editors show (``incentives schema``), so that they are written once.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from incentives.scheme.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentives.scheme.forms import Form

Shape = dict[str, Any]
HEAD = "| Setting | What it means | For example | Needed |\n|---|---|---|---|\n"
DEEPEST = 3
MOST_EXAMPLES = 6
ELSEWHERE = {"points": "`20`", "variants": "see [Variants](variants.md)"}
"""Settings with a page of their own: points may also follow from a price for each patient."""
NO_EXAMPLE = ["text"]


def table_of_form(form: Form) -> str:
    """Return the settings of a form; of an indicator, those that not every indicator has."""
    shape = next(s for s in _entries(form.part.value) if s.get("title") == form.name)
    every = shared_words() if form.part.value == "indicators" else frozenset()
    chosen_elsewhere = {w for w, s in shape["properties"].items() if s == {"const": "no"}}
    unsaid = set() if must_be_named(form) else {"form"}
    return _table(shape, without=(every - {"points"}) | chosen_elsewhere | unsaid)


def must_be_named(form: Form) -> bool:
    """Return whether only the line ``form:`` tells this form from others."""
    if form.part.value not in _whole()["properties"]:
        return False
    shape = next(s for s in _entries(form.part.value) if s.get("title") == form.name)
    return "form" in shape["required"]


def table_of_section(word: str) -> str:
    """Return the settings of a section of the file, such as "offer" or "budget"."""
    return _table(_one(_whole()["properties"][word]))


def table_of_shared() -> str:
    """Return the settings that every indicator may have."""
    (first, *_) = _entries("indicators")
    return _table(first, without=frozenset(first["properties"]) - shared_words())


def table_of_words(words: Iterable[str]) -> str:
    """Return some words of the file itself, each with what it means."""
    properties = _whole()["properties"]
    return "| Word | What it says |\n|---|---|\n" + "".join(
        f"| `{w}` | {_cell(_says(properties[w]))} |\n" for w in words
    )


def table_of_values() -> str:
    """Return every sort of value with how it is written, as editors say it."""
    said = dict(sorted(s.rstrip(".").partition(". For example: ")[::2] for s in _patterns(_whole())))
    rows = "".join(f"| {what} | `{example}` |\n" for what, example in said.items() if example)
    return f"| What | Written as |\n|---|---|\n{rows}"


def table_of_target_points() -> str:
    """Return what is written in place of a number of points, where they follow from a price for a patient."""
    (first, *_) = _entries("indicators")
    inside = _group_in(first["properties"]["points"])
    return _table(inside or {})


def table_of_variants() -> str:
    """Return what a variant says: where it holds, beside any setting that differs."""
    (first, *_) = _entries("indicators")
    return _table(_one(first["properties"]["variants"]))


@cache
def shared_words() -> frozenset[str]:
    """Return the settings that an indicator of every form may have."""
    each = [frozenset(shape["properties"]) for shape in _entries("indicators")]
    return frozenset.intersection(*each) - {"form", "lower_is_better"}


@cache
def _whole() -> Shape:
    return schema_of("scheme")


def _patterns(shape: Any) -> Iterator[str]:
    if isinstance(shape, dict):
        if "patternErrorMessage" in shape:
            yield shape["patternErrorMessage"]
        for inner in shape.values():
            yield from _patterns(inner)
    if isinstance(shape, list):
        for inner in shape:
            yield from _patterns(inner)


def _entries(part: str) -> list[Shape]:
    """The shapes that an entry of a part of the file may have, one for each form."""
    inner = (
        _whole()["definitions"]["indicator"] if part == "indicators" else _inner(_whole()["properties"][part])
    )
    return list(inner.get("anyOf", [inner]))


def _inner(shape: Shape) -> Shape:
    """What stands in a list, or under the names of a group that the writer chooses."""
    if shape.get("type") == "array":
        return dict(shape["items"])
    named = shape.get("additionalProperties")
    return dict(named) if isinstance(named, dict) and named else shape


def _one(shape: Shape) -> Shape:
    inner = _inner(shape)
    return next((s for s in inner.get("anyOf", []) if "properties" in s), inner)


def _table(shape: Shape, *, without: Iterable[str] = ()) -> str:
    return HEAD + "".join(_rows(shape, "", frozenset(without), 1))


def _rows(shape: Shape, where: str, without: frozenset[str], depth: int) -> Iterator[str]:
    needed = set(shape.get("required", []))
    for word, value in sorted(shape.get("properties", {}).items(), key=lambda kv: kv[0] not in needed):
        if word in without:
            continue
        name, says = f"{where}{word}", _cell(_says(value))
        yield f"| `{name}` | {says} | {_examples(word, value)} | {'yes' if word in needed else ''} |\n"
        inside = None if word in ELSEWHERE else _group_in(value)
        if inside and depth < DEEPEST:
            yield from _rows(inside, f"{name}: ", frozenset(), depth + 1)


def _group_in(value: Shape) -> Shape | None:
    """The settings inside a value that is a group or a list of groups."""
    shapes = [value, *value.get("anyOf", [])]
    inner = [_inner(s) for s in shapes]
    found = [s for s in inner if "properties" in s]
    return found[0] if found else None


def _says(value: Shape) -> str:
    """Return what it means; how it is written is seen from the example."""
    return str(value.get("description", "")).partition(" Written as: ")[0]


def _examples(word: str, value: Shape) -> str:
    """Return how it is written; a value of a closed list shows all of it."""
    if word in ELSEWHERE:
        return ELSEWHERE[word]
    if _group_in(value):
        return "see below"
    shown = value.get("enum") or value.get("examples") or ([value["const"]] if "const" in value else [])
    return ", ".join(
        f"`{_written(v)}`" for v in shown[:MOST_EXAMPLES] if v != NO_EXAMPLE and not isinstance(v, dict)
    )


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
