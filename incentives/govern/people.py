"""People, their interests and what organisations hold, each with its days: who gains from a decision.

A register is a workbook (or a folder of files) with three tables: people, interests of the four types of
the statutory guidance, and organisations: which practices, or other organisations, each holds and from
when to when. An interest counts while it lasts and for six months after, as registers are published.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.govern.chain import canonical
from incentives.govern.register_sheets import Layout, Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

TYPES = ("financial", "professional", "personal", "indirect")
ROLES = ("lay", "executive", "independent clinician", "gp", "other")
DECLARE_WITHIN_DAYS = 28
COUNTS_AFTER_MONTHS = 6
PEOPLE = Layout(
    "people",
    ("person", "role", "office", "votes", "from", "to"),
    needed=("person", "role", "votes"),
    days=("from", "to"),
    answers=("votes",),
    words={"role": ROLES},
    optional=("office", "from", "to"),
)
INTERESTS = Layout(
    "interests",
    ("person", "type", "organisation", "what", "from", "to", "declared_on"),
    needed=("person", "type", "organisation", "from"),
    days=("from", "to", "declared_on"),
    words={"type": TYPES},
    optional=("what", "to"),
)
ORGANISATIONS = Layout(
    "organisations",
    ("organisation", "holds", "from", "to"),
    needed=("organisation", "holds"),
    days=("from", "to"),
    optional=("from", "to"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person: role and office in the body, whether they vote, and since when; days may be blank."""

    name: str
    role: str
    office: str
    votes: bool
    since: str
    until: str

    def votes_on(self, on: date) -> bool:
        """Tell whether the person is a member with a vote on a day."""
        return self.votes and self.since <= on.isoformat() <= (self.until or "9999")


@dataclass(frozen=True, slots=True)
class Interest:
    """One interest: its type, in which organisation or practice, while it lasts, when it was declared."""

    person: str
    type: str
    organisation: str
    what: str
    since: str
    until: str
    declared_on: str

    def counts(self, on: date) -> bool:
        """Tell whether it counts on a day: it lasts, or ended less than six months before."""
        return _counts(self.since, self.until, on)

    def declared_by(self, on: date) -> bool:
        """Tell whether it was declared on or before a day."""
        return bool(self.declared_on) and self.declared_on <= on.isoformat()

    def content(self) -> dict[str, Any]:
        """Return the interest as plain data."""
        return {name: getattr(self, name) for name in Interest.__slots__}


@dataclass(frozen=True, slots=True)
class Conflict:
    """An interest that counts on a day, and the practices among those asked for that it reaches."""

    interest: Interest
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A body's people, interests and organisations, with the fingerprint of what was read."""

    people: tuple[Person, ...]
    interests: tuple[Interest, ...]
    holdings: tuple[tuple[str, str, str, str], ...]
    fingerprint: str

    def person(self, name: str) -> Person | None:
        """Return a person by name."""
        return next((p for p in self.people if p.name == name), None)

    def late_by(self, interest: Interest) -> int | None:
        """Return the days by which an interest was declared after its 28 days; None where it was not.

        The 28 days run from the day of the interest, or from the day on which the person joined.
        """
        if not interest.declared_on:
            return None
        person = self.person(interest.person)
        begins = max(interest.since, person.since if person else "")
        due = date.fromisoformat(begins) + timedelta(days=DECLARE_WITHIN_DAYS)
        return max(0, (date.fromisoformat(interest.declared_on) - due).days)

    def reached(self, organisation: str, on: date) -> frozenset[str]:
        """Return an organisation and all that it holds on a day, through others too.

        What ended is followed for six months, as interests are.
        """
        found, new = {organisation}, [organisation]
        while new:
            at = new.pop()
            held = {h for o, h, since, until in self.holdings if o == at and _counts(since, until, on)}
            new += sorted(held - found)
            found |= held
        return frozenset(found)

    def conflicts(self, on: date, practices: Collection[str]) -> tuple[Conflict, ...]:
        """Return the interests that count on a day and reach any of the practices, by person."""
        asked = frozenset(practices)
        found = [
            Conflict(i, tuple(sorted(self.reached(i.organisation, on) & asked)))
            for i in self.interests
            if i.counts(on)
        ]
        return tuple(sorted((c for c in found if c.practices), key=lambda c: c.interest.person))


def read_register(path: Path) -> Register:
    """Return a register; raises Refused (G181 to G184) with every problem of its tables."""
    if path.suffix.lower() == ".csv":
        message = "A register has three tables, and this file holds one."
        remedy = "Name the folder that holds people.csv, interests.csv and organisations.csv, or a workbook."
        raise Refused([Problem("G181", Place(str(path)), message, remedy)])
    found: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for layout in (PEOPLE, INTERESTS, ORGANISATIONS):
        try:
            found[layout.name] = read_rows(path, layout, may_be_absent=layout is ORGANISATIONS)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    if wrong := [*_strangers(found), *_turned(found)]:
        raise Refused(wrong)
    said = canonical({name: [dict(r.cells) for r in rows] for name, rows in found.items()})
    return Register(
        people=tuple(_person(r) for r in found["people"]),
        interests=tuple(_interest(r) for r in found["interests"]),
        holdings=tuple((r["organisation"], r["holds"], r["from"], r["to"]) for r in found["organisations"]),
        fingerprint=hashlib.sha256(said.encode()).hexdigest(),
    )


def without_practices(register: Register, known: Collection[str], on: date) -> tuple[Interest, ...]:
    """Return the interests that count on a day and reach none of the known practices: to be looked at."""
    reaching = {c.interest for c in register.conflicts(on, known)}
    return tuple(i for i in register.interests if i.counts(on) and i not in reaching)


def _person(row: Row) -> Person:
    return Person(
        row["person"], row["role"].casefold(), row["office"], row.is_yes("votes"), row["from"], row["to"]
    )


def _interest(row: Row) -> Interest:
    return Interest(
        row["person"],
        row["type"].casefold(),
        row["organisation"],
        row["what"],
        row["from"],
        row["to"],
        row["declared_on"],
    )


def _strangers(found: dict[str, tuple[Row, ...]]) -> Iterator[Problem]:
    names = [r["person"] for r in found["people"]]
    for at, row in enumerate(found["people"]):
        if row["person"] in names[:at]:
            message = f"{row['person']} stands twice among the people."
            yield Problem("G183", row.place("person"), message, "Give each person one row.")
    for row in found["interests"]:
        if row["person"] not in names:
            message = f"{row['person']} has an interest and does not stand among the people."
            yield Problem("G183", row.place("person"), message, did_you_mean(row["person"], names))


def _turned(found: dict[str, tuple[Row, ...]]) -> Iterator[Problem]:
    for rows in found.values():
        for row in rows:
            if row["from"] and row["to"] and row["to"] < row["from"]:
                message = f"The last day, {row['to']}, is before the first, {row['from']}."
                yield Problem("G184", row.place("to"), message, "Correct one of them.")


def _counts(since: str, until: str, on: date) -> bool:
    return since <= on.isoformat() and (not until or on < _months_after(until))


def _months_after(iso: str) -> date:
    ended = date.fromisoformat(iso)
    months = ended.month - 1 + COUNTS_AFTER_MONTHS
    first = date(ended.year + months // 12, months % 12 + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(ended.day, last)) + timedelta(days=1)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence.

    >>> listed(["Ana", "Ben", "Cat"])
    'Ana, Ben and Cat'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
