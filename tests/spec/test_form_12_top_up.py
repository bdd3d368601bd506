"""Form 12, top-up to a guaranteed income: what core income lacks to it, for each patient; never below nil.

Source: Bolton Quality Contract 2015: core income topped up to £95 for each patient (policy paper).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 5, pays: in full, group: G, weighted_by: list size only}"
PAY = """payments:
  guarantee:
    form: top-up to a guaranteed income
    guaranteed_per_patient: £95.00
    core_income: CORE
    list: %s
"""
TABLES = pack("""
    practice | list  | weighted list | core income
    ZZ9001   | 8,000 | 8,000         | £760,000.00
    ZZ9002   | 8,000 | 8,000         | £759,999.99
    ZZ9003   | 8,000 | 8,000         | £760,000.01
    ZZ9004   | 8,000 | 7,500.5       | £588,000.00
    ZZ9005   | 1     | 1.25          | £0.00
    ZZ9006   | 0     | 0             | £100.00
    ZZ9007   | 0     | 0             | £0.00
    ZZ9008   | 5,000 | 6,000         | £500,000.00
""")


def test_on_the_registered_list(tmp_path: Path) -> None:
    # 8,000 × £95 = £760,000: at it and a penny above nothing, a penny below a penny.
    paid = """
        practice | guarantee
        ZZ9001   | £0.00
        ZZ9002   | £0.01
        ZZ9003   | £0.00
        ZZ9004   | £172,000.00
        ZZ9005   | £95.00
        ZZ9006   | £0.00
        ZZ9007   | £0.00
        ZZ9008   | £0.00
    """
    english = "What core income (CORE) lacks to £95.00 for each registered patient"
    hold(tmp_path, scheme(ROW, more=PAY % "registered"), TABLES, paid, english=english)


def test_on_the_weighted_list(tmp_path: Path) -> None:
    # 7,500.5 × £95 = £712,547.50, less £588,000; 1.25 × £95 = £118.75; 6,000 × £95 = £570,000.
    paid = """
        practice | guarantee
        ZZ9004   | £124,547.50
        ZZ9005   | £118.75
        ZZ9006   | £0.00
        ZZ9008   | £70,000.00
    """
    text = scheme(ROW, more=PAY % "weighted")
    hold(tmp_path, text, TABLES, paid, english="£95.00 for each weighted patient")


PARTS = """payments:
  mandatory:
    form: top-up to a guaranteed income
    guaranteed_per_patient: £95.00
    core_income: CORE
    share: 60%
  standards:
    form: top-up to a guaranteed income
    guaranteed_per_patient: £95.00
    core_income: CORE
    share: 40%
    in_proportion_to: STANDARDS
"""
PARTED = pack("""
    practice | list  | core income | numerator of STANDARDS | denominator of STANDARDS
    ZZ9001   | 8,000 | £660,000.00 | 15                     | 15
    ZZ9002   | 8,000 | £660,000.00 | 0                      | 15
    ZZ9003   | 8,000 | £660,000.00 | 10                     | 15
    ZZ9004   | 8,000 | £759,999.99 | 15                     | 15
    ZZ9005   | 8,000 | £760,000.01 | 15                     | 15
    ZZ9006   | 8,000 | £660,000.00 | 0                      | 0
    ZZ9007   | 0     | £0.00       | 1                      | 2
    ZZ9008   | 1     | £94.97      | 1                      | 2
""")


def test_a_share_in_any_case_and_the_rest_by_what_was_achieved(tmp_path: Path) -> None:
    # £100,000 is missing: £60,000, and of £40,000 all, nothing, two thirds (£26,666.67), nothing where
    # nothing was counted. Of a missing penny 0.6p and 0.4p; of three pence 1.8p and half of 1.2p, 0.6p.
    paid = """
        practice | mandatory  | standards
        ZZ9001   | £60,000.00 | £40,000.00
        ZZ9002   | £60,000.00 | £0.00
        ZZ9003   | £60,000.00 | £26,666.67
        ZZ9004   | £0.01      | £0.00
        ZZ9005   | £0.00      | £0.00
        ZZ9006   | £60,000.00 | £0.00
        ZZ9007   | £0.00      | £0.00
        ZZ9008   | £0.02      | £0.01
    """
    text = scheme(ROW, more=PARTS)
    missing = "of what core income (CORE) lacks to £95.00 for each registered patient"
    hold(tmp_path, text, PARTED, paid, english=f"60% {missing}; nothing where it lacks nothing.")
    by_result = "; in proportion to what is achieved in STANDARDS."
    hold(tmp_path, text, PARTED, paid, english=f"40% {missing}; nothing where it lacks nothing{by_result}")
