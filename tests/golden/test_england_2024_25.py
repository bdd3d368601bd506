"""England 2024/25: total points of 31 sample practices from achievement alone."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate import division
from tests.golden.england_2024_25 import (
    AS_ACHIEVED,
    NOT_COMPARABLE,
    PROTECTED_FULL,
    READ,
    compared,
    points_offered,
    points_plan,
    protected,
    report,
    sample,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pytest


def test_13_totals_are_exact_as_achieved_and_15_with_protection(published: Path) -> None:
    table = compared(sample(published))
    counts = table["class"].value_counts().to_dict()
    assert counts == {AS_ACHIEVED: 13, PROTECTED_FULL: 2, NOT_COMPARABLE: 16}


def test_the_report_says_why_sixteen_are_not_comparable(published: Path) -> None:
    text = report(compared(sample(published)))
    assert "not comparable: 16 (the published total holds protected points of 2023/24" in text


def test_half_even_rounding_is_noticed(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_even(dividend: object, divisor: object, _rule: object) -> object:
        exact = np.vectorize(_half_even, otypes=[object])(dividend, divisor)
        return exact.astype(np.int64)

    monkeypatch.setattr(division, "whole_quotient", half_even)
    monkeypatch.setattr(division, "_is_narrow", lambda *_: True)
    table: pd.DataFrame = compared(sample(published))
    assert (table["class"] != NOT_COMPARABLE).sum() == 14


def test_no_threshold_and_no_computed_point_is_read_from_the_sample() -> None:
    assert not {"lower", "upper", "points_computed_2dp", "points_max", "income_protected"} & set(READ)


def test_the_scheme_protects_32_indicators_worth_212_points_of_635() -> None:
    offered = points_offered(points_plan())
    assert len(protected(points_plan())) == 32
    assert sum(offered[i] for i in protected(points_plan())) == 212
    assert sum(offered.values()) == 635


def _half_even(dividend: int, divisor: int) -> int:
    exact = Fraction(int(dividend), int(divisor))
    whole = floor(exact + Fraction(1, 2))
    return whole - 1 if exact + Fraction(1, 2) == whole and whole % 2 else whole
