"""The files of the office, filled in as a person fills them in: cells of workbooks, typed over and saved."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl

from incentives.data.synthetic import generate, write_pack
from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16
from tests.scheme_books import Typing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

DAY, POUNDS, PERCENT = "d-mmm-yy", '"£"#,##0', "0%"
YEAR_AFTER = (("2016-", "2017-"), ("2015-", "2016-"), ("2015/16", "2016/17"), ("2014/15", "2015/16"))
"""How days and years of 2015/16 become those of the year after, in this order."""


def typed_as(value: Any) -> tuple[Any, str]:
    """Return what Excel makes of a typed value: £12,000, 90% and days are figures with a format."""
    if isinstance(value, date):
        return datetime.combine(value, time()), DAY
    if isinstance(value, str) and value.startswith("£"):
        return int(value[1:].replace(",", "")), POUNDS
    if isinstance(value, str) and value.endswith("%") and value[:-1].isdigit():
        return int(value[:-1]) / 100, PERCENT
    return value, ""


def fill_in_scheme(
    path: Path,
    settings: Mapping[str, Iterable[tuple[str, Any]]],
    blocks: Mapping[str, Iterable[tuple[Any, ...]]],
    keep: Sequence[str] = (),
) -> None:
    """Type into a scheme workbook: the values of settings by sheet, and rows into the first blank ones.

    Every indicator of national QOF is set to "stop paying", but for those to ``keep``.
    """
    typing = Typing(path.read_bytes())
    for sheet, rows in settings.items():
        for setting, value in rows:
            _type(typing, sheet, setting, value)
    _stop_paying(typing, keep)
    _clear(typing, "Payments")
    for sheet, lines in blocks.items():
        typing.add(sheet, *(tuple(typed_as(v) for v in line) for line in lines))
    typing.saved(path)


def change_scheme(path: Path, changes: Iterable[tuple[str, str, Any]]) -> None:
    """Type over settings of a scheme workbook: sheet, setting, value."""
    typing = Typing(path.read_bytes())
    for sheet, setting, value in changes:
        _type(typing, sheet, setting, value)
    typing.saved(path)


def _type(typing: Typing, sheet: str, setting: str, value: Any) -> None:
    """Type a value beside a setting; where two parts of a sheet have one of that name, it names its part."""
    part, _, name = setting.rpartition(": ")
    put, shown = typed_as(value)
    typing.put(put, sheet, "Value", shown, Setting=name, **({"Part": part} if part else {}))


def _stop_paying(typing: Typing, keep: Sequence[str]) -> None:
    sheet, heads = typing.book["Indicators"], typing.heads("Indicators")
    said = {"In this scheme": "stop paying", "Reason": "paid by patient instead", "Still watched": "yes"}
    for row in range(5, sheet.max_row + 1):
        if (code := sheet.cell(row, 1).value) and code not in keep:
            for heading, text in said.items():
                sheet.cell(row, heads[heading]).value = text


def _clear(typing: Typing, sheet: str) -> None:
    """Clear the payment that a new workbook proposes."""
    for row in range(5, 9):
        for column in (1, 2, 3):
            typing.book[sheet].cell(row, column).value = None


class DataBook:
    """The workbook of practice data: a sheet for each table, and the sheet that says of which day each is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self, title: str, year: str) -> None:
        """Begin a workbook."""
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.title = "pack"
        for row in (
            ("setting", "value", "as_at", "source"),
            ("kind", "practice data"),
            ("title", title),
            ("year", year),
        ):
            sheet.append(row)
        book.save(self.path)

    def paste(self, table: str, as_at: date, source: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Paste a table over what its sheet held, and say of which day it is and where it comes from."""
        book = openpyxl.load_workbook(self.path)
        if table in book.sheetnames:
            del book[table]
        sheet = book.create_sheet(table)
        heads = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(heads)
        for row in rows:
            sheet.append([row.get(head) for head in heads])
        for at in range(2, book["pack"].max_row + 2):
            if book["pack"].cell(at, 1).value in (table, None):
                for column, value in ((1, table), (3, as_at.isoformat()), (4, source)):
                    book["pack"].cell(at, column).value = value
                break
        book.save(self.path)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return a sheet's rows by their headings."""
        book = openpyxl.load_workbook(self.path)
        lines: list[Any] = list(book[table].iter_rows(values_only=True)) if table in book.sheetnames else []
        book.close()
        return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]

    def change(self, table: str, code: str, **values: Any) -> None:
        """Type over cells in the row of a practice."""
        book = openpyxl.load_workbook(self.path)
        sheet: Any = book[table]
        heads = {str(cell.value): cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, heads["practice_code"]).value == code:
                for heading, value in values.items():
                    if heading not in heads:
                        heads[heading] = sheet.max_column + 1
                        sheet.cell(1, heads[heading]).value = heading
                    sheet.cell(row, heads[heading]).value = value
        book.save(self.path)

    def add(self, table: str, row: Mapping[str, Any], as_at: date, source: str) -> None:
        """Add a row below the others."""
        self.paste(table, as_at, source, [*self.rows(table), row])


def fill_in_return(path: Path, to: Path, counts: Mapping[str, tuple[int, int]], on: date) -> None:
    """Fill in a return's yellow cells and save it under the same name in another folder."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Return"]
    heads = {sheet.cell(11, c).value: c for c in range(1, 9)}
    declared: dict[str, Any] = {
        "I confirm (yes)": "yes",
        "Name": "A. Partner",
        "Role": "GP partner",
        "Date": on,
    }
    for row in range(12, sheet.max_row + 1):
        said = sheet.cell(row, 1).value
        if said in counts:
            sheet.cell(row, heads["Numerator"]).value, sheet.cell(row, heads["Denominator"]).value = counts[
                said
            ]
        elif said in declared:
            sheet.cell(row, 2).value = declared[said]
    book.save(to / path.name)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def agency_extract(uploads: Iterable[Path], to: Path) -> None:
    """Write what the payment agency says it paid so far: every upload's lines under headings of its own."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Provider code", "Payment description", "Net amount", "Narrative"])
    for upload in uploads:
        for line in read_csv(upload):
            said = f"LOCAL SCHEME {line['Reference']}"
            sheet.append([line["Organisation code"], line["Description"], float(line["Amount"]), said])
    book.save(to)


def qof_extract(to: Path, codes: Iterable[str]) -> None:
    """Write what the payment agency says of national QOF: it was paid to those that did not sign."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Practice code", "Payment", "Amount"])
    for code in codes:
        sheet.append([code, "QOF aspiration", 16800.00])
    book.save(to)


def write_book(to: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> None:
    """Write a workbook of a body's own settings."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(to)


def national_results(folder: Path, seed: int, *, later: bool = False) -> None:
    """Write results of national QOF that practices report though they are not paid: synthetic, for 2015/16.

    ``later`` makes them those of the year after. The practices have the county's codes.
    """
    write_pack(generate(ENGLAND_2015_16, seed), folder)
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("ZZ9", "ZZ8")
        if path.name == "counts.csv":
            reviews = [line for line in text.splitlines() if ",FRAIL01," in line]
            text += "".join(f"{line.replace('FRAIL01', 'CARE01')}\n" for line in reviews)
        for was, now in (
            ("2016-", "2017-"),
            ("2015-", "2016-"),
            ("2015/16", "2016/17"),
            ("2014/15", "2015/16"),
        ):
            text = text.replace(was, now) if later else text
        path.write_text(text, encoding="utf-8")
