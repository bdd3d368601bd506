"""The difference between two schemes in pounds: by practice, and by what has changed.

Every figure is whole pence of a run. Each payment of the first scheme is set beside the payment of the
second that took its place; the differences of all of them are the difference of the two totals, because a
practice's total is the sum of its payments and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.calculate import calculate
from incentives.compare.diff import Status
from incentives.compare.money import EVERYONE, compared
from incentives.compare.whatif import with_signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.compare.diff import Difference, Entry
    from incentives.compare.money import Money, PracticeMoney, Side

BUDGET = "budget"
UNCHANGED = "as before"
_ORDER = (Status.DROPPED, Status.RENUMBERED, Status.CHANGED, Status.ADDED)


@dataclass(frozen=True, slots=True)
class Moved:
    """One payment on both sides, in pence over all practices; ``change`` is what became of its terms.

    ``was_id`` is blank where only the second scheme pays it, ``id`` where only the first does.
    """

    id: str
    was_id: str
    title: str
    change: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """Pence more than before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class DiffMoney:
    """The difference in pounds if every practice signs; ``money`` holds the other answers too."""

    money: Money
    moved: tuple[Moved, ...]

    @property
    def by_change(self) -> tuple[tuple[str, int, int], ...]:
        """What became of terms, how many payments it concerns, and their difference in pence."""
        changes = (*(status.value for status in _ORDER), UNCHANGED)
        found = ((change, [m for m in self.moved if m.change == change]) for change in changes)
        return tuple((change, len(own), sum(m.difference for m in own)) for change, own in found if own)

    @property
    def practices(self) -> tuple[PracticeMoney, ...]:
        """Each practice on both sides."""
        return self.money.scenario(EVERYONE).practices

    @property
    def before(self) -> int:
        """What all practices receive under the first scheme, in pence."""
        return self.money.scenario(EVERYONE).base

    @property
    def after(self) -> int:
        """What all practices receive under the second scheme, in pence."""
        return self.money.scenario(EVERYONE).proposed


def in_money(found: Difference, base: Side, proposed: Side) -> DiffMoney:
    """Return the difference in pounds on practice data that hold the same practices for both schemes.

    Raises Refused (C160) where the practices are others, or (C161) where a scheme has no price.
    """
    _refuse(base, proposed)
    money = compared(base, proposed)
    codes = frozenset(proposed.binding.practices)
    before, after = (_by_component(side, codes) for side in (base, proposed))
    moved = tuple(_moved(found, base, proposed, before, after))
    shown = money.scenario(EVERYONE)
    if sum(m.difference for m in moved) != shown.difference:
        raise AssertionError("a total is the sum of its payments, so their differences add up")
    return DiffMoney(money, moved)


def other_practices(base: Side, proposed: Side) -> list[Problem]:
    """Return a problem that names the practices which are in one of two sets of practice data alone."""
    ours, theirs = set(base.binding.practices), set(proposed.binding.practices)
    if ours == theirs:
        return []
    only = sorted(ours ^ theirs)
    message = (
        f"The two sets of practice data hold other practices: {', '.join(only[:3])}"
        f"{f' and {len(only) - 3} more' if len(only) > 3 else ''} in one of them alone."  # noqa: PLR2004
    )
    remedy = "Give the same practices on both sides: leave out of both what opened, closed or merged between."
    return [Problem("C160", Place("--data"), message, remedy)]


def _refuse(base: Side, proposed: Side) -> None:
    problems = other_practices(base, proposed)
    for side in (base, proposed):
        if not any(c.amount for c in side.plan.components):
            message = "This scheme has points but no price, so the difference cannot be said in pounds."
            remedy = "Add pay_points: with a price per point, or leave --data out."
            problems.append(Problem("C161", Place(side.plan.id), message, remedy))
    if problems:
        raise Refused(problems)


def _by_component(side: Side, codes: frozenset[str]) -> dict[str, int]:
    """Return what every payment comes to over all practices, in pence, if all of them sign."""
    results = calculate(side.plan, with_signed(side.binding, codes))
    return {c.id: sum(results.pence(c.id).tolist()) for c in side.plan.components if c.amount}


def _moved(
    found: Difference, base: Side, proposed: Side, before: Mapping[str, int], after: Mapping[str, int]
) -> Iterator[Moved]:
    titles = {c.id: c.title for side in (base, proposed) for c in side.plan.components}
    changes = {(e.id, e.part): e for e in found.entries}
    renumbered = {e.id: e.was_id for e in found.entries if e.status is Status.RENUMBERED}
    for identifier, pence in before.items():
        if identifier not in after and identifier not in renumbered.values():
            entry = _entry_of(identifier, changes, found)
            yield Moved("", identifier, titles[identifier], entry or Status.DROPPED.value, pence, 0)
    for identifier, pence in after.items():
        was_id = renumbered.get(identifier, identifier)
        there = was_id in before
        change = _entry_of(identifier, changes, found) or (UNCHANGED if there else Status.ADDED.value)
        yield Moved(
            identifier,
            was_id if there else "",
            titles[identifier],
            change,
            before.get(was_id, 0),
            pence,
        )


def _entry_of(identifier: str, changes: Mapping[tuple[str, str], Entry], found: Difference) -> str:
    """Return what became of a payment's terms; a line that is one of several belongs to their entry."""
    for entry in changes.values():
        if entry.id == identifier or identifier.startswith(f"{entry.id} "):
            return entry.status.value
    terms = next((t for t in found.terms if t.name == BUDGET), None)
    if terms is None or identifier.split(" ", maxsplit=1)[0] != BUDGET:
        return ""
    changed = Status.DROPPED if terms.dropped else Status.ADDED if terms.added else Status.CHANGED
    return changed.value
