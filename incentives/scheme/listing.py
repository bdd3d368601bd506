"""The shelf: what is shipped, by id, year and title."""

from __future__ import annotations

from dataclasses import dataclass

from incentives.scheme.marks import read_tree
from incentives.scheme.shelf import shipped_schemes, shown, text_of


@dataclass(frozen=True, slots=True)
class OnTheShelf:
    """One shipped scheme; every command takes its id."""

    id: str
    title: str
    year: str


def shelf() -> tuple[OnTheShelf, ...]:
    """Return the shipped schemes in order of their ids."""
    found = []
    for identifier, path in sorted(shipped_schemes().items()):
        tree, _ = read_tree(text_of(path), shown(path))
        found.append(OnTheShelf(identifier, tree.text("title"), tree.text("year")))
    return tuple(found)
