"""Financial years as the NHS writes them: 2015/16 runs from 1 April 2015 to 31 March 2016."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FIRST, _LAST = 1900, 2199  # beyond them a year is a slip of the pen
_WRITTEN = re.compile(r"(\d{4})\s*[/-]\s*(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A financial year by the calendar year in which it starts.

    >>> FinancialYear.parse("2015/16").last_day
    datetime.date(2016, 3, 31)
    """

    starts_in: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read ``2015/16`` or ``2015-16``; raise ValueError with the right spelling otherwise."""
        found = _WRITTEN.fullmatch(text.strip())
        if not found:
            raise ValueError(f'write a financial year such as 2015/16, not "{text}"')
        start, end = int(found[1]), int(found[2])
        if (start + 1) % 100 != end:
            raise ValueError(f'"{text}" is no financial year: {start} is followed by {(start + 1) % 100:02d}')
        if not _FIRST <= start <= _LAST:
            raise ValueError(f'write a financial year such as 2015/16, not "{text}"')
        return cls(start)

    def __str__(self) -> str:
        """Return the year as it is written, ``2015/16``."""
        return f"{self.starts_in}/{(self.starts_in + 1) % 100:02d}"

    @property
    def previous(self) -> FinancialYear:
        """The year before."""
        return FinancialYear(self.starts_in - 1)

    @property
    def next(self) -> FinancialYear:
        """The year after."""
        return FinancialYear(self.starts_in + 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.starts_in, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March: the day on which achievement is read."""
        return date(self.starts_in + 1, 3, 31)

    @property
    def days(self) -> int:
        """365, or 366 where 29 February falls in the year."""
        return (self.last_day - self.first_day).days + 1

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the twelve months, April to March."""
        this = [date(self.starts_in, month, 1) for month in range(4, 13)]
        return (*this, *(date(self.starts_in + 1, month, 1) for month in range(1, 4)))


def month_name(day: date) -> str:
    """Return ``April 2015`` for any day of that month."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def first_of_month(text: str) -> date | None:
    """Return the first day of a month that is written ``April 2015``; None for anything else.

    >>> first_of_month("April 2015")
    datetime.date(2015, 4, 1)
    """
    name, _, year = text.strip().partition(" ")
    if name not in _MONTHS or not re.fullmatch(r"\d{4}", year):
        return None
    return date(int(year), _MONTHS.index(name) + 1, 1)


def written_date(day: date) -> str:
    """Return a date as a British reader writes it: ``1 January 2016``."""
    return f"{day.day} {month_name(day)}"
