"""Headings: the row in which they stand, and which of the known ones each is, however it is spelled."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentives.data.files import Sheet

_FARTHEST = 30
"""How many rows of titles may stand above the headings."""


def plain(heading: str) -> str:
    r"""Return a heading in small letters, without signs, units in brackets, or spaces that do not matter.

    >>> plain(" Total QOF\\n Payments (£)"), plain("PRACTICE_CODE"), plain("Practice Code ")
    ('total qof payments', 'practice code', 'practice code')
    """
    text = unicodedata.normalize("NFKC", heading).lower().replace("&", " and ")
    text = re.sub(r"\((?:£|%|p|n|number|no\.?|pounds|pence)\)", " ", text)
    return re.sub(r"[^a-z0-9+%<≤]+", " ", text).strip()


def matched(headings: Sequence[str], known: Iterable[str]) -> int | None:
    """Return the column whose heading is one of the known ones (given in plain form), or None."""
    wanted = set(known)
    return next((n for n, heading in enumerate(headings) if plain(heading) in wanted), None)


def candidates(sheet: Sheet) -> Iterable[tuple[int, tuple[str, ...]]]:
    """Yield rows that may hold the headings, each with its texts: those with words in most of their cells.

    A row of headings over a row of headings is also given as one: "2022/23" over "Numerator" is
    "2022/23 Numerator", and a text of the upper row goes on to the right until the next.
    """
    for row, texts in enumerate(sheet.rows[:_FARTHEST]):
        filled = [t for t in texts if t.strip()]
        if len(filled) < 2 or any(_is_number(t) for t in filled):  # noqa: PLR2004 - one cell is a title
            continue
        yield row, tuple(texts)
        if row and any(t.strip() for t in sheet.rows[row - 1]):
            yield row, _under(sheet.rows[row - 1], texts)


def _under(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    joined, above = [], ""
    for n, text in enumerate(lower):
        here = upper[n].strip() if n < len(upper) else ""
        above = here or above
        joined.append(f"{above} {text}".strip() if text.strip() else here)
    return tuple(joined)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-(£]*\d[\d,.]*[%)]?", text.strip()))
