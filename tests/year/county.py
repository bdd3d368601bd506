"""The made-up county of Allington: forty practices whose sums can be worked on paper.

Every list is so many times 2,411 patients, a third of the national average list of 7,233; so a point in
such a practice is so many times a third of its price. No real practice, code or figure is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

THIRD = 2411
NAMES = (
    *("Allington Green", "Guestwick High Street", "Hartletop Park", "Courcy Lane", "Boxall Hill"),
    *("Plumstead Road", "Framley Court", "Hogglestock Yard", "Ullathorne Gate", "Puddingdale"),
    *("Crabtree Parva", "Eiderdown Street", "Stogpingum", "Chaldicotes", "Greshamsbury"),
    *(
        "Silverbridge North",
        "Silverbridge Mill",
        "Silverbridge Quay",
        "Gatherum Castle Road",
        "Omnium Square",
    ),
    *("Small House Lane", "Great House Lane", "Noningsby", "Orley Farm", "Hamworth"),
    *("Clavering", "Ongar Park", "Bullhampton", "Turnover College", "Loring Street", "Belton"),
    *("Vavasor", "Matching Priory", "Oxney Colne", "Tankerville", "Harrington Hall", "Dillsborough"),
    *("Rufford", "Humblethwaite", "Carbury"),
)
SIGNED, DECLINED, SILENT = range(1, 32), range(32, 36), range(36, 41)


@dataclass(frozen=True)
class Surgery:
    """A practice: its number, and its list as so many times 2,411."""

    number: int
    times: int
    name: str

    @property
    def code(self) -> str:
        """Its code."""
        return f"ZZ8{self.number:03d}"

    @property
    def patients(self) -> int:
        """Its list."""
        return self.times * THIRD

    @property
    def provisional(self) -> int:
        """Its QOF payment of 2014/15 as known in April, in pounds: £24,000 for each 2,411 patients."""
        return 24_000 * self.times

    @property
    def final(self) -> int:
        """The same as known in July: one in two had earned £25,200 for each 2,411 patients."""
        return (25_200 if self.number % 2 else 24_000) * self.times


COUNTY = tuple(Surgery(n, (n - 1) % 5 + 1, name) for n, name in enumerate(NAMES, start=1))
MERGED = Surgery(41, 5, "Silverbridge Medical Centre")

CLOSES, CLOSED_ON = "ZZ8012", date(2015, 9, 28)
"""The 181st day of 2015/16: 30 + 31 + 30 + 31 + 31 days to the end of August, and 28 of September."""
MERGE, MERGED_ON = ("ZZ8017", "ZZ8018"), date(2015, 10, 1)
LEAVES, LEFT_ON = "ZZ8024", date(2015, 12, 31)
SHRINKS, SHRINKS_TO = "ZZ8029", 3 * THIRD
"""Its students are registered elsewhere from the autumn: a quarter of the list of 1 January 2016 is gone."""
QUERIES, TRULY_PAID = "ZZ8021", 30_000

HALF, NONE = (3, 8, 13, 18, 23, 28), (6, 21, 25, 29)
"""Numbers of practices that come half of the way between the thresholds, or stay below the lower one."""
REACHED = {
    "full": {"FRAIL01": 66, "CARE01": 88},
    "half": {"FRAIL01": 45, "CARE01": 60},
    "fifth": {"FRAIL01": 36, "CARE01": 48},
    "none": {"FRAIL01": 24, "CARE01": 30},
}
"""Patients achieved of 100: FRAIL01 is paid from 30% to 60%, CARE01 from 40% to 80%."""


def level(number: int) -> str:
    """Return what a practice has reached by 31 March, or by the day on which it closed or left."""
    return "half" if number in HALF else "none" if number in NONE else "full"


def level_in_december(number: int) -> str:
    """Return what a practice that goes on had reached by 31 December."""
    return {"full": "half", "half": "fifth", "none": "none"}[level(number)]


def counts(one: Surgery, reached: str) -> dict[str, tuple[int, int]]:
    """Return the counts of each indicator: 100 patients are counted for each 2,411 on the list."""
    return {i: (n * one.times, 100 * one.times) for i, n in REACHED[reached].items()}


def known(code: str) -> Surgery:
    """Return a practice by its code."""
    return next(one for one in (*COUNTY, MERGED) if one.code == code)


def level_at(code: str, quarter: int) -> str:
    """Return what a practice has reached by the end of a quarter; one that goes has finished by then."""
    number = known(code).number
    if quarter == 4 or (quarter == 2 and code in (CLOSES, *MERGE)) or (quarter == 3 and code == LEAVES):
        return level(number)
    return level_in_december(number) if quarter == 3 else "none"


def second_year() -> list[Surgery]:
    """Return the practices of 2016/17 with their lists of 1 January 2016."""
    gone = {CLOSES, *MERGE}
    there = [one for one in COUNTY if one.code not in gone]
    smaller = [Surgery(one.number, 3, one.name) if one.code == SHRINKS else one for one in there]
    return sorted([*smaller, MERGED], key=lambda one: one.code)


def signed_again() -> frozenset[int]:
    """Return the numbers of the practices that signed for 2016/17: all that were still in the scheme."""
    left = known(LEAVES).number
    return frozenset({*SIGNED, MERGED.number} - {int(c[3:]) for c in (CLOSES, *MERGE)} - {left})
