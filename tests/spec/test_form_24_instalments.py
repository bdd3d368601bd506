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
    tables = pack("practice|list|paid then\nZZ9001|8,000|£10,000.00\nZZ9002|8,000|£0.00\nZZ9003|0|£10,000.00")
    # 70% of £10,000 = £7,000; ÷ 12 = £583.333…: eleven of £583.33, March £7,000 - £6,416.63 = £583.37.
    # Earned 5 × £160.15 = £800.75; the balance is £800.75 - £7,000 = -£6,199.25: to be paid back.
    paid = """
        practice | April 2015 | February 2016 | March 2016 | Balance, June 2016 | due
        ZZ9001   | £583.33    | £583.33       | £583.37    | -£6,199.25         | £800.75
        ZZ9002   | £0.00      | £0.00         | £0.00      | £800.75            | £800.75
        ZZ9003   | £583.33    | £583.33       | £583.37    | -£7,000.00         | £0.00
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


CATCH_UP = "  months_before: paid in the first month\n"


def test_a_scheme_approved_in_may_pays_april_and_may_in_its_first_instalment(tmp_path: Path) -> None:
    tables = pack("practice|paid then\nZZ9001|£10,000.00")
    # 70% of £10,000 = £7,000, ÷ 12 = £583.33: May 2 × £583.33, March £7,000 - 11 × £583.33 = £583.37.
    more = MONTHS.replace("April 2015", "May 2015") + CATCH_UP
    paid = """
        practice | May 2015  | June 2015 | February 2016 | March 2016 | Balance, June 2016
        ZZ9001   | £1,166.66 | £583.33   | £583.33       | £583.37    | -£6,199.25
    """
    said = "The first month pays for those from April 2015 on too."
    hold(tmp_path, scheme(ROW, more=more), tables, paid, english=said)


def test_a_sole_month_pays_all_whatever_becomes_of_the_months_before(tmp_path: Path) -> None:
    tables = pack("practice|paid then\nZZ9001|£10,000.00")
    more = MONTHS.replace("April 2015", "March 2016") + CATCH_UP
    hold(tmp_path, scheme(ROW, more=more), tables, "practice|March 2016\nZZ9001|£7,000.00")


def provisional(how: str, until: str = "July 2015") -> str:
    return MONTHS + f"  provisional_until: {until}\n  when_final: {how}\n"


def both(final: str, provisional: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Payments of 2014/15: final as in the table, provisional where one was known in April."""
    tables = pack(final)
    for practice, pence in provisional.items():
        then = {"year": "2014/15", "practice_code": practice, "component": "PROVISIONAL", "pence": pence}
        tables["baseline"].append({**then, "list_size": "8000"})
    return tables


TWO = "practice|paid then\nZZ9001|£10,000.00\nZZ9002|£10,000.00\nZZ9003|£10,000.00\nZZ9004|£10,000.00"
KNOWN = {"ZZ9001": "880000", "ZZ9002": "1120000", "ZZ9003": "1000000"}
"""£8,800, £11,200 and £10,000 were known in April; of ZZ9004 nothing else than the final £10,000."""


def test_early_months_rest_on_the_provisional_payment_and_the_difference_is_spread(tmp_path: Path) -> None:
    # Final: 70% of £10,000 = £7,000, £583.33 a month. Provisional: £6,160, £513.33, and £7,840, £653.33.
    # Three months differ by £210.00; over nine months £23.33 more, £606.66, or less, £560.00.
    # ZZ9001: 3 × £513.33 + 8 × £606.66 = £6,393.27, March £606.73. ZZ9002: £1,959.99 + 8 × £560 = £6,439.99.
    paid = """
        practice | April 2015 | June 2015 | July 2015 | February 2016 | March 2016 | Balance, June 2016
        ZZ9001   | £513.33    | £513.33   | £606.66   | £606.66       | £606.73    | -£6,199.25
        ZZ9002   | £653.33    | £653.33   | £560.00   | £560.00       | £560.01    | -£6,199.25
        ZZ9003   | £583.33    | £583.33   | £583.33   | £583.33       | £583.37    | -£6,199.25
        ZZ9004   | £583.33    | £583.33   | £583.33   | £583.33       | £583.37    | -£6,199.25
    """
    text = scheme(ROW, more=provisional("spread over the months left"))
    said = "Until July 2015 months rest on the provisional figure"
    hold(tmp_path, text, both(TWO, KNOWN), paid, english=said)


