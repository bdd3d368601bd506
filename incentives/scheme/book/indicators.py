"""The sheet of indicators, one a row: kept, not paid for, or changed; and the sheet of new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Problem, did_you_mean
from incentives.scheme.book import fields
from incentives.scheme.book.cells import as_written
from incentives.scheme.book.rows import table_of
from incentives.scheme.book.settings import Draft, value_node
from incentives.scheme.book.shape import CHANGE, CHANGED, DECISIONS, KEEP, NEW_COLUMNS, STOP, Row, spoken
from incentives.scheme.marks import Entry, Group, Items, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.base.problem import Place
    from incentives.scheme.book.cells import Sheet
    from incentives.scheme.book.rows import Line
    from incentives.scheme.marks import Node

    Blanks = dict[tuple[str, str], Place]

_OWN = (Row.CODE, Row.DECISION, Row.REASON, Row.POINTS_WAS, Row.POINTS_NOW, Row.PAYS_WAS, Row.PAYS_NOW)
_HEADS = (*_OWN, Row.WATCHED, Row.REPLACED)
_OF_STOP = {"still_watched": Row.WATCHED, "replaced_by": Row.REPLACED}


def changes_and_stops(
    sheet: Sheet, further: Mapping[str, Draft], blanks: Blanks
) -> tuple[Items | None, Group | None, list[Problem]]:
    """Return what is not paid for, what is changed, and what is wrong with the sheet.

    ``further`` are changes of settings without a column, by code.
    """
    table = table_of(sheet, _HEADS)
    reader = _Decisions(further, blanks)
    reader.problems += table.problems
    for line in table.lines:
        reader.take(line)
    reader.left_over()
    at = sheet.place(0, 0)
    stops = Items(tuple(_stop_entries(reader.stops)), at) if reader.stops else None
    changes = Group(reader.changes, at) if reader.changes else None
    return stops, changes, reader.problems


@dataclass(frozen=True)
class _Stop:
    """An indicator that is not paid for."""

    code: Scalar
    entries: Mapping[str, Entry]
    spoilt: frozenset[str]
    decision: Place

    def says(self) -> tuple[str, ...]:
        """Return what is said of it, by which indicators stand together."""
        return tuple(f"{k}: {e.node.text}" for k, e in self.entries.items() if isinstance(e.node, Scalar))


class _Decisions:
    def __init__(self, further: Mapping[str, Draft], blanks: Blanks) -> None:
        self.problems: list[Problem] = []
        self.stops: list[_Stop] = []
        self.changes: dict[str, Entry] = {}
        self._further, self._blanks = dict(further), blanks
        self._seen: dict[str, Place] = {}

    def take(self, line: Line) -> None:
        """Take a row."""
        faults = [line.faults(h, self.problems) for h in _HEADS]
        if any(faults):
            return
        code = line.code(Row.CODE, self.problems, digits=False)
        if not code:
            if line.text(Row.DECISION) and not line.text(Row.CODE):
                self._problem(
                    "S534", line, Row.CODE, "The row names no indicator.", "Write its code, or clear the row."
                )
            return
        if code in self._seen:
            message = f"{code} has two rows; the first is {self._seen[code].cell.rpartition('!')[2]}."
            self._problem("S544", line, Row.CODE, message, "Keep one of the two rows.")
            return
        self._seen[code] = line.place(Row.CODE)
        self._decide(line, code)

    def _decide(self, line: Line, code: str) -> None:
        decision = line.text(Row.DECISION).casefold() or KEEP
        now = [h for _, h in CHANGED.values() if line.text(h)]
        if decision not in DECISIONS:
            message = f'"{line.text(Row.DECISION)}" is no decision.'
            self._problem("S538", line, Row.DECISION, message, did_you_mean(decision, DECISIONS))
        elif decision != CHANGE and (now or code in self._further):
            head = now[0] if now else Row.DECISION
            what = f'something stands under "{head}"' if now else "the sheet More settings changes it"
            message = f'{code} says "{decision}", but {what}.'
            self._problem("S531", line, head, message, f'Choose "{CHANGE}" in its row, or clear what is new.')
            self._further.pop(code, None)
        elif decision == STOP:
            self._stop(line, code)
        elif decision == CHANGE:
            self._change(line, code, now)

    def _stop(self, line: Line, code: str) -> None:
        entries: dict[str, Entry] = {}
        shapes = fields.shapes_of("stop_paying_for")
        spoilt = self._reason(line, code, "why it is not paid for")
        for word, head in (("reason", Row.REASON), *_OF_STOP.items()):
            if text := as_written(line.cell(head), fields.within(shapes, word)):
                entries[word] = Entry(line.place(head), Scalar(text, line.place(head)))
        written = Scalar(code, line.place(Row.CODE))
        self.stops.append(_Stop(written, entries, spoilt, line.place(Row.DECISION)))

    def _change(self, line: Line, code: str, now: list[Row]) -> None:
        draft = self._further.pop(code, None) or Draft(line.place(Row.DECISION))
        if not now and not draft.inside:
            message = f'{code} says "{CHANGE}", but not what is new.'
            remedy = f'Fill in "{Row.POINTS_NOW}" or "{Row.PAYS_NOW}", or choose "{KEEP}".'
            self._problem("S532", line, Row.POINTS_NOW, message, remedy)
            return
        spoilt = self._reason(line, code, "why it is changed")
        for word, (was, head) in CHANGED.items():
            if line.text(head):
                self._pair(line, draft, word, (was, head))
        if line.text(Row.REASON):
            place = line.place(Row.REASON)
            draft.put(("reason",), place, Scalar(as_written(line.cell(Row.REASON)), place))
        self.changes[code] = Entry(line.place(Row.CODE), draft.made(spoilt))

    def _pair(self, line: Line, draft: Draft, word: str, heads: tuple[Row, Row]) -> None:
        shapes = fields.within(fields.shapes_of("indicators"), word)
        for key, head in zip(("was", "now"), heads, strict=True):
            place = line.place(head)
            if text := as_written(line.cell(head), shapes) or ("none" if key == "was" else ""):
                draft.put((word, key), place, value_node(text, place, shapes))

    def _reason(self, line: Line, code: str, what: str) -> frozenset[str]:
        if line.text(Row.REASON):
            return frozenset()
        message = f"{code} does not say {what}."
        self._problem(
            "S541", line, Row.REASON, message, "Write the reason, for the committee and the auditor."
        )
        return frozenset({"reason"})

    def left_over(self) -> None:
        """Hand on changes of indicators that have no row: they will be refused by name."""
        for code, draft in self._further.items():
            self.changes[code] = Entry(draft.place, draft.made())

    def _problem(self, code: str, line: Line, head: Row, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, line.place(head), message, remedy))


def _stop_entries(stops: list[_Stop]) -> list[Node]:
    """Put indicators of which the same is said into one entry, in the order of their rows."""
    together: dict[tuple[str, ...], list[_Stop]] = {}
    for stop in stops:
        alone = (stop.code.text,) if stop.spoilt else ()
        together.setdefault((*stop.says(), *alone), []).append(stop)
    found: list[Node] = []
    for members in together.values():
        first = members[0]
        codes = Items(tuple(m.code for m in members), first.code.place)
        entries = {"indicators": Entry(first.code.place, codes), **first.entries}
        found.append(Group(entries, first.decision, first.spoilt))
    return found


def new_indicators(
    sheet: Sheet, further: Mapping[str, Draft], blanks: Blanks
) -> tuple[Group | None, list[Problem]]:
    """Return the new indicators of a sheet, with their further settings, and what is wrong with it."""
    problems: list[Problem] = []
    left = dict(further)
    found: dict[str, Entry] = {}
    heads = {word: spoken(word).capitalize() for word in NEW_COLUMNS}
    table = table_of(sheet, (Row.CODE, *heads.values()))
    problems += table.problems
    shapes = fields.shapes_of("indicators")
    for line in table.lines:
        code = line.code(Row.CODE, problems, digits=False)
        if not code:
            if not line.text(Row.CODE):
                message = "The row of a new indicator has no code."
                problems.append(
                    Problem("S534", line.place(Row.CODE), message, "Write its code, such as OWN001.")
                )
            continue
        if code in found:
            message = f"{code} has two rows; the first is {found[code].key.cell.rpartition('!')[2]}."
            problems.append(Problem("S544", line.place(Row.CODE), message, "Give it a code of its own."))
            continue
        draft, spoilt = left.pop(code, None) or Draft(line.place(Row.CODE)), set()
        draft.place = line.place(Row.CODE)
        for word, head in heads.items():
            if line.faults(head, problems):
                spoilt.add(word)
                continue
            place, here = line.place(head), fields.within(shapes, word)
            if text := as_written(line.cell(head), here):
                if not draft.put((word,), place, value_node(text, place, here)):
                    message = f'"{head}" of {code} stands here and on the sheet More settings.'
                    problems.append(Problem("S539", place, message, "Keep one of the two."))
            else:
                blanks[draft.place.cell, word] = place
        found[code] = Entry(line.place(Row.CODE), draft.made(frozenset(spoilt)))
    found |= {code: Entry(draft.place, draft.made()) for code, draft in left.items()}
    return (Group(found, sheet.place(0, 0)) if found else None), problems
