"""Form 35, best of named reference years: a floor on the highest of the payments of the years listed.

Source: Leeds, February 2017: the higher of 2015/16 and 2016/17 (gponline).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


DEDUCTED = "deductions:\n  - {name: PMS, from_contract: PMS, amount: £13050, for_patients: 5891 patients}\n"


@pytest.mark.parametrize(
    ("basis", "at", "pms", "line", "due"),
    [
        # Earned £800.75, less £300: £500.75. Paid £600 for 5,000 patients in 2014/15, £650 for 10,000 in
        # 2013/14: the best is £650 per practice, and £960 (against £520) for the 8,000 patients of now.
        ("per practice", "at baseline", "after", "£149.25", "£650.00"),
        ("per registered patient", "at payment", "after", "£459.25", "£960.00"),
        ("per practice", "at baseline", "before", "£0.00", "£500.75"),
        ("per registered patient", "at payment", "before", "£159.25", "£660.00"),
    ],
)
def test_the_best_year_on_every_basis_and_side_of_the_deduction(
    basis: str, at: str, pms: str, line: str, due: str, tmp_path: Path
) -> None:
    now = pack("""
        practice | contract | deduction | list  | paid then | list then
        ZZ9001   | PMS      | £300.00   | 8,000 | £600.00   | 5,000
    """)
    tables = earlier(now, "2013/14", {"ZZ9001": (65_000, 10_000)})
    best = floor("100%", "2013/14, 2014/15", basis=basis, at=at).replace(
        "deduction: before", f"deduction: {pms}"
    )
    hold(tmp_path, scheme(ROW, more=DEDUCTED + best), tables, f"practice|best|due\nZZ9001|{line}|{due}")


def test_the_best_year_after_a_deduction_at_just_below_and_just_above_what_is_left(tmp_path: Path) -> None:
    then = {"ZZ9001": "£500.74", "ZZ9002": "£500.75", "ZZ9003": "£500.76"}
    rows = "\n".join(f"{practice} | {paid} | PMS | £300.00" for practice, paid in then.items())
    now = pack(f"practice | paid then | contract | deduction\n{rows}")
    tables = earlier(now, "2013/14", dict.fromkeys(then, (40_000, 8000)))
    paid = """
        practice | best  | due
        ZZ9001   | £0.00 | £500.75
        ZZ9002   | £0.00 | £500.75
        ZZ9003   | £0.01 | £500.76
    """
    best = floor("100%", "2013/14, 2014/15").replace("deduction: before", "deduction: after")
    hold(tmp_path, scheme(ROW, more=DEDUCTED + best), tables, paid)
