"""The JSON Schema (draft 7) of scheme files and of lists of indicators, for editors and for other programs.

Made from the models and the registry of forms, so that a new form or a new setting is in it at once;
the words come from ``schema_words``. It says what may stand where. Whether a scheme makes sense, only
``incentives check`` can tell. YAML reads 20 as a number and £20 as text; the schema takes both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from incentives.scheme import model
from incentives.scheme.forms import FORMS, Form, Part
from incentives.scheme.in_force import PointsFrom
from incentives.scheme.layers import DEFINITION_KEYS
from incentives.scheme.reading import LINES, OPTIONAL, RULES, SINGLE, WORDS
from incentives.scheme.schema_words import SAYS
from incentives.scheme.section import Section
from incentives.scheme.values import Shown

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
TEXT: Schema = {"type": ["string", "number", "boolean"]}
CODES: Schema = {"pattern": r"^[A-Za-z0-9][A-Za-z0-9()._-]{0,23}$"}
FULL, LOCAL = ("indicators",), ("stop_paying_for", "change", "add")
LISTED = (*LINES, *RULES)
ALWAYS_LOCAL, LOCAL_UNLESS_SAID = ("offer", "national_qof"), ("budget", "treatment")
"""What a local scheme says; the latter may be missing where its standing says that they are not known.

