"""Control totals: the same money added up along different ways must be the same, in whole pence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from incentives.formula.plan import THIS_SCHEDULE, Columns

if TYPE_CHECKING:
    from incentives.calculate.integers import Array
    from incentives.calculate.results import Results


@dataclass(frozen=True, slots=True)
class Control:
    """One comparison of two totals, both in pence."""

    name: str
    expected_pence: int
    found_pence: int

    @property
    def agrees(self) -> bool:
        """Tell whether both are the same to the penny."""
        return self.expected_pence == self.found_pence


def controls(results: Results) -> tuple[Control, ...]:
    """Return the control totals of a plan that pays; expected is always the sum of its components.

    Payments by practice, amounts due and instalments are those of this schedule; what others pay
    is added up apart. A comparison "by practice" adds the differences without their signs, so that two
    mistakes cannot make up for each other.
    """
    ours, others = _practices_by_components(results)
    by_practice, total = _total(ours.sum(axis=1)), _total(ours.sum(axis=0))
    found = [Control("payments by practice", total, by_practice)]
    for name, title in ((Columns.DUE, "amounts due"), (Columns.INSTALMENT, "instalments")):
        if results.plan.has(name):
            by_row = results.in_pence(name).sum(axis=1)
            found.append(Control(title, total, _total(by_row)))
            found.append(Control(f"{title}, by practice", 0, _total(np.abs(by_row - ours.sum(axis=1)))))
    others_total = _total(others.sum(axis=0))
    if results.plan.has(Columns.BY_OTHERS):
        by_others = _total(results.in_pence(Columns.BY_OTHERS).sum(axis=1))
        found.append(Control("paid by others", others_total, by_others))
    else:
        found.append(Control("paid by others", others_total, _total(others.sum(axis=1))))
    return tuple(found)


def _practices_by_components(results: Results) -> tuple[Array, Array]:
    """Return two tables of pence, practices × components: paid by this schedule, and by others."""
    ours = [results.pence(c.id) for c in results.plan.components if c.paid_by == THIS_SCHEDULE]
    others = [results.pence(c.id) for c in results.plan.components if c.paid_by != THIS_SCHEDULE]
    nothing = np.zeros((len(results.binding.practices), 0), np.int64)
    return (
        np.stack(ours, axis=1) if ours else nothing,
        np.stack(others, axis=1) if others else nothing,
    )


def _total(pence: Array) -> int:
    return sum(pence.tolist())
