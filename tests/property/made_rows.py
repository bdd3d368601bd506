"""Made-up practice data for any resolved scheme: each figure that its parts ask for."""

from __future__ import annotations

import re
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
        _of_forms(random, tables, resolved, (year, code, size))
        answer = {"practice_code": code, "scheme_version": "1", "answer": random.choice(("yes", "yes", "no"))}
        tables.setdefault("signup", []).append(answer)
    groups = {g for i in _asked(resolved) for g in (i["register_of"] or i["group"], _cohort(i)) if g}
    national = [
        {"year": year, "group": g, "prevalence": f"{random.randint(50, 2500) / 100}%"} for g in sorted(groups)
    ]
    return {name: rows for name, rows in (tables | {"national": national}).items() if rows}


def _asked(resolved: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the indicators of a scheme, and those of national QOF that is worked out beside it."""
    own = list(resolved["indicators"])
    beside = (resolved.get("beside") or {}).get("indicators", ())
    return [*own, *(i for i in beside if i["id"] not in {o["id"] for o in own})]


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

    for i in _asked(resolved):
        measure(i["register_of"] or i["group"], "register", random.choice((0, *range(20, size // 8))))
        if _cohort(i):
            measure(_cohort(i), "cohort", random.randint(size // 5, size // 3))
        item = i["counted_as"] or i.get("stretch_of") or i["id"]
        pays = i.get("pays", "%")
        if pays == "when declared":
            measure(item, "declared", random.randint(0, 1))
        elif "%" in pays:
            below = random.choice((0, 100, 200, random.randint(1, 900)))
            for name, value in (
                ("numerator", random.randint(below * 3 // 10, below)),
                ("denominator", below),
            ):
                measure(item, name, value)


def _of_forms(
    random: Random, tables: dict[str, list[Row]], resolved: Mapping[str, Any], of: tuple[str, str, int]
) -> None:
    """Add what payments, conditions, policies, suspensions and improvement read."""
    year, code, size = of
    weighted = f"{size * random.randint(80, 120) / 100:.2f}"
    tables["practices"][-1] |= {"weighted_list_size": weighted, "local_area": "Chorley"}
    more = _More(random, tables, year, code)
    items = {i["id"]: i["counted_as"] or i.get("stretch_of") or i["id"] for i in resolved["indicators"]}
    for i in resolved["indicators"]:
        if i["form"] == "improvement on own baseline":
            more.counted(items[i["id"]], i["on"])
    for p in resolved["payments"]:
        if p["form"] == "item of service":
            more.measure(p["counted_as"] or p["id"], "activity", size // 4)
        if p["form"] == "top-up to a guaranteed income":
            core = {"year": year, "practice_code": code, "component": p["core_income"]}
            if core not in [{k: row[k] for k in core} for row in tables["baseline"]]:
                tables["baseline"].append({**core, "pence": str(size * 9_000)})
        if p.get("in_proportion_to"):
            more.counted(p["in_proportion_to"])
        if p["form"] == "network achievement":
            more.counted(p["counted_as"])
            network = {"network_code": f"N{size % 3}", "local_network_share": str(size % 7)}
            tables["practices"][-1] |= network
    for rule in resolved["rules"]:
        _of_rule(more, rule, items)
    _of_names(more, resolved, items)


def _of_rule(more: _More, rule: Mapping[str, Any], items: Mapping[str, str]) -> None:
    for indicator in rule.get("indicators", ()):
        for kind in ("", *rule.get("allowed", ())):
            more.measure(items[indicator], f"exceptions:{kind}" if kind else "exceptions", 9)
        if "results_of" in rule:
            more.counted(items[indicator], rule["results_of"])
    if "evidence" in rule:
        more.declared(rule["evidence"])


def _of_names(more: _More, resolved: Mapping[str, Any], items: Mapping[str, str]) -> None:
    """Add what conditions and formulas name."""
    said = _formulas(resolved)
    for name, item in re.findall(r"(\w+) of (\w+)", said):
        if name in ("register", "activity", "cohort", "exceptions"):
            more.measure(items.get(item, item), name, 900)
        elif name != "points":
            more.counted(items.get(item, item))
    for item in re.findall(r"(\w+) is declared", said):
        more.declared(items.get(item, item))


class _More:
    """Adds measures of one practice, each once."""

    def __init__(self, random: Random, tables: dict[str, list[Row]], year: str, code: str) -> None:
        self.random, self.rows, self.year, self.code = random, tables.setdefault("measures", []), year, code
        mine = (r for r in self.rows if r["practice_code"] == code)
        self.there = {(r["year"], r["item"], r["measure"]) for r in mine}

    def measure(self, item: str, name: str, most: int, then: str = "", value: int | None = None) -> None:
        key = then or self.year, item, name
        if key not in self.there:
            self.there.add(key)
            known = dict(zip(("year", "item", "measure"), key, strict=True))
            value = self.random.randint(0, most) if value is None else value
            self.rows.append({"practice_code": self.code, **known, "value": str(value)})

    def declared(self, item: str) -> None:
        """Add a declaration that most practices make, since much may depend on it."""
        self.measure(item, "declared", 1, value=self.random.choice((1, 1, 1, 0)))

    def counted(self, item: str, then: str = "") -> None:
        if (then or self.year, item, "denominator") not in self.there:
            self.measure(item, "numerator", 50, then)
            self.there.add((then or self.year, item, "denominator"))
            row = {"practice_code": self.code, "year": then or self.year, "item": item}
            self.rows.append(
                {**row, "measure": "denominator", "value": str(self.random.choice((50, 60, 90)))}
            )


def _formulas(resolved: Mapping[str, Any]) -> str:
    """Every condition and formula of a scheme, one after another."""
    entries = [*resolved["indicators"], *resolved["payments"]]
    said = [r.get("holds_where", "") for r in resolved["rules"]] + [p.get("formula", "") for p in entries]
    return "; ".join([*said, *(v["where"] for e in entries for v in e.get("variants") or ())])


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
        for area in line.get("guaranteed_areas") or ():
            mine = {"practice_code": code, "component": area, "list_size": str(size)}
            pence = str(random.randint(0, size * 400))
            tables["baseline"].append({"year": line["year"], **mine, "pence": pence})
        for identifier in line.get("indicators") or () if line["form"] == "points protection" else ():
            for then in (line["points_of"], *(line.get("averaged_with") or ())):
                if random.random() < 0.8:
                    points = Fraction(random.randint(0, 1_200), 100)
                    row = {"year": then, "practice_code": code, "item": identifier, "measure": "points"}
                    tables["measures"].append({**row, "value": str(float(points))})


def _cohort(indicator: Mapping[str, Any]) -> str:
    weighted = str(indicator["weighted_by"])
    return weighted.removeprefix(TARGET).strip() if weighted.startswith(TARGET) else ""
