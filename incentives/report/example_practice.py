"""A made-up practice for a worked example: every figure that a plan asks for, and four neighbours.

The figures are round and the same for every scheme, so that the example can be followed with a pencil;
only the patients achieved lie where the indicator's own thresholds are told apart. All amounts are then
worked out by ``explain``, none is written here.
"""

from __future__ import annotations

from array import array
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.data.bound import Binding, BoundColumn
from incentives.formula.plan import Reads
from incentives.formula.units import PATIENTS, PLAIN, POINTS, Axis

if TYPE_CHECKING:
    from incentives.formula.plan import DataField, Plan

PRACTICES = ("the example", "a neighbour", "another neighbour", "a third neighbour", "a fourth neighbour")
_LISTS = (8_000, 6_000, 10_000, 7_000, 9_000)
_COUNTED = (100, 60, 150, 80, 120)
_SHARES = (
    Fraction(7, 10),
    Fraction(1, 2),
    Fraction(8, 10),
    Fraction(6, 10),
    Fraction(9, 10),
)
"""How far each practice has come on the way between an indicator's thresholds."""
_PER_LIST = {
    "register": Fraction(3, 50),
    "cohort": Fraction(3, 50),
    "weighted_list_size": Fraction(1),
    "list_size": Fraction(1),
    "activity": Fraction(1, 80),
    "pence": Fraction(12),
    "qof_deduction": Fraction(0),
}
_PREVALENCE, _IMD, _EXCEPTIONS, _DAYS_OUTSIDE = Fraction(1, 20), 25, 5, 0


def made_binding(plan: Plan) -> Binding:
    """Return practice data for a plan: the example practice first, its neighbours after it."""
    columns = {field.name: _column(plan, field) for field in plan.data_fields}
    names = dict(zip(PRACTICES, PRACTICES, strict=True))
    groups = dict.fromkeys(plan.attributes, ("one", "one", "two", "two", "two"))
    return Binding(PRACTICES, names, columns, groups, title="made-up practices")


def _column(plan: Plan, field: DataField) -> BoundColumn:
    rows = range(len(PRACTICES)) if Axis.PRACTICES in field.grain else range(1)
    keys = plan.ids() if Axis.COMPONENTS in field.grain else ("",)
    per = _per(field)
    figures = [
        0 if field.only and key and key not in field.only else int(_figure(plan, field, row, key) * per)
        for row in rows
        for key in keys
    ]
    return BoundColumn(field.grain, array("q", figures), len(keys), per, "the example")


def _per(field: DataField) -> int:
    return max(field.per, 10**9) if field.table == "national" else field.per


def _figure(plan: Plan, field: DataField, row: int, key: str) -> Fraction:
    """Return one figure in its unit; flags hold, nobody came late, every contract is GMS."""
    if field.reads is Reads.SUPPLIED:
        return Fraction(1)
    if field.reads is Reads.MATCHES:
        return Fraction(field.matches in ("yes", "GMS"))
    if field.reads is Reads.DAYS_OUTSIDE:
        return Fraction(_DAYS_OUTSIDE)
    if field.table == "national":
        return _PREVALENCE
    if field.table == "adjustments":
        return Fraction(0)
    return _counted(plan, field, row, key)


def _counted(plan: Plan, field: DataField, row: int, key: str) -> Fraction:
    fewer = Fraction(100 - 10 * field.years_back, 100)
    if field.column == "denominator":
        return Fraction(_COUNTED[row])
    if field.column == "numerator":
        return Fraction(int(_COUNTED[row] * _achievement(plan, key, row) * fewer))
    if field.column.startswith("exceptions"):
        return Fraction(_EXCEPTIONS)
    if field.column == "declared":
        return Fraction(1)
    if field.column == "imd_score":
        return Fraction(_IMD)
    if field.unit == POINTS:
        return Fraction(int(_stated(plan, "points_available", key, Fraction(10)) * _SHARES[row]))
    if field.column == "pence" and field.of and "QOF" not in field.of:
        return Fraction(_LISTS[row])
    if field.column in _PER_LIST:
        return _LISTS[row] * _PER_LIST[field.column] * (1 if field.unit == PATIENTS else fewer)
    return _LISTS[row] * (Fraction(1, 100) if field.unit == PLAIN else Fraction(10))


def _achievement(plan: Plan, key: str, row: int) -> Fraction:
    """Return an achievement between the thresholds of an indicator, where it has two."""
    low = _stated(plan, "lower_threshold", key, Fraction(1, 2))
    high = _stated(plan, "upper_threshold", key, Fraction(9, 10))
    return low + (high - low) * _SHARES[row]


def _stated(plan: Plan, name: str, key: str, otherwise: Fraction) -> Fraction:
    field = next((f for f in plan.scheme_fields if f.name == name), None)
    return dict(field.values).get(key, otherwise) if field else otherwise
