"""List sizes (one figure for each practice, or one for each age and sex), and the annual file of the IIF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.data.figures import Status
from incentives.data.published.cqrs import service_year
from incentives.data.published.headings import plain
from incentives.data.published.shapes import attribute, day
from incentives.data.published.tally import Cell, Key, Reason
from incentives.data.published.walking import COUNT, by_practice, figure, item
from incentives.data.published.written import Unread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.published.layout import Context, Match
    from incentives.data.published.tally import Tally

_ALL = ("all", "total", "")
_WORDS = {"numerator": "numerator", "denominator": "denominator"}


def by_age_rows(tally: Tally, match: Match, context: Context) -> None:
    """Read "patients registered at a GP practice": the row of all ages and both sexes is the list size."""
    at = match.columns
    chosen = {name: at[name] for name in ("sex", "age") if name in at}
    for row, practice in by_practice(tally, match, [at["list_size"]]):
        cell = Cell(row, at["list_size"])
        kind = tally.text(Cell(row, at["type"])).strip().upper() if "type" in at else "GP"
        if kind != "GP":
            tally.refuse(cell, Reason.BY_RULE, f"a row of type {kind}, not of a practice")
        elif any(tally.text(Cell(row, n)).strip().lower() not in _ALL for n in chosen.values()):
            tally.refuse(cell, Reason.BY_RULE, "an age band or a sex: the row of all has the list size")
        else:
            attribute(tally, cell, (practice, "list_size"), context)


def by_age_columns(tally: Tally, match: Match, context: Context) -> None:
    """Read a row for each practice with a column for each sex and age band: their sum is the list size.

    The sum stands in the first band's place; the other bands are counted as used in it.
    """
    bands = [n for n, h in enumerate(match.headings) if plain(h).startswith(("male ", "female "))]
    for row, practice in by_practice(tally, match, bands):
        whole = 0
        try:
            for band in bands:
                whole += int(COUNT(tally.text(Cell(row, band)), context.dash).text or "x")
        except (Unread, ValueError):
            for band in bands:
                tally.refuse(Cell(row, band), Reason.NO_FIGURE, "not every band of the practice has a figure")
            continue
        key = Key("practices", (practice,), "list_size")
        tally.take(key, str(whole), Status.FIGURE, Cell(row, bands[0]))
        for band in bands[1:]:
            tally.refuse(Cell(row, band), Reason.BY_RULE, "an age band: it is in the practice's sum")


def incentive_fund(tally: Tally, match: Match, context: Context) -> None:
    """Read the IIF's annual file: practices' numerators and denominators; networks' are set aside."""
    at = match.columns
    known: dict[str, str] = {}
    for row, practice in _practices_only(tally, match):
        cell = Cell(row, at["value"])
        words = tally.text(Cell(row, at["measure"])).strip()
        measure = _WORDS.get(words.lower().split(" ")[-1])
        if measure is None or "baseline" in words.lower():
            tally.refuse(cell, Reason.NO_MEASURE, f'"{words}" is no numerator or denominator of the year')
            continue
        try:
            code = item(tally, Cell(row, at["item"]), known)
            year = service_year(tally, match, row)
        except Unread as why:
            tally.refuse(cell, why.reason, why.detail)
            continue
        figure(tally, cell, Key("measures", (year, practice, code), measure), COUNT, context)


def _practices_only(tally: Tally, match: Match) -> list[tuple[int, str]]:
    """Return the rows of practices; a network's code is no practice's and its rows are set aside."""
    kind_at, kept = match.columns["kind"], []
    is_network = _networks(tally, kind_at)
    for row, practice in by_practice(tally, match, [match.columns["value"]]):
        if is_network.get(row):
            tally.refuse(Cell(row, match.columns["value"]), Reason.BY_RULE, "of a network, not of a practice")
        else:
            kept.append((row, practice))
    return kept


def _networks(tally: Tally, kind_at: int) -> Mapping[int, bool]:
    return {row: texts[kind_at].strip().upper() == "PCN" for row, texts in enumerate(tally.sheet.rows)}


def extracted_on(tally: Tally, match: Match, context: Context) -> None:
    """Take the date of a list from its column, where all rows agree."""
    column = match.columns.get("extracted")
    if column is None:
        return
    days = {tally.text(Cell(row, column)).strip() for row in range(match.first, len(tally.sheet.rows))} - {""}
    if len(days) == 1:
        try:
            context.as_at = day(days.pop())
        except ValueError:
            return
