"""Scotland's published practice results: the rows, and a data pack made of their counts and registers alone.

No points, no thresholds and no payments of the published files go into a pack. A count that is
suppressed (``*``), not there, or below nil (-9999) stands as nil in the pack, because a plan needs every
figure; the comparing commands never compare such a cell with what was paid.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from incentives.base.year import FinancialYear
from incentives.data.pack import Pack, pack_of
from incentives.formula.plan import Columns
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from incentives.formula.plan import Plan

SCHEMES = {
    "2012/13": "qof-scotland-2012-13",
    "2014/15": "qof-scotland-2014-15",
    "2015/16": "qof-scotland-2015-16",
}
PLACEHOLDER = "x"
"""The published file holds rows of an indicator "x" that is none."""


class PaidRow(NamedTuple):
    """One published row: counts as published (their flags say whether they are there), and points paid."""

    year: str
    practice_code: str
    indicator: str
    numerator: float
    denominator: float
    denom_flag: str
    register: float
    register_flag: str
    points_achieved: float


def published_rows(folder: Path) -> list[PaidRow]:
    """Return every published row of practice and indicator, with the points paid to compare with."""
    path = folder / "data" / "scotland" / "practice_indicator.parquet"
    table = pd.read_parquet(path, columns=list(PaidRow._fields))
    columns = [table[name].tolist() for name in PaidRow._fields]
    return [PaidRow(*values) for values in zip(*columns, strict=True)]


def of_year(rows: list[PaidRow], year: str) -> list[PaidRow]:
    """Return the rows of one year."""
    return [row for row in rows if row.year == year]


def points_plan(year: str) -> Plan:
    """Return the plan of a Scottish year as far as points: no price, no lists."""
    scheme, _ = read_scheme(SCHEMES[year])
    return plan_of(replace(scheme, pay_points=None, instalments=None))


def counts_pack(rows: list[PaidRow], plan: Plan) -> Pack:
    """Return the data pack of one year's rows: counts, registers, and nothing declared."""
    counted = {c.id for c in plan.components if c.counted}
    practices = sorted({r.practice_code for r in rows})
    held = {
        (r.practice_code, r.indicator): (_text(r.numerator), _text(r.denominator))
        for r in rows
        if r.indicator in counted and r.denom_flag == "num"
    }
    tables = {
        "counts": [
            {"practice_code": p, "indicator": i, "numerator": n, "denominator": d}
            for p in practices
            for i in sorted(counted)
            for n, d in [held.get((p, i), ("0", "0"))]
        ],
        "registers": _registers(rows, plan, practices),
        "measures": [
            {"practice_code": p, "item": i, "measure": "declared", "value": "0"}
            for i in _asked(plan, "declared")
            for p in practices
        ],
    }
    return pack_of(
        {name: table for name, table in tables.items() if table},
        year=FinancialYear.parse(str(plan.year)),
        title=f"Scotland {plan.year}, counts and registers",
        source="published practice results",
    )


def small_counts_pack(plan: Plan) -> tuple[Pack, dict[str, tuple[int, int]]]:
    """Return a pack with a practice for each count that ``*`` may hide: k of n, n from 1 to 4.

    Every indicator of such a practice has the same count, so the engine says what each would earn.
    """
    hidden = {f"K{k}N{n}": (k, n) for n in range(1, 5) for k in range(n + 1)}
    rows = [
        PaidRow(str(plan.year), code, component.id, k, n, "num", 0, "na", 0)
        for code, (k, n) in hidden.items()
        for component in plan.components
        if component.counted
    ]
    return counts_pack(rows, plan), hidden


def register_indicators(plan: Plan) -> frozenset[str]:
    """Return the indicators that pay for the register: neither counted nor declared."""
    counted = {c.id for c in plan.components if c.counted}
    return frozenset(_asked(plan, Columns.REGISTER)) - counted - frozenset(_asked(plan, "declared"))


def _registers(rows: list[PaidRow], plan: Plan, practices: Iterable[str]) -> list[dict[str, str]]:
    """Return every group's register; a group's own register indicator has the last word."""
    groups = {i: f.item(i) for f in plan.data_fields if f.name == Columns.REGISTER for i in f.only}
    own = register_indicators(plan)
    visible = [r for r in rows if r.indicator in groups and r.register_flag == "num" and r.register >= 0]
    held = {
        (r.practice_code, groups[r.indicator]): _text(r.register)
        for r in sorted(visible, key=lambda r: r.indicator in own)
    }
    return [
        {"practice_code": p, "group": g, "register": held.get((p, g), "0")}
        for g in sorted(set(groups.values()))
        for p in practices
    ]


def _asked(plan: Plan, name: str) -> tuple[str, ...]:
    field = next((f for f in plan.data_fields if f.name == name), None)
    return field.only if field else ()


def _text(count: float) -> str:
    return str(int(count))
