"""What a document is made of before it is a file: headings, sentences, lists, tables, and gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is missing: what it is, and where it would be written."""

    what: str
    where: str

    def __str__(self) -> str:
        """Return the gap as it is printed."""
        return f"[GAP: {self.what}. Write it under {self.where}.]"


Said: TypeAlias = "str | Gap"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph made of texts and gaps."""

    parts: tuple[Said, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list with a dot before each."""

    items: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with headings; columns from ``right`` on hold figures."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: int = 1


Part: TypeAlias = "Heading | Sentence | Points | Grid"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; ``foot`` stands at the end of every page."""

    title: str
    parts: tuple[Part, ...]
    foot: str = ""
    subject: str = field(default="")

    def gaps(self) -> tuple[Gap, ...]:
        """Return every gap, in order."""
        found: list[Gap] = []
        for part in self.parts:
            match part:
                case Sentence():
                    found += [p for p in part.parts if isinstance(p, Gap)]
                case Points():
                    found += [p for item in part.items for p in item if isinstance(p, Gap)]
        return tuple(found)


def says(*parts: Said, style: str = "") -> Sentence:
    """Return a paragraph."""
    return Sentence(parts, style)


def known(value: object, what: str, where: str) -> Said:
    """Return a fact as text, or the gap that its absence is."""
    return str(value) if value not in (None, "", (), "not decided") else Gap(what, where)


def listed(items: Sequence[Sequence[Said]]) -> Points:
    """Return a list of points."""
    return Points(tuple(tuple(i) for i in items))
