"""Form 35, best of named reference years: a floor on the highest of the payments of the years listed.

Source: Leeds, February 2017: the higher of 2015/16 and 2016/17 (gponline).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import Row, hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"


def earlier(
    tables: dict[str, list[Row]], year: str, paid: dict[str, tuple[int, int]]
) -> dict[str, list[Row]]:
    """Add payments (in pence) and lists of an earlier year."""
    rows = [
        {
            "practice_code": code,
            "year": year,
            "component": "QOF",
            "pence": str(pence),
            "list_size": str(patients),
        }
        for code, (pence, patients) in paid.items()
    ]
    return {**tables, "baseline": [*tables["baseline"], *rows]}


def floor(share: str, years: str, *, basis: str = "per practice", at: str = "at baseline") -> str:
    return f"""protect:
  - name: best
    at_least: {share}
    of: QOF payment
    best_of: [{years}]
    basis: {basis}
    list: {at}
    pms_deduction: before
"""


TABLES = earlier(
    pack("""
        practice | paid then
        ZZ9001   | £1,000.00
        ZZ9002   | £700.00
        ZZ9003   | £800.75
        ZZ9004   | £0.00
        ZZ9005   | £800.00
        ZZ9006   | £800.76
    """),
    "2013/14",
    {
        "ZZ9001": (90_000, 8000),
        "ZZ9002": (80_076, 8000),
        "ZZ9003": (80_075, 8000),
        "ZZ9004": (0, 8000),
        "ZZ9005": (80_074, 8000),
        "ZZ9006": (80_075, 8000),
    },
)


def test_the_higher_of_two_years_is_protected(tmp_path: Path) -> None:
    # Earned £800.75. Best £1,000: £199.25. Best £800.76: a penny. Both £800.75, and both nothing: nothing.
    paid = """
        practice | best    | due
        ZZ9001   | £199.25 | £1,000.00
        ZZ9002   | £0.01   | £800.76
        ZZ9003   | £0.00   | £800.75
        ZZ9004   | £0.00   | £800.75
        ZZ9005   | £0.00   | £800.75
        ZZ9006   | £0.01   | £800.76
    """
    more = floor("100%", "2014/15, 2013/14")
    hold(
        tmp_path,
        scheme(ROW, more=more),
        TABLES,
        paid,
        english="100% of the QOF payment of the best of 2014/15",
    )


def test_a_year_that_is_not_named_does_not_count(tmp_path: Path) -> None:
    paid = "practice | best | due\nZZ9001 | £99.25 | £900.00\nZZ9002 | £0.01 | £800.76"
    hold(tmp_path, scheme(ROW, more=floor("100%", "2013/14")), TABLES, paid)


def test_each_year_is_taken_for_each_patient_of_its_own_list(tmp_path: Path) -> None:
    tables = earlier(
        pack("""
            practice | list  | paid then | list then
            ZZ9001   | 8,000 | £1,000.00 | 8,000
            ZZ9002   | 8,000 | £1,000.00 | 0
            ZZ9003   | 8,000 | £1,000.00 | 8,000
            ZZ9004   | 8,000 | £1,000.00 | 8,000
            ZZ9005   | 8,000 | £1,000.00 | 8,000
            ZZ9006   | 0     | £1,000.00 | 8,000
        """),
        "2013/14",
        {
            "ZZ9001": (60_000, 4000),
            "ZZ9002": (90_000, 8000),
            "ZZ9003": (100_001, 8000),
            "ZZ9004": (100_000, 8000),
            "ZZ9005": (99_999, 8000),
            "ZZ9006": (100_000, 8000),
        },
    )
    # £1,000 for 8,000 patients is £0.125 each, £600 for 4,000 is £0.15: £1,200 for 8,000 now, 90% = £1,080.
    # ZZ9002 had no list in 2014/15: £900 × 90% = £810. A penny more in 2013/14: 90% of £1,000.01 = £900.009.
    # ZZ9006 has no list now: it earns nothing, and nothing is protected.
    paid = """
        practice | best    | due
        ZZ9001   | £279.25 | £1,080.00
        ZZ9002   | £9.25   | £810.00
        ZZ9003   | £99.26  | £900.01
        ZZ9004   | £99.25  | £900.00
        ZZ9005   | £99.25  | £900.00
        ZZ9006   | £0.00   | £0.00
    """
    more = floor("90%", "2014/15, 2013/14", basis="per registered patient", at="at payment")
    hold(tmp_path, scheme(ROW, more=more), tables, paid)
