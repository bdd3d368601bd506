"""Form 10, points to pounds: points × £ per point × list index × prevalence factor.

Source: Lincolnshire LMC, QOF point value and prevalence: 29 × £207.56 × 1.71 × 1.45 = £14,924.71, where
the index is 16,000 ÷ 9,374 and the factor 3.05 ÷ 2.1, both rounded; not rounded they give £14,921.66.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

AF = "X: {points: 29, pays: in full, group: G, weighted_by: its register}"
ENGLISH = "Points × pounds per point × contractor population index × prevalence factor, to the penny."


def test_atrial_fibrillation_example_with_factors_as_they_are(tmp_path: Path) -> None:
    # 16,000 × 3.05% = 488 on the register. 29 × 207.56 × 16000/9374 × 0.0305/0.021 = 14,921.658…
    tables = pack("practice|list|register\nZZ9001|16,000|488", national="2.1%")
    text = scheme(AF, price="£207.56", average="9,374")
    hold(tmp_path, text, tables, "practice|points|X\nZZ9001|29|£14,921.66", english=ENGLISH)


def test_atrial_fibrillation_example_with_factors_as_printed(tmp_path: Path) -> None:
    # 34,200 ÷ 20,000 = 1.71; 4,959 ÷ 34,200 = 14.5%, ÷ 10% = 1.45. 29 × 207.56 × 1.71 × 1.45 = 14,924.706…
    tables = pack("practice|list|register\nZZ9001|34,200|4,959", national="10%")
    text = scheme(AF, price="£207.56", average="20,000")
    hold(tmp_path, text, tables, "practice|points|X\nZZ9001|29|£14,924.71")


def test_a_register_of_nobody_and_a_list_of_nobody_earn_nothing(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | register
        ZZ9001   | 8,000 | 0
        ZZ9002   | 0     | 0
        ZZ9003   | 8,000 | 200
    """)
    # 200 ÷ 8,000 = 2.5%, as nationally: factor 1. 29 × £160.15 = £4,644.35
    paid = """
        practice | points | X
        ZZ9001   | 29     | £0.00
        ZZ9002   | 29     | £0.00
        ZZ9003   | 29     | £4,644.35
    """
    hold(tmp_path, scheme(AF), tables, paid)


def test_half_a_penny_counts_up(tmp_path: Path) -> None:
    # 29 × £160.15 × 4,000 ÷ 8,000 = £2,322.175: half a penny, which a spreadsheet may lose
    tables = pack("practice|list|register\nZZ9001|4,000|100")
    hold(tmp_path, scheme(AF), tables, "practice|points|X\nZZ9001|29|£2,322.18")


def test_national_prevalence_pooled_from_these_practices_and_their_mean(tmp_path: Path) -> None:
    tables = pack("""
        practice | list  | register
        ZZ9001   | 8,000 | 400
        ZZ9002   | 2,000 | 20
    """)
    stated = "stated in the practice data"
    # Pooled: 420 ÷ 10,000 = 4.2%. 29 × £160.15 = £4,644.35; × 5/4.2 = £5,528.988; × 0.25 × 1/4.2 = £276.449
    pooled = scheme(AF).replace(stated, "pooled from these practices")
    hold(tmp_path, pooled, tables, "practice|X\nZZ9001|£5,528.99\nZZ9002|£276.45")
    # Mean: (5% + 1%) ÷ 2 = 3%. × 5/3 = £7,740.583; × 0.25 × 1/3 = £387.029
    mean = scheme(AF).replace(stated, "mean of these practices")
    hold(tmp_path, mean, tables, "practice|X\nZZ9001|£7,740.58\nZZ9002|£387.03")
