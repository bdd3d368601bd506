"""Where each value comes from: its place, how well it is known, and the documents it rests on.

A national scheme states this in ``standing:`` (later entries win); a value of a local scheme is a
local decision that rests on the reason given beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentives.formula.plan import Origin, Standing
from incentives.scheme.forms import Part
from incentives.scheme.marks import Group, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.base.problem import Place
    from incentives.scheme.model import Source, StandingOf


_PARTS = frozenset(part.value for part in Part)


@dataclass(frozen=True)
class Layer:
    """What one file says about its values; ``local`` files decide for themselves."""

    file: str
    local: bool
    entries: tuple[StandingOf, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Said:
    """One entry of ``standing:``; a later one (by ``order``) wins, no indicators means all of them."""

    order: int
    standing: Standing
    documents: str
    indicators: frozenset[str]

    def covers(self, indicator: str) -> bool:
        return not self.indicators or indicator in self.indicators


class Standings:
    """The layers of a scheme, the scheme it starts from first."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self._root = layers[0]
        self._layers = {layer.file: layer for layer in layers}
        self._said = {layer.file: _by_word(layer) for layer in layers}

    def origin(self, place: Place, words: tuple[str, ...], indicator: str = "", reason: str = "") -> Origin:
        """Return the origin of the value at a place; ``words`` are the names it goes by in ``of:``."""
        layer = self._layers.get(place.file, self._root)
        said = self._said[layer.file]
        found = [s for word in words for s in said.get(word, ()) if s.covers(indicator)]
        if found:
            last = max(found, key=lambda s: s.order)
            return Origin(place, last.standing, last.documents)
        if layer.local:
            return Origin(place, Standing.LOCAL, reason)
        return Origin(place, Standing.UNVERIFIED)

    def origins(
        self,
        group: Group,
        part: str,
        *,
        at: Place | None = None,
        indicator: str = "",
        reasons: Mapping[str, str] | None = None,
    ) -> dict[str, Origin]:
        """Return the origins of a group's values by key ("prevalence.national" within; "" the group).

        ``of: points`` speaks of indicators, not of how points are rounded: only settings of forms
        go by their own names, other sections by the section's.
        """
        own = group.text("reason")
        origins = {"": self.origin(at or group.place, (part,), indicator, own)}
        for key, entry in group.entries.items():
            reason = (reasons or {}).get(key, own)
            words = (key, part) if part in _PARTS else (part,)
            origins[key] = self.origin(entry.node.place, words, indicator, reason)
            if isinstance(entry.node, Group):
                for inner, deeper in entry.node.entries.items():
                    origins[f"{key}.{inner}"] = self.origin(deeper.node.place, words, indicator, reason)
        return origins


def _by_word(layer: Layer) -> dict[str, list[_Said]]:
    """Return a layer's entries by the word they speak of: a scheme has some 800 values to look up."""
    found: dict[str, list[_Said]] = {}
    for order, entry in enumerate(layer.entries):
        known = [layer.sources[name] for name in entry.sources if name in layer.sources]
        documents = "; ".join(f"{s.document} ({s.section})" if s.section else s.document for s in known)
        said = _Said(order, Standing(entry.status), documents, frozenset(entry.indicators))
        found.setdefault(entry.of, []).append(said)
    return found


def words_of(group: Group, key: str) -> tuple[tuple[str, Place], ...]:
    """Return the words listed under a key with their places, none where it is no list."""
    node = group.get(key)
    items = getattr(node, "items", ())
    return tuple((i.text.strip(), i.place) for i in items if isinstance(i, Scalar))
