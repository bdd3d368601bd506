"""Which payment forms may stand in one scheme, and in which order they compose.

A pair is ordered as its forms compose. Forms of one stage compose in the order in which they are written, so
both orders are permitted; between stages the language has one order, whatever stands first in the file.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import permutations
from typing import TYPE_CHECKING, Any

from incentives.scheme.forms import FORMS
from incentives.scheme.forms.form import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.scheme.forms import Form

Pair = tuple[int, int]


class Stage(IntEnum):
    """The stages in the order of composition; what each is, for a reason that people can read."""

    BY_YEAR = 0
    BY_PRICE = 1
    SUSPENDED = 2
    EXCEPTIONS = 3
    SMALL_NUMBERS = 4
    INDICATORS = 5
    VARIANTS = 6
    POINTS_PROTECTED = 7
    CONDITIONS = 8
    COHORT = 9
    PRICED = 10
    PAYMENTS = 11
    LIMITED = 12
    PART_YEAR = 13
    LINES = 14
    INSTALMENTS = 15


AS_WRITTEN = (Stage.INDICATORS, Stage.CONDITIONS, Stage.PAYMENTS, Stage.LINES)
"""Stages that hold several entries, which compose in the order of the file."""
VALUES = {26: Stage.BY_YEAR, 20: Stage.BY_PRICE, 11: Stage.COHORT}
"""Forms that are written as a value of another: values by year, points by price, a weight."""
STAGES = {
    Part.SUSPENDED: Stage.SUSPENDED,
    Part.EXCEPTIONS: Stage.EXCEPTIONS,
    Part.SMALL_NUMBERS: Stage.SMALL_NUMBERS,
    Part.INDICATORS: Stage.INDICATORS,
    Part.VARIANTS: Stage.VARIANTS,
    Part.CONDITIONS: Stage.CONDITIONS,
    Part.PAY_POINTS: Stage.PRICED,
    Part.PAYMENTS: Stage.PAYMENTS,
    Part.PART_YEAR: Stage.PART_YEAR,
    Part.INSTALMENTS: Stage.INSTALMENTS,
}
"""All other parts hold lines of a practice."""
APART = {"points protection": Stage.POINTS_PROTECTED, "caps and floors": Stage.LIMITED}
"""Forms that are written among the lines and work on a single indicator or payment."""
WEIGHTED = "target population"


def stage_of(form: Form) -> Stage:
    """Return the stage at which a form of the registry makes its steps."""
    return APART.get(form.name) or STAGES.get(form.part, Stage.LINES)


def stages() -> dict[int, set[Stage]]:
    """Return the stages of every form by its number; a form may stand at two (caps of a payment, of all)."""
    found = {number: {stage} for number, stage in VALUES.items()}
    for form in FORMS.all():
        found.setdefault(form.number, set()).add(stage_of(form))
    return found


def permitted() -> set[Pair]:
    """Return every ordered pair of two forms that can stand in one scheme."""
    known = stages()
    return {(a, b) for a, b in permutations(known, 2) if _before(known[a], known[b])}


def not_permitted() -> set[Pair]:
    """Return every other ordered pair: its forms compose in the other order alone."""
    return set(permutations(stages(), 2)) - permitted()


def by_stage() -> Iterator[tuple[str, list[int]]]:
    """Return each stage in the order of composition, with the forms that make steps at it."""
    known = stages()
    for stage in Stage:
        yield stage.name.lower().replace("_", " "), sorted(n for n in known if stage in known[n])


def pairs_in(resolved: Mapping[str, Any]) -> set[Pair]:
    """Return the ordered pairs that a resolved scheme holds."""
    placed = list(_placed(resolved))
    return {(a, b) for one, a in placed for other, b in placed if a != b and one < other}


def forms_in(resolved: Mapping[str, Any]) -> set[int]:
    """Return the forms that a resolved scheme holds, by number."""
    return {number for _, number in _placed(resolved)}


def _before(first: set[Stage], second: set[Stage]) -> bool:
    return any(a < b or (a is b and a in AS_WRITTEN) for a in first for b in second)


def _placed(resolved: Mapping[str, Any]) -> Iterator[tuple[tuple[Stage, int], int]]:
    """Return each entry's place in the order of composition, with its form."""
    single = [resolved[name] for name in ("pay_points", "small_numbers", "part_year", "instalments")]
    entries = [e for part in ("indicators", "payments", "rules", "lines") for e in resolved[part]]
    entries += [e for e in single if e]
    by_name = {(f.part.value, f.name): stage_of(f) for f in FORMS.all()}
    for at, entry in enumerate(entries):
        yield (by_name[entry["part"], entry["form"]], at), entry["form_number"]
        for said in (entry.get("worked_from") or {}).values():
            number = 20 if "price_per_patient" in said else 26
            yield (VALUES[number], at), number
        if entry.get("variants"):
            yield (Stage.VARIANTS, at), 32
        if str(entry.get("weighted_by", "")).startswith(WEIGHTED):
            yield (Stage.COHORT, at), 11
