"""The evidence library: what was measured when payment for an indicator stopped, one study a file.

In goes ``schemes/evidence/*.yaml``; out come frozen effects, each with its study, its interval and how
well it is known. A figure from memory is never an effect: the status is "sourced" (read in a source) or
"measured" (worked out from published data, which the file names).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from incentives.base import amount
from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.marks import Group, Items, read_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import shown, text_of
from incentives.scheme.values import Count, Text, YesNo
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

IndicatorType = Literal[
    "register",
    "process",
    "advice",
    "treatment",
    "intermediate outcome",
    "vaccination",
    "screening",
    "outcome",
    "organisational",
]
"""The types of indicator, as the definitions on the shelf name them."""


def _points(text: str) -> Fraction:
    """Read ``-10.7 points``: percentage points of achievement, as a fraction of one."""
    number, _, unit = text.strip().rpartition(" ")
    if unit not in ("points", "point"):
        raise ValueError(f'write a change in percentage points such as "-10.7 points", not "{text}"')
    return _signed(number)


def _signed(number: str) -> Fraction:
    digits = number.strip()
    return -amount.percent(f"{digits[1:]}%") if digits.startswith("-") else amount.percent(f"{digits}%")


def _range(text: str) -> tuple[Fraction, Fraction]:
    low, middle, high = text.partition(" to ")
    if not middle or not high.endswith(" points"):
        raise ValueError(f'write an interval such as "-13.6 to -7.8 points", not "{text}"')
    found = _signed(low), _points(high)
    if found[0] > found[1]:
        raise ValueError(f'write the lower end of the interval first, not "{text}"')
    return found


def _years(text: str) -> Fraction:
    number, _, unit = text.strip().partition(" ")
    if unit not in ("year", "years"):
        raise ValueError(f'write a time such as "1 year" or "3 years", not "{text}"')
    return Fraction(number)


def _year(text: str) -> int:
    if len(text) != len("2014") or not text.isdecimal():
        raise ValueError(f'write the year by which payment had stopped, such as 2014, not "{text}"')
    return int(text)


def _share(text: str) -> Fraction | None:
    return None if text == "not stated" else amount.percent(text)


PointsOfChange = Annotated[Fraction, BeforeValidator(_points)]
Interval = Annotated[tuple[Fraction, Fraction], BeforeValidator(_range)]
YearsAfter = Annotated[Fraction, BeforeValidator(_years)]
Baseline = Annotated[Fraction | None, BeforeValidator(_share)]
YearAlone = Annotated[int, BeforeValidator(_year)]
Happened = Literal["withdrawn", "paired", "substituted", "watched", "reintroduced", "added", "protected"]


class EffectTerms(Section):
    """One effect as it is written: an indicator, what happened to it, and by how much it changed."""

    indicator: Text
    type: IndicatorType
    happened: Happened = "withdrawn"
    baseline: Baseline = None
    change: PointsOfChange | None = None
    between: Interval | None = None
    after: YearsAfter
    status: Literal["sourced", "measured"]
    source: Text
    trains: YesNo = False
    note: Text = ""


class StudyTerms(Section):
    """A study as it is written: who, where, what stopped and when, compared with what."""

    kind: Literal["evidence"]
    id: Text
    study: Text
    doi: Text = ""
    setting: Text
    event: Text
    places: tuple[Text, ...] = ()
    stopped_by: YearAlone
    practices: Count | None = None
    compared_with: Text
    scale: Text
    note: Text = ""
    effects: tuple[EffectTerms, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """One measured change of recorded achievement, in percentage points as fractions of one.

    ``change`` None means that the study found no significant change and printed no figure; ``between``
    is then the interval it is held to lie in. ``places`` are names by which an event file may call the
    event. ``trains`` marks the effects that the model learns from.
    """

    study: str
    citation: str
    doi: str
    setting: str
    event: str
    places: tuple[str, ...]
    year: int
    practices: int
    compared_with: str
    scale: str
    terms: EffectTerms
    place: Place


def read_library(folder: Path | None = None) -> tuple[Effect, ...]:
    """Return every effect of the shipped library, or of a folder; raises Refused with every problem."""
    effects: list[Effect] = []
    problems: list[Problem] = []
    for path in sorted((folder or shipped("schemes") / "evidence").glob("*.yaml")):
        try:
            effects += read_study(path)
        except Refused as refused:
            problems += refused.problems
    problems += _twice(effects)
    if problems:
        raise Refused(problems)
    return tuple(effects)


def read_study(path: Path) -> tuple[Effect, ...]:
    """Return the effects of one file; raises Refused with every problem."""
    tree, warnings = read_tree(text_of(path), shown(path))
    study, problems = typed(StudyTerms, tree, "a study")
    if study is None:
        raise Refused([*warnings, *problems])
    effects = tuple(_effect(study, t, at) for t, at in zip(study.effects, _places(tree), strict=True))
    if senseless := [problem for effect in effects for problem in _sense(effect)]:
        raise Refused([*warnings, *senseless])
    return effects


def _effect(study: StudyTerms, terms: EffectTerms, at: Place) -> Effect:
    return Effect(
        study=study.id,
        citation=study.study,
        doi=study.doi,
        setting=study.setting,
        event=study.event,
        places=study.places,
        year=study.stopped_by,
        practices=int(study.practices or 0),
        compared_with=study.compared_with,
        scale=study.scale,
        terms=terms,
        place=at,
    )


def _places(tree: Group) -> tuple[Place, ...]:
    node = tree.get("effects")
    return tuple(n.place for n in node.items) if isinstance(node, Items) else ()


def _sense(effect: Effect) -> Iterable[Problem]:
    change, between = effect.terms.change, effect.terms.between
    if change is None and between is None:
        yield Problem(
            "S501",
            effect.place,
            f'The effect on "{effect.terms.indicator}" has neither a change nor an interval.',
            "Write change: with percentage points, or between: where only an interval is known.",
        )
    if change is not None and between and not between[0] <= change <= between[1]:
        yield Problem(
            "S502",
            effect.place,
            f'The change of "{effect.terms.indicator}" lies outside its own interval.',
            "Check both against the source; one of them has a wrong digit.",
        )


def _twice(effects: Iterable[Effect]) -> Iterable[Problem]:
    seen: set[tuple[str, str]] = set()
    for effect in effects:
        key = (effect.event, effect.terms.indicator)
        if effect.terms.trains and key in seen:
            yield Problem(
                "S503",
                effect.place,
                f'"{effect.terms.indicator}" of {effect.event} would train the projection twice.',
                "Leave trains: out of one of the two.",
            )
        if effect.terms.trains:
            seen.add(key)
