"""A committee's decision as it stood: what was decided, by whom, who had an interest, whether it was quorate.

The decision is an entry of the ledger: the version of the scheme, the comparison that lay before the
committee, the register of interests, who was present, left and voted. A later edit of the scheme is
another version than the one decided, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.base.year import written_date
from incentives.govern.as_decided import carried, why_void
from incentives.govern.entries import DECISION
from incentives.govern.people import listed
from incentives.govern.quorum import Member, verdict
from incentives.govern.register_sheets import Layout, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from incentives.govern.ledger import Entry, Ledger
    from incentives.govern.people import Conflict, Interest, Register
    from incentives.govern.quorum import Rule, Verdict
    from incentives.govern.standing import Gain

ATTENDANCE = Layout(
    "attendance",
    ("person", "present", "stands_in_for", "declared", "left", "vote"),
    needed=("person", "present"),
    answers=("present", "declared", "left"),
    words={"vote": ("for", "against", "abstained")},
    optional=("stands_in_for", "declared", "left"),
)


@dataclass(frozen=True, slots=True)
class Attended:
    """One person at the meeting: present, for whom, whether they declared, left for this item, and voted."""

    person: str
    present: bool
    stands_in_for: str
    declared: bool
    left: bool
    vote: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is to be entered: the scheme's version, what lay before the meeting, and who was there."""

    scheme: str
    title: str
    year: str
    version: str
    comparison: str
    data: str
    minute: str
    on: date
    by: str
    rule_name: str
    rule: Rule
    register: Register
    attended: tuple[Attended, ...]
    practices: tuple[str, ...]
    pence: int
    gains: tuple[Gain, ...] = ()
    assurance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is entered; ``content`` is all of it as plain data."""

    number: int
    entry: int
    content: Mapping[str, Any]

    @property
    def carried(self) -> bool:
        """Tell whether more voted for it than against it."""
        return carried(self.content)

    @property
    def version(self) -> str:
        """The version of the scheme that was decided."""
        return str(self.content["version"])


def read_attendance(path: Path) -> tuple[Attended, ...]:
    """Return who was at a meeting; raises Refused (G181, G182, G183) with every problem of the table."""
    rows = read_rows(path, ATTENDANCE)
    names = [r["person"] for r in rows]
    if twice := [r for at, r in enumerate(rows) if r["person"] in names[:at]]:
        message = "{} stands twice in the attendance."
        raise Refused(
            Problem("G183", r.place("person"), message.format(r["person"]), "Give each person one row.")
            for r in twice
        )
    return tuple(
        Attended(
            r["person"],
            r.is_yes("present"),
            r["stands_in_for"],
            r.is_yes("declared"),
            r.is_yes("left"),
            r["vote"].casefold(),
        )
        for r in rows
    )


def decided(ledger: Ledger, meeting: Meeting, all_the_same: str = "") -> Decision:
    """Enter a decision and return it.

    Raises Refused with all that stands against it: G185 (not quorate), G186 (voted with an interest), G187
    (an interest not declared before the vote), G188 (a vote of somebody who was not there or has none).
    With a reason in ``all_the_same`` it is entered as it happened, with what stands against it.
    """
    place = Place(str(ledger.store.path))
    found = _Found(meeting)
    problems = list(found.against(place))
    if [p for p in problems if p.code == "G183"] or (problems and not all_the_same):
        raise Refused(problems)

    def made(entries: tuple[Entry, ...]) -> dict[str, Any]:
        against = [p.message for p in problems]
        return found.content() | {
            "number": len(decisions(entries)) + 1,
            "against": against,
            "all_the_same": all_the_same,
        }

    entry = ledger.enter(DECISION, made)
    return Decision(entry.content["number"], entry.number, entry.content)


def decisions(entries: Iterable[Entry]) -> tuple[Decision, ...]:
    """Return the decisions of a ledger's entries, in order."""
    return tuple(Decision(e.content["number"], e.number, e.content) for e in entries if e.kind == DECISION)


def register_line(decision: Decision) -> dict[str, str]:
    """Return a decision as a line of the register of procurement decisions.

    The details of the decision, who was involved in making it, the interests and how they were managed.
    """
    said, quorum = decision.content, decision.content["quorum"]
    votes = said["votes_that_count"]
    void = why_void(said)
    outcome = f"does not stand, since it {void}" if void else "carried"
    managed = "; ".join(
        f"{i['person']} ({i['type']}, {i['organisation']}): {i['managed']}" for i in said["interests"]
    )
    return {
        "decision": str(decision.number),
        "date": said["dated"],
        "minute": said["minute"],
        "what_was_decided": f"{said['title']}, version {said['version'][:12]}",
        "outcome": f"{outcome}: {', '.join(f'{word} {number}' for word, number in votes.items())}",
        "worth": in_pounds(Fraction(said["pence"], 100)),
        "procurement_route": said["assurance"].get("procurement_route") or "not stated",
        "who_decided": ", ".join(a["person"] for a in said["attended"] if a["present"] and a["vote"]),
        "interests_and_how_managed": managed or "none",
        "quorum": ("quorate: " if quorum["quorate"] else "NOT quorate: ")
        + (quorum["says"] or quorum["source"]),
        "stands_against_it": " ".join(said["against"]) or "nothing",
    }


