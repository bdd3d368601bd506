"""What stands in the books of both years, worked by hand: plain arithmetic, nothing of the program.

``FIRST_YEAR`` and ``SECOND_YEAR`` are the literal tables that the years are held to. Below them each figure
is worked out from the story: k is a list as so many times 2,411, amounts are in pence. A test holds
the literals to the working, and the program to the literals.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, trunc

from tests.year import county

_FROM_APRIL = "April May June July August September October November December January February March"
MONTHS = tuple(_FROM_APRIL.split())
POT = 10_844_300
GONE = {
    2015: (30, 61, 91, 122, 153, 183, 214, 244, 275, 306, 335, 366),
    2016: (30, 61, 91, 122, 153, 183, 214, 244, 275, 306, 334, 365),
}
"""Days gone at each month's end: 2015/16 holds 29 February 2016, 2016/17 does not hold one."""

FIELDS = ("released", "payable", "paid", "accrued", "balance")
FIRST_YEAR = (
    ("April 2015", "£127,400.00", "£2,184,000.00", "£127,400.00", "£51,616.41", "£2,056,600.00"),
    ("May 2015", "£127,400.00", "£2,184,000.00", "£254,800.00", "£109,200.00", "£1,929,200.00"),
    ("June 2015", "£127,400.00", "£2,184,000.00", "£382,200.00", "£160,816.41", "£1,801,800.00"),
    ("July 2015", "£131,693.27", "£2,239,200.00", "£513,893.27", "£232,506.73", "£1,725,306.73"),
    ("August 2015", "£131,693.27", "£2,239,200.00", "£645,586.54", "£290,472.46", "£1,593,613.46"),
    ("September 2015", "£131,693.27", "£2,239,200.00", "£777,279.81", "£342,320.19", "£1,461,920.19"),
    ("October 2015", "£128,877.21", "£2,191,068.85", "£906,157.02", "£374,959.73", "£1,284,911.83"),
    ("November 2015", "£128,877.21", "£2,191,068.85", "£1,035,034.23", "£425,678.33", "£1,156,034.62"),
    ("December 2015", "£128,877.21", "£2,191,068.85", "£1,163,911.44", "£482,383.45", "£1,027,157.41"),
    ("January 2016", "£123,246.61", "£2,191,068.85", "£1,287,158.05", "£544,719.16", "£903,910.80"),
    ("February 2016", "£123,246.61", "£2,191,068.85", "£1,410,404.66", "£595,081.86", "£780,664.19"),
    ("March 2016", "£123,247.12", "£2,033,408.53", "£1,533,651.78", "£499,756.75", "£499,756.75"),
    ("the query", "£4,320.00", "£2,075,663.77", "£1,537,971.78", "£537,691.99", "£537,691.99"),
    ("Balance, June 2016", "£537,691.99", "£2,075,663.77", "£2,078,183.77", "-£2,520.00", "-£2,520.00"),
    ("all paid back", "£0.00", "£2,075,663.77", "£2,075,663.77", "£0.00", "£0.00"),
)
"""By what happened: released, expected of the year, paid to date, accrued, still to be paid."""
SECOND_YEAR = (
    ("April 2016", "£117,600.00", "£2,016,000.00", "£117,600.00", "£48,098.61", "£1,898,400.00"),
    ("May 2016", "£117,600.00", "£2,016,000.00", "£235,200.00", "£101,720.57", "£1,780,800.00"),
    ("June 2016", "£117,600.00", "£2,016,000.00", "£352,800.00", "£149,819.15", "£1,663,200.00"),
    ("July 2016", "£114,608.80", "£1,977,543.09", "£467,408.80", "£193,578.24", "£1,510,134.29"),
    ("August 2016", "£114,608.80", "£1,977,543.09", "£582,017.60", "£246,925.14", "£1,395,525.49"),
    ("September 2016", "£114,608.80", "£1,977,543.09", "£696,626.40", "£294,854.08", "£1,280,916.69"),
    ("October 2016", "£114,608.80", "£1,977,543.09", "£811,235.20", "£348,200.99", "£1,166,307.89"),
    ("November 2016", "£114,608.80", "£1,977,543.09", "£925,844.00", "£396,129.95", "£1,051,699.09"),
    ("December 2016", "£114,608.80", "£1,977,543.09", "£1,040,452.80", "£449,476.98", "£937,090.29"),
    ("January 2017", "£114,608.80", "£1,977,543.09", "£1,155,061.60", "£502,823.88", "£822,481.49"),
    ("February 2017", "£114,608.80", "£1,977,543.09", "£1,269,670.40", "£539,917.03", "£707,872.69"),
    ("March 2017", "£114,609.73", "£1,971,819.10", "£1,384,280.13", "£587,538.97", "£587,538.97"),
    ("Balance, June 2017", "£587,538.97", "£1,971,819.10", "£1,971,819.10", "£0.00", "£0.00"),
)
"""The same of 2016/17."""


