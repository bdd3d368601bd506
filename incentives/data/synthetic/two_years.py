"""The synthetic CCG in two years that follow each other: the same practices, each year's own indicators.

For comparing a national year with the one before it. Indicators that 2015/16 counts have its levels; one
with an earlier code has the level of that code; every other has a plausible level of its type, and groups
that 2015/16 does not keep have a plausible size. These are shapes, not estimates: what comes out shows
the arithmetic and is evidence of nothing. From the first year to the second every count moves a little.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16
from incentives.data.synthetic.generate import drawn, generate, normal
from incentives.data.synthetic.spec import GroupSpec, IndicatorSpec, Kind, SyntheticPack, SyntheticSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incentives.base.year import FinancialYear

Rows = list[dict[str, str]]

_GROUPS = (
    GroupSpec("CHOL", 62.0, age=0.20, deprivation=0.06),
    GroupSpec("CHOL2", 48.0, age=0.22, deprivation=0.06),
    GroupSpec("NDH", 65.0, age=0.12, deprivation=0.05),
    GroupSpec("THY", 33.0, age=0.15),
    GroupSpec("VI", 12.0, age=-0.06),
    GroupSpec("CHS", 60.0, age=-0.06, cohort=True),
    GroupSpec("MAT", 12.0, age=-0.08, cohort=True),
)
_OTHER_GROUP = 20.0
_LEVELS = {
    "process": IndicatorSpec("", "", achieved=87.0, spread=6.0, excepted=8.0, of_group=75.0),
    "advice": IndicatorSpec("", "", achieved=88.0, spread=7.0, excepted=5.0, of_group=30.0),
    "treatment": IndicatorSpec("", "", achieved=92.0, spread=5.0, excepted=8.0, of_group=75.0),
    "intermediate outcome": IndicatorSpec("", "", achieved=80.0, spread=6.0, excepted=7.0, of_group=88.0),
    "vaccination": IndicatorSpec("", "", achieved=93.0, spread=4.0, excepted=14.0, of_group=85.0),
    "screening": IndicatorSpec("", "", achieved=79.0, spread=6.0, excepted=6.0, of_group=60.0),
    "outcome": IndicatorSpec("", "", achieved=68.0, spread=9.0, excepted=12.0, of_group=80.0),
}
_DECLARED = IndicatorSpec("", "", Kind.DECLARED, achieved=98.5)
_LIST_MOVES, _REGISTER_MOVES, _EXCEPTIONS_MOVE = 0.008, 0.010, 0.06
_ALL_MOVE, _EACH_MOVES = 0.006, 0.012


@dataclass(frozen=True, slots=True)
class Task:
    """An indicator of a national year: what it counts, how it is earned, and the points it is worth."""

    id: str
    group: str
    kind: Kind
    type: str
    points: str


@dataclass(frozen=True, slots=True)
class YearAsked:
    """A national year and its indicators."""

    year: FinancialYear
    tasks: tuple[Task, ...]


def two_years(
    first: YearAsked, second: YearAsked, earlier: Mapping[str, str], seed: int
) -> tuple[SyntheticPack, SyntheticPack]:
    """Return the practices' results of both years; ``earlier`` names a later code's code of the first year.

    An indicator that was renumbered is one indicator with two codes. The same seed gives the same bytes.
    """
    known = {i.id: i for i in ENGLAND_2015_16.indicators}
    merged = {t.id: _level(t, known, earlier) for t in second.tasks if t.id not in earlier}
    merged = {t.id: _level(t, known, earlier) for t in first.tasks} | merged
    made = generate(_spec(first.year, list(merged.values())), seed)
    tables = {name: rows for name, rows in made.tables.items() if name not in ("signup", "signed_off")}
    was = {t.id: earlier.get(t.id, t.id) for t in second.tasks}
    return (
        _pack(made, first, tables, {t.id: t.id for t in first.tasks}),
        _pack(made, second, _later(tables, seed), was),
    )


def _level(task: Task, known: Mapping[str, IndicatorSpec], earlier: Mapping[str, str]) -> IndicatorSpec:
    there = known.get(task.id) or known.get(earlier.get(task.id, ""))
    if task.kind is Kind.DECLARED:
        level = _DECLARED
    elif task.kind is Kind.REGISTER:
        return IndicatorSpec(task.id, task.group, Kind.REGISTER)
    else:
        level = there if there and there.kind is Kind.FRACTION else _LEVELS[task.type]
    return replace(level, id=task.id, group=task.group)


def _spec(year: FinancialYear, indicators: Sequence[IndicatorSpec]) -> SyntheticSpec:
    groups = {g.id: g for g in (*ENGLAND_2015_16.groups, *_GROUPS)}
    asked = dict.fromkeys(i.group for i in indicators)
    within = [groups[g].within for g in asked if g in groups and groups[g].within]
    wanted = dict.fromkeys([*within, *asked])
    return replace(
        ENGLAND_2015_16,
        year=year,
        groups=tuple(groups.get(g, GroupSpec(g, _OTHER_GROUP)) for g in wanted),
        indicators=tuple(indicators),
    )


def _pack(
    made: SyntheticPack, asked: YearAsked, tables: Mapping[str, Rows], was: Mapping[str, str]
) -> SyntheticPack:
    """Return one year's tables, under the codes of the year; ``was`` is the code each was made under."""
    year, now = asked.year, {old: code for code, old in was.items()}
    groups = {t.group for t in asked.tasks}
    text = str(year)
    found: dict[str, Rows] = {
        "practices": [{**r, "extract_end": year.last_day.isoformat()} for r in tables["practices"]],
        "counts": [
            {**r, "indicator": now[r["indicator"]]} for r in tables["counts"] if r["indicator"] in now
        ],
        "measures": [
            {**r, "year": text, "item": now.get(r["item"], r["item"])}
            for r in tables["measures"]
            if r["year"] == str(made.year) and (r["item"] in groups or r["item"] in now)
        ],
        "national": [
            {**r, "year": text, "as_at": year.last_day.isoformat()}
            for r in tables["national"]
            if r["prevalence"]
        ],
        "baseline": [{**r, "year": str(year.previous)} for r in tables["baseline"]],
    }
    found["measures"] += _points_before(asked, tables["practices"])
    dates = dict.fromkeys(found, year.last_day)
    dates |= {"practices": date(year.starts_in + 1, 1, 1), "baseline": year.first_day}
    return SyntheticPack(f"Barsetshire {year} (synthetic)", year, found, dates, made.source)


