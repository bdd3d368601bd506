"""One other value for every setting of every form, so that what the English leaves out can be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from incentives.base.rounding import Rounding
from incentives.base.year import FinancialYear
from incentives.scheme.section import Section
from incentives.scheme.values import ON_ACHIEVEMENT, InFull, Slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme

LISTS = ("indicators", "payments", "lines", "rules")
SINGLE = ("pay_points", "instalments", "small_numbers", "part_year")
MOST = 2
"""How many other words of a closed list are tried."""
TEXTS = {
    "formula": "£1.23 per patient × list size",
    "holds_where": "list size >= 1,234 patients",
    "weighted_by": "list size only",
    "paid_by": "CQRS",
}
"""Texts that must be of a certain kind; any other text is free."""

POINTS_FORMULA = "1.25 points"
"""Another formula where one gives points: it names no pounds."""

NO_CHOICE = {
    ("guaranteed areas", "pms_deduction"),
    ("instalments and reconciliation", "of"),
    ("no worse off than national QOF", "no_worse_off_than"),
    ("part of a year", "pays"),
    ("rounding", "at"),
    ("offer", "practices_that_do_not_sign"),
    ("points protection", "where_there_are_none"),
}
"""Settings that can say one thing alone."""


@dataclass(frozen=True)
class Place:
    """Where an entry stands in a scheme: the name of its list (or its own name), and its place there."""

    name: str
    at: int = -1

    def entry(self, scheme: Scheme) -> Written[Any]:
        """Return the entry."""
        held = getattr(scheme, self.name)
        return held if self.at < 0 else held[self.at]  # type: ignore[no-any-return]

    def changed(self, scheme: Scheme, terms: Section) -> Scheme:
        """Return the scheme with other terms of the entry."""
        entry = replace(self.entry(scheme), terms=terms)
        if self.at < 0:
            return replace(scheme, **{self.name: entry})  # type: ignore[arg-type]
        entries = list(getattr(scheme, self.name))
        entries[self.at] = entry
        return replace(scheme, **{self.name: tuple(entries)})  # type: ignore[arg-type]


def entries(scheme: Scheme) -> Iterator[Place]:
    """Return every entry of a scheme that has a form."""
    for name in LISTS:
        for at in range(len(getattr(scheme, name))):
            yield Place(name, at)
    for name in SINGLE:
        if getattr(scheme, name):
            yield Place(name)


def others(scheme: Scheme, section: Section) -> Iterator[tuple[str, Section]]:
    """Return each setting's name with the section as it would be with another value of it."""
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        key = field.alias or name
        if name in ("form", "variants"):
            continue
        if isinstance(value, Section):
            for within, other in others(scheme, value):
                yield f"{key}.{within}", section.model_copy(update={name: other})
            continue
        for other in _others(scheme, key, value, field.annotation):
            yield key, section.model_copy(update={name: other})


def _others(scheme: Scheme, key: str, value: Any, kind: Any) -> Iterator[Any]:
    match value:
        case bool():
            yield not value
        case Slide():
            yield Slide(value.start, value.end + Fraction(1, 100))
            yield Slide(value.start + Fraction(1, 200), value.end)
        case InFull():
            yield InFull(ON_ACHIEVEMENT, (value.threshold or 0) + Fraction(1, 100))
        case Rounding():
            yield Rounding(value.rule, value.places + 1)
        case Enum():
            yield from [member for member in type(value) if member is not value][:MOST]
        case tuple():
            yield from _tuples(scheme, key, value)
        case None:
            yield _stated(kind)
        case str():
            words = _words(kind)
            yield from [w for w in words or (_text(scheme, key, value),) if w != value][:MOST]
        case _:
            yield _next(value)


def _next(value: Fraction | int | date | FinancialYear) -> Any:
    """Return a figure a little more, the next day (or month, of its first day), or the year before."""
    match value:
        case Fraction():
            return value + (Fraction(1, 100) if value <= 1 else 1)
        case FinancialYear():
            return value.previous
        case date():
            month = (value + timedelta(days=31)).replace(day=1)
            return month if value.day == 1 else value + timedelta(days=1)
    return value + 1


def _words(kind: Any) -> tuple[str, ...]:
    """Return the closed list of words that a setting may have."""
    if get_origin(kind) is Literal:
        return tuple(get_args(kind))
    return tuple(w for part in get_args(kind) for w in _words(part) if w != "practice")


def _text(scheme: Scheme, key: str, value: str) -> str:
    if key in ("indicator", "stretch_of"):
        return next((i.id for i in scheme.indicators if i.id != value), value)
    if key == "formula" and "£" not in value:
        return POINTS_FORMULA
    return TEXTS[key] if key in TEXTS and TEXTS[key] != value else f"another {key.replace('_', ' ')}"


def _tuples(scheme: Scheme, key: str, value: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if value and isinstance(value[0], Section):
        for name, other in others(scheme, value[0]):
            if name != "below":
                yield (other, *value[1:])
    elif len(value) > 1:
        yield value[:-1]
    elif value and isinstance(value[0], FinancialYear):
        yield (*value, value[0].previous)
    elif key == "averaged_with":
        yield (FinancialYear(2012),)
    elif key == "allowed":
        yield (*value, "another kind")
    elif key == "guaranteed_areas":
        yield tuple(g for g in dict.fromkeys(i.terms.group for i in scheme.indicators) if g not in value)
    else:
        yield from ((*value, i.id) for i in scheme.indicators[:MOST] if i.id not in value)


def _stated(kind: Any) -> Any:
    """Return a value for a setting that is not stated: a day where a day is meant, otherwise a figure."""
    if "datetime.date" in str(kind):
        return date(2015, 5, 1)
    words = _words(kind)
    return words[0] if words else Fraction(12)
