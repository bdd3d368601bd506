"""CQRS extracts: indicator values, achieved points, and the reference tables that say how they are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.data.figures import Status
from incentives.data.published.shapes import day
from incentives.data.published.tally import Cell, Key, Reason
from incentives.data.published.walking import COUNT, POINTS, by_practice, figure, item, rows_of
from incentives.data.published.written import Amount, Unread

if TYPE_CHECKING:
    from incentives.data.published.layout import Context, Match
    from incentives.data.published.tally import Tally

_SERVICE = re.compile(r"[A-Z]+(\d{2})(\d{2})")
_YES_NO = {"yes": "1", "y": "1", "1": "1", "true": "1", "no": "0", "n": "0", "0": "0", "false": "0"}
_LATEST, _APPROVED = ("y", "yes", ""), ("approved", "yes", "y", "")
PCA, _EXCLUSION = "pca", "exclusion"


def values(tally: Tally, match: Match, context: Context) -> None:
    """Read INDICATOR_VALUES: numerators, denominators, registers, declarations, each sort of exception.

    A register is the group's where the reference says that the indicator is the group's register, else it
    is kept under the indicator. Personalised care adjustments are also added up where the reference is there.
    """
    at = match.columns
    known: dict[str, str] = {}
    for row, practice in by_practice(tally, match, [at["value"]]):
        cell = Cell(row, at["value"])
        if "latest" in at and tally.text(Cell(row, at["latest"])).strip().lower() not in _LATEST:
            tally.refuse(cell, Reason.BY_RULE, "an earlier submission")
            continue
        try:
            code = item(tally, Cell(row, at["item"]), known)
            year = service_year(tally, match, row)
        except Unread as why:
            tally.refuse(cell, why.reason, why.detail)
            continue
        field = tally.text(Cell(row, at["measure"])).strip()
        if context.exceptions.get(field.upper()) == _EXCLUSION:
            tally.refuse(cell, Reason.BY_RULE, "an exclusion: such patients are in no denominator")
            continue
        measure, of = _measured(field, code, context)
        key = Key("measures", (year, practice, of), measure)
        figure(tally, cell, key, _flag if measure == "declared" else COUNT, context)


def points(tally: Tally, match: Match, context: Context) -> None:
    """Read INDICATOR_ACHIEVED_POINTS; points that are not approved are set aside."""
    at = match.columns
    known: dict[str, str] = {}
    for row, practice in by_practice(tally, match, [at["value"]]):
        cell = Cell(row, at["value"])
        approved = tally.text(Cell(row, at["approved"])).strip().lower() if "approved" in at else ""
        if approved not in _APPROVED:
            tally.refuse(cell, Reason.BY_RULE, f"not approved: {approved}")
            continue
        try:
            code = item(tally, Cell(row, at["item"]), known)
            year = service_year(tally, match, row)
        except Unread as why:
            tally.refuse(cell, why.reason, why.detail)
            continue
        figure(tally, cell, Key("measures", (year, practice, code), "points"), POINTS, context)


def service_year(tally: Tally, match: Match, row: int) -> str:
    """Return the year of a row from its quality service (QOF2324 is 2023/24); raise Unread otherwise."""
    text = tally.text(Cell(row, match.columns["service"])).strip().upper()
    found = _SERVICE.fullmatch(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Unread(Reason.NO_FIGURE, f'the quality service "{text}" names no year, as QOF2324 does')
    return f"20{found[1]}/{found[2]}"


def achieved_on(tally: Tally, match: Match, context: Context) -> None:
    """Take the date of the figures from the file's column of achievement dates, where all rows agree."""
    days = {
        tally.text(Cell(row, match.columns["achieved"])).strip()
        for row in range(match.first, len(tally.sheet.rows))
    } - {""}
    if len(days) == 1:
        try:
            context.as_at = day(days.pop())
        except ValueError:
            return


def control(tally: Tally, match: Match, context: Context) -> None:
    """Read INDICATOR_REFERENCE_CONTROL: the registers' groups, the points of what is declared by hand."""
    at = match.columns
    for row in rows_of(tally, match.first):
        code = tally.text(Cell(row, at["item"])).strip().upper()
        if tally.text(Cell(row, at["register"])).strip() == "1":
            context.groups[code] = tally.text(Cell(row, at["group"])).strip().upper()
        if "manual" in at and tally.text(Cell(row, at["manual"])).strip().upper() == "M":
            context.manual[code] = tally.text(Cell(row, at["points"])).strip()
        tally.refuse(Cell(row, at["item"]), Reason.REFERENCE)


def exceptions(tally: Tally, match: Match, context: Context) -> None:
    """Read PCA_REFERENCE: which fields count patients left out of a denominator, and the sort of each."""
    for row in rows_of(tally, match.first):
        name = tally.text(Cell(row, match.columns["field"])).strip().upper()
        context.exceptions[name] = tally.text(Cell(row, match.columns["type"])).strip().lower()
        tally.refuse(Cell(row, match.columns["field"]), Reason.REFERENCE)


def reference(tally: Tally, match: Match, _: Context) -> None:
    """Walk a reference that says nothing that is needed here."""
    first = min(match.columns.values())
    for row in rows_of(tally, match.first):
        tally.refuse(Cell(row, first), Reason.REFERENCE)


def _measured(field: str, code: str, context: Context) -> tuple[str, str]:
    """Return the measure of a field, and what it is of: the indicator, or its group for a register."""
    word = field.lower()
    if word in ("numerator", "denominator"):
        return word, code
    if word.endswith("register"):
        return "register", context.groups.get(code, code)
    if word.replace(" ", "") in ("yes/noflag", "yes/no", "flag"):
        return "declared", code
    return "exceptions:" + re.sub(r"[^a-z0-9]+", "_", word), code


def _flag(text: str, dash: Status | None) -> Amount:
    if text.strip().lower() in _YES_NO:
        return Amount(_YES_NO[text.strip().lower()], Status.FIGURE)
    return COUNT(text, dash)
