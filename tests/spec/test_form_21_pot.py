"""Form 21, a fixed pot shared pro rata: each receives the same share of what it earned, in whole pence.

Source: [worked from the design; no published source found]. Odd pence go to the largest remainder,
ties by practice code; results that come late count as none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 10, pays: 0% to 100%, group: G, weighted_by: list size only}"
PRICE = {"price": "£10", "average": "8,000"}
"""10 points at £10 for an average list: each hundredth achieved is £1.00 for 8,000 patients."""

DATA = """
    practice | numerator | denominator | list
    ZZ9001   | 100       | 100         | 8,000
    ZZ9002   | 100       | 100         | 8,000
    ZZ9003   | 100       | 100         | 8,000
    ZZ9004   | 0         | 0           | 4,000
"""


def pot(amount: str, *, of: str = "[X]", rest: str = "keep for reserve", more: str = "") -> str:
    return f"""pots:
  - name: pot
    amount: {amount}
    of: {of}
    if_earnings_fall_short: {rest}
{more}"""


def test_a_pot_that_holds_everything_earned_changes_nothing(tmp_path: Path) -> None:
    # £100 + £100 + £100 + nothing (no patients) = £300.00: exactly the pot.
    paid = """
        practice | X       | pot   | due
        ZZ9001   | £100.00 | £0.00 | £100.00
        ZZ9002   | £100.00 | £0.00 | £100.00
        ZZ9003   | £100.00 | £0.00 | £100.00
        ZZ9004   | £0.00   | £0.00 | £0.00
    """
    hold(tmp_path, scheme(ROW, more=pot("£300.00"), **PRICE), pack(DATA), paid, english="£300.00 is there")


def test_a_penny_too_little_is_borne_by_the_last_code_of_equals(tmp_path: Path) -> None:
    # £299.99 × 1/3 = £99.99⅔ each: £99.99 three times, two odd pence to the lower codes.
    paid = """
        practice | pot    | due
        ZZ9001   | £0.00  | £100.00
        ZZ9002   | £0.00  | £100.00
        ZZ9003   | -£0.01 | £99.99
        ZZ9004   | £0.00  | £0.00
    """
    hold(tmp_path, scheme(ROW, more=pot("£299.99"), **PRICE), pack(DATA), paid)


def test_a_penny_too_much_stays_in_the_pot(tmp_path: Path) -> None:
    paid = "practice | pot | due\nZZ9001 | £0.00 | £100.00\nZZ9004 | £0.00 | £0.00"
    hold(tmp_path, scheme(ROW, more=pot("£300.01"), **PRICE), pack(DATA), paid, english="kept for reserve")


def test_the_largest_remainder_gets_the_odd_penny(tmp_path: Path) -> None:
    inputs = """
        practice | numerator | denominator
        ZZ9001   | 50        | 100
        ZZ9002   | 30        | 100
        ZZ9003   | 40        | 100
    """
    # £100 ÷ £120: £41.66⅔, £25 and £33.33⅓. In whole pence £99.99; the odd penny to ZZ9001 (⅔).
    paid = """
        practice | X      | pot    | due
        ZZ9001   | £50.00 | -£8.33 | £41.67
        ZZ9002   | £30.00 | -£5.00 | £25.00
        ZZ9003   | £40.00 | -£6.67 | £33.33
    """
    hold(tmp_path, scheme(ROW, more=pot("£100.00"), **PRICE), pack(inputs), paid)


def test_what_is_left_is_shared_by_list_size(tmp_path: Path) -> None:
    # £310 - £300 = £10 over 28,000 patients: 285.714…p three times and 142.857…p; in whole pence £9.97.
    # Left off are 0.714 of a penny three times and 0.857 once: ZZ9004 comes first, then ZZ9001 and ZZ9002.
    paid = """
        practice | pot   | pot rest | due
        ZZ9001   | £0.00 | £2.86    | £102.86
        ZZ9002   | £0.00 | £2.86    | £102.86
        ZZ9003   | £0.00 | £2.85    | £102.85
        ZZ9004   | £0.00 | £1.43    | £1.43
    """
    text = pot("£310.00", rest="share among signed practices by list size")
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(DATA), paid, english="shared by list size")


def test_an_empty_pot_pays_nothing_and_nothing_earned_leaves_it_alone(tmp_path: Path) -> None:
    paid = "practice | X | pot | due\nZZ9001 | £100.00 | -£100.00 | £0.00\nZZ9004 | £0.00 | £0.00 | £0.00"
    hold(tmp_path, scheme(ROW, more=pot("£0.00"), **PRICE), pack(DATA), paid)
    nobody = "practice | numerator | denominator\nZZ9001 | 0 | 100\nZZ9002 | 0 | 0"
    paid = "practice | pot | due\nZZ9001 | £0.00 | £0.00\nZZ9002 | £0.00 | £0.00"
    hold(tmp_path, scheme(ROW, more=pot("£10.00"), **PRICE), pack(nobody), paid)


FLOORS = """
    practice | numerator | denominator | paid then
    ZZ9001   | 100       | 100         | £100.00
    ZZ9002   | 100       | 100         | £40.00
    ZZ9003   | 20        | 100         | £90.00
