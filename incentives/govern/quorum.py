"""Whether a committee may decide: who is present, who has an interest, and what its own rule asks for.

A rule is data: how many members who may vote and have no interest, which offices, of which roles a
majority. Whoever has an interest is not counted for anything, and whoever stands in for another is
counted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from incentives.base.problem import Refused
from incentives.scheme.marks import read_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import shown, text_of
from incentives.scheme.values import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

LAY, EXECUTIVE, CLINICAL, GP, OTHER = "lay", "executive", "independent clinician", "gp", "other"
Role = Literal["lay", "executive", "independent clinician", "gp", "other"]


def _members(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ValueError(f'write a number of members such as 4, not "{text}"')
    return int(text)


Members = Annotated[int, BeforeValidator(_members)]


class MinimumTerms(Section):
    """So many members of a role."""

    role: Role
    members: Members


class RuleTerms(Section):
    """A quorum rule as it is written; ``one_of`` lists offices of which one of each line must be there."""

    kind: Literal["quorum rule"]
    body: Text
    source: Text
    at_least: Members
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
class Rule:
    """What a committee needs before it may decide."""

    body: str
    source: str
    at_least: int
    one_of: tuple[tuple[str, ...], ...] = ()
    majority_of: frozenset[str] = frozenset()
    no_majority_of: frozenset[str] = frozenset()
    at_least_of: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the committee may decide, why not, and who was not counted."""

    quorate: bool
    reasons: tuple[str, ...]
    counted: tuple[str, ...]
    left_out: tuple[str, ...]


def verdict(rule: Rule, present: Sequence[Member], conflicted: Collection[str]) -> Verdict:
    """Return whether those present may decide, without the members who have an interest.

    ``conflicted`` are names. A member who stands in for somebody who is present is not counted twice.
    """
    here = {m.name for m in present}
    counted = [m for m in present if m.votes and m.name not in conflicted and m.stands_in_for not in here]
    reasons = tuple(_lacks(rule, counted))
    names = tuple(m.name for m in counted)
    return Verdict(not reasons, reasons, names, tuple(m.name for m in present if m.name not in names))


def _lacks(rule: Rule, counted: Sequence[Member]) -> list[str]:
    found = []
    if len(counted) < rule.at_least:
        found.append(f"members who may vote and have no interest: {len(counted)}; needed: {rule.at_least}")
    offices = {m.office for m in counted if m.office}
    found += [f"none of {' or '.join(line)} may vote" for line in rule.one_of if not offices & set(line)]
    for role, members in rule.at_least_of:
        there = sum(m.role == role for m in counted)
        if there < members:
            found.append(f"{there} of the role {role} may vote; {members} are needed")
    for roles, must in ((rule.majority_of, True), (rule.no_majority_of, False)):
        if roles and (2 * sum(m.role in roles for m in counted) > len(counted)) is not must:
            said = " and ".join(sorted(roles))
            found.append(f"{said} members are {'not ' if must else ''}in the majority of those who may vote")
    return found


def read_rule(path: Path) -> Rule:
    """Return a rule from its file; raises Refused with every problem."""
    tree, warnings = read_tree(text_of(path), shown(path))
    terms, problems = typed(RuleTerms, tree, "a quorum rule")
    if terms is None:
        raise Refused([*warnings, *problems])
    return Rule(
        body=terms.body,
        source=terms.source,
        at_least=terms.at_least,
        one_of=terms.one_of,
        majority_of=frozenset(terms.majority_of),
        no_majority_of=frozenset(terms.no_majority_of),
        at_least_of=tuple((m.role, m.members) for m in terms.at_least_of),
    )
