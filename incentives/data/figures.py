"""How a figure of practice data is written: a count, nil, suppressed, none, or not supplied.

The five are different things and stay so until a plan says what each means (see ``binding``).
Published Scottish files write ``*`` for a count below five, ``-`` for nil and ``x`` for none.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from incentives.base import amount

if TYPE_CHECKING:
    from fractions import Fraction


class Status(IntEnum):
    """What stands where a figure is asked for."""

    FIGURE = 0
    NIL = 1
    SUPPRESSED = 2
    NONE = 3
    NOT_SUPPLIED = 4


SIGNS = {"-": Status.NIL, "*": Status.SUPPRESSED, "x": Status.NONE, "X": Status.NONE, "": Status.NOT_SUPPLIED}
"""What is written in place of a figure."""

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
