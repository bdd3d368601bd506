"""Typed cells of workbooks and Parquet files as the text a person sees."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from incentives.data.grid import NumberCell


def as_text(value: object) -> str:
    """Return a cell as text; a number is marked as one, since a code must never have been a number.

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
        case float() if value.is_integer() and abs(value) < 2**53:
            return NumberCell(int(value))
        case float():
            return NumberCell(format(Decimal(repr(value)), "f") if value == value else "not a number")  # noqa: PLR0124
        case int() | Decimal():
            return NumberCell(value)
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case date():
            return value.isoformat()
    return str(value)
