"""The year's dates as a workbook, or as a calendar file that any calendar program takes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from incentives.base.year import written_date
from incentives.govern.year_dates import EXPECTED
from incentives.report.book import Book
from incentives.report.layout import read_layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.formula.plan import Plan
    from incentives.govern.year_dates import Due

HEADS = ("Date", "Day", "What", "Who", "Why on this day", "Set by")
_FOOTER = "&L&8&F   &A&R&8Page &P of &N"
_WIDTHS = (13, 12, 44, 18, 106, 20)
_HEADING_ROW = 3


def calendar_ics(dates: Sequence[Due], plan: Plan, dated: date) -> bytes:
    """Return a calendar (RFC 5545) of whole-day entries; the same dates give the same bytes.

    An entry's id is made of the scheme, what is due and for when it was first meant, so that a calendar
    that takes the file again does not show an entry twice.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - 0.1 s that only this file needs

    calendar = Calendar()
    calendar.add("prodid", "-//incentives//scheme calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.title)
    stamp = datetime.combine(dated, time(), UTC)
    for due in dates:
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{plan.id}/{due.what}'.encode()).hexdigest()[:24]}@{plan.id}")
        event.add("dtstamp", stamp)
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", due.what)
        event.add("description", f"{due.why} Who: {due.who}. Set by: {due.set_by}.")
        event.add("status", "TENTATIVE" if due.set_by == EXPECTED else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def calendar_book(dates: Sequence[Due], plan: Plan, dated: date) -> bytes:
    """Return the workbook: one row a date, in order, with its reason."""
    book = Book(replace(read_layout(), footer=_FOOTER), dated)
    sheet = book.file.add_worksheet("Calendar")
    sheet.hide_gridlines(2)
    title = book.style(bold=True, font_size=book.layout.title_size, font_color=book.colour("title"))
    book.text(sheet, 0, 0, f"{plan.title}: the year's dates", title)
    note = f"Working days are England's. A date that is expected is not decided. Dated {written_date(dated)}."
    book.text(sheet, 1, 0, note, book.style(font_color=book.colour("quiet")))
    sheet.set_row(0, 24)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    book.headings(sheet, _HEADING_ROW, list(HEADS))
    line = {"bottom": 1, "bottom_color": book.colour("line"), "text_wrap": True, "indent": 1}
    day = book.style(**line, num_format="dd mmm yyyy", align="left")
    for at, due in enumerate(dates, start=_HEADING_ROW + 1):
        sheet.write_datetime(at, 0, datetime.combine(due.day, time()), day)
        words = (f"{due.day:%A}", due.what, due.who, due.why, due.set_by)
        for column, text in enumerate(words, start=1):
            book.text(sheet, at, column, text, book.style(**line))
        book.row_of_words(sheet, at, words, _WIDTHS[1:])
    sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(dates), len(HEADS) - 1)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)
    book.print_as(sheet, _HEADING_ROW, len(HEADS), 1)
    return book.content(f"{plan.title}: the year's dates")
