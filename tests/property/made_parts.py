"""Small numbers, parts of a year and practices that follow others, put into made schemes and their data.

Drawn apart from everything else, so that a seed's scheme stays what it was but for these.
"""

from __future__ import annotations

from random import Random

Row = dict[str, str]
Tables = dict[str, list[Row]]

THEN = (
    "count two years together",
    "count three years together",
    "count the network together",
    "pay the average",
    "leave out of the maximum",
)
DAYS = ("2015-04-01", "2015-04-02", "2015-09-30", "2015-10-01", "2016-02-29", "2016-03-30", "2016-03-31")
ONE_IN = 8
NETWORKS = 5
SHARES = ("100%", "50%", "33.3%", "12.5%")


def with_parts(seed: int, text: str, tables: Tables, indicators: list[str]) -> str:
    """Return a scheme's text with what a seed draws for it, and put what that needs into its tables."""
    random = Random(-seed - 1)  # noqa: S311 - reproducible, not secret
    if not random.randrange(ONE_IN):
        text += _small_numbers(random, tables, indicators)
    if not random.randrange(ONE_IN):
        text += _part_year(random, tables, grant="engagement" in text)
    if not random.randrange(ONE_IN):
        _successions(random, tables, indicators)
    return text


def _small_numbers(random: Random, tables: Tables, indicators: list[str]) -> str:
    for row in tables["practices"]:
        row["network_code"] = f"N{random.randrange(NETWORKS)}"
    for row in list(tables.get("counts", ())):
        for year in ("2014/15", "2013/14"):
            below = random.choice((0, 20, 100, 400))
            then = {"practice_code": row["practice_code"], "item": row["indicator"], "year": year}
            if random.random() < 0.7:
                achieved = str(random.randint(0, below))
                tables["measures"] += [
                    {**then, "measure": "numerator", "value": achieved},
                    {**then, "measure": "denominator", "value": str(below)},
                ]
    of = (
        f"  of: [{', '.join(sorted(random.sample(indicators, 1)))}]\n"
        if indicators and random.random() < 0.8
        else ""
    )
    least = random.choice((1, 20, 100, 101, 200, 400))
    return f"small_numbers:\n  fewer_than: {least} patients\n  then: {random.choice(THEN)}\n{of}"


def _part_year(random: Random, tables: Tables, *, grant: bool) -> str:
    for row in tables["practices"]:
        first, last = sorted(random.choices(DAYS, k=2))
        row |= {
            "opens": first if random.random() < 0.3 else "",
            "closes": last if random.random() < 0.3 else "",
        }
    for row in tables["signup"]:
        first, last = sorted(random.choices(DAYS, k=2))
        row |= {
            "starts": first if random.random() < 0.2 else "",
            "ends": last if random.random() < 0.2 else "",
        }
    of = random.choice(("contract", "sign-up", "contract and sign-up"))
    in_full = "  in_full: [engagement]\n" if grant and random.random() < 0.5 else ""
    return f"part_year:\n  pays: for the days in the scheme\n  days_of: {of}\n{in_full}"


def _successions(random: Random, tables: Tables, indicators: list[str]) -> None:
    codes = sorted(row["practice_code"] for row in tables["practices"])
    gone = {"year": "2014/15", "practice_code": "ZZ8999", "component": "QOF"}
    pence = str(random.randint(1, 4_000_000))
    tables["baseline"].append({**gone, "pence": pence, "list_size": str(random.randint(900, 20000))})
    for name in indicators:
        then = {"year": "2014/15", "practice_code": "ZZ8999", "item": name}
        if any(r["item"] == name and r["measure"] == "numerator" for r in tables["measures"]):
            tables["measures"] += [
                {**then, "measure": "numerator", "value": "77"},
                {**then, "measure": "denominator", "value": "155"},
            ]
    first, second = random.sample(codes, 2)
    tables["successions"] = [
        {"from": before, "to": after, "on": random.choice(DAYS), "share": random.choice(SHARES)}
        for before, after in (("ZZ8999", first), (first, second))
    ]
