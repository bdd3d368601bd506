"""YAML text to a tree of text values, each with the place where it stands; nothing is typed here.

Every scalar stays text. Refused: anchors, aliases, tags, merge keys, duplicate keys, several
documents, keys that are no single word, values that a comma has cut off, and settings left empty.
The tree is built from the parser's events without recursion, so depth and size end it early.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml

from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.strictness import NO_SPACE, NOT_INDENTED, Strictness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMULA_SIGNS = ("=", "+", "-", "@")
DEEPEST, MOST_NODES = 32, 50_000
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029"
_TURNING = r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
HIDDEN = re.compile(f"[{_CONTROLS}{_TURNING}]")
"""Signs that steer a screen, of no width, or that turn the direction of writing; Unicode's lists of them."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


class Entry(NamedTuple):
    """What stands under a key, and where the key stands."""

    key: Place
    node: Node


@dataclass(frozen=True, slots=True)
class Group:
    """A group of settings. ``spoilt`` are keys already complained of, so their absence is not news."""

    entries: Mapping[str, Entry]
    place: Place
    spoilt: frozenset[str] = frozenset()

    def get(self, key: str) -> Node | None:
        """Return what stands under a key, or None."""
        entry = self.entries.get(key)
        return entry.node if entry else None

    def text(self, key: str) -> str:
        """Return the text under a key, empty where there is none or it is no single value."""
        node = self.get(key)
        return node.text.strip() if isinstance(node, Scalar) else ""

    def with_entries(self, entries: Mapping[str, Entry]) -> Group:
        """Return the group with other settings at the same place."""
        return replace(self, entries=dict(entries))


Node: TypeAlias = Scalar | Items | Group


def read_tree(text: str, file: str) -> tuple[Group, tuple[Problem, ...]]:
    """Return the tree of a file and the problems that leave it readable; raises Refused with the others."""
    text += "" if text.endswith("\n") else "\n"
    shown = HIDDEN.sub("\ufffd", text)
    builder, strictness = _Builder(shown.splitlines(), file), Strictness(text)
    try:
        for event in _events(text):
            strictness.take(event)
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise Refused([*builder.problems, builder.unreadable(error)]) from None
    except yaml.YAMLError:
        raise Refused([builder.unprintable()]) from None
    if builder.fatal:
        raise Refused(builder.problems)
    if not isinstance(builder.root, Group):
        message = "The file holds no settings, each written as a word, a colon and a value."
        raise Refused(
            [
                *builder.problems,
                Problem("S113", builder.beginning(), message, "Begin with a line such as: kind: scheme"),
            ]
        )
    return builder.root, tuple(builder.problems)


def unseen(sign: str, place: Place) -> Problem:
    """Refuse a character that shows other text than is read."""
    message = f"The text holds a character that cannot be seen (U+{ord(sign):04X})."
    return Problem("S456", place, message, "Type the text anew instead of copying it.")


def begins_a_formula(name: str, place: Place) -> Problem:
    """Refuse a name that a spreadsheet would work out."""
    message = f'A name begins with "{name[0]}", which a spreadsheet takes for a formula.'
    return Problem("S455", place, message, "Begin the name with a letter or a digit.")


def _events(text: str) -> Iterator[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


@dataclass
class _Open:
    """A list or group that is being read."""

    place: Place
    in_braces: bool
    is_group: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)
    key: Scalar | None = None
    cut: bool = False
    last: str = ""

    def closed(self) -> Node:
        if self.is_group:
            return Group(self.entries, self.place, frozenset(self.spoilt))
        return Items(tuple(self.items), self.place)


