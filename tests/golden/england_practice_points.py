"""English total points by practice: what the maximum of a practice shows of the shelf's points.

A practice without a register cannot earn what hangs on it, and the published tables print the maximum
that is left. So the maxima show the year's total, and the points that hang on each register; in
2022/23, where registers are published, they show it for every practice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.formula.plan import Columns
from tests.golden.england_published import TOTAL_YEARS, registers_table, shelf_year, totals_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

NONE: frozenset[str] = frozenset()
KEPT = ("NDH", "PC")
"""Groups whose points the published maximum of 2022/23 keeps where nobody is on their register."""


def maxima(folder: Path) -> pd.DataFrame:
    """Return a row for each year: practices, and how many maxima are the shelf's total."""
    table, rows = totals_table(folder), []
    for year in TOTAL_YEARS:
        of_year = table[table["year"] == year]
        known = of_year.dropna(subset=["points", "max_points_available"])
        most, points = known["max_points_available"], known["points"]
        total = float(shelf_year(year).total)
        hundredths = (points * 100).round(6)
        rows.append(
            {
                "year": year,
                "shelf": int(total),
                "practices": len(of_year),
                "no figure": len(of_year) - len(known),
                "maximum is the shelf's": int((most == total).sum()),
                "lower": int((most < total).sum()),
                "higher": int((most > total).sum()),
                "points above the maximum": int((points > most).sum()),
                "all points": int((points == most).sum()),
                "more than 2 decimals": int((hundredths % 1 != 0).sum()),
            }
        )
    return pd.DataFrame(rows)


def gaps(folder: Path) -> pd.DataFrame:
    """Return, for each year and gap below the total, how many practices have it and what explains it.

    ``registers`` names each group whose loss alone makes the gap, worked out by the engine;
    ``several`` says whether the loss of more groups together can make it.
    """
    table, rows = totals_table(folder).dropna(subset=["max_points_available"]), []
    for year in TOTAL_YEARS:
        lost = lost_with(year)
        sums = _sums(list(lost.values()))
        most = table.loc[table["year"] == year, "max_points_available"]
        below = (float(shelf_year(year).total) - most[most < float(shelf_year(year).total)]).round(2)
        for gap, practices in below.value_counts().sort_index().items():
            alone = sorted(group for group, points in lost.items() if points == gap)
            rows.append((year, gap, practices, ", ".join(alone), gap in sums))
    return pd.DataFrame(rows, columns=["year", "gap", "practices", "registers", "several"])


def lost_with(year: str) -> dict[str, int]:
    """Return the points that a practice cannot earn without each register, by the engine."""
    groups = _groups(year)
    full, *left = available(year, [NONE, *(frozenset({g}) for g in groups)])
    return {group: int(full - points) for group, points in zip(groups, left, strict=True) if points < full}


def by_register(folder: Path) -> pd.DataFrame:
    """Return a row for each practice of 2022/23: its published maximum and the engine's, from registers."""
    year = "2022/23"
    table = totals_table(folder)
    table = table[table["year"] == year].set_index("practice_code")
    registers = registers_table(folder).reindex(table.index)
    groups = [str(g) for g in registers.columns]
    patterns = [frozenset(g for g, n in zip(groups, r, strict=True) if n == 0) for r in registers.to_numpy()]
    distinct = sorted(set(patterns), key=sorted)
    points = dict(zip(distinct, available(year, distinct), strict=True))
    return pd.DataFrame(
        {
            "published": table["max_points_available"].to_numpy(),
            "engine": [float(points[p]) for p in patterns],
            "without": [", ".join(sorted(p)) for p in patterns],
        },
        index=table.index,
    )


def available(year: str, without: Sequence[frozenset[str]]) -> list[Fraction]:
    """Return the points available to made practices that each lack some registers, by the engine.

    A register that is part of a group's (heart failure with reduced function) goes with the group's.
    """
    plan = shelf_year(year).points_plan
    asked = {f.name: f for f in plan.data_fields}
    groups = {c.id: c.group for c in plan.components}
    registers = asked[Columns.REGISTER]
    held = {(registers.item(i), groups[i]) for i in registers.only}
    names = [f"ZZ{n:04}" for n in range(len(without))]
    tables = {
        "registers": [
            {"practice_code": p, "group": item, "register": str(int(not {item, group} & lacks))}
            for p, lacks in zip(names, without, strict=True)
            for item, group in sorted(held)
        ],
        "counts": [
            {"practice_code": p, "indicator": i, "numerator": "1", "denominator": "1"}
            for p in names
            for i in asked[Columns.NUMERATOR].only
        ],
        "measures": [
            {"year": year, "practice_code": p, "item": i, "measure": "declared", "value": "1"}
            for p in names
            for i in (asked["declared"].only if "declared" in asked else ())
        ],
    }
    pack = pack_of(
        {name: rows for name, rows in tables.items() if rows},
        year=FinancialYear.parse(year),
        title=f"Practices without a register, {year}",
    )
    results = calculate(plan, bind(plan, pack))
    possible = results.column(Columns.POINTS_POSSIBLE)
    places = range(len(plan.ids()))
    return [
        sum((possible.exact(n, at) for at in places), start=0 * possible.exact(n)) for n in range(len(names))
    ]


def _groups(year: str) -> list[str]:
    plan = shelf_year(year).points_plan
    registers = next(f for f in plan.data_fields if f.name == Columns.REGISTER)
    return sorted({c.group for c in plan.components if c.id in registers.only})


def _sums(points: list[int]) -> frozenset[int]:
    found = {0}
    for more in points:
        found |= {total + more for total in found}
    return frozenset(found)