"""
FLOOR = """protect:
  - name: floor
    at_least: 100%
    of: QOF payment
    year: 2014/15
    basis: per practice
    list: at baseline
    pms_deduction: before
"""


def test_floors_yield_where_they_are_said_to(tmp_path: Path) -> None:
    # Due with the floors £100 + £100 + £90 = £290; the pot of £145 halves each of them.
    paid = """
        practice | X       | floor  | pot     | due
        ZZ9001   | £100.00 | £0.00  | -£50.00 | £50.00
        ZZ9002   | £100.00 | £0.00  | -£50.00 | £50.00
        ZZ9003   | £20.00  | £70.00 | -£45.00 | £45.00
    """
    text = FLOOR + pot("£145.00", of="everything", more="    floors: yield\n")
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(FLOORS), paid, english="Floors are reduced as well")


def test_floors_are_paid_first_where_they_are_kept_whole(tmp_path: Path) -> None:
    # Kept whole are £100, £40 and £90 = £230; £15 are left for the £60 that ZZ9002 earned above.
    paid = """
        practice | floor  | pot     | due
        ZZ9001   | £0.00  | £0.00   | £100.00
        ZZ9002   | £0.00  | -£45.00 | £55.00
        ZZ9003   | £70.00 | £0.00   | £90.00
    """
    text = FLOOR + pot("£245.00", of="everything", more="    floors: are kept whole\n")
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(FLOORS), paid, english="paid first and not reduced")


BUDGET = """budget:
  limit: £290
  if_earnings_exceed_it: {over}
  if_earnings_fall_short: {under}
  count_late_data_until: 2016-05-31
"""
KEEP = "keep for reserve"


def test_a_budget_uses_its_contingency_and_then_reduces_every_payment(tmp_path: Path) -> None:
    # £290 × 1.02 = £295.80 for £300 earned: £98.60 each. Without the contingency £290 ÷ 3 = £96.666…
    over = "use contingency, then reduce every payment by the same percentage"
    text = BUDGET.format(over=over, under=KEEP).replace("£290\n", "£290\n  contingency: 2%\n")
    paid = "practice | budget | due\nZZ9001 | -£1.40 | £98.60\nZZ9004 | £0.00 | £0.00"
    hold(
        tmp_path,
        scheme(ROW, more=text, **PRICE),
        pack(DATA),
        paid,
        english="Data that come after 31 May 2016 count as none",
    )
    text = BUDGET.format(over="reduce every payment by the same percentage", under=KEEP)
    paid = """
        practice | budget | due
        ZZ9001   | -£3.33 | £96.67
        ZZ9002   | -£3.33 | £96.67
        ZZ9003   | -£3.34 | £96.66
    """
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(DATA), paid)


def test_a_budget_paid_in_full_reduces_nothing(tmp_path: Path) -> None:
    text = BUDGET.format(over="pay in full", under=KEEP)
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(DATA), "practice | due\nZZ9001 | £100.00")


def test_a_budget_paid_in_full_may_still_share_what_is_left(tmp_path: Path) -> None:
    text = BUDGET.format(over="pay in full", under="share among signed practices by list size")
    text = text.replace("£290", "£307")
    # £7 over 28,000 patients: £2 each, £1 for 4,000 patients
    paid = "practice | budget rest | due\nZZ9001 | £2.00 | £102.00\nZZ9004 | £1.00 | £1.00"
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(DATA), paid)


def test_a_contingency_is_never_shared_out(tmp_path: Path) -> None:
    # £300 earned, limit £307, contingency £6.14: £7 are left of the limit, £2 for 8,000 patients.
    over = "use contingency, then reduce every payment by the same percentage"
    text = BUDGET.format(over=over, under="share among signed practices by list size")
    text = text.replace("£290\n", "£307\n  contingency: 2%\n")
    paid = """
        practice | budget | budget rest | due
        ZZ9001   | £0.00  | £2.00       | £102.00
        ZZ9004   | £0.00  | £1.00       | £1.00
    """
    said = "£307.00 is there, and £6.14 of contingency where that is not enough"
    hold(tmp_path, scheme(ROW, more=text, **PRICE), pack(DATA), paid, english=said)


def test_a_practice_that_owes_a_penny_has_no_claim(tmp_path: Path) -> None:
    pms = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"
    taken = {"ZZ9001": "£99.99", "ZZ9002": "£100.00", "ZZ9003": "£100.01"}
    rows = "\n".join(f"{practice} | 100 | 100 | PMS | {off}" for practice, off in taken.items())
    tables = pack(f"practice | numerator | denominator | contract | deduction\n{rows}")
    # A penny, nothing and a penny less than nothing are due: an empty pot takes the penny, not the debt.
    paid = """
        practice | pot    | due
        ZZ9001   | -£0.01 | £0.00
        ZZ9002   | £0.00  | £0.00
        ZZ9003   | £0.00  | -£0.01
    """
    more = pms + pot("£0", of="everything", more="    floors: yield\n")
    hold(tmp_path, scheme(ROW, more=more, **PRICE), tables, paid)


def came(day: str) -> dict[str, list[dict[str, str]]]:
    """The practices' results, those of ZZ9003 received on a day."""
    tables = pack(DATA)
    for row in tables["counts"]:
        row["received_on"] = day if row["practice_code"] == "ZZ9003" else "2016-04-20"
    return tables


