"""How good a forecast was: its distance from what happened, and how often its ranges held it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def crps(draws: NDArray[np.float64], seen: float) -> float:
    """Return the continuous ranked probability score in the unit of the draws; 0 is a perfect forecast.

    It is the mean distance of the draws from what was seen, less half their mean distance from each
    other (Gneiting and Raftery 2007), and the absolute error where the forecast is one figure.
    """
    ordered = np.sort(draws)
    count = len(ordered)
    among = np.sum((2 * np.arange(1, count + 1) - count - 1) * ordered) / (count * count)
    return float(np.mean(np.abs(ordered - seen)) - among)


def place_among(draws: NDArray[np.float64], seen: float) -> float:
    """Return the share of draws below what was seen, ties counted half (probability integral transform)."""
    return float(np.mean(draws < seen) + np.mean(draws == seen) / 2)


def held(draws: NDArray[np.float64], seen: float, share: float) -> bool:
    """Tell whether the middle ``share`` of the draws holds what was seen."""
    low, high = np.quantile(draws, [(1 - share) / 2, (1 + share) / 2])
    return bool(low <= seen <= high)


def width(draws: NDArray[np.float64], share: float) -> float:
    """Return how wide the middle ``share`` of the draws is."""
    low, high = np.quantile(draws, [(1 - share) / 2, (1 + share) / 2])
    return float(high - low)
