"""A ledger's or payment agency's extract: the columns that are needed, found by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean, errors
from incentives.data.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from incentives.data.files import Sheet

KNOWN: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("reference", "our reference", "payment reference", "remittance reference", "supplier reference"),
        *("invoice number", "invoice reference", "transaction reference", "narrative"),
    ),
    "amount": ("amount", "amount paid", "net amount", "gross amount", "payment amount", "value", "paid"),
    "practice": (
        *("practice code", "practice_code", "practice", "organisation code", "provider code"),
        *("ods code", "gp practice code"),
    ),
    "payment": ("payment", "payment type", "description", "payment description", "category"),
}
"""The headings by which a column is known, besides those that the user names."""
_LOOKED_AT = 40
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d{1,2})0*)?")


@dataclass(frozen=True, slots=True)
class Extract:
    """A sheet with its heading row, and where each column that was asked for stands."""

    sheet: Sheet
    heading_row: int
    columns: Mapping[str, int]

    @property
    def headings(self) -> Sequence[str]:
        """The headings as they stand."""
        return [text.strip() for text in self.sheet.rows[self.heading_row]]

    def rows(self) -> Iterator[int]:
        """Yield the rows below the headings that hold anything."""
        for row in range(self.heading_row + 1, len(self.sheet.rows)):
            if any(text.strip() for text in self.sheet.rows[row]):
                yield row

    def text(self, row: int, column: str) -> str:
        """Return a cell's text without the blanks around it."""
        return self.sheet.cell(row, self.columns[column]).text.strip()


def read_extract(
    path: Path, needed: Sequence[str], named: Mapping[str, str], *, also: Sequence[str] = ()
) -> Extract:
    """Find the columns ``needed`` (and, where they are there, ``also``) in an extract.

    ``named`` maps a column to the heading that the user says it has. Raises Refused: the file's own
    problems, or G151 where a column is not there, or two may be meant.
    """
    read = read_file(path)
    if errors(read.problems) or not read.sheets:
        raise Refused(read.problems)
    best: Extract | None = None
    for sheet in read.sheets:
        for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
            found = _found(row, (*needed, *also), named)
            if best is None or len(found) > len(best.columns):
                best = Extract(sheet, at, {name: places[0] for name, places in found.items()})
    if best is None:
        message = "The file holds no rows."
        raise Refused([Problem("G151", Place(read.file), message, "Export it again with its headings.")])
    if problems := list(_unclear(best, needed, named)):
        raise Refused(problems)
    return best


def named_columns(texts: Sequence[str]) -> dict[str, str]:
    """Read ``reference=Remittance ref`` as the user types it; raises Refused (G151)."""
    found = {}
    for text in texts:
        name, equals, heading = text.partition("=")
        if name.strip() not in KNOWN or not equals or not heading.strip():
            message = f'"{text}" names no column.'
            remedy = f"Write one of {', '.join(KNOWN)}, an equals sign and its heading: amount=Amount paid."
            raise Refused([Problem("G151", Place("--column"), message, remedy)])
        found[name.strip()] = heading.strip()
    return found


def read_pence(text: str) -> int | None:
    """Return an amount in whole pence, or None where it is none: ``£1,234.50``, ``(12.30)``, ``12.30-``.

    >>> read_pence("£1,234.50"), read_pence("(12.30)"), read_pence("12.3-"), read_pence("1.005")
    (123450, -1230, -1230, None)
    """
    plain = re.sub(r"[£\s]", "", text)
    sign = 1
    for start, end in (("(", ")"), ("-", ""), ("", "-"), ("", "CR"), ("+", "")):
        if (start or end) and plain.startswith(start) and plain.endswith(end) and len(plain) > 1:
            plain = plain[len(start) : len(plain) - len(end)]
            sign = 1 if start == "+" else -1
            break
    found = _NUMBER.fullmatch(plain)
    if not found or not plain.strip("."):
        return None
    return sign * (int((found[1] or "0").replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0")))


def amount_at(extract: Extract, row: int, column: int) -> int:
    """Return the pence of a cell, nil where it is blank; raises Refused (G152) where it is no amount."""
    text = extract.sheet.cell(row, column).text.strip()
    if not text or text == "-":
        return 0
    pence = read_pence(text)
    if pence is None:
        message = f'"{text}" is no amount in pounds and whole pence.'
        remedy = "Correct the cell, or name the column of the amounts with --column amount=HEADING."
        raise Refused([Problem("G152", extract.sheet.place(row, column), message, remedy)])
    return pence


def _found(row: Sequence[str], names: Sequence[str], named: Mapping[str, str]) -> dict[str, list[int]]:
    plain = [_plain(text) for text in row]
    found = {}
    for name in names:
        wanted = {_plain(named[name])} if name in named else {_plain(k) for k in KNOWN[name]}
        if places := [at for at, text in enumerate(plain) if text in wanted]:
            found[name] = places
    return found


def _unclear(extract: Extract, needed: Sequence[str], named: Mapping[str, str]) -> Iterator[Problem]:
    row = extract.sheet.rows[extract.heading_row]
    found = _found(row, needed, named)
    held = [text.strip() for text in row if text.strip()]
    place = extract.sheet.place(extract.heading_row)
    for name in needed:
        places = found.get(name, [])
        if len(places) > 1:
            heads = ", ".join(f'"{row[at].strip()}"' for at in places)
            message = f"The {name} may stand in more than one column: {heads}."
            yield Problem("G151", place, message, f"Say which: --column {name}=HEADING.")
        elif not places and name in named:
            message = f'No column is headed "{named[name]}".'
            yield Problem("G151", place, message, did_you_mean(named[name], held, most=20))
        elif not places:
            message = f"No column is known to hold the {name}."
            remedy = f"Name it with --column {name}=HEADING; the headings are: {', '.join(held[:20])}."
            yield Problem("G151", place, message, remedy)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", text).casefold().split())
