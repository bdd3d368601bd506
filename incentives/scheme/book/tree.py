"""The sheets of a workbook to the tree of a scheme: what a text file would give, with cells as places.

Sheets of other names are the user's own and are not read, and so are rows above the headings and columns
of other headings. A cell that is left blank is not part of the scheme.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, nearest
from incentives.scheme.book import fields
from incentives.scheme.book.cells import as_written
from incentives.scheme.book.indicators import changes_and_stops, new_indicators
from incentives.scheme.book.rows import table_of
from incentives.scheme.book.settings import Draft, path_of, value_node
from incentives.scheme.book.shape import (
    ALL,
    HEADER,
    INDICATORS,
    LISTS,
    NEW,
    ORDERED,
    RULES,
    SCHEME,
    SHEETS,
    START,
    WAYS,
    Head,
)
from incentives.scheme.layers import Tree
from incentives.scheme.marks import DEEPEST, Entry, Group, Items, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentives.scheme.book.cells import Sheet
    from incentives.scheme.book.rows import Line
    from incentives.scheme.book.shape import Settings
    from incentives.scheme.marks import Node

Blanks = dict[tuple[str, str], Place]
_UNREADABLE = ("S533", "S543")
"""A sheet or a column is not found: what that leaves out is no news."""
_ALONE = "notes"
"""A list of texts: each row is one, whatever its setting is called."""


def book_tree(sheets: Sequence[Sheet], file: str) -> Tree:
    """Return the tree of a workbook; raises Refused where it is none of a scheme."""
    by_name = {s.name: s for s in sheets}
    problems = [*_misnamed(by_name)]
    if SCHEME not in by_name:
        raise Refused(problems or [_no_scheme(sheets, file)])
    reader = _Reader()
    for settings in SHEETS:
        if sheet := by_name.get(settings.name):
            reader.settings(sheet, settings)
    reader.indicators(by_name)
    problems += reader.problems
    if any(p.code in _UNREADABLE for p in problems):
        raise Refused(problems)
    tree = reader.tree(by_name[SCHEME].place(0, 0))
    return Tree(tree, tuple(problems), reader.blanks)


def _no_scheme(sheets: Sequence[Sheet], file: str) -> Problem:
    held = ", ".join(s.name for s in sheets[:6])
    message = f'The workbook holds no scheme: it has no sheet "{SCHEME}". Its sheets are: {held}.'
    remedy = "Name the workbook of the scheme; `incentives new NAME.xlsx` writes one to start from."
    return Problem("S530", Place(file), message, remedy)


def _misnamed(by_name: Mapping[str, Sheet]) -> Iterable[Problem]:
    missing = [n for n in ALL if n not in by_name and n not in (START, WAYS, LISTS)]
    for name, sheet in by_name.items():
        if name not in ALL and (near := nearest(name, missing, likeness=0.8)):
            message = f'The sheet "{name}" is not read; the sheet "{near}" is missing.'
            place = sheet.place(0, 0)
            yield Problem("S533", place, message, f'Name it "{near}", or something else altogether.')


@dataclass
class _Entry:
    """One entry of a part: its rows so far."""

    draft: Draft
    name: str
    spoilt: set[str] = field(default_factory=set)


class _Reader:
    """Takes sheet after sheet and gathers the parts of the scheme."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.blanks: Blanks = {}
        self._left_blank: list[tuple[Draft, tuple[fields.Step, ...], Place]] = []
        self._parts: dict[str, dict[str, _Entry]] = {}
        self._nodes: dict[str, Entry] = {}

    # --- sheets that list settings ---

    def settings(self, sheet: Sheet, settings: Settings) -> None:
        """Take a sheet that lists settings."""
        heads = [h for h in (Head.PART, Head.NAME, Head.SETTING, Head.VALUE) if self._has(settings, h)]
        table = table_of(sheet, heads)
        self.problems += table.problems
        last: tuple[str, str] = ("", "")
        for line in table.lines:
            part = self._part(line, settings, last[0])
            if part is None:
                continue
            name = self._name(line, settings, part, last)
            if name is None:
                continue
            if part in self._parts and last[0] != part:
                self._goes_on(line, part)
            last = part, name
            self._take(line, part, name)

    def _has(self, settings: Settings, head: Head) -> bool:
        if head is Head.PART:
            return len(settings.parts) > 1
        return head is not Head.NAME or settings.named

    def _part(self, line: Line, settings: Settings, last: str) -> str | None:
        """Return the part a row belongs to: the one named, or that of the row above."""
        if len(settings.parts) == 1:
            return settings.parts[0]
        written = line.text(Head.PART)
        known = frozenset(settings.parts)
        (part,) = path_of(written, known)[:1]
        if part in known:
            return str(part)
        if not written and last:
            return last
        if not line.text(Head.VALUE) and not line.text(Head.SETTING):
            return None
        told = ", ".join(p.replace("_", " ") for p in settings.parts)
        message = f'"{written}" is no part that this sheet knows.' if written else "The row names no part."
        near = nearest(written.replace(" ", "_"), settings.parts) if written else None
        remedy = f'Did you mean "{near.replace("_", " ")}"?' if near else f"Write one of: {told}."
        self._problem("S534", line.place(Head.PART), message, remedy)
        return None

    def _name(self, line: Line, settings: Settings, part: str, last: tuple[str, str]) -> str | None:
        if not settings.named:
            return ""
        if written := line.code(Head.NAME, self.problems):
            return written
        if line.text(Head.NAME):
            return None
        if last[0] == part and last[1]:
            return last[1]
        if part == _ALONE:
            return "1"
        if line.text(Head.VALUE):
            message = "The row has a value, but no name says which entry it belongs to."
            self._problem("S534", line.place(Head.NAME), message, "Write a name in this cell, or a number.")
        return None

    def _goes_on(self, line: Line, part: str) -> None:
        """Entries apply from the top down, so those of one part stand together."""
        if part in (*ORDERED, *RULES):
            message = f'Other rows stand between those of "{part}".'
            remedy = "Move these rows to the others of their part: the order is the one in which they apply."
            self._problem("S542", line.place(Head.PART), message, remedy)

    def _take(self, line: Line, part: str, name: str) -> None:
        entries = self._parts.setdefault(part, {})
        begins = line.place(Head.NAME if name else Head.SETTING)
        if part == HEADER:
            begins = line.sheet.place(0, 0)
        entry = entries.setdefault(name, _Entry(Draft(begins), name))
        if part == _ALONE:
            if text := as_written(line.cell(Head.VALUE)):
                place = line.place(Head.VALUE)
                entry.draft.put((len(entry.draft.inside),), place, Scalar(text, place))
            return
        setting = line.text(Head.SETTING)
        if not setting:
            if line.text(Head.VALUE):
                message = "The value has no setting beside it."
                self._problem("S534", line.place(Head.SETTING), message, "Choose the setting in this cell.")
            return
        self._set(line, part, entry, setting)

    def _set(self, line: Line, part: str, entry: _Entry, setting: str) -> None:
        shapes = fields.shapes_of(part)
        form = entry.draft.inside.get("form")
        if form and isinstance(form.node, Scalar):
            shapes = fields.of_form(shapes, form.node.text)
        path = path_of(setting, _known(part))
        here = fields.at(shapes, fields.as_meant(shapes, path))
        place, key = line.place(Head.VALUE), line.place(Head.SETTING)
        self.blanks.setdefault(("", part), place)
        if len(path) > DEEPEST:
            message = f"Settings stand within settings more than {DEEPEST} deep here."
            self._problem("S105", key, message, "Write the scheme with fewer levels.")
            return
        if line.faults(Head.SETTING, self.problems) or line.faults(Head.VALUE, self.problems):
            entry.spoilt.add(str(path[0]))
            return
        text = as_written(line.cell(Head.VALUE), here)
        if not text:
            self._left_blank.append((entry.draft, path, place))
            return
        if not entry.draft.put(path, key, value_node(text, place, here)):
            message = f'"{setting}" stands twice in this entry.'
            self._problem("S539", key, message, "Keep one of the two rows, and clear the other.")

    # --- the sheets of indicators ---

    def indicators(self, by_name: Mapping[str, Sheet]) -> None:
        """Take the sheet of indicators and that of new ones."""
        local = "starts_from" in self._header()
        further = {part: self._parts.pop(part, {}) for part in ("change", "add", "indicators")}
        drafts = {part: {n: e.draft for n, e in entries.items()} for part, entries in further.items()}
        if sheet := by_name.get(INDICATORS):
            stops, changes, problems = changes_and_stops(sheet, drafts["change"], self.blanks)
            self.problems += problems
            self._put("stop_paying_for", stops)
            self._put("change", changes)
        elif drafts["change"]:
            self._named("change", drafts["change"])
        word = "add" if local else "indicators"
        own = drafts["add"] | drafts["indicators"]
        if sheet := by_name.get(NEW):
            found, problems = new_indicators(sheet, own, self.blanks)
            self.problems += problems
            self._put(word, found)
        elif own:
            self._named(word, own)

    def _header(self) -> Iterable[str]:
        entry = self._parts.get(HEADER, {}).get("")
        return [str(k) for k in entry.draft.inside] if entry else []

    def _named(self, part: str, drafts: Mapping[str, Draft]) -> None:
        first = next(iter(drafts.values())).place
        entries = {n: Entry(d.place, d.made()) for n, d in drafts.items()}
        self._put(part, Group(entries, first))

    def _put(self, part: str, node: Node | None) -> None:
        if node is not None:
            self._nodes[part] = Entry(node.place, node)

    # --- the whole ---

    def tree(self, at: Place) -> Group:
        """Return the tree of the scheme; a cell left blank is kept under the group that it belongs to."""
        for draft, path, place in self._left_blank:
            depth = next(n for n in reversed(range(len(path))) if draft.at(path[:n]))
            group = draft.at(path[:depth]) or draft
            self.blanks.setdefault((group.place.cell, str(path[depth])), place)
        entries = {"kind": Entry(at, Scalar("scheme", at))}
        for part, found in self._parts.items():
            entries |= dict(self._whole(part, found))
        entries |= self._nodes
        return Group(entries, at, self._spoilt())

    def _spoilt(self) -> frozenset[str]:
        header = self._parts.get(HEADER, {}).get("")
        return frozenset(header.spoilt) if header else frozenset()

    def _whole(self, part: str, found: Mapping[str, _Entry]) -> Iterable[tuple[str, Entry]]:
        filled = {n: e for n, e in found.items() if e.draft.inside or e.spoilt}
        if not filled:
            return
        if part == HEADER:
            made = found[""].draft.made()
            assert isinstance(made, Group), "the header's settings have words"  # noqa: S101 - our mistake
            yield from made.entries.items()
            return
        first = next(iter(filled.values()))
        at = first.draft.place
        yield part, Entry(at, self._node(part, filled, at))

    def _node(self, part: str, filled: Mapping[str, _Entry], at: Place) -> Node:
        made = {n: e.draft.made(frozenset(e.spoilt)) for n, e in filled.items()}
        if part == _ALONE:
            texts = [i for n in made.values() if isinstance(n, Items) for i in n.items]
            return Items(tuple(texts), at)
        if fields.is_list(part):
            return Items(tuple(_with_name(n, node, filled[n].draft) for n, node in made.items()), at)
        if fields.is_named(part):
            return Group({n: Entry(filled[n].draft.place, node) for n, node in made.items()}, at)
        return made[""]

    def _problem(self, code: str, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, place, message, remedy))


def _with_name(name: str, node: Node, draft: Draft) -> Node:
    """Put the name into an entry of a list; a number is only a count of the entries."""
    if name.isdigit() or not isinstance(node, Group) or "name" in node.entries:
        return node
    named = {"name": Entry(draft.place, Scalar(name, draft.place)), **node.entries}
    return node.with_entries(named)


def _known(part: str) -> frozenset[str]:
    """Return the words that settings of a part may have, at any depth."""
    if part == "tests":
        return frozenset(fields.words_in(fields.shapes_of(part)))
    return _words(fields.shapes_of(part), 0)


def _words(shapes: fields.Shapes, depth: int) -> frozenset[str]:
    found = set(fields.words_in(shapes))
    if depth < _DEEPEST:
        for word in tuple(found):
            inner = fields.within(shapes, word)
            found |= _words((*inner, *fields.within(inner, 1)), depth + 1)
    return frozenset(found)


_DEEPEST = 3