CLOSED, MERGED, LEFT, SHRUNK, QUERIED, NEW = 12, (17, 18), 24, 29, 21, 41
SHARE = {"full": Fraction(1), "half": Fraction(1, 2), "fifth": Fraction(1, 5), "none": Fraction(0)}


def half_up(exact: Fraction) -> int:
    """Round half a penny up."""
    return floor(exact + Fraction(1, 2))


def times(number: int) -> int:
    """Return k: 1, 2, 3, 4, 5 and again; the new practice has the 2 and 3 of those that became it."""
    return 5 if number == NEW else (number - 1) % 5 + 1


def numbers() -> list[int]:
    """Return the practices that were ever in the scheme: 31 that signed and the new one."""
    return [*range(1, 32), NEW]


def days_in_first(number: int) -> int:
    """Return the days of 2015/16: to 28 September 181, to or from its end 183, to 31 December 275."""
    return {CLOSED: 181, LEFT: 275, NEW: 183}.get(number, 183 if number in MERGED else 366)


def payment_of_2014(number: int) -> int:
    """Return the final payment: £25,200 × k for odd numbers, £24,000 × k for even; the new one's: both."""
    if number == NEW:
        return sum(payment_of_2014(n) for n in MERGED)
    return (2_520_000 if number % 2 else 2_400_000) * times(number)


def month_of_first(number: int, month: int) -> int:
    """Return what a practice is paid in a month (0 is April 2015).

    April to June: 70% × £24,000 × k ÷ 12 = £1,400 × k. From July odd numbers have £1,470 × k and a ninth, in
    whole pence, of the £210 × k that three months fell short. March takes the odd pence.
    """
    k, odd = times(number), number % 2
    if number == NEW:
        # 70% of £50,400 + £72,000 = £122,400 for 183 of 366 days is £42,840: £7,140 in each of six months.
        return 714_000 if month >= 6 else 0
    if month >= 6 and number in (CLOSED, *MERGED):
        return 0
    if number == LEFT and month >= 6:
        # 70% of £96,000 × 275 ÷ 366 = £50,491.80; six months of £5,600 are paid: £16,891.80 ÷ 3.
        return 563_060 if month < 9 else 0
    if month < 3 or not odd:
        return 140_000 * k
    later = 147_000 * k + 21_000 * k // 9
    return later if month < 11 else 1_764_000 * k - 3 * 140_000 * k - 8 * later


def for_days(amount: Fraction, number: int) -> int:
    """Return an amount of the whole year for a practice's days."""
    return half_up(amount * days_in_first(number) / 366)


def patients(number: int, *, second: bool = False) -> int:
    """Return the list of 1 January 2016, as k; a quarter of one practice's is gone."""
    return 3 if number == SHRUNK else times(number) if second or number != NEW else 5


def core(number: int) -> int:
    """Return £9 for each of 2,411 × k patients: £21,699 × k."""
    return for_days(Fraction(2_169_900 * patients(number)), number)


def frailty(number: int, level: str) -> int:
    """Return 30 points × £160.15 × k ÷ 3 = £1,601.50 × k, for the share reached."""
    return for_days(160_150 * patients(number) * SHARE[level], number)


def care(number: int, level: str) -> int:
    """Return 12 points × £160.15 × k ÷ 3 = £640.60 × k, for the share reached."""
    return for_days(64_060 * patients(number) * SHARE[level], number)


def floor_line(number: int, earned: int) -> int:
    """Return what 90% of 2014/15 for each patient, for the days, adds to what is earned."""
    by_patient = Fraction(payment_of_2014(number) * patients(number), times(number))
    return max(0, for_days(Fraction(9, 10) * by_patient, number) - earned)


def before_pot(number: int, level: str) -> int:
    """Return what a practice earns and the floor adds, before the pot is shared."""
    earned = core(number) + frailty(number, level) + care(number, level)
    return earned + floor_line(number, earned)


def pot_cuts() -> dict[int, int]:
    """Return what the pot takes from each: £111,695.88 is earned, £108,443.00 is there: 3.0% over.

    In proportion, in whole pence; odd pence where most of a penny is cut off, of equals from the higher code.
    """
    claims = {n: frailty(n, county.level(n)) for n in numbers()}
    over = sum(claims.values()) - POT
    exact = {n: Fraction(claim * over, sum(claims.values())) for n, claim in claims.items()}
    cuts = {n: floor(x) for n, x in exact.items()}
    odd = sorted(exact, key=lambda n: (-(exact[n] - cuts[n]), -n))
    for n in odd[: over - sum(cuts.values())]:
        cuts[n] += 1
    return cuts


