"""Event files for the back-test: what stood before payment stopped, what happened, what was seen after.

One row an indicator. The columns, in any order: event, unit, indicator, type, numerator, denominator,
exceptions, practices, horizon (years), observed_change (percentage points); what happened stands in one
column ``happened`` (withdrawn, paired, substituted, watched) or in a yes/no column for each word. A
column ``first_year_change`` may give the change seen after one year, ``source`` where the counts are from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.data.files import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from incentives.data.files import Sheet

HAPPENED = ("paired", "substituted", "watched", "withdrawn")
_NEEDED = ("event", "indicator", "type", "numerator", "denominator", "observed_change")
_OTHERS = ("unit", "exceptions", "practices", "horizon", "happened", "first_year_change", "source", *HAPPENED)
_ALSO = {
    "baseline_numerator": "numerator",
    "baseline_denominator": "denominator",
    "baseline_exceptions": "exceptions",
    "horizon_years": "horizon",
    "years": "horizon",
    "what_happened": "happened",
    "change": "observed_change",
    "observed_change_pp": "observed_change",
    "observed_change_points": "observed_change",
    "replaced": "substituted",
}
TYPES = {
    "outcome": "intermediate outcome",
    "process-recording": "process",
    "process recording": "process",
    "lab/measurement": "process",
    "advice/lifestyle": "advice",
}
"""Names of types in published tables, and ours."""
UNCOUNTED = ("register", "organisational")
"""Types that have no rate: in a forecast they are listed, and nothing is foreseen."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row: counts before, what happened, and the change seen, as a share of one."""

    event: str
    unit: str
    indicator: str
    type: str
    numerator: float
    denominator: float
    exceptions: float
    practices: float
    years: float
    happened: str
    observed_change: float
    first_year_change: float | None
    place: Place
    source: str = ""

    @property
    def baseline(self) -> float:
        """Return gross achievement before: achieved ÷ (denominator + exceptions); 0 where nobody counts."""
        eligible = self.denominator + self.exceptions
        return self.numerator / eligible if eligible else 0.0


def read_events(path: Path, *, unseen: bool = False) -> tuple[Event, ...]:
    """Return the rows of an event file; raises Refused with every problem in it.

    With ``unseen`` the change that was observed may be missing: nobody knows it yet.
    """
    read = read_file(path)
    problems = [p for p in read.problems if p.severity.value == "error"]
    if problems or not read.sheets:
        raise Refused(read.problems)
    rows = _Rows(read.sheets[0], unseen=unseen)
    events = [rows.event(at) for at in range(1, len(rows.sheet.rows))] if rows.sound() else []
    if not events and not rows.problems:
        rows.note("D181", 0, "", "The file has headings and no rows.", "Add a row for each indicator.")
    if rows.problems:
        raise Refused(rows.problems)
    return tuple(event for event in events if event)


class _Rows:
    """Reads one sheet; keeps every problem."""

    def __init__(self, sheet: Sheet, *, unseen: bool) -> None:
        self.sheet, self.unseen = sheet, unseen
        self.problems: list[Problem] = []
        headings = [_plain(h) for h in sheet.rows[0]] if sheet.rows else []
        self.columns: Mapping[str, int] = {_ALSO.get(h, h): at for at, h in enumerate(headings)}

    def sound(self) -> bool:
        """Note columns that are missing or unknown; tell whether rows can be read."""
        known = (*_NEEDED, *_OTHERS)
        for name, at in self.columns.items():
            if name and name not in known:
                remedy = did_you_mean(name, known, most=20)
                self.note(
                    "D180", 0, name, f'"{self.sheet.rows[0][at]}" is no column of an event file.', remedy
                )
        for name in _NEEDED:
            if name not in self.columns and not (self.unseen and name == "observed_change"):
                message = f'The column "{name}" is missing.'
                self.note("D180", 0, "", message, "docs/EVIDENCE.md lists the columns of an event file.")
        return not self.problems

    def event(self, at: int) -> Event | None:
        before = len(self.problems)
        event, unit, indicator = (self.text(at, n) for n in ("event", "unit", "indicator"))
        kind = self.text(at, "type").casefold()
        uncounted = 0.0 if self.unseen and kind in UNCOUNTED else None
        numbers = [
            self.number(at, name, otherwise)
            for name, otherwise in (
                ("numerator", uncounted),
                ("denominator", uncounted),
                ("exceptions", 0.0),
                ("practices", 1.0),
                ("horizon", 1.0),
                ("observed_change", 0.0 if self.unseen else None),
            )
        ]
        first = self.number(at, "first_year_change", 0.0) if self.text(at, "first_year_change") else None
        happened = self.happened(at)
        if len(self.problems) > before:
            return None
        numerator, denominator, exceptions, practices, years, change = numbers
        if uncounted is None or numerator or denominator:
            self.sense(at, numerator, denominator, exceptions)
        if len(self.problems) > before:
            return None
        return Event(
            event,
            unit,
            indicator,
            TYPES.get(kind, kind),
            numerator,
            denominator,
            exceptions,
            practices,
            years,
            happened,
            change / 100,
            None if first is None else first / 100,
            self.sheet.place(at),
            self.text(at, "source"),
        )

    def sense(self, at: int, numerator: float, denominator: float, exceptions: float) -> None:
        if denominator + exceptions <= 0:
            self.note("D182", at, "denominator", "There were no patients before.", "Leave the row out.")
        elif not 0 <= numerator <= denominator + exceptions or exceptions < 0:
            message = "The numerator is not between nought and the denominator with its exceptions."
            self.note("D182", at, "numerator", message, "Check the row against its source.")

    def happened(self, at: int) -> str:
        stated = self.text(at, "happened").casefold()
        if stated and stated not in HAPPENED:
            message = f'"{stated}" is not a thing that happens to an indicator here.'
            self.note("D182", at, "happened", message, did_you_mean(stated, HAPPENED))
        ticked = [w for w in HAPPENED[:-1] if self.text(at, w).casefold() in ("yes", "y", "true", "1")]
        return stated or (ticked[0] if ticked else "withdrawn")

    def text(self, at: int, name: str) -> str:
        column = self.columns.get(name)
        row = self.sheet.rows[at]
        return str(row[column]).strip() if column is not None and column < len(row) else ""

    def number(self, at: int, name: str, otherwise: float | None) -> float:
        text = self.text(at, name).replace(",", "")
        if not text and otherwise is not None:
            return otherwise
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,30})?", text):
            self.note("D182", at, name, f'"{text}" is not a number.', "Write a number such as 812 or -3.4.")
            return 0.0
        return float(text)

    def note(self, code: str, at: int, column: str, message: str, remedy: str) -> None:
        place = (
            self.sheet.place(at, self.columns.get(column, -1)) if self.sheet.rows else Place(self.sheet.file)
        )
        self.problems.append(Problem(code, place, message, remedy))


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.strip().casefold()).strip("_")
