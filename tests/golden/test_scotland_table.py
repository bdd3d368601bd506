"""The printed Scottish table against what practices were paid, and against the shipped corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.scheme.reading import read_scheme
from tests.golden.scotland_counts import SCHEMES
from tests.golden.scotland_table import corrected, described_alike, judged, open_pairs, report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.golden.scotland_table import Judged

pytestmark = pytest.mark.long

WRONG = {
    ("2014/15", "COPD002"),
    ("2014/15", "DEP003"),
    ("2015/16", "DEP003"),
    *(("2014/15", f"QS00{n}(S)") for n in range(1, 9)),
}


@pytest.fixture(scope="module")
def table(published: Path) -> list[Judged]:
    return judged(published)


def test_payments_contradict_eleven_printed_figures_and_the_schemes_correct_just_these(
    table: list[Judged],
) -> None:
    assert {(j.year, j.indicator) for j in corrected(table)} == WRONG
    stated = {(year, c.indicator) for year, name in SCHEMES.items() for c in read_scheme(name)[0].corrections}
    assert stated == WRONG


def test_no_pair_of_thresholds_gives_more_rows_than_the_schemes(table: list[Judged]) -> None:
    assert sum("%" in j.scheme for j in table) == 197
    assert all(j.scheme_gives == j.most_given for j in table)


def test_a_corrected_pair_is_the_only_one_that_gives_every_row(table: list[Judged]) -> None:
    pairs = [j for j in corrected(table) if "%" in j.scheme]
    assert len(pairs) == 3
    assert all(j.pairs_that_give_most == 1 and j.scheme_gives == j.rows for j in pairs)


def test_the_eight_displaced_points_belong_to_indicators_described_alike_a_year_later(
    published: Path,
) -> None:
    codes = {f"QS00{n}(S)" for n in range(1, 9)}
    assert described_alike(published, codes) == codes


def test_what_the_counts_leave_open_is_named(table: list[Judged]) -> None:
    assert len(open_pairs(table)) == 11
    assert all(j.indicator in report(table) for j in open_pairs(table))
