"""A practice that closed before its payday is paid only where somebody named who is paid for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from incentives.base.year import FinancialYear
from incentives.data.pack import Pack, pack_of
from incentives.govern.payees import closed_payees
from tests.unit.govern.made_runs import line

PAYDAY = date(2015, 10, 1)


def pack(closes: str, payee: str | None) -> Pack:
    row = {"practice_code": "ZZ9001", "name": "Surgery 1", "closes": closes}
    return pack_of(
        {"practices": [row | ({} if payee is None else {"payee": payee})]}, year=FinancialYear(2015)
    )


@pytest.mark.parametrize("payee", [None, "", "Surgery 1", "ZZ9001"])
def test_a_closed_practice_without_another_payee_blocks_the_release(payee: str | None) -> None:
    (reason,) = closed_payees(pack("2015-09-30", payee), [line("ZZ9001", 12_345)], PAYDAY)
    assert reason == (
        "ZZ9001 closed on 30 September 2015 and is to be paid £123.45: name who is paid in the column payee "
        "of the practices."
    )


@pytest.mark.parametrize(
    ("closes", "payee", "pence"),
    [
        ("2015-09-30", "partners of the former Surgery 1", 1),
        ("2015-10-01", "", 1),
        ("", "", 1),
        ("2015-09-30", "", -1),
    ],
    ids=["another payee", "closes on payday", "open", "owes"],
)
def test_nothing_else_blocks_it(closes: str, payee: str, pence: int) -> None:
    assert tuple(closed_payees(pack(closes, payee), [line("ZZ9001", pence)], PAYDAY)) == ()


def test_a_practice_that_is_not_in_the_data_blocks_nothing_here() -> None:
    known = pack("2015-09-30", "")
    assert tuple(closed_payees(known, [line("ZZ9009", 1)], PAYDAY)) == ()
    assert tuple(closed_payees(replace(known, tables={}), [line("ZZ9001", 1)], PAYDAY)) == ()
