"""Nobody can work a small count out of a public table, with everything that is shown and a long evening."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.report.disclosure import FEW, Disclosed, between, disclosed, rounded

TABLES = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (1_002, 1_000)]
)
def test_a_count_is_hidden_or_rounded(count: int, shown: int | None) -> None:
    assert rounded(count) == shown


def test_a_total_that_gives_a_small_count_away_is_hidden_too() -> None:
    """3, nought and 5 with a total of 8: none of them may be told from the others."""
    table = disclosed([[3, 0, 5]])
    assert table.cells[0][0] is None
    assert table.cells[0][2] is None
    assert all(_open(table, at, true) for at, true in (((0, 0), 3), ((0, 2), 5), ((1, 0), 3)))
    table = disclosed([[20, 3], [40, 50]])
    assert table.cells[0][1] is None
    assert table.cells[1] == (40, 50, 90)


def test_the_words_of_a_table() -> None:
    assert disclosed([[1_204, 996]]).words() == [["1,205", "995", "2,200"], ["1,205", "995", "2,200"]]


@settings(deadline=None)
@given(TABLES)
def test_each_small_count_may_be_anything_from_one_to_seven(counts: list[list[int]]) -> None:
    table = disclosed(counts)
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    for r, c in product(range(len(full)), range(len(full[0]))):
        true, shown = full[r][c], table.cells[r][c]
        assert shown is None or abs(shown - true) <= 2
        if 0 < true <= FEW:
            assert shown is None
            assert _open(table, (r, c), true)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=3))
def test_a_reader_who_tries_every_table_finds_no_more_than_the_search(counts: list[int]) -> None:
    """The oracle: every row of counts that would be shown as this one is, by brute force."""
    table = disclosed([counts])
    row = table.cells[0]
    highest = 30
    fits = [
        tried
        for tried in product(range(highest), repeat=len(counts))
        if all(_fits(n, s) for n, s in zip((*tried, sum(tried)), row, strict=True))
    ]
    for at, true in enumerate(counts):
        if 0 < true <= FEW:
            seen = {tried[at] for tried in fits}
            assert seen >= set(range(1, FEW + 1))


def test_hiding_the_small_counts_alone_would_not_do() -> None:
    """The search is what protects: with the total left to stand, 3 beside 0 is no secret."""
    bare = Disclosed(((None, 0, 10), (None, 0, 10)))
    assert between(bare, (0, 0)) == (8, 12)


def _fits(count: int, shown: int | None) -> bool:
    return shown is None or rounded(count) == shown


def _open(table: Disclosed, at: tuple[int, int], true: int) -> bool:
    least, most = between(table, at)
    return least <= 1 and (most is None or most >= FEW) and least <= true
