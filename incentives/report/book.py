"""The workbook while it is written: formats, safe text, formulas with the engine's value beside them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from incentives.report.plain_sheet import PlainSheet
from incentives.report.sealed.contents import normal
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from incentives.report.layout import Layout
    from incentives.report.sealed.seal import Held
    from incentives.report.tabs import Tab

Figure = float | int | str
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST_TEXT = 32767
_A4 = 9
_COLUMNS_A_PAGE = 12
_LINE = 13.5
_MOST_LINES = 29  # Excel's rows are at most 409 points high
_NUMBERS = {
    Kind.MONEY: "#,##0.00;[Red]-#,##0.00",
    Kind.POINTS: "#,##0.00",
    Kind.COUNT: "#,##0",
    Kind.PERCENT: "0.0%",
    Kind.FACTOR: "#,##0.000000",
    Kind.NUMBER: "General",
    Kind.TEXT: "@",
}


class Book:
    """One workbook in memory; ``content`` closes it and returns its bytes, the same for the same input."""

    def __init__(self, layout: Layout, dated: date) -> None:
        self.layout = layout
        self._bytes = io.BytesIO()
        self.file = xlsxwriter.Workbook(self._bytes, {"in_memory": True, "strings_to_formulas": False})
        self.created = datetime.combine(dated, time(), UTC).replace(tzinfo=None)
        self.file.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.names: dict[str, str] = {}
        self.to_fill_in: list[str] = []
        self._shows_seal: list[tuple[Any, tuple[int, int], str]] = []

    def sheet(self, tab: Tab) -> Any:
        """Add a tab's sheet: title in A1, the note below it, gridlines off, the tab coloured by role."""
        sheet = self.file.add_worksheet(tab.name, worksheet_class=PlainSheet)
        sheet.set_tab_color(self.layout.colours[f"tab_{tab.role.value.lower()}"])
        sheet.hide_gridlines(2)
        title = self.style(bold=True, font_size=self.layout.title_size, font_color=self.colour("title"))
        self.text(sheet, 0, 0, tab.title, title)
        self.text(sheet, 1, 0, tab.note, self.style(font_color=self.colour("quiet")))
        sheet.set_row(0, 24)
        sheet.set_row(1, 18)
        return sheet

    def protect(self) -> None:
        """Keep all but inputs from being overwritten by a slip; there is no password."""
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
        for sheet in self.file.worksheets():
            sheet.protect("", allowed)

    def name_cell(self, name: str, sheet: str, cell: str) -> None:
        """Give a cell the name by which formulas call it."""
        self.file.define_name(name, f"='{sheet}'!{cell}")
        self.names[name] = f"='{sheet}'!{cell}"

    def cell_to_fill_in(self, sheet: Any, row: int, column: int) -> None:
        """Leave a cell for people to fill in: its filling is no change of the schedule."""
        look = {"border": 1, "border_color": self.colour("line"), "bg_color": self.colour("input")}
        self.text(sheet, row, column, "", self.style(locked=False, text_wrap=True, **look))
        self.to_fill_in.append(f"{sheet.get_name()}!{xl_rowcol_to_cell(row, column)}")

    def shows_seal(self, sheet: Any, at: tuple[int, int], cell: str) -> None:
        """Keep a cell for the fingerprint of all sheets: its figure is known when all are written."""
        self._shows_seal.append((sheet, at, f"={cell}"))
        sheet.write_formula(*at, f"={cell}", None, "")

    def seal(self, fingerprint: str) -> None:
        """Show the fingerprint where room was kept for it, and keep it in the file's properties."""
        look = self.style(align="left", indent=1, bottom=1, bottom_color=self.colour("line"))
        for sheet, at, text in self._shows_seal:
            sheet.write_formula(*at, text, look, fingerprint)
        self.file.set_custom_property("Seal", fingerprint)
        self.file.set_custom_property("Dated", self.created.date().isoformat(), "text")

    def held(self) -> dict[str, Held]:
        """Return what all sheets hold so far, by sheet and column, as reading the file will find it."""
        texts = list(self.file.str_table.string_table)
        return {sheet.get_name(): sheet.held(texts) for sheet in self.file.worksheets()}

    def plain_names(self) -> dict[str, str]:
        """Return the cells that have names, as they are compared."""
        return {name: normal(at).replace("$", "") for name, at in sorted(self.names.items())}

    def print_as(self, sheet: Any, heading_row: int, columns: int, lead: int) -> None:
        """Set a sheet to print on A4 landscape, its heading and leading columns on every page."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        pages = max(1, -(-(columns - lead) // _COLUMNS_A_PAGE))
        sheet.fit_to_pages(pages, 0)
        sheet.repeat_rows(0 if pages == 1 else heading_row, heading_row)
        if pages > 1:
            sheet.repeat_columns(0, lead - 1)
        sheet.set_footer(self.layout.footer)

    def style(self, **properties: Any) -> Any:
        """Return a cell format with the layout's font; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            basis = {"font_name": self.layout.font, "font_size": self.layout.size, "valign": "vcenter"}
            self._formats[key] = self.file.add_format(basis | properties)
        return self._formats[key]

    def figure_style(self, kind: Kind, *, given: bool = False, total: bool = False) -> Any:
        """Return the format of a figure: an input coloured, a total bold on grey."""
        properties: dict[str, Any] = {"num_format": _NUMBERS[kind]}
        properties |= {"bottom": 1, "bottom_color": self.colour("line")}
        if kind is Kind.TEXT:
            properties |= {"align": "left", "indent": 1}
        else:
            properties |= {"align": "right"}
        if given:
            colours = {"bg_color": self.colour("input"), "font_color": self.colour("input_text")}
            properties |= colours | {"locked": False}
        if total:
            properties |= {"bold": True, "bg_color": self.colour("total")}
        return self.style(**properties)

    def heading_style(self, *, right: bool = False) -> Any:
        """Return the format of a column's heading."""
        return self.style(
            bold=True,
            text_wrap=True,
            valign="top",
            align="right" if right else "left",
            indent=0 if right else 1,
            bg_color=self.colour("heading"),
            font_color=self.colour("heading_text"),
        )

    def colour(self, name: str) -> str:
        """Return a colour of the layout."""
        return self.layout.colours[name]

    def text(self, sheet: Any, row: int, column: int, words: str, style: Any = None) -> None:
        """Write words as words: never as a formula or a link, without control characters."""
        safe = _CONTROL.sub("", words)[:_LONGEST_TEXT]
        if safe:
            sheet.write_string(row, column, safe, style or self.style())
        else:
            sheet.write_blank(row, column, None, style or self.style())

    def headings(
        self, sheet: Any, row: int, words: list[str], *, figures: Collection[int] = (), rows: int = 0
    ) -> None:
        """Write a row of headings, those of figures to the right; the row is as high as they need.

        With the number of ``rows`` below, headings and rows are marked up as a table.
        """
        lines, words = 1, told_apart(words)
        if rows:
            columns = [{"header": heading} for heading in words]
            look = {"style": None, "autofilter": False, "columns": columns}
            sheet.add_table(row, 0, row + rows, len(words) - 1, look)
        for column, heading in enumerate(words):
            right = column in figures
            self.text(sheet, row, column, heading, self.heading_style(right=right))
            if right:
                lines = max(lines, _lines(heading, self.layout.widths["figure"] - 1))
        sheet.set_row(row, _LINE * min(lines, _MOST_LINES) + 6)

    def row_of_words(self, sheet: Any, row: int, words: Sequence[str], widths: Sequence[int]) -> None:
        """Make a row as high as its wrapped words need."""
        lines = max(_lines(text, width - 1) for text, width in zip(words, widths, strict=True))
        sheet.set_row(row, _LINE * lines + 2)

    def colour_result(self, sheet: Any, cells: tuple[int, int, int, int]) -> None:
        """Colour OK and CHECK; the words say the same without colour."""
        for word, name in (("OK", "good"), ("CHECK", "bad")):
            colours = {"bg_color": self.colour(name), "font_color": self.colour(f"{name}_text")}
            style = self.file.add_format(colours | {"bold": True})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
            sheet.conditional_format(*cells, rule)

    def content(self, title: str) -> bytes:
        """Close the workbook and return its bytes."""
        properties = {"title": _CONTROL.sub("", title), "author": "incentives", "created": self.created}
        self.file.set_properties(properties)
        self.file.close()
        return self._bytes.getvalue()


def sums_up(sheet: Any, at: tuple[int, int], text: str, figure: Figure, style: Any) -> None:
    """Write a formula with the engine's figure, or the figure alone where the formula is too long."""
    if text:
        sheet.write_formula(*at, "=" + text, style, figure)
    else:
        sheet.write(*at, figure, style)


def told_apart(words: Sequence[str]) -> list[str]:
    """Return headings of which no two are the same; a table's columns are told apart by theirs.

    >>> told_apart(["List", "list", "Points"])
    ['List', 'list (2)', 'Points']
    """
    seen: dict[str, int] = {}
    found = []
    for heading in words:
        count = seen[heading.casefold()] = seen.get(heading.casefold(), 0) + 1
        found.append(heading if count == 1 else f"{heading} ({count})")
    return found


def _lines(words: str, width: int) -> int:
    """Return how many lines words take in a column: they are broken between words."""
    return sum(max(1, len(wrap(line, max(1, width)))) for line in words.split("\n"))
