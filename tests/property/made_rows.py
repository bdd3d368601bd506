"""Made-up practice data for any resolved scheme: each figure that its parts ask for."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

from tests.oracle.text import year_before

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, str]
PRACTICES = 9
TARGET = "target population"


def rows_for(resolved: Mapping[str, Any], seed: int) -> dict[str, list[Row]]:
    """Return the tables of a data pack for a scheme; the same seed gives the same rows."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    year, tables = str(resolved["year"]), dict[str, list[Row]]()
    for n in range(1, PRACTICES + 1):
        code, size = f"ZZ9{n:03d}", random.randint(1_500, 22_000)
        tables.setdefault("practices", []).append(
            {
                "practice_code": code,
                "name": f"Made Surgery {n}",
                "contract": random.choice(("GMS", "PMS")),
                "qof_deduction": random.choice(("standard", "none", "£9,876.54")),
                "list_size": str(size),
            }
        )
        _measured(random, tables, resolved, (year, code, size))
        _past(random, tables, resolved, (year, code, size))
        answer = {"practice_code": code, "scheme_version": "1", "answer": random.choice(("yes", "yes", "no"))}
        tables.setdefault("signup", []).append(answer)
    groups = {g for i in resolved["indicators"] for g in (i["register_of"] or i["group"], _cohort(i)) if g}
    tables["national"] = [
        {"year": year, "group": g, "prevalence": f"{random.randint(50, 2500) / 100}%"} for g in sorted(groups)
    ]
    return tables


def _measured(
    random: Random, tables: dict[str, list[Row]], resolved: Mapping[str, Any], of: tuple[str, str, int]
) -> None:
    year, code, size = of
    seen: set[tuple[str, str]] = set()

    def measure(item: str, name: str, value: int) -> None:
        if (item, name) not in seen:
            seen.add((item, name))
            row = {"year": year, "practice_code": code, "item": item, "measure": name, "value": str(value)}
            tables.setdefault("measures", []).append(row)

    for i in resolved["indicators"]:
        measure(i["register_of"] or i["group"], "register", random.choice((0, *range(20, size // 8))))
        if _cohort(i):
            measure(_cohort(i), "cohort", random.randint(size // 5, size // 3))
        item = i["counted_as"] or i["id"]
        if i["pays"] == "when declared":
            measure(item, "declared", random.randint(0, 1))
        elif "%" in i["pays"]:
            below = random.choice((0, 100, 200, random.randint(1, 900)))
            for name, value in (
                ("numerator", random.randint(below * 3 // 10, below)),
                ("denominator", below),
            ):
                measure(item, name, value)


def _past(
    random: Random, tables: dict[str, list[Row]], resolved: Mapping[str, Any], of: tuple[str, str, int]
) -> None:
    """Add what was paid in the year before, and the points that a protection names."""
    year, code, size = of
    tables.setdefault("baseline", []).append(
        {
            "year": year_before(year),
            "practice_code": code,
            "component": "QOF",
            "pence": str(random.randint(0, 25_000_000)),
            "list_size": str(size + random.randint(-300, 300)),
        }
    )
    for line in resolved["lines"]:
        for identifier in line.get("indicators") or () if line["form"] == "points protection" else ():
            if random.random() < 0.8:
                points = Fraction(random.randint(0, 1_200), 100)
                row = {
                    "year": line["points_of"],
                    "practice_code": code,
                    "item": identifier,
                    "measure": "points",
                }
                tables["measures"].append({**row, "value": str(float(points))})


def _cohort(indicator: Mapping[str, Any]) -> str:
    weighted = str(indicator["weighted_by"])
    return weighted.removeprefix(TARGET).strip() if weighted.startswith(TARGET) else ""
