"""One scheme and its data by every reading: calculate, explain, the workbook; each beside the oracle.

All figures are whole pence or exact points, compared without any tolerance.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentives.base.year import FinancialYear
from incentives.calculate import Results, calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.explain.exact import Exact
from incentives.formula.plan import THIS_SCHEDULE, Columns, Plan
from incentives.scheme.reading import read_plan
from incentives.scheme.resolved import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from incentives.data.bound import Binding
    from incentives.formula.nodes import Value
    from tests.oracle.worked import Worked

Key = tuple[str, str, str]
"""What is compared: "points", "pounds", "due" or "instalment"; the practice; the component or period."""


def read(path: Path) -> tuple[Plan, dict[str, Any]]:
    """Return a scheme file's plan, and what ``show --resolved --json`` prints of it."""
    scheme, plan, _ = read_plan(path)
    return plan, resolved(scheme)


def bound(
    plan: Plan, tables: Mapping[str, Sequence[Mapping[str, str]]], as_at: Mapping[str, date]
) -> Binding:
    """Bind rows of text to a plan, as a data pack of the plan's year."""
    return bind(plan, pack_of(tables, year=FinancialYear.parse(str(plan.year)), as_at=as_at))


def by_calculate(results: Results) -> dict[Key, Fraction]:
    """Return every figure that is compared, as ``calculate`` has it."""

    def figure(name: str, practice: int, place: int) -> Fraction:
        return results.column(name).exact(practice, place)

    return _all(results.plan, results.binding, figure)


def by_explain(
    plan: Plan, binding: Binding, exact: Callable[[Plan, Binding], Exact] = Exact
) -> dict[Key, Fraction]:
    """Return every figure that is compared, as ``explain`` works it out for one practice at a time."""
    return _all(plan, binding, exact(plan, binding).step)


def by_oracle(worked: Worked) -> dict[Key, Fraction]:
    """Return every figure that is compared, as the oracle has it."""
    found: dict[Key, Fraction] = {}
    for kind, cells in (
        ("points", worked.points),
        ("pounds", worked.pounds),
        ("instalment", worked.instalments),
    ):
        found |= {(kind, practice, name): amount for (practice, name), amount in cells.items()}
    return found | {("due", practice, ""): amount for practice, amount in worked.due.items()}


def by_workbook(
    cells: Mapping[str, Mapping[tuple[int, int], Any]], where: Mapping[str, Any]
) -> dict[Key, Fraction]:
    """Return the payments and instalments of a recalculated schedule; ``where`` has the cells by sheet."""
    kinds = {"Payments": "pounds", "Paid by others": "pounds", "Instalments": "instalment"}
    found: dict[Key, Fraction] = {}
    for sheet, kind in kinds.items():
        for (practice, heading), at in where.get(sheet, {}).items():
            shown = cells.get(sheet, {}).get(at)
            if isinstance(shown, int | float):
                found[kind, practice, heading] = Fraction(Decimal(repr(shown)))
    return found


def different(one: Mapping[Key, Any], other: Mapping[Key, Any]) -> list[tuple[Key, Any, Any]]:
    """Return each figure on which two readings differ, or that only one of them has."""
    return [
        (k, one.get(k), other.get(k)) for k in sorted(one.keys() | other.keys()) if one.get(k) != other.get(k)
    ]


class InDoubles(Exact):
    """The same tree with every figure kept in 64 bits, as if floats had been used in place of integers."""

    def value(self, node: Value, practice: int, place: int) -> Fraction:
        """Return an expression's value as a double."""
        return Fraction(float(super().value(node, practice, place)))


def in_pence(figures: Mapping[Key, Fraction]) -> dict[Key, int]:
    """Return the payments in whole pence, as a double that lies nearest to them shows them."""
    return {key: round(figure * 100) for key, figure in figures.items() if key[0] == "pounds"}


def _all(plan: Plan, binding: Binding, figure: Any) -> dict[Key, Fraction]:
    found: dict[Key, Fraction] = {}
    for at, practice in enumerate(binding.practices):
        for place, component in enumerate(plan.components):
            if component.kind == "indicator":
                found["points", practice, component.id] = figure(Columns.POINTS, at, place)
            if component.amount:
                found["pounds", practice, component.id] = figure(component.amount, at, place)
        for place, period in enumerate(plan.periods):
            found["instalment", practice, period.name] = figure(Columns.INSTALMENT, at, place)
        found["due", practice, ""] = figure(Columns.DUE, at, 0)
    return found


def paid_here(plan: Plan) -> frozenset[str]:
    """Return the ids of the components that this schedule pays."""
    return frozenset(c.id for c in plan.components if c.paid_by == THIS_SCHEDULE)


def run(plan: Plan, binding: Binding) -> Results:
    """Work a plan out."""
    return calculate(plan, binding)
