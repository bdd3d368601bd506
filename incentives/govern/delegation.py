"""Who may approve and release how much: the body's own scheme of delegation, a small text file or workbook.

Where it names a register of ``interests``, nobody approves or releases what pays a practice in
which they have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.govern.own_files import own_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import shown
from incentives.scheme.values import Pounds, Text, YesNo

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.govern.people import Register

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
    interests: Text = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """The people by name, with their limits in pence, and the register of their interests if one is named."""

    body: str
    source: str
    prepares: frozenset[str]
    approves: dict[str, int]
    releases: dict[str, int]
    register: Register | None = None

    def known(self) -> frozenset[str]:
        """Return everybody who is named."""
        return self.prepares | frozenset(self.approves) | frozenset(self.releases)


def read_delegation(path: Path) -> Delegation:
    """Return a body's scheme of delegation; raises Refused with every problem of the file."""
    tree, warnings = own_tree(path, shown(path))
    terms, problems = typed(DelegationTerms, tree, "a scheme of delegation")
    if terms is None:
        raise Refused([*warnings, *problems])
    names = [p.name for p in terms.people]
    if twice := sorted({n for n in names if names.count(n) > 1}):
        message = f"Named twice: {', '.join(twice)}."
        raise Refused([Problem("G110", Place(shown(path)), message, "Give each person one entry.")])
    return Delegation(
        register=_register(path, terms.interests),
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


def _register(path: Path, named: str) -> Register | None:
    """Return the register of interests that a scheme of delegation names, beside its own file."""
    if not named:
        return None
    from incentives.govern.people import read_register  # noqa: PLC0415 - only where one is named

    return read_register(path.parent / named)
