"""Rounding: points and pounds half up, away from nil, once for each component, as a scheme states.

Source: England's published points of 2024/25 are each indicator's, half up to 2 decimals, then summed;
Scotland's were paid unrounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from tests.property.readings import read
from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 1, pays: 0% to 100%, group: G, weighted_by: list size only}"


@pytest.mark.parametrize(
    ("rule", "points", "pounds"),
    [
        # 1 of 8 patients: 0.125 points. £160.15 × 0.13 = £20.8195; × 0.125 = £20.01875; × 0.1 = £16.015
        ("half up to 2 places", "0.13", "£20.82"),
        ("none", "0.125", "£20.02"),
        ("half up to 1 place", "0.1", "£16.02"),
        ("half up to 0 places", "0", "£0.00"),
    ],
)
def test_points_are_rounded_as_the_scheme_says(rule: str, points: str, pounds: str, tmp_path: Path) -> None:
    tables = pack("practice|numerator|denominator\nZZ9001|1|8")
    text = scheme(ROW).replace("points: half up to 2 places", f"points: {rule}")
    hold(tmp_path, text, tables, f"practice|points|X\nZZ9001|{points}|{pounds}")


def test_rounding_anywhere_else_than_at_each_component_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(scheme(ROW).replace("at: each component", "at: each practice"), "utf-8")
    with pytest.raises(Refused) as refusal:
        read(path)
    assert [(p.code, p.place.line) for p in refusal.value.problems] == [("S203", 8)]
