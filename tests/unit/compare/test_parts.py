"""What a change of recorded achievement is made of: worked by hand, and the parts add up exactly."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from incentives.compare.parts import parts_of
from incentives.data.counts import Count


def test_only_fewer_reached() -> None:
    parts = parts_of([Count("A", 80, 100, 25)], [Count("A", 70, 100, 25)])
    assert parts is not None
    assert (parts.change, parts.by_reaching, parts.by_counting) == (
        Fraction(-1, 10),
        Fraction(-1, 10),
        Fraction(0),
    )


def test_only_more_excepted_makes_achievement_rise() -> None:
    """80 of 100 and 25 excepted; then 80 of 90 and 35 excepted: nobody more was reached."""
    parts = parts_of([Count("A", 80, 100, 25)], [Count("A", 80, 90, 35)])
    assert parts is not None
    assert (parts.change, parts.by_reaching, parts.by_counting) == (
        Fraction(8, 90),
        Fraction(0),
        Fraction(8, 90),
    )


def test_both_by_hand() -> None:
    """80% and 20% excepted, then 60 of 80 with 40 excepted of 120: -5 points in all.

    Reached 64% to 50%, counted 1.25 to 1.5 for each: -14 x 1.375 = -19.25 and +0.25 x 57 = +14.25.
    """
    parts = parts_of([Count("A", 80, 100, 25)], [Count("A", 60, 80, 40)])
    assert parts is not None
    assert parts.by_reaching == Fraction(-1925, 10_000)
    assert parts.by_counting == Fraction(1425, 10_000)
    assert parts.change == Fraction(-5, 100)


def test_practices_of_one_year_alone_are_left_out_or_refuse_the_whole() -> None:
    before, after = [Count("A", 8, 10, 0)], [Count("A", 7, 10, 0), Count("B", 1, 10, 0)]
    parts = parts_of(before, after)
    assert parts is not None
    assert (parts.practices, parts.change) == (1, Fraction(-1, 10))
    assert parts_of(before, after, whole=True) is None
    assert parts_of([], after) is None


COUNTS = st.integers(1, 500).flatmap(
    lambda below: st.tuples(st.integers(0, below), st.just(below), st.integers(0, 200))
)


@given(COUNTS, COUNTS)
def test_the_two_parts_are_the_change(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    parts = parts_of([Count("A", *before)], [Count("A", *after)])
    assert parts is not None
    assert parts.by_reaching + parts.by_counting == parts.change
