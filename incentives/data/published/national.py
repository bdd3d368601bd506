"""A table of national prevalences, a row for each group: per cent or shares, only where that is certain."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import written
from incentives.data.figures import Status, read_exact
from incentives.data.published.layout import Layout
from incentives.data.published.tally import Cell, Key, Reason
from incentives.data.published.walking import item, rows_of, unfit
from incentives.data.published.written import Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.data.files import Sheet
    from incentives.data.published.layout import Context, Match
    from incentives.data.published.tally import Tally

_SHARE = re.compile(r"\b(fraction|share|proportion)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b", re.IGNORECASE)
PER_CENT, SHARES, UNCLEAR = "per cent", "shares of one", "per cent or shares of one: not clear"


def unit(sheet: Sheet, first: int, column: int, heading: str) -> tuple[str, str]:
    """Return in what a column of prevalences is written, and how that is known.

    Unclear where the heading says one thing and the values another, or neither says anything.
    """
    texts = [row[column].strip() for row in sheet.rows[first:] if column < len(row)]
    values = [value for text in texts if (value := _number(text)) is not None]
    if texts and all(text.endswith("%") for text in texts if text):
        return PER_CENT, "each value has its %"
    largest = max(values, default=Fraction(0))
    shown = written(largest, 4)
    if largest > 1:
        says_share = bool(_SHARE.search(heading))
        return (UNCLEAR if says_share else PER_CENT), f"its largest value is {shown}"
    if _SHARE.search(heading) and not _PER_CENT.search(heading):
        return SHARES, f"its heading says so, and its largest value is {shown}"
    return (
        UNCLEAR,
        f"no value is above 1 (the largest is {shown}), and the heading does not say that they are shares",
    )


def prevalences(tally: Tally, match: Match, context: Context) -> None:
    """Read a group's code and its national prevalence in each row."""
    at = match.columns["prevalence"]
    written_in, why = unit(tally.sheet, match.first, at, match.headings[at])
    known: dict[str, str] = {}
    for row in rows_of(tally, match.first):
        cell = Cell(row, at)
        if reason := unfit(tally, cell):
            tally.refuse(cell, *reason)
            continue
        text = tally.text(cell).strip()
        value = _number(text.removesuffix("%"))
        if written_in is UNCLEAR and not text.endswith("%"):
            tally.refuse(cell, Reason.UNCLEAR, why)
        elif value is None:
            tally.refuse(cell, Reason.NO_FIGURE, f'"{text}" is no prevalence')
        else:
            _take(tally, cell, value * (100 if written_in is SHARES else 1), (match, context, known))


def _take(tally: Tally, cell: Cell, per_cent: Fraction, where: tuple[Match, Context, dict[str, str]]) -> None:
    match, context, known = where
    try:
        group = item(tally, Cell(cell.row, match.columns["item"]), known)
    except Unread as why:
        tally.refuse(cell, why.reason, why.detail)
        return
    key = Key("national", (str(context.year), group), "prevalence")
    tally.take(key, f"{written(per_cent).replace(',', '')}%", Status.FIGURE, cell)


def _number(text: str) -> Fraction | None:
    try:
        value = read_exact(text)
    except ValueError:
        return None
    return value if value >= 0 else None


NATIONAL = Layout("own national", "a file of your own, national prevalences", "", (), prevalences)


def says_prevalence(headings: Sequence[str]) -> int | None:
    """Return the one column whose heading speaks of prevalence."""
    found = [n for n, heading in enumerate(headings) if "prevalence" in heading.lower()]
    return found[0] if len(found) == 1 else None
