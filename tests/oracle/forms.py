"""Every payment form once more, in plain fractions from its source; shares nothing with the program.

Sources: QOF guidance and SFE as paraphrased by NHS payment guides (achievement D = 100A ÷ (B - C),
points H = G(D - E) ÷ (F - E), payment = points × £ × contractor population index × prevalence
factor); Cleveland LMC, April 2014 (PMS deduction); the closed list of forms in the language reference.
Each form is at most eight lines: ``a`` achievement, ``P`` points or pounds, ``L`` and ``U`` thresholds.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from tests.oracle import forms_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NIL, ONE = Fraction(0), Fraction(1)
form_28, form_30 = forms_dates.form_28, forms_dates.form_30


def form_1(a: Fraction, P: Fraction, L: Fraction, U: Fraction) -> Fraction:  # noqa: N803 - the source's letters
    """Linear between thresholds: none at L or below, all at U or above, in proportion between."""
    if a <= L:
        return NIL
    return P if a >= U else P * (a - L) / (U - L)


def form_2(a: Fraction, P: Fraction, L: Fraction, U: Fraction, b: Fraction) -> Fraction:  # noqa: N803
    """Step then linear: on reaching L the first points b; the rest rise to U (VI001 2021/22: 3, then 15)."""
    if a < L:
        return NIL
    return P if a >= U else b + (P - b) * (a - L) / (U - L)


def form_4(P: Fraction, *, evidence: bool) -> Fraction:  # noqa: N803
    """All or nothing: a threshold reached, a register kept, or what was declared."""
    return P if evidence else NIL


def form_7(F: Fraction, *, signed: bool) -> Fraction:  # noqa: N803
    """Fixed grant: F for each practice that signed."""
    return F if signed else NIL


def form_10(points: Fraction, price: Fraction, index: Fraction, factor: Fraction) -> Fraction:
    """Points × pounds per point × contractor population index × prevalence factor."""
    return points * price * index * factor


def form_11(own: Fraction, size: Fraction, national: Fraction) -> Fraction:
    """Share of the list, in a register or a target population, against the national share; none without."""
    return own / size / national if size and national else NIL


def form_13(
    share: Fraction, history: Fraction, earned: Fraction, lists: tuple[Fraction, Fraction]
) -> Fraction:
    """Floor: what is missing to the share of last year's payment, as the list has grown since."""
    now, then = lists
    return max(NIL, share * history * now / then - earned) if then else max(NIL, -earned)


def form_14(P: Fraction, then: Sequence[Fraction | None], achieved: Fraction) -> Fraction:  # noqa: N803
    """Points protection: mean points of the years that have any, at most those of now; else as achieved."""
    known = [points for points in then if points is not None]
    return min(P, sum(known, NIL) / len(known)) if known else achieved


def form_22(amount: Fraction, caps: Iterable[Fraction], floors: Iterable[Fraction]) -> Fraction:
    """Caps and floors: at most every cap, then at least every floor."""
    for cap in caps:
        amount = min(amount, cap)
    for least in floors:
        amount = max(amount, least)
    return amount


def form_24(advance: Fraction, due: Fraction, months: int) -> list[Fraction]:
    """Equal months in whole pence rounded down, the last takes the rest; the balance may be negative."""
    month = Fraction(floor(advance / months * 100), 100)
    return [month] * (months - 1) + [advance - month * (months - 1), due - advance]


def form_31(a: Fraction, P: Fraction, worst: Fraction, best: Fraction) -> Fraction:  # noqa: N803
    """Lower is better: none at the worst figure or above, all at the best or below."""
    if a >= worst:
        return NIL
    return P if a <= best else P * (worst - a) / (worst - best)


def form_36(amount: Fraction, patients: Fraction, size: Fraction, stated: str) -> Fraction:
    """Deduction already in another contract: its sum per patient, or the sum agreed; else nothing."""
    if stated == "standard":
        return -amount * size / patients
    return NIL if stated in ("", "none") else -Fraction(stated.strip("£").replace(",", ""))


def pooled(own: Sequence[Fraction], sizes: Sequence[Fraction]) -> Fraction:
    """National prevalence of all practices taken together."""
    return sum(own, NIL) / sum(sizes, NIL) if sum(sizes, NIL) else NIL


def mean(own: Sequence[Fraction], sizes: Sequence[Fraction]) -> Fraction:
    """Mean of the practices' prevalences, each to nine decimals (half up), over those with a list."""
    rates = [
        Fraction(floor(o / n * 10**9 + Fraction(1, 2)), 10**9) for o, n in zip(own, sizes, strict=True) if n
    ]
    return sum(rates, NIL) / len(rates) if rates else NIL
