"""Workbooks of schemes as people fill them in: made by the program, cells typed over as one would."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import openpyxl

from incentives.cli.reading_schemes import take_workbooks, workbook_tree
from incentives.report.scheme_book import scheme_book
from incentives.scheme.marks import read_tree
from incentives.scheme.reading import read_scheme
from incentives.scheme.sections import plain
from incentives.scheme.shelf import scheme_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.scheme.model import Scheme

HEADINGS = 4
MADE = """\
kind: scheme
id: made-2015-16
title: A made-up quality scheme
starts_from: qof-england-2015-16
year: 2015/16
offered_by: {body: NHS Barsetshire CCG, code: ZZ9}
offer:
  open: 2015-02-16
  close: 2015-03-20
  practices_that_do_not_sign: stay on national QOF
national_qof: {signed_practices: leave, keep_reporting: yes}
stop_paying_for:
  - {indicators: [DEP003, STIA008], reason: paid otherwise, still_watched: yes, replaced_by: none}
change:
  HYP006:
    points: {was: 20, now: 25}
    reason: hypertension gap
  DM007:
    pays: {was: 35% to 75%, now: 40% to 80%}
    reason: most practices pass the upper threshold
add:
  FRAIL01:
    title: Frailty review
    group: FRAIL
    type: process
    points: 30
    pays: 30% to 60%
    weighted_by: list size only
    reason: agreed priority
payments:
  engagement:
    form: fixed grant
    title: Time to take part
    per_practice: £4,000
    reason: meetings
budget:
  limit: £4,200,000
  contingency: 2%
  if_earnings_exceed_it: use contingency, then reduce every payment by the same percentage
  if_earnings_fall_short: keep for reserve
  count_late_data_until: 2016-05-31
protect:
  - name: floor
    at_least: 95%
    of: national QOF payment
    year: 2014/15
    basis: per registered patient
    list: at payment
    pms_deduction: before
    reason: agreed with the LMC
instalments:
  each_month: 70%
  of: last year's QOF payment
  pms_deduction: before
  from: April 2015
  balance: June 2016
treatment: {pensionable: not decided, vat: not decided, paid_to: practice}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
disputes: {raise_within: 28 days}
accrual: {method: straight line, low: 85%}
recovery:
  over: 6 months
  at_most: 10%
  notice: 28 days
  waive_below: £50
  closed_practice: invoice
governance:
  consulted:
    - {body: LMC, on: 2015-02-10}
  ends: 2016-03-31
"""
DAY = date(2015, 4, 1)
take_workbooks()


def text_of(named: str) -> str:
    """Return the text of a shipped scheme."""
    return scheme_file(named).read_text(encoding="utf-8")


@cache
def content_of(named: str) -> bytes:
    """Return the workbook of a shipped scheme."""
    settings = plain(read_tree(text_of(named), "")[0])
    return book_of(settings)


@cache
def made_scheme() -> bytes:
    """Return the workbook of a scheme that is sound: the one above."""
    return book_of(plain(read_tree(MADE, "")[0]))


def book_of(settings: dict[str, Any]) -> bytes:
    """Return the workbook of a scheme's settings."""
    starts_from = settings.get("starts_from", "")
    return scheme_book(settings, _parent(starts_from), dated=DAY, file="scheme.xlsx")


def settings_in(path: Path) -> Any:
    """Return what a workbook says, as the settings of a text file."""
    tree = workbook_tree(path, path.name)
    assert tree.problems == ()
    return plain(tree.group)


@cache
def _parent(named: str) -> Scheme | None:
    return read_scheme(named)[0] if named else None


class Typing:
    """A workbook that is open: cells are found by what stands in their row, as a person finds them."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def cell(self, sheet: str, column: str, **row: str) -> Any:
        """Return the cell under a heading, in the row that holds these texts (headings with _ for blanks)."""
        heads = self.heads(sheet)
        wanted = {heads[k.replace("_", " ")]: v for k, v in row.items()}
        for number in range(HEADINGS + 1, self.book[sheet].max_row + 1):
            if all(str(self.book[sheet].cell(number, c).value) == v for c, v in wanted.items()):
                return self.book[sheet].cell(number, heads[column])
        raise KeyError(row)

    def put(self, value: Any, sheet: str, column: str, number_format: str = "", **row: str) -> str:
        """Type a value into a cell; return the cell's name."""
        cell = self.cell(sheet, column, **row)
        return self._type(cell, value, number_format)

    def add(self, sheet: str, *rows: tuple[Any, ...]) -> list[str]:
        """Type rows into the first rows that are blank; return the name of each row's last cell."""
        at, names = self.blank_row(sheet), []
        for number, row in enumerate(rows, start=at):
            for column, value in enumerate(row, start=1):
                shown = value if isinstance(value, tuple) else (value, "")
                if shown[0] is not None:
                    name = self._type(self.book[sheet].cell(number, column), *shown)
            names.append(name)
        return names

    def blank_row(self, sheet: str) -> int:
        """Return the first row below the headings in which nothing is written."""
        number = HEADINGS + 1
        while any(self.book[sheet].cell(number, c).value for c in (1, 2, 3)):
            number += 1
        return number

    def heads(self, sheet: str) -> dict[str, int]:
        """Return the columns of a sheet by their headings."""
        return {str(c.value): c.column for c in self.book[sheet][HEADINGS] if c.value}

    def values(self) -> Iterator[Any]:
        """Yield the cells of every value that is written on a sheet of settings."""
        for sheet in self.book.worksheets:
            heads = self.heads(sheet.title) if sheet.max_row > HEADINGS else {}
            if {"Setting", "Value"} <= set(heads):
                for row in sheet.iter_rows(min_row=HEADINGS + 1):
                    yield from (c for c in row if c.column == heads["Value"] and c.value is not None)

    def saved(self, path: Path) -> Path:
        """Save the workbook."""
        self.book.save(path)
        return path

    def _type(self, cell: Any, value: Any, number_format: str) -> str:
        cell.value = value
        if number_format:
            cell.number_format = number_format
        return f"{cell.parent.title}!{cell.coordinate}"
