"""Typed values of workbooks and Parquet files as exact text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from incentives.data.files.sheet import NumberCell

_EXACT = 2**53
_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def as_text(value: object) -> str:
    """Return a value as text; a number is marked as one, since a code must never have been a number.

    >>> as_text(200.0), as_text(None), as_text("00D"), as_text(0.1)
    ('200', '', '00D', '0.1')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < _EXACT:
            return NumberCell(int(value))
        case float():
            return NumberCell(format(Decimal(repr(value)), "f") if value == value else "not a number")  # noqa: PLR0124
        case int() | Decimal():
            return NumberCell(value)
    return _moment(value)


def as_percentage(text: str) -> NumberCell:
    """Return a number as the percentage that it is.

    >>> as_percentage("0.854"), as_percentage("1")
    ('85.4%', '100%')
    """
    hundredfold = (Decimal(text) * 100).normalize()
    return NumberCell(f"{hundredfold:f}%")


def duration(said: str) -> timedelta:
    """Return a length of time as OpenDocument writes it; raises ValueError.

    >>> str(duration("PT30H05M00S"))
    '1 day, 6:05:00'
    """
    match = _DURATION.fullmatch(said)
    if match is None:
        raise ValueError(said)
    hours, minutes, seconds = (int(match[n]) for n in (2, 3, 4))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if match[1] else 1)


def _moment(value: object) -> str:
    match value:
        case datetime():
            whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
            day, hour = whole.date().isoformat(), whole.time().isoformat()
            return day if hour == "00:00:00" else f"{day} {hour}"
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)
