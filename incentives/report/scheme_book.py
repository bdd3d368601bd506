"""A scheme as a workbook that a commissioner fills in: one sheet for each part, every value one cell.

``scheme_book`` takes the settings of a scheme file as plain text; what the workbook holds is read back as
exactly these. Closed lists are drop-downs, what a setting means stands beside it and in comments, and
what the scheme it starts from says is locked. The same settings give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from incentives.base.amount import written
from incentives.report.book import Book
from incentives.report.layout import read_layout
from incentives.report.scheme_book_look import Look
from incentives.report.scheme_book_rows import changed_in_columns, new_rows, rows_of
from incentives.report.scheme_book_start import write_lists, write_start, write_ways
from incentives.scheme.book import fields
from incentives.scheme.book.shape import (
    CHANGE,
    CHANGED,
    DECISIONS,
    INDICATORS,
    KEEP,
    NEW,
    NEW_COLUMNS,
    SCHEME,
    SHEETS,
    STOP,
    Head,
    Row,
    spoken,
)
from incentives.scheme.schema_words import SAYS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentives.report.scheme_book_rows import SettingRow, Tree
    from incentives.scheme.book.shape import Settings
    from incentives.scheme.model import Scheme

SIZE = 11
BLANK_ROWS = 40
_WIDTHS = {Head.PART: 16, Head.NAME: 20, Head.SETTING: 38, Head.VALUE: 46, Head.MEANS: 78}
_ROW_WIDTHS = (11, 52, 14, 44, 10, 10, 16, 16, 10, 18)
_NEW_WIDTHS = (12, 40, 9, 18, 9, 16, 20, 12, 12, 22, 16, 44)
_HEADINGS = 3
"""The row of the headings, from 0: title, note and a blank row stand above it."""
_WAS = (Row.POINTS_WAS, Row.PAYS_WAS)


@dataclass(frozen=True)
class Was:
    """An indicator of the scheme that this one starts from."""

    code: str
    title: str
    points: str
    pays: str


def scheme_book(
    settings: Tree, parent: Scheme | None, *, dated: date, file: str, patterns: Tree | None = None
) -> bytes:
    """Return the workbook of a scheme; ``parent`` is the one it starts from; ``file`` is its name.

    ``settings`` are those of a scheme file: texts, groups and lists. ``dated`` is the day in the file's
    properties, so that the same settings give the same bytes. ``patterns`` are entries whose settings are
    shown without their values, for a user to fill in.
    """
    layout = read_layout()
    book = Book(replace(layout, size=SIZE, title_size=16, footer="&L&9&F   &A&R&9Page &P of &N"), dated)
    look = Look(book)
    title = str(settings.get("title", "Scheme"))
    write_start(look, title, file, parent)
    for sheet in SHEETS:
        _write_settings(look, sheet, settings, patterns or {})
        if sheet.name == SCHEME:
            _write_indicators(look, settings, _were(parent))
            _write_new(look, settings)
    write_ways(look)
    write_lists(look)
    return book.content(title)


def _were(parent: Scheme | None) -> tuple[Was, ...]:
    found = []
    for indicator in parent.indicators if parent else ():
        terms = indicator.terms
        points, pays = getattr(terms, "points", None), getattr(terms, "pays", None)
        shown = "" if points is None else written(points), "" if pays is None else str(pays)
        found.append(Was(indicator.id, getattr(terms, "title", "") or indicator.id, *shown))
    return tuple(found)


# --- sheets that list settings ---


def _write_settings(look: Look, settings: Settings, tree: Tree, patterns: Tree) -> None:
    heads = [
        h
        for h in Head
        if (h is not Head.PART or len(settings.parts) > 1) and (h is not Head.NAME or settings.named)
    ]
    sheet = look.sheet(settings.name, settings.title, settings.note)
    look.columns(sheet, _HEADINGS, heads, [_WIDTHS[h] for h in heads], _help(settings))
    row = _HEADINGS
    last: tuple[str, ...] = ()
    for line in rows_of(settings, tree, patterns):
        row += 1
        here = (line.part, line.name)
        _write_row(look, sheet, row, heads, line, begins=bool(last) and here != last)
        last = here
    if settings.named:
        _blank_rows(look, sheet, settings, heads, row + 1)
        row += BLANK_ROWS
        _choices(look, sheet, settings, heads, (_HEADINGS + 1, row))
    look.finish(sheet, _HEADINGS, row, len(heads), lead=1)


def _write_row(
    look: Look, sheet: Any, row: int, heads: list[Head], line: SettingRow, *, begins: bool
) -> None:
    means = fields.says(line.shapes)
    texts = {
        Head.PART: spoken(line.part),
        Head.NAME: line.name,
        Head.SETTING: line.setting(),
        Head.MEANS: means,
    }
    for column, head in enumerate(heads):
        if head is Head.VALUE:
            look.value(sheet, (row, column), line.value, line.shapes, begins=begins)
            choices = () if Head.NAME in heads else fields.closed_list(line.shapes)
            if choices:
                look.choice(sheet, (row, row, column), choices)
        elif Head.NAME in heads and head is not Head.MEANS:
            look.given(sheet, (row, column), texts[head], begins=begins)
        else:
            look.words(sheet, (row, column), texts[head], begins=begins, quiet=head is Head.MEANS)
    shown = [line.value if h is Head.VALUE else texts[h] for h in heads]
    look.height(sheet, row, shown, [_WIDTHS[h] for h in heads])


def _blank_rows(look: Look, sheet: Any, settings: Settings, heads: list[Head], first: int) -> None:
    """Leave rows to write further entries in."""
    part = settings.parts[0] if len(settings.parts) == 1 else ""
    for row in range(first, first + BLANK_ROWS):
        for column, head in enumerate(heads):
            if head is Head.MEANS:
                look.meaning(sheet, (row, column), part, heads.index(Head.SETTING))
            else:
                look.given(sheet, (row, column), "", begins=row == first)


def _choices(look: Look, sheet: Any, settings: Settings, heads: list[Head], cells: tuple[int, int]) -> None:
    """Give the rows of entries drop-downs, each of which follows what is chosen in the cells before it."""
    part = settings.parts[0] if len(settings.parts) == 1 else ""
    for column, head in enumerate(heads):
        if head is Head.PART:
            look.choice(sheet, (*cells, column), [spoken(p) for p in settings.parts])
        elif head is Head.SETTING:
            look.settings_of_part(sheet, (*cells, column), part, settings.parts)
        elif head is Head.VALUE:
            look.values_of_setting(sheet, (*cells, column), part, heads.index(Head.SETTING))


def _help(settings: Settings) -> Mapping[str, str]:
    listed = ", ".join(spoken(p) for p in settings.parts)
    return {
        Head.PART: f"The part of the scheme that the row belongs to: {listed}.",
        Head.NAME: "What you call it. Its rows have one name; a blank name goes on with the one above.",
        Head.SETTING: "What is settled in this row. A setting within another is written with > between them; "
        "a member of a list with its number in brackets.",
        Head.VALUE: "What holds. Leave it blank where the setting is not needed.",
    }


# --- indicators ---


def _write_indicators(look: Look, tree: Tree, were: tuple[Was, ...]) -> None:
    title, note = (
        "Indicators: keep, stop paying, or change",
        (
            "One row for each indicator of the scheme that this one starts from. Choose in the third "
            "column; a reason is needed for all but keep. The grey cells are locked."
        ),
    )
    sheet = look.sheet(INDICATORS, title, note)
    helps: dict[str, str] = {
        Row.DECISION: "keep: as it was. stop paying: not paid for under this scheme; national QOF itself "
        "does not change. change: fill in what is new.",
        Row.REASON: _says("reason"),
        Row.POINTS_NOW: "Only where it changes. " + _says("indicators.points"),
        Row.PAYS_NOW: "Only where it changes. Write a range such as 45% to 80%, or from 80%, "
        "for the register, when declared, or in full.",
        Row.WATCHED: _says("stop_paying_for.still_watched"),
        Row.REPLACED: _says("stop_paying_for.replaced_by"),
    }
    look.columns(sheet, _HEADINGS, list(Row), _ROW_WIDTHS, helps)
    stops = {code: item for item in tree.get("stop_paying_for", ()) for code in item["indicators"]}
    changes = tree.get("change", {})
    for row, was in enumerate(were, start=_HEADINGS + 1):
        _write_decision(look, sheet, row, was, stops.get(was.code), changes.get(was.code))
    last = _HEADINGS + max(len(were), 1)
    cells = _HEADINGS + 1, last
    at = {head: n for n, head in enumerate(Row)}
    look.choice(sheet, (*cells, at[Row.DECISION]), list(DECISIONS))
    look.choice(sheet, (*cells, at[Row.WATCHED]), ["yes", "no"])
    look.decisions(sheet, (*cells, at[Row.DECISION]))
    sheet.autofilter(_HEADINGS, 0, last, len(Row) - 1)
    look.lock(sheet)
    look.finish(sheet, _HEADINGS, last, len(Row), lead=2)


def _write_decision(
    look: Look, sheet: Any, row: int, was: Was, stopped: Tree | None, changed: Tree | None
) -> None:
    points, pays = (fields.within(fields.shapes_of("indicators"), w) for w in CHANGED)
    said = stopped or changed or {}
    values = {Row.POINTS_WAS: was.points, Row.PAYS_WAS: was.pays, Row.REASON: said.get("reason", "")}
    for word, (was_head, now_head) in CHANGED.items():
        if changed and changed_in_columns(changed, word):
            values[was_head], values[now_head] = changed[word]["was"], changed[word]["now"]
    values[Row.WATCHED] = (stopped or {}).get("still_watched", "")
    values[Row.REPLACED] = (stopped or {}).get("replaced_by", "")
    values[Row.DECISION] = STOP if stopped else CHANGE if changed else KEEP
    for column, head in enumerate(Row):
        shapes = points if head in CHANGED["points"] else pays if head in CHANGED["pays"] else ()
        if head in (Row.CODE, Row.TITLE):
            look.locked(sheet, (row, column), was.code if head is Row.CODE else was.title, ())
        elif head in _WAS:
            look.locked(sheet, (row, column), values[head], shapes)
        else:
            look.value(sheet, (row, column), values.get(head, ""), shapes, begins=False)
    look.height(sheet, row, (was.title, values[Row.REASON]), (_ROW_WIDTHS[1], _ROW_WIDTHS[3]))


def _write_new(look: Look, tree: Tree) -> None:
    title = "New indicators of this scheme"
    note = (
        "One row for each; leave the sheet empty where there are none. Code, title, group, points and pays "
        "are needed. Bands and other settings stand on the sheet More settings, under the same code."
    )
    sheet = look.sheet(NEW, title, note)
    heads = [Row.CODE.value, *(spoken(w).capitalize() for w in NEW_COLUMNS)]
    shapes = fields.shapes_of("indicators")
    helps = {spoken(w).capitalize(): fields.says(fields.within(shapes, w)) for w in NEW_COLUMNS}
    helps[Row.CODE] = "A code of your own, such as OWN001."
    look.columns(sheet, _HEADINGS, heads, _NEW_WIDTHS, helps)
    found = [*new_rows(tree).items()]
    last = _HEADINGS + len(found) + BLANK_ROWS // 2
    for row in range(_HEADINGS + 1, last + 1):
        code, values = found.pop(0) if found else ("", {})
        look.given(sheet, (row, 0), code, begins=False)
        for column, word in enumerate(NEW_COLUMNS, start=1):
            look.value(sheet, (row, column), values.get(word, ""), fields.within(shapes, word), begins=False)
        look.height(sheet, row, [values.get(w, "") for w in NEW_COLUMNS], _NEW_WIDTHS[1:])
    for column, word in enumerate(NEW_COLUMNS, start=1):
        here = fields.within(shapes, word)
        cells = (_HEADINGS + 1, last, column)
        if choices := fields.closed_list(here):
            look.choice(sheet, cells, choices)
        elif len(examples := fields.examples_of(here)) > 1 and word != "points":
            look.suggestion(sheet, cells, examples)
    look.finish(sheet, _HEADINGS, last, len(heads), lead=2)


def _says(key: str) -> str:
    return str(SAYS[key][0])
