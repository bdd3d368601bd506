"""Queries on practice data that a person may answer: each is signed off by name, or stays open.

A row of the table ``signed_off`` answers one check for one code (a practice's or an indicator's), with
the reason, who says so and since when. What is signed off is said beside the result, never hidden.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Severity, did_you_mean
from incentives.base.year import written_date
from incentives.data.gaps import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.data.found import Found
    from incentives.data.pack import Pack

TABLE = "signed_off"

ANSWERABLE = {
    "D209": "figures that the scheme does not use",
    "D210": "practices that are not in the table of practices",
    "D211": "extracts that do not end with the year",
    "D220": "practices without an answer",
    "D221": "lists that jump",
    "D222": "registers above the list",
    "D223": "practices without a list",
    "D224": "patients counted without a register",
    "D225": "counts that double or halve",
    "D226": "national figures on two definitions",
    "D228": "practices in the scheme for part of the year",
    "D229": "practices that have been followed and stay open",
    "D247": "practices that go on with another's patients on their list",
    "D238": "lists of days on which a practice was not open",
    "D239": "practices that move what others are paid",
    "D240": "areas without patients",
    "D241": "figures that the national system gives otherwise",
}
"""The checks that a person may sign off, by code, with what they are about."""


OF_THE_SCHEME = ("D209", "D220", "D228")
"""What is asked for one scheme and not for another; a sign-off that one does not need may serve another."""


class Queries:
    """Asks what must be answered before anything is paid; answers come from the table of sign-offs."""

    def __init__(self, pack: Pack, found: Found) -> None:
        self.found = found
        self._table = pack.tables.get(TABLE)
        self._rows: dict[tuple[str, str], int] = {}
        self._used: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        if self._table:
            pairs = zip(self._table.column("check"), self._table.column("code"), strict=True)
            self._rows = {pair: row for row, pair in enumerate(pairs)}
        self._left = set(self._rows)

    def ask(
        self,
        check: str,
        place: Place,
        shown: Mapping[str, str],
        message: str,
        remedy: str,
        *,
        stops: bool = False,
    ) -> None:
        """Note a query on codes (each with how it is shown), without those that have been signed off.

        ``message`` holds ``{who}`` ("3 practices have") and ``{listed}``. One that ``stops`` is an error.
        """
        open_codes = [code for code in sorted(shown) if not self._answered(check, code)]
        if not open_codes:
            return
        said = message.format(
            who=counted(open_codes), number=len(open_codes), listed=listed([shown[c] for c in open_codes])
        )
        first = open_codes[0]
        hint = f'Or sign it off: check {check}, code {first}, reason, by and on, in the table "{TABLE}".'
        severity = Severity.ERROR if stops else Severity.WARNING
        self.found.add(check, place, said, f"{remedy}\n{hint}", severity)

    def close(self, *, later: Iterable[str] = ()) -> None:
        """Note what was signed off, and sign-offs that answer nothing; ``later`` checks are still to come."""
        table = self._table
        if table is None:
            return
        for (check, reason, by, on), codes in sorted(self._used.items()):
            message = (
                f"Signed off by {by} on {on}: {ANSWERABLE[check]} ({check}): {listed(codes)}. "
                f"The reason given: {reason.rstrip('.')}."
            )
            row = self._rows[check, codes[0]]
            remedy = "Nothing to do; it is said so that whoever approves the payment knows."
            self.found.add("D230", table.place(row, "reason"), message, remedy, Severity.WARNING)
        for check, code in sorted(self._left):
            place = table.place(self._rows[check, code], "check")
            if check not in ANSWERABLE:
                remedy = did_you_mean(check, list(ANSWERABLE), most=20)
                self.found.add("D231", place, f'"{check}" is no check that can be signed off.', remedy)
            elif check not in (*later, *OF_THE_SCHEME):
                message = f"{check} is signed off for {code}, but nothing is wrong with it (any more)."
                self.found.add("D232", place, message, "Take the row out.", Severity.WARNING)

    def _answered(self, check: str, code: str) -> bool:
        row = self._rows.get((check, code))
        if row is None or self._table is None:
            return False
        self._left.discard((check, code))
        reason, by, on = (self._table.column(c)[row] for c in ("reason", "by", "on"))
        self._used[check, reason, by, _day(on)].append(code)
        return True


def open_queries(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the queries that nobody has answered: what must be settled before anything is paid."""
    return tuple(p for p in problems if p.code in ANSWERABLE)


def _day(text: str) -> str:
    from datetime import date  # noqa: PLC0415 - used here alone

    return written_date(date.fromisoformat(text)) if text else "no stated day"
