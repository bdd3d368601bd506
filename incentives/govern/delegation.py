"""Who may approve and release how much: the body's own scheme of delegation, a small YAML file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.marks import read_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import shown, text_of
from incentives.scheme.values import Pounds, Text, YesNo

if TYPE_CHECKING:
    from pathlib import Path

PENCE = 100


class PersonTerms(Section):
    """One person of the scheme of delegation."""

    name: Text
    role: Text
    prepares: YesNo = False
    approves_up_to: Pounds | None = None
    releases_up_to: Pounds | None = None


class DelegationTerms(Section):
    """The scheme of delegation: who prepares, approves and releases, and up to what total."""

    kind: Text
    body: Text
    source: Text
    people: tuple[PersonTerms, ...]


@dataclass(frozen=True, slots=True)
class Delegation:
    """The people by name, with their limits in pence (None: may not)."""

    body: str
    source: str
    prepares: frozenset[str]
    approves: dict[str, int]
    releases: dict[str, int]

    def known(self) -> frozenset[str]:
        """Return everybody who is named."""
        return self.prepares | frozenset(self.approves) | frozenset(self.releases)


def read_delegation(path: Path) -> Delegation:
    """Return a body's scheme of delegation; raises Refused with every problem of the file."""
    tree, warnings = read_tree(text_of(path), shown(path))
    terms, problems = typed(DelegationTerms, tree, "a scheme of delegation")
    if terms is None:
        raise Refused([*warnings, *problems])
    names = [p.name for p in terms.people]
    if twice := sorted({n for n in names if names.count(n) > 1}):
        message = f"Named twice: {', '.join(twice)}."
        raise Refused([Problem("G110", Place(shown(path)), message, "Give each person one entry.")])
    return Delegation(
        body=terms.body,
        source=terms.source,
        prepares=frozenset(p.name for p in terms.people if p.prepares),
        approves={
            p.name: int(p.approves_up_to * PENCE) for p in terms.people if p.approves_up_to is not None
        },
        releases={
            p.name: int(p.releases_up_to * PENCE) for p in terms.people if p.releases_up_to is not None
        },
    )
