"""Whether a schedule is as it was written: by its seal, or against one that is worked out again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from incentives.report.sealed.changes import Changes, changes
from incentives.report.sealed.contents import contents_in, contents_of
from incentives.report.sealed.seal import read_seal, seal_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incentives.report.sealed.contents import Cell, Contents

DATED, LEDGER = "Dated", "Head of the ledger"
"""The properties of the file that hold the schedule's date, and the head of the ledger that it shows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; ``fingerprint`` is that of all sheets as written ("" where worked out again)."""

    changes: Changes
    cells: int
    fingerprint: str
    again: bool

    @property
    def sound(self) -> bool:
        """Tell whether nothing was changed."""
        return not self.changes.by_hand


def by_seal(path: Path) -> Verdict:
    """Compare a schedule with its own seal; raises Refused (R160, R161, R162)."""
    now = contents_of(path)
    was, fingerprint = read_seal(now, path)
    return _verdict(was, now, fingerprint, again=False)


def by_working_out(path: Path, written: Callable[[date | None, str], bytes]) -> Verdict:
    """Compare a schedule with the one that ``written`` makes for its date and head; Refused: R160."""
    now = contents_of(path)
    day = now.properties.get(DATED, "")
    anew = written(date.fromisoformat(day) if day else None, now.properties.get(LEDGER, ""))
    was, _ = read_seal(contents_in(anew, path), path)
    return _verdict(was, now, "", again=True)


def _verdict(was: Contents, now: Contents, fingerprint: str, *, again: bool) -> Verdict:
    filled = frozenset(was.to_fill_in)
    left = replace(now, sheets={name: _without(name, cells, filled) for name, cells in now.sheets.items()})
    found = changes(was, left, apart_from={seal_sheet(now)})
    return Verdict(found, sum(len(c) for c in was.sheets.values()), fingerprint, again)


def _without(sheet: str, cells: dict[str, Cell], filled: frozenset[str]) -> dict[str, Cell]:
    return {at: cell for at, cell in cells.items() if f"{sheet}!{at}" not in filled}
