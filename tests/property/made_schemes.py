"""Seeded schemes as people write them, with practice data that lie on the edges of every rule.

Lists are halves and multiples of the national average, and prices and points are such that many payments
end in exactly half a penny; achievements lie on
thresholds, registers and denominators are empty, and last year's payment may exceed this year's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

from tests.property.made_forms import with_forms
from tests.property.made_parts import with_parts
from tests.property.made_shares import with_shares

Row = dict[str, str]


@dataclass(frozen=True)
class _Edge:
    """Prices, lists (in halves of the national average) and rounding that bring halves of a penny about."""

    prices: tuple[str, ...]
    halves: tuple[int, ...]
    rounding: tuple[str, ...]


HUNDREDTHS = _Edge(
    ("£160.50", "£0.50", "£101.50", "£207.50", "£207.56"),
    (2, 2, 2, 6, 4),
    ("half up to 2 places",) * 4 + ("half up to 1 place", "none"),
)
WHOLE = _Edge(
    ("£160.15", "£33.25", "£0.01", "£207.57", "£156.92"),
    (1, 3, 1, 5, 2),
    ("half up to 0 places",) * 4 + ("half up to 2 places", "none"),
)
WEIGHTS = ("its register", "list size only", "target population 25_64_F")
NATIONAL = ("pooled from these practices", "mean of these practices")
LIST_AS_AT = date(2016, 1, 1)
COHORT = "25_64_F"


@dataclass
class Made:
    """One scheme's text, and the tables of its data pack as rows of text.

    ``national`` is the text of the scheme that it starts from, where it starts from one.
    """

    seed: int
    text: str
    tables: dict[str, list[Row]]
    as_at: dict[str, date] = field(default_factory=lambda: {"practices": LIST_AS_AT})
    national: str = ""


@dataclass
class _Indicator:
    id: str
    form: int
    points: int
    pays: str
    extra: dict[str, str]
    weighted: str
    edges: tuple[int, ...]


def made(seed: int, practices: int = 12) -> Made:
    """Return the scheme and data of a seed for so many practices: the same seed gives the same text."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    indicators = [_indicator(random, n) for n in range(random.randint(4, 7))]
    edge = random.choice((HUNDREDTHS, WHOLE, WHOLE))
    average = random.choice((6000, 8000, 6000, 8000, 7233))
    national = random.choice(("stated in the practice data",) * 4 + NATIONAL)
    lines = _lines(random, indicators)
    text = "\n".join(
        [
            *_head(random.choice(edge.rounding)),
            *_pay_points(random.choice(edge.prices), average, national),
            "indicators:",
            *(_row(i) for i in indicators),
            *(
                ["payments:", "  engagement:", "    form: fixed grant", "    per_practice: £4,000.25"]
                * (seed % 2)
            ),
            *lines,
            *_instalments(random),
            "",
        ]
    )
    tables = _tables(random, indicators, (average, edge.halves), practices)
    counting = [
        i.id for i in indicators if (i.form != 4 or i.pays.startswith("from")) and "counted_as" not in i.extra
    ]
    text = with_forms(seed, with_parts(seed, text, tables, counting), tables)
    return Made(seed, with_shares(seed, text, tables, counting), tables)


def _indicator(random: Random, n: int) -> _Indicator:
    form = random.choice((1, 1, 1, 1, 2, 4, 4, 31))
    lower = random.choice((10, 25, 40, 45))
    upper = lower + random.choice((25, 40, 50))
    points, extra = random.choice((1, 3, 5, 10, 17)), {}
    pays = f"{lower}% to {upper}%"
    edges: tuple[int, ...] = (lower, upper)
    if form == 2:
        extra["points_at_lower"] = str(random.randint(0, points))
    if form == 31:
        pays, extra["lower_is_better"] = f"{upper}% to {lower}%", "yes"
    if form == 4:
        pays = random.choice((f"from {upper}%", "for the register", "when declared", "in full"))
        edges = (upper,)
    if form != 4 or pays.startswith("from"):
        extra["on_empty_denominator"] = random.choice(("zero", "zero", "full", "leave out of the maximum"))
        if random.random() < 0.2:
            extra["counted_as"] = f"OLD{n}"
    if random.random() < 0.15:
        extra["paid_by"] = "CQRS"
    if n and random.random() < 0.25:
        extra["register_of"] = "GZZ000"
    return _Indicator(f"ZZ{n:03d}", form, points, pays, extra, random.choice(WEIGHTS), edges)


def _row(i: _Indicator) -> str:
    settings = {
        "title": f"Made indicator {i.id}",
        "points": str(i.points),
        "pays": i.pays,
        "group": f"G{i.id}",
    }
    settings |= {"weighted_by": i.weighted, **i.extra}
    return f"  {i.id}: {{{', '.join(f'{k}: {v}' for k, v in settings.items())}}}"


def _head(points: str) -> list[str]:
    return [
        "kind: scheme",
        "id: made",
        "title: Made scheme",
        "year: 2015/16",
        "rounding:",
        f"  points: {points}",
        "  money: half up to the penny",
        "  at: each component",
    ]


def _pay_points(price: str, average: int, national: str) -> list[str]:
    return [
        "pay_points:",
        f"  price_per_point: {price}",
        "  national_average_list:",
        f"    patients: {average:,}",
        "    as_at: 2015-01-01",
        "  practice_list:",
        "    as_at: 2016-01-01",
        "  prevalence:",
        f"    national: {national}",
        "    register_as_at: 2016-03-31",
    ]


