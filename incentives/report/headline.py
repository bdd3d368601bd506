"""The figures a committee asks for first: cost, the most it could cost, and differences by practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.compare.money import at_best
from incentives.formula.plan import Columns

if TYPE_CHECKING:
    from incentives.calculate import Results


@dataclass(frozen=True, slots=True)
class Difference:
    """A practice under two schemes, in pence, gross."""

    practice: str
    name: str
    base_pence: int
    proposed_pence: int

    @property
    def pence(self) -> int:
        """How much more (or, below nil, less) the practice would receive."""
        return self.proposed_pence - self.base_pence


def differences(base: Results, proposed: Results, signed: frozenset[str]) -> tuple[Difference, ...]:
    """Return every signed practice's payment under both schemes on the same practice results.

    A practice that does not sign stays on national QOF: it has no difference and is left out.
    """
    figures = {}
    for which, results in (("base", base), ("proposed", proposed)):
        pence = results.in_pence(Columns.DUE)[:, 0].tolist()
        figures[which] = dict(zip(results.binding.practices, pence, strict=True))
    names = proposed.binding.names
    return tuple(
        Difference(p, names.get(p, ""), figures["base"][p], figures["proposed"][p])
        for p in proposed.binding.practices
        if p in signed
    )


def total_pence(results: Results) -> int:
    """Return what a schedule pays in all."""
    return int(results.in_pence(Columns.DUE).sum())


def most_it_could_cost(results: Results) -> int:
    """Return what the schedule would pay if every counted patient were achieved and all were declared."""
    return total_pence(at_best(results.plan, results.binding))


def signed_practices(results: Results) -> frozenset[str]:
    """Return the practices that have signed; all of them where a scheme needs no signature."""
    practices = results.binding.practices
    if "signed" not in results.binding.columns:
        return frozenset(practices)
    flags = results.binding.columns["signed"].integers
    return frozenset(p for p, flag in zip(practices, flags, strict=True) if flag)
