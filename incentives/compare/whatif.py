"""The same practice data with one thing supposed otherwise: who has signed, or all that can be achieved."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.formula.plan import Reads
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from incentives.data.bound import Binding, BoundColumn
    from incentives.formula.plan import DataField, Plan

SIGNED = "signed"
_EXCEPTED = ("exceptions_counted", "exceptions_accepted")


def with_signed(binding: Binding, codes: Collection[str]) -> Binding:
    """Return the data as if just these practices had signed; unchanged where no rule asks who signed."""
    column = binding.columns.get(SIGNED)
    if column is None:
        return binding
    signed = array("q", [int(code in codes) for code in binding.practices])
    return _with(binding, {SIGNED: replace(column, integers=signed)})


def signed_codes(binding: Binding) -> frozenset[str] | None:
    """Return the practices that have signed, or None where no rule of the scheme asks who signed."""
    column = binding.columns.get(SIGNED)
    if column is None:
        return None
    return frozenset(c for n, c in enumerate(binding.practices) if column.at(n, 0) == 1)


def with_all_achieved(plan: Plan, binding: Binding, nobody: Collection[str] = ()) -> Binding:
    """Return the data as if every patient counted were achieved, nobody excepted, everything declared.

    Conditions on results are met by it too. For the indicators ``nobody`` no patient is achieved: where
    lower is better that pays most.
    """
    changed: dict[str, BoundColumn] = {}
    for field in plan.data_fields:
        if field.table != "measures" or field.years_back or field.reads is not Reads.FIGURE:
            continue
        column = binding.columns[field.name]
        if field.column == "numerator":
            changed[field.name] = _numerators(plan, binding, field, nobody)
        elif field.column == "declared":
            changed[field.name] = replace(column, integers=array("q", [column.per] * len(column.integers)))
        elif field.name.startswith(_EXCEPTED):
            changed[field.name] = replace(column, integers=array("q", bytes(8 * len(column.integers))))
    return _with(binding, changed)


def counted_for(binding: Binding, field: DataField) -> BoundColumn | None:
    """Return the patients counted that belong to a column of patients achieved, if there are any."""
    return binding.columns.get(field.name.replace("numerator", "denominator", 1))


def _numerators(plan: Plan, binding: Binding, field: DataField, nobody: Collection[str]) -> BoundColumn:
    column, counted = binding.columns[field.name], counted_for(binding, field)
    if counted is None:
        return column
    integers = array("q", counted.integers)
    for place, identifier in enumerate(plan.ids()) if Axis.COMPONENTS in field.grain else ():
        if identifier in nobody:
            for row in range(len(binding.practices)):
                integers[row * column.width + place] = 0
    return replace(column, integers=integers)


def _with(binding: Binding, columns: Mapping[str, BoundColumn]) -> Binding:
    return replace(binding, columns={**binding.columns, **columns})
