"""How the workbook of a scheme looks and behaves: formats, drop-downs, comments, locked cells, print."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from incentives.report.scheme_book_cells import TEXT, typed_cell, usual_format
from incentives.scheme.book import fields
from incentives.scheme.book.shape import CHANGE, LISTS, STOP, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.report.book import Book
    from incentives.scheme.book.fields import Shapes

Cell = tuple[int, int]
Column = tuple[int, int, int]
"""First row, last row, column."""
_LINE = 15
_LETTERS_TO_A_DIGIT = 1.2
_MOST_HEIGHT = 400
_A4 = 9
_COMMENT = {"author": "incentives", "x_scale": 2.2, "y_scale": 1.0, "font_name": "Arial", "font_size": 10}
_RIGHTS = {
    "select_locked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}


class Look:
    """Writes the cells of the workbook; keeps the closed lists that its drop-downs show."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.lists: dict[tuple[str, ...], int] = {}
        """Each list and its column on the sheet of lists."""

    def sheet(self, name: str, title: str, note: str) -> Any:
        """Add a sheet with its title in A1 and a note below it."""
        sheet = self.book.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(self.book.colour("tab_input"))
        self.book.text(
            sheet, 0, 0, title, self.book.style(bold=True, font_size=16, font_color=self.book.colour("title"))
        )
        self.book.text(sheet, 1, 0, note, self.book.style(font_color=self.book.colour("quiet")))
        sheet.set_row(0, 26)
        sheet.set_row(1, 20)
        return sheet

    def columns(
        self, sheet: Any, row: int, heads: Sequence[str], widths: Sequence[int], helps: Mapping[str, str]
    ) -> None:
        """Write the headings, each with what it means as a comment, and set the widths."""
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            self.book.text(sheet, row, column, str(head), self.book.heading_style())
            if said := helps.get(head):
                lines = 1 + len(said) // 45
                sheet.write_comment(row, column, said, {**_COMMENT, "y_scale": max(0.5, 0.25 * lines)})
        narrow = any(len(str(h)) > w - 2 for h, w in zip(heads, widths, strict=True))
        sheet.set_row(row, 2 * _LINE + 6 if narrow else _LINE + 8)

    def words(self, sheet: Any, at: Cell, text: str, *, begins: bool, quiet: bool = False) -> None:
        """Write words that the user reads and does not fill in."""
        colour = {"font_color": self.book.colour("quiet")} if quiet else {}
        self.book.text(sheet, *at, text, self._style(begins=begins, **colour))

    def given(self, sheet: Any, at: Cell, text: str, *, begins: bool) -> None:
        """Write a cell that the user fills in with a text: a name, a code."""
        self.book.text(sheet, *at, text, self._input(TEXT, begins=begins))

    def value(self, sheet: Any, at: Cell, text: str, shapes: Shapes, *, begins: bool) -> None:
        """Write a value as a person would type it, or leave its cell blank in the format it will have."""
        if text:
            self._typed(sheet, at, text, shapes, locked=False, begins=begins)
        else:
            sheet.write_blank(*at, None, self._input(usual_format(shapes), begins=begins))

    def locked(self, sheet: Any, at: Cell, text: str, shapes: Shapes) -> None:
        """Write what the scheme that this one starts from says."""
        if text:
            self._typed(sheet, at, text, shapes, locked=True, begins=False)
        else:
            sheet.write_blank(*at, None, self._was(TEXT))

    def _typed(self, sheet: Any, at: Cell, text: str, shapes: Shapes, *, locked: bool, begins: bool) -> None:
        value, shown = typed_cell(text, shapes)
        style = self._was(shown) if locked else self._input(shown, begins=begins)
        if isinstance(value, date):
            sheet.write_datetime(*at, datetime.combine(value, time()), style)
        elif isinstance(value, float):
            sheet.write_number(*at, value, style)
        else:
            self.book.text(sheet, *at, value, style)

    # --- drop-downs ---

    def choice(self, sheet: Any, cells: Column, choices: Sequence[str]) -> None:
        """Give cells a drop-down of a closed list."""
        first, last, column = cells
        told = {
            "error_title": "Choose from the list",
            "error_message": "Choose one of the values of the list in this cell, or leave it blank.",
        }
        sheet.data_validation(
            first, column, last, column, {"validate": "list", "source": self._range(choices), **told}
        )

    def suggestion(self, sheet: Any, cells: Column, choices: Sequence[str]) -> None:
        """Give cells a drop-down of values that are often meant; others may be typed."""
        self._loose(sheet, cells, self._range(choices))

    def settings_of_part(self, sheet: Any, cells: Column, part: str, parts: Sequence[str]) -> None:
        """Give cells a drop-down of the settings of a part: the one given, or that in the first column."""
        for each in parts:
            self._name(f"settings_{each}", [spoken(w) for w in fields.words_in(fields.shapes_of(each))])
        first = cells[0]
        source = f"=settings_{part}" if part else f'=INDIRECT("settings_"&SUBSTITUTE($A{first + 1}," ","_"))'
        self._loose(sheet, cells, source)
        for each in parts:
            shapes = fields.shapes_of(each)
            for word in fields.words_in(shapes):
                if choices := fields.chosen_among(fields.within(shapes, word)):
                    self._name(f"values_{each}_{word}", choices)

    def values_of_setting(self, sheet: Any, cells: Column, part: str, setting: int) -> None:
        """Give cells a drop-down of what can be chosen for the setting in the same row."""
        row = cells[0] + 1
        cell = f"${chr(ord('A') + setting)}{row}"
        before = f'"values_{part}_"' if part else f'"values_"&SUBSTITUTE($A{row}," ","_")&"_"'
        self._loose(sheet, cells, f'=INDIRECT({before}&SUBSTITUTE({cell}," ","_"))')

    def meaning(self, sheet: Any, at: Cell, part: str, setting: int) -> None:
        """Write a formula that says what the setting of the same row means."""
        row = at[0] + 1
        cell = f"${chr(ord('A') + setting)}{row}"
        key = f'"{part}"' if part else f'SUBSTITUTE($A{row}," ","_")'
        looked_up = f'VLOOKUP({key}&"|"&SUBSTITUTE({cell}," ","_"),meanings,2,FALSE)'
        style = self._style(begins=False, font_color=self.book.colour("quiet"))
        sheet.write_formula(*at, f'=IFERROR({looked_up},"")', style, "")

    def _loose(self, sheet: Any, cells: Column, source: str) -> None:
        first, last, column = cells
        rule = {"validate": "list", "source": source, "show_error": False}
        sheet.data_validation(first, column, last, column, rule)

    def _range(self, choices: Sequence[str]) -> str:
        column = self.lists.setdefault(tuple(choices), len(self.lists))
        letter = _letters(column)
        return f"={LISTS}!${letter}$5:${letter}${4 + len(choices)}"

    def _name(self, name: str, choices: Sequence[str]) -> None:
        self.book.file.define_name(name, self._range(choices))

    # --- the sheet as a whole ---

    def decisions(self, sheet: Any, cells: Column) -> None:
        """Colour what is not kept; the words say the same without colour."""
        first, last, column = cells
        for word, colour in ((STOP, "bad"), (CHANGE, "good")):
            style = self.book.file.add_format(
                {
                    "bg_color": self.book.colour(colour),
                    "font_color": self.book.colour(f"{colour}_text"),
                    "bold": True,
                }
            )
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
            sheet.conditional_format(first, column, last, column, rule)

    def lock(self, sheet: Any) -> None:
        """Protect the locked cells of a sheet, without a password."""
        sheet.protect("", _RIGHTS)

    def height(self, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
        """Make a row as high as its wrapped words need."""
        lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(row, min(_LINE * lines + 4, _MOST_HEIGHT))

    def finish(self, sheet: Any, heading: int, last: int, columns: int, *, lead: int) -> None:
        """Freeze the headings and set how the sheet prints: A4 landscape, as wide as the page."""
        sheet.freeze_panes(heading + 1, lead)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(heading)
        sheet.print_area(0, 0, last, columns - 1)
        sheet.set_footer(self.book.layout.footer)

    def _style(self, *, begins: bool, **more: Any) -> Any:
        lines = {"bottom": 1, "bottom_color": self.book.colour("line")}
        lines |= {"top": 2, "top_color": self.book.colour("heading")} if begins else {}
        return self.book.style(
            text_wrap=True, valign="top", **{"align": "left", "indent": 1, **lines, **more}
        )

    def _input(self, number_format: str, *, begins: bool) -> Any:
        look = {
            "bg_color": self.book.colour("input"),
            "font_color": self.book.colour("input_text"),
            "locked": False,
        }
        sides = dict.fromkeys(("left", "right"), 1) | {
            f"{s}_color": self.book.colour("line") for s in ("left", "right")
        }
        shown = {"num_format": number_format} if number_format else {}
        return self._style(begins=begins, **look, **sides, **shown)

    def _was(self, number_format: str) -> Any:
        shown = {"num_format": number_format} if number_format else {}
        return self._style(begins=False, bg_color=self.book.colour("total"), **shown)


def _lines(text: str, width: int) -> int:
    """Return how many lines words take: of proportional letters more go into a width than digits do."""
    return sum(1 + int(len(part) / (width * _LETTERS_TO_A_DIGIT)) for part in text.split("\n"))


def _letters(column: int) -> str:
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
