"""More payment forms in plain fractions from their sources; shares nothing with the program.

Sources: Bolton Quality Contract 2015 (bands, conditions, block, guarantee), vaccination fees and the
global sum of the national contract, QOF+ of Hammersmith and Fulham 2008 (stretch, points by price for
each patient), prescribing schemes (improvement), the closed list of forms in the language reference.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NIL, ONE = Fraction(0), Fraction(1)


def form_3(a: Fraction, bands: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Bands: what the highest band pays whose lower edge is reached; edges are inclusive."""
    return max(((edge, pays) for edge, pays in bands if edge <= a), default=(NIL, NIL))[1]


def form_6(V: Fraction, block: Fraction, achieved: Fraction, possible: Fraction) -> Fraction:  # noqa: N803
    """Block and performance: the block in any case, the rest by points achieved of those possible."""
    score = achieved / possible if possible else NIL
    return block * V + (ONE - block) * V * score


def form_8(count: Fraction, fee: Fraction, cap: Fraction | None) -> Fraction:
    """Item of service: count × fee, at most the cap."""
    return count * fee if cap is None else min(count * fee, cap)


def form_9(rate: Fraction, patients: Fraction) -> Fraction:
    """Capitation: a rate for each patient."""
    return rate * patients


def form_12(G: Fraction, patients: Fraction, core: Fraction) -> Fraction:  # noqa: N803 - the source's letters
    """Top-up: max(0, G - core ÷ N) × N, which is what the core lacks to G for each patient."""
    return max(NIL, G - core / patients) * patients if patients else max(NIL, -core)


def form_16(
    P: Fraction,  # noqa: N803
    now: tuple[Fraction, Fraction],
    then: tuple[Fraction, Fraction],
    whole: Fraction,
    few: tuple[Fraction, Fraction],
) -> Fraction:
    """Improvement on own baseline: in proportion to what was gained, where enough are counted twice."""
    fewest, otherwise = few
    if min(now[1], then[1]) < max(fewest, ONE):
        return otherwise
    gained = now[0] / now[1] - then[0] / then[1]
    return P * min(max(gained / whole, NIL), ONE)


def form_19(a: Fraction, P: Fraction, U: Fraction, U2: Fraction) -> Fraction:  # noqa: N803
    """Stretch: nothing at the national upper threshold, everything at the higher one."""
    if a <= U:
        return NIL
    return P if a >= U2 else P * (a - U) / (U2 - U)
