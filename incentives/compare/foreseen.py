"""What is foreseen of next year's achievement from this year's, where nothing about payment changes.

What is observed holds chance already. Were a year's change added to it, practices would lie further apart
every year; so a practice far from the others comes back in part, and practices stay as far apart as they are.
There is no trend: in all as many patients are expected to be achieved as this year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import expit, logit

from incentives.withdrawal.constants import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from incentives.compare.moments import Floats

    Whole = NDArray[np.int64]

_NEAREST = 0.002
"""How near to nobody or everybody a practice's share is taken to be, so that it has a place on the scale."""
_ENOUGH = 10
"""As many practices, weighed alike, must have a figure before the spread between them is known."""
_NARROWEST = 0.5
"""The least share of a spread that weights are taken to have found, where shares are far from normal."""
_PLACES, _ROUNDS, _LEAST = 3, 2, 1e-12


def variances() -> tuple[float, float]:
    """Return the variances of a year's change on the logit scale: of all practices alike, and of each."""
    alike, own = constant("change without cause")
    return alike, own


def known(above: Whole, below: Whole) -> NDArray[np.bool_]:
    """Tell where anything moves: where nobody is achieved, or counted, nobody stays nobody."""
    return np.asarray((below > 0) & (above > 0))


def foreseen(above: Whole, below: Whole) -> tuple[Floats, Floats]:
    """Return the middle of each practice's next year (logit scale), and each indicator's variance about it.

    ``above`` and ``below`` are patients achieved and counted (practices × indicators). With V the variance
    between practices and ``own`` that of a year's change, a practice keeps rho = 1 - own/2V (0 at least) of
    its distance and V (1 - rho²) is new: then the change has variance ``own`` and the spread stays V. Where
    fewer than ten practices have a figure nobody comes back, and ``own`` is new. What all practices share
    comes on top (``variances``).
    """
    alike, own = variances()
    share = np.clip(above / np.maximum(below, 1), _NEAREST, 1 - _NEAREST)
    patients = np.where(known(above, below), below, 0).astype(np.float64)
    now = logit(share)
    apart, enough = _apart(now, patients * share * (1 - share))
    stays = np.where(enough, np.maximum(1 - own / (2 * apart), 0.0), 1.0)
    new = np.where(enough, apart * (1 - stays**2), own)
    return _level(stays * now, share, patients, np.sqrt(new + alike)), new


def _apart(now: Floats, weight: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return each indicator's variance between practices, and whether they are enough to know it.

    A practice weighs as much as its movement moves the share of all, which is how a year's change was
    measured: patients × share × (1 - share). So a practice at 100% says nearly nothing. Such weights favour
    shares near a half: of a normal spread V they find 1 / (1/V + 2·share·(1 - share)), which is undone.
    """
    weight = weight / np.maximum(weight.sum(axis=0), _LEAST)
    mean = (weight * now).sum(axis=0)
    most = (weight**2).sum(axis=0)
    found = (weight * (now - mean) ** 2).sum(axis=0) / np.maximum(1 - most, _LEAST)
    middle = expit(mean)
    undone = np.maximum(1 - 2 * found * middle * (1 - middle), _NARROWEST)
    return np.maximum(found / undone, _LEAST), (most > 0) & (most * _ENOUGH <= 1)


def _level(middle: Floats, share: Floats, patients: Floats, deviation: Floats) -> Floats:
    """Return middles raised alike, so that in all as many patients are expected as are achieved now.

    The mean over a normal amount is taken at three places (Gauss); Newton's method on the logit scale.
    """
    every = patients.sum(axis=0)
    some = every > 0
    weight = patients / np.maximum(every, 1)
    wanted = logit(np.where(some, (weight * share).sum(axis=0), 0.5))
    places, often = hermegauss(_PLACES)
    raised = np.zeros_like(deviation)
    for _ in range(_ROUNDS):
        mean, slope = np.zeros_like(raised), np.zeros_like(raised)
        for place, factor in zip(places, often / often.sum(), strict=True):
            then = expit(middle + raised + place * deviation)
            mean += factor * (weight * then).sum(axis=0)
            slope += factor * (weight * then * (1 - then)).sum(axis=0)
        mean = np.where(some, mean, 0.5)
        step = (wanted - logit(mean)) * mean * (1 - mean) / np.maximum(slope, _LEAST)
        raised = raised + np.where(some, step, 0.0)
    return np.asarray(middle + raised)
