"""Exact figures as people write them: £4,200,000, 45%, 20 points, 5,891 patients; and back again."""

from __future__ import annotations

import re
from fractions import Fraction

_POUNDS = re.compile(r"(-?)£\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_NUMBER = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_PERCENT = re.compile(r"(-?)(\d+)(?:\.(\d+))?\s*%")
_LONGEST = 24


def pounds(text: str) -> Fraction:
    """Read an amount of money in pounds; raise ValueError with an example otherwise.

    >>> pounds("£4,200,000"), pounds("£160.15")
    (Fraction(4200000, 1), Fraction(3203, 20))
    """
    return _exact(_POUNDS, text, "an amount such as £4,200,000 or £160.15")


def percent(text: str) -> Fraction:
    """Read a percentage as a share of one.

    >>> percent("45%")
    Fraction(9, 20)
    """
    return _exact(_PERCENT, text, "a percentage such as 45% or 37.5%") / 100


def number(text: str) -> Fraction:
    """Read a plain number, with or without thousands commas."""
    return _exact(_NUMBER, text, "a number such as 20 or 7,233")


def in_pounds(amount: Fraction | int) -> str:
    """Write pounds with pence and thousands commas, the sign before the £.

    >>> in_pounds(Fraction(-123456, 100))
    '-£1,234.56'
    """
    pence = Fraction(amount) * 100
    if pence.denominator != 1:
        return ("-" if pence < 0 else "") + "£" + written(abs(Fraction(amount)))
    whole, rest = divmod(abs(int(pence)), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}.{rest:02d}"


def in_percent(share: Fraction) -> str:
    """Write a share of one as a percentage, exact where it is short.

    >>> in_percent(Fraction(9, 20))
    '45%'
    """
    return f"{written(share * 100)}%"


def written(exact: Fraction, places: int = 10) -> str:
    """Write a fraction in decimals, exact where it ends within ``places``, otherwise cut and marked with ….

    >>> written(Fraction(45, 2)), written(Fraction(1, 3), 4)
    ('22.5', '0.3333…')
    """
    size = abs(exact) * 10**places
    digits = str(int(size)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    if size.denominator != 1:
        rest = digits[len(digits) - places :] + "…"
    return ("-" if exact < 0 else "") + f"{int(whole):,}" + (f".{rest}" if rest else "")


def _exact(pattern: re.Pattern[str], text: str, expected: str) -> Fraction:
    found = pattern.fullmatch(text.strip())
    if not found or len(text) > _LONGEST:
        raise ValueError(f'write {expected}, not "{text}"')
    whole, decimals = found[2].replace(",", ""), found[3] or ""
    size = Fraction(int(whole + decimals), 10 ** len(decimals))
    return -size if found[1] else size