REDUCE = BUDGET.format(over="reduce every payment by the same percentage", under=KEEP)


def test_results_that_come_on_the_last_day_count(tmp_path: Path) -> None:
    # £300 earned, £290 there: £290 ÷ 3 = £96.66⅔ each, the odd pennies to the lower codes.
    paid = """
        practice | points | X       | due
        ZZ9001   | 10     | £100.00 | £96.67
        ZZ9002   | 10     | £100.00 | £96.67
        ZZ9003   | 10     | £100.00 | £96.66
    """
    hold(tmp_path, scheme(ROW, more=REDUCE, **PRICE), came("2016-05-31"), paid)


def test_results_that_come_a_day_late_count_as_no_patients(tmp_path: Path) -> None:
    # £200 earned by the two that were in time: nothing is reduced, and ZZ9003 is paid nothing.
    paid = """
        practice | points | X       | budget | due
        ZZ9001   | 10     | £100.00 | £0.00  | £100.00
        ZZ9002   | 10     | £100.00 | £0.00  | £100.00
        ZZ9003   | 0      | £0.00   | £0.00  | £0.00
    """
    hold(tmp_path, scheme(ROW, more=REDUCE, **PRICE), came("2016-06-01"), paid)


def test_late_results_where_lower_is_better_earn_nothing(tmp_path: Path) -> None:
    # Nobody counted is not an achievement of 0%, which would be the best there is.
    row = "X: {points: 10, pays: 100% to 0%, lower_is_better: yes, group: G, weighted_by: list size only}"
    tables = came("2016-06-01")
    for counts in tables["counts"]:
        counts["numerator"] = "0"
    paid = """
        practice | points | X       | due
        ZZ9001   | 10     | £100.00 | £100.00
        ZZ9003   | 0      | £0.00   | £0.00
    """
    hold(tmp_path, scheme(row, more=REDUCE, **PRICE), tables, paid)


def test_late_results_that_pay_in_full_where_nobody_is_counted_are_paid_as_the_scheme_says(
    tmp_path: Path,
) -> None:
    # The scheme pays in full where nobody is counted; "check" warns of it (S560). 3 × £100 for £290.
    row = ROW.replace("group: G", "group: G, on_empty_denominator: full")
    paid = "practice | points | X\nZZ9003 | 10 | £100.00"
    hold(tmp_path, scheme(row, more=REDUCE, **PRICE), came("2016-06-01"), paid)


def test_a_pot_may_have_a_last_day_of_its_own(tmp_path: Path) -> None:
    # The budget's day is 31 May, the pot's 30 June: what comes on 1 June counts for X, which it pays.
    later = pot("£300.00", more="    count_late_data_until: 2016-06-30\n")
    paid = "practice | points | X\nZZ9001 | 10 | £100.00\nZZ9003 | 10 | £100.00"
    full = BUDGET.format(over="pay in full", under=KEEP)
    hold(tmp_path, scheme(ROW, more=later + full, **PRICE), came("2016-06-01"), paid)
