"""Rules of sound models: the ICAEW's twenty principles, and the FAST standard (02a)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from incentives.report.lint.read import HEADING_ROW, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.lint.read import Formula, Read

SOURCE = "ICAEW, Twenty principles for good spreadsheet practice; FAST standard 02a, 3.03 and 3.04"
LONGEST, DEEPEST = 2_000, 5
"""The most characters of a formula, and of choices within choices: a rule of a scheme is one cell."""
ALLOWED = frozenset({
    "ABS", "AND", "COUNT", "COUNTA", "COUNTIF", "IF", "INT", "MAX", "MIN", "NOT", "OR", "ROUND", "ROUNDDOWN",
    "ROUNDUP", "ROWS", "SIGN", "SUM", "SUMIF", "SUMPRODUCT",
})  # fmt: skip
_MOVING = frozenset({"OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "INFO", "CELL"})
_MONTHS, _TEN = range(13), 10
_CALLED = re.compile(r"([A-Z][A-Z0-9.]*)\(")
_QUOTED_SHEET = re.compile(r"'[^']*'!")
_ROUNDED_TO = re.compile(r",\s*-?\d{1,2}\s*\)")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_$.!:])\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![A-Za-z0-9_:!(.])")
_UNSPACED = re.compile(r",(?! )")
_LISTS_PRACTICES = "Practice code"


def has_about(book: Read) -> Iterator[Finding]:
    """A sheet says what the workbook is of, when and by which program it was made (ICAEW 7)."""
    if not any(str(s["A1"].value).startswith("About") for s in book.sheets):
        yield Finding("has-about", "", "", "No sheet says what the workbook is about.")


def roles_apart(book: Read) -> Iterator[Finding]:
    """Inputs, workings and outputs stand on sheets of their own (ICAEW 10): figures on inputs alone."""
    for sheet in book.sheets:
        if book.roles.get(sheet.title) not in ("Output", "Working"):
            continue
        for cell in book.body(sheet):
            if cell.data_type == "n":
                yield Finding("roles-apart", sheet.title, cell.coordinate, "A figure stands among formulas.")


def inputs_hold_inputs(book: Read) -> Iterator[Finding]:
    """A sheet of inputs works nothing out but totals of its own columns (ICAEW 10)."""
    for at in book.formulas:
        if book.roles.get(at.sheet) == "Input" and "!" in at.bare:
            yield Finding("inputs-hold-inputs", at.sheet, at.cell, "A sheet of inputs works something out.")


def one_formula_a_column(book: Read) -> Iterator[Finding]:
    """A column of a list of practices has one formula all the way down (ICAEW 11-12, FAST 3.03)."""
    columns: dict[tuple[str, int], list[Formula]] = {}
    listing = {s.title for s in book.sheets if s.cell(HEADING_ROW, 1).value == _LISTS_PRACTICES}
    for at in book.formulas:
        if at.sheet in listing and at.row > HEADING_ROW + 1:
            columns.setdefault((at.sheet, at.column), []).append(at)
    for cells in columns.values():
        forms = Counter(_by_row(at) for at in cells)
        usual = forms.most_common(1)[0][0]
        for at in cells:
            if _by_row(at) != usual:
                says = "The formula is another one than in the rest of the column."
                yield Finding("one-formula-a-column", at.sheet, at.cell, says)


def short_formulas(book: Read) -> Iterator[Finding]:
    """A formula has at most 2,000 characters (ICAEW 13, FAST 3.03-01)."""
    for at in book.formulas:
        if len(at.text) > LONGEST:
            yield Finding(
                "short-formulas", at.sheet, at.cell, f"The formula has {len(at.text):,} characters."
            )


def single_line(book: Read) -> Iterator[Finding]:
    """A formula is one line (FAST 3.03-03)."""
    for at in book.formulas:
        if "\n" in at.bare:
            yield Finding("single-line", at.sheet, at.cell, "The formula has more than one line.")


def few_functions(book: Read) -> Iterator[Finding]:
    """Only functions that every reader knows are used (FAST 3.03-04, ICAEW 16)."""
    for at in book.formulas:
        if strange := set(_CALLED.findall(_QUOTED_SHEET.sub("", at.bare))) - ALLOWED - _MOVING:
            says = f"The formula uses {', '.join(sorted(strange))}."
            yield Finding("few-functions", at.sheet, at.cell, says)


def nothing_moves(book: Read) -> Iterator[Finding]:
    """No function finds its cells by text or changes by itself: OFFSET, INDIRECT, TODAY (FAST 3.03)."""
    for at in book.formulas:
        if moving := set(_CALLED.findall(_QUOTED_SHEET.sub("", at.bare))) & _MOVING:
            says = f"The formula uses {', '.join(sorted(moving))}: it cannot be followed."
            yield Finding("nothing-moves", at.sheet, at.cell, says)


def few_choices_in_choices(book: Read) -> Iterator[Finding]:
    """IF stands within IF at most five deep, for guards and one rule (FAST 3.03-05, -07)."""
    for at in book.formulas:
        if (depth := _depth(at.bare)) > DEEPEST:
            says = f"IF stands within IF, {depth} deep."
            yield Finding("few-choices-in-choices", at.sheet, at.cell, says)


def no_embedded_figures(book: Read) -> Iterator[Finding]:
    """No figure that could change is typed into a formula (ICAEW 14, FAST 3.04-01).

    Allowed are 0 to 12 (the months of a year, and what is counted of them), the number of decimals of a
    rounding, and any of these times a power of ten: pence, points and shares are counted in whole
    numbers, so that a payment is exact.
    """
    for at in book.formulas:
        bare = _ROUNDED_TO.sub(")", _QUOTED_SHEET.sub("", at.bare))
        figures = [float(n) for n in _NUMBER.findall(bare)]
        if typed := [n for n in figures if not _is_plain(n)]:
            says = f"The figure {typed[0]:g} is typed into the formula."
            yield Finding("no-embedded-figures", at.sheet, at.cell, says)


def spaces_between_arguments(book: Read) -> Iterator[Finding]:
    """A space follows each comma (FAST 3.04-02)."""
    for at in book.formulas:
        if _UNSPACED.search(_QUOTED_SHEET.sub("", at.bare)):
            says = "A comma has no space after it."
            yield Finding("spaces-between-arguments", at.sheet, at.cell, says)


def worked_out_once(book: Read) -> Iterator[Finding]:
    """No two columns of an output work out the same (ICAEW 15)."""
    listing = {sheet for sheet, role in book.roles.items() if role == "Output"}
    seen: dict[tuple[str, str], Formula] = {}
    for at in book.formulas:
        if at.sheet in listing and at.row == HEADING_ROW + 2 and "(" in at.bare:
            first = seen.setdefault((at.sheet, _by_row(at)), at)
            if first is not at:
                yield Finding(
                    "worked-out-once", at.sheet, at.cell, f"The same is worked out in {first.cell}."
                )


def no_advanced_features(book: Read) -> Iterator[Finding]:
    """No macros, pivot tables, array formulas or queries (ICAEW 16)."""
    strange = ("vbaProject", "pivotTable", "pivotCache", "connections.xml", "queryTable", "customXml/")
    for name in book.parts:
        if any(word in name for word in strange):
            yield Finding("no-advanced-features", "", "", f"The file holds {name}.")
    for at in book.formulas:
        if at.text.startswith("={"):
            yield Finding("no-advanced-features", at.sheet, at.cell, "The formula is an array formula.")


def has_checks(book: Read) -> Iterator[Finding]:
    """A sheet of checks says OK or CHECK for each, and one cell sums them up (ICAEW 19)."""
    for sheet in book.sheets:
        heads = list(book.headings(sheet).values())
        if heads[-1:] == ["Result"]:
            first = sheet.cell(HEADING_ROW + 1, len(heads)).value
            if not str(first).startswith("=IF(COUNTIF("):
                says = "The first check does not sum up all others."
                yield Finding("has-checks", sheet.title, "", says)
            return
    yield Finding("has-checks", "", "", "No sheet holds checks (its last heading would be Result).")


def checks_agree(book: Read) -> Iterator[Finding]:
    """Every check says OK (ICAEW 19)."""
    for sheet, cells in book.contents.sheets.items():
        for at, cell in cells.items():
            if cell.is_formula and cell.shows == "CHECK":
                yield Finding("checks-agree", sheet, at, "A check does not agree.")


def formulas_protected(book: Read) -> Iterator[Finding]:
    """Formulas cannot be overwritten by a slip; inputs can (ICAEW 20)."""
    for sheet in book.sheets:
        if not sheet.protection.sheet:
            yield Finding("formulas-protected", sheet.title, "", "The sheet is not protected.")


def inputs_open(book: Read) -> Iterator[Finding]:
    """An input can be changed although its sheet is protected (ICAEW 20)."""
    for sheet in book.sheets:
        if book.roles.get(sheet.title) == "Input":
            locked = next((c for c in book.body(sheet) if c.data_type == "n" and c.protection.locked), None)
            if locked is not None:
                yield Finding("inputs-open", sheet.title, locked.coordinate, "An input is locked.")


def _by_row(at: Formula) -> str:
    """Return a formula with its own row's number left out: what is the same all the way down a column."""
    return re.sub(rf"(?<=[A-Z]){at.row}(?!\d)", "", at.text)


def _depth(bare: str) -> int:
    deepest = 0
    stack: list[bool] = []
    for word in re.finditer(r"([A-Z]*)(\()|(\))", bare):
        if word[3]:
            if stack:
                stack.pop()
            continue
        stack.append(word[1] == "IF")
        deepest = max(deepest, sum(stack))
    return deepest


def _is_plain(number: float) -> bool:
    """Tell whether a number is 0 to 12, or one of these times a power of ten."""
    while number > _MONTHS[-1] and number % _TEN == 0:
        number /= _TEN
    return number in _MONTHS


RULES = (
    has_about,
    roles_apart,
    inputs_hold_inputs,
    one_formula_a_column,
    short_formulas,
    single_line,
    few_functions,
    nothing_moves,
    few_choices_in_choices,
    no_embedded_figures,
    spaces_between_arguments,
    worked_out_once,
    no_advanced_features,
    has_checks,
    checks_agree,
    formulas_protected,
    inputs_open,
)
