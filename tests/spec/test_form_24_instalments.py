"""Form 24, instalments and reconciliation: equal months in whole pence, then a balance that may be negative.

Source: BMA Focus on QOF payments: last year's achievement × the share ÷ 12, uprated by the price per
point; the achievement payment is what was earned less what was paid in advance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
MONTHS = """instalments:
  each_month: 70%
  of: last year's QOF payment
  from: April 2015
  balance: June 2016
"""


def test_advance_above_achievement_leaves_a_negative_balance(tmp_path: Path) -> None:
    tables = pack("practice|paid then\nZZ9001|£10,000.00\nZZ9002|£0.00")
    # 70% of £10,000 = £7,000; ÷ 12 = £583.333…: eleven of £583.33, March £7,000 - £6,416.63 = £583.37.
    # Earned 5 × £160.15 = £800.75; the balance is £800.75 - £7,000 = -£6,199.25: to be paid back.
    paid = """
        practice | April 2015 | February 2016 | March 2016 | Balance, June 2016 | due
        ZZ9001   | £583.33    | £583.33       | £583.37    | -£6,199.25         | £800.75
        ZZ9002   | £0.00      | £0.00         | £0.00      | £800.75            | £800.75
    """
    hold(tmp_path, scheme(ROW, more=MONTHS), tables, paid, english="Equal months")


def test_uprated_by_the_price_per_point(tmp_path: Path) -> None:
    tables = pack("practice|paid then\nZZ9001|£10,000.00")
    # £7,000 × 160.15 ÷ 156.92 = £7,144.085…: £7,144.09; ÷ 12 = £595.34083: eleven of £595.34, then £595.35.
    more = MONTHS + "  last_years_price_per_point: £156.92\n"
    paid = "practice|April 2015|March 2016|Balance, June 2016\nZZ9001|£595.34|£595.35|-£6,343.34"
    hold(tmp_path, scheme(ROW, more=more), tables, paid)


def test_from_a_later_month_the_advance_is_shared_by_the_months_left(tmp_path: Path) -> None:
    tables = pack("practice|paid then\nZZ9001|£1,000.00")
    # £700 ÷ 3 = £233.333…: January and February £233.33, March £233.34
    more = MONTHS.replace("April 2015", "January 2016")
    paid = "practice|January 2016|March 2016|Balance, June 2016\nZZ9001|£233.33|£233.34|£100.75"
    hold(tmp_path, scheme(ROW, more=more), tables, paid)
