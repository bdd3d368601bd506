"""What a sheet of the schedule is: its role, what its rows are, its columns and how each is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from incentives.formula.plan import Columns, DataField

if TYPE_CHECKING:
    from incentives.formula.plan import SchemeField, Step

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


class Role(Enum):
    """Inputs, workings and outputs stand apart; a record holds words and figures as they were."""

    OUTPUT = "Output"
    INPUT = "Input"
    WORKING = "Working"
    RECORD = "Record"


class Lists(Enum):
    """What the rows of a sheet are."""

    PRACTICES = "practices"
    COMPONENTS = "components"
    PERIODS = "periods"
    FIGURES = "figures"
    WORDS = "words"


class Kind(Enum):
    """How a figure is shown."""

    MONEY = "money"
    POINTS = "points"
    COUNT = "count"
    PERCENT = "percent"
    FACTOR = "factor"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: a column of the plan (for a component or period), or one that the sheet adds."""

    name: str
    key: str
    heading: str
    kind: Kind
    added: bool = False
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet: ``topic`` finds its words in the layout."""

    topic: str
    name: str
    title: str
    note: str
    role: Role
    lists: Lists
    columns: tuple[Column, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show: such a sheet is left out."""
        return self.lists is not Lists.WORDS and not self.columns


def kind_of_given(given: DataField | SchemeField) -> Kind:
    """Return how a given column is shown: by its unit, plain shares of the scheme in percent."""
    if given.unit.pounds:
        return Kind.MONEY
    if given.unit.points:
        return Kind.POINTS if isinstance(given, DataField) or not _whole(given) else Kind.NUMBER
    if isinstance(given, DataField):
        return Kind.COUNT if given.per == 1 else Kind.NUMBER
    shares = not given.unit.patients and not given.unit.days and not _whole(given)
    return Kind.PERCENT if shares and all(abs(v) <= 1 for _, v in given.values) else Kind.NUMBER


def kind_of_step(step: Step) -> Kind:
    """Return how a worked-out column is shown."""
    if step.name in (Columns.ACHIEVEMENT, Columns.INTERVENTION):
        return Kind.PERCENT
    if step.unit.pounds:
        return Kind.MONEY
    if step.unit.points:
        return Kind.POINTS
    return Kind.COUNT if step.unit.patients == 1 else Kind.FACTOR


def sheet_name(words: str, taken: set[str]) -> str:
    """Return words as a sheet's name that no other sheet has (names are compared without capitals)."""
    plain = _FORBIDDEN.sub(" ", words).strip()[:LONGEST_NAME] or "Sheet"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def _whole(given: SchemeField) -> bool:
    return all(v.denominator == 1 for _, v in given.values)
