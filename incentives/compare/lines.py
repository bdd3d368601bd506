"""One practice's payments under two schemes, payment by payment, in whole pence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.whatif import with_signed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.compare.money import Side


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """A payment on both sides; nought where a scheme does not have it."""

    id: str
    title: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """Pence more than before."""
        return self.after - self.before


def payment_changes(base: Side, proposed: Side, code: str) -> tuple[PaymentChange, ...]:
    """Return every payment of a practice that signs; their differences add up to the practice's.

    Raises ValueError where the practice is not in the data.
    """
    before, after = _payments(base, code), _payments(proposed, code)
    found = []
    for identifier in dict.fromkeys([*before, *after]):
        title = (after.get(identifier) or before[identifier])[0]
        amounts = (side.get(identifier, ("", 0))[1] for side in (before, after))
        found.append(PaymentChange(identifier, title, *amounts))
    return tuple(found)


def _payments(side: Side, code: str) -> Mapping[str, tuple[str, int]]:
    binding = with_signed(side.binding, side.binding.practices)
    row = binding.practices.index(code)
    results = calculate(side.plan, binding)
    return {
        c.id: (f"{c.id} {c.title}" if c.is_indicator else c.title, int(results.pence(c.id)[row]))
        for c in side.plan.components
        if c.amount
    }
