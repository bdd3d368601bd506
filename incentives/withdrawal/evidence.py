"""Measured effects as the model takes them: a loss on the logit scale with its error, or an interval.

The logit scale keeps a projection between 0% and 100%: a fall from 95% to 90% and one from 60% to 43%
are the same loss, and a measure near its ceiling loses few points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logit

from incentives.withdrawal.constants import constant, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.scheme.evidence import Effect

LEARNS = ("withdrawn", "paired", "substituted", "watched")
_NEAREST_TO_ALL, _OF_95 = 0.005, 3.92


@dataclass(frozen=True, slots=True)
class Observation:
    """One effect: the loss (logit scale, positive is a fall) with its standard error.

    Where ``loss`` is None only ``least`` and ``most`` are known: the loss lies between them.
    """

    event: str
    study: str
    indicator: str
    type: str
    happened: str
    years: float
    loss: float | None
    error: float
    least: float = 0.0
    most: float = 0.0


def observations(effects: Iterable[Effect]) -> tuple[Observation, ...]:
    """Return the effects that train the model, in the order given."""
    return tuple(_observed(e) for e in effects if e.terms.trains and e.terms.happened in LEARNS)


def loss_of(baseline: float, change: float) -> float:
    """Return the loss on the logit scale of a change from a baseline, both as shares of one."""
    return float(logit(_inside(baseline)) - logit(_inside(baseline + change)))


def noise_variance(years: float, practices: float) -> float:
    """Return the variance, logit scale, of a change that no payment caused."""
    area, each = constant("change without cause")
    return years * (area + each / max(practices, 1.0))


def _observed(effect: Effect) -> Observation:
    terms = effect.terms
    baseline = number("baseline where none is stated") if terms.baseline is None else float(terms.baseline)
    years = float(terms.after)
    noise = noise_variance(years, effect.practices or np.inf)
    shared = (effect.event, effect.study, terms.indicator, terms.type, terms.happened, years)
    if terms.change is None:
        low, high = (float(end) for end in terms.between or (0, 0))
        return Observation(*shared, None, noise**0.5, loss_of(baseline, high), loss_of(baseline, low))
    change = float(terms.change)
    after = _inside(baseline + change)
    error = (
        float(terms.between[1] - terms.between[0]) / _OF_95
        if terms.between
        else number("standard error where none is stated")
    )
    spread = error / (after * (1 - after))
    return Observation(*shared, loss_of(baseline, change), float(np.hypot(spread, noise**0.5)))


def _inside(share: float) -> float:
    return min(max(share, _NEAREST_TO_ALL), 1 - _NEAREST_TO_ALL)
