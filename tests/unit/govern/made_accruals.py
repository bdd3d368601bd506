"""Lines, estimates and accruals in a ledger, for the tests of accruals, look-backs and recoveries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.govern.accruals import (
    Accrual,
    Basis,
    Estimate,
    accrued,
    before,
    enter,
    kept,
    lines_of,
    reversing,
)
from incentives.govern.entries import Key, Line, Run
from incentives.govern.ledger import Ledger
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAY, DELEGATION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCHEME, BODY = "barsetshire-2015-16", "NHS Barsetshire CCG"
PEOPLE = {"prepared_by": ANA, "approved_by": BEN, "dated": "2015-06-01"}


def paid(practice: str, pence: int, paid_in: str, *, year: str = "2015/16", period: str = "") -> Line:
    """Return a payment of a month."""
    key = Key(SCHEME, year, practice, "instalment", period or paid_in)
    return Line(key, pence, year, paid_in, BODY, f"{SCHEME}/{year}/{key.period}/{practice}".replace(" ", ""))


def ledger_with(folder: Path, lines: Sequence[Line]) -> Ledger:
    """Return a ledger in which these lines were released, each in a release of its own period."""
    ledger = Ledger(folder / "ledger.db", DELEGATION)
    release(ledger, lines)
    return ledger


def release(ledger: Ledger, lines: Sequence[Line]) -> None:
    """Prepare, approve and release lines."""
    run = Run(SCHEME, "v1", "2015/16", "d" * 64, "incentives", DAY, ANA, tuple(lines))
    ledger.prepare(run)
    ledger.approve(run, BEN, DAY)
    ledger.release(run, CAT, DAY)


def basis(method: str = "straight line", on: date = date(2015, 4, 1), data: str = "d" * 64) -> Basis:
    """Return how an accrual is worked out."""
    return Basis(method, on, data)  # type: ignore[arg-type]


def accrue(
    ledger: Ledger, day: date, expected: dict[str, int], *, year: int = 2015, enters: bool = True
) -> Accrual:
    """Accrue estimates of a year on a day by the straight line, the last accrual reversed, and enter it."""
    of = FinancialYear(year)
    lines = lines_of(ledger.payments(), SCHEME, of)
    rows = accrued(of, day, basis(), [Estimate(c, "GMS", p) for c, p in expected.items()], lines)
    now = Accrual(SCHEME, of, day, basis(), rows)
    made = reversing(now, before(kept(ledger.entries()), SCHEME, of, day))
    if enters:
        enter(ledger, made, ANA)
    return made
