"""Whether a committee may decide: who is present, who has an interest, and what its own rule asks for.

A rule is data: how many members who may vote and have no interest, which offices, of which roles a
majority. Whoever has an interest is not counted for anything, and whoever stands in for another is
counted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.scheme.marks import read_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import shown, text_of
from incentives.scheme.values import Text, YesNo
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LAY, EXECUTIVE, CLINICAL, GP, OTHER = "lay", "executive", "independent clinician", "gp", "other"
Role = Literal["lay", "executive", "independent clinician", "gp", "other"]


def _members(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ValueError(f'write a number of members such as 4, not "{text}"')
    return int(text)


Members = Annotated[int, BeforeValidator(_members)]


class MinimumTerms(Section):
    """So many members of one role, of any of some roles or offices, or of those who may not vote."""

    role: Role | None = None
    roles: tuple[Role, ...] = ()
    offices: tuple[Text, ...] = ()
    may_not_vote: YesNo = False
    members: Members


class RuleTerms(Section):
    """A quorum rule as it is written; ``one_of`` lists offices of which one of each line must be there."""

    kind: Literal["quorum rule"]
    body: Text
    source: Text
    says: Text = ""
    at_least: Members = 1
    one_of: tuple[tuple[Text, ...], ...] = ()
    majority_of: tuple[Role, ...] = ()
    no_majority_of: tuple[Role, ...] = ()
    at_least_of: tuple[MinimumTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A member: name, role, office if any, whether they vote, and for whom they stand in."""

    name: str
    role: str
    office: str = ""
    votes: bool = True
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class Minimum:
    """So many members who have one of the roles or hold one of the offices; or so many who may not vote."""

    members: int
    roles: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    may_not_vote: bool = False

    def met(self, counted: Sequence[Member], watching: Sequence[Member]) -> int:
        """Return how many of those counted, or of those who only watch, are meant."""
        if self.may_not_vote:
            return len(watching)
        return sum(m.role in self.roles or m.office in self.offices for m in counted)

    def __str__(self) -> str:
        """Return who is meant, in words."""
        if self.may_not_vote:
            return "members who may not vote"
        return " or ".join([*(f"the role {r}" for r in sorted(self.roles)), *sorted(self.offices)])


@dataclass(frozen=True, slots=True)
class Rule:
    """What a committee needs before it may decide; ``says`` is its published sentence in short."""

    body: str
    source: str
    at_least: int
    one_of: tuple[tuple[str, ...], ...] = ()
    majority_of: frozenset[str] = frozenset()
    no_majority_of: frozenset[str] = frozenset()
    at_least_of: tuple[Minimum, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the committee may decide, why not, and who was not counted."""

    quorate: bool
    reasons: tuple[str, ...]
    counted: tuple[str, ...]
    left_out: tuple[str, ...]


def verdict(rule: Rule, present: Sequence[Member], conflicted: Collection[str]) -> Verdict:
    """Return whether those present may decide, without the members who have an interest.

    ``conflicted`` are names. A member who stands in for somebody who is present is not counted beside them,
    and of two who stand in for the same member one is counted.
    """
    here = {m.name for m in present}
    without = [m for m in present if m.name not in conflicted]
    counted: list[Member] = []
    for member in without:
        stood_for = member.stands_in_for
        twice = stood_for and (stood_for in here or stood_for in {m.stands_in_for for m in counted})
        if member.votes and not twice:
            counted.append(member)
    reasons = tuple(_lacks(rule, counted, [m for m in without if not m.votes]))
    names = tuple(m.name for m in counted)
    return Verdict(not reasons, reasons, names, tuple(m.name for m in present if m.name not in names))


def _lacks(rule: Rule, counted: Sequence[Member], watching: Sequence[Member]) -> list[str]:
    found = []
    if len(counted) < rule.at_least:
        found.append(f"members who may vote and have no interest: {len(counted)}; needed: {rule.at_least}")
    offices = {m.office for m in counted if m.office}
    found += [f"none of {' or '.join(line)} may vote" for line in rule.one_of if not offices & set(line)]
    for minimum in rule.at_least_of:
        there = minimum.met(counted, watching)
        if there < minimum.members:
            may = "are present" if minimum.may_not_vote else "may vote"
            found.append(f"{there} of {minimum} {may}; {minimum.members} are needed")
    for roles, must in ((rule.majority_of, True), (rule.no_majority_of, False)):
        if roles and (2 * sum(m.role in roles for m in counted) > len(counted)) is not must:
            said = " and ".join(sorted(roles))
            found.append(f"{said} members are {'not ' if must else ''}in the majority of those who may vote")
    return found


def rule_names() -> tuple[str, ...]:
    """Return the names of the shipped rules."""
    return tuple(sorted(p.stem for p in (shipped("schemes") / "governance").glob("*.yaml")))


def rule_of(named: str) -> Rule:
    """Return a shipped rule by its name, or the body's own by its path; raises Refused (G154)."""
    if named in rule_names():
        return read_rule(shipped("schemes") / "governance" / f"{named}.yaml")
    path = Path(named)
    if not path.is_file():
        message = f'There is no quorum rule "{named}".'
        remedy = f"{did_you_mean(named, rule_names())} Or name a file of your own (.yaml)."
        raise Refused([Problem("G154", Place("--rule"), message, remedy)])
    return read_rule(path)


def read_rule(path: Path) -> Rule:
    """Return a rule from its file; raises Refused with every problem."""
    tree, warnings = read_tree(text_of(path), shown(path))
    terms, problems = typed(RuleTerms, tree, "a quorum rule")
    if terms is None:
        raise Refused([*warnings, *problems])
    least = tuple(_minimum(m) for m in terms.at_least_of)
    if nobody := [m for m in least if not (m.roles or m.offices or m.may_not_vote)]:
        message = f"{nobody[0].members} members are asked for, and it is not said of which role or office."
        remedy = 'Add "roles:", "offices:" or "may_not_vote: yes"; "at_least:" counts everybody who may vote.'
        raise Refused([Problem("G180", Place(shown(path)), message, remedy)])
    return Rule(
        body=terms.body,
        source=terms.source,
        at_least=terms.at_least,
        one_of=terms.one_of,
        majority_of=frozenset(terms.majority_of),
        no_majority_of=frozenset(terms.no_majority_of),
        at_least_of=least,
        says=terms.says,
    )


def _minimum(terms: MinimumTerms) -> Minimum:
    roles = frozenset({*terms.roles, *([terms.role] if terms.role else [])})
    return Minimum(terms.members, roles, frozenset(terms.offices), terms.may_not_vote)