class _Builder:
    def __init__(self, lines: list[str], file: str) -> None:
        self.lines, self.file = lines, file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.fatal = False
        self._open: list[_Open] = []
        self._nodes = self._documents = 0

    def take(self, event: Any) -> None:
        """Take one event of the parser."""
        place = self._place(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(place)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_sharing(place, f'"*{event.anchor}"')
            self._put(Scalar(f"*{event.anchor}", place), plain_and_empty=False)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, place)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._put(self._open.pop().closed(), plain_and_empty=False)

    def _node(self, event: Any, place: Place) -> None:
        self._count(place)
        if event.anchor:
            self._refuse_sharing(place, f'"&{event.anchor}"')
        if event.tag:
            self._refuse_sharing(place, f'"{event.tag}"')
        if isinstance(event, yaml.ScalarEvent):
            self._visible(event.value, place)
            self._put(Scalar(event.value, place), plain_and_empty=event.value == "" and not event.style)
            return
        if self._open and self._open[-1].is_group and self._open[-1].key is None:
            self._no_word(place)
        key = self._open[-1].key if self._open else None
        place = key.place if key and not event.flow_style else place
        is_group = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(place, bool(event.flow_style), is_group))

    def _put(self, node: Node, *, plain_and_empty: bool) -> None:
        if not self._open:
            self.root = self.root or node
            return
        into = self._open[-1]
        if not into.is_group:
            if isinstance(node, Scalar) and not node.text.strip():
                self._empty(node.place, "A line of this list")
            else:
                into.items.append(node)
        elif into.key is None:
            assert isinstance(node, Scalar), "other keys are refused where they begin"  # noqa: S101 - our mistake
            into.key = node
        else:
            self._settle(into, into.key, node, plain_and_empty=plain_and_empty)
            into.key = None

    def _settle(self, into: _Open, key: Scalar, node: Node, *, plain_and_empty: bool) -> None:
        word = key.text
        if word == "<<":
            self._refuse_sharing(key.place, '"<<"')
        if into.in_braces and (plain_and_empty or word.isdigit()):
            self._comma(into, key)
            return
        if word in into.entries:
            first = into.entries[word].key
            self._problem(
                "S109",
                key.place,
                f'"{word}" stands twice in this group; it stands first in line {first.line}.',
                "Keep one of the two.",
            )
            return
        if isinstance(node, Scalar) and not node.text.strip():
            self._empty(key.place, f'"{word}"')
            into.spoilt.add(word)
            return
        into.entries[word] = Entry(key.place, node)
        into.last = node.text if isinstance(node, Scalar) else ""

    def _visible(self, text: str, place: Place) -> None:
        """Refuse characters that show other text than is read; a name that a spreadsheet would work out."""
        if hidden := HIDDEN.search(text):
            self.problems.append(unseen(hidden[0], place))
        into = self._open[-1] if self._open else None
        if into and into.is_group and into.key is None and text.startswith(FORMULA_SIGNS):
            self.problems.append(begins_a_formula(text, place))

    def _comma(self, into: _Open, key: Scalar) -> None:
        if into.cut:
            return
        into.cut = True
        reads = f"so this reads as {into.last}" if into.last else f'so "{key.text}" stands alone'
        self._problem(
            "S110",
            key.place,
            f"Inside braces a comma ends the value, {reads}.",
            "Put the amount on its own line or in quotes.",
        )

    def _empty(self, place: Place, what: str) -> None:
        self._problem("S111", place, f"{what} has no value.", "Write its value, or take the line out.")

    def _document(self, place: Place) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(
                "S107",
                place,
                "The line --- begins a second scheme here; a file holds one.",
                'Take out the line "---", or put what follows in a file of its own.',
            )

    def _count(self, place: Place) -> None:
        self._nodes += 1
        if len(self._open) >= DEEPEST:
            self._stop(
                "S105",
                place,
                f"Groups stand within groups more than {DEEPEST} deep here.",
                "Write the file with fewer levels.",
            )
        if self._nodes > MOST_NODES:
            self._stop(
                "S105",
                place,
                f"The file has more than {MOST_NODES:,} values.",
                "A scheme is far smaller: check that this is the right file.",
            )

    def _no_word(self, place: Place) -> None:
        self._stop(
            "S106",
            place,
            "Braces or brackets stand where the word of a setting is expected.",
            "Begin the line with a word and a colon; put text that begins with { or [ in quotes.",
        )

    def _refuse_sharing(self, place: Place, sign: str) -> None:
        self.fatal = True
        self._problem(
            "S108",
            place,
            f"{sign} is a mark by which other text files share or mark values; a scheme does not use it.",
            "Write the value itself; put text that begins with &, * or ! in quotes.",
        )

    def _problem(self, code: str, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, place, message, remedy))

    def _stop(self, code: str, place: Place, message: str, remedy: str) -> None:
        self._problem(code, place, message, remedy)
        raise Refused(self.problems)

    def _place(self, mark: Any) -> Place:
        excerpt = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return Place(self.file, mark.line + 1, mark.column + 1, excerpt)

    def beginning(self) -> Place:
        """Return the place of the first line."""
        return Place(self.file, 1, 1, self.lines[0] if self.lines else "")

    def unreadable(self, error: yaml.MarkedYAMLError) -> Problem:
        """Say in our words why the parser could not go on."""
        mark = error.problem_mark or error.context_mark
        place = self._place(mark) if mark else Place(self.file)
        sign = place.excerpt[place.column - 1 : place.column]
        if "cannot start any token" in str(error.problem) and sign != "\t":
            message, remedy = f'Text cannot begin with "{sign}".', "Put the text in quotes."
        else:
            message, remedy = next(
                (says for words, says in _REASONS.items() if words in str(error.problem)), _UNREADABLE
            )
        return Problem("S106", place, message, remedy)

    def unprintable(self) -> Problem:
        """Say that the file holds characters that are no text."""
        return Problem(
            "S104",
            Place(self.file),
            "The file holds characters that are no text.",
            "Save it as plain text in UTF-8; check that it is not a workbook or a document.",
        )


