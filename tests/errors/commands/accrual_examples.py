"""A failing example for each problem of accruals, look-backs and recoveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.cli.accrue import accrue
from incentives.cli.export import export
from incentives.cli.look_back import look_back, year_cost
from incentives.cli.recover import recover
from incentives.govern import estimates
from incentives.govern.accruals import Accrual, Estimate, accrued, method_of
from incentives.govern.lookback import look_back as looked_back
from incentives.govern.recovery import Debt, plans
from tests.errors.commands.given import given
from tests.unit.govern import made_accruals as made
from tests.unit.govern.made_packs import EXAMPLE, decided_scheme
from tests.unit.govern.test_recovery import terms
from tests.unit.uploads.released import CODES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incentives.calculate import Results

DAY, LAST = date(2015, 4, 30), datetime(2016, 3, 31)  # noqa: DTZ001 - a day
PACK, SCHEME = EXAMPLE / "pack", str(EXAMPLE / "scheme.yaml")
PAID = made.paid("ZZ9001", 125_000, "April 2015")


def _ledger(folder: Path) -> Path:
    made.ledger_with(folder, [PAID])
    return folder / "ledger.db"


def _twice(folder: Path) -> None:
    ledger = made.ledger_with(folder, [PAID])
    made.accrue(ledger, DAY, {"ZZ9001": 1_000_000})
    made.accrue(ledger, DAY, {"ZZ9001": 1_000_001})


def _before_the_year(_: Path) -> None:
    how = made.basis("last return scaled", date(2015, 3, 31))
    accrued(FinancialYear(2015), DAY, how, [Estimate("ZZ9001", "GMS", 1)], [])


def _results() -> Results:
    of = given().proposed_side
    return calculate(of.plan, of.binding)


def _no_last_year(_: Path) -> None:
    results = _results()
    fields = tuple(f for f in results.plan.data_fields if f.table != "baseline")
    other = replace(results, plan=replace(results.plan, data_fields=fields))
    estimates.estimates_of("last year's result", other)


def _no_method(_: Path) -> None:
    estimates.method_stated(replace(given().proposed, accrual=None), "")


def _other_data(_: Path) -> None:
    results = _results()
    how = made.basis(data="f" * 64)
    found = Accrual(results.plan.id, results.plan.year, date(2016, 3, 31), how, ())
    looked_back(found, results, results, ())


def _too_little(_: Path) -> None:
    debt = Debt("ZZ9001", 100_000, (PAID,))
    plans([debt], terms(), {}, {}, date(2016, 6, 1))


def _less_than_nothing(folder: Path) -> None:
    made.ledger_with(folder, [made.paid("ZZ9001", -500, "May 2015")])
    export(
        decided_scheme(folder),
        PACK,
        layout="pcse-contract-variation",
        out=folder / "out.csv",
        ledger=folder / "ledger.db",
        codes=CODES,
        period="May 2015",
        by="Ana Preparer",
    )


def _half(folder: Path) -> None:
    accrue(SCHEME, PACK, ledger=_ledger(folder), dated=LAST, by="Ana Preparer")


def _no_accrual(folder: Path) -> None:
    look_back(SCHEME, PACK, ledger=_ledger(folder), estimated_on=PACK)


def _no_terms(folder: Path) -> None:
    recover("qof-england-2015-16", PACK, ledger=_ledger(folder), dated=LAST)


GOVERNANCE: dict[str, Callable[[Path], object]] = {
    "G160": _twice,
    "G161": _before_the_year,
    "G162": lambda _: method_of("strait line"),
    "G163": _no_method,
    "G164": lambda _: estimates.method_stated(given().proposed, "projection"),
    "G165": _no_last_year,
    "G166": lambda _: estimates.estimates_of("projection", _results()),
    "G167": _other_data,
    "G168": _too_little,
    "G169": _less_than_nothing,
}
COMMANDS: dict[str, Callable[[Path], object]] = {
    "R170": _half,
    "R172": _no_accrual,
    "R173": lambda folder: year_cost(ledger=_ledger(folder), year="2015"),
    "R175": _no_terms,
}
WARNED = {"R171", "R174"}
"""Said by a command that goes on; shown in ``tests/unit/test_accrue_command.py``."""