def test_a_late_start_catches_up_on_the_provisional_payment(tmp_path: Path) -> None:
    # Approved in May: 2 × £513.33 = £1,026.66, June £513.33; from July as if it had begun in April.
    paid = """
        practice | May 2015  | June 2015 | July 2015 | February 2016 | March 2016 | Balance, June 2016
        ZZ9001   | £1,026.66 | £513.33   | £606.66   | £606.66       | £606.73    | -£6,199.25
    """
    text = provisional("spread over the months left").replace("April 2015", "May 2015") + CATCH_UP
    hold(tmp_path, scheme(ROW, more=text), both(TWO, KNOWN), paid)
    paid = """
        practice | May 2015  | June 2015 | July 2015 | August 2015 | March 2016 | Balance, June 2016
        ZZ9001   | £1,026.66 | £513.33   | £793.33   | £583.33     | £583.37    | -£6,199.25
    """
    text = provisional("in the next month").replace("April 2015", "May 2015") + CATCH_UP
    hold(tmp_path, scheme(ROW, more=text), both(TWO, KNOWN), paid)


def test_the_difference_may_be_made_up_in_the_next_month(tmp_path: Path) -> None:
    # £583.33 + £210.00 = £793.33 in July; £583.33 - £210.00 = £373.33.
    paid = """
        practice | June 2015 | July 2015 | August 2015 | March 2016 | Balance, June 2016
        ZZ9001   | £513.33   | £793.33   | £583.33     | £583.37    | -£6,199.25
        ZZ9002   | £653.33   | £373.33   | £583.33     | £583.37    | -£6,199.25
    """
    text = scheme(ROW, more=provisional("in the next month"))
    hold(tmp_path, text, both(TWO, KNOWN), paid, english="made up at once from July 2015 on")


def test_a_month_is_never_below_nothing_and_the_rest_waits_for_the_balance(tmp_path: Path) -> None:
    # Final £1,200: £840, £70 a month. Provisional £12,000: £700 a month, £2,100 by June, £1,890 too much.
    # Spread: £70 - £210 is below nothing, so nothing is paid; due £800.75 - £2,100 = -£1,299.25.
    # At once: by March £840 should have been paid, so all later months set off and pay nothing too.
    tables = both("practice|paid then\nZZ9001|£1,200.00", {"ZZ9001": "1200000"})
    paid = """
        practice | June 2015 | July 2015 | March 2016 | Balance, June 2016
        ZZ9001   | £700.00   | £0.00     | £0.00      | -£1,299.25
    """
    hold(tmp_path, scheme(ROW, more=provisional("spread over the months left")), tables, paid)
    paid = """
        practice | June 2015 | July 2015 | August 2015 | March 2016 | Balance, June 2016
        ZZ9001   | £700.00   | £0.00     | £0.00       | £0.00      | -£1,299.25
    """
    hold(tmp_path, scheme(ROW, more=provisional("in the next month")), tables, paid)


def test_too_much_is_set_off_against_the_months_that_follow(tmp_path: Path) -> None:
    # Final £70 a month. Provisional £4,200: £245 a month, £735 by June, when £210 was right. £70 × 10 = £700
    # and £70 × 11 = £770: February is the first month that pays, £35; March £840 - £770 = £70.
    tables = both("practice|paid then\nZZ9001|£1,200.00", {"ZZ9001": "420000"})
    paid = """
        practice | June 2015 | July 2015 | January 2016 | February 2016 | March 2016 | Balance, June 2016
        ZZ9001   | £245.00   | £0.00     | £0.00        | £35.00        | £70.00     | -£39.25
    """
    hold(tmp_path, scheme(ROW, more=provisional("in the next month")), tables, paid)


def test_where_one_month_is_left_it_takes_the_whole_difference(tmp_path: Path) -> None:
    # Eleven months of £513.33 = £5,646.63, March £7,000 - £5,646.63 = £1,353.37.
    for how in ("spread over the months left", "in the next month"):
        paid = "practice | February 2016 | March 2016\nZZ9001 | £513.33 | £1,353.37"
        text = scheme(ROW, more=provisional(how, "March 2016"))
        hold(tmp_path, text, both(TWO, KNOWN), paid)
