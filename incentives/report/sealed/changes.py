"""What differs between what a schedule held when it was written and what it holds now, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from math import isclose
from string import ascii_uppercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from incentives.report.sealed.contents import Cell, Contents

_REFERENCE = re.compile(r"(\$?[A-Z]{1,3}\$?)\d+")
_SAME = 1e-12
"""Programs keep 15 digits of what a formula shows: below a penny in ten thousand million pounds."""


class Sort(Enum):
    """What was done to a cell, a row, a sheet or a name."""

    OVERWRITTEN = "a formula was overwritten"
    FORMULA = "a formula was changed"
    FIGURE = "a figure was changed"
    WORDS = "words were changed"
    ADDED = "a cell was filled in"
    EMPTIED = "a cell was emptied"
    ROW_ADDED = "a row was added"
    ROW_REMOVED = "a row was removed"
    HIDDEN = "something is hidden"
    SHEET_ADDED = "a sheet was added"
    SHEET_REMOVED = "a sheet was removed"
    ORDER = "the sheets stand in another order"
    NAME = "a name points elsewhere"
    SHOWN = "a formula shows another figure than it gives"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its sort, sheet and cell (or row, or nothing), what stood there and what stands there."""

    sort: Sort
    sheet: str
    cell: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes by hand, and how many cells only follow from them: figures, and references that moved."""

    by_hand: tuple[Change, ...]
    following: int


def changes(was: Contents, now: Contents, *, apart_from: AbstractSet[str] = frozenset()) -> Changes:
    """Return what differs. ``apart_from`` names sheets that are not compared."""
    found = [*_of_sheets(was, now, apart_from), *_of_names(was, now)]
    found += [Change(Sort.HIDDEN, sheet, "", "", what) for sheet, what in now.hidden]
    aligned = {sheet: _rows(was, now, sheet) for sheet in was.sheets if sheet in now.sheets}
    for sheet, (_, rows) in aligned.items():
        found += [Change(sort, sheet, f"row {row}", before, after) for sort, row, before, after in rows]
    any_moved = any(rows for _, rows in aligned.values())
    following, shown = 0, []
    for sheet, (kept, _) in aligned.items():
        for at, before, after in _pairs(was.sheets[sheet], now.sheets[sheet], kept):
            if any_moved and _only_moved(before, after):
                following += before != after
            elif before is None or after is None or before.holds != after.holds:
                found.append(_changed(sheet, at, before, after))
            elif not _alike(before.shows, after.shows):
                shown.append(Change(Sort.SHOWN, sheet, at, str(before.shows), str(after.shows)))
    if not found:
        return Changes(tuple(shown), 0)
    return Changes(tuple(found), following + len(shown))


def _of_sheets(was: Contents, now: Contents, apart_from: AbstractSet[str]) -> Iterator[Change]:
    for sheet in was.sheets:
        if sheet not in now.sheets:
            yield Change(Sort.SHEET_REMOVED, sheet, "", f"{len(was.sheets[sheet])} cells", "")
    for sheet in now.sheets:
        if sheet not in was.sheets and sheet not in apart_from:
            yield Change(Sort.SHEET_ADDED, sheet, "", "", f"{len(now.sheets[sheet])} cells")
    both = [s for s in was.sheets if s in now.sheets]
    order = [s for s in now.sheets if s in was.sheets]
    if both != order:
        first = next(n for n, (a, b) in enumerate(zip(both, order, strict=True)) if a != b)
        yield Change(Sort.ORDER, order[first], "", both[first], order[first])


def _of_names(was: Contents, now: Contents) -> Iterator[Change]:
    for name in sorted({*was.names, *now.names}):
        before, after = was.names.get(name, ""), now.names.get(name, "")
        if before != after:
            yield Change(Sort.NAME, "", name, before, after)


_Moved = tuple[Sort, int, str, str]


def _rows(was: Contents, now: Contents, sheet: str) -> tuple[dict[int, int], list[_Moved]]:
    """Return where each row of a sheet stands now, and the rows that were added or taken out.

    The first column tells rows apart. Where it has as many rows as before, each stands where it stood.
    """
    before, after = _first_column(was.sheets[sheet]), _first_column(now.sheets[sheet])
    if len(before) == len(after):
        return {}, []
    kept: dict[int, int] = {}
    found: list[_Moved] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            kept |= {row + 1: row + 1 + k - i for row in range(i, j)}
        else:
            found += [(Sort.ROW_REMOVED, row + 1, before[row], "") for row in range(i, j)]
            found += [(Sort.ROW_ADDED, row + 1, "", after[row]) for row in range(k, m)]
    return kept, found


def _first_column(cells: dict[str, Cell]) -> list[str]:
    last = max((int(at.lstrip(ascii_uppercase)) for at in cells), default=0)
    return [cells[f"A{row}"].holds if f"A{row}" in cells else "" for row in range(1, last + 1)]


def _pairs(
    was: dict[str, Cell], now: dict[str, Cell], kept: dict[int, int]
) -> Iterator[tuple[str, Cell | None, Cell | None]]:
    """Pair the cells of a sheet, each row with the row that it is now; a row added or taken out has none."""
    if not kept:
        for at in [*was, *(at for at in now if at not in was)]:
            yield at, was.get(at), now.get(at)
        return
    back = {after: before for before, after in kept.items()}
    for at, cell in was.items():
        if (there := _at_row(at, kept)) is not None:
            yield there, cell, now.get(there)
    for at, cell in now.items():
        if (before := _at_row(at, back)) is not None and before not in was:
            yield at, None, cell


def _at_row(at: str, rows: dict[int, int]) -> str | None:
    letters = at.rstrip("0123456789")
    row = rows.get(int(at[len(letters) :]))
    return f"{letters}{row}" if row is not None else None


def _only_moved(before: Cell | None, after: Cell | None) -> bool:
    """Tell whether formulas differ only in the rows they refer to."""
    if not (before and after and before.is_formula and after.is_formula):
        return False
    return _REFERENCE.sub(r"\1", before.holds) == _REFERENCE.sub(r"\1", after.holds)


def _changed(sheet: str, at: str, before: Cell | None, after: Cell | None) -> Change:
    was, now = before.holds if before else "", after.holds if after else ""
    if before is None:
        sort = Sort.ADDED
    elif after is None:
        sort = Sort.EMPTIED
    elif before.is_formula:
        sort = Sort.FORMULA if after.is_formula else Sort.OVERWRITTEN
    else:
        sort = Sort.FIGURE if _is_figure(was) and _is_figure(now) else Sort.WORDS
    return Change(sort, sheet, at, was, now)


def _is_figure(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _alike(before: str | float | None, after: str | float | None) -> bool:
    """Tell whether two programs show the same; a formula that was not worked out yet shows nothing."""
    if before is None or after is None:
        return True
    if isinstance(before, str) or isinstance(after, str):
        return before == after
    return isclose(before, after, rel_tol=_SAME, abs_tol=_SAME)
