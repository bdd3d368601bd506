"""The ledger: prepare a run, approve it, release its payments once, correct by new lines, prove it whole.

Prepared, approved and released by three different people, within the body's own limits. An approval
binds the run's fingerprint, so any edit voids it. A payment that was released is never released again:
the same key with the same content is answered with the first release, with other content it is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import first_of_month, month_name
from incentives.govern.as_decided import not_as_decided
from incentives.govern.chain import START, canonical, sealed
from incentives.govern.entries import (
    APPROVAL,
    BELOW_ZERO,
    CORRECTION,
    DECISION,
    RELEASE,
    REVERSAL,
    RUN,
    Key,
    Line,
)
from incentives.govern.standing import paid_to_own
from incentives.govern.store import ENTRIES, PAYMENTS, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from sqlalchemy import Connection

    from incentives.govern.delegation import Delegation
    from incentives.govern.entries import Run


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands in the file."""

    number: int
    kind: str
    content: Mapping[str, Any]
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did: lines paid now, lines that had been released before (by entry), the new head."""

    entry: int
    paid: tuple[Line, ...]
    before: tuple[tuple[Key, int], ...]
    head: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Lines that somebody approves, what is entered with them, and for how many pence approval is needed."""

    content: Mapping[str, Any]
    lines: Sequence[Line]
    pence: int


