"""More payment forms in plain fractions from their sources; shares nothing with the program.

Sources: Bolton Quality Contract 2015 (bands, conditions, block, guarantee), vaccination fees and the
global sum of the national contract, QOF+ of Hammersmith and Fulham 2008 (stretch, points by price for
each patient), prescribing schemes (improvement), the closed list of forms in the language reference.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NIL, ONE = Fraction(0), Fraction(1)


def form_3(a: Fraction, bands: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Bands: what the highest band pays whose lower edge is reached; edges are inclusive."""
    return max(((edge, pays) for edge, pays in bands if edge <= a), default=(NIL, NIL))[1]


def form_5(amount: Fraction, conditions: Iterable[bool]) -> Fraction:
    """Condition on others: the amount counts only where every condition holds."""
    return amount if all(conditions) else NIL


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


def form_20(target: Fraction, expected: Fraction, price: Fraction, places: int) -> Fraction:
    """Points such that the expected patients bring the target price each at the price of a point."""
    return Fraction(floor(target * expected / price * 10**places + Fraction(1, 2)), 10**places)


def form_26(by_year: Mapping[str, str], year: str) -> str:
    """Thresholds by year: the value of the year itself, a deferred one that of the year it names."""
    said = by_year[year]
    return form_26(by_year, said.removeprefix("as in ")) if said.startswith("as in ") else said


def form_27(
    counted: Fraction, excepted: Fraction, kinds: Sequence[Fraction] | None, share: Fraction | None
) -> Fraction:
    """Exceptions: those of no allowed kind, and whole patients over the share, are counted again."""
    allowed = excepted if kinds is None else min(sum(kinds, NIL), excepted)
    most = allowed if share is None else Fraction(floor(share * (counted + excepted)))
    return counted + excepted - min(allowed, most)


def form_29(day: str, window: tuple[str, str], reference: str, year: str) -> str:
    """Suspension: results that would be read between two dates are those of a reference year."""
    return reference if window[0] <= day <= window[1] else year


def form_32(holds: Iterable[bool], variants: Iterable[Fraction], otherwise: Fraction) -> Fraction:
    """Variants: the first whose condition holds, else what holds for all others."""
    return next((v for h, v in zip(holds, variants, strict=True) if h), otherwise)


def form_33(amount: Fraction, *, declared: bool) -> Fraction:
    """Evidence: payable only where it was declared."""
    return amount if declared else NIL
