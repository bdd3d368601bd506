"""Rules that a finance officer and an auditor hold a payment schedule to, and how it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.report.lint.read import HEADING_ROW, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.lint.read import Read

SOURCE = "what finance officers expect of a schedule; Government guidance on should-cost models (May 2021)"
_A4 = 9
_BANNED = re.compile(
    r"sort.?code|account (no|num)|\biban\b|nhs.?(no\b|num)|date of birth|\bdob\b", re.IGNORECASE
)
_SORT_CODE = re.compile(r"\b\d{2}-\d{2}-\d{2}\b")
_NHS_NUMBER = re.compile(r"\b(\d{3})[ -]?(\d{3})[ -]?(\d{4})\b")
_MONEY = re.compile(r"£|\[Red\]-#,##0\.00")
_DIGITS = 10


def frozen_panes(book: Read) -> Iterator[Finding]:
    """Headings stay when a sheet is scrolled."""
    for sheet in book.sheets:
        if any(True for _ in book.body(sheet)) and not sheet.freeze_panes:
            yield Finding("frozen-panes", sheet.title, "", "Headings do not stay when the sheet is scrolled.")


def repeated_headings(book: Read) -> Iterator[Finding]:
    """Headings are printed on every page."""
    for sheet in book.sheets:
        if not sheet.print_title_rows:
            yield Finding(
                "repeated-headings", sheet.title, "", "Headings are printed on the first page alone."
            )


def landscape_a4(book: Read) -> Iterator[Finding]:
    """Pages are A4 landscape."""
    for sheet in book.sheets:
        if sheet.page_setup.orientation != "landscape" or str(sheet.page_setup.paperSize) != str(_A4):
            yield Finding("landscape-a4", sheet.title, "", "Pages are not A4 landscape.")


def fits_width(book: Read) -> Iterator[Finding]:
    """The columns fit the pages' width."""
    for sheet in book.sheets:
        if not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage):
            yield Finding("fits-width", sheet.title, "", "The columns are not fitted to the page.")


def page_numbers(book: Read) -> Iterator[Finding]:
    """Each page says its number and of how many."""
    for sheet in book.sheets:
        footer = "".join(
            str(part.text or "")
            for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right)
        )
        if not re.search(r"&\[?P", footer) or not re.search(r"&\[?N", footer):
            yield Finding("page-numbers", sheet.title, "", "The footer has no page number of how many.")


def units_said(book: Read) -> Iterator[Finding]:
    """Where figures are pounds, the heading or the title says so."""
    for sheet in book.sheets:
        if "£" in str(sheet["A1"].value):
            continue
        heads, told = book.headings(sheet), set()
        for cell in book.body(sheet):
            if cell.data_type == "s" or not _MONEY.search(cell.number_format) or cell.column in told:
                continue
            beside = " ".join(str(c.value) for c in sheet[cell.row] if c.data_type == "s")
            if not re.search("£|[Pp]ounds", heads.get(cell.column, "") + beside):
                told.add(cell.column)
                yield Finding(
                    "units-said", sheet.title, cell.coordinate, "Nothing says that these are pounds."
                )


def shows_figures(book: Read) -> Iterator[Finding]:
    """Each formula carries the figure that it gives: a reader that does not calculate sees it."""
    for sheet, cells in book.contents.sheets.items():
        formulas = [at for at, cell in cells.items() if cell.is_formula]
        if formulas and all(cells[at].shows is None for at in formulas):
            yield Finding(
                "shows-figures", sheet, formulas[0], "Formulas carry no figures: they were never worked out."
            )


def no_errors(book: Read) -> Iterator[Finding]:
    """No formula shows an error."""
    for sheet, cells in book.contents.sheets.items():
        for at, cell in cells.items():
            if str(cell.shows).startswith("#") or "#REF!" in cell.holds:
                yield Finding("no-errors", sheet, at, f"The formula shows {cell.shows}.")


def no_external_links(book: Read) -> Iterator[Finding]:
    """No formula reads another file."""
    if any(name.startswith("xl/externalLinks/") for name in book.parts):
        yield Finding("no-external-links", "", "", "The workbook has links to other files.")
        return
    for at in book.formulas:
        if re.search(r"\[[^\]]+\]", at.bare):
            yield Finding("no-external-links", at.sheet, at.cell, "The formula reads another file.")


def no_banned_columns(book: Read) -> Iterator[Finding]:
    """No column is for bank details or for patients."""
    for sheet in book.sheets:
        for column, heading in book.headings(sheet).items():
            if _BANNED.search(heading):
                cell = sheet.cell(HEADING_ROW, column).coordinate
                yield Finding("no-banned-columns", sheet.title, cell, f'A column is for "{heading}".')


def no_banned_values(book: Read) -> Iterator[Finding]:
    """No cell looks like a sort code or an NHS number."""
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            text = str(cell.value) if cell.data_type in ("s", "n") else ""
            if _SORT_CODE.search(text) or _is_nhs_number(text):
                says = "The cell looks like a sort code or an NHS number."
                yield Finding("no-banned-values", sheet.title, cell.coordinate, says)


def inputs_named_once(book: Read) -> Iterator[Finding]:
    """An input stands in one cell: no two names for one, no two inputs of one name."""
    seen: dict[str, str] = {}
    for name, cell in book.contents.names.items():
        first = seen.setdefault(cell, name)
        if first != name:
            yield Finding("inputs-named-once", "", "", f"{first} and {name} are names of the same cell.")


def says_version(book: Read) -> Iterator[Finding]:
    """The fingerprints of the scheme and the data, and the program's version, stand in the workbook."""
    words = {str(c.value) for s in book.sheets for c in book.cells(s) if c.column == 1}
    for needed in (
        "Fingerprint of the scheme (SHA-256)",
        "Fingerprint of the practice data (SHA-256)",
        "Program",
    ):
        if needed not in words:
            yield Finding("says-version", "", "", f'Nothing says "{needed}".')


def has_sign_off(book: Read) -> Iterator[Finding]:
    """There is room for who prepared, checked and approved, the last with no interest in a practice."""
    words = " ".join(str(c.value) for s in book.sheets for c in book.body(s) if c.column == 1)
    for needed in ("Prepared by", "Checked by", "no interest in any practice"):
        if needed not in words:
            yield Finding("has-sign-off", "", "", f'There is no room for "{needed}".')


def _is_nhs_number(text: str) -> bool:
    found = _NHS_NUMBER.fullmatch(text.strip())
    if not found:
        return False
    digits = [int(d) for d in "".join(found.groups())]
    check = 11 - sum(d * (_DIGITS - n) for n, d in enumerate(digits[:9])) % 11
    return check % 11 == digits[9] and check != _DIGITS


RULES = (
    frozen_panes,
    repeated_headings,
    landscape_a4,
    fits_width,
    page_numbers,
    units_said,
    shows_figures,
    no_errors,
    no_external_links,
    no_banned_columns,
    no_banned_values,
    inputs_named_once,
    says_version,
    has_sign_off,
)
