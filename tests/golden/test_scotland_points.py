"""Scotland 2012/13, 2014/15 and 2015/16: every published row through the engine, from counts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.golden.scotland_classes import DIFFERENT, classified
from tests.golden.scotland_counts import published_rows
from tests.golden.scotland_points import differing, reasons, report

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

CLASSES = {
    "fraction, counts: different": 36,
    "fraction, counts: equal": 160_901,
    "fraction, counts: equal after half-up to 2 decimals": 482,
    "fraction, denominator dash: paid": 1,
    "fraction, denominator dash: paid 0": 134,
    "fraction, denominator 0: paid": 7,
    "fraction, denominator 0: paid 0": 2_418,
    "fraction, suppressed: no k of n": 1,
    "fraction, suppressed: paid 0": 630,
    "fraction, suppressed: paid in full": 16_227,
    "fraction, suppressed: paid in part, a k of n": 609,
    "fraction, suppressed: paid in part, a k of n after half-up": 7,
    "no counts: paid 0": 1_578,
    "no counts: paid in full": 74_387,
    "no counts: paid in part": 21,
    "no indicator (x)": 32,
    "register, suppressed: paid 0": 135,
    "register, suppressed: paid in full": 910,
    "register, visible: equal": 17_366,
}


@pytest.fixture(scope="module")
def table(published: Path) -> pd.DataFrame:
    return classified(published_rows(published))


def test_every_row_is_in_one_class_and_the_classes_are_those_worked_out_beforehand(
    table: pd.DataFrame,
) -> None:
    assert len(table) == sum(CLASSES.values()) == 275_882
    assert table["class"].value_counts().to_dict() == CLASSES


def test_at_most_43_counted_rows_of_six_practices_differ_and_each_has_a_reason(table: pd.DataFrame) -> None:
    counted = table["class"].isin(["fraction, counts: different", "fraction, denominator 0: paid"])
    assert counted.sum() == 43
    assert table[table["class"].isin(DIFFERENT)]["practice_code"].nunique() == 6
    assert differing(table) == {key: reason.indicators for key, reason in reasons().items()}
    assert all(reason.reason for reason in reasons().values())


def test_all_197_fraction_indicator_years_are_scored(table: pd.DataFrame) -> None:
    scored = table[table["class"].str.startswith("fraction, counts")]
    assert scored.groupby(["year", "indicator"]).ngroups == 197


def test_the_rounded_rows_are_of_the_seven_public_health_indicators_of_2014_15(table: pd.DataFrame) -> None:
    rounded = table[table["class"].str.contains("half-up")]
    assert set(rounded["year"]) == {"2014/15"}
    assert rounded["indicator"].nunique() == 7


def test_what_a_suppressed_row_can_earn_runs_from_nothing_to_everything(table: pd.DataFrame) -> None:
    # so the interval alone says nothing about it; the test with content is the list of k of n above
    suppressed = table[table["class"].str.startswith("fraction, suppressed")]
    assert len(suppressed) == 17_474
    assert (suppressed["lowest"] == 0).all()
    assert (suppressed["highest"] > 0).all()


def test_the_report_names_every_differing_practice(table: pd.DataFrame) -> None:
    text = report(table)
    assert "rows: 275,882; in classes: 275,882" in text
    assert all(practice in text for _, practice in differing(table))
