"""Makes the tables of a synthetic CCG from a specification and a seed.

Only additions, multiplications, divisions and square roots of a seeded generator's numbers are used, each
exactly rounded on every machine, so that the same seed gives the same bytes everywhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.data.checks_lists import JUMP
from incentives.data.synthetic.names import KINDS, NETWORKS, UNIVERSITY
from incentives.data.synthetic.spec import IndicatorSpec, Kind, SyntheticPack, SyntheticSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.data.synthetic.spec import GroupSpec

_SOURCE = "synthetic: made from a seed and rounded national levels; no real practice"
_STRUGGLING = (-3.6, -2.9, -2.5)
_LEAST_OF_PREVALENCE, _LEAST_ACHIEVED = 0.06, 0.25
_RARE_PER_THOUSAND = 2.0
_DECLINED, _LEFT = ("07", "23"), "31"
_LEFT_ON = (12, 31)
_FEW, _YEARS_BEFORE = 10, 2


@dataclass(slots=True)
class _Practice:
    """One practice: what it is, and how old, deprived and well organised (in standard deviations)."""

    code: str
    name: str
    network: str
    contract: str
    list_size: int
    age: float
    deprivation: float
    quality: float
    registers: dict[str, int] = field(default_factory=dict)


def generate(spec: SyntheticSpec, seed: int) -> SyntheticPack:
    """Return the tables of a synthetic CCG, from practices and counts to sign-ups and sign-offs.

    Its levels follow the specification's national ones; prevalence follows age and deprivation, and
    achievement differs between practices more than chance alone would make it.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose, nothing secret
    practices = _practices(spec, chance)
    for practice in practices:
        for group in spec.groups:
            practice.registers[group.id] = _size(practice, group, chance)
    tables = {
        "practices": [_practice_row(p, spec) for p in practices],
        "counts": [row for p in practices for row in _counts(p, spec, chance)],
        "measures": [row for p in practices for row in _measures(p, spec, chance)],
        "national": list(_national(spec)),
        "baseline": [_baseline(p, spec, chance) for p in practices],
        "signup": [_signup(p, spec) for p in practices],
    }
    tables["measures"] += _counts_before(tables["counts"], spec, seed)
    if answered := list(_signed_off(practices, tables["baseline"], spec)):
        tables["signed_off"] = answered
    _deduct(tables["practices"], spec)
    return SyntheticPack(spec.title, spec.year, tables, _dates(spec), _SOURCE)


def normal(chance: random.Random) -> float:
    """Return a nearly normal number: twelve even ones added up, within 6 standard deviations."""
    return sum(chance.random() for _ in range(12)) - 6


def _practices(spec: SyntheticSpec, chance: random.Random) -> list[_Practice]:
    places = [(code, place) for code, held in NETWORKS.items() for place in held]
    practices = []
    for n in range(spec.practices):
        network, place = places[n % len(places)]
        city = network == places[0][0]
        share = chance.random()
        practices.append(
            _Practice(
                code=f"{spec.commissioner_code}{n + 1:03d}",
                name=f"{place} {KINDS[int(chance.random() * len(KINDS))]}",
                network=network,
                contract="GMS",
                list_size=int(3_000 + 5_200 * share + 6_000 * share * share),
                age=normal(chance) * 0.7 + (-0.5 if city else 0.3),
                deprivation=normal(chance) * 0.8 + (0.8 if city else -0.2),
                quality=normal(chance) * 0.9 + 0.35,
            )
        )
    _special(practices, spec, chance)
    return practices


def _special(practices: list[_Practice], spec: SyntheticSpec, chance: random.Random) -> None:
    """Give a few practices what every CCG has: a university, small lists, APMS, PMS, three that struggle."""
    chosen = chance.sample(range(1, len(practices)), spec.pms + len(_STRUGGLING) + 3)
    university = practices[0]
    university.name, university.list_size, university.age = (
        UNIVERSITY,
        16_400 + int(900 * chance.random()),
        -3.4,
    )
    for at, size in zip(chosen[:2], (1_870, 2_340), strict=True):
        practices[at].list_size = size + int(60 * chance.random())
    practices[chosen[2]].contract = "APMS"
    for at, quality in zip(chosen[3:], _STRUGGLING, strict=False):
        practices[at].quality = quality
    for at in chosen[3 + len(_STRUGGLING) :]:
        practices[at].contract = "PMS"


