"""How a figure of practice data is written: a count, nil, suppressed, none, or not supplied.

The five are different things and stay so until a plan says what each means (see ``binding``).
Published Scottish files write ``*`` for a count below five, ``-`` for nil and ``x`` for none.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from incentives.base import amount

if TYPE_CHECKING:
    from fractions import Fraction

_PENCE = 100


class Status(IntEnum):
    """What stands where a figure is asked for."""

    FIGURE = 0
    NIL = 1
    SUPPRESSED = 2
    NONE = 3
    NOT_SUPPLIED = 4


SIGNS = {
    "-": Status.NIL,
    "*": Status.SUPPRESSED,
    "c": Status.SUPPRESSED,
    "[c]": Status.SUPPRESSED,
    "x": Status.NONE,
    "X": Status.NONE,
    "[z]": Status.NONE,
    "[x]": Status.NOT_SUPPLIED,
    "": Status.NOT_SUPPLIED,
}
"""What is written in place of a figure; those in brackets are the signs of government statistics."""

BELOW = re.compile(r"[<≤]\s?\d{1,2}")
"""``<5`` or ``≤7``: a small count that is kept back."""

WORDS = {
    "figure": Status.FIGURE,
    "nil": Status.NIL,
    "suppressed": Status.SUPPRESSED,
    "none": Status.NONE,
    "not supplied": Status.NOT_SUPPLIED,
}
"""What the status column of the ``measures`` table may say."""

HOW_TO_WRITE = (
    "Write a whole number; * where it is suppressed, - for nil, x where there is none, "
    "or leave it blank where it was not supplied."
)

_LARGEST = 2**62


def sign_of(text: str) -> Status | None:
    """Return what a sign says that stands in place of a figure, or None where it is none.

    >>> sign_of("<5"), sign_of(" * "), sign_of("5")
    (<Status.SUPPRESSED: 2>, <Status.SUPPRESSED: 2>, None)
    """
    text = text.strip()
    return Status.SUPPRESSED if BELOW.fullmatch(text) else SIGNS.get(text)


def read_figure(text: str, per: int = 1) -> tuple[int, Status]:
    """Return a figure as a whole number of ``per``-ths with its status; raise ValueError with the reason.

    A plain number is taken for whole pence where ``per`` is 100.

    >>> read_figure("200.0"), read_figure("*"), read_figure("£1.50", 100)
    ((200, <Status.FIGURE: 0>), (0, <Status.SUPPRESSED: 2>), (150, <Status.FIGURE: 0>))
    """
    sign = sign_of(text)
    if sign is not None:
        return 0, sign
    whole_pence = per == _PENCE and "£" not in text
    return read_whole(text, 1 if whole_pence else per), Status.FIGURE


def status_said(read: Status, said: str) -> Status | None:
    """Return the status of a figure whose row also says one in words; None where the two contradict.

    Raises KeyError where the word is none of ``WORDS``.
    """
    named = WORDS[said.lower()]
    if named is read or (read is Status.NOT_SUPPLIED and named is not Status.FIGURE):
        return named
    return None


@lru_cache(100_000)  # a nation's tables hold a million cells and some thousand texts
def read_whole(text: str, per: int = 1) -> int:
    """Read a figure as a whole number of ``per``-ths; raise ValueError with the reason.

    >>> read_whole("7,233"), read_whole("200.0"), read_whole("£12,345.67", 100)
    (7233, 200, 1234567)
    """
    exact = read_exact(text) * per
    if exact.denominator != 1:
        raise ValueError("it is not a whole number" if per == 1 else "it has more decimals than are kept")
    if abs(exact) >= _LARGEST:
        raise ValueError("it is larger than anything that is counted or paid")
    return int(exact)


def read_exact(text: str) -> Fraction:
    """Read a plain number, an amount of pounds or a percentage as an exact fraction; raise ValueError."""
    text = text.strip()
    try:
        if "£" in text:
            return amount.pounds(text)
        return amount.percent(text) if text.endswith("%") else amount.number(text)
    except ValueError:
        raise ValueError("it is no number") from None
