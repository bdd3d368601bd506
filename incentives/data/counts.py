"""Counts of an indicator practice by practice, as the practice data give them; gaps stay gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.data.figures import Status
from incentives.data.series import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.base.year import FinancialYear
    from incentives.data.pack import Pack
    from incentives.data.series import Series


@dataclass(frozen=True, slots=True)
class Count:
    """Patients achieved, patients counted and exceptions of one practice, for one indicator."""

    practice: str
    numerator: int
    denominator: int
    exceptions: int

    @property
    def eligible(self) -> int:
        """Everybody the indicator is about: those counted and those excepted."""
        return self.denominator + self.exceptions


def counts_of(pack: Pack, year: FinancialYear, items: Iterable[str]) -> dict[str, tuple[Count, ...]]:
    """Return each item's counts by practice, where both numerator and denominator are given.

    Suppressed, blank and missing practices are left out; an absent exception is counted as none, since
    NHS Digital leaves them out where there are none. Items without any count are not in the answer.
    """
    found = {}
    for item in items:
        above, below = (pack.measures.get(Key(year, item, m)) for m in ("numerator", "denominator"))
        if above is None or below is None:
            continue
        except_for = _given(pack.measures.get(Key(year, item, "exceptions")))
        numerators, denominators = _given(above), _given(below)
        both = sorted(numerators.keys() & denominators.keys())
        found[item] = tuple(
            Count(code, numerators[code], denominators[code], except_for.get(code, 0)) for code in both
        )
    return found


def _given(series: Series | None) -> dict[str, int]:
    if series is None:
        return {}
    figures = zip(series.practices, series.values, series.statuses, strict=True)
    return {code: value for code, value, status in figures if status in (Status.FIGURE, Status.NIL)}
