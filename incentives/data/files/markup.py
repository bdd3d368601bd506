"""The XML inside a workbook, walked element by element: no document type, no entities, counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class MarkupError(Exception):
    """XML that is not walked to its end: damaged, or with declarations that workbooks never have."""


class EntityError(MarkupError):
    """XML that declares a document type, and so could declare entities that unfold without end."""


class LargeError(MarkupError):
    """XML with more elements than practice data have."""


Take = Callable[[dict[str, str]], None]
"""Takes the start of an element with what it has (its attributes)."""


class Walk:
    """Walks one part of a workbook; a subclass says in ``takes`` and ``ends`` what it takes from it.

    Names come without their namespace, save those of OpenDocument, which keep their usual prefix
    (``table:name``); ``prefixed`` says that attributes have them too. Work is counted in tenths of a
    cell: every element costs ``cheap`` where it is taken, ``dear`` otherwise. ``self.collect`` gathers
    text.
    """

    cheap, dear = 1, 1
    prefixed = False

    def __init__(self, most: int) -> None:
        self.left = most
        self.takes: Mapping[str, Take] = {}
        self.ends: Mapping[str, Callable[[], None]] = {}
        self._names: dict[str, str] = {}
        self._known: dict[str, tuple[int, Take | None]] = {}
        self._ending: dict[str, Callable[[], None]] = {}
        self._text: list[str] = []

    def collect(self) -> None:
        """Gather text from here on, until ``collected`` is asked for."""
        self._text.clear()
        self._parser.CharacterDataHandler = self._text.append

    def pause(self) -> None:
        """Gather no text until ``resume``."""
        self._parser.CharacterDataHandler = None

    def resume(self) -> None:
        """Gather text again, after what was gathered before."""
        self._parser.CharacterDataHandler = self._text.append

    def add(self, text: str) -> None:
        """Add to the text that is being gathered."""
        self._text.append(text)

    def collected(self) -> str:
        """Return the text gathered since ``collect``, and stop gathering."""
        self._parser.CharacterDataHandler = None
        text = "".join(self._text)
        self._text.clear()
        return text

    def spend(self, units: int) -> None:
        """Count more work than the elements themselves; raises LargeError when there is too much."""
        self.left -= units
        if self.left < 0:
            raise LargeError

    def walk(self, data: bytes) -> None:
        """Walk the part, none where there is no data; raises MarkupError, EntityError or LargeError."""
        if not data:
            return
        self._parser, failed = _parser(names=True)
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(data, True)
        except failed as error:
            raise MarkupError(str(error)) from None
        finally:
            del self._parser

    def _begin(self, name: str, has: dict[str, str]) -> None:
        cost, take = self._known.get(name) or self._learn(name)
        self.left -= cost
        if self.left < 0:
            raise LargeError
        if take is not None:
            take({self._short(name): value for name, value in has.items()} if self.prefixed else has)

    def _short(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = short_name(name)
        return self._names[name]

    def _end(self, name: str) -> None:
        if end := self._ending.get(name):
            end()

    def _learn(self, name: str) -> tuple[int, Take | None]:
        short = short_name(name)
        take = self.takes.get(short)
        known = self._known[name] = (self.cheap if take else self.dear), take
        if short in self.ends:
            self._ending[name] = self.ends[short]
        return known


def check(data: bytes) -> None:
    """Run through a part that nobody here reads: is it sound XML without a document type?"""
    parser, failed = _parser(names=False)
    try:
        parser.Parse(data, True)
    except failed as error:
        raise MarkupError(str(error)) from None


def has_long_piece(data: bytes, most: int) -> bool:
    """Tell whether a tag or a text is longer than ``most`` bytes.

    A reader that takes a part in pieces of 64 kB begins a tag again with each of them: one of 30 MB
    would keep it for minutes.
    """
    at = 0
    while len(data) - at > most:
        at = data.rfind(b">", at, at + most) + 1
        if at == 0:
            return True
    return False


def short_name(name: str) -> str:
    """Return a name without its namespace, or with the prefix that OpenDocument gives it.

    >>> short_name("http://schemas.openxmlformats.org/spreadsheetml/2006/main row")
    'row'
    >>> short_name("urn:oasis:names:tc:opendocument:xmlns:table:1.0 name")
    'table:name'
    """
    space, _, local = name.rpartition(" ")
    _, _, after = space.partition(":xmlns:")
    return f"{after.partition(':')[0]}:{local}" if after else local


def _parser(*, names: bool) -> tuple[Any, type[Exception]]:
    # A document type is refused as it begins, before expat would read an entity of it.
    from xml.parsers import expat  # noqa: PLC0415 - the safe part of the standard library's parser

    parser = expat.ParserCreate(namespace_separator=" " if names else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    return parser, expat.ExpatError


def _refuse_entities(*_: object) -> None:
    raise EntityError
