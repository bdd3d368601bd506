"""A group of the tree to a typed section: each fault of shape at its place, in our own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, get_args, overload

from pydantic import ValidationError

from incentives.base.problem import Problem, did_you_mean, nearest
from incentives.scheme.marks import Group, Items, Node, Scalar
from incentives.scheme.section import Section, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentives.base.problem import Place

SectionT = TypeVar("SectionT", bound=Section)
_OUR_WORDS = "Value error, "
_UNKNOWN, _MISSING = "extra_forbidden", "missing"
_ALIKE = 0.7
_LONG = 80


def typed(section: type[SectionT], node: Node, what: str) -> tuple[SectionT | None, tuple[Problem, ...]]:
    """Return a group as its typed section, or None with every problem; ``what`` names it to the user."""
    if not isinstance(node, Group):
        return None, (not_a_group(node.place, what),)
    known = keys_of(section)
    group, slips = spelt(node, known, what)
    if group.entries and not any(word in known for word in group.entries):
        message = f"{what} has no setting that can stand here."
        return None, (*slips, Problem("S204", node.place, message, f"It may have: {', '.join(known)}."))
    try:
        return section.model_validate(plain(group), strict=False), slips
    except ValidationError as error:
        return None, (*slips, *_Faults(section, group, what).problems(error))


@overload
def spelt(node: Group, known: Sequence[str], what: str) -> tuple[Group, tuple[Problem, ...]]: ...
@overload
def spelt(node: Node, known: Sequence[str], what: str) -> tuple[Node, tuple[Problem, ...]]: ...
def spelt(node: Node, known: Sequence[str], what: str) -> tuple[Node, tuple[Problem, ...]]:
    """Return a group with each misspelt word read as the one that was meant, and say so.

    What depends on the word then finds it: a slip is told once, and not again by what it leaves out.
    """
    if not isinstance(node, Group) or not (wrong := [w for w in node.entries if w not in known]):
        return node, ()
    meant: dict[str, str] = {}
    problems = []
    for word in wrong:
        free = [k for k in known if k not in node.entries and k not in meant.values()]
        if near := nearest(word, free, likeness=_ALIKE):
            meant[word] = near
            problems.append(unknown_word(word, node.entries[word].key, free, what))
    return node.with_entries({meant.get(k, k): e for k, e in node.entries.items()}), tuple(problems)


def plain(node: Node) -> Any:
    """Return a tree as text, tuples and groups without places."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return tuple(plain(n) for n in node.items)
        case Group():
            return {key: plain(entry.node) for key, entry in node.entries.items()}


def not_a_group(place: Place, what: str) -> Problem:
    """Say that settings are expected where one value or a list stands."""
    return Problem(
        "S204",
        place,
        f"{what} has settings of its own, each a word, a colon, a space and a value.",
        "Write one setting a line below it, indented, or {word: value} in braces.",
    )


def not_a_list(place: Place, what: str) -> Problem:
    """Say that a list is expected where one value or a group stands."""
    return Problem(
        "S204",
        place,
        f"{what} is a list, even where it names only one.",
        'Write each member on a line of its own that begins with "- ", or put them in brackets: [one, two].',
    )


def unknown_word(word: str, place: Place, known: Sequence[str], what: str) -> Problem:
    """Say that a word is no setting here, with the nearest one that is."""
    return Problem("S201", place, f'"{word}" is not a word that {what} knows.', did_you_mean(word, known))


def lacking(word: str, place: Place, what: str) -> Problem:
    """Say that a setting is missing."""
    return Problem(
        "S202", place, f'"{word}" is missing: {what} needs it.', f'Add a line "{word}: " with its value.'
    )


