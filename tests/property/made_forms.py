"""Bands, improvement, stretch, payments that are no points, conditions, exceptions, suspension, variants.

Put into made schemes and their data, drawn apart from everything else, so that a seed's scheme stays what
it was but for these. Achievements lie on edges of bands and thresholds, lists on those of conditions.
"""

from __future__ import annotations

import re
from random import Random

from tests.property.made_shares import into

Row = dict[str, str]
Tables = dict[str, list[Row]]
ONE_IN = 3
EDGES = (10, 25, 40, 45, 50, 60, 65, 70, 80, 85, 90)
KINDS = ("informed dissent", "unsuitable", "newly registered")
SINGLED_OUT = re.compile(r"\n  then: .*\n  of: ")
"""Small numbers of named indicators alone; all others may be counted as these forms say."""
CONDITIONS = (
    "achievement of ZZQ01 (if nil 0%) >= 50%",
    "achievement of ZZQ03 (if nil 100%) > 60% or contract is PMS",
    "list size >= 6,000 patients and not signed",
    "numerator of ZZQ01 × 2 > denominator of ZZQ01 and PLAN1 is declared",
    "register of ZZQ01 <= 100 patients or local_area is Chorley",
    "if contract is GMS then 1 else 0 - 1 >= 0",
)
FORMULAS = (
    "£0.75 per patient × list size + £0.25 × activity of FLU1",
    "min(£900.50, £3,000 × achievement of ZZQ01 (if nil 50%))",
    "points of ZZQ01 × price per point ÷ 3",
    "if local_area is Chorley then £100 else max(£10, £0.015 per patient × weighted list size)",
    "round(£1,000 × register of ZZQ01 ÷ list size (if nil 0), 1) - £2.005",
)


POINTS_BY_FORMULA = (
    "20 points × achievement of ZZQ01 (if nil 0%) - 5 points",
    "if register of ZZQ03 >= 100 patients then 7.5 points else 0.125 points",
    "max(1 point, 3 points × (achievement of ZZQ01 (if nil 100%) + 0.125))",
)


def with_forms(seed: int, text: str, tables: Tables) -> str:
    """Return a scheme's text with what a seed draws for it, and put what that needs into its tables."""
    if "small_numbers:" in text and not SINGLED_OUT.search(text):
        return text
    random = Random(-seed - 200_000)  # noqa: S311 - reproducible, not secret
    _data(random, tables)
    text = into(text, "indicators", _indicators(random) + _by_formula(seed))
    if payments := _some(random, _payments(random)):
        text = into(text, "payments", payments)
    if conditions := _some(random, _conditions(random, payments)):
        text = into(text, "conditions", conditions)
    if not random.randrange(ONE_IN):
        text += _policies(random)
    return text + ("" if random.randrange(ONE_IN) else _suspended(random))


def _some(random: Random, drawn: list[str]) -> str:
    return "".join(one for one in drawn if not random.randrange(ONE_IN))


def _indicators(random: Random) -> str:
    """Return ZZQ01 to ZZQ05; the first and the third are always there, since conditions name them."""
    lower, middle, upper = sorted(random.sample(EDGES, 3))
    first, second, third = sorted(random.sample(range(1, 18), 3))
    empty = random.choice(("zero", "full", "leave out of the maximum"))
    weighted = random.choice(("list size only", "its register"))
    rest = f"on_empty_denominator: {empty}, weighted_by: {weighted}"
    rows = [
        (
            f"points: {third}, bands: [{{from: {lower}%, points: {first}}}, "
            f"{{from: {middle}%, points: {second}}}, "
            f"{{from: {upper}%, points: {third}}}], {rest}"
        ),
        (
            f"points: {third}, improvement: {random.choice((5, 10, 12.5))}%, on: 2014/15, "
            f"fewest_patients: {random.choice((1, 20, 100))}, "
            f"with_fewer: {random.choice(('no points', 'all points'))}, {rest}"
        ),
        f"points: {second}, pays: {lower}% to {middle}%, {rest}{_variants(random)}",
        f"points: {first}, pays: {middle}% to {upper}%, stretch_of: ZZQ03, {rest}",
        (
            f"points: {{price_per_patient: £{random.choice((5, 12.5, 33))}, expected_patients: "
            f"{random.choice((40, 125))}}}, pays: {{2014/15: {lower}% to {middle}%, 2015/16: "
            f"{random.choice((f'{middle}% to {upper}%', 'as in 2014/15'))}}}, {rest}"
        ),
    ]
    kept = [n for n in range(5) if n in (0, 2) or not random.randrange(ONE_IN)]
    return "".join(f"  ZZQ0{n + 1}: {{group: GZZQ, {rows[n]}}}\n" for n in kept)


def _by_formula(seed: int) -> str:
    """Return ZZQ06, paid by a formula, in some schemes; drawn apart, so that the others stay as they were."""
    random = Random(-seed - 700_000)  # noqa: S311 - reproducible, not secret
    if random.randrange(ONE_IN):
        return ""
    points, weighted = random.choice((3, 7.5, 20)), random.choice(("list size only", "its register"))
    formula = random.choice(POINTS_BY_FORMULA)
    return f"  ZZQ06: {{group: GZZQ, points: {points}, formula: '{formula}', weighted_by: {weighted}}}\n"


