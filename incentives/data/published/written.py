"""Codes and figures as people and programs write them: read to what they are, or a reason why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.amount import written
from incentives.base.codes import is_code, tidy_code
from incentives.data.figures import Status, read_exact, sign_of
from incentives.data.files import Kind
from incentives.data.layouts import POINTS_PER
from incentives.data.published.tally import Cell, Reason

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.data.files import Sheet

_POWER = re.compile(r"\d+(\.\d+)?E[+-]?\d+|\d+\.\d+", re.IGNORECASE)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    rf"\d{{1,2}}[-/ ]({_MONTH})[a-z]*([-/ ]\d{{2,4}})?|({_MONTH})[a-z]*[-/ ]\d{{1,4}}|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(\s*(£?\s*[\d,.]+)\s*\)")
_PENCE = re.compile(r"(-?[\d,.]+)\s*p", re.IGNORECASE)
_TOTALS = re.compile(
    r"(grand |sub-?|overall |england |national |column )?totals?\b.*|england|scotland|wales|all practices|"
    r"(england |national )?(average|mean|median)\b.*|sum|maximum|minimum|count",
    re.IGNORECASE,
)
PRACTICE = re.compile(r"[A-Z]{1,3}\d{4,5}[A-Z]?|\d{5}")
"""The shapes of practice codes: A81001, a Scottish 10002, a made-up ZZ9001."""


class Unread(Exception):  # noqa: N818 - a reason, not an error
    """Why a cell is refused."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


class Amount(NamedTuple):
    """A figure as it is written into a pack: digits alone, or blank with its status."""

    text: str
    status: Status


def is_totals(text: str) -> bool:
    """Tell whether a cell in place of a practice's code names a row of totals or averages.

    >>> is_totals("England total"), is_totals("Total"), is_totals("A81001"), is_totals("Totley Surgery")
    (True, True, False, False)
    """
    return bool(_TOTALS.fullmatch(text.strip()))


def practice_code(sheet: Sheet, cell: Cell) -> str:
    """Return a practice's code as published; raise Unread where a spreadsheet changed it or it is none."""
    text = sheet.rows[cell.row][cell.column] if cell.column < len(sheet.rows[cell.row]) else ""
    code = tidy_code(re.sub(r"\s+", "", text))
    if not code:
        raise Unread(Reason.NO_CODE, "the code is blank")
    if sheet.cell(*cell).kind is Kind.DATE or _POWER.fullmatch(code) or _DAY.fullmatch(text.strip()):
        raise Unread(
            Reason.MANGLED, f'"{text}" was a code before a spreadsheet took it for a number or a date'
        )
    if code.isdigit() and not PRACTICE.fullmatch(code):
        raise Unread(Reason.MANGLED, f'"{text}" has lost letters or noughts to a spreadsheet')
    if not PRACTICE.fullmatch(code):
        raise Unread(Reason.NO_CODE, f'"{text}" is no practice code, such as A81001')
    return code


def item_code(sheet: Sheet, cell: Cell) -> str:
    """Return an indicator's or group's code; raise Unread where it is none."""
    text = sheet.rows[cell.row][cell.column] if cell.column < len(sheet.rows[cell.row]) else ""
    if sheet.cell(*cell).kind in (Kind.DATE, Kind.NUMBER) or _POWER.fullmatch(text.strip()):
        raise Unread(
            Reason.MANGLED, f'"{text}" was a code before a spreadsheet took it for a number or a date'
        )
    if _DAY.fullmatch(text.strip()):
        raise Unread(Reason.MANGLED, f'"{text}" was a code before a spreadsheet took it for a date')
    code = tidy_code(re.sub(r"\s+", "", text))
    if not is_code(code):
        raise Unread(Reason.NO_CODE, f'"{text}" is no indicator code' if code else "the code is blank")
    return code


def count(text: str, dash: Status | None = None) -> Amount:
    """Return a count; raise Unread for what is none.

    >>> count("1,234").text, count("200.0").text, count("<5").status
    ('1234', '200', <Status.SUPPRESSED: 2>)
    """
    if (sign := _sign(text, dash)) is not None:
        return sign
    if text.strip().endswith("%"):
        raise Unread(Reason.PERCENT, f'"{text}" is a percentage; counts decide what is paid')
    exact = _number(text)
    if exact.denominator != 1:
        raise Unread(Reason.NOT_WHOLE, f'"{text}" is not a whole number')
    if exact < 0:
        raise Unread(Reason.NEGATIVE, f'"{text}" is below nil')
    return Amount(str(int(exact)), Status.FIGURE)


def pence(text: str, dash: Status | None = None) -> Amount:
    """Return an amount of pounds as whole pence; a negative one may stand in brackets.

    >>> pence("(1,234.50)").text, pence("£12").text, pence("150p").text
    ('-123450', '1200', '150')
    """
    if (sign := _sign(text, dash)) is not None:
        return sign
    in_pence = _PENCE.fullmatch(text.strip())
    exact = _number(in_pence[1]) if in_pence else _number(text) * 100
    if exact.denominator != 1:
        raise Unread(Reason.NOT_WHOLE, f'"{text}" has more decimals than pence')
    return Amount(str(int(exact)), Status.FIGURE)


def decimal(text: str, dash: Status | None = None) -> Amount:
    """Return a number of nil or more with its decimals."""
    if (sign := _sign(text, dash)) is not None:
        return sign
    exact = _number(text)
    if exact < 0:
        raise Unread(Reason.NEGATIVE, f'"{text}" is below nil')
    return Amount(written(exact).replace(",", ""), Status.FIGURE)


def points(text: str, dash: Status | None = None) -> Amount:
    """Return points of nil or more, to ten-thousandths at most, as a pack keeps them."""
    read = decimal(text, dash)
    if read.text and (read_exact(read.text) * POINTS_PER).denominator != 1:
        raise Unread(Reason.NOT_WHOLE, f'"{text}" has more than four decimals of a point')
    return read


def _sign(text: str, dash: Status | None) -> Amount | None:
    if text.strip() in ("-", "–"):
        if dash is None:
            raise Unread(Reason.DASH, "the file does not say what its dashes mean")
        return Amount("", dash)
    sign = sign_of(text)
    return None if sign is None else Amount("", sign)


def _number(text: str) -> Fraction:
    bracketed = _BRACKETED.fullmatch(text.strip())
    sign, digits = (-1, bracketed[1]) if bracketed else (1, text.strip())
    digits = digits.replace("£", "").replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-").strip()
    if digits.endswith("%"):
        raise Unread(Reason.NO_FIGURE, f'"{text}" is a percentage')
    try:
        return sign * read_exact(digits)
    except ValueError:
        raise Unread(Reason.NO_FIGURE, f'"{text}" is no number') from None
