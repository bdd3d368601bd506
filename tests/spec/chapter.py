"""How a chapter is held: one table of inputs, the pounds worked by hand, and every reading on both.

calculate, explain (figures and story), the schedule recalculated by formualizer after its cached values
were spoiled, the English, and the oracle: each must give the literal figures of the chapter.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from incentives.explain.story import tell
from incentives.report.schedule import write_schedule
from incentives.report.words import in_english
from tests.oracle.worked import worked
from tests.property.readings import Key, bound, by_calculate, by_explain, by_oracle, by_workbook, read, run
from tests.spec.cases import chapter, count, count_nobody, edges_made, note_edges
from tests.spec.english_cases import english_changes
from tests.workbook.recalculated import by_formualizer, cells_of, spoiled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from incentives.calculate import Results

Row = dict[str, str]
LISTS = {"practices": date(2016, 1, 1)}
SHEETS = ("Payments", "Paid by others", "Instalments")
COUNTED = {"numerator", "denominator"}
MEASURED = {"register", "declared", "cohort"}
MEASURE = re.compile(r"([a-z_]+(?::[a-z ]+)?) of ([A-Z0-9]+)(?: in (\d{4}/\d\d))?")
"""A heading such as "activity of FLU01" or "numerator of X in 2014/15"."""


def table(text: str) -> list[Row]:
    """Read a table of a chapter: cells between bars, the first line its headings."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def scheme(indicator: str, *, price: str = "£160.15", average: str = "8,000", more: str = "") -> str:
    """Write a scheme with one indicator (its row) paid by points, weighted as the row says."""
    return f"""kind: scheme
id: chapter
title: Chapter
year: 2015/16
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
pay_points:
  price_per_point: {price}
  national_average_list:
    patients: {average}
    as_at: 2015-01-01
  practice_list:
    as_at: 2016-01-01
  prevalence:
    national: stated in the practice data
    register_as_at: 2016-03-31
indicators:
  {indicator}
{more}"""


def pack(inputs: str, *, national: str = "2.5%") -> dict[str, list[Row]]:
    """Make a data pack of a chapter's table: a practice a line; columns are named as the rule names them.

    Register and cohort are of the group G; counts, declarations and points are of the indicator X.
    """
    tables: dict[str, list[Row]] = {
        "practices": [],
        "counts": [],
        "measures": [],
        "baseline": [],
        "signup": [],
    }
    tables["national"] = [{"year": "2015/16", "group": g, "prevalence": national} for g in ("G", "COHORT")]
    for row in table(inputs):
        _practice(tables, {k: v.replace(",", "") for k, v in row.items()})
    return {name: rows for name, rows in tables.items() if rows}


def _practice(tables: dict[str, list[Row]], row: Row) -> None:
    code = {"practice_code": row["practice"]}
    stated = {"contract": row.get("contract", "GMS"), "qof_deduction": row.get("deduction", "none")}
    tables["practices"].append({**code, "name": "Made", "list_size": row.get("list", "8000"), **stated})
    if row.keys() >= COUNTED:
        counted = {name: row[name] for name in sorted(COUNTED)}
        tables["counts"].append(
            {**code, "indicator": "X", **counted, "exceptions": row.get("exceptions", "0")}
        )
    items = {"register": "G", "cohort": "COHORT", "declared": "X"}
    for name in sorted(MEASURED & row.keys()):
        measure = {"year": "2015/16", "item": items[name], "measure": name, "value": row[name]}
        tables["measures"].append({**code, **measure})
    if row.get("points then"):
        then = {"year": "2014/15", "item": "X", "measure": "points", "value": row["points then"]}
        tables["measures"].append({**code, **then})
    if "paid then" in row:
        pence = str(int(Fraction(row["paid then"].strip("£")) * 100))
        then = {
            "year": "2014/15",
            "component": "QOF",
            "pence": pence,
            "list_size": row.get("list then", "8000"),
        }
        tables["baseline"].append({**code, **then})
    for heading, text in row.items():
        if named := MEASURE.fullmatch(heading):
            name, item, year = named.groups()
            figure = {"year": year or "2015/16", "item": item, "measure": name, "value": text}
            tables["measures"].append({**code, **figure})
    if "core income" in row:
        pence = str(int(Fraction(row["core income"].strip("£")) * 100))
        tables["baseline"].append({**code, "year": "2015/16", "component": "CORE", "pence": pence})
    if "weighted list" in row:
        tables["practices"][-1]["weighted_list_size"] = row["weighted list"]
    if "signed" in row:
        tables["signup"].append({**code, "scheme_version": "1", "answer": row["signed"]})


def hold(folder: Path, text: str, tables: dict[str, list[Row]], paid: str, *, english: str = "") -> None:
    """Hold every reading of a scheme to the figures of the table ``paid``, and its English to a sentence."""
    path = folder / "chapter.yaml"
    path.write_text(text, "utf-8")
    with edges_made(chapter()) as edges:
        plan, resolved = read(path)
    binding = bound(plan, tables, LISTS)
    results, expected = run(plan, binding), _expected(paid)
    readings = {
        "calculate": by_calculate(results),
        "explain": by_explain(plan, binding),
        "oracle": by_oracle(worked(resolved, tables)),
        "workbook": _workbook(results, folder),
    }
    assert apart(readings, expected) == {}
    for name in readings:
        count(name, len({practice for _, practice, _ in shown_by(name, expected)}))
    for (kind, practice, component), amount in expected.items():
        if kind == "pounds" and plan.component(component).amount:
            assert tell(plan, binding, practice, component).pence == amount * 100, "story"
    assert english in in_english(plan)
    note_edges(plan, binding, edges)
    count_nobody(plan, binding)
    english_changes(path)


def apart(
    readings: Mapping[str, Mapping[Key, Any]], expected: Mapping[Key, Fraction]
) -> dict[str, list[Any]]:
    """Return each figure that a reading has otherwise than the chapter, by reading."""
    return {
        name: wrong
        for name, found in readings.items()
        if (wrong := [(k, found.get(k), x) for k, x in shown_by(name, expected).items() if found.get(k) != x])
    }


def shown_by(reading: str, expected: Mapping[Key, Fraction]) -> dict[Key, Fraction]:
    """Return the figures that a reading shows: a schedule has no points of its own to recalculate."""
    return {k: x for k, x in expected.items() if reading != "workbook" or k[0] in ("pounds", "instalment")}


def _workbook(results: Results, folder: Path) -> dict[Key, Fraction]:
    book, wrong = folder / "schedule.xlsx", folder / "wrong.xlsx"
    write_schedule(results, book, dated=date(2016, 6, 1), force=True)
    spoiled(book, wrong)
    where: dict[str, Any] = {sheet: cells_of(book, sheet) for sheet in SHEETS if sheet in _sheets(book)}
    return by_workbook(by_formualizer(wrong), where)


def _sheets(book: Path) -> list[str]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only to see which sheets there are

    return list(load_workbook(book).sheetnames)


def _expected(paid: str) -> dict[Key, Fraction]:
    """Read "points" and pounds: headings are points, due, a month, or the id of what is paid for."""
    found: dict[Key, Fraction] = {}
    for row in table(paid):
        for heading, cell in row.items():
            if heading in ("practice", "working"):
                continue
            kind = "pounds"
            if heading in ("points", "due"):
                kind = heading
            elif heading.split()[-1].isdigit() and len(heading.split()[-1]) == 4:
                kind = "instalment"
            component = "X" if heading == "points" else "" if heading == "due" else heading
            found[kind, row["practice"], component] = Fraction(cell.replace("£", "").replace(",", ""))
    return found
