"""Proof that a ledger was not changed after: every hash, every payment, and a head printed earlier."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from incentives.base.problem import Place, Problem
from incentives.govern.chain import START, sealed
from incentives.govern.entries import Key
from incentives.govern.ledger import _line_of
from incentives.govern.store import ENTRIES, PAYMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from incentives.govern.store import Store


def proven(store: Store, head: str = "") -> tuple[Problem, ...]:
    """Return everything that shows that the ledger was changed; nothing where it is whole.

    ``head`` is a hash that was printed earlier: it must still stand in the chain.
    """
    with store.reading() as connection:
        return tuple(_faults(connection, str(store.path), head))


def _faults(connection: Connection, shown: str, head: str) -> Iterator[Problem]:
    before, hashes, said = START, set(), {}
    for expected, row in enumerate(connection.execute(select(ENTRIES).order_by(ENTRIES.c.number)), start=1):
        place = Place(shown, row.number)
        if row.number != expected:
            yield _fault(place, f"Entry {expected} is missing.")
        if row.before != before or sealed(before, row.number, row.kind, row.content) != row.hash:
            yield _fault(place, f"Entry {row.number} was changed after it was made.")
        before = row.hash
        hashes.add(row.hash)
        for content in _lines(row.content):
            line = _line_of(content)
            said[line.key] = (row.number, line.pence, line.body, line.reference)
    kept = {
        Key(row.scheme, row.year, row.practice, row.component, row.period): (
            row.entry,
            row.pence,
            row.body,
            row.reference,
        )
        for row in connection.execute(select(PAYMENTS))
    }
    numbers = connection.execute(select(PAYMENTS.c.id).order_by(PAYMENTS.c.id)).scalars().all()
    if list(numbers) != list(range(1, len(numbers) + 1)):
        yield _fault(Place(shown), "The payments are not numbered as they were entered.")
    damage = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    if damage != ["ok"]:
        yield _fault(Place(shown), f"The file is damaged: {damage[0]}.")
    for key in sorted(said.keys() | kept.keys()):
        if said.get(key) != kept.get(key):
            yield _fault(Place(shown), f"The payment {key} is not as its entry says.")
    if head and head not in hashes:
        yield _fault(Place(shown), "The head that was printed earlier does not stand in this ledger.")


def _lines(content: str) -> list[dict[str, object]]:
    try:
        found = json.loads(content)
    except json.JSONDecodeError:
        return []
    return list(found.get("lines_paid", ())) if isinstance(found, dict) else []


def _fault(place: Place, message: str) -> Problem:
    remedy = "Keep the file as it is, take the last copy that can be proven, and tell your auditor."
    return Problem("G130", place, message, remedy)