def _lines(random: Random, indicators: list[_Indicator]) -> list[str]:
    """Protections, limits and deductions; each section is written only where it has entries."""
    protect, limits = [], []
    if random.random() < 0.5:
        mean = random.choice(("", "", "\n    averaged_with: [2013/14]"))
        protect += [
            f"  - points_of: 2014/15{mean}\n    indicators: [{indicators[0].id}, {indicators[-1].id}]"
        ]
    if random.random() < 0.6:
        basis = random.choice(("per practice", "per registered patient"))
        at, pms = random.choice(("at baseline", "at payment")), random.choice(("before", "after"))
        share = random.choice((90, 95, 100, 105))
        floor = f"  - at_least: {share}%\n    of: QOF payment\n    year: 2014/15\n    basis: {basis}\n"
        protect += [f"{floor}    list: {at}\n    pms_deduction: {pms}"]
    if random.random() < 0.4:
        limits += [f"  - of: [{indicators[1].id}]\n    at_most: £{random.choice((150, 300, 1000))}"]
    if random.random() < 0.3:
        limits += [f"  - of: practice\n    at_most: £{random.choice((900, 4000))}.50"]
    deductions = [
        "  - from_contract: PMS\n    amount: £13,050\n    for_patients: 5,891 patients\n    from: 2004-04-01"
    ]
    parts = {"deductions": deductions, "protect": protect, "limits": limits}
    return [line for name, entries in parts.items() if entries for line in (f"{name}:", *entries)]


def _instalments(random: Random) -> list[str]:
    if random.random() < 0.2:
        return []
    lines = [
        "instalments:",
        f"  each_month: {random.choice((60, 70, 80))}%",
        "  of: last year's QOF payment",
        f"  from: {random.choice(('April 2015', 'July 2015'))}",
        "  balance: June 2016",
    ]
    if "70%" in lines[1] and "July" in lines[3]:
        lines.append("  months_before: paid in the first month")
    return [*lines, "  last_years_price_per_point: £156.92"] if random.random() < 0.5 else lines


def _tables(
    random: Random, indicators: list[_Indicator], lists: tuple[int, tuple[int, ...]], practices: int
) -> dict[str, list[Row]]:
    average, halves = lists
    tables: dict[str, list[Row]] = {
        n: [] for n in ("practices", "counts", "measures", "national", "baseline")
    }
    tables["signup"] = []
    for i in indicators:
        tables["national"].append(_national(f"G{i.id}", "2.5%"))
    tables["national"].append(_national(COHORT, "25%"))
    for n in range(practices):
        code = f"ZZ9{n:03d}"
        size = average * random.choice(halves) // 2 if random.random() < 0.8 else random.randint(900, 20000)
        contract = random.choice(("GMS", "GMS", "PMS"))
        deduction = random.choice(("standard", "none", "£1,234.56"))
        tables["practices"].append(
            {
                "practice_code": code,
                "name": f"Made Surgery {n}",
                "contract": contract,
                "qof_deduction": deduction,
                "list_size": str(size),
            }
        )
        _results(random, tables, code, size, indicators)
        pence = random.choice((0, random.randint(1, 4_000_000), 40_000_000, random.randint(1, 400_000)))
        tables["baseline"].append(
            {
                "year": "2014/15",
                "practice_code": code,
                "component": "QOF",
                "pence": str(pence),
                "list_size": str(random.randint(900, 20000)),
            }
        )
        answer = random.choice(("yes", "yes", "no"))
        tables["signup"].append({"practice_code": code, "scheme_version": "1", "answer": answer})
    for rows in tables.values():
        random.shuffle(rows)
    return {name: rows for name, rows in tables.items() if rows}


def _national(group: str, prevalence: str) -> Row:
    return {"year": "2015/16", "group": group, "prevalence": prevalence, "definition": "pooled"}


def _results(
    random: Random, tables: dict[str, list[Row]], code: str, size: int, indicators: list[_Indicator]
) -> None:
    def measure(item: str, name: str, value: object, year: str = "2015/16") -> None:
        row = {"year": year, "practice_code": code, "item": item, "measure": name, "value": str(value)}
        tables["measures"].append(row)

    measure(COHORT, "cohort", size // random.choice((2, 4, 4, 4, 4, 5)))
    for i in indicators:
        measure(f"G{i.id}", "register", size // random.choice((30, 41)), "2014/15")
        measure(f"G{i.id}", "register", random.choice((0, *[size // 40] * 4, size // 80, size // 33)))
        if i.pays == "when declared":
            measure(i.id, "declared", random.randint(0, 1))
        if random.random() < 0.5:
            measure(i.id, "points", Fraction(random.randint(0, 120 * i.points), 100).__float__(), "2014/15")
        if i.form != 4 or i.pays.startswith("from"):
            tables["counts"].append(_counted(random, code, i))


def _counted(random: Random, code: str, i: _Indicator) -> Row:
    """Patients achieved of those counted: on an edge, half a hundredth of a point off, or anywhere."""
    below = random.choice((0, 20, 100, 200, 200, 400, 800, 1600, random.randint(1, 900)))
    first, last = min(i.edges), max(i.edges)
    at = Fraction(random.choice(i.edges), 100)
    if random.random() < 0.8:
        at = Fraction(first, 100) + Fraction(random.randint(1, 799), 800) * Fraction(last - first or 10, 100)
    return {
        "practice_code": code,
        "indicator": i.extra.get("counted_as", i.id),
        "numerator": str(min(below, int(at * below))),
        "denominator": str(below),
        "exceptions": str(random.randint(0, 20)),
    }
