"""A text file as one sheet: encoding and separator found and told, rows of one width."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Severity
from incentives.data.files.decoding import decoded
from incentives.data.files.delimited import Row, UnreadableError, agreed, rows_of
from incentives.data.files.delimiters import NAMES, delimiters_of
from incentives.data.files.sheet import FileRead, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BYTES = 60_000_000
MOST_VALUES = 8_000_000


def read_text(data: bytes, shown: str) -> FileRead:
    """Return the rows of a CSV, TSV, semicolon or bar file; no sheet where it is refused."""
    if len(data) > MOST_BYTES:
        return _refused(shown, _too_large(shown, f"{len(data):,} bytes", f"{MOST_BYTES:,}"))
    text = decoded(data, shown)
    if text.refused:
        return _refused(shown, *text.problems)
    notices = list(text.problems)
    said, rest = _said_separator(text.text)
    signs = said or delimiters_of(rest)
    if len(signs) > 1:
        return _refused(shown, *notices, _undecided(signs, shown))
    (sign,) = signs
    if sign != ",":
        notices.append(_separator_notice(sign, shown))
    try:
        rows = list(_at_most(rows_of(rest, sign, shown), shown))
        width = _commonest([len(values) for _, values in rows if any(map(str.strip, values))])
        checked = agreed(rows, rest, sign, width, shown)
        filled = [(line + bool(said), values) for line, values in checked if any(map(str.strip, values))]
    except UnreadableError as unreadable:
        return _refused(shown, *notices, unreadable.problem)
    if not filled:
        return _refused(shown, Problem("D107", Place(shown), "The file is empty.", "Export it again."))
    sheet = _sheet(filled, width, sign, shown)
    wrong = list(_misplaced(sheet))
    if wrong:
        return _refused(shown, *notices, *wrong)
    return FileRead(shown, (sheet,), tuple(notices), text.encoding, sign)


def _said_separator(text: str) -> tuple[tuple[str, ...], str]:
    """Return the sign that a first line ``sep=;`` names (Excel's own way) and the text below it."""
    first, _, rest = text.partition("\n")
    named = first.strip()
    if named.startswith("sep=") and named.removeprefix("sep=") in NAMES:
        return (named.removeprefix("sep="),), rest
    return (), text


def _at_most(rows: Iterator[Row], shown: str) -> Iterator[Row]:
    count = 0
    for line, values in rows:
        count += len(values)
        if count > MOST_VALUES:
            raise UnreadableError(_too_large(shown, f"more than {MOST_VALUES:,} values", f"{MOST_VALUES:,}"))
        yield line, values


def _commonest(widths: list[int]) -> int:
    """Return the commonest width, the larger of two that are as common; 1 of no rows."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _sheet(filled: list[Row], width: int, sign: str, shown: str) -> Sheet:
    rows, lines = [values for _, values in filled], [line for line, _ in filled]
    ragged = tuple(n for n, values in enumerate(rows) if len(values) != width)
    return Sheet(shown, "", rows, lines, width, ragged, delimiter=sign)


def _misplaced(sheet: Sheet) -> Iterable[Problem]:
    """Find the rows that are neither of the table's width nor a title above it or a note below it.

    A title or note has one value, or stands apart from the table: a heading or a row of the table that
    lost a value must never pass for one.
    """
    ragged = set(sheet.ragged)
    full = [n for n in range(len(sheet.rows)) if n not in ragged]
    first, last = full[0], full[-1]
    for row in sheet.ragged:
        values = sheet.rows[row]
        filled = sum(bool(v.strip()) for v in values)
        above, below = row < first, row > last
        if len(values) > sheet.width or not (above or below) or (filled > 1 and (below or row == first - 1)):
            message = f"The row has {len(values)} values; most rows of the file have {sheet.width}."
            remedy = (
                "Put a text that holds the separator in quotation marks; give every column a heading "
                "and a value, blank or not."
            )
            yield Problem("D109", sheet.place(row), message, remedy)


def _too_large(shown: str, has: str, most: str) -> Problem:
    message = f"The file has {has}; files of up to {most} are read in this way."
    return Problem("D137", Place(shown), message, "Keep the rows and columns that are needed, or split it.")


def _undecided(signs: tuple[str, ...], shown: str) -> Problem:
    names = " and ".join(NAMES[sign] for sign in signs)
    message = f"The file can be read as separated by {names} alike."
    return Problem(
        "D133", Place(shown, 1), message, "Save it with commas, texts that hold one in quotation marks."
    )


def _separator_notice(sign: str, shown: str) -> Problem:
    message = f"The file separates its values by {NAMES[sign]}; it was read so."
    remedy = "Look at the columns shown; save the file with commas where they are wrong."
    return Problem("D131", Place(shown, 1), message, remedy, Severity.WARNING)


def _refused(shown: str, *problems: Problem) -> FileRead:
    return FileRead(shown, (), problems)
