"""Walking the rows of a sheet: notes passed over, totals set aside, each row under its practice."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from incentives.data.files import Kind
from incentives.data.published.tally import Cell, Key, Reason
from incentives.data.published.written import (
    Amount,
    Unread,
    count,
    decimal,
    is_totals,
    item_code,
    pence,
    points,
    practice_code,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from incentives.data.figures import Status
    from incentives.data.published.layout import Context, Match
    from incentives.data.published.tally import Tally

_MANY = 200_000
COUNT, PENCE, DECIMAL, POINTS = (lru_cache(_MANY)(reader) for reader in (count, pence, decimal, points))
"""The readers of figures; each distinct text is read once: a million cells hold some 2,000 texts."""

TIDIED = "code(s) in small letters or with spaces; used in capitals, without the spaces"


def rows_of(tally: Tally, first: int) -> Iterator[int]:
    """Yield the rows from ``first`` on that are not blank, each counted."""
    for row in range(first, len(tally.sheet.rows)):
        if any(text and not text.isspace() for text in tally.sheet.rows[row]):
            tally.rows += 1
            yield row


def by_practice(tally: Tally, match: Match, figures: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield each row with its practice's code; the figures of other rows are refused with the reason.

    A row without a code and without figures (a note, a row of units) is passed over and noted.
    """
    at = match.columns["practice_code"]
    codes: dict[str, str] = {}
    for row in rows_of(tally, match.first):
        cell = Cell(*tally.sheet.anchor(row, at))
        text = tally.text(cell)
        code = codes.get(text)
        if code is None:
            try:
                code = practice_code(tally.sheet, cell)
            except Unread as why:
                _no_practice(tally, row, figures, (text, why))
                continue
            if not tally.sheet.name:
                codes[text] = code
        if text != code:
            tally.notes[TIDIED] += text.strip() != code
        if hidden := hidden_row(tally, row):
            _all(tally, row, figures, Reason.HIDDEN, hidden)
            continue
        yield row, code


def hidden_row(tally: Tally, row: int) -> str:
    """Return how a row is hidden, or blank."""
    if tally.sheet.hidden:
        return "the sheet is hidden"
    return "the row is hidden" if row in tally.sheet.marks.hidden_rows else ""


def _no_practice(tally: Tally, row: int, figures: Sequence[int], said: tuple[str, Unread]) -> None:
    text, why = said
    filled = [n for n in figures if any(sign.isdigit() for sign in tally.text(Cell(row, n)))]
    words = [t for t in tally.sheet.rows[row] if is_totals(t)]
    if words and not any(sign.isdigit() for sign in text):
        _all(tally, row, figures, Reason.TOTALS, words[0].strip())
    elif filled or why.reason is Reason.MANGLED:
        _all(tally, row, figures, why.reason, why.detail)
    else:
        tally.notes["rows hold a note or units and no figure"] += 1


def _all(tally: Tally, row: int, figures: Sequence[int], reason: Reason, detail: str) -> None:
    for column in figures:
        tally.refuse(Cell(row, column), reason, detail)


def unfit(tally: Tally, cell: Cell) -> tuple[Reason, str] | None:
    """Return why a cell of a workbook cannot be used whatever it holds, or None."""
    if not tally.sheet.name:
        return None
    held = tally.sheet.cell(*cell)
    if held.kind in (Kind.ERROR, Kind.NO_VALUE):
        return Reason.FORMULA, f"{held.formula or held.text} has no figure"
    if held.struck:
        return Reason.HIDDEN, "it is struck out"
    if held.hidden:
        return Reason.HIDDEN, "its column is hidden"
    if held.merged:
        return Reason.HIDDEN, "the cell is merged: of which rows is its figure?"
    return None


def figure(
    tally: Tally, cell: Cell, key: Key, read: Callable[[str, Status | None], Amount], context: Context
) -> None:
    """Read a cell as a figure and count it: used, or refused with the reason."""
    if why := unfit(tally, cell):
        tally.refuse(cell, *why)
        return
    try:
        text, status = read(tally.text(cell), context.dash)
    except Unread as why_not:
        tally.refuse(cell, why_not.reason, why_not.detail)
        return
    tally.take(key, text, status, cell)


def item(tally: Tally, cell: Cell, known: dict[str, str]) -> str:
    """Return the indicator's code in a cell; raise Unread where it is none."""
    text = tally.text(cell)
    code = known.get(text)
    if code is None:
        code = item_code(tally.sheet, Cell(*tally.sheet.anchor(*cell)))
        if not tally.sheet.name:
            known[text] = code
    if text != code:
        tally.notes[TIDIED] += text.strip() != code
    return code
