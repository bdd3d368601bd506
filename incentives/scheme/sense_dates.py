"""Whether lists, averages and registers are of the days that the QOF payment rules name.

Source: the practice's list is that of 1 January in the QOF year, the national average list that of
1 January before it, registers and achievement are read on 31 March. In April 2014 every payment was
1.9% short because an average of the wrong January was used.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incentives.base.problem import Problem, Severity
from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.model import Scheme


def rule_dates(scheme: Scheme) -> Iterator[Problem]:
    """Refuse another day in a national year; warn of it in a scheme that sets its own rules."""
    if scheme.pay_points is None or not (scheme.header.nation or scheme.header.starts_from):
        return
    year, terms = scheme.header.year, scheme.pay_points.terms
    stated = {
        "national_average_list": (terms.national_average_list.as_at, date(year.starts_in, 1, 1)),
        "practice_list": (terms.practice_list.as_at, date(year.starts_in + 1, 1, 1)),
        "prevalence": (terms.prevalence.register_as_at, year.last_day),
    }
    severity = Severity.WARNING if scheme.header.starts_from else Severity.ERROR
    for key, (found, expected) in stated.items():
        if found != expected:
            message = (
                f"The rules of QOF read it on {written_date(expected)} for {year};"
                f" this says {written_date(found)}."
            )
            remedy = f"Use the figures of that day and write {expected.isoformat()}."
            yield Problem("S417", scheme.pay_points.origin(key).place, message, remedy, severity)
