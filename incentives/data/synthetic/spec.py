"""What a synthetic CCG is made from: groups and indicators with national levels, and its practices' sorts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentives.base.year import FinancialYear


class Kind(Enum):
    """How an indicator is earned."""

    FRACTION = "a numerator of a denominator"
    REGISTER = "a register that exists"
    DECLARED = "a declaration"


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A register or a target population.

    ``per_thousand`` is its national size for each thousand patients on all lists, or (``within`` another
    group) for each thousand of that group. ``age`` and ``deprivation`` say by which share it is larger
    at a practice one standard deviation older, or more deprived, than the average. A ``cohort`` is a
    target population: it is large everywhere and is not kept as a register.
    """

    id: str
    per_thousand: float
    age: float = 0.0
    deprivation: float = 0.0
    within: str = ""
    cohort: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """An indicator and its national levels, each in per cent.

    ``achieved`` is numerator ÷ denominator, ``spread`` its standard deviation between practices in points
    of per cent, ``excepted`` is exceptions ÷ (denominator + exceptions), and ``of_group`` is the
    denominator's share of the group. For a declared indicator ``achieved`` is the share of practices.
    """

    id: str
    group: str
    kind: Kind = Kind.FRACTION
    achieved: float = 100.0
    spread: float = 0.0
    excepted: float = 0.0
    of_group: float = 100.0


@dataclass(frozen=True, slots=True)
class SyntheticSpec:
    """One year of a synthetic CCG.

    ``pounds_per_patient`` is what national QOF paid for each patient in the year before;
    ``average_list_size`` the national average list that the year's rules name, at ``average_list_as_at``.
    """

    title: str
    year: FinancialYear
    commissioner_code: str
    groups: tuple[GroupSpec, ...]
    indicators: tuple[IndicatorSpec, ...]
    average_list_size: int
    average_list_as_at: date
    pounds_per_patient: float
    practices: int = 40
    pms: int = 10


@dataclass(frozen=True, slots=True)
class SyntheticPack:
    """The tables of a data pack as rows of text, each table with its date."""

    title: str
    year: FinancialYear
    tables: Mapping[str, list[dict[str, str]]]
    as_at: Mapping[str, date]
    source: str
