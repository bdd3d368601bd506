"""Every published Scottish row in exactly one class: what the engine gives beside what was paid.

Determined by counts: equal to 1e-9, equal once the engine's points are rounded half up to two decimals
(the seven public-health indicators of 2014/15 are printed so), or different. Not determined by counts:
suppressed counts (the engine's values for every k of n that may be hidden are compared), registers that
are suppressed, and indicators without any count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from incentives.base.rounding import Rule, rounded
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.formula.plan import Columns
from tests.golden.scotland_counts import (
    PLACEHOLDER,
    SCHEMES,
    counts_pack,
    of_year,
    points_plan,
    register_indicators,
    small_counts_pack,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from incentives.calculate import Results
    from incentives.formula.plan import Plan
    from tests.golden.scotland_counts import PaidRow

    Reader = Callable[[str, str], tuple[float, Callable[[], Fraction]]]

CLOSE = 1e-9
PRINTED_ROUNDED = frozenset(
    ("2014/15", code)
    for code in (
        "CON003(S)",
        "CS002(S)",
        "CVD-PP001(S)",
        "CVD-PP002(S)",
        "SMOK002(S)",
        "SMOK004(S)",
        "SMOK005(S)",
    )
)
DIFFERENT = frozenset(
    {
        "fraction, counts: different",
        "fraction, denominator 0: paid",
        "fraction, denominator dash: paid",
        "fraction, suppressed: no k of n",
    }
)
"""The classes in which the engine and what was paid disagree."""


class Row(NamedTuple):
    """One published row and what the engine gives for it (None where counts do not determine it)."""

    year: str
    practice_code: str
    indicator: str
    name: str
    computed: float | None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Scored:
    """One year through the engine: points by cell, and the points of every hidden count."""

    year: str
    plan: Plan
    results: Results
    hidden: dict[str, tuple[Fraction, ...]]

    @cached_property
    def offered(self) -> dict[str, Fraction]:
        """The points that each indicator offers."""
        return dict(next(f for f in self.plan.scheme_fields if f.name == Columns.POINTS_OFFERED).values)

    def reader(self) -> Reader:
        """Return a reader of points: practice and indicator to the figure, and to the exact one if asked."""
        column = self.results.column(Columns.POINTS)
        floats = column.floats()
        practices = {code: n for n, code in enumerate(self.results.binding.practices)}
        places = {code: n for n, code in enumerate(self.plan.ids())}

        def read(practice: str, indicator: str) -> tuple[float, Callable[[], Fraction]]:
            at, place = practices[practice], places[indicator]
            return float(floats[at, place]), lambda: column.exact(at, place)

        return read


def scored(rows: list[PaidRow], year: str, plan: Plan | None = None) -> Scored:
    """Score one year's rows (all of them of that year) with its scheme, or with another plan of it."""
    plan = plan or points_plan(year)
    results = calculate(plan, bind(plan, counts_pack(rows, plan)))
    return Scored(year, plan, results, hidden_points(plan))


def hidden_points(plan: Plan) -> dict[str, tuple[Fraction, ...]]:
    """Return, for each counted indicator, the points that each hidden count would earn, ascending."""
    pack, codes = small_counts_pack(plan)
    results = calculate(plan, bind(plan, pack))
    column, ids = results.column(Columns.POINTS), plan.ids()
    counted = [c.id for c in plan.components if c.counted]
    return {
        code: tuple(sorted({column.exact(n, ids.index(code)) for n in range(len(codes))})) for code in counted
    }


def classified(rows: list[PaidRow]) -> pd.DataFrame:
    """Return a row for each published row with its class; the classes are exhaustive and exclusive."""
    out: list[Row] = []
    for year in SCHEMES:
        mine = of_year(rows, year)
        out += classified_year(mine, scored(mine, year))
    return pd.DataFrame(out, columns=list(Row._fields)).rename(columns={"name": "class"})


def classified_year(rows: list[PaidRow], year: Scored) -> list[Row]:
    """Return the classes of one year's rows."""
    counted = {c.id for c in year.plan.components if c.counted}
    registers = register_indicators(year.plan)
    read = year.reader()
    found = []
    for row in rows:
        code = row.indicator
        if code == PLACEHOLDER:
            found.append(Row(year.year, row.practice_code, code, "no indicator (x)", None))
        elif code in counted:
            found.append(_fraction(row, year, read))
        elif code in registers:
            found.append(_register(row, year, read))
        else:
            found.append(Row(year.year, row.practice_code, code, f"no counts: {_level(row, year)}", None))
    return found


def _fraction(row: PaidRow, year: Scored, read: Reader) -> Row:
    at = (year.year, row.practice_code, row.indicator)
    if row.denom_flag == "suppressed":
        return _suppressed(row, year)
    points, exact = read(row.practice_code, row.indicator)
    if row.denom_flag == "dash" or row.denominator == 0:
        name = f"fraction, denominator {'dash' if row.denom_flag == 'dash' else '0'}: paid"
        equal = abs(points - row.points_achieved) < CLOSE
        return Row(*at, f"{name} 0" if equal else name, points)
    if abs(points - row.points_achieved) < CLOSE:
        return Row(*at, "fraction, counts: equal", points)
    if at[::2] in PRINTED_ROUNDED and _printed(exact(), row.points_achieved):
        return Row(*at, "fraction, counts: equal after half-up to 2 decimals", points)
    return Row(*at, "fraction, counts: different", points)


def _suppressed(row: PaidRow, year: Scored) -> Row:
    at = (year.year, row.practice_code, row.indicator)
    values = year.hidden[row.indicator]
    ends = (float(values[0]), float(values[-1]))
    level = _level(row, year)
    if level != "paid in part":
        return Row(*at, f"fraction, suppressed: {level}", None, *ends)
    if any(abs(float(v) - row.points_achieved) < CLOSE for v in values):
        return Row(*at, "fraction, suppressed: paid in part, a k of n", None, *ends)
    if at[::2] in PRINTED_ROUNDED and any(_printed(v, row.points_achieved) for v in values):
        return Row(*at, "fraction, suppressed: paid in part, a k of n after half-up", None, *ends)
    return Row(*at, "fraction, suppressed: no k of n", None, *ends)


def _register(row: PaidRow, year: Scored, read: Reader) -> Row:
    at = (year.year, row.practice_code, row.indicator)
    if row.register_flag != "num":
        return Row(*at, f"register, suppressed: {_level(row, year)}", None)
    points, _ = read(row.practice_code, row.indicator)
    equal = abs(points - row.points_achieved) < CLOSE
    return Row(*at, "register, visible: equal" if equal else "register, visible: different", points)


def _level(row: PaidRow, year: Scored) -> str:
    offered = float(year.offered[row.indicator])
    if abs(row.points_achieved - offered) < CLOSE:
        return "paid in full"
    return "paid 0" if row.points_achieved == 0 else "paid in part"


def _printed(exact: Fraction, paid: float) -> bool:
    return abs(float(rounded(exact, 2, Rule.HALF_UP)) - paid) < CLOSE
