"""A practice's return as a locked workbook: only what is to be filled in can be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from incentives.govern.return_sheet import (
    CHECK,
    DENOMINATOR,
    FIRST_ROW,
    HEADING_ROW,
    HEADS,
    LAST_FIGURES,
    NUMERATOR,
    SHEET,
    sheet_of,
)
from incentives.report.book import Book
from incentives.report.layout import read_layout
from incentives.report.tabs import Kind

if TYPE_CHECKING:
    from datetime import date

    from incentives.govern.return_sheet import ReturnSheet
    from incentives.govern.returns import Return

_FOOTER = "&L&8&F   &A&R&8Page &P of &N"
_WIDTHS = (20, 44, 56, 11, 13, 12, 13, 16)
_MOST = 10_000_000
"""More patients than any practice has."""


def returns_folder(asked: tuple[Return, ...], dated: date) -> dict[str, bytes]:
    """Return the files of a folder of returns by name, one a practice."""
    return {return_name(each): return_book(each, dated) for each in asked}


def return_name(asked: Return) -> str:
    """Return a return's file name, such as ``return-ZZ9001-2015-Q1.xlsx``."""
    return f"return-{asked.practice}-{asked.period.replace('/', '-')}.xlsx"


def return_book(asked: Return, dated: date) -> bytes:
    """Return the workbook of one practice's return; the same return gives the same bytes."""
    book = Book(replace(read_layout(), footer=_FOOTER), dated)
    sheet = book.file.add_worksheet(SHEET)
    sheet.hide_gridlines(2)
    shape = sheet_of(asked)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _fixed(book, sheet, shape, len(asked.asked))
    _counts(book, sheet, shape, len(asked.asked))
    _declaration(book, sheet, shape)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(HEADS), 1)
    return book.content(f"{asked.title}: return of {asked.practice} for {asked.period}")


def _fixed(book: Book, sheet: Any, shape: ReturnSheet, indicators: int) -> None:
    wraps = book.style(text_wrap=True, valign="top", indent=1, bottom=1, bottom_color=book.colour("line"))
    title = book.style(bold=True, font_size=book.layout.title_size, font_color=book.colour("title"))
    figure = book.figure_style(Kind.COUNT)
    asked = range(FIRST_ROW, FIRST_ROW + indicators)
    for (row, column), text in shape.fixed.items():
        if row == HEADING_ROW:
            continue
        if row in asked and column in LAST_FIGURES:
            sheet.write_number(row, column, int(text), figure)
        elif row in asked:
            book.text(sheet, row, column, text, wraps)
        else:
            style = title if row == 0 else book.style(bold=column == 0 and row > 1)
            book.text(sheet, row, column, text, style)
    for row in asked:
        texts = [shape.fixed.get((row, c), "") for c in range(3)]
        book.row_of_words(sheet, row, texts, _WIDTHS[:3])
    book.headings(sheet, HEADING_ROW, list(HEADS), figures=range(3, 7))
    sheet.set_row(0, 24)


def _counts(book: Book, sheet: Any, shape: ReturnSheet, indicators: int) -> None:
    given = book.style(
        num_format="#,##0",
        align="right",
        locked=False,
        border=1,
        border_color=book.colour("line"),
        bg_color=book.colour("input"),
        font_color=book.colour("input_text"),
    )
    for cell in shape.counts.values():
        sheet.write_blank(*cell, None, given)
    for row in range(FIRST_ROW, FIRST_ROW + indicators):
        at, over = (f"{letter}{row + 1}" for letter in "FG")
        _rule(
            sheet, (row, NUMERATOR), f'AND(ISNUMBER({at}),{at}=INT({at}),{at}>=0,OR({over}="",{at}<={over}))'
        )
        _rule(
            sheet,
            (row, DENOMINATOR),
            f'AND(ISNUMBER({over}),{over}=INT({over}),{over}>=0,OR({at}="",{at}<={over}))',
        )
        check = f'=IF(OR({at}="",{over}=""),"not filled in",IF({at}>{over},"CHECK","OK"))'
        sheet.write_formula(row, CHECK, check, book.style(bold=True, indent=1), "not filled in")
    book.colour_result(sheet, (FIRST_ROW, CHECK, FIRST_ROW + indicators - 1, CHECK))


def _rule(sheet: Any, cell: tuple[int, int], rule: str) -> None:
    told = {
        "input_title": "Number of patients",
        "input_message": "A whole number. The numerator is never more than the denominator.",
        "error_title": "Please check",
        "error_message": "Write a whole number, nil or more. The numerator is at most the denominator.",
    }
    sheet.data_validation(*cell, *cell, {"validate": "custom", "value": f"={rule}", **told})


def _declaration(book: Book, sheet: Any, shape: ReturnSheet) -> None:
    look = {
        "locked": False,
        "border": 1,
        "border_color": book.colour("line"),
        "bg_color": book.colour("input"),
    }
    look |= {"font_color": book.colour("input_text"), "align": "left"}
    for name, cell in shape.declaration.items():
        style = book.style(**look, num_format="yyyy-mm-dd" if name == "date" else "@")
        sheet.write_blank(*cell, None, style)
    sheet.write_blank(*shape.remark, None, book.style(**look, text_wrap=True))
    confirmed, day = shape.declaration["confirmed"], shape.declaration["date"]
    sheet.data_validation(*confirmed, *confirmed, {"validate": "list", "source": ["yes"]})
    told = {
        "error_title": "A date",
        "error_message": "Write the day of your declaration, such as 10/07/2015.",
    }
    rule = {"validate": "date", "criteria": ">", "value": book.created.replace(year=2000), **told}
    sheet.data_validation(*day, *day, rule)
