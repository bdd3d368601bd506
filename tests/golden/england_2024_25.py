"""England 2024/25: total points of the 31 sample practices, from their published achievement alone.

The sample holds achievement ratios; numerator and denominator are the smallest whole numbers that give
them, which is all that points depend on. Registers and quality improvement are not in the sample and
are given as kept and declared (81 and 74 points). No threshold and no computed point is read from it.

A total is compared twice: everything as achieved, and the 32 protected indicators paid in full (their
points of 2023/24 given as full). Run: ``uv run python -m tests.golden.england_2024_25 [--folder ../shared]``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import Pack, pack_of
from incentives.formula.plan import Columns
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme
from tests.golden.folder import asked, command

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.formula.plan import Plan

SCHEME = "qof-england-2024-25"
THIS_YEAR, LAST_YEAR = "2024/25", "2023/24"
READ = ["practice_code", "indicator", "numerator_min", "denominator_min", "practice_total_published"]
AS_ACHIEVED = "exact as achieved"
PROTECTED_FULL = "exact with the protected indicators in full"
NOT_COMPARABLE = "not comparable"
WHY = (
    "the published total holds protected points of 2023/24, by practice and indicator unknown, "
    "and they can account for the difference"
)


class Sampled(NamedTuple):
    """One practice and indicator of the sample, with the practice's published total."""

    practice_code: str
    indicator: str
    numerator: float
    denominator: float
    total: float


def sample(folder: Path) -> list[Sampled]:
    """Return the sample rows of the practices whose total is published."""
    path = folder / "data" / "england" / "practice_indicator_2024_25_sample.parquet"
    table = pd.read_parquet(path, columns=READ)
    table = table[table["practice_total_published"].notna()]
    return [Sampled(*values) for values in zip(*(table[name].tolist() for name in READ), strict=True)]


@cache
def points_plan() -> Plan:
    """Return the plan of the year as far as points."""
    scheme, _ = read_scheme(SCHEME)
    return plan_of(replace(scheme, pay_points=None, instalments=None))


def sample_pack(rows: list[Sampled], plan: Plan, *, protected_in_full: bool) -> Pack:
    """Return the pack of the sample's counts, registers kept and work declared."""
    practices = sorted({r.practice_code for r in rows})
    asked = {f.name: f for f in plan.data_fields}
    registers = asked[Columns.REGISTER]
    counts = [
        {
            "practice_code": r.practice_code,
            "indicator": r.indicator,
            "numerator": _text(r.numerator),
            "denominator": _text(r.denominator),
        }
        for r in rows
    ]
    kept = [
        {"practice_code": p, "group": g, "register": "1"}
        for g in sorted({registers.item(i) for i in registers.only})
        for p in practices
    ]
    measures = [
        {"year": THIS_YEAR, "practice_code": p, "item": i, "measure": "declared", "value": "1"}
        for i in asked["declared"].only
        for p in practices
    ]
    if protected_in_full:
        offered = points_offered(plan)
        measures += [
            {"year": LAST_YEAR, "practice_code": p, "item": i, "measure": "points", "value": str(offered[i])}
            for i in protected(plan)
            for p in practices
        ]
    tables = {"counts": counts, "registers": kept, "measures": measures}
    return pack_of(tables, year=FinancialYear.parse(THIS_YEAR), title="England 2024/25, sample of practices")


def protected(plan: Plan) -> tuple[str, ...]:
    """Return the indicators that the scheme protects."""
    return next(f for f in plan.data_fields if f.name == "points_of_2023").only


def points_offered(plan: Plan) -> dict[str, Fraction]:
    """Return the points that each indicator offers."""
    return dict(next(f for f in plan.scheme_fields if f.name == Columns.POINTS_OFFERED).values)


def totals(rows: list[Sampled], *, protected_in_full: bool) -> dict[str, Fraction]:
    """Return each practice's total points by the engine."""
    plan = points_plan()
    results = calculate(plan, bind(plan, sample_pack(rows, plan, protected_in_full=protected_in_full)))
    points = results.column(Columns.POINTS)
    return {
        code: sum((points.exact(n, place) for place in range(len(plan.ids()))), Fraction(0))
        for n, code in enumerate(results.binding.practices)
    }


def compared(rows: list[Sampled]) -> pd.DataFrame:
    """Return a row for each practice: published total, the engine's two, and the class."""
    published = {r.practice_code: Fraction(str(round(r.total, 2))) for r in rows}
    achieved, full = (totals(rows, protected_in_full=way) for way in (False, True))
    out = []
    for code, total in published.items():
        way = PROTECTED_FULL if full[code] == total else NOT_COMPARABLE
        name = AS_ACHIEVED if achieved[code] == total else way
        out.append((code, float(total), float(achieved[code]), float(full[code]), name))
    columns = ["practice_code", "published", "as achieved", "protected in full", "class"]
    return pd.DataFrame(out, columns=columns)


def report(table: pd.DataFrame) -> str:
    """Return every practice with its class, and the counts."""
    either = table["class"].isin([AS_ACHIEVED, PROTECTED_FULL]).sum()
    exact = (table["class"] == AS_ACHIEVED).sum()
    return (
        f"{table.sort_values(['class', 'practice_code']).to_string(index=False)}\n"
        f"{AS_ACHIEVED}: {exact}; these and {PROTECTED_FULL}: {either}; "
        f"{NOT_COMPARABLE}: {len(table) - either} ({WHY})"
    )


def main() -> None:
    """Print the report."""
    sys.stdout.write(report(compared(sample(asked(command(__doc__)).folder))) + "\n")


def _text(count: float) -> str:
    return str(int(count))


if __name__ == "__main__":
    main()
