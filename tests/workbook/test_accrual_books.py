"""The workbooks of an accrual, a look-back and a plan of recoveries: live, sound, and right to the penny."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from incentives.base.year import FinancialYear
from incentives.govern.accruals import Accrual, Estimate, accrued, reversing
from incentives.govern.codes import read_codes
from incentives.govern.lookback import CAUSES, LookBack, Looked
from incentives.govern.recovery import Debt, plans
from incentives.report.accrual_book import accrual_book, accrual_csv
from incentives.report.accrual_journal import bookings, journal_csv
from incentives.report.accrual_lookback import look_back_book
from incentives.report.accrual_recovery import Told, recovery_book
from incentives.report.lint.rules import lint
from incentives.report.sealed.verify import by_seal
from incentives.shipped import shipped
from tests.unit.govern.made_accruals import SCHEME, basis, paid
from tests.unit.govern.test_recovery import terms as terms_of
from tests.unit.govern.test_recovery import to_come
from tests.workbook.recalculated import by_formualizer, by_libreoffice, formulas, spoiled
from tests.workbook.rendered import pages

if TYPE_CHECKING:
    from pathlib import Path

YEAR, DAY = FinancialYear(2015), date(2016, 1, 31)
CODES = read_codes(shipped("templates") / "finance-codes.yaml")
NAMES = {f"ZZ900{n}": f"Surgery {n}" for n in range(1, 8)}
CONTRACTS = ("GMS", "PMS", "APMS", "")


def made(method: str, seed: int) -> tuple[Accrual, bytes]:
    """Return an accrual of made-up figures, the last one reversed, and its workbook."""
    chance = random.Random(seed)  # noqa: S311 - the same figures each time
    estimates = [
        Estimate(code, CONTRACTS[n % 4], found := chance.randrange(1, 20_000_000), chance.randrange(found))
        for n, code in enumerate(NAMES)
    ]
    lines = [
        replace(
            paid(code, chance.randrange(-100_000, 900_000), month),
            correction_of="another" if chance.random() < 0.2 else "",
        )
        for code in NAMES
        for month in ("April 2015", "May 2015", "January 2016", "March 2016")
    ]
    how = replace(
        basis(method, date(2015, 9, 30)), low=Fraction(875, 1000), high=Fraction(11, 10), plan="a" * 64
    )
    rows = [accrued(YEAR, day, how, estimates, lines) for day in (date(2015, 12, 31), DAY)]
    last, now = (
        Accrual(SCHEME, YEAR, d, how, r) for d, r in zip((date(2015, 12, 31), DAY), rows, strict=True)
    )
    whole = reversing(now, last)
    return whole, accrual_book(whole, lines, CODES, NAMES)


def looked_back() -> bytes:
    chance = random.Random(5)  # noqa: S311 - the same figures each time
    accrual, _ = made("straight line", 5)
    rows = []
    for row in accrual.rows:
        causes = tuple(chance.randrange(-99_999, 99_999) for _ in CAUSES)
        rows.append(Looked(row.practice, row.expected, row.expected + sum(causes), causes))
    return look_back_book(LookBack(accrual, tuple(rows)), NAMES)


def recovered() -> bytes:
    on, terms = date(2016, 6, 1), terms_of()
    owed = [
        Debt(code, pence, (paid(code, -pence, "June 2016"),))
        for code, pence in zip(NAMES, (100_001, 4_999, 70_000, 240_001), strict=False)
    ]
    payments = {code: to_come(412_345) for code in NAMES}
    found = plans(owed, terms, payments, {"ZZ9003": date(2016, 5, 1)}, on)
    return recovery_book(found, Told(terms, on, SCHEME, "a" * 64, "b" * 64), NAMES)


BOOKS = {
    "straight line": lambda: made("straight line", 1)[1],
    "last return scaled": lambda: made("last return scaled", 2)[1],
    "last year's result": lambda: made("last year's result", 3)[1],
    "projection": lambda: made("projection", 4)[1],
    "look-back": looked_back,
    "recoveries": recovered,
}


@pytest.fixture(params=BOOKS)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(BOOKS[request.param]())
    return path


def _agree(book: Path, found: dict[str, dict[tuple[int, int], object]]) -> int:
    """Compare every formula's figure as written with one worked out again; return how many there are."""
    written = load_workbook(book, data_only=True)
    for sheet, row, column, _ in formulas(book):
        was, now = written[sheet].cell(row, column).value, found[sheet][row, column]
        if isinstance(was, int | float):
            assert round(Fraction(str(was)) * 100, 6) == round(Fraction(str(now)) * 100, 6), (
                f"{sheet} {row} {column}"
            )
        else:
            assert (was or "") == (now or ""), (sheet, row, column)
    return len(formulas(book))


def test_every_formula_gives_the_figure_that_was_written(book: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    assert spoiled(book, wrong) > 20
    assert _agree(book, by_formualizer(wrong)) > 20


def test_the_workbook_keeps_every_rule_and_its_seal(book: Path) -> None:
    assert lint(book) == ()
    assert by_seal(book).sound


@pytest.mark.long
def test_libreoffice_agrees_and_no_page_is_cut_or_empty(book: Path, tmp_path: Path) -> None:
    wrong, folder = tmp_path / "wrong.xlsx", tmp_path / "printed"
    spoiled(book, wrong)
    _agree(book, by_libreoffice(wrong, tmp_path))
    folder.mkdir()
    printed = pages(book, folder)
    assert len(printed) >= 6
    assert [p.number for p in printed if "###" in p.words or not p.words.strip()] == []


@pytest.mark.parametrize("seed", range(6))
def test_the_journal_balances_and_charges_what_the_month_is_charged(seed: int) -> None:
    accrual, _ = made("straight line", seed)
    lines = bookings(accrual, CODES)
    assert sum(b.pence for b in lines) == 0
    assert sum(b.pence for b in lines if b.contract is not None) == accrual.total("charge")
    rows = [r.split(",") for r in journal_csv(accrual, CODES).decode().splitlines()[1:]]
    sums = [sum(int(r[at].replace(".", "")) for r in rows if r[at]) for at in (5, 6)]
    assert sums[0] == sums[1] > 0
    table = accrual_csv(accrual).decode().splitlines()
    assert len(table) == 1 + len(accrual.rows)