class Ledger:
    """One ledger file with the body's scheme of delegation."""

    def __init__(self, path: Path, delegation: Delegation | None = None) -> None:
        self.store = Store(path)
        self.delegation = delegation
        self.store.create()

    def head(self) -> str:
        """Return the hash of the last entry; printed on schedules, it proves the ledger later."""
        with self.store.reading() as connection:
            return _head(connection)[1]

    def prepare(self, run: Run) -> str:
        """Enter a run and return its fingerprint; the same run is entered once."""
        self._may(run.prepared_by, None, "prepare")
        with self.store.writing() as connection:
            if not _found(connection, RUN, run.fingerprint):
                _append(connection, RUN, run.content() | {"run": run.fingerprint})
        return run.fingerprint

    def approve(self, run: Run, by: str, dated: str) -> None:
        """Approve a run that was prepared by somebody else; raises Refused where it may not be."""
        self._may(by, run.total, "approve")
        if by == run.prepared_by:
            raise self._refused("G120", f"{by} has prepared this run.", "Somebody else approves it.")
        self._has_no_interest(by, "approve", run.lines, dated)
        with self.store.writing() as connection:
            self._must_be_prepared(connection, run)
            self._must_be_decided(connection, run)
            _append(connection, APPROVAL, {"run": run.fingerprint, "by": by, "dated": dated})

    def release(self, run: Run, by: str, dated: str, *, below_zero: str = "") -> Released:
        """Release a run's lines for payment, each once; all of them or none.

        ``below_zero`` names who approves that a practice is paid less than nothing, where the scheme has no
        terms of recovery; it is kept with the release.

        Raises Refused where the run is blocked, changed since it was approved, or not approved, where
        the person may not, or where a payment was released before with other content.
        """
        self._may(by, run.total, "release")
        self._has_no_interest(by, "release", run.lines, dated)
        blocks = self._blocks_but(run, by, below_zero) if below_zero else run.blocks
        if blocks:
            raise Refused(
                [self._problem("G121", reason, "Settle it, then prepare again.") for reason in blocks]
            )
        with self.store.writing() as connection:
            self._must_be_prepared(connection, run)
            self._must_be_decided(connection, run)
            approvals = _found(connection, APPROVAL, run.fingerprint)
            if not approvals:
                message = "This run is not approved, or it was changed after it was approved."
                raise self._refused(
                    "G122", message, "Have it approved as it is now; any edit voids an approval."
                )
            if by in {run.prepared_by, *(e.content["by"] for e in approvals)}:
                message = f"{by} has prepared or approved this run."
                raise self._refused("G120", message, "Somebody else releases it.")
            fresh, before = self._sorted_out(connection, run.lines)
            if not fresh:
                number, head = _head(connection)
                return Released(number, (), before, head)
            content = {"run": run.fingerprint, "by": by, "dated": dated}
            content |= {"below_zero_approved_by": below_zero} if below_zero else {}
            entry = _enter_lines(connection, RELEASE, content, fresh)
            return Released(entry.number, tuple(fresh), before, entry.hash)

    def _blocks_but(self, run: Run, by: str, below_zero: str) -> tuple[str, ...]:
        """Return what blocks a run beside payments below zero, which somebody else approves by name."""
        if below_zero in {run.prepared_by, by}:
            raise self._refused("G120", f"{below_zero} has prepared or releases this run.", "Name another.")
        self._may(below_zero, sum(-line.pence for line in run.lines if line.pence < 0), "approve")
        return tuple(reason for reason in run.blocks if not reason.startswith(BELOW_ZERO))

    def correct(self, reference: str, pence: int, reason: str, by: Mapping[str, str]) -> Line:
        """Correct a released payment by a new signed line; ``by`` names who prepares and who approves."""
        return self._again(CORRECTION, reference, pence, reason, by)

    def reverse(self, reference: str, reason: str, by: Mapping[str, str]) -> Line:
        """Take back a released payment in full by a new line of the opposite sign."""
        with self.store.reading() as connection:
            line = self._line(connection, reference)
        return self._again(REVERSAL, reference, -line.pence, reason, by)

    def payments(self) -> tuple[Line, ...]:
        """Return every line that was released, in order."""
        with self.store.reading() as connection:
            return tuple(
                _line_of(content)
                for entry in _entries(connection)
                for content in entry.content.get("lines_paid", ())
            )

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, in order."""
        with self.store.reading() as connection:
            return _entries(connection)

    def enter(self, kind: str, made: Callable[[tuple[Entry, ...]], Mapping[str, Any]]) -> Entry:
        """Enter a record that pays nothing, such as a query; ``made`` is given all entries and returns it.

        What ``made`` refuses leaves the ledger as it was; nobody else can write in between.
        """
        with self.store.writing() as connection:
            return _append(connection, kind, made(_entries(connection)))

    def agree(
        self, kind: str, by: Mapping[str, str], made: Callable[[tuple[Entry, ...]], Agreed]
    ) -> tuple[Line, ...]:
        """Enter lines that move money between months, such as a plan of recoveries; all of them or none.

        ``made`` is given all entries and returns the content, the lines and what is to be approved.
        """
        prepares, approves = by["prepared_by"], by["approved_by"]
        self._may(prepares, None, "prepare")
        if prepares == approves:
            raise self._refused("G120", f"{approves} has prepared this.", "Somebody else approves it.")
        with self.store.writing() as connection:
            agreed = made(_entries(connection))
            self._may(approves, agreed.pence, "approve")
            content = {**agreed.content, "by": approves, "prepared_by": prepares, "dated": by["dated"]}
            _enter_lines(connection, kind, content, agreed.lines)
        return tuple(agreed.lines)

    def may_prepare(self, name: str) -> None:
        """Refuse somebody who may not prepare under the scheme of delegation."""
        self._may(name, None, "prepare")

    def _again(self, kind: str, reference: str, pence: int, reason: str, by: Mapping[str, str]) -> Line:
        prepares, approves, dated = by["prepared_by"], by["approved_by"], by["dated"]
        self._may(prepares, None, "prepare")
        self._may(approves, abs(pence), "approve")
        if prepares == approves:
            raise self._refused(
                "G120", f"{approves} has prepared this correction.", "Somebody else approves it."
            )
        with self.store.writing() as connection:
            first = self._line(connection, reference)
            self._has_no_interest(approves, "approve", [replace(first, pence=pence)], dated)
            count = connection.execute(
                select(func.count()).select_from(PAYMENTS).where(PAYMENTS.c.reference.like(f"{reference}/%"))
            ).scalar_one()
            number = int(count) + 1
            key = first.key._replace(period=f"{first.key.period}, {kind} {number}")
            line = Line(
                key,
                pence,
                first.earned_in,
                _paid_no_sooner(first.paid_in, dated),
                first.borne_by,
                f"{reference}/{number}",
                False,
                reference,
            )
            content = {"reason": reason, "by": approves, "prepared_by": prepares, "dated": dated}
            _enter_lines(connection, kind, content, [line])
        return line

    def _line(self, connection: Connection, reference: str) -> Line:
        for entry in _entries(connection):
            for content in entry.content.get("lines_paid", ()):
                if content["reference"] == reference:
                    return _line_of(content)
        message = f"No payment with the reference {reference} has been released."
        raise self._refused("G123", message, "`incentives ledger` lists the references.")

    def _sorted_out(
        self, connection: Connection, lines: Sequence[Line]
    ) -> tuple[list[Line], tuple[tuple[Key, int], ...]]:
        """Split lines into new ones and ones released before; refuse keys released with other content."""
        known = {
            Key(*row[:5]): (row.body, row.entry, row.pence)
            for row in connection.execute(
                select(
                    PAYMENTS.c.scheme,
                    PAYMENTS.c.year,
                    PAYMENTS.c.practice,
                    PAYMENTS.c.component,
                    PAYMENTS.c.period,
                    PAYMENTS.c.body,
                    PAYMENTS.c.entry,
                    PAYMENTS.c.pence,
                )
            )
        }
        fresh, before, other = [], [], []
        for line in lines:
            seen = known.get(line.key)
            if seen is None:
                fresh.append(line)
            elif seen[0] == line.body:
                before.append((line.key, seen[1]))
            else:
                other.append(self._another(line, seen[2], seen[1]))
        if other:
            raise Refused(other)
        return fresh, tuple(before)

    def _another(self, line: Line, pence: int, entry: int) -> Problem:
        message = (
            f"{line.key} was released in entry {entry} as {_pounds(pence)}; "
            f"now it would be {_pounds(line.pence)}."
        )
        remedy = (
            "A payment that was released is not changed. If a figure was wrong when it was released, raise "
            "a correction. If results or lists came later, do nothing: the next period is settled against "
            "what was released."
        )
        return self._problem("G124", message, remedy)

    def _must_be_prepared(self, connection: Connection, run: Run) -> None:
        if not _found(connection, RUN, run.fingerprint):
            message = "This run is not in the ledger, or it was changed after it was prepared."
            raise self._refused("G122", message, "Prepare it first.")

    def _must_be_decided(self, connection: Connection, run: Run) -> None:
        decided = [e.content for e in _entries(connection, DECISION)]
        if why := not_as_decided(decided, run.scheme, run.version):
            remedy = "Pay on the scheme as it was decided, or have the change decided and enter that."
            raise self._refused("G189", why, remedy)

    def _has_no_interest(self, name: str, what: str, lines: Sequence[Line], dated: str) -> None:
        delegation = self.delegation
        if delegation is None or delegation.register is None:
            return
        on, register = date.fromisoformat(dated), delegation.register
        own = paid_to_own(register, name, lines, on)
        if not own:
            return
        paid = ", ".join(f"{code} ({_pounds(pence)})" for code, pence in own.items())
        message = f"{name} may not {what} this: there is an interest in what is paid to {paid}."
        total = abs(sum(line.pence for line in lines))
        limits = delegation.approves if what == "approve" else delegation.releases
        others = [
            other
            for other, limit in sorted(limits.items())
            if limit >= total and not paid_to_own(register, other, lines, on)
        ]
        remedy = (
            f"It may be done by: {', '.join(others)}."
            if others
            else ("Nobody else is named with that limit and without an interest: the body names somebody.")
        )
        raise self._refused("G190", message, remedy)

    def _may(self, name: str, pence: int | None, what: str) -> None:
        delegation = self.delegation
        if delegation is None:
            raise self._refused(
                "G111", "No scheme of delegation is given.", "Name it with --delegation FILE."
            )
        if what == "prepare":
            if name not in delegation.prepares:
                raise self._not_named(name, what)
            return
        limits = delegation.approves if what == "approve" else delegation.releases
        if name not in limits:
            raise self._not_named(name, what)
        if pence is not None and abs(pence) > limits[name]:
            message = f"{name} may {what} up to {_pounds(limits[name])}; this is {_pounds(pence)}."
            raise self._refused("G112", message, "Ask somebody with a higher limit.")

    def _not_named(self, name: str, what: str) -> Refused:
        known = sorted(self.delegation.known()) if self.delegation else []
        message = f"{name} may not {what} under the scheme of delegation."
        return self._refused("G112", message, f"It names: {', '.join(known)}.")

    def _refused(self, code: str, message: str, remedy: str) -> Refused:
        return Refused([self._problem(code, message, remedy)])

    def _problem(self, code: str, message: str, remedy: str) -> Problem:
        return Problem(code, Place(str(self.store.path)), message, remedy)


def _paid_no_sooner(paid_in: str, dated: str) -> str:
    """Return the month in which a correction reaches the practice: never before it was made."""
    made, first = date.fromisoformat(dated), first_of_month(paid_in)
    return paid_in if first is not None and first > made else month_name(made)


def _enter_lines(
    connection: Connection, kind: str, content: Mapping[str, Any], lines: Sequence[Line]
) -> Entry:
    entry = _append(connection, kind, {**content, "lines_paid": [line.content() for line in lines]})
    connection.execute(
        insert(PAYMENTS),
        [
            {**line.key._asdict(), "entry": entry.number, "pence": line.pence, "body": line.body}
            | {"reference": line.reference}
            for line in lines
        ],
    )
    return entry


def _append(connection: Connection, kind: str, content: Mapping[str, Any]) -> Entry:
    number, before = _head(connection)
    said = canonical(content)
    entry = Entry(number + 1, kind, content, before, sealed(before, number + 1, kind, said))
    connection.execute(
        insert(ENTRIES),
        {"number": entry.number, "kind": kind, "content": said, "before": before, "hash": entry.hash},
    )
    return entry


def _head(connection: Connection) -> tuple[int, str]:
    last = connection.execute(
        select(ENTRIES.c.number, ENTRIES.c.hash).order_by(ENTRIES.c.number.desc()).limit(1)
    ).first()
    return (last.number, last.hash) if last else (0, START)


def _found(connection: Connection, kind: str, run: str) -> list[Entry]:
    return [e for e in _entries(connection, kind) if e.content.get("run") == run]


def _entries(connection: Connection, kind: str = "") -> tuple[Entry, ...]:
    query = select(ENTRIES).order_by(ENTRIES.c.number)
    if kind:
        query = query.where(ENTRIES.c.kind == kind)
    return tuple(
        Entry(row.number, row.kind, json.loads(row.content), row.before, row.hash)
        for row in connection.execute(query)
    )


def _line_of(content: Mapping[str, Any]) -> Line:
    key = Key(*(content[name] for name in Key._fields))
    rest = {name: value for name, value in content.items() if name not in Key._fields}
    return Line(key, **rest)


def _pounds(pence: int | Fraction) -> str:
    from fractions import Fraction as Exact  # noqa: PLC0415 - one use

    return in_pounds(Exact(pence, 100))
