"""The files a scheme is made of: itself, the scheme it starts from and so on, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.doubles import named_once
from incentives.scheme.marks import Group, Scalar, read_tree
from incentives.scheme.sections import not_a_group, spelt, unknown_word
from incentives.scheme.shelf import beside, definitions_file, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from incentives.scheme.marks import Entry


class Tree(NamedTuple):
    """What a file holds: its settings, what is wrong with how they are written, and a workbook's blank cells.

    ``blanks`` holds, by the cell at which an entry begins and a word of it, the cell left blank for it.
    """

    group: Group
    problems: tuple[Problem, ...]
    blanks: Mapping[tuple[str, str], Place] = {}


READERS: dict[str, Callable[[Path, str], Tree]] = {}
"""Who reads files that are no text, by how their name ends; the program says so when it starts."""

DEEPEST = 3
DEFINITION_KEYS = ("title", "group", "type", "register_of", "weighted_by", "successor_of")


@dataclass(frozen=True)
class Read:
    """One scheme file as a tree, with the indicators it defines by reference."""

    path: Path
    file: str
    tree: Group
    problems: tuple[Problem, ...]
    blanks: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id the file gives itself, or its name."""
        return self.tree.text("id") or self.file

    @property
    def is_local(self) -> bool:
        """Tell whether its values are decisions of whoever offers the scheme."""
        return bool({"starts_from", "offered_by"} & set(self.tree.entries))


def layers_of(path: Path, words: Sequence[str]) -> tuple[Read, ...]:
    """Return the files from the first to the one asked for; raises Refused where one cannot be had.

    ``words`` are those that a scheme may have; misspelt ones are read as meant.
    """
    found: list[Read] = []
    seen: set[Path] = set()
    at = Place()
    while True:
        read = _read(path, "scheme", words, "a scheme")
        if path.resolve() in seen:
            way = ", by way of another" if len(found) > 1 else ""
            message = f"{shown(path)} starts from itself{way}."
            raise Refused([Problem("S302", at, message, "Let it start from another scheme, or from none.")])
        if len(found) > DEEPEST:
            message = (
                f"This is scheme {DEEPEST + 1} below the one asked for; at most {DEEPEST} may lie below."
            )
            raise Refused([Problem("S302", at, message, "Start from a scheme further down.")])
        seen.add(path.resolve())
        found.append(read)
        parent = read.tree.get("starts_from")
        if parent is None:
            return tuple(reversed(found))
        if not isinstance(parent, Scalar):
            message = "A scheme starts from one other scheme."
            raise Refused([Problem("S204", parent.place, message, "Write one id after starts_from.")])
        at = parent.place
        path = beside(parent.text.strip(), path, at)


def definitions(layers: tuple[Read, ...]) -> tuple[dict[str, Entry], str, tuple[Problem, ...]]:
    """Return what is counted by indicator, the file that says so, and what is wrong with it."""
    layer = next((r for r in reversed(layers) if "indicators_from" in r.tree.entries), None)
    if layer is None:
        return {}, "", ()
    node = layer.tree.entries["indicators_from"].node
    known, what = ("kind", "title", "indicators", "notes"), "a list of indicators"
    path = definitions_file(layer.tree.text("indicators_from"), layer.path, node.place)
    read = _read(path, "indicators", known, what)
    problems = list(read.problems)
    problems += [unknown_word(k, e.key, known, what) for k, e in read.tree.entries.items() if k not in known]
    listed = read.tree.get("indicators")
    if not isinstance(listed, Group):
        return {}, read.file, (*problems, not_a_group((listed or read.tree).place, '"indicators"'))
    sound = {}
    for identifier, entry in listed.entries.items():
        if not isinstance(entry.node, Group):
            problems.append(not_a_group(entry.node.place, identifier))
            continue
        defines = f"the definition of {identifier}"
        row, slips = spelt(entry.node, DEFINITION_KEYS, defines)
        problems += slips
        problems += [
            unknown_word(k, e.key, DEFINITION_KEYS, defines)
            for k, e in row.entries.items()
            if k not in DEFINITION_KEYS
        ]
        sound[identifier] = entry._replace(node=row)
    return sound, read.file, tuple(problems)


def _read(path: Path, kind: str, words: Sequence[str], what: str) -> Read:
    file = shown(path)
    written = READERS[ending](path, file) if (ending := path.suffix.lower()) in READERS else _text(path, file)
    tree, slips = spelt(written.group, words, what)
    tree, doubled = named_once(tree)
    problems = (*written.problems, *slips, *doubled)
    stated = tree.text("kind")
    if stated != kind:
        entry = tree.entries.get("kind")
        place = entry.node.place if entry else Place(file, 1, 1)
        message = f'The file says "kind: {stated}".' if stated else 'The file does not say "kind: ...".'
        remedy = f'A file with "kind: {kind}" is needed here: correct the line, or name the right file.'
        raise Refused([*problems, Problem("S112", place, message, remedy)])
    return Read(path, file, tree, problems, written.blanks)


def _text(path: Path, file: str) -> Tree:
    return Tree(*read_tree(text_of(path), file))
