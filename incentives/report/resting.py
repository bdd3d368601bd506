"""The pounds that rest on unverified values of a scheme, in whole pence: in all, by sort and by value.

An amount rests on every value it is worked out from, so the pounds of two values may be the same
pounds: only the total counts each pound once. Amounts below nil (a deduction) count as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.formula.plan import THIS_SCHEDULE
from incentives.formula.resting import Rests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.calculate import Results
    from incentives.formula.plan import Component, Plan
    from incentives.formula.resting import Rest


@dataclass(frozen=True)
class Resting:
    """The components that rest on each unverified value, and what each component pays (or scores)."""

    values: Mapping[Rest, tuple[str, ...]]
    amounts: Mapping[str, int]

    @property
    def components(self) -> tuple[str, ...]:
        """The components that rest on at least one unverified value, in order."""
        return self.resting_on(self.values)

    @property
    def total_pence(self) -> int:
        """What rests on at least one unverified value."""
        return self.pence(self.components)

    @property
    def paid_pence(self) -> int:
        """All that is paid, whatever it rests on."""
        return self.pence(self.amounts)

    def pence(self, components: Iterable[str]) -> int:
        """Return what some components pay together."""
        return sum(self.amounts[c] for c in components)

    def resting_on(self, values: Iterable[Rest]) -> tuple[str, ...]:
        """Return the components that rest on at least one of some values, in order."""
        found = {c for value in values for c in self.values[value]}
        return tuple(c for c in self.amounts if c in found)

    def largest(self) -> tuple[tuple[Rest, int], ...]:
        """Return every unverified value with its pence, the largest first."""
        found = [(value, self.pence(components)) for value, components in self.values.items()]
        return tuple(sorted(found, key=lambda f: (-f[1], f[0].sort, f[0].of)))

    def sorts(self) -> tuple[tuple[str, tuple[Rest, ...], int], ...]:
        """Return each sort with its values (largest first) and the pence that rest on any of them."""
        grouped: dict[str, list[Rest]] = {}
        for value, _ in self.largest():
            grouped.setdefault(value.sort, []).append(value)
        found = [(s, tuple(v), self.pence(self.resting_on(v))) for s, v in grouped.items()]
        return tuple(sorted(found, key=lambda f: (-f[2], f[0])))


def paid_here(plan: Plan) -> tuple[Component, ...]:
    """Return the components whose pounds this schedule pays."""
    return tuple(c for c in plan.components if c.amount and c.paid_by == THIS_SCHEDULE)


def resting_pounds(results: Results) -> Resting:
    """Return what this schedule's payments of every practice rest on that is unverified."""
    pence = {c.id: int(results.pence(c.id).sum()) for c in paid_here(results.plan)}
    return resting_on(results.plan, pence)


def resting_on(plan: Plan, amounts: Mapping[str, int], column: str = "") -> Resting:
    """Return what some components' amounts (or another column, such as points) rest on unverified."""
    rests = Rests(plan)
    found: dict[Rest, list[str]] = {}
    for component in plan.components:
        if component.id in amounts:
            for value in rests.of(component, column):
                if value.is_unverified:
                    found.setdefault(value, []).append(component.id)
    return Resting({value: tuple(components) for value, components in found.items()}, amounts)


def unverified_sorts(plan: Plan, column: str = "") -> dict[str, str]:
    """Return, for each component, the sorts of unverified value that its amount (or a column) rests on."""
    rests = Rests(plan)
    found = {c.id: [v.sort for v in rests.of(c, column) if v.is_unverified] for c in plan.components}
    return {component: "; ".join(sorted(set(sorts))) for component, sorts in found.items()}


def named(values: Iterable[Rest], most: int = 5) -> str:
    """Return which values are meant, the first few by name: ``HYP006, HF004 and 6 more``."""
    of = [value.of for value in values if value.of]
    more = len(of) - most
    return ", ".join(of[:most]) + (f" and {more} more" if more > 0 else "") if of else "the whole scheme"
