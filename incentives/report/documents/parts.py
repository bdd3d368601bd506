"""What a document is made of before it is a file: headings, sentences, lists, tables, and gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


ASKS = ("give ", "store ", "write ")
"""A gap may say what is to be done instead of where it is written; then it begins so."""
BY_HAND = "yours to write here"
"""Where a gap is filled that no scheme and no command can fill."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is missing: what it is, and where it would be written (or BY_HAND)."""

    what: str
    where: str

    def __str__(self) -> str:
        """Return the gap as it is printed."""
        if self.where == BY_HAND:
            return f"[GAP: {self.what}. It is {BY_HAND}.]"
        if self.where.startswith(ASKS):
            return f"[GAP: {self.what}. To fill it, {self.where}.]"
        how = "Give it with" if self.where.startswith("--") else "Write it under"
        return f"[GAP: {self.what}. {how} {self.where}.]"


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
    """A table with headings; columns from ``right`` on hold figures, the last ``totals`` rows are sums."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    right: int = 1
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """Labels with what is known beside them; a blank text is room to write in by hand."""

    rows: tuple[tuple[str, tuple[Said, ...]], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins on a new page."""


Part: TypeAlias = "Heading | Sentence | Points | Grid | Form | Break"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: ``head`` stands at the top of every page, ``foot`` at its end."""

    title: str
    parts: tuple[Part, ...]
    foot: str = ""
    subject: str = field(default="")
    head: str = ""

    def said(self) -> tuple[Said, ...]:
        """Return every text and gap of the document, in order; of headings and tables too."""
        return (self.title, *(said for part in self.parts for said in _said(part)), self.head, self.foot)

    def gaps(self) -> tuple[Gap, ...]:
        """Return every gap, in order, as often as it is printed."""
        return tuple(said for said in self.said() if isinstance(said, Gap))

    def text(self) -> str:
        """Return all words of the document, a line for each text."""
        return "\n".join(str(said) for said in self.said())


def _said(part: Part) -> tuple[Said, ...]:
    match part:
        case Heading():
            return (part.text,)
        case Sentence():
            return part.parts
        case Points():
            return tuple(said for item in part.items for said in item)
        case Grid():
            return (part.caption, *part.heads, *(said for row in part.rows for said in row))
        case Form():
            return tuple(said for label, parts in part.rows for said in (label, *parts))
        case Break():
            return ()


def says(*parts: Said, style: str = "") -> Sentence:
    """Return a paragraph."""
    return Sentence(parts, style)


def known(value: object, what: str, where: str) -> Said:
    """Return a fact as text, or the gap that its absence is."""
    return str(value) if value not in (None, "", (), "not decided") else Gap(what, where)


def listed(items: Sequence[Sequence[Said]]) -> Points:
    """Return a list of points."""
    return Points(tuple(tuple(i) for i in items))
