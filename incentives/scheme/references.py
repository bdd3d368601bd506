"""Whether the indicators that lines and corrections name are in the scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, did_you_mean
from incentives.scheme.forms.points import ProtectionTerms
from incentives.scheme.forms.pounds import LimitTerms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme


def unknown_indicators(scheme: Scheme, indicators: tuple[str, ...]) -> Iterator[Problem]:
    """Return each name of no indicator; ``indicators`` are all that are written, readable or not."""
    payable = (*indicators, *(p.id for p in scheme.payments))
    for line in scheme.lines:
        if isinstance(line.terms, ProtectionTerms):
            yield from _named(line, "indicators", line.terms.indicators, indicators)
        elif isinstance(line.terms, LimitTerms) and line.terms.of != "practice":
            yield from _named(line, "of", tuple(line.terms.of), payable)
    for correction in scheme.corrections:
        if correction.indicator not in indicators:
            origin = scheme.origins.get("corrections")
            place = origin.place if origin else Place()
            yield _unknown(correction.indicator, place, indicators)


def _named(line: Written[Any], key: str, named: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Problem]:
    for identifier in named:
        if identifier not in known:
            yield _unknown(identifier, line.origin(key).place, known)


def _unknown(identifier: str, place: Place, known: tuple[str, ...]) -> Problem:
    message = f"{identifier} is not an indicator of this scheme."
    return Problem("S303", place, message, did_you_mean(identifier, known))
