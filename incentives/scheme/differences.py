"""A local scheme as differences, applied to the tree of the scheme it starts from before typing.

``stop_paying_for`` takes indicators out, ``change`` states what a value was and is now, ``add`` puts
indicators in. Of the other sections a local one replaces that of the scheme it starts from; protections,
limits, deductions, and corrections are appended, payments and sources are joined by name. Every
value keeps its own place, so its origin stays exact.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, did_you_mean
from incentives.scheme.entries import Row, as_read, chosen
from incentives.scheme.forms import FORMS, Part
from incentives.scheme.marks import Entry, Group, Items, Scalar
from incentives.scheme.section import keys_of
from incentives.scheme.sections import (
    lacking,
    not_a_group,
    not_a_list,
    not_readable,
    spelt,
    typed,
    unknown_word,
)
from incentives.scheme.standings import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from incentives.scheme.layers import Read

DIFFERENCES = ("stop_paying_for", "change", "add")
APPENDED = (
    "conditions",
    "exceptions",
    "suspended",
    "protect",
    "limits",
    "deductions",
    "pots",
    "recover",
    "corrections",
    "conflicts",
    "stop_paying_for",
)
ON_FIGURES = ("corrections", "conflicts")
JOINED = ("payments", "sources")
OWN = ("kind", "id", "title", "year", "starts_from", "previous", "total_points", "tests", "standing")


class Merged:
    """The full scheme as a tree: ``rows`` are its indicators, ``sections`` everything else by name."""

    def __init__(self, layers: tuple[Read, ...], definitions: Mapping[str, Entry], file: str) -> None:
        self.problems: list[Problem] = []
        self.sections: dict[str, Entry] = {}
        self.rows: dict[str, Row] = {}
        self._definitions, self._definitions_file = definitions, file
        self._first(layers[0])
        self.inherited = frozenset(self._components()) if len(layers) > 1 else frozenset()
        for parent, layer in pairwise(layers):
            self._then(parent.id, layer)

    def _first(self, layer: Read) -> None:
        for word in DIFFERENCES:
            if entry := layer.tree.entries.get(word):
                message = f'"{word}" changes the scheme it starts from, and this one starts from none.'
                remedy = 'Name that scheme with "starts_from:", or write everything out under "indicators:".'
                self.problems.append(Problem("S308", entry.key, message, remedy))
        self.sections = {
            k: e for k, e in layer.tree.entries.items() if k != "indicators" and k not in DIFFERENCES
        }
        if "indicators" in layer.tree.entries:
            self._put_rows(layer.tree.entries["indicators"], "indicators")

    def _then(self, parent: str, layer: Read) -> None:
        entries = layer.tree.entries
        if entry := entries.get("indicators"):
            message = "A scheme that starts from another writes only what differs."
            remedy = 'Use "add:" for new indicators and "change:" for those it already has.'
            self.problems.append(Problem("S308", entry.key, message, remedy))
        stopped = self._stop(parent, entries.get("stop_paying_for"))
        if entry := entries.get("change"):
            self._change(parent, entry, stopped)
        if entry := entries.get("add"):
            self._add(parent, entry)
        self.sections = self._sections(entries)

    def _components(self) -> Iterator[str]:
        yield from self.rows
        payments = self.sections.get("payments")
        if payments and isinstance(payments.node, Group):
            yield from payments.node.entries

    # --- indicators ---

    def _put_rows(self, entry: Entry, word: str) -> None:
        if not isinstance(entry.node, Group):
            self.problems.append(not_a_group(entry.key, f'"{word}"'))
            return
        for identifier, row in entry.node.entries.items():
            if isinstance(row.node, Group):
                written, slips = spelt(row.node, _words(), identifier)
                self.problems += slips
                self.rows[identifier] = Row(row.key, self._over_definition(identifier, row.key, written))
            else:
                self.problems.append(not_a_group(row.key, identifier))

    def _over_definition(self, identifier: str, key: Place, row: Group) -> Group:
        defined = self._definitions.get(identifier)
        if defined and isinstance(defined.node, Group):
            return row.with_entries({**defined.node.entries, **row.entries})
        if self._definitions_file and "group" not in row.entries:
            message = f"{identifier} is not in {self._definitions_file}, so its disease group is not known."
            near = did_you_mean(identifier, tuple(self._definitions))
            hint = near if near.startswith("Did") else "Check the code."
            remedy = f"{hint} For an indicator of your own, write its group beside its points."
            self.problems.append(Problem("S307", key, message, remedy))
            return replace(row, spoilt=row.spoilt | {"group"})
        return row

    def _add(self, parent: str, entry: Entry) -> None:
        if not isinstance(entry.node, Group):
            self.problems.append(not_a_group(entry.key, '"add"'))
            return
        clashing = [i for i in entry.node.entries if i in self.rows]
        for identifier in clashing:
            message = f"{identifier} is already in {parent}."
            remedy = 'Write it under "change:" with what it was and is now, or stop paying for it first.'
            self.problems.append(Problem("S305", entry.node.entries[identifier].key, message, remedy))
        new = {i: e for i, e in entry.node.entries.items() if i not in clashing}
        self._put_rows(Entry(entry.key, entry.node.with_entries(new)), "add")

    def _stop(self, parent: str, entry: Entry | None) -> frozenset[str]:
        if entry is None:
            return frozenset()
        if not isinstance(entry.node, Items):
            self.problems.append(not_a_list(entry.node.place, '"stop_paying_for"'))
            return frozenset()
        stopped = set()
        for item in entry.node.items:
            for identifier, place in words_of(item, "indicators") if isinstance(item, Group) else ():
                if identifier in self.rows:
                    stopped.add(identifier)
                    del self.rows[identifier]
                elif identifier not in stopped:
                    self.problems.append(self._unknown(identifier, place, parent))
        self._forget(stopped)
        return frozenset(stopped)

    def _unknown(self, identifier: str, place: Place, parent: str) -> Problem:
        message = f"{identifier} is not an indicator of {parent}."
        return Problem("S303", place, message, did_you_mean(identifier, tuple(self.rows)))

    def _forget(self, stopped: set[str]) -> None:
        """Take stopped indicators out of the lists and corrections of the scheme it starts from."""
        self._keep("protect", lambda item: _without(item, "indicators", stopped))
        self._keep("limits", lambda item: _without(item, "of", stopped))
        self._keep("conditions", lambda item: _without(item, "of", stopped))
        self._keep("exceptions", lambda item: _without(item, "indicators", stopped))
        self._keep("suspended", lambda item: _without(item, "indicators", stopped))
        for part in ON_FIGURES:
            self._keep(part, lambda item: None if item.text("indicator") in stopped else item)

    def _keep(self, part: str, kept: Callable[[Group], Group | None]) -> None:
        entry = self.sections.get(part)
        if entry and isinstance(entry.node, Items):
            items = (kept(i) if isinstance(i, Group) else i for i in entry.node.items)
            left = replace(entry.node, items=tuple(i for i in items if i))
            self.sections[part] = Entry(entry.key, left)

    # --- changed values ---

    def _change(self, parent: str, entry: Entry, stopped: frozenset[str]) -> None:
        if not isinstance(entry.node, Group):
            self.problems.append(not_a_group(entry.key, '"change"'))
            return
        for identifier, changed in entry.node.entries.items():
            if identifier in stopped:
                message = f'{identifier} is under "stop_paying_for" and under "change".'
                self.problems.append(Problem("S306", changed.key, message, "Keep one of the two."))
            elif identifier not in self.rows:
                self.problems.append(self._unknown(identifier, changed.key, parent))
            elif not isinstance(changed.node, Group):
                self.problems.append(not_a_group(changed.key, identifier))
            else:
                self._change_row(parent, identifier, changed.node)

    def _change_row(self, parent: str, identifier: str, changes: Group) -> None:
        row = self.rows[identifier]
        changes, slips = spelt(changes, (*_words(), "reason"), f"the change of {identifier}")
        self.problems += slips
        reason = changes.text("reason")
        if not reason and "reason" not in changes.spoilt:
            told = changes.get("reason")
            what = f"the change of {identifier}"
            self.problems.append(
                not_readable(told, '"reason"', "") if told else lacking("reason", changes.place, what)
            )
        entries, reasons = dict(row.group.entries), dict(row.reasons)
        for word, change in changes.entries.items():
            if word == "reason":
                continue
            now = self._now(parent, identifier, word, change)
            if now:
                entries[word], reasons[word] = now, reason
        self.rows[identifier] = replace(row, group=row.group.with_entries(entries), reasons=reasons)
        self._drop_corrections(identifier, changes)

    def _now(self, parent: str, identifier: str, word: str, change: Entry) -> Entry | None:
        """Return the new value of a setting, None where the change cannot be read."""
        if word not in _words():
            self.problems.append(unknown_word(word, change.key, _words(), "an indicator"))
            return None
        pair = change.node
        if isinstance(pair, Group):
            pair, slips = spelt(pair, ("was", "now"), "a change")
            self.problems += slips
        if not isinstance(pair, Group) or not {"was", "now"} <= set(pair.entries) | set(pair.spoilt):
            message = f'The change of "{word}" does not say what it was and what it is now.'
            remedy = f"Write {word}: {{was: ..., now: ...}}"
            self.problems.append(Problem("S309", pair.place, message, remedy))
            return None
        extra = [
            unknown_word(k, e.key, ("was", "now"), "a change")
            for k, e in pair.entries.items()
            if k not in ("was", "now")
        ]
        self.problems += extra
        if not pair.spoilt and not _same(self.rows[identifier].group, word, pair.entries["was"]):
            self.problems.append(_moved(parent, identifier, word, self.rows[identifier], pair))
        return Entry(change.key, pair.entries["now"].node) if "now" in pair.entries else None

    def _drop_corrections(self, identifier: str, changes: Group) -> None:
        """What is said of a published figure does not speak of the figure decided locally."""

        def kept(item: Group) -> Group | None:
            about = item.text("indicator") == identifier and item.text("of") in changes.entries
            return None if about else item

        for part in ON_FIGURES:
            self._keep(part, kept)

    # --- other sections ---

    def _sections(self, entries: Mapping[str, Entry]) -> dict[str, Entry]:
        if "pay_points" in entries:
            self._keep("conflicts", lambda item: item if item.text("indicator") else None)
        kept = {k: e for k, e in self.sections.items() if k not in OWN}
        for word, entry in entries.items():
            if word in ("indicators", "change", "add"):
                continue
            before = kept.get(word)
            kept[word] = _joined(word, before, entry) if before else entry
        return kept


def _joined(word: str, before: Entry, entry: Entry) -> Entry:
    old, new = before.node, entry.node
    if word in APPENDED and isinstance(old, Items) and isinstance(new, Items):
        return Entry(entry.key, replace(new, items=(*old.items, *new.items)))
    if word in JOINED and isinstance(old, Group) and isinstance(new, Group):
        return Entry(entry.key, new.with_entries({**old.entries, **new.entries}))
    return entry


def _without(item: Group, word: str, stopped: set[str]) -> Group | None:
    entry = item.entries.get(word)
    if not entry or not isinstance(entry.node, Items):
        return item
    left = tuple(n for n in entry.node.items if not (isinstance(n, Scalar) and n.text.strip() in stopped))
    if not left:
        return None
    return item.with_entries({**item.entries, word: Entry(entry.key, replace(entry.node, items=left))})


def _words() -> tuple[str, ...]:
    """Return every setting that an indicator can have, in any form."""
    return tuple(dict.fromkeys(k for f in FORMS.of(Part.INDICATORS) for k in keys_of(f.terms)))


def _same(row: Group, word: str, was: Entry) -> bool:
    """Tell whether ``was`` says what the row says, after typing: "20" is "20 points"."""
    if not isinstance(was.node, Scalar):
        return False
    said = was.node.text.strip()
    if word not in row.entries:
        return said in ("none", _usual(word))
    if said == row.text(word):
        return True
    form = chosen(Part.INDICATORS, row, "")
    if isinstance(form, Problem):
        return False
    stated, _ = typed(form.terms, as_read(row, form), "")
    meant, _ = typed(form.terms, as_read(row.with_entries({**row.entries, word: was}), form), "")
    return stated is not None and meant is not None and getattr(stated, word) == getattr(meant, word)


def _usual(word: str) -> str:
    """Return what holds where a setting is not written, as it would be written."""
    for form in FORMS.of(Part.INDICATORS):
        if word in form.terms.model_fields:
            usual = form.terms.model_fields[word].default
            return str(getattr(usual, "value", usual))
    return ""


def _moved(parent: str, identifier: str, word: str, row: Row, pair: Group) -> Problem:
    was = pair.entries["was"].node
    wrote = was.text if isinstance(was, Scalar) else "a list or group"
    if word in row.group.entries:
        value, at = row.group.text(word), row.group.entries[word].node.place
        where, have = f"{at.file}:{at.line}", value
    else:
        value, where, have = _usual(word) or "none", f"{row.key.file}:{row.key.line}", "no value written"
    has = f"{have.removesuffix(' points')} points" if word == "points" else f'{have} for "{word}"'
    message = f"{identifier} has {has} in {parent} now ({where}); you wrote was: {wrote}."
    remedy = f"Look at it there, decide again, and write was: {value}."
    return Problem("S304", was.place, message, remedy)
