"""A failing example of every check of practice data against a scheme (D220 to D243)."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.problem import Problem, Refused
from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.calculate.intervals import lowest_and_highest
from incentives.calculate.queries import later_queries
from incentives.data import bind, pack_of
from incentives.scheme.reading import read_plan
from tests.spec.chapter import LISTS, Row, scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INDICATOR = "X: {points: 10, pays: 50% to 90%, group: G}"
GRANT = "payments:\n  grant:\n    form: fixed grant\n    per_practice: £1,000\n"
FLOOR = """protect:
  - name: floor
    at_least: 100%
    of: QOF payment
    year: 2014/15
    basis: per practice
    list: at baseline
    pms_deduction: before
"""
ADVANCE = """instalments:
  each_month: 70%
  of: last year's QOF payment
  from: April 2015
  balance: June 2016
"""
LAST_DAY = """budget:
  limit: £1,000,000
  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
  count_late_data_until: 2016-05-31
"""
CODES = ("ZZ9001", "ZZ9002")
SIGNED = {"reason": "growth of the new estate, confirmed", "by": "Finance officer", "on": "2016-05-04"}


def sound() -> dict[str, list[Row]]:
    """Two practices with which nothing is wrong."""
    measure = {"year": "2015/16", "item": "G", "measure": "register", "value": "200"}
    return {
        "practices": [
            {"practice_code": c, "contract": "GMS", "qof_deduction": "none", "list_size": "8000"}
            for c in CODES
        ],
        "counts": [
            {"practice_code": c, "indicator": "X", "numerator": "80", "denominator": "100"} for c in CODES
        ],
        "measures": [{**measure, "practice_code": c} for c in CODES],
        "national": [{"year": "2015/16", "group": "G", "prevalence": "2.5%", "definition": "pooled"}],
    }


def paid_then(component: str = "QOF", basis: str = "before the PMS deduction", **more: str) -> list[Row]:
    row = {"year": "2014/15", "component": component, "pence": "100000", "basis": basis, **more}
    return [{**row, "practice_code": c} for c in CODES]


def problems(
    folder: Path,
    tables: dict[str, list[Row]],
    more: str = "",
    *,
    indicator: str = INDICATOR,
    pooled: bool = False,
) -> tuple[Problem, ...]:
    """Return what is said of tables bound to a scheme, and of what is worked out from them."""
    text = scheme(indicator, more=more)
    if pooled:
        text = text.replace("stated in the practice data", "pooled from these practices")
    path = folder / "scheme.yaml"
    path.write_text(text, "utf-8")
    _, plan, _ = read_plan(path)
    try:
        pack = pack_of(tables, year=FinancialYear(2015), as_at=LISTS)
        binding = bind(plan, pack)
    except Refused as refused:
        return refused.problems
    return (*binding.warnings, *later_queries(calculate(plan, binding), pack, moves=Fraction(100)))


def changed(more: str = "", **tables: list[Row]) -> Callable[[Path], tuple[Problem, ...]]:
    """Return an example: the sound tables with some in place of others."""
    return lambda folder: problems(folder, {**sound(), **deepcopy(tables)}, more)


def first(table: str, more: str = "", **cells: str) -> Callable[[Path], tuple[Problem, ...]]:
    """Return an example: the sound tables with other cells in the first row of one."""
    rows = sound()[table]
    return changed(more, **{table: [{**rows[0], **cells}, *rows[1:]]})


def then(measure: str, value: str, item: str = "G") -> Row:
    return {"year": "2014/15", "practice_code": "ZZ9001", "item": item, "measure": measure, "value": value}


def follow(**cells: str) -> list[Row]:
    return [{"from": "ZZ9001", "to": "ZZ9002", "on": "2015-10-01", "share": "100%", **cells}]


def signed_off(check: str, code: str = "ZZ9001") -> list[Row]:
    return [{"check": check, "code": code, **SIGNED}]


PART_YEAR = "part_year:\n  pays: for the days in the scheme\n"
PROTECT = "protect:\n  - points_of: 2014/15\n    indicators: [X]\n"
RENUMBERED = INDICATOR.replace("points: 10", "points: 10, successor_of: OLD1")
OLD = "\n  OLD1: {points: 1, pays: in full, group: G, weighted_by: list size only}"


def _renumbered(folder: Path) -> tuple[Problem, ...]:
    tables = _with(sound(), measures=[then("points", "7", "OLD1")])
    return problems(folder, tables, PROTECT, indicator=RENUMBERED + OLD)


def _with(example: dict[str, list[Row]], **tables: list[Row]) -> dict[str, list[Row]]:
    return {**example, **{name: [*example.get(name, []), *rows] for name, rows in tables.items()}}


def _moves(folder: Path) -> tuple[Problem, ...]:
    tables = sound()
    tables["measures"][0]["value"] = "2000"
    return problems(folder, tables, pooled=True)


def _merged(folder: Path) -> tuple[Problem, ...]:
    tables = _with(sound(), successions=follow())
    tables["practices"][0]["closes"] = "2015-09-30"
    return problems(folder, tables, PART_YEAR)


def _points_given(folder: Path) -> tuple[Problem, ...]:
    points = {"year": "2015/16", "practice_code": "ZZ9001", "item": "X", "measure": "points", "value": "7"}
    return problems(folder, _with(sound(), measures=[points]))


def _no_interval(folder: Path) -> tuple[Problem, ...]:
    tables = sound()
    tables["counts"][0]["numerator"] = "*"
    path = folder / "scheme.yaml"
    pooled = scheme(INDICATOR).replace("stated in the practice data", "pooled from these practices")
    path.write_text(pooled, "utf-8")
    _, plan, _ = read_plan(path)
    binding = bind(plan, pack_of(tables, year=FinancialYear(2015), as_at=LISTS), keep_suppressed=True)
    try:
        lowest_and_highest(plan, binding, (1, 4))
    except Refused as refused:
        return refused.problems
    return ()


JUMP = _with(sound(), measures=[then("list_size", "7766")])

QUERIES: dict[str, Callable[[Path], tuple[Problem, ...]]] = {
    "D220": changed(GRANT, signup=[{"practice_code": "ZZ9001", "scheme_version": "1", "answer": "yes"}]),
    "D221": lambda folder: problems(folder, JUMP),
    "D222": first("practices", list_size="150"),
    "D223": first("practices", list_size="0"),
    "D224": first("measures", value="0"),
    "D225": lambda folder: problems(folder, _with(sound(), measures=[then("register", "100")])),
    "D226": changed(
        national=[
            {"year": "2015/16", "group": g, "prevalence": "2.5%", "definition": d}
            for g, d in (("G", "pooled"), ("H", "pooled"), ("I", "mean of practices"))
        ]
    ),
    "D227": changed(successions=[*follow(share="60%"), *follow(on="2015-11-01", share="41%")]),
    "D228": first("practices", closes="2015-09-30"),
    "D229": changed(successions=follow()),
    "D230": lambda folder: problems(folder, {**JUMP, "signed_off": signed_off("D221")}),
    "D231": changed(signed_off=signed_off("D201")),
    "D232": changed(signed_off=signed_off("D221")),
    "D233": changed(
        FLOOR.replace("QOF payment", "local payment"), baseline=[*paid_then(), *paid_then("LES")]
    ),
    "D234": changed(FLOOR, baseline=[*paid_then(), *paid_then("LES")]),
    "D235": changed(FLOOR, baseline=paid_then(basis="")),
    "D236": changed(ADVANCE, baseline=[paid_then()[0], paid_then(basis="after the PMS deduction")[1]]),
    "D237": first("practices", opens="2015-10-01", closes="2015-09-30"),
    "D238": first("practices", PART_YEAR, closes="2015-09-30"),
    "D239": _moves,
    "D240": first("practices", commissioner_code="ZZ8", list_size="0"),
    "D241": _points_given,
    "D243": _no_interval,
    "D244": first("counts", LAST_DAY, received_on="2016-06-01"),
    "D245": _renumbered,
    "D246": changed(PROTECT),
    "D247": _merged,
    "D242": changed(
        national=[*sound()["national"], {"year": "2015/16", "group": "ALL", "average_list_size": "7962"}]
    ),
}
WARNINGS = set(QUERIES) - {"D227", "D231", "D233", "D236", "D237", "D242", "D243"}
