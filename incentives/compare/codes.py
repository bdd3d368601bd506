"""Indicators that have another code in another year, so that none of them counts as dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from incentives.scheme.model import Scheme


def codes_followed(
    base: Scheme, proposed: Scheme, earlier: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the base's code of each indicator that the proposed scheme has under another."""
    named = {i.id: i.terms.successor_of for s in (base, proposed) for i in s.indicators}
    before = {**(earlier or {}), **{code: was for code, was in named.items() if was}}
    return renumbered([i.id for i in base.indicators], [i.id for i in proposed.indicators], before)


def renumbered(old: Collection[str], new: Collection[str], before: Mapping[str, str]) -> dict[str, str]:
    """Return the old code of each new one that takes its place; ``before`` names the code before a code.

    Either list may be the later one: a code that takes the place of another matches it both ways.

    >>> renumbered(["HYP006"], ["HYP008"], {"HYP008": "HYP007", "HYP007": "HYP006"})
    {'HYP008': 'HYP006'}
    """
    found: dict[str, str] = {}
    for codes, others, forward in ((new, old, True), (old, new, False)):
        for code in codes:
            origin = _first_of(before, code, others)
            later, was = (code, origin) if forward else (origin, code)
            free = later not in found and was not in found.values()
            if origin and code not in others and origin not in codes and free:
                found[later] = was
    return found


def _first_of(before: Mapping[str, str], code: str, wanted: Collection[str]) -> str:
    """Follow a code back to the first that is wanted; blank where there is none."""
    seen = {code}
    while (code := before.get(code, "")) and code not in seen:
        if code in wanted:
            return code
        seen.add(code)
    return ""