def _size(practice: _Practice, group: GroupSpec, chance: random.Random) -> int:
    """Return a practice's register or target population."""
    base = practice.registers[group.within] if group.within else practice.list_size
    factor = 1 + group.age * practice.age + group.deprivation * practice.deprivation
    if factor <= 0 and group.per_thousand < _RARE_PER_THOUSAND:
        return 0  # at a practice of students nobody is on a small register of old age
    noise = 0.02 if group.cohort else 0.09
    factor = max(_LEAST_OF_PREVALENCE, factor) * (1 + noise * normal(chance))
    return drawn(base, min(group.per_thousand / 1000 * factor, 0.95), chance)


def drawn(whole: int, share: float, chance: random.Random) -> int:
    """Return how many of a whole are drawn when each is with a share: the mean and chance's own spread."""
    count = whole * share + sqrt(whole * share * (1 - share)) * normal(chance)
    return min(max(int(count + 0.5), 0), whole)


def _practice_row(practice: _Practice, spec: SyntheticSpec) -> dict[str, str]:
    weight = 1 + 0.11 * practice.age + 0.05 * practice.deprivation
    imd = max(21.8 + 8.5 * practice.deprivation, 4.0)
    return {
        "practice_code": practice.code,
        "name": practice.name,
        "commissioner_code": spec.commissioner_code,
        "network_code": practice.network,
        "network_kind": "locality",
        "contract": practice.contract,
        "qof_deduction": "none",
        "list_size": str(practice.list_size),
        "weighted_list_size": str(int(practice.list_size * max(weight, 0.55))),
        "imd_score": f"{int(imd * 10) / 10}",
        "imd_basis": "synthetic, on the scale of the Index of Multiple Deprivation 2015",
        "payee": practice.name,
        "atypical": "yes" if practice.name == UNIVERSITY else "no",
        "opens": "",
        "closes": "",
        "extract_end": spec.year.last_day.isoformat(),
    }


def _deduct(rows: list[dict[str, str]], spec: SyntheticSpec) -> None:
    """State each PMS practice's deduction: standard for most, an agreed amount for one, none for one."""
    pms = [row for row in rows if row["contract"] == "PMS"]
    for n, row in enumerate(pms):
        row["qof_deduction"] = "standard"
        if n == len(pms) - 2:
            row["qof_deduction"] = f"£{int(row['list_size']) * 2:,}.00"
        if n == len(pms) - 1 and spec.pms > 1:
            row["qof_deduction"] = "none"


def _counts(practice: _Practice, spec: SyntheticSpec, chance: random.Random) -> Iterator[dict[str, str]]:
    for indicator in spec.indicators:
        if indicator.kind is Kind.FRACTION:
            numerator, denominator, exceptions = _count(practice, indicator, chance)
            yield {
                "practice_code": practice.code,
                "indicator": indicator.id,
                "numerator": str(numerator),
                "denominator": str(denominator),
                "exceptions": str(exceptions),
            }


def _count(practice: _Practice, indicator: IndicatorSpec, chance: random.Random) -> tuple[int, int, int]:
    """Return numerator, denominator and exceptions; exceptions are outside the denominator."""
    rate = indicator.excepted / 100
    eligible = drawn(
        practice.registers[indicator.group], min(indicator.of_group / 100 / (1 - rate), 1.0), chance
    )
    excepted = drawn(eligible, min(max(rate * (1 + 0.45 * normal(chance)), 0.0), 0.8), chance)
    denominator = eligible - excepted
    apart = 0.62 * practice.quality + 0.78 * normal(chance) - 0.08 * practice.deprivation
    achieved = indicator.achieved / 100 + indicator.spread / 100 * apart
    return drawn(denominator, min(max(achieved, _LEAST_ACHIEVED), 1.0), chance), denominator, excepted


def _measures(practice: _Practice, spec: SyntheticSpec, chance: random.Random) -> Iterator[dict[str, str]]:
    def row(item: str, measure: str, figure: int) -> dict[str, str]:
        texts = (str(spec.year), practice.code, item, measure, str(figure))
        return dict(zip(("year", "practice_code", "item", "measure", "value"), texts, strict=True))

    for group in spec.groups:
        yield row(group.id, "cohort" if group.cohort else "register", practice.registers[group.id])
    for indicator in spec.indicators:
        if indicator.kind is Kind.DECLARED:
            share = indicator.achieved / 100 + 0.03 * min(practice.quality, 0.0)
            yield row(indicator.id, "declared", int(chance.random() < share))