class _Faults:
    """What the typed model refuses, said in the words and places of the file."""

    def __init__(self, section: type[Section], group: Group, what: str) -> None:
        self.section, self.group, self.what = section, group, what

    def problems(self, error: ValidationError) -> Iterator[Problem]:
        found = error.errors(include_url=False, include_input=False)
        unknown = [f["loc"] for f in found if f["type"] == _UNKNOWN]
        seen: set[Place] = set()
        for fault in sorted(found, key=lambda f: f["type"] == _MISSING):
            loc, kind = fault["loc"], fault["type"]
            if kind == _MISSING:
                if not self._explained(loc, unknown):
                    within = self._within(loc[:-1])
                    yield lacking(str(loc[-1]), self._node(loc[:-1]).place, within)
                continue
            problem = self._refused(loc, kind, fault)
            if problem.place not in seen:
                seen.add(problem.place)
                yield problem

    def _explained(self, loc: tuple[int | str, ...], unknown: list[tuple[int | str, ...]]) -> bool:
        """A setting is not missing where its misspelling or its spoilt value stands beside."""
        group, word = self._node(loc[:-1]), str(loc[-1])
        if isinstance(group, Group) and word in group.spoilt:
            return True
        keys = keys_of(self._model(loc[:-1]))
        return any(u[:-1] == loc[:-1] and nearest(str(u[-1]), keys) == word for u in unknown)

    def _refused(self, loc: tuple[int | str, ...], kind: str, fault: Any) -> Problem:
        if kind == _UNKNOWN:
            group = self._node(loc[:-1])
            assert isinstance(group, Group), "only groups have unknown words"  # noqa: S101 - our own mistake
            place = group.entries[str(loc[-1])].key
            return unknown_word(str(loc[-1]), place, keys_of(self._model(loc[:-1])), self._within(loc[:-1]))
        node = self._node(loc)
        what = self._named(loc)
        if kind == "tuple_type":
            return not_a_list(node.place, what)
        if kind in ("model_type", "dict_type", "model_attributes_type"):
            return not_a_group(node.place, what)
        if kind in ("literal_error", "enum"):
            return _not_of_the_list(
                node, what, re.findall(r"'((?:[^'\\]|\\.)*)'|\"([^\"]*)\"", fault["ctx"]["expected"])
            )
        return not_readable(
            node, what, fault["msg"].removeprefix(_OUR_WORDS) if kind == "value_error" else ""
        )

    def _node(self, loc: tuple[int | str, ...]) -> Node:
        """Follow a path as far as the tree goes; models add steps of their own for alternatives."""
        node: Node = self.group
        for step in loc:
            if isinstance(node, Group) and step in node.entries:
                node = node.entries[str(step)].node
            elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
        return node

    def _model(self, loc: tuple[int | str, ...]) -> type[Section]:
        model = self.section
        for step in loc:
            by_key = {f.alias or name: f.annotation for name, f in model.model_fields.items()}
            model = next(_sections_in(by_key.get(str(step))), model)
        return model

    def _within(self, loc: tuple[int | str, ...]) -> str:
        return self._named(loc) if loc else self.what

    def _named(self, loc: tuple[int | str, ...]) -> str:
        words = [str(step) for step in loc if isinstance(step, str) and "[" not in step]
        return f'"{words[-1]}"' if words else self.what


def not_readable(node: Node, what: str, why: str) -> Problem:
    """Say that a value cannot stand under a setting; ``why`` is a sentence that begins "write ..."."""
    if not isinstance(node, Scalar):
        message = f"{what} is one value, not a list or a group of settings."
        return Problem("S204", node.place, message, "Write one value after the colon.")
    why = why.replace(node.text.strip(), _short(node.text.strip())) if len(node.text) > _LONG else why
    if why.startswith("write "):
        remedy = f"{why[0].upper()}{why[1:]}."
        return Problem("S203", node.place, f'{what} cannot be "{_short(node.text)}".', remedy)
    message = f'{what} cannot be "{_short(node.text)}"' + (f": {why}." if why else ".")
    return Problem("S203", node.place, message, "Write the value as the language reference shows it.")


def _short(text: str) -> str:
    """Cut what is far too long to be a value."""
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _not_of_the_list(node: Node, what: str, found: list[tuple[str, str]]) -> Problem:
    words = [a or b for a, b in found]
    if not isinstance(node, Scalar):
        return not_readable(node, what, "")
    return Problem(
        "S203",
        node.place,
        f'{what} cannot be "{_short(node.text)}".',
        did_you_mean(node.text, words, most=12),
    )


def _sections_in(annotation: Any) -> Iterator[type[Section]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for inner in get_args(annotation):
        yield from _sections_in(inner)
