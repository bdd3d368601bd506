"""The declared tables of a data pack: their columns, what each holds, and which must be there.

The layouts of published files (NHS Digital's long form and prevalence, plain counts) are tables too,
so that they are read as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Holds(Enum):
    """What the cells of a column are."""

    CODE = "a code"
    TEXT = "text"
    COUNT = "a whole number"
    DECIMAL = "a number"
    SHARE = "a percentage or a number"
    PENCE = "whole pence"
    DEDUCTION = '"standard", "none" or an amount such as £12,345.67'
    DATE = "a date such as 2015-04-01"
    YEAR = "a financial year such as 2015/16"
    WORD = "one of a few words"
    FIGURE = "a figure"


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column; ``words`` lists what may stand in a column of words (blank always may)."""

    name: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One declared table; rows with the same ``key`` may stand only once."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return a column by its name, a local attribute as text, or None."""
        if name.startswith(LOCAL) and self.name == "practices":
            return Column(name)
        return next((c for c in self.columns if c.name == name), None)

    def names(self) -> tuple[str, ...]:
        """Return the names of the declared columns."""
        return tuple(c.name for c in self.columns)


LOCAL = "local_"
"""Columns of the practices table that begin so are a commissioner's own and are kept as text."""

COUNTED = ("numerator", "denominator", "exceptions", "register", "cohort", "activity", "declared")
IN_HUNDREDTHS = ("pence_earned", "pence_paid")
POINTS_PER = 10_000

MEASURES = (*COUNTED, "newly_diagnosed", "list_size", "points", *IN_HUNDREDTHS)
"""The measures there are; ``exceptions:<kind>`` may be given for each kind of exception."""

NHS_MEASURES = {
    "NUMERATOR": "numerator",
    "DENOMINATOR": "denominator",
    "PCAS": "exceptions",
    "EXCEPTIONS": "exceptions",
    "REGISTER": "register",
    "ACHIEVED_POINTS": "points",
    "NEWLY_DIAGNOSED": "newly_diagnosed",
}
"""The measures of NHS Digital's long form and ours."""


def _code(name: str) -> Column:
    return Column(name, Holds.CODE, needed=True)


_YEAR = Column("year", Holds.YEAR)
_RECEIVED = Column("received_on", Holds.DATE)
_PRACTICE, _INDICATOR = _code("practice_code"), _code("indicator")
_AREA = tuple(Column(n) for n in ("region_ods_code", "region_ons_code", "region_name"))

PRACTICES = Layout(
    "practices",
    (
        _PRACTICE,
        Column("name"),
        Column("commissioner_code", Holds.CODE),
        Column("network_code", Holds.CODE),
        Column("network_kind"),
        Column("contract", Holds.WORD, words=("GMS", "PMS", "APMS")),
        Column("qof_deduction", Holds.DEDUCTION),
        Column("list_size", Holds.COUNT),
        Column("weighted_list_size", Holds.DECIMAL),
        Column("imd_score", Holds.DECIMAL),
        Column("imd_basis"),
        Column("payee"),
        Column("atypical", Holds.WORD, words=("yes", "no")),
        Column("opens", Holds.DATE),
        Column("closes", Holds.DATE),
        Column("extract_end", Holds.DATE),
        Column("list_as_at", Holds.DATE),
    ),
    ("practice_code",),
)

LAYOUTS = {
    layout.name: layout
    for layout in (
        PRACTICES,
        Layout(
            "measures",
            (
                _YEAR,
                _PRACTICE,
                _code("item"),
                Column("measure", needed=True),
                Column("value", Holds.FIGURE, needed=True),
                Column("status"),
                _RECEIVED,
            ),
        ),
        Layout(
            "counts",
            (
                _PRACTICE,
                _INDICATOR,
                *(Column(n, Holds.FIGURE) for n in ("numerator", "denominator", "exceptions", "register")),
                _YEAR,
                _RECEIVED,
            ),
        ),
        Layout(
            "registers",
            (_PRACTICE, _code("group"), Column("register", Holds.FIGURE, needed=True), _YEAR, _RECEIVED),
        ),
        Layout(
            "achievement",
            (
                *_AREA,
                _PRACTICE,
                _code("indicator_code"),
                Column("measure", needed=True),
                Column("value", Holds.FIGURE, needed=True),
            ),
        ),
        Layout(
            "prevalence",
            (
                *_AREA,
                _PRACTICE,
                _code("group_code"),
                Column("register", Holds.FIGURE, needed=True),
                Column("patient_list_type"),
                Column("practice_list_size", Holds.FIGURE),
            ),
        ),
        Layout(
            "national",
            (
                _YEAR,
                _code("group"),
                Column("prevalence", Holds.SHARE),
                Column("definition", Holds.WORD, words=("pooled", "mean of practices")),
                Column("average_list_size", Holds.DECIMAL),
                Column("as_at", Holds.DATE),
                Column("source"),
            ),
            ("year", "group"),
        ),
        Layout(
            "baseline",
            (
                _YEAR,
                _PRACTICE,
                _code("component"),
                Column("pence", Holds.PENCE, needed=True),
                Column("status", Holds.WORD, words=("provisional", "final")),
                Column("basis"),
                Column("list_size", Holds.COUNT),
            ),
            ("year", "practice_code", "component"),
        ),
        Layout(
            "payments",
            (
                _YEAR,
                _PRACTICE,
                Column("payment", needed=True),
                Column("pence", Holds.PENCE),
            ),
            ("year", "practice_code", "payment"),
        ),
        Layout(
            "signup",
            (
                _PRACTICE,
                Column("scheme_version"),
                Column("offered_on", Holds.DATE),
                Column("answer", Holds.WORD, words=("yes", "no")),
                Column("signed_by"),
                Column("signed_on", Holds.DATE),
                Column("starts", Holds.DATE),
                Column("ends", Holds.DATE),
                Column("left_reason"),
                Column("variation_reference"),
            ),
            ("practice_code", "scheme_version"),
        ),
        Layout(
            "successions",
            (
                _code("from"),
                _code("to"),
                Column("on", Holds.DATE, needed=True),
                Column("share", Holds.SHARE, needed=True),
            ),
            ("from", "to", "on"),
        ),
        Layout(
            "signed_off",
            (
                _code("check"),
                _code("code"),
                Column("reason", needed=True),
                Column("by", needed=True),
                Column("on", Holds.DATE, needed=True),
            ),
            ("check", "code"),
        ),
        Layout(
            "adjustments",
            (
                _PRACTICE,
                _code("component"),
                Column("pence", Holds.PENCE),
                Column("points", Holds.DECIMAL),
                Column("reason", needed=True),
                Column("authority", needed=True),
            ),
        ),
    )
}
"""Every table that a pack may hold."""

PUBLISHED = "published"
"""What a table of pack.yaml holds that names a published file as it is."""

LONG = ("measures", "counts", "registers", "achievement", "prevalence")
"""The tables that become figures by year, item and measure; the others are kept as rows of text."""

IN_COLUMNS = 1_000_000
"""The size in bytes from which a long table is read in columns: by rows it would take more than 0.2 s."""