def _variants(random: Random) -> str:
    if random.randrange(ONE_IN):
        return ""
    other = random.choice(("points: 7", "pays: from 50%", "pays: 0% to 100%"))
    return f", variants: [{{where: local_area is Chorley, {other}}}, {{where: contract is PMS, points: 3}}]"


def _payments(random: Random) -> list[str]:
    value = random.choice(("per_practice: £1,000.01", "per_patient: £0.37"))
    cap = random.choice(("", "    at_most: £300.01\n"))
    which = random.choice(("registered", "weighted"))
    variant = random.choice(("", "    variants: [{where: contract is PMS, per_patient: £0.125}]\n"))
    rate = random.choice(("0.005", "1.25", "0.333"))
    part = {"registered": "", "weighted": "    share: 33.3%\n    in_proportion_to: ZZQ01\n"}[which]
    return [
        (
            f"  quality:\n    form: block and performance\n    {value}\n"
            f"    block: {random.choice((30, 60, 70))}%\n    score_of: [ZZQ01, ZZQ03]\n"
        ),
        (
            f"  flu:\n    form: item of service\n    fee: £{random.choice(('12.06', '10.005'))}\n"
            f"    counted_as: FLU1\n{cap}"
        ),
        f"  heads:\n    form: capitation\n    per_patient: £{rate}\n    list: {which}\n{variant}",
        (
            f"  guarantee:\n    form: top-up to a guaranteed income\n    guaranteed_per_patient: £0.5\n"
            f"    core_income: CORE\n    list: {which}\n{part}"
        ),
        f"  extra:\n    formula: '{random.choice(FORMULAS)}'\n",
    ]


def _conditions(random: Random, payments: str) -> list[str]:
    named = [
        "ZZQ01",
        "ZZQ03",
        *(line.strip(" :") for line in payments.splitlines() if line[:3].count(" ") == 2),
    ]
    of = random.choice(("whole scheme", f"[{', '.join(random.sample(named, min(2, len(named))))}]"))
    return [
        f"  - name: standards\n    holds_where: '{random.choice(CONDITIONS[:-1])}'\n    of: {of}\n",
        f"  - name: declared\n    evidence: PLAN1\n    of: [{random.choice(named)}]\n",
    ]


def _policies(random: Random) -> str:
    kinds = random.choice(("", f"    allowed: [{', '.join(random.sample(KINDS, random.randint(1, 2)))}]\n"))
    most = random.choice(("    at_most: 10%\n", "    at_most: 2.5%\n", "" if kinds else "    at_most: 5%\n"))
    return f"exceptions:\n  - name: policy\n    indicators: [ZZQ01, ZZQ03]\n{kinds}{most}"


def _suspended(random: Random) -> str:
    last = random.choice(("2016-03-30", "2016-03-31", "2016-12-31"))
    return (
        f"suspended:\n  - name: window\n    indicators: [{random.choice(('ZZQ01', 'ZZQ03'))}]\n"
        f"    from: {random.choice(('2015-12-01', min(last, '2016-03-31')))}\n    to: {last}\n"
        "    results_of: 2013/14\n"
    )


def _data(random: Random, tables: Tables) -> None:
    tables["national"].append({"year": "2015/16", "group": "GZZQ", "prevalence": "2.5%"})
    for row in tables["practices"]:
        code, size = row["practice_code"], int(row["list_size"])
        row["local_area"] = random.choice(("Chorley", "Preston"))
        row["weighted_list_size"] = (
            f"{size * random.randint(8_000, 12_500) // 10_000}.{random.randint(0, 9999):04d}"
        )
        core = {"year": "2015/16", "component": "CORE", "practice_code": code}
        pence = random.choice((0, size * 50, size * 50 - 1, size * 50 + 1, random.randint(0, size * 100)))
        tables["baseline"].append({**core, "pence": str(pence)})
        for year in ("2015/16", "2014/15", "2013/14"):
            for item in ("ZZQ01", "ZZQ02", "ZZQ03", "ZZQ05"):
                for name, value in _counted(random).items():
                    tables["measures"].append(_measure(year, code, item, name, value))
        for item, name, value in (
            ("GZZQ", "register", random.choice((0, 100, size // 40, size // 40))),
            ("FLU1", "activity", random.choice((0, 1, 24, 25, 30, random.randint(0, 900)))),
            ("PLAN1", "declared", random.randint(0, 1)),
        ):
            tables["measures"].append(_measure("2015/16", code, item, name, value))


def _measure(year: str, code: str, item: str, name: str, value: int) -> Row:
    return {"year": year, "practice_code": code, "item": item, "measure": name, "value": str(value)}


def _counted(random: Random) -> dict[str, int]:
    """Patients achieved of those counted, often on an edge, and exceptions by kind."""
    below = random.choice((0, 1, 20, 100, 100, 200, 400, 1000))
    at = random.choice((*EDGES, random.randint(0, 100)))
    above = min(below, max(0, below * at // 100 + random.choice((0, 0, 0, 1, -1))))
    kinds = {f"exceptions:{kind}": random.choice((0, 1, below // 20, below // 10)) for kind in KINDS}
    return {"numerator": above, "denominator": below, "exceptions": sum(kinds.values()), **kinds}
