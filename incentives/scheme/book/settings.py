"""Rows of part, name, setting and value to groups and lists; each with the cell where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incentives.scheme.book.fields import chosen_among, takes_list, takes_text
from incentives.scheme.marks import Entry, Group, Items, Scalar

if TYPE_CHECKING:
    from incentives.base.problem import Place
    from incentives.scheme.book.fields import Shapes, Step
    from incentives.scheme.marks import Node

_MEMBER = re.compile(r"(.+?)\s*\((\d{1,4})\)")
_LISTED = re.compile(r"[^,\s][^,]*")
_INSIDE = re.compile(r"\s*>\s*")


@dataclass
class Draft:
    """A group, a list or a value that is being put together from rows."""

    place: Place
    node: Node | None = None
    inside: dict[Step, Draft] = field(default_factory=dict)
    keys: dict[Step, Place] = field(default_factory=dict)

    def put(self, path: tuple[Step, ...], key: Place, node: Node) -> bool:
        """Put a value at a path; return False where one stands there already."""
        draft = self
        for step in path:
            if draft.node is not None:
                return False
            draft.keys.setdefault(step, key)
            draft = draft.inside.setdefault(step, Draft(key))
        if draft.node is not None or draft.inside:
            return False
        draft.node = node
        return True

    def at(self, path: tuple[Step, ...]) -> Draft | None:
        """Return what is being put together at a path, None where nothing is."""
        draft: Draft | None = self
        for step in path:
            draft = draft.inside.get(step) if draft else None
        return draft

    def made(self, spoilt: frozenset[str] = frozenset()) -> Node:
        """Return the finished group, list or value."""
        if self.node is not None:
            return self.node
        if self.inside and all(isinstance(step, int) for step in self.inside):
            members = sorted(self.inside, key=int)
            return Items(tuple(self.inside[m].made() for m in members), self.place)
        entries = {str(k): Entry(self.keys[k], d.made()) for k, d in self.inside.items()}
        return Group(entries, self.place, spoilt)


def path_of(text: str, known: frozenset[str]) -> tuple[Step, ...]:
    """Return the steps of a setting as written in a cell.

    >>> path_of("consulted (1) > body", frozenset())
    ('consulted', 1, 'body')
    >>> path_of("Per practice", frozenset(["per_practice"]))
    ('per_practice',)
    """
    path: list[Step] = []
    for piece in _INSIDE.split(text.strip()):
        member = _MEMBER.fullmatch(piece)
        path += [_word(member[1], known), int(member[2])] if member else [_word(piece, known)]
    return tuple(path)


def value_node(text: str, place: Place, shapes: Shapes) -> Node:
    """Return what a cell says: one value, or a list where only a list can be meant.

    A problem shows the text of the cell and where in it something stands.
    """
    place = replace(place, column=1, excerpt=text)
    if takes_list(shapes) and text not in chosen_among(shapes) and not takes_text(shapes):
        members = (m for m in _LISTED.finditer(text) if m[0].strip())
        return Items(
            tuple(Scalar(m[0].strip(), replace(place, column=m.start() + 1)) for m in members), place
        )
    return Scalar(text, place)


def _word(text: str, known: frozenset[str]) -> str:
    for word in (text, text.replace(" ", "_"), text.casefold().replace(" ", "_")):
        if word in known:
            return word
    return text
