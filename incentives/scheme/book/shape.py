"""Which part of a scheme stands on which sheet of its workbook, and what the columns are called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SCHEME, INDICATORS, NEW, MORE = "Scheme", "Indicators", "New indicators", "More settings"
START, WAYS, LISTS = "Start here", "Ways of paying", "Lists"
INSIDE = " > "
"""Between the words of a setting that stands within another: ``prevalence > national``."""


class Head(StrEnum):
    """The columns of the sheets that list settings."""

    PART = "Part"
    NAME = "Name"
    SETTING = "Setting"
    VALUE = "Value"
    MEANS = "What it means"


class Row(StrEnum):
    """The columns of the sheet of indicators."""

    CODE = "Code"
    TITLE = "Title"
    DECISION = "In this scheme"
    REASON = "Reason"
    POINTS_WAS = "Points was"
    POINTS_NOW = "Points now"
    PAYS_WAS = "Pays was"
    PAYS_NOW = "Pays now"
    WATCHED = "Still watched"
    REPLACED = "Replaced by"


KEEP, STOP, CHANGE = "keep", "stop paying", "change"
DECISIONS = (KEEP, STOP, CHANGE)
CHANGED = {"points": (Row.POINTS_WAS, Row.POINTS_NOW), "pays": (Row.PAYS_WAS, Row.PAYS_NOW)}
"""The settings of an indicator that have columns of their own; others stand under "More settings"."""

NEW_COLUMNS = (
    *("title", "group", "type", "points", "pays", "weighted_by"),
    *("register_of", "counted_as", "data", "paid_by", "reason"),
)
"""The settings of a new indicator that have columns of their own, after its code."""


@dataclass(frozen=True)
class Settings:
    """A sheet that lists settings, one a row; a part that stands alone on its sheet has no column."""

    name: str
    parts: tuple[str, ...]
    named: bool
    title: str
    note: str


ORDERED = ("protect", "limits", "deductions", "pots", "recover")
"""Parts whose entries apply in the order of their rows."""
RULES = ("conditions", "exceptions", "suspended")

HEADER = "scheme"
"""What the settings of the file itself are called in the column Part."""
SHEETS = (
    Settings(
        SCHEME,
        (HEADER, "offered_by", "offer", "national_qof", "treatment", "exit", "disputes", "governance"),
        False,
        "The scheme and its offer to practices",
        "Fill in the coloured cells. A cell that is left blank is not part of the scheme.",
    ),
    Settings(
        "Payments",
        ("payments",),
        True,
        "What is paid beside points",
        "One block of rows for each payment, under one name. Choose its form first; the sheet "
        '"Ways of paying" says which settings each form has.',
    ),
    Settings(
        "Protections",
        ORDERED,
        True,
        "Protections, limits, deductions and pots, in the order in which they apply",
        "One block of rows for each, under one part and name. They apply from the top down.",
    ),
    Settings(
        "Conditions",
        RULES,
        True,
        "Conditions and other rules on what is paid",
        "One block of rows for each, under one part and name. Leave the sheet empty where there are none.",
    ),
    Settings(
        "Money",
        (
            "budget",
            "instalments",
            "accrual",
            "recovery",
            "small_numbers",
            "part_year",
            "rounding",
            "pay_points",
        ),
        False,
        "Budget, instalments, accrual, recovery, rounding and the price of a point",
        "A part that is left blank is as in the scheme that this one starts from.",
    ),
    Settings(
        "Worked examples",
        ("tests",),
        True,
        "Worked examples that must come out",
        "Figures of one made-up practice, and what it must be paid. The check works each one out.",
    ),
    Settings(
        "Sources",
        ("sources", "standing", "corrections", "conflicts", "notes"),
        True,
        "Sources, how well values are known, and remarks",
        "Optional. A value that you decide yourselves needs no source: its reason is enough.",
    ),
    Settings(
        MORE,
        ("change", "add", "indicators"),
        True,
        "Further settings of indicators",
        "What has no column on the sheets Indicators and New indicators, under the indicator's code.",
    ),
)
"""The sheets that list settings, in the workbook's order; Indicators and New indicators follow the first."""

ALL = (START, SCHEME, INDICATORS, NEW, *(s.name for s in SHEETS[1:]), WAYS, LISTS)


def spoken(word: str) -> str:
    """Return a setting as the workbook writes it: ``per practice`` for ``per_practice``."""
    return word.replace("_", " ")


def sheet_of(part: str) -> str:
    """Return the sheet on which a part of a scheme stands."""
    if part == "stop_paying_for":
        return INDICATORS
    return next((s.name for s in SHEETS if part in s.parts), SCHEME)
