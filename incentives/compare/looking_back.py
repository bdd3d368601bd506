"""Two years side by side: each is paid on its own results, and what was assumed is said.

Such a comparison shows the arithmetic. It is no evidence of what a change of payment did: the contract,
prices, lists, registers and what practices recorded all changed together.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.scheme.model import Scheme

LABEL = "Shows the arithmetic, is no evidence"
_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Two years: their names, what each is worked out with (what, first year, second), what is assumed."""

    first: str
    second: str
    worked_with: tuple[tuple[str, str, str], ...]
    assumed: tuple[str, ...]
    first_fingerprint: str
    offered: bool


def looking_back(
    base: Scheme, proposed: Scheme, codes: Mapping[str, str], *, fingerprint: str, made_up: bool
) -> LookingBack | None:
    """Return what is said of two years; None for schemes of one year.

    ``codes`` names the first year's code of each indicator with another code in the second, and
    ``fingerprint`` is of the first year's practice data.
    """
    first, second = str(base.header.year), str(proposed.header.year)
    if first == second:
        return None
    return LookingBack(
        first=first,
        second=second,
        worked_with=_worked_with(base, proposed),
        assumed=tuple(_assumed(first, second, codes, made_up=made_up)),
        first_fingerprint=fingerprint,
        offered=proposed.offer is not None,
    )


def _worked_with(base: Scheme, proposed: Scheme) -> tuple[tuple[str, str, str], ...]:
    both = (base, proposed)
    prices = [s.pay_points.terms if s.pay_points else None for s in both]
    rows = [
        ("Points offered", *(written(sum((i.terms.points for i in s.indicators), Fraction(0))) for s in both))
    ]
    rows.append(("Indicators", *(str(len(s.indicators)) for s in both)))
    for what, name in (
        ("Price of a point", "price_per_point"),
        ("National average list", "national_average_list"),
    ):
        texts = [_text(getattr(p, name, None)) for p in prices]
        if any(texts):
            rows.append((what, *(t or "not used" for t in texts)))
    return tuple((what, one, other) for what, one, other in rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    patients = getattr(value, "patients", None)
    if patients is not None:
        return f"{int(patients):,} patients"
    return in_pounds(value)  # type: ignore[arg-type]


def _assumed(first: str, second: str, codes: Mapping[str, str], *, made_up: bool) -> list[str]:
    said = [
        f"{first} is paid on its own results, lists, registers and prices, and {second} on its own.",
        "Where a year's practice data state the nation's prevalence, that is used.",
        "The difference holds all that changed together: contract, prices, lists, registers and results.",
        f"Both years are of the same practices: those that are in the data of {first} and of {second}.",
    ]
    if made_up:
        said.insert(0, "The practices and their results are made up in both years.")
    if codes:
        pairs = [f"{was} is {now}" for now, was in codes.items()]
        more = f" and {len(pairs) - _EXAMPLES} more" if len(pairs) > _EXAMPLES else ""
        said.append(
            f"{len(pairs)} indicators have another code in {second} and are no dropped ones: "
            f"{', '.join(pairs[:_EXAMPLES])}{more}."
        )
    return said
