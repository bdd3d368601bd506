"""A scheme written out in full: every value as exact text, each with the place and standing it has.

``resolved`` is for programs (and for whoever recalculates a scheme independently of this program);
``resolved_text`` is for people.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

from incentives.base.amount import in_pounds, written
from incentives.base.year import month_name
from incentives.scheme.compiling import plan_of
from incentives.scheme.section import Section
from incentives.scheme.values import Month, Percent, Pounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

    from incentives.formula.plan import Origin
    from incentives.scheme.forms import Written
    from incentives.scheme.model import Conflict, Scheme, Source

SECTIONS = (
    *("offered_by", "offer", "national_qof", "budget", "treatment", "exit", "disputes"),
    *("accrual", "recovery", "governance"),
)
_PLACES = 24


def resolved(scheme: Scheme) -> dict[str, Any]:
    """Return a scheme as plain data: texts, lists and groups, figures as exact text with their unit.

    Percentages are written "45%", money "£160.15", points and patients "20"; dates 2015-04-01, months
    "April 2015". No figure has thousands commas. Every entry has an ``origin`` of its own and
    ``origins`` of its values: file, line, status and source.
    """
    payers = {c.id: c.paid_by for c in plan_of(scheme).components}
    entries = {
        "indicators": [_entry(w, payers.get(w.id)) for w in scheme.indicators],
        "pay_points": _entry(scheme.pay_points) if scheme.pay_points else None,
        "payments": [_entry(w, payers.get(w.id)) for w in scheme.payments],
        "lines": [_entry(w) for w in scheme.lines],
        "rules": [_entry(w) for w in scheme.rules],
        "instalments": _entry(scheme.instalments) if scheme.instalments else None,
    }
    return {
        **_section(scheme.header),
        "rounding": _section(scheme.rounding),
        **entries,
        **{word: _or_none(getattr(scheme, word)) for word in SECTIONS},
        "stopped": [_section(s) for s in scheme.stopped],
        "corrections": [_section(c) for c in scheme.corrections],
        "conflicts": [_section(c) for c in scheme.conflicts],
        "sources": {name: _section(s) for name, s in scheme.sources.items()},
        "small_numbers": _entry(scheme.small_numbers) if scheme.small_numbers else None,
        "part_year": _entry(scheme.part_year) if scheme.part_year else None,
        "notes": list(scheme.notes),
        "inherited": sorted(scheme.inherited),
        "formerly": {code: list(codes) for code, codes in scheme.formerly.items()},
        "beside": resolved(replace(scheme.beside, part_year=scheme.part_year)) if scheme.beside else None,
        "origins": {key: _origin(origin) for key, origin in scheme.origins.items()},
    }


def terms(scheme: Scheme) -> dict[str, Any]:
    """Return what ``resolved`` does without where each value stands: the same wherever the files lie.

    A remark in the file, or the folder that it is read from, makes no other version of a scheme; a value,
    its source and its standing do.
    """
    found = _without_places(resolved(scheme))
    assert isinstance(found, dict)  # noqa: S101 - it was one
    return found


def version_of(scheme: Scheme) -> str:
    """SHA-256 of everything that the full scheme says, wherever its file lies; an edit is another version."""
    said = json.dumps(terms(scheme), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _without_places(data: Any) -> Any:
    if isinstance(data, dict):
        is_origin = {"file", "line", "status", "source"} <= data.keys()
        dropped = ("file", "line", "cell") if is_origin else ()
        return {key: _without_places(value) for key, value in data.items() if key not in dropped}
    if isinstance(data, list):
        return [_without_places(value) for value in data]
    return data


def resolved_text(scheme: Scheme) -> str:
    """Return a scheme in full for people: a value a line, with where it stands and what it rests on."""
    lines = [f"{scheme.header.title} ({scheme.header.id}), {scheme.header.year}", ""]
    for word in ("rounding", *SECTIONS):
        section = getattr(scheme, word)
        if section is not None:
            lines += [word, *_lines(section, scheme.origins, f"{word}."), ""]
    single = {
        "pay points": scheme.pay_points,
        "instalments": scheme.instalments,
        "small numbers": scheme.small_numbers,
        "part of a year": scheme.part_year,
    }
    for title, entry in single.items():
        if entry is not None:
            lines += [title, *_lines(entry.terms, entry.origins), ""]
    groups = (scheme.payments, scheme.indicators, scheme.rules, scheme.lines)
    for title, group in zip(("payment ", "", "", ""), groups, strict=True):
        for written_so in group:
            lines += [f"{title}{written_so.id}: {written_so.form.name}"]
            lines += [*_lines(written_so.terms, written_so.origins), *_instead(written_so), ""]
    for stopped in scheme.stopped:
        lines += [f"not paid for under this scheme: {', '.join(stopped.indicators)} ({stopped.reason})", ""]
    lines += [line for conflict in scheme.conflicts for line in _conflict(conflict, scheme.sources)]
    lines += [f"note: {note}" for note in scheme.notes]
    return "\n".join(lines).rstrip() + "\n"


def _conflict(conflict: Conflict, sources: Mapping[str, Source]) -> Iterator[str]:
    """Write both sides of a conflict with the documents they stand in, the one taken first."""
    what = f"{conflict.of} of {conflict.indicator}" if conflict.indicator else conflict.of
    yield f"sources disagree: {what}"
    for says, figure, named in (
        ("taken", conflict.taken, conflict.taken_from),
        ("not taken", conflict.stated, conflict.stated_in),
    ):
        yield f"  {says}: {figure} ({'; '.join(sources[name].document for name in named)})"
    yield f"  because {conflict.why}"
    yield ""


def _entry(entry: Written[Any], paid_by: str | None = None) -> dict[str, Any]:
    values = _section(entry.terms)
    if paid_by is not None:
        values["paid_by"] = paid_by
    if entry.worked_from:
        values["worked_from"] = {key: dict(stated) for key, stated in entry.worked_from.items()}
    if "variants" in values:
        values["variants"] = [{"where": v.where, **_entry(v.written)} for v in entry.variants]
    return {
        **values,
        "id": entry.id,
        "part": entry.form.part.value,
        "form": entry.form.name,
        "form_number": entry.form.number,
        "origin": _origin(entry.origin()),
        "origins": {key: _origin(o) for key, o in entry.origins.items() if key},
    }


def _section(section: Section) -> dict[str, Any]:
    fields = type(section).model_fields
    return {f.alias or name: _plain(getattr(section, name), f) for name, f in fields.items()}


def _or_none(section: Section | None) -> dict[str, Any] | None:
    return None if section is None else _section(section)


def _plain(value: Any, field: FieldInfo) -> Any:
    if isinstance(value, Section):
        return _section(value)
    if isinstance(value, tuple):
        return [_plain(v, field) for v in value]
    if isinstance(value, Fraction):
        return _text(value, field).replace(",", "")
    return value if value is None else _text(value, field)


def _text(value: Any, field: FieldInfo) -> str:
    """Write one value as a scheme file would."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return _figure(value, field)
        case date():
            return month_name(value) if _is(field, Month) else value.isoformat()
        case Enum():
            return str(value.value)
    return str(value)


