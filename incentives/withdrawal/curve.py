"""How a loss builds up: a fall in the first year, then a steady drift to the third.

Minchin's twelve indicators fell at once; Kaiser's two screening rates fell in a straight line; alcohol
screening did both. So a loss has two parts that need not go together: what stops at once, and what
fades year by year as reminders and recalls are forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, ndtri

from incentives.withdrawal.constants import constant

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LAST = 3.0
"""The year in which the drift ends; no evidence reaches further, so the loss is held after that."""


def lost(years: float, at_once: ArrayLike, drift: ArrayLike) -> NDArray[np.float64]:
    """Return the loss (logit scale) after some years: the first year's, and each further year's drift."""
    first = np.asarray(at_once, dtype=np.float64)
    return np.asarray(first + np.asarray(drift) * max(min(years, LAST) - 1, 0.0), dtype=np.float64)


def drifts(levels: ArrayLike) -> NDArray[np.float64]:
    """Return quantiles of the drift of one year, logit scale."""
    middle, spread = constant("drift")
    return np.asarray(middle * np.exp(spread * ndtri(np.asarray(levels, float))), dtype=np.float64)


def shares(name: str, levels: ArrayLike) -> NDArray[np.float64]:
    """Return quantiles of one of the constants that are beta distributions."""
    first, second = constant(name)
    return np.asarray(betaincinv(first, second, np.asarray(levels, float)), dtype=np.float64)