def _points_before(asked: YearAsked, practices: Rows) -> Iterator[dict[str, str]]:
    """Return points of the year before, which a year that protects them pays: all that were offered."""
    for practice in practices:
        for task in asked.tasks:
            yield {
                "year": str(asked.year.previous),
                "practice_code": practice["practice_code"],
                "item": task.id,
                "measure": "points",
                "value": task.points,
            }


def _later(tables: Mapping[str, Rows], seed: int) -> dict[str, Rows]:
    """Return the same practices a year on: lists, registers, exceptions and achievement move a little."""
    chance = random.Random(f"a year on {seed}")  # noqa: S311 - reproducible on purpose, nothing secret
    together = {r["indicator"]: _ALL_MOVE * normal(chance) for r in tables["counts"]}
    return {
        **tables,
        "practices": [
            {**r, "list_size": _near(r["list_size"], _LIST_MOVES, chance)} for r in tables["practices"]
        ],
        "measures": [
            r if r["measure"] == "declared" else {**r, "value": _near(r["value"], _REGISTER_MOVES, chance)}
            for r in tables["measures"]
        ],
        "counts": [_counted(r, together[r["indicator"]], chance) for r in tables["counts"]],
    }


def _near(figure: str, share: float, chance: random.Random) -> str:
    return str(max(int(int(figure) * (1 + share * normal(chance)) + 0.5), 0))


def _counted(row: dict[str, str], together: float, chance: random.Random) -> dict[str, str]:
    numerator, denominator, excepted = (int(row[k]) for k in ("numerator", "denominator", "exceptions"))
    eligible = int(_near(str(denominator + excepted), _REGISTER_MOVES, chance))
    share = excepted / max(denominator + excepted, 1) * (1 + _EXCEPTIONS_MOVE * normal(chance))
    out = min(max(int(eligible * share + 0.5), 0), eligible)
    below = eligible - out
    achieved = numerator / denominator if denominator else 0.0
    moved = min(max(achieved + together + _EACH_MOVES * normal(chance), 0.0), 1.0)
    above = min(int(below * moved + 0.5), below) if denominator else drawn(below, achieved, chance)
    return {**row, "numerator": str(above), "denominator": str(below), "exceptions": str(out)}