A scheme that names its nation is the nation's own and no offer, so it need not say any of them.
"""


def schema_of(kind: str) -> Schema:
    """Return the schema of a kind of file: "scheme" or "indicators"."""
    return _scheme() if kind == "scheme" else _list_of_indicators()


def schema_text(kind: str) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=1) + "\n"


def words_in_use() -> tuple[str, ...]:
    """Return the words of a scheme; a part of the file that no form can stand in is not among them."""
    empty = {part.value for part in Part if not FORMS.of(part)}
    return tuple(word for word in WORDS if word not in empty)


def _scheme() -> Schema:
    words = {word: _said(_section(word), word, ("scheme",)) for word in words_in_use()}
    return {
        "$schema": DRAFT,
        "title": "Incentive scheme",
        "description": "A scheme file: one setting a line. `incentives check` says whether it makes sense.",
        **_group(words, required=("kind", "id", "title", "year")),
        "if": {"required": ["starts_from"]},
        "then": {
            "properties": dict.fromkeys(FULL, False),
            "if": {"not": {"required": ["nation"]}},
            "then": {
                "required": list(ALWAYS_LOCAL),
                "if": {"not": {"required": ["standing"]}},
                "then": {"required": list(LOCAL_UNLESS_SAID)},
            },
        },
        "else": {"required": ["rounding"], "properties": dict.fromkeys(LOCAL, False)},
        "definitions": {"indicator": _entry(Part.INDICATORS)},
    }


def _list_of_indicators() -> Schema:
    owner = ("definition", "indicators")
    definition = {w: _said(TEXT, w, owner) for w in DEFINITION_KEYS}
    top = ("list of indicators",)
    words = {
        "kind": _said({"const": "indicators", "examples": ["indicators"]}, "kind", top),
        "title": _said(TEXT, "title", top),
        "indicators": _said(_named(_group(definition), CODES, "HYP006"), "indicators", top),
        "notes": _said(_list(TEXT), "notes", top),
    }
    title = "What indicators count"
    return {"$schema": DRAFT, "title": title, **_group(words, required=("kind", "indicators"))}


# --- sections ---


def _section(word: str) -> Schema:
    """Return what may stand under a word of the file itself."""
    headers = {f.alias or name: f for name, f in model.Header.model_fields.items()}
    if word in headers:
        return _field(headers[word])
    sections: dict[str, type[Section]] = {**OPTIONAL, "rounding": model.RoundingSection}
    if word in sections:
        return _of_section(sections[word], word)
    lists: dict[str, type[Section]] = {
        "stop_paying_for": model.StopPayingFor,
        "standing": model.StandingOf,
        "corrections": model.Correction,
        "conflicts": model.Conflict,
    }
    if word in lists:
        return _list(_of_section(lists[word], word))
    special = {
        "indicators": lambda: _indicators("HYP006"),
        "add": lambda: _indicators("FRAIL01"),
        "sources": lambda: _named(_of_section(model.Source, word), {}, "guidance"),
        "change": _changes,
        "notes": lambda: _list(TEXT),
        "tests": _tests,
    }
    return special[word]() if word in special else _part(Part(word))


def _part(part: Part) -> Schema:
    if part in SINGLE:
        return _entry(part)
    if part in LISTED:
        return _list(_entry(part))
    return _named(_entry(part), {}, "engagement")


def _indicators(example: str) -> Schema:
    """Return indicators by code; what one may be is written once, for "indicators" and for "add"."""
    whole = _named(_entry(Part.INDICATORS), CODES, example)
    return {**whole, "additionalProperties": {"$ref": "#/definitions/indicator"}}


def _entry(part: Part) -> Schema:
    """Return an entry in any of the forms that its part of the file can have."""
    forms = [_of_form(form) for form in FORMS.of(part)]
    if len(forms) == 1:
        return forms[0]
    return _any_of(forms)


def _of_form(form: Form) -> Schema:
    telling = {f.chosen_by for f in FORMS.of(form.part)} - {"", form.chosen_by}
    owners = (form.name, form.part.value)
    words = {w: _by_year(s) for w, s in _fields(form.terms, owners).items()}
    if form.part is Part.INDICATORS:
        words["points"]["anyOf"].append(_of_section(PointsFrom, "points"))
    named = words.pop("form", {"description": SAYS["form"][0]})
    optional = {"form", *(DEFINITION_KEYS if form.part is Part.INDICATORS else ())}
    required = [w for w in _required(form.terms) if w not in optional]
    if _must_be_named(form):
        required = ["form", *required]
    words["form"] = {**named, "const": form.name, "examples": [form.name]}
    if form.part in LISTED:
        words = {"name": _said(TEXT, "name", owners), **words}
    shape = {"title": form.name, "description": form.summary, **_group(words, required=tuple(required))}
    no: Schema = {"const": "no"}
    shape["properties"] |= {w: no for w in sorted(telling - set(words)) if _is_yes_or_no(form.part, w)}
    return shape


def _by_year(shape: Schema) -> Schema:
    """Return a setting that may also be stated by year, each year with its value."""
    if "pattern" not in shape:
        return shape
    told: Schema = {k: shape[k] for k in ("description", "examples") if k in shape}
    by_year = {"type": "object", "propertyNames": {"pattern": r"^\d{4}/\d{2}$"}}
    return {**told, "anyOf": [shape, by_year]}


def _variant() -> Schema:
    """Return what holds for some practices: where, and any of the settings beside it."""
    (form,) = FORMS.of(Part.VARIANTS)
    return {**_of_section(form.terms, form.name), "additionalProperties": True}


def _must_be_named(form: Form) -> bool:
    """Tell whether only ``form:`` can choose a form, since no key of its own does."""
    alone = len(FORMS.of(form.part)) == 1 or form.part in (Part.INDICATORS, Part.LIMITS)
    return "form" in _required(form.terms) or not (form.chosen_by or alone)


def _is_yes_or_no(part: Part, word: str) -> bool:
    """Tell whether a word that tells a form may also say "no", which tells nothing."""
    fields = (_by_word(f.terms).get(word) for f in FORMS.of(part))
    return any(field.annotation is bool for field in fields if field)


def _changes() -> Schema:
    merged: dict[str, list[Schema]] = {}
    for form in FORMS.of(Part.INDICATORS):
        for word, shape in _fields(form.terms, (form.name, "indicators")).items():
            kinds = merged.setdefault(word, [])
            kinds += [shape] if shape not in kinds else []
    words = {}
    for word, shapes in merged.items():
        value = {"anyOf": [*shapes, {"const": "none"}], "examples": shapes[0].get("examples", [])}
        pair = {key: _said(value, key, ("change",)) for key in ("was", "now")}
        told = {k: v for k, v in shapes[0].items() if k == "description"}
        words[word] = {**told, **_group(pair, required=("was", "now"))}
    words["reason"] = _said(TEXT, "reason", ("change",))
    row = _group(words, required=("reason",))
    row["examples"] = [{"points": {"was": 20, "now": 25}, "reason": words["reason"]["examples"][0]}]
    return _named(row, CODES, "HYP006")


def _tests() -> Schema:
    results = {"numerator": 80, "denominator": 100, "register": 1000}
    practice = {"type": "object", "examples": [{"list_size": "7,233", "HYP006": results}]}
    expect = {**_named(TEXT, {}, ""), "examples": [{"HYP006 points": "25"}]}
    words = {
        "practice": _said(practice, "practice", ("tests",)),
        "expect": _said(expect, "expect", ("tests",)),
    }
    return _list(_group(words, required=("practice", "expect")))


# --- models ---


def _of_section(section: type[Section], *owners: str) -> Schema:
    says = (section.__doc__ or "").strip().split("\n")[0]
    return {"description": says, **_group(_fields(section, owners), required=_required(section))}


def _fields(section: type[Section], owners: tuple[str, ...]) -> dict[str, Schema]:
    return {w: _said(_field(f, w), w, owners, f) for w, f in _by_word(section).items()}


def _by_word(section: type[Section]) -> dict[str, FieldInfo]:
    return {f.alias or name: f for name, f in section.model_fields.items()}


def _required(section: type[Section]) -> tuple[str, ...]:
    return tuple(w for w, f in _by_word(section).items() if f.is_required())


def _field(field: FieldInfo, word: str = "") -> Schema:
    return _value(field.annotation, tuple(field.metadata), word)


def _value(kind: Any, metadata: tuple[Any, ...] = (), word: str = "") -> Schema:
    """Return what a value of a type may be, as it is written in a file."""
    shown = next((m for m in metadata if isinstance(m, Shown)), None)
    if shown:
        return dict(shown.schema)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _value(inner[0], inner[1:], word)
    if origin is Literal:
        return {"enum": list(inner), "examples": list(inner)}
    if origin in (Union, UnionType):
        return _any_of([_value(k, (), word) for k in inner if k is not NoneType])
    if origin is tuple:
        return _list(_value(inner[0], (), word))
    if word == Part.VARIANTS.value:
        return _variant()
    if origin in (dict, Mapping):
        return _named(_value(inner[1], (), word), {}, "")
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [m.value for m in kind], "examples": [m.value for m in kind]}
    if isinstance(kind, type) and issubclass(kind, Section):
        return _of_section(kind, word)
    return dict(TEXT)


# --- shapes ---


def _said(shape: Schema, word: str, owners: tuple[str, ...], field: FieldInfo | None = None) -> Schema:
    """Add what a word means there, and its examples, to what may stand under it."""
    if field is not None and field.description:
        says, examples = field.description, list(field.examples or ())
    else:
        keys = (*(f"{owner}.{word}" for owner in owners), word)
        found = next((SAYS[k] for k in keys if k in SAYS), None)
        if found is None:  # how a value is written does not say what it means: the test asks for that
            return shape if "properties" in shape else {k: v for k, v in shape.items() if k != "description"}
        says, examples = found[0], list(found[1:])
    how = shape.get("description", "") if "pattern" in shape else ""
    told: Schema = {**shape, "description": f"{says} Written as: {how[0].lower()}{how[1:]}" if how else says}
    if examples and not _holds_groups(shape):
        told["examples"] = [examples] if shape.get("type") == "array" else examples
    return told


def _holds_groups(shape: Schema) -> bool:
    """Tell whether settings stand under a word; their examples are put together from their own."""
    return shape.get("type") == "object" or shape.get("items", {}).get("type") == "object"


def _group(words: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    shown = {w: s["examples"][0] for w, s in words.items() if w in required and s.get("examples")}
    first = next(((w, s["examples"][0]) for w, s in words.items() if s.get("examples")), None)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": dict(words),
        "examples": [shown or dict([first] if first else [])],
    }


def _named(shape: Schema, names: Schema, example: str) -> Schema:
    """Return entries of one shape, each under a name of its own."""
    shown = [{example: shape["examples"][0]}] if example and shape.get("examples") else []
    limits = {"propertyNames": names} if names else {}
    return {
        "type": "object",
        "additionalProperties": shape,
        **limits,
        **({"examples": shown} if shown else {}),
    }


def _list(shape: Schema) -> Schema:
    shown = {"examples": [[shape["examples"][0]]]} if shape.get("examples") else {}
    return {"type": "array", "items": shape, **shown}


def _any_of(shapes: list[Schema]) -> Schema:
    if len(shapes) == 1:
        return shapes[0]
    examples = [e for s in shapes for e in s.get("examples", ())]
    return {"anyOf": shapes, "examples": examples}
