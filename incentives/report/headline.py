"""The figures a committee asks for first: cost, the most it could cost, and differences by practice."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.formula.plan import Columns, DataField
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from incentives.calculate import Results
    from incentives.data.bound import Binding, BoundColumn

_ONE_DECLARATION = frozenset({"declared"})
_FOR_CONDITIONS = re.compile(r"numerator of (.+)")
_EXCEPTED = ("exceptions_counted", "exceptions_accepted")


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
    return total_pence(calculate(results.plan, _everything_achieved(results)))


def signed_practices(results: Results) -> frozenset[str]:
    """Return the practices that have signed; all of them where a scheme needs no signature."""
    practices = results.binding.practices
    if "signed" not in results.binding.columns:
        return frozenset(practices)
    flags = results.binding.columns["signed"].integers
    return frozenset(p for p, flag in zip(practices, flags, strict=True) if flag)


def _everything_achieved(results: Results) -> Binding:
    binding, columns = results.binding, dict(results.binding.columns)
    if Columns.DENOMINATOR in columns:
        best = _best_numerators(results, columns[Columns.DENOMINATOR])
        columns[Columns.NUMERATOR] = replace(columns[Columns.NUMERATOR], integers=best)
    for field in results.plan.data_fields:
        if field.column in _ONE_DECLARATION and not field.years_back:
            columns[field.name] = _all_declared(columns[field.name], field, results)
        elif counted := _FOR_CONDITIONS.fullmatch(field.name):
            whole = columns.get(f"denominator of {counted[1]}", columns[field.name])
            columns[field.name] = replace(columns[field.name], integers=whole.integers)
        elif field.name.startswith(_EXCEPTED):
            nobody = array("q", bytes(8 * len(columns[field.name].integers)))
            columns[field.name] = replace(columns[field.name], integers=nobody)
    return replace(binding, columns=columns)


def _best_numerators(results: Results, counted: BoundColumn) -> array[int]:
    """Everybody achieved; nobody where lower is better."""
    stated = {f.name: dict(f.values) for f in results.plan.scheme_fields}
    lower, upper = (stated.get(name, {}) for name in ("lower_threshold", "upper_threshold"))
    everybody = [int(not (c in lower and upper[c] < lower[c])) for c in results.plan.ids()]
    return array("q", [n * everybody[at % counted.width] for at, n in enumerate(counted.integers)])


def _all_declared(column: BoundColumn, field: DataField, results: Results) -> BoundColumn:
    by_component = Axis.COMPONENTS in field.grain
    asked = [int(c in field.only) for c in results.plan.ids()] if by_component else [1]
    return replace(column, integers=array("q", asked * len(results.binding.practices)))
