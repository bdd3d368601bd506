"""What a financial year costs: opening accruals reversed, paid, closing accruals, against what was earned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.govern.accruals import before, kept, lines_of, paid_month

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.base.year import FinancialYear
    from incentives.govern.accruals import Accrual
    from incentives.govern.entries import Line
    from incentives.govern.ledger import Entry


@dataclass(frozen=True, slots=True)
class Cost:
    """What one scheme's year costs a financial year, in pence.

    ``opening`` is the accrual that stood when the year began, ``closing`` the one that stands at its end;
    ``earned`` is what was earned in between by the accruals that were entered, ``closed_on`` the day of the
    closing one; None where none was entered in the year, so that nothing proves the cost.
    """

    scheme: str
    earned_in: str
    opening: int
    paid: int
    closing: int
    earned: int | None
    closed_on: date | None

    @property
    def cost(self) -> int:
        """Opening accrual reversed, plus paid, plus closing accrual."""
        return -self.opening + self.paid + self.closing

    @property
    def agrees(self) -> bool:
        """Tell whether the cost is what was earned, to the penny."""
        return self.cost == self.earned


def costs(entries: Sequence[Entry], lines: Sequence[Line], year: FinancialYear, to: date) -> tuple[Cost, ...]:
    """Return the cost of each scheme's year to a financial year, up to a day of it.

    Two ways to one figure: what was booked and paid, and what the accruals say was earned since the year
    began. They differ where something was paid after the last accrual, or entered into a month that was
    accrued already.
    """
    accruals = kept(entries)
    whose = {(a.scheme, a.year) for a in accruals} | {_whose(line) for line in lines}
    found = (_cost(scheme, of, accruals, lines, (year, to)) for scheme, of in sorted(whose))
    return tuple(c for c in found if c is not None)


def _whose(line: Line) -> tuple[str, FinancialYear]:
    from incentives.base.year import FinancialYear  # noqa: PLC0415 - used here alone

    return line.key.scheme, FinancialYear.parse(line.earned_in)


def _cost(
    scheme: str,
    of: FinancialYear,
    accruals: Sequence[Accrual],
    lines: Sequence[Line],
    when: tuple[FinancialYear, date],
) -> Cost | None:
    year, to = when
    opening = before(accruals, scheme, of, year.first_day)
    closing = _last_to(accruals, scheme, of, when)
    own = lines_of(lines, scheme, of)
    paid = sum(line.pence for line in own if year.first_day <= paid_month(line) <= to)
    if opening is None and closing is None and not paid:
        return None
    stood = opening.total("accrual") if opening else 0
    if closing is None:
        return Cost(scheme, str(of), stood, paid, 0, None, None)
    earned_before = opening.total("earned") if opening else _paid_before(own, year)
    earned = closing.total("earned") - earned_before
    return Cost(scheme, str(of), stood, paid, closing.total("accrual"), earned, closing.day)


def _last_to(
    accruals: Sequence[Accrual], scheme: str, of: FinancialYear, when: tuple[FinancialYear, date]
) -> Accrual | None:
    year, to = when
    own = [a for a in accruals if (a.scheme, a.year) == (scheme, of) and year.first_day <= a.day <= to]
    return max(own, key=lambda a: a.day, default=None)


def _paid_before(lines: Sequence[Line], year: FinancialYear) -> int:
    return sum(line.pence for line in lines if paid_month(line) < year.first_day)
