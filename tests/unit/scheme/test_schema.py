"""The schema that editors use: held by a validator that is not ours, and made from the forms there are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator

from incentives.scheme.forms import FORMS, Part, points
from incentives.scheme.marks import read_tree
from incentives.scheme.reading import WORDS
from incentives.scheme.schema import schema_of, words_in_use
from incentives.scheme.sections import plain
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.values import Percent  # noqa: TC001 - pydantic reads it at run time
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEME = schema_of("scheme")
VALIDATOR = Draft7Validator(SCHEME)
LISTS = sorted((ROOT / "schemes" / "indicators").glob("*.yaml"))
SHIPPED = shipped_schemes()
BROKEN = ROOT / "tests" / "errors" / "scheme"
OF_SHAPE = ("S112", "S201", "S202", "S203", "S204", "S205", "S206", "S308", "S309")


class Core(yaml.SafeLoader):
    """Reads as editors do (YAML 1.2): numbers and true or false are typed; yes, no and dates stay text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the library's own attribute


for sort, pattern in {
    "bool": r"true|false",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{sort}", re.compile(rf"^({pattern})$"), None)


def as_editors_read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Core)  # noqa: S506 - a safe loader of ours


def as_we_read(path: Path) -> Any:
    tree, _ = read_tree(path.read_text(encoding="utf-8"), path.name)
    return json.loads(json.dumps(plain(tree)))


def faults(validator: Draft7Validator, value: Any) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(value)]


@pytest.mark.parametrize("kind", ["scheme", "indicators"])
def test_the_schema_is_one(kind: str) -> None:
    Draft7Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("read", [as_editors_read, as_we_read])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scheme_is_valid(name: str, read: Any) -> None:
    assert faults(VALIDATOR, read(SHIPPED[name])) == []


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_every_shipped_list_of_indicators_is_valid(path: Path) -> None:
    assert faults(Draft7Validator(schema_of("indicators")), as_editors_read(path)) == []


@pytest.mark.parametrize("code", OF_SHAPE)
def test_a_file_whose_shape_is_wrong_is_not_valid(code: str) -> None:
    assert faults(VALIDATOR, as_we_read(BROKEN / f"{code}.yaml"))


def test_every_word_of_a_scheme_and_every_word_of_every_form_is_in_it() -> None:
    assert set(SCHEME["properties"]) == set(words_in_use()) <= set(WORDS)
    titles = {s["title"] for s in _shapes(SCHEME) if "title" in s and isinstance(s["title"], str)}
    assert {form.name for form in FORMS.all() if form.part.value in WORDS} <= titles


def test_every_word_has_a_description_and_an_example() -> None:
    lacking = [
        f"{'.'.join(where)}: no {what} (write it in incentives/scheme/schema_words.py)"
        for kind in ("scheme", "indicators")
        for where, shape in _words(schema_of(kind), ())
        for what in ("description", "examples")
        if not shape.get(what)
    ]
    assert lacking == []


def test_every_example_is_what_may_stand_there() -> None:
    for where, shape in _words(SCHEME, ()):
        validator = Draft7Validator({**shape, "definitions": SCHEME["definitions"]})
        for example in shape["examples"]:
            assert faults(validator, example) == [], where


def test_a_form_added_here_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class TwoBands(points.Terms):
        """Some points from a first band, all from a second."""

        first_band: Percent

    monkeypatch.setattr(FORMS, "_forms", list(FORMS.all()))
    FORMS.add(3, "two bands of this test", Part.INDICATORS, TwoBands)(points.linear)
    (found,) = (
        s for s in schema_of("scheme")["definitions"]["indicator"]["anyOf"] if s["title"].startswith("two")
    )
    assert found["properties"]["first_band"]["anyOf"][0]["pattern"]
    assert set(found["required"]) == {"points", "first_band"}


def _shapes(shape: Any) -> Iterator[dict[str, Any]]:
    if isinstance(shape, dict):
        yield shape
    for inner in shape.values() if isinstance(shape, dict) else shape if isinstance(shape, list) else ():
        yield from _shapes(inner)


def _words(shape: Any, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every word of a schema with what may stand under it, by the way that leads to it."""
    if not isinstance(shape, dict):
        return
    for word, inner in shape.get("properties", {}).items():
        if inner != {"const": "no"}:
            yield (*where, word), inner
            yield from _words(inner, (*where, word))
    for key in ("items", "additionalProperties"):
        yield from _words(shape.get(key), where)
    for inner in (*shape.get("anyOf", ()), *shape.get("definitions", {}).values()):
        yield from _words(inner, where)
