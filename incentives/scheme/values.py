"""How the values of a scheme are written: every scalar is text, and the key says what it must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BeforeValidator

from incentives.base import amount
from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear, month_name

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_ROUNDING = re.compile(r"half up to (?:(\d) places?|the (penny|pound))|none")
_SLIDE = re.compile(r"(\S+?%)\s+to\s+(\S+%)")
_FROM = re.compile(r"from\s+(\S+%)")
_MONTH = re.compile(r"([A-Z][a-z]+) (\d{4})")
_MONTHS = {month_name(date(2001, n, 1)).split()[0]: n for n in range(1, 13)}


@dataclass(frozen=True, slots=True)
class Slide:
    """``45% to 80%``: nothing at the first, everything at the second, in proportion between."""

    start: Fraction
    end: Fraction

    def __str__(self) -> str:
        """Return the range as it is written."""
        return f"{amount.in_percent(self.start)} to {amount.in_percent(self.end)}"


@dataclass(frozen=True, slots=True)
class InFull:
    """``for the register``, ``when declared``, ``in full``, or ``from 80%``: all or nothing."""

    when: str
    threshold: Fraction | None = None

    def __str__(self) -> str:
        """Return the words as they are written."""
        return self.when if self.threshold is None else f"from {amount.in_percent(self.threshold)}"


FOR_THE_REGISTER, WHEN_DECLARED, ALWAYS = "for the register", "when declared", "in full"
ON_ACHIEVEMENT = "from a threshold"


def read_pays(text: str) -> Slide | InFull:
    """Read what an indicator pays for; raise ValueError with the ways of writing it."""
    if found := _SLIDE.fullmatch(text):
        return Slide(amount.percent(found[1]), amount.percent(found[2]))
    if found := _FROM.fullmatch(text):
        return InFull(ON_ACHIEVEMENT, amount.percent(found[1]))
    if text in (FOR_THE_REGISTER, WHEN_DECLARED, ALWAYS):
        return InFull(text)
    raise ValueError(
        f'write "45% to 80%", "from 80%", "for the register", "when declared" or "in full", not "{text}"'
    )


def _read_rounding(text: str) -> Rounding | None:
    found = _ROUNDING.fullmatch(text)
    if not found:
        raise ValueError(
            f'write "half up to 2 places", "half up to the penny" or "none" (no rounding), not "{text}"'
        )
    if text == "none":
        return None
    return Rounding(Rule.HALF_UP, {"penny": 2, "pound": 0}.get(found[2], int(found[1] or 0)))


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'write a date as year-month-day such as 2015-04-01, not "{text}"') from None


def _read_month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if not found or found[1] not in _MONTHS:
        raise ValueError(f'write a month such as April 2015, not "{text}"')
    return date(int(found[2]), _MONTHS[found[1]], 1)


def _read_yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f'write yes or no, not "{text}"')
    return text == "yes"


def _read_count(text: str) -> Fraction:
    count = amount.number(text.removesuffix(" patients").removesuffix(" points"))
    if count < 0:
        raise ValueError(f'write a number that is not negative, not "{text}"')
    return count


def _read_points(text: str) -> Fraction:
    return _read_count(text.removesuffix(" point"))


def _read_days(text: str) -> int:
    found = re.fullmatch(r"(\d{1,3}) days", text)
    if not found:
        raise ValueError(f'write a number of days such as 28 days, not "{text}"')
    return int(found[1])


def _text(reader: Callable[[str], T]) -> BeforeValidator:
    def read(value: Any) -> T:
        if not isinstance(value, str):
            raise ValueError("write one value here, not a list or a group of settings")  # noqa: TRY004
        return reader(value.strip())

    return BeforeValidator(read)


def _slide_only(text: str) -> Slide:
    found = read_pays(text)
    if not isinstance(found, Slide):
        raise ValueError(f'write a range such as "45% to 80%" for this form, not "{text}"')  # noqa: TRY004
    return found


def _in_full_only(text: str) -> InFull:
    found = read_pays(text)
    if not isinstance(found, InFull):
        raise ValueError(  # noqa: TRY004
            f'write "from 80%", "for the register", "when declared" or "in full" for this form, not "{text}"'
        )
    return found


Pounds = Annotated[Fraction, _text(amount.pounds)]
Percent = Annotated[Fraction, _text(amount.percent)]
Points = Annotated[Fraction, _text(_read_points)]
Count = Annotated[Fraction, _text(_read_count)]
Day = Annotated[date, _text(_read_date)]
Month = Annotated[date, _text(_read_month)]
Year = Annotated[FinancialYear, _text(FinancialYear.parse)]
YesNo = Annotated[bool, _text(_read_yes)]
Days = Annotated[int, _text(_read_days)]
RoundingRule = Annotated[Rounding | None, _text(_read_rounding)]
Pays = Annotated[Slide | InFull, _text(read_pays)]
SlidePays = Annotated[Slide, _text(_slide_only)]
InFullPays = Annotated[InFull, _text(_in_full_only)]
Text = Annotated[str, _text(str)]
