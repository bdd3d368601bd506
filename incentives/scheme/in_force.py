"""Forms 26 and 20: values that are settled when the plan is made, from years or from a target price.

A setting may be stated by year (``pays: {2014/15: 40% to 75%, 2015/16: as in 2014/15}``): the scheme's
year takes its own, a deferred one that of the year it names, and a missing year is an error. The points
of an indicator may be stated as a target price per patient and the patients expected.
Source: upper thresholds due in April 2015 were deferred to April 2016; QOF+ 2008 set points so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from pydantic import Field

from incentives.base.amount import pounds, written
from incentives.base.problem import Problem, did_you_mean
from incentives.scheme.marks import Entry, Group, Node, Scalar
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.values import Count, Pounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.base.rounding import Rounding
    from incentives.base.year import FinancialYear

YEAR = re.compile(r"\d{4}/\d{2}")
DEFERRED = "as in "
_USUAL_PLACES = 2
Stated = dict[str, dict[str, str]]


class PointsFrom(Section):
    """Points such that the patients expected bring the target price each."""

    price_per_patient: Pounds = Field(
        description="What each patient is to be worth to the average practice.", examples=["£25"]
    )
    expected_patients: Count = Field(
        description="How many patients the average practice is expected to have."
    )


@dataclass(frozen=True)
class InForce:
    """What settles a value: the scheme's year, its price per point, how it rounds points."""

    year: FinancialYear | None
    price: Fraction | None = None
    points: Rounding | None = None

    def settle(self, group: Group) -> tuple[Group, Stated, tuple[Problem, ...]]:
        """Return an entry with one value for each setting, how the others were stated, and what is wrong."""
        entries, stated, problems = dict(group.entries), Stated(), list[Problem]()
        for key, entry in group.entries.items():
            if not isinstance(entry.node, Group):
                continue
            if _is_by_year(entry.node):
                found: Entry | Problem | None = self._of_year(key, entry.node)
            elif key == "points":
                found, wrong = self._points(entry)
                problems += wrong
            else:
                continue
            if isinstance(found, Entry):
                entries[key], stated[key] = found, _as_written(entry.node)
            else:
                problems += [found] if found else []
                del entries[key]
        spoilt = group.spoilt | (group.entries.keys() - entries.keys())
        return Group(entries, group.place, frozenset(spoilt)), stated, tuple(problems)

    def _of_year(self, key: str, by_year: Group) -> Entry | Problem | None:
        year, seen = str(self.year), set[str]()
        while self.year is not None:
            entry = by_year.entries.get(year)
            if entry is None:
                return _no_year(key, by_year, year)
            text = entry.node.text.strip() if isinstance(entry.node, Scalar) else ""
            if not text.startswith(DEFERRED):
                return entry
            seen.add(year)
            named = text.removeprefix(DEFERRED).strip()
            if named in seen or named not in by_year.entries or named >= year:
                message = f'"{key}" of {year} is deferred to "{named}", which is no earlier year stated here.'
                earlier = [y for y in by_year.entries if y < year]
                remedy = did_you_mean(named, earlier) if earlier else "Write the value of the year."
                return Problem("S477", entry.node.place, message, remedy)
            year = named
        return None

    def _points(self, entry: Entry) -> tuple[Entry | None, tuple[Problem, ...]]:
        terms, problems = typed(PointsFrom, entry.node, '"points"')
        if terms is None:
            return None, problems
        if not self.price:
            message = "Points are to follow from a price per patient, but the scheme has no price per point."
            return None, (Problem("S477", entry.key, message, 'State "pay_points:", or write the points.'),)
        places = self.points.places if self.points else _USUAL_PLACES
        exact = terms.price_per_patient * terms.expected_patients / self.price
        points = Fraction(floor(exact * 10**places + Fraction(1, 2)), 10**places)
        return Entry(entry.key, Scalar(written(points).replace(",", ""), entry.key)), problems


def price_of(node: Node | None) -> Fraction | None:
    """Return the price per point that a file states, None where it cannot be read."""
    try:
        return pounds(node.text("price_per_point")) if isinstance(node, Group) else None
    except ValueError:
        return None


def said(stated: Mapping[str, Mapping[str, str]]) -> str:
    """Return how values were stated, as a sentence for whoever reads what is paid."""
    parts = []
    for key, values in stated.items():
        if all(YEAR.fullmatch(k) for k in values):
            parts.append(f"{key} by year: {'; '.join(f'{k} {v}' for k, v in values.items())}")
        else:
            each, expected = values["price_per_patient"], values["expected_patients"]
            parts.append(f"points from {each} for each of {expected} expected patients")
    return f" ({'. '.join(parts)})" if parts else ""


def _is_by_year(group: Group) -> bool:
    return bool(group.entries) and all(YEAR.fullmatch(key) for key in group.entries)


def _as_written(group: Group) -> dict[str, str]:
    return {key: group.text(key) for key in group.entries}


def _no_year(key: str, by_year: Group, year: str) -> Problem:
    message = f'"{key}" is stated by year, and {year} is not among the years.'
    last = max(by_year.entries)
    remedy = f'Add "{year}: ..." with its value, or "{year}: as in {last}" where it was deferred.'
    return Problem("S477", by_year.place, message, remedy)
