"""The organisation files without headings, known by what they hold: epraccur (practices), eccg."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.data.figures import Status
from incentives.data.published.layout import Layout, Match, Why
from incentives.data.published.shapes import attribute
from incentives.data.published.tally import Cell, Key, Reason
from incentives.data.published.walking import by_practice, rows_of
from incentives.data.published.written import PRACTICE

if TYPE_CHECKING:
    from incentives.data.files import Sheet
    from incentives.data.published.layout import Context
    from incentives.data.published.tally import Tally

_WIDTH = 27
_NAME, _OPENS, _CLOSES, _STATUS, _COMMISSIONER, _PURCHASER, _SETTING = 1, 10, 11, 12, 14, 23, 25
_STATUSES = ("A", "C", "D", "P")
_GP = "4"
_COMMISSIONER_CODE = re.compile(r"\d{2}[A-Z]|[A-Z0-9]{5}")
_SHARE = 0.9
_CONTENT = Why("27 columns without headings, as the ODS publishes them: known by what they hold")


def epraccur(tally: Tally, match: Match, context: Context) -> None:
    """Read practices: names, commissioners, opening and closing days.

    Set aside: what is no GP practice (another prescribing setting), dormant or proposed, or was closed before
    the year.
    """
    wanted = {"name": _NAME, "opens": _OPENS, "closes": _CLOSES}
    for row, practice in by_practice(tally, match, [*wanted.values(), _COMMISSIONER]):
        texts = tally.sheet.rows[row]
        commissioner = _COMMISSIONER if texts[_COMMISSIONER].strip() else _PURCHASER
        filled = {**wanted, "commissioner_code": commissioner}
        aside = _aside(texts[_STATUS].strip(), texts[_SETTING].strip(), texts[_CLOSES].strip(), context)
        for role, at in filled.items():
            if aside:
                tally.refuse(Cell(row, at), Reason.CLOSED, aside)
            else:
                attribute(tally, Cell(row, at), (practice, role), context)


def eccg(tally: Tally, match: Match, context: Context) -> None:
    """Read commissioners: the names that go beside practices' commissioner codes."""
    for row in rows_of(tally, match.first):
        texts = tally.sheet.rows[row]
        code, name, closes = texts[0].strip().upper(), " ".join(texts[_NAME].split()), texts[_CLOSES].strip()
        if closes:
            tally.notes["commissioners were closed by the date of the file"] += 1
        context.commissioners[code] = name
        key = Key("commissioners", (code,), "local_commissioner_name")
        tally.take(key, name, Status.FIGURE, Cell(row, _NAME))


def _aside(status: str, setting: str, closes: str, context: Context) -> str:
    if setting and setting != _GP:
        return f"no GP practice: prescribing setting {setting}"
    if status in ("D", "P"):
        return "dormant" if status == "D" else "proposed, not yet open"
    first = context.year.first_day.strftime("%Y%m%d") if context.year else ""
    if status == "C" and (not closes or closes < first):
        return f"closed{' on ' + closes if closes else ''}, before the year"
    return ""


_NAMED = {0: "code", 1: "name", 10: "opens", 11: "closes", 12: "status", 14: "commissioner", 25: "setting"}
_HEADINGS = tuple(_NAMED.get(n, "") for n in range(_WIDTH))
EPRACCUR = Layout("epraccur", "Practices (ODS epraccur)", "2017, undated", (), epraccur)
ECCG = Layout("eccg", "Commissioners (ODS eccg)", "2017, undated", (), eccg)


def headless(sheet: Sheet) -> Match | None:
    """Return which of the two files a sheet is, by what its columns hold; None where it is neither."""
    rows = [r for r in sheet.rows[:500] if any(t.strip() for t in r)]
    if not rows or any(len(r) < _WIDTH for r in rows):
        return None
    practices = sum(bool(PRACTICE.fullmatch(r[0].strip())) and r[_STATUS].strip() in _STATUSES for r in rows)
    if practices >= _SHARE * len(rows):
        return Match(EPRACCUR, _HEADINGS, 0, {"practice_code": 0}, {"practice_code": _CONTENT})
    commissioners = sum(
        bool(_COMMISSIONER_CODE.fullmatch(r[0].strip())) and r[13].strip() == "C" and bool(r[_NAME].strip())
        for r in rows
    )
    if commissioners >= _SHARE * len(rows):
        return Match(ECCG, _HEADINGS, 0, {"code": 0}, {"code": _CONTENT})
    return None
