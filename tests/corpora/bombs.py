"""Files that nobody should open unguarded, made when they are wanted: none lies in the project."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
"""The head of the container of before 2007, in which Excel also puts a workbook with a password."""

ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def book(change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    """Return a small sound workbook, changed."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "practices"
    for row in (["practice_code", "name", "list_size"], ["ZZ9001", "Hogglestock", 7233]):
        sheet.append(row)
    change(workbook)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def book_of_excel() -> bytes:
    """Return the small workbook as Excel writes it: with its size, and texts in a part of their own."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("practices")
        for row, values in enumerate((["practice_code", "name"], ["ZZ9001", "Hogglestock"])):
            sheet.write_row(row, 0, values)
    return made.getvalue()


def with_part(data: bytes, name: str, part: str | bytes, *, packed: bool = True) -> bytes:
    """Return a workbook with a part added or put in the place of the one of that name."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part)
    return made.getvalue()


def with_sheet(old: str, new: str, *, packed: bool = True) -> bytes:
    """Return a workbook in whose first sheet one text of the XML is another."""
    data = book()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(SHEET).decode()
    assert old in xml, f"{old!r} does not stand in the sheet"
    return with_part(data, SHEET, xml.replace(old, new, 1), packed=packed)


def entities() -> bytes:
    """Return a workbook whose texts unfold a thousandfold with each entity."""
    strings = f'<sst xmlns="{MAIN}"><si><t>&d;</t></si></sst>'
    return with_part(book(), "xl/sharedStrings.xml", ENTITIES + strings)


def zip_bomb() -> bytes:
    """Return 100 kB that unpack to 100 MB of one sheet."""
    return with_part(book(), "xl/worksheets/sheet2.xml", b" " * 100_000_000)


def many_parts() -> bytes:
    """Return a workbook of 3,000 parts."""
    made = io.BytesIO(book())
    with zipfile.ZipFile(made, "a") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/media/image{number}.png", b"")
    return made.getvalue()


def many_elements(element: str = "<c/>", count: int = 7_000_000) -> bytes:
    """Return a workbook of which one row has millions of elements; it is not packed, so it seems no bomb."""
    return with_sheet("<sheetData>", f"<sheetData><row r='9'>{element * count}</row>", packed=False)


def many_texts(count: int = 2_000_000) -> bytes:
    """Return a workbook with millions of texts that no cell uses."""
    texts = "<si><t>x</t></si>" * count
    strings = f'<sst xmlns="{MAIN}">{texts}</sst>'
    return with_part(book_of_excel(), "xl/sharedStrings.xml", strings, packed=False)


def deep_part(name: str = "docProps/core.xml", depth: int = 2_000_000) -> bytes:
    """Return a workbook of which a part is nested two million deep."""
    return with_part(book(), name, f"<x>{'<a>' * depth}{'</a>' * depth}</x>", packed=False)


def long_tag() -> bytes:
    """Return a workbook with one tag of 13 MB, over which some readers go again for each 64 kB."""
    has = " ".join(f"a{number}='1'" for number in range(1_000_000))
    return many_elements(f"<c {has}/>", 1)


def far_cell() -> bytes:
    """Return a workbook with one cell in its last row and column."""

    def change(workbook: openpyxl.Workbook) -> None:
        workbook.worksheets[0]["XFD1048576"] = 1

    return book(change)


def locked() -> bytes:
    """Return the container that Excel makes of a workbook with a password, as far as its names go."""
    return OLD + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def old_workbook() -> bytes:
    """Return the container of a workbook of before 2007, as far as its names go."""
    return OLD + "Workbook".encode("utf-16-le") + bytes(512)


def with_dde() -> bytes:
    """Return a workbook of which a formula asks another program."""

    def change(workbook: openpyxl.Workbook) -> None:
        workbook.worksheets[0]["A3"] = "=cmd|' /C calc'!A0"

    return book(change)


def truncated() -> bytes:
    """Return a workbook that was cut off half way."""
    data = book()
    return data[: len(data) // 2]


def broken_sum() -> bytes:
    """Return a workbook of which a part does not have the sum that the file states."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
    return made.getvalue().replace(b"Hogglestock", b"Hogglestack")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (entities, "D144"),
    "zip bomb": (zip_bomb, "D142"),
    "3,000 parts": (many_parts, "D142"),
    "millions of empty cells": (many_elements, "D137"),
    "millions of empty values": (lambda: many_elements("<v/>"), "D137"),
    "millions of strange elements": (lambda: many_elements("<x/>"), "D137"),
    "millions of texts": (many_texts, "D137"),
    "a tag of 13 MB": (long_tag, "D137"),
    "a part nested too deep": (deep_part, "D142"),
    "a sheet nested too deep": (lambda: deep_part(SHEET), "D137"),
    "a cell far away": (far_cell, "D137"),
    "password": (locked, "D139"),
    "before 2007": (old_workbook, "D138"),
    "macros": (lambda: with_part(book(), "xl/vbaProject.bin", b"x"), "D140"),
    "macro sheets": (lambda: with_part(book(), "xl/macrosheets/sheet1.xml", "<x/>"), "D140"),
    "other workbooks": (lambda: with_part(book(), "xl/externalLinks/externalLink1.xml", "<x/>"), "D141"),
    "other programs": (with_dde, "D141"),
    "cut off": (truncated, "D124"),
    "a wrong sum": (broken_sum, "D124"),
    "no sheets": (lambda: with_part(book(), "xl/workbook.xml", "<workbook/>"), "D107"),
    "no list of sheets": (lambda: with_part(book(), "_rels/.rels", "<Relationships/>"), "D124"),
    "a cell without a name": (lambda: with_sheet('r="A1"', 'r="1A"'), "D124"),
    "a packed folder": (lambda: _folder("simple.csv"), "D138"),
    "a text document": (lambda: with_part(book(), "word/document.xml", "<x/>"), "D138"),
    "a strict workbook": (
        lambda: with_part(
            book(), "xl/workbook.xml", '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
        ),
        "D148",
    ),
    "web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "D138"),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj", "D138"),
    "nothing": (lambda: b" \n", "D107"),
}
"""Each with the code of the message that names why it is refused."""


LARGE = frozenset(name for name in REFUSED if name.startswith("millions of ") or "tag of" in name)
"""Those that take seconds to make and to refuse."""


def _folder(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "a,b\n1,2\n")
    return made.getvalue()
