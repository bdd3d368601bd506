"""Working days in England: Monday to Friday without bank holidays, from a kept list of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """Return England's bank holidays of a calendar year by day.

    >>> bank_holidays(2015)[date(2015, 4, 3)]
    'Good Friday'
    """
    from holidays import country_holidays  # noqa: PLC0415 - 0.4 s that few verbs need

    return dict(country_holidays("GB", subdiv="ENG", years=year))


def why_no_work(day: date) -> str:
    """Return why a day is no working day ("a Sunday", "Easter Monday"), or nothing where it is one."""
    if name := bank_holidays(day.year).get(day):
        return name
    return f"a {day:%A}" if day.weekday() >= _SATURDAY else ""


def on_or_before(day: date) -> date:
    """Return a day, or the last working day before it where it is none."""
    while why_no_work(day):
        day -= _DAY
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the day that lies so many working days before another, which is not counted itself.

    Where the other is no working day, the working day before it is counted from: that is the earlier
    of the two readings, so nothing is sent too late.

    >>> working_days_before(date(2015, 5, 1), 9)
    datetime.date(2015, 4, 20)
    """
    return _moved(on_or_before(day), count, -_DAY)


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies so many working days after another, which is not counted itself.

    >>> working_days_after(date(2015, 3, 31), 3)
    datetime.date(2015, 4, 7)
    """
    return _moved(day, count, _DAY)


def _moved(day: date, count: int, by: timedelta) -> date:
    while count:
        day += by
        count -= not why_no_work(day)
    return day
