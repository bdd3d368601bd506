"""Figures of several files brought together: each one once, only of the practices asked for, none lost."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from incentives.data.figures import Status
from incentives.data.published.tally import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incentives.data.published.tally import Key, Tally, Used

MONEY = ("baseline", "payments")
AREAS = ("commissioner_code", "network_code")
_FIRST_WINS = ("practices", "commissioners")
Dropped = list[tuple["Used", Reason, str]]


def merge(tallies: Sequence[Tally], only: frozenset[str]) -> None:
    """Refuse, in every tally, what stands twice, contradicts another figure, or was not asked for."""
    _wanted(tallies, only)
    _once(tallies)
    _not_above(tallies)


def practice_of(key: Key) -> str:
    """Return the practice that a figure is of; blank where it is of none."""
    if key.table == "practices":
        return key.of[0]
    return "" if key.table in ("commissioners", "national") else key.of[1]


def _wanted(tallies: Sequence[Tally], only: frozenset[str]) -> None:
    scope, reason = _scope(tallies, only)
    commissioners = {
        used.text
        for tally in tallies
        for used in tally.used
        if used.key.column == "commissioner_code" and practice_of(used.key) in scope
    }

    def kept(used: Used) -> bool:
        if used.key.table == "commissioners":
            return used.key.of[0] in commissioners
        if used.key.table == "national":
            return True
        return practice_of(used.key) in scope

    for tally in tallies:
        _split(tally, kept, reason)


def _scope(tallies: Sequence[Tally], only: frozenset[str]) -> tuple[set[str] | frozenset[str], Reason]:
    """Return the practices whose figures are used, and why those of others are not."""
    held = [used for tally in tallies for used in tally.used]
    if only:
        within = {u.key.of[0] for u in held if u.key.column in AREAS and u.text in only}
        return within | only, Reason.NOT_ASKED
    for tables in (("measures",), MONEY, ("practices",)):
        scope = {practice_of(used.key) for used in held if used.key.table in tables}
        if scope:
            return scope, Reason.NO_FIGURES
    return set(), Reason.NO_FIGURES


def _split(tally: Tally, kept: Callable[[Used], bool], reason: Reason) -> None:
    keep = [used for used in tally.used if kept(used)]
    if len(keep) < len(tally.used):
        tally.keep(keep, [(used, reason, "") for used in tally.used if not kept(used)])


def _once(tallies: Sequence[Tally]) -> None:
    first: dict[Key, tuple[Tally, Used]] = {}
    against: dict[Key, tuple[Tally, Used]] = {}
    dropped: defaultdict[int, Dropped] = defaultdict(list)
    for tally in tallies:
        for used in tally.used:
            held, before = first.setdefault(used.key, (tally, used))
            if before is used:
                continue
            again = tally.sheet.rows[used.cell.row] == held.sheet.rows[before.cell.row]
            if used.key.table in MONEY and held is tally and not again:
                tally.notes["payments of a practice that has several rows are added up"] += 1
                continue
            same = (used.text, used.status) == (before.text, before.status)
            where = f"row {held.sheet.numbers[before.cell.row]} of {held.sheet.file}"
            if same:
                dropped[id(tally)].append((used, Reason.SAME_AGAIN, where))
            elif used.key.table in (*_FIRST_WINS, *MONEY):
                dropped[id(tally)].append((used, Reason.OTHER_FILE, f'{where} says "{before.text}"'))
            else:
                dropped[id(tally)].append((used, Reason.TWICE, f'{where} says "{before.text}"'))
                against.setdefault(used.key, (tally, used))
    for key, (tally, used) in against.items():
        held, before = first[key]
        where = f"row {tally.sheet.numbers[used.cell.row]} of {tally.sheet.file}"
        dropped[id(held)].append((before, Reason.TWICE, f'{where} says "{used.text}"'))
    _drop(tallies, dropped)


def _not_above(tallies: Sequence[Tally]) -> None:
    parts: dict[tuple[tuple[str, ...], str], tuple[Tally, Used]] = {
        (used.key.of, used.key.column): (tally, used)
        for tally in tallies
        for used in tally.used
        if used.key.table == "measures" and used.key.column in ("numerator", "denominator")
    }
    dropped: defaultdict[int, Dropped] = defaultdict(list)
    usable = (Status.FIGURE, Status.NIL)
    for (of, column), (tally, used) in parts.items():
        whole = parts.get((of, "denominator"))
        if column != "numerator" or whole is None or whole[1].status not in usable:
            continue
        if used.status is Status.FIGURE and int(used.text) > int(whole[1].text or "0"):
            said = f"{of[2]} at {of[1]}: {used.text} of {whole[1].text or '0'}"
            dropped[id(tally)].append((used, Reason.ABOVE, said))
            dropped[id(whole[0])].append((whole[1], Reason.ABOVE, said))
    _drop(tallies, dropped)


def _drop(tallies: Sequence[Tally], dropped: defaultdict[int, Dropped]) -> None:
    for tally in tallies:
        gone = dropped.get(id(tally))
        if gone:
            ids = {id(used) for used, _, _ in gone}
            tally.keep([used for used in tally.used if id(used) not in ids], gone)


def added_up(used: Sequence[Used]) -> str:
    """Return the sum of a payment's rows in whole pence; blank where none has an amount."""
    amounts = [int(u.text) for u in used if u.text]
    nil = any(u.status is Status.NIL for u in used)
    return str(sum(amounts)) if amounts or nil else ""
