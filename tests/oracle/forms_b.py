"""Forms 15, 17, 18, 21, 23, 25, 34, 35 and 37 once more, in plain fractions from their sources.

Sources: the closed list of forms; MPIG 2014 (a seventh a year), Wales (loss cap of 15%), Tower Hamlets 2009
(networks), vaccination 2021/22 (recovery below 80%), Devon 2022/23 (deprivation), Leeds 2017 (the better of
two years). At most eight lines each; shares nothing with the program.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NIL, PENNY = Fraction(0), Fraction(1, 100)
Each = dict[str, Fraction]


def shared(amount: Fraction, weights: Mapping[str, Fraction], unit: Fraction = PENNY) -> Each:
    """Share by largest remainder: quotas cut to whole pence, the rest to the most cut, ties by code."""
    total = sum(weights.values(), NIL)
    if not total:
        return dict.fromkeys(weights, NIL)
    exact = {p: amount * w / total / unit for p, w in weights.items()}
    whole = {p: floor(x) for p, x in exact.items()}
    left = floor(amount / unit) - sum(whole.values())
    first = sorted(exact, key=lambda p: (whole[p] - exact[p], p))[:left]
    return {p: (n + (p in first)) * unit for p, n in whole.items()}


def form_21(raw: Mapping[str, Fraction], B: Fraction, unit: Fraction = PENNY) -> Each:  # noqa: N803
    """Fixed pot: raw × min(1, B ÷ Σ raw), in whole pence that add up to B."""
    return dict(raw) if sum(raw.values(), NIL) <= B else shared(B, raw, unit)


def form_37(P: Fraction, by_formula: Fraction) -> Fraction:  # noqa: N803 - the source's letters
    """Points by formula: what it gives, none below nothing, at most the points offered."""
    return min(P, max(NIL, by_formula))


def form_34(local: Fraction, qof: Fraction) -> Fraction:
    """No worse off than national QOF: max(local, QOF) - local, on this year's results."""
    return max(local, qof) - local


def form_15(old: Fraction, new: Fraction, c: Fraction) -> Fraction:
    """Loss cap: what is missing to max(new, old × (1 - c))."""
    return max(new, old * (1 - c)) - new


def form_15_taper(old: Fraction, t: int, n: int) -> Fraction:
    """Taper: old × (1 - t ÷ n), nothing once all steps are gone."""
    return old * (1 - Fraction(min(max(t, 0), n), n))


def form_35(share: Fraction, earlier: Sequence[Fraction], earned: Fraction) -> Fraction:
    """Best of named years: what is missing to the share of the best of them."""
    return max(share * max(earlier) - earned, NIL)


def guaranteed_area(share: Fraction, then: Fraction, now: Fraction) -> Fraction:
    """An area made up to a share of what it was paid then (Aylesbury Vale 2015/16)."""
    return max(share * then - now, NIL)


def form_17(
    P: Fraction,  # noqa: N803
    practice: str,
    compared: Mapping[str, Fraction],
    best: Fraction,
    *,
    shares: bool,
) -> Fraction:
    """Relative to peers: P where the place is among the best; equal ones share it or go by code."""
    if practice not in compared:
        return NIL
    own = compared[practice]
    before = [p for p, x in compared.items() if x > own or (x == own and p < practice and not shares)]
    return P if len(before) + 1 <= best else NIL


def form_18(
    V: Fraction,  # noqa: N803
    members: Sequence[tuple[Fraction, Fraction]],
    L: Fraction,  # noqa: N803
    U: Fraction | None,  # noqa: N803
    beta: Fraction = NIL,
) -> Fraction:
    """Network: beta of V in any case; of the rest how far Σ numerators ÷ Σ denominators lies from L to U.

    Without an upper threshold all of the rest from L on.
    """
    above, below = (sum((m[n] for m in members), NIL) for n in (0, 1))
    if not below:
        return beta * V
    a = above / below
    score = Fraction(a >= L) if U is None else min(Fraction(1), max(NIL, (a - L) / (U - L)))
    return beta * V + (1 - beta) * V * score


def form_23(
    a: Fraction | None,
    T: Fraction,  # noqa: N803
    rate: Fraction,
    paid: Fraction,
    caps: Sequence[Fraction],
) -> Fraction:
    """Claw-back: minus the rate of what was paid, at most every cap, where the level is not reached."""
    return NIL if a is None or a >= T else -min([rate * paid, *caps])


def form_25(N: Fraction, score: Fraction, bands: Sequence[tuple[Fraction, Fraction]]) -> Fraction:  # noqa: N803
    """Deprivation: the list × the weight of the highest band that the score reaches."""
    reached = [weight for edge, weight in sorted(bands) if score >= edge]
    return N * reached[-1] if reached else NIL


def form_24_provisional(
    final: Fraction, first: Fraction, due: Fraction, months: tuple[int, int], *, at_once: bool
) -> list[Fraction]:
    """Early months on the first figure; the gap spread, or all at once and set off; then the balance."""
    early, n = months
    was, now = (Fraction(floor(x / n * 100), 100) for x in (first, final))
    part = Fraction(int((now - was) * early / (n - early) * 100), 100)  # towards nothing
    paid = [was] * early
    for month in range(early + 1, n):
        paid.append(max(NIL, now * month - sum(paid, NIL) if at_once else now + part))
    paid.append(max(NIL, final - sum(paid, NIL)))
    return [*paid, due - sum(paid, NIL)]
