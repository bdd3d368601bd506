"""Forms 15, 17, 18, 21, 23, 25, 34 and 35 once more, in plain fractions from their sources.

Sources: the closed list of forms; MPIG 2014 (a seventh a year), Wales (loss cap of 15%), Tower Hamlets 2009
(networks), vaccination 2021/22 (recovery below 80%), Devon 2022/23 (deprivation), Leeds 2017 (the better of
two years). At most eight lines each; shares nothing with the program.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def form_34(local: Fraction, qof: Fraction) -> Fraction:
    """No worse off than national QOF: max(local, QOF) - local, on this year's results."""
    return max(local, qof) - local
