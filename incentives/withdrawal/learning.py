"""What the evidence says about each type of indicator: a posterior on a grid, exact to its mesh.

The model: what indicator i loses at once is exp(m + s·z), with m and s of its type; the m of the types come
from one normal distribution whose mean and spread are unknown too. Half of z is shared by the
indicators of one type in one study. Every unknown is integrated over a grid or by Gauss's rule, so
that there is no chance in it and the same evidence gives the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import logsumexp, ndtr

from incentives.withdrawal.constants import constant, number
from incentives.withdrawal.curve import drifts, lost, shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from incentives.withdrawal.evidence import Observation

MEANS = np.round(np.linspace(-5.0, 2.5, 76), 1)
SPREADS = np.round(np.geomspace(0.1, 2.5, 12), 3)
_POOL_MEANS, _POOL_SPREADS = np.linspace(-3.0, 1.5, 31), np.linspace(0.05, 2.5, 25)
_LEVELS = (np.arange(5) + 0.5) / 5
_KEPT = 0.9995
MODIFIER = {"paired": "paired", "substituted": "replaced by another payment", "watched": "still watched"}

Grid = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class TypeTable:
    """What is known of a type: possible means and spreads of the logarithm of the loss, with weights."""

    means: tuple[float, ...]
    spreads: tuple[float, ...]
    weights: tuple[float, ...]
    effects: int


@dataclass(frozen=True, slots=True)
class Learned:
    """The whole table: each type that has evidence, and the effects that it was learned from."""

    types: dict[str, TypeTable]
    trained_on: tuple[tuple[str, str, str], ...]

    @property
    def events(self) -> frozenset[str]:
        """Return the events that the table has seen."""
        return frozenset(event for event, _, _ in self.trained_on)


def learn(observed: Sequence[Observation]) -> Learned:
    """Return what observations teach about each type; types without any are not in the table."""
    names = sorted({o.type for o in observed})
    likelihoods = {name: _of_type([o for o in observed if o.type == name]) for name in names}
    spread_prior = _half_normal(SPREADS, number("spread between indicators of a type"))
    evidence = {name: logsumexp(grid + spread_prior, axis=1) for name, grid in likelihoods.items()}
    pool = _pooled(evidence)
    tables = {}
    for name in names:
        others = pool - _seen_from_pool(evidence[name])
        of_mean = logsumexp(_type_given_pool() + others, axis=(1, 2))
        log_weights = of_mean[:, None] + likelihoods[name] + spread_prior
        tables[name] = _table(log_weights, sum(o.type == name for o in observed))
    return Learned(tables, tuple((o.event, o.study, o.indicator) for o in observed))


def _table(log_weights: NDArray[np.float64], effects: int) -> TypeTable:
    weights = np.exp(log_weights - logsumexp(log_weights)).ravel()
    order = np.argsort(-weights, kind="stable")
    kept = np.sort(order[: int(np.searchsorted(np.cumsum(weights[order]), _KEPT)) + 1])
    rounded = np.round(weights[kept] / weights[kept].sum(), 6)
    means, spreads = np.divmod(kept, len(SPREADS))
    return TypeTable(
        tuple(MEANS[means].tolist()), tuple(SPREADS[spreads].tolist()), tuple(rounded.tolist()), effects
    )


def _pooled(evidence: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    mean, spread = constant("usual loss")
    prior = -0.5 * ((_POOL_MEANS[:, None] - mean) / spread) ** 2
    total = prior + _half_normal(_POOL_SPREADS, number("spread between types"))
    for seen in evidence.values():
        total = total + _seen_from_pool(seen)
    return np.asarray(total - logsumexp(total), dtype=np.float64)


def _seen_from_pool(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(logsumexp(_type_given_pool() + seen[:, None, None], axis=0), dtype=np.float64)


def _type_given_pool() -> NDArray[np.float64]:
    """Log weight of each mean of a type, given each mean and spread of the pool; sums to one."""
    density = -0.5 * ((MEANS[:, None, None] - _POOL_MEANS[:, None]) / _POOL_SPREADS) ** 2
    return np.asarray(density - logsumexp(density, axis=0, keepdims=True), dtype=np.float64)


def _half_normal(values: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Log prior weights over a mesh that need not be even."""
    log_density = -0.5 * (values / scale) ** 2 + np.log(np.gradient(values))
    return np.asarray(log_density - logsumexp(log_density), dtype=np.float64)


def _of_type(observed: Iterable[Observation]) -> NDArray[np.float64]:
    """Log likelihood of a type's observations over its mesh of means and spreads, study by study."""
    by_study: dict[str, list[Observation]] = {}
    for observation in observed:
        by_study.setdefault(observation.study, []).append(observation)
    total = np.zeros((len(MEANS), len(SPREADS)))
    for members in by_study.values():
        total += _of_study(tuple(members))
    return total


@cache
def _of_study(members: tuple[Observation, ...]) -> NDArray[np.float64]:
    """Log likelihood of a study's observations of one type.

    What the study shares is drawn once for all of them: its own part of the loss, and the share of the
    loss that remains where its indicators were paired or replaced.
    """
    nodes, weights = _gauss(7)
    together = np.zeros((len(_LEVELS), len(MEANS), len(SPREADS), len(nodes)))
    for observation in members:
        for at, level in enumerate(_LEVELS):
            together[at] += _of_one(observation, nodes, _factor(observation, level))
    return np.asarray(
        logsumexp(together + np.log(weights), axis=(0, 3)) - np.log(len(_LEVELS)), dtype=np.float64
    )


def _factor(observation: Observation, level: float) -> float:
    name = MODIFIER.get(observation.happened)
    return float(shares(name, level)) if name else 1.0


def _of_one(observation: Observation, shared: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Log likelihood of one observation over means, spreads and the study's shared part."""
    alike = number("likeness within a study")
    own, weights = _gauss(11)
    z = np.sqrt(alike) * shared[:, None] + np.sqrt(1 - alike) * own
    at_once = np.exp(MEANS[:, None, None, None] + SPREADS[:, None, None] * z)
    likelihood = np.zeros(at_once.shape[:3])
    for drift in drifts(_LEVELS):
        likelihood += _density(observation, factor * lost(observation.years, at_once, drift)) @ weights
    return np.asarray(np.log(likelihood / len(_LEVELS) + 1e-300), dtype=np.float64)


def _density(observation: Observation, loss: NDArray[np.float64]) -> NDArray[np.float64]:
    if observation.loss is None:
        above = ndtr((observation.most - loss) / observation.error)
        return np.asarray(above - ndtr((observation.least - loss) / observation.error), dtype=np.float64)
    z = (observation.loss - loss) / observation.error
    return np.asarray(np.exp(-0.5 * z * z) / observation.error, dtype=np.float64)


def _gauss(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, weights = hermegauss(count)
    return nodes, weights / weights.sum()
