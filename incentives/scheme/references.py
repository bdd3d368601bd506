"""Whether the indicators that lines, corrections and successors name are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, did_you_mean
from incentives.scheme.forms.conditions import WHOLE
from incentives.scheme.forms.improvement import StretchTerms
from incentives.scheme.forms.points import ProtectionTerms
from incentives.scheme.forms.pounds import LimitTerms
from incentives.scheme.forms.services import BlockTerms
from incentives.scheme.marks import Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.scheme.forms import Written
    from incentives.scheme.marks import Entry
    from incentives.scheme.model import Scheme


def unknown_indicators(scheme: Scheme, indicators: tuple[str, ...]) -> Iterator[Problem]:
    """Return each name of no indicator; ``indicators`` are all that are written, readable or not."""
    payable = (*indicators, *(p.id for p in scheme.payments))
    for line in scheme.lines:
        if isinstance(line.terms, ProtectionTerms):
            yield from _named(line, "indicators", line.terms.indicators, indicators)
        elif isinstance(line.terms, LimitTerms) and line.terms.of != "practice":
            yield from _named(line, "of", tuple(line.terms.of), payable)
    yield from _of_forms(scheme, indicators, payable)
    for word, figures in (("corrections", scheme.corrections), ("conflicts", scheme.conflicts)):
        for named in {f.indicator for f in figures if f.indicator} - set(indicators):
            origin = scheme.origins.get(word)
            yield _unknown(named, origin.place if origin else Place(), indicators)


def _of_forms(scheme: Scheme, indicators: tuple[str, ...], payable: tuple[str, ...]) -> Iterator[Problem]:
    """Return each name of nothing among what conditions, policies, scores and stretches name."""
    for rule in scheme.rules:
        if named := getattr(rule.terms, "indicators", ()):
            yield from _named(rule, "indicators", named, indicators)
        elif rule.terms.of != WHOLE:  # type: ignore[attr-defined]
            yield from _named(rule, "of", tuple(rule.terms.of), payable)  # type: ignore[attr-defined]
    for payment in scheme.payments:
        if isinstance(payment.terms, BlockTerms):
            yield from _named(payment, "score_of", payment.terms.score_of, indicators)
    for indicator in scheme.indicators:
        if isinstance(indicator.terms, StretchTerms):
            yield from _named(indicator, "stretch_of", (indicator.terms.stretch_of,), indicators)


def unknown_predecessors(scheme: Scheme, definitions: Mapping[str, Entry]) -> Iterator[Problem]:
    """Return each ``successor_of`` that names no known indicator, or leads back to where it began.

    ``definitions`` are what the list of indicators defines, also those that no longer are paid.
    """
    before = {i.id: i.terms.successor_of for i in scheme.indicators if i.terms.successor_of}
    known = tuple(dict.fromkeys([*definitions, *(i.id for i in scheme.indicators), *scheme.inherited]))
    for indicator in scheme.indicators:
        named = before.get(indicator.id, "")
        if named and named not in known:
            message = f"{indicator.id} is called the successor of {named}, which is no known indicator."
            place = indicator.origin("successor_of").place
            others = tuple(k for k in known if k != indicator.id)
            yield Problem("S430", place, message, did_you_mean(named, others))
        elif named and _comes_back(indicator.id, before, definitions):
            message = f"{indicator.id} would be its own predecessor."
            place = indicator.origin("successor_of").place
            yield Problem("S431", place, message, "Name the code that came before it, or take the line out.")


def with_earlier_codes(scheme: Scheme, definitions: Mapping[str, Entry]) -> Scheme:
    """Return a scheme that knows the earlier codes of its renumbered indicators, the latest first."""
    formerly = {i.id: codes for i in scheme.indicators if (codes := _earlier(i, definitions))}
    beside = with_earlier_codes(scheme.beside, definitions) if scheme.beside else None
    return replace(scheme, formerly=formerly, beside=beside)


def _earlier(indicator: Written[Any], definitions: Mapping[str, Entry]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    at = indicator.terms.successor_of
    while at and at != indicator.id and at not in found:
        found[at] = None
        at = _before(at, definitions)
    return tuple(found)


def _before(identifier: str, definitions: Mapping[str, Entry]) -> str:
    """Return the code that the list of indicators says came before one; blank where it says none."""
    entry = definitions.get(identifier)
    return entry.node.text("successor_of") if entry and isinstance(entry.node, Group) else ""


def _comes_back(identifier: str, before: Mapping[str, str], definitions: Mapping[str, Entry]) -> bool:
    """Tell whether following predecessors leads back to an indicator."""
    seen: set[str] = set()
    at = before[identifier]
    while at and at not in seen:
        if at == identifier:
            return True
        seen.add(at)
        at = before.get(at, _before(at, definitions))
    return False


def _named(line: Written[Any], key: str, named: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Problem]:
    for identifier in named:
        if identifier not in known:
            yield _unknown(identifier, line.origin(key).place, known)


def _unknown(identifier: str, place: Place, known: tuple[str, ...]) -> Problem:
    message = f"{identifier} is not an indicator of this scheme."
    return Problem("S303", place, message, did_you_mean(identifier, known))
