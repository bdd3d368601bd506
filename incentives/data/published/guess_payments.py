"""A guess at NHS Payments to General Practice where a year's heading of the QOF payment is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.data.published.headings import candidates, plain
from incentives.data.published.layout import KNOWN, Match, Why
from incentives.data.published.payments_words import MONEY
from incentives.data.published.registry import PAYMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.data.files import Sheet

_LEAST = 5
"""How many known headings of payments make a file one of NHS Payments."""
_QOF_WORDS = ("qof", "quality and outcomes", "quality outcomes")
_CODES = ("practice code", "practice", "practice id", "organisation code", "ods code", "gp code")


def guess_payments(sheet: Sheet, told: Mapping[str, str]) -> Match | None:
    """Return the columns of a sheet that holds at least five known payments; None for any other.

    The QOF payment is the one column whose heading speaks of QOF, or the one the user named; where there is
    none, or more than one, the role "qof" is left out, and the file has to be refused.
    """
    for row, headings in candidates(sheet):
        names = [plain(h) for h in headings]
        if sum(name in MONEY for name in names) < _LEAST:
            continue
        columns = {
            asked.role: names.index(name)
            for asked in PAYMENTS.columns
            for name in reversed(asked.headings)
            if name in names
        }
        why = dict.fromkeys(columns, KNOWN)
        code = next((names.index(name) for name in _CODES if name in names), None)
        if "practice_code" not in columns and code is not None:
            columns["practice_code"] = code
            why["practice_code"] = Why("its heading is a known word for it", certain=False)
        if len(asked := spoken_of(headings, told)) == 1:
            columns["qof"] = asked[0]
            said = names[asked[0]] in told
            why["qof"] = Why("you said so" if said else "its heading speaks of QOF", certain=False)
        return Match(PAYMENTS, headings, row + 1, columns, why) if "practice_code" in columns else None
    return None


def spoken_of(headings: Sequence[str], told: Mapping[str, str]) -> list[int]:
    """Return the columns that may hold the QOF payment: the one told, else those that speak of QOF."""
    names = [plain(h) for h in headings]
    chosen = [n for n, name in enumerate(names) if told.get(name) == "qof"]
    return chosen or [n for n, name in enumerate(names) if any(word in name for word in _QOF_WORDS)]