def declared_after(decision: Decision, register: Register, practices: Sequence[str]) -> tuple[Interest, ...]:
    """Return the interests of a later register that counted at a decision and are not in its record."""
    on = date.fromisoformat(decision.content["dated"])
    known = {(i["person"], i["organisation"], i["type"]) for i in decision.content["interests"]}
    return tuple(
        c.interest
        for c in register.conflicts(on, practices)
        if (c.interest.person, c.interest.organisation, c.interest.type) not in known
    )


class _Found:
    """A meeting worked out: who counted, who had an interest, whether the rule was met."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.present = [a for a in meeting.attended if a.present]
        self.conflicts = meeting.register.conflicts(meeting.on, meeting.practices)
        self.conflicted = {c.interest.person for c in self.conflicts}
        self.verdict: Verdict = verdict(meeting.rule, self._members(), self.conflicted)

    def against(self, place: Place) -> Iterator[Problem]:
        """Give everything that stands against the decision."""
        people = [p.name for p in self.meeting.register.people]
        strangers = [a.person for a in self.meeting.attended if a.person not in people]
        for name in strangers:
            message = f"{name} was at the meeting and does not stand among the people."
            yield Problem("G183", place, message, did_you_mean(name, people))
        if strangers:
            return
        for reason in self.verdict.reasons:
            message = f"The meeting was not quorate: {reason}."
            remedy = f"Its rule ({self.meeting.rule.body}): {self._says()}. Decide again, quorate."
            yield Problem("G185", place, message, remedy)
        yield from self._votes(place)
        yield from self._late(place)

    def _says(self) -> str:
        return self.meeting.rule.says or self.meeting.rule.source

    def _votes(self, place: Place) -> Iterator[Problem]:
        for one in self.meeting.attended:
            person = self.meeting.register.person(one.person)
            may = person is not None and person.votes_on(self.meeting.on)
            if one.vote and not (one.present and not one.left and may):
                why = "has no vote" if one.present and not one.left else "was not in the room"
                message = f'{one.person} {why} and is down as voting "{one.vote}".'
                yield Problem("G188", place, message, "Correct the attendance from the minutes.")
            elif one.vote in {"for", "against"} and one.person in self.conflicted:
                message = f'{one.person} voted "{one.vote}" with an interest in {self._in(one.person)}.'
                remedy = "That vote does not count: decide again without it."
                yield Problem("G186", place, message, remedy)

    def _late(self, place: Place) -> Iterator[Problem]:
        took_part = {a.person for a in self.present if not a.left}
        at_meeting = {a.person for a in self.present if a.declared}
        for conflict in self.conflicts:
            interest, on = conflict.interest, self.meeting.on
            if interest.declared_by(on) or interest.person in at_meeting or interest.person not in took_part:
                continue
            said = (
                f"declared on {written_date(date.fromisoformat(interest.declared_on))}, after the vote"
                if interest.declared_on
                else "not declared"
            )
            message = f"{interest.person}'s interest in {interest.organisation} was {said}."
            remedy = "Enter it in the register of breaches; let those without an interest decide again."
            yield Problem("G187", place, message, remedy)

    def _in(self, person: str) -> str:
        return listed(
            sorted({code for c in self.conflicts if c.interest.person == person for code in c.practices})
        )

    def _members(self) -> list[Member]:
        found = []
        for one in self.present:
            person = self.meeting.register.person(one.person)
            if person and not one.left:
                votes = person.votes_on(self.meeting.on)
                found.append(Member(person.name, person.role, person.office, votes, one.stands_in_for))
        return found

    def content(self) -> dict[str, Any]:
        """Return what is entered."""
        m = self.meeting
        counted = set(self.verdict.counted)
        return {
            "by": m.by,
            "dated": m.on.isoformat(),
            **{name: getattr(m, name) for name in ("scheme", "title", "year", "version", "comparison")},
            "data": m.data,
            "minute": m.minute,
            "pence": m.pence,
            "register": m.register.fingerprint,
            "attended": [{n: getattr(a, n) for n in Attended.__slots__} for a in m.attended],
            "interests": [self._interest(c) for c in self.conflicts],
            "votes": _votes(self.present),
            "votes_that_count": _votes([a for a in self.present if a.person in counted]),
            "quorum": {
                "rule": m.rule_name,
                "body": m.rule.body,
                "says": m.rule.says,
                "source": m.rule.source,
                "quorate": self.verdict.quorate,
                "counted": list(self.verdict.counted),
                "left_out": list(self.verdict.left_out),
                "reasons": list(self.verdict.reasons),
            },
            "assurance": dict(m.assurance),
        }

    def _interest(self, conflict: Conflict) -> dict[str, Any]:
        at = next((a for a in self.meeting.attended if a.person == conflict.interest.person), None)
        gain = next((g.difference for g in self.meeting.gains if g.person == conflict.interest.person), None)
        return conflict.interest.content() | {
            "practices": list(conflict.practices),
            "difference_pence_of_all_the_persons_practices": gain,
            "managed": _managed(at),
            "declared_before_the_vote": conflict.interest.declared_by(self.meeting.on)
            or bool(at and at.declared),
        }


def _votes(attended: Sequence[Attended]) -> dict[str, int]:
    return {word: sum(a.vote == word for a in attended) for word in ("for", "against", "abstained")}


def _managed(at: Attended | None) -> str:
    if at is None or not at.present:
        return "was not at the meeting"
    if at.left:
        return "left the room"
    return f"stayed and voted {at.vote}" if at.vote else "stayed and did not vote"
