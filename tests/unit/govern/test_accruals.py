"""Accruals: what is earned by each method less what was paid, the last one reversed; figures by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.govern.accruals import Estimate, accrued, days_gone, enter, kept, paid_month
from incentives.govern.proof import proven
from incentives.govern.year_cost import costs
from tests.unit.govern.made_accruals import PEOPLE, accrue, basis, ledger_with, paid, release
from tests.unit.govern.made_runs import ANA

if TYPE_CHECKING:
    from pathlib import Path

YEAR, BEFORE = FinancialYear(2015), FinancialYear(2014)
APRIL, MAY, MARCH = date(2015, 4, 30), date(2015, 5, 31), date(2016, 3, 31)


def test_a_straight_line_is_earned_by_days() -> None:
    """£36,600 over 366 days is £100 a day: £3,000 by 30 April; £2,500 is paid, so £500 is accrued."""
    (row,) = accrued(
        YEAR, APRIL, basis(), [Estimate("A", "GMS", 3_660_000)], [paid("A", 250_000, "April 2015")]
    )
    assert (row.earned, row.paid, row.accrual, row.charge) == (300_000, 250_000, 50_000, 50_000)


def test_a_payment_of_next_month_is_not_paid_yet() -> None:
    lines = [paid("A", 250_000, "April 2015"), paid("A", 250_000, "May 2015")]
    (row,) = accrued(YEAR, APRIL, basis(), [Estimate("A", "GMS", 3_660_000)], lines)
    assert row.paid == 250_000


def test_the_last_return_is_scaled_by_the_days_it_covers_and_what_is_fixed_is_not() -> None:
    """£9,150 on 183 days is £10,700 on 214, £3,660 fixed is £2,140; the year £18,300 and £3,660."""
    how = basis("last return scaled", date(2015, 9, 30))
    (row,) = accrued(YEAR, date(2015, 10, 31), how, [Estimate("A", "GMS", 1_281_000, 366_000)], [])
    assert row.earned == 1_070_000 + 214_000
    assert (row.low, row.expected, row.high) == (366_000 + 1_647_000, 2_196_000, 366_000 + 2_013_000)


@pytest.mark.parametrize("method", ["straight line", "last year's result", "projection"])
def test_low_and_high_move_what_rests_on_results_alone(method: str) -> None:
    """Of £10,000, £4,000 are fixed: low is £4,000 + 90% of £6,000 = £9,400, high £10,600."""
    (row,) = accrued(YEAR, MARCH, basis(method), [Estimate("A", "GMS", 1_000_000, 400_000)], [])
    assert (row.low, row.expected, row.high, row.earned) == (940_000, 1_000_000, 1_060_000, 1_000_000)


def test_half_a_penny_is_rounded_up() -> None:
    """1p over 366 days is half a penny on day 183."""
    (row,) = accrued(YEAR, date(2015, 9, 30), basis(), [Estimate("A", "", 1)], [])
    assert row.earned == 1


def test_a_return_from_before_the_year_is_refused() -> None:
    how = basis("last return scaled", date(2015, 3, 31))
    with pytest.raises(Refused) as refused:
        accrued(YEAR, APRIL, how, [Estimate("A", "GMS", 1)], [])
    assert refused.value.problems[0].code == "G161"


def test_a_practice_that_left_the_data_keeps_what_it_was_paid() -> None:
    rows = accrued(YEAR, APRIL, basis(), [Estimate("A", "GMS", 0)], [paid("B", 700, "April 2015")])
    assert [(r.practice, r.paid, r.accrual) for r in rows] == [("A", 0, 0), ("B", 700, -700)]


def test_next_month_reverses_what_was_booked_and_not_what_would_be_booked_now(tmp_path: Path) -> None:
    """April: £3,000 - £2,500 = £500. May, £37,820 expected: £6,303.33 - £5,000 = £1,303.33, less £500."""
    ledger = ledger_with(tmp_path, [paid("A", 250_000, "April 2015"), paid("A", 250_000, "May 2015")])
    accrue(ledger, APRIL, {"A": 3_660_000})
    may = accrue(ledger, MAY, {"A": 3_782_000})
    assert (may.total("accrual"), may.total("reversed"), may.total("charge")) == (130_333, 50_000, 80_333)
    assert may.reverses == APRIL
    assert proven(ledger.store) == ()


def test_a_practice_of_the_last_accrual_alone_is_reversed(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, [])
    accrue(ledger, APRIL, {"A": 3_660_000, "B": 366_000})
    may = accrue(ledger, MAY, {"A": 3_660_000})
    assert [(r.practice, r.reversed) for r in may.rows] == [("A", 300_000), ("B", 30_000)]


def test_the_same_accrual_is_entered_once_and_another_of_that_day_never(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, [])
    first = accrue(ledger, APRIL, {"A": 3_660_000})
    number = len(ledger.entries())
    assert enter(ledger, first, ANA) == (number, False)
    assert len(ledger.entries()) == number
    for day, pence in ((APRIL, 1), (date(2015, 4, 1), 3_660_000)):
        with pytest.raises(Refused) as refused:
            accrue(ledger, day, {"A": pence})
        assert refused.value.problems[0].code == "G160"
    assert len(kept(ledger.entries())) == 1


def test_a_correction_changes_what_is_earned_as_it_changes_what_is_paid(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, [paid("A", 3_660_000, "April 2015")])
    ledger.correct(ledger.payments()[0].reference, -2_500, "agreed", PEOPLE)
    row = accrue(ledger, date(2016, 6, 30), {"A": 3_660_000}).rows[0]
    assert (row.earned, row.paid, row.accrual, row.corrected) == (3_657_500, 3_657_500, 0, -2_500)


def test_a_line_of_an_earlier_version_says_a_year_and_its_period_says_the_month() -> None:
    assert paid_month(paid("A", 1, "2015/16", period="May 2015")) == date(2015, 5, 1)
    assert paid_month(paid("A", 1, "2016/17", period="Balance, June 2016, correction 1")) == date(2016, 6, 1)
    assert paid_month(paid("A", 1, "2015/16", period="whole year")) == date(2016, 3, 1)


# -- what a year costs -------------------------------------------------------------------------------


def _two_years(folder: Path, *, settled: bool = True) -> tuple[list[int], list[bool], bool]:
    """2014/15: £10,000 estimated, £7,000 paid by March, £3,250 in June. 2015/16: £12,000, £8,400 paid."""
    lines = [
        paid("A", 700_000, "March 2015", year="2014/15"),
        paid("A", 325_000, "June 2015", year="2014/15", period="Balance, June 2015"),
        paid("A", 840_000, "March 2016"),
    ]
    ledger = ledger_with(folder, lines)
    accrue(ledger, date(2015, 3, 31), {"A": 1_000_000}, year=2014)
    if settled:
        accrue(ledger, date(2015, 6, 30), {"A": 1_025_000}, year=2014)
    accrue(ledger, MARCH, {"A": 1_200_000})
    found = costs(ledger.entries(), ledger.payments(), YEAR, YEAR.last_day)
    return [c.cost for c in found], [c.agrees for c in found], all(c.agrees for c in found)


def test_opening_reversed_and_paid_and_closing_is_the_years_cost(tmp_path: Path) -> None:
    """2014/15 costs 2015/16 £250 more than was accrued: -£3,000 + £3,250. 2015/16: £8,400 + £3,600."""
    assert _two_years(tmp_path) == ([25_000, 1_200_000], [True, True], True)


def test_leaving_out_the_accrual_after_the_balance_is_found(tmp_path: Path) -> None:
    found, agrees, sound = _two_years(tmp_path, settled=False)
    assert (found, agrees, sound) == ([25_000, 1_200_000], [False, True], False)


def test_a_payment_into_a_month_that_was_accrued_is_found(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, [paid("A", 840_000, "March 2016")])
    accrue(ledger, MARCH, {"A": 1_200_000})
    release(ledger, [paid("A", 100, "May 2015")])
    (cost,) = costs(ledger.entries(), ledger.payments(), YEAR, YEAR.last_day)
    assert (cost.cost, cost.earned, cost.agrees) == (1_200_100, 1_200_000, False)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**6)), min_size=1, max_size=12),
    st.sampled_from([APRIL, MAY, date(2015, 12, 31), MARCH, date(2016, 6, 30)]),
)
def test_charges_and_payments_of_any_figures_add_up_to_what_is_earned(
    figures: list[tuple[int, int]], day: date
) -> None:
    estimates = [Estimate(f"P{n}", "GMS", found, found // 3) for n, (found, _) in enumerate(figures)]
    lines = [paid(f"P{n}", pence, "April 2015") for n, (_, pence) in enumerate(figures)]
    rows = accrued(YEAR, day, basis(), estimates, lines)
    assert sum(r.accrual + r.paid for r in rows) == sum(r.earned for r in rows)
    for row, (found, _) in zip(rows, figures, strict=True):
        assert abs(row.earned * YEAR.days - found * days_gone(YEAR, day)) * 2 <= YEAR.days
        assert row.low <= row.expected <= row.high