def _figure(figure: Fraction, field: FieldInfo) -> str:
    if _is(field, Percent):
        return f"{written(figure * 100, _PLACES)}%"
    if _is(field, Pounds):
        whole_pence = (figure * 100).denominator == 1
        return in_pounds(figure) if whole_pence else f"£{written(figure, _PLACES)}"
    return written(figure, _PLACES)


def _is(field: FieldInfo, kind: Any) -> bool:
    """Tell whether a setting is of a kind of value, such as Pounds, also where it may be absent."""
    known = [
        *field.metadata,
        *(m for a in get_args(field.annotation) for m in getattr(a, "__metadata__", ())),
    ]
    return kind.__metadata__[0] in known


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "file": origin.place.file,
        "line": origin.place.line,
        **({"cell": origin.place.cell} if origin.place.cell else {}),
        "status": origin.standing.value,
        "source": origin.source,
    }


def _lines(
    section: Section, origins: Mapping[str, Origin], prefix: str = "", within: str = ""
) -> Iterator[str]:
    """Write each value on a line; ``prefix`` is the section's own name in the origins."""
    for name, field in type(section).model_fields.items():
        key, value = field.alias or name, getattr(section, name)
        if isinstance(value, Section):
            yield from _lines(value, origins, prefix, f"{within}{key}.")
        elif value not in ("", None, ()) and name != "variants":
            path = f"{within}{key}"
            yield f"  {path}: {_listed(value, field)}{_from(origins.get(prefix + path))}"


def _instead(entry: Written[Any]) -> Iterator[str]:
    """Write how values were stated that are settled when the plan is made, and what holds by variant."""
    for key, stated in entry.worked_from.items():
        yield f"  {key} follows from: {', '.join(f'{k} {v}' for k, v in stated.items())}"
    for variant in entry.variants:
        yield f"  where {variant.where}: {variant.written.form.name}"
        for line in _lines(variant.written.terms, variant.written.origins):
            if line not in _lines(entry.terms, entry.origins):
                yield f"  {line}"


def _listed(value: Any, field: FieldInfo) -> str:
    if isinstance(value, tuple):
        return ", ".join(_listed(v, field) for v in value)
    if isinstance(value, Section):
        return " ".join(f"{k} {v}" for k, v in _section(value).items() if v)
    return _text(value, field)


def _from(origin: Origin | None) -> str:
    if origin is None:
        return "   [as usual: not written]"
    rests = f"; {origin.source}" if origin.source else ""
    place = origin.place
    at = f"{place.file} {place.cell}" if place.cell else f"{place.file}:{place.line}"
    return f"   [{at}; {origin.standing.value}{rests}]"
