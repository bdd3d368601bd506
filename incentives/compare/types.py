"""The types of indicator that evidence is known by; a type nobody knows is named, not passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from incentives.base.problem import Problem, did_you_mean
from incentives.scheme.evidence import IndicatorType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.base.problem import Place
    from incentives.scheme.model import Scheme

TYPES: tuple[str, ...] = get_args(IndicatorType)


def unknown_type(indicator: str, kind: str, place: Place) -> Problem | None:
    """Return a problem where nobody knows a type; none is stated, nothing is wrong."""
    if not kind or kind in TYPES:
        return None
    message = f'{indicator} is of the type "{kind}", of which no evidence can be found.'
    return Problem("C212", place, message, did_you_mean(kind, TYPES))


def unknown_types(schemes: Iterable[Scheme]) -> list[Problem]:
    """Return a problem for every indicator of unknown type, once for each indicator."""
    found: dict[str, Problem] = {}
    for scheme in schemes:
        for indicator in scheme.indicators:
            place = indicator.origin("type").place
            problem = unknown_type(indicator.id, indicator.terms.type, place)
            if problem:
                found.setdefault(indicator.id, problem)
    return list(found.values())