_UNREADABLE = (
    "The file cannot be read from here on.",
    "Compare this line and the one above with an example: colons, indentation, quotes and braces.",
)
_INDENT = (
    "This line does not fit under the lines above it.",
    "Indent it as far as the other lines of its group, and close braces and quotes in the lines above.",
)
_REASONS = {
    NO_SPACE: (
        'A "#" follows on a value without a blank.',
        "Put a space before the note that it begins, or the value in quotes if it belongs to it.",
    ),
    NOT_INDENTED: (
        "A value goes on over several lines, and one of them does not stand further in than its word.",
        "Indent every line of it, and the bracket or quote that closes it, further than the word.",
    ),
    "mapping values are not allowed": (
        "A second colon stands here, after a value.",
        "Put the value in quotes if it holds a colon and a space; otherwise check the indentation.",
    ),
    "cannot start any token": ("A tab stands here.", "Use spaces to indent."),
    "could not find expected ':'": (
        "This line has no colon after its word.",
        "Write each setting as a word, a colon, a space and its value.",
    ),
    "did not find expected key": _INDENT,
    "expected <block end>": _INDENT,
    "did not find expected '-' indicator": (
        "This line stands in a list but does not begin with a dash.",
        'Begin each line of a list with "- ", indented alike.',
    ),
    "did not find expected ',' or '}'": ("Braces are not closed.", "Close them with } on the same line."),
    "did not find expected ',' or ']'": ("Brackets are not closed.", "Close them with ] on the same line."),
    "unexpected end of stream": ("Quotes are not closed.", "Close them on the line on which they open."),
    "found undefined tag handle": (
        "Text begins with an exclamation mark, which YAML takes for a mark of its own.",
        "Put the text in quotes.",
    ),
    "alphabetic or numeric character": ("Text cannot begin with * or &.", "Put the text in quotes."),
    "whitespace or line break": ("Text cannot begin with an exclamation mark.", "Put the text in quotes."),
    "non-alphabetical character": ("A line cannot begin with %.", "Take it out, or put the text in quotes."),
    "tab character": ("A tab stands here.", "Use spaces to indent."),
    "block sequence entries are not allowed": (
        "A dash stands after a colon, on the same line.",
        'Begin the list on the next line, each member with "- "; or write [one, two].',
    ),
    "expected node content": (
        "A value is missing before this sign.",
        "Write the value, or take the sign out.",
    ),
    "expected <document start>": (
        "This line begins further left than the first line of the file.",
        "Begin every setting of the file itself at the left edge.",
    ),
}