def due_in_first() -> dict[int, int]:
    """Return what each practice is due for 2015/16."""
    cuts = pot_cuts()
    return {n: before_pot(n, county.level(n)) - cuts[n] for n in numbers()}


UPHELD = 432_000
"""The query: 90% of £30,000 less 90% of £25,200 is £4,320."""


def last_years(number: int, month: int) -> int:
    """Return 2014/15\'s payment as known in a month, for the days that are known then."""
    if number == NEW:
        return half_up(Fraction(payment_of_2014(NEW) * 183, 366)) if month >= 6 else 0
    known = payment_of_2014(number) if month >= 3 else 2_400_000 * times(number)
    return half_up(Fraction(known * (days_in_first(number) if month >= 6 else 366), 366))


def level_in_december(number: int) -> str:
    """Return what had been reached on 31 December; those that had gone had finished."""
    gone = number in (CLOSED, *MERGED, LEFT)
    return county.level(number) if gone else county.level_in_december(number)


def scaled(number: int) -> int:
    """Return the estimate for the accounts: results of 275 days × 366 ÷ 275, what rests on none as it is."""
    level = level_in_december(number)
    results = frailty(number, level) + care(number, level)
    rest = core(number) + floor_line(number, core(number) + results)
    return half_up(rest + Fraction(results * 366, 275))


def second_numbers() -> list[int]:
    """Return the 28 that signed again: 31 less one closed, two merged, one that left; and the new one."""
    return [n for n in numbers() if n not in (CLOSED, *MERGED, LEFT)]


def payment_of_2015(number: int) -> int:
    """Return what 2015/16 came to; the new practice's half a year counts twice."""
    return due_in_first()[number] * (2 if number == NEW else 1)


def month_of_second(number: int, month: int, payment: int) -> int:
    """Return a month of 2016/17: £1,400 × k to June, then the final figure with a ninth of the difference."""
    early, advance = 140_000 * patients(number), half_up(Fraction(7, 10) * payment)
    later = advance // 12 + trunc(Fraction(3 * (advance // 12 - early), 9))
    return early if month < 3 else later if month < 11 else advance - 3 * early - 8 * later


def due_in_second(number: int) -> int:
    """Return £9 a patient, 30 and 12 points of £165.18 × list ÷ 7,460; no floor binds, no pot is full."""
    share, index = SHARE[county.level(number)], Fraction(2_411 * patients(number), 7_460)
    reviews, plans = (half_up(points * 16_518 * share * index) for points in (30, 12))
    return 2_169_900 * patients(number) + reviews + plans


def row(released: int, payable: int, paid: int, accrued: int) -> tuple[int, ...]:
    """Return a row of the books; the balance is what of the year is still to be paid."""
    return released, payable, paid, accrued, payable - paid


def first_year() -> dict[str, tuple[int, ...]]:
    """Work out the books of 2015/16: its months, its end, the results, the balance, and all paid back."""
    found: dict[str, tuple[int, ...]] = {}
    paid = 0
    for month, name in enumerate(MONTHS):
        released = sum(month_of_first(n, month) for n in numbers())
        paid += released
        known = [last_years(n, month) for n in numbers()]
        if month < 11:
            earned = sum(half_up(Fraction(x * GONE[2015][month], 366)) for x in known)
            found[f"{name} {2015 + month // 9}"] = row(released, sum(known), paid, earned - paid)
    estimate = sum(scaled(n) for n in numbers())
    found["March 2016"] = row(released, estimate, paid, estimate - paid)
    due = sum(due_in_first().values()) + UPHELD
    paid += UPHELD
    found["the query"] = row(UPHELD, due, paid, due - paid)
    balance = due - paid
    # £2,520.00 of it is owed by one practice: kept back from July to December, £420.00 a month.
    found["Balance, June 2016"] = row(balance, due, due + 252_000, -252_000)
    found["all paid back"] = row(0, due, due, 0)
    return found


def second_year() -> dict[str, tuple[int, ...]]:
    """Work out the books of 2016/17 in the same way; results are in before its accounts are closed."""
    found: dict[str, tuple[int, ...]] = {}
    paid, final = 0, {n: payment_of_2015(n) for n in second_numbers()}
    for month, name in enumerate(MONTHS):
        released = sum(month_of_second(n, month, final[n]) for n in final)
        paid += released
        known = [final[n] if month >= 3 else 2_400_000 * patients(n) for n in final]
        if month < 11:
            earned = sum(half_up(Fraction(x * GONE[2016][month], 365)) for x in known)
            found[f"{name} {2016 + month // 9}"] = row(released, sum(known), paid, earned - paid)
    due = sum(due_in_second(n) for n in final)
    found["March 2017"] = row(released, due, paid, due - paid)
    found["Balance, June 2017"] = row(due - paid, due, due, 0)
    return found
