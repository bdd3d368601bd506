"""Every constant of the projection in one table, each with its source and with what it was learned from.

A constant that was learned from an event may not reach a forecast that is scored on that event;
``learned_from`` names such events, and a test holds the back-test to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Constant:
    """One figure: what it is, its unit, where it comes from, and the events it was learned from."""

    value: tuple[float, ...]
    says: str
    source: str
    learned_from: tuple[str, ...] = ()
    assumption: bool = False


def _assumed(says: str, why: str, *value: float) -> Constant:
    return Constant(value, says, why, assumption=True)


CONSTANTS: Mapping[str, Constant] = {
    "baseline where none is stated": _assumed(
        "share achieved before, for a study that prints a change and no baseline",
        "assumption: QOF achievement stood at 80% to 85% (middle taken) when these indicators were withdrawn",
        0.825,
    ),
    "standard error where none is stated": _assumed(
        "share, for a study that prints a change and no interval",
        "assumption: as wide as the intervals of the studies that print one",
        0.015,
    ),
    "usual loss": _assumed(
        "mean and standard deviation of the logarithm of the loss, on the logit scale, before any evidence",
        "assumption: a loss of 0.5 on the logit scale (85% to 77%), and 19 times in 20 within a factor of 7",
        -0.7,
        1.0,
    ),
    "spread between types": _assumed(
        "scale of the half-normal prior, logarithm of the loss",
        "assumption: 1, since intervals with a narrower prior missed too often in simulation",
        1.0,
    ),
    "spread between indicators of a type": _assumed(
        "scale of the half-normal prior, logarithm of the loss",
        "assumption: 1, for the same reason; each type learns its own",
        1.0,
    ),
    "likeness within a study": _assumed(
        "correlation between two indicators of one type in one study",
        "assumption: half of the spread is the study's, since indicators of one event are not independent",
        0.5,
    ),
    "drift": Constant(
        (0.077, 0.9),
        "middle of the loss of each further year, logit scale, and the standard deviation of its logarithm",
        "Lester 2010: diabetic retinopathy screening lost 0.146 a year, cervical screening 0.041, in a "
        "straight line; their geometric mean, and the spread of the two",
        ("kaiser-2000",),
    ),
    "paired": _assumed(
        "the two figures of a beta distribution: share of the loss that remains where a paired indicator "
        "is still paid for",
        "Kontopantelis 2014 found no significant effect on five of six paired indicators; mean 1/3 before "
        "that evidence, so that words without figures do not settle it",
        1.0,
        2.0,
    ),
    "replaced by another payment": _assumed(
        "the two figures of a beta distribution: share of the loss that remains where a local scheme pays "
        "for the indicator or for its like",
        "assumption: anything from nearly none to nearly all, a half in the middle; no published study",
        2.0,
        2.0,
    ),
    "still watched": _assumed(
        "the two figures of a beta distribution: share of the loss that remains where results are still "
        "collected and discussed, without payment",
        "assumption: two thirds in the middle; no published study",
        4.0,
        2.0,
    ),
    "change without cause": Constant(
        (0.0049, 0.124),
        "variance of a year's change on the logit scale: of an area however large, and to be divided by "
        "the number of practices; it grows with the years",
        "measured: changes of 209 English areas from 2014/15 to 2015/16 about the national change, both "
        "years paid; `python -m tests.golden.evidence_noise` measures it again",
        ("england-areas-2014-15",),
    ),
    "practices differ": _assumed(
        "standard deviation of the logarithm of a practice's loss about its area's",
        "assumption: two thirds of practices within a factor of 1.6 of the area",
        0.5,
    ),
    "indicators that stay": _assumed(
        "standard deviation of the change, logit scale, of an indicator that is still paid for",
        "Minchin 2018 (six retained indicators changed little) and Kontopantelis 2014 (outcomes generally "
        "unaffected) print no figure: no loss, with a small spread",
        0.05,
    ),
    "part of a year": _assumed(
        "power: by a part t of the first year, between t to this power and all of the year's loss shows",
        "assumption: 1, so that the loss may come at once (Minchin 2018) or in a straight line over the year",
        1.0,
    ),
    "recovery": Constant(
        (0.71, 0.15),
        "share of the loss that comes back in the year after payment returns, and its standard deviation",
        "Matias 2024: 10.2 of 14.3 points came back; the spread is an assumption",
    ),
}
"""All constants by name; nothing in this package holds another figure that was chosen."""

CARE_SHARE: Mapping[str, tuple[float, float]] = {
    "advice": (0.0, 0.2),
    "process": (0.1, 0.4),
    "screening": (0.2, 0.6),
    "intermediate outcome": (0.2, 0.6),
    "treatment": (0.8, 1.0),
    "vaccination": (0.8, 1.0),
}
"""Assumption, labelled so wherever it is shown: the share of a recorded fall that is care not given.

No study measures it. Payment raised recorded advice and not prescriptions (Szatkowski 2016), recorded
achievement and not blood pressure (Hammersmith and Fulham); a prescription or a vaccination that is not
recorded was mostly not given.
"""


def constant(name: str) -> tuple[float, ...]:
    """Return the figures of a constant."""
    return CONSTANTS[name].value


def number(name: str) -> float:
    """Return a constant that is one figure."""
    (value,) = CONSTANTS[name].value
    return value