def _counts_before(counts: list[dict[str, str]], spec: SyntheticSpec, seed: int) -> Iterator[dict[str, str]]:
    """Return what was counted in the two years before, where few patients are counted now.

    Their own generator leaves every other figure of the seed as it is.
    """
    chance = random.Random(f"before {seed}")  # noqa: S311 - reproducible on purpose, nothing secret
    for now in counts:
        if int(now["denominator"]) < _FEW:
            share = (int(now["numerator"]) + 1) / (int(now["denominator"]) + 2)
            for back in range(1, _YEARS_BEFORE + 1):
                below = max(int(now["denominator"]) + int(chance.random() * 5) - 2, 0)
                year = str(FinancialYear(spec.year.starts_in - back))
                row = {"year": year, "practice_code": now["practice_code"], "item": now["indicator"]}
                for measure, figure in (("numerator", drawn(below, share, chance)), ("denominator", below)):
                    yield {**row, "measure": measure, "value": str(figure)}


def _signed_off(
    practices: list[_Practice], before: list[dict[str, str]], spec: SyntheticSpec
) -> Iterator[dict[str, str]]:
    """Return the answers to the query on lists that jump: the practices were asked, and the lists stand."""
    for practice, then in zip(practices, before, strict=True):
        if abs(practice.list_size - int(then["list_size"])) > JUMP * int(then["list_size"]):
            yield {
                "check": "D221",
                "code": practice.code,
                "reason": "new homes; the list of 1 January agrees with the registration authority's",
                "by": "primary care finance manager",
                "on": date(spec.year.starts_in + 1, 1, 20).isoformat(),
            }


def _national(spec: SyntheticSpec) -> Iterator[dict[str, str]]:
    sizes = {g.id: g.per_thousand for g in spec.groups}
    for group in spec.groups:
        share = group.per_thousand * (sizes[group.within] / 1000 if group.within else 1)
        yield {
            "year": str(spec.year),
            "group": group.id,
            "prevalence": f"{int(share * 100 + 0.5) / 1000:.3f}%",
            "definition": "pooled",
            "average_list_size": "",
            "as_at": spec.year.last_day.isoformat(),
        }
    yield {
        "year": str(spec.year),
        "group": "ALL",
        "prevalence": "",
        "definition": "",
        "average_list_size": str(spec.average_list_size),
        "as_at": spec.average_list_as_at.isoformat(),
    }


def _baseline(practice: _Practice, spec: SyntheticSpec, chance: random.Random) -> dict[str, str]:
    """Return what national QOF paid in the year before: by list, prevalence (age) and how well it did."""
    need = max(1 + 0.17 * practice.age + 0.05 * practice.deprivation, 0.35)
    earned = min(0.945 + 0.03 * practice.quality + 0.01 * normal(chance), 1.0)
    pence = practice.list_size * spec.pounds_per_patient * 100 * need * earned
    return {
        "year": str(spec.year.previous),
        "practice_code": practice.code,
        "component": "QOF",
        "pence": str(int(pence)),
        "status": "provisional",
        "basis": "before the PMS deduction; 12 months",
        "list_size": str(int(practice.list_size * (0.985 + 0.008 * normal(chance)))),
    }


def _signup(practice: _Practice, spec: SyntheticSpec) -> dict[str, str]:
    """Return a practice's answer to the offer: two declined, one left within the year, the others stayed."""
    start = spec.year.first_day
    declined, left = practice.code.endswith(_DECLINED), practice.code.endswith(_LEFT)
    ends = date(start.year, *_LEFT_ON) if left else spec.year.last_day
    day = int(practice.code[-2:]) % 20 + 1
    return {
        "practice_code": practice.code,
        "scheme_version": "1",
        "offered_on": date(start.year, 2, 16).isoformat(),
        "answer": "no" if declined else "yes",
        "signed_by": "" if declined else "practice manager",
        "signed_on": "" if declined else date(start.year, 3, day).isoformat(),
        "starts": "" if declined else start.isoformat(),
        "ends": "" if declined else ends.isoformat(),
        "left_reason": "gave three months' notice in September" if left else "",
        "variation_reference": "",
    }


def _dates(spec: SyntheticSpec) -> dict[str, date]:
    """Return each table's date; the list that is paid on is of 1 January within the year."""
    start, end = spec.year.first_day, spec.year.last_day
    return {
        "practices": date(start.year + 1, 1, 1),
        "counts": end,
        "measures": end,
        "national": end,
        "baseline": start,
        "signup": start,
        "signed_off": date(start.year + 1, 1, 20),
    }
