"""The sheets of words: where each figure of the scheme comes from, and who signs what."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds, written
from incentives.formula.resting import Rest, own, stated
from incentives.report.book import sums_up
from incentives.report.places import HEADING_ROW
from incentives.report.tabs import Kind, kind_of_given

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.formula.plan import Origin
    from incentives.report.issue import Issue, Sheets
    from incentives.report.tabs import Tab

_SIGNS = ("Prepared by", "Checked by (not the preparer)", "Approved by (no interest in any practice paid)")


def write_sources(issue: Issue, tab: Tab) -> None:
    """Write every figure of the scheme, and each component, with its standing and source."""
    book, sheet = issue.book, issue.book.sheet(tab)
    heads = ["Figure", "For", "Value", "Standing", "Source", "Where in the scheme file", "Payments (£)"]
    plain = book.style(
        bottom=1, bottom_color=book.colour("line"), text_wrap=True, valign="top", align="left", indent=1
    )
    weak = book.style(
        bottom=1, bottom_color=book.colour("line"), valign="top", align="left", indent=1,
        bg_color=book.colour("bad"), font_color=book.colour("bad_text"),
    )  # fmt: skip
    rows, widths = _figures(issue), (46, 16, 16, 16, 62, 26, 20)
    book.headings(sheet, HEADING_ROW, heads, figures=(6,), rows=len(rows))
    for row, (words, value) in enumerate(rows, HEADING_ROW + 1):
        for n, text in enumerate(words):
            book.text(sheet, row, n, text, weak if text == "unverified" and heads[n] == "Standing" else plain)
        book.text(sheet, row, len(words), "", plain)
        if value and value in issue.resting.values:
            text, figure = issue.added_up(issue.resting.values[value], tab.name)
            sums_up(sheet, (row, len(words)), text, figure, book.figure_style(Kind.MONEY))
        book.row_of_words(sheet, row, words, widths[: len(words)])
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(heads), 1)


def write_sign_off(issue: Sheets, tab: Tab) -> None:
    """Leave room for who prepared, checked and approved."""
    book, sheet = issue.book, issue.book.sheet(tab)
    heads = ["Step", "Name", "Post", "Date", "Signature", "Signed for the workbook with this fingerprint"]
    signed = len(heads) - 1
    book.headings(sheet, HEADING_ROW, heads, rows=len(_SIGNS))
    cell = book.style(border=1, border_color=book.colour("line"), align="left", indent=1)
    row = HEADING_ROW + 1
    for step in _SIGNS:
        sheet.set_row(row, 30)
        book.text(sheet, row, 0, step, cell)
        for n in range(1, signed):
            book.cell_to_fill_in(sheet, row, n)
        book.shows_seal(sheet, (row, signed), f"'{issue.tab('seal').name}'!$C${HEADING_ROW + 2}")
        row += 1
    for n, width in enumerate((48, 30, 30, 18, 34, 70)):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, len(heads), 1)


_Row = tuple[tuple[str, ...], Rest | None]


def _figures(issue: Issue) -> list[_Row]:
    """Return the words of each row, and the value it shows where payments may rest on it."""
    rows: list[_Row] = []
    for given in issue.plan.scheme_fields:
        kind = kind_of_given(given)
        for key, figure in given.values:
            words = (_spoken(given.says), key or "the scheme", _written(figure, kind))
            rows.append(((*words, *_rests(given.origin(key))), stated(given, key)))
    shown = {value for _, value in rows} | {own(c) for c in issue.plan.components}
    for value in issue.resting.values:
        if value not in shown:
            words = (_spoken(value.sort), value.of or "the scheme", "")
            rows.append(((*words, *_rests(value.origin)), value))
    for component in issue.plan.components:
        standing = (component.standing.value, *_rests(component.origin)[1:])
        rows.append(((f"Component: {component.title}", component.id, "", *standing), own(component)))
    return rows


def _rests(origin: Origin) -> tuple[str, str, str]:
    # Only the file's name: the same scheme in another folder makes the same bytes.
    place = replace(origin.place, file=re.split(r"[/\\]", origin.place.file)[-1])
    return origin.standing.value, origin.source, str(place)


def _written(figure: Fraction, kind: Kind) -> str:
    if kind is Kind.MONEY:
        return in_pounds(figure)
    return in_percent(figure) if kind is Kind.PERCENT else written(figure)


def _spoken(words: str) -> str:
    return words[:1].upper() + words[1:]
