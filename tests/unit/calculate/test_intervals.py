"""Suppressed counts give what is paid at least and at most, worked by hand; nothing is guessed."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.calculate.intervals import lowest_and_highest
from incentives.data import bind, pack_of
from incentives.formula.plan import Columns
from incentives.scheme.reading import read_plan
from tests.errors.data.query_examples import FLOOR, INDICATOR, paid_then, sound
from tests.spec.chapter import LISTS, Row, scheme

if TYPE_CHECKING:
    from pathlib import Path

LOWER = "X: {points: 10, pays: 90% to 50%, lower_is_better: yes, group: G}"


def interval(
    folder: Path, tables: dict[str, list[Row]], row: str = INDICATOR, more: str = ""
) -> list[tuple[int, int]]:
    """Return the least and the most that each practice is due, in pence; a suppressed count is 1 to 4."""
    path = folder / "scheme.yaml"
    path.write_text(scheme(row, more=more), "utf-8")
    _, plan, _ = read_plan(path)
    pack = pack_of(tables, year=FinancialYear(2015), as_at=LISTS)
    both = lowest_and_highest(plan, bind(plan, pack, keep_suppressed=True), (1, 4))
    least, most = (results.in_pence(Columns.DUE)[:, 0].tolist() for results in both)
    return list(zip(least, most, strict=True))


def counted(numerator: str, denominator: str, register: str = "200") -> dict[str, list[Row]]:
    """Return sound tables with other figures at the first practice; the second is paid £1,201.13."""
    tables = deepcopy(sound())
    tables["counts"][0] |= {"numerator": numerator, "denominator": denominator}
    tables["measures"][0]["value"] = register
    return tables


@pytest.mark.parametrize(
    ("numerator", "denominator", "register", "least", "most"),
    [
        ("80", "100", "200", 120113, 120113),  # nothing is suppressed: 7.5 × £160.15
        ("*", "5", "200", 0, 120113),  # 1 of 5 is below 50%; 4 of 5 are 80%: 7.5 points
        ("*", "3", "200", 0, 160150),  # no more than 3 of 3 can be achieved: 100%
        ("3", "*", "200", 100094, 160150),  # 3 of 4: 6.25 points; no fewer than 3 are counted: 10 points
        ("*", "*", "200", 0, 160150),  # 1 of 4, or 4 of 4
        ("80", "100", "*", 601, 2402),  # 1 or 4 of 8,000 against 2.5%: × 0.005 or × 0.02
        ("*", "5", "*", 0, 2402),  # 4 of 5 with 4 on the register
        ("-", "5", "200", 0, 0),  # nil is a figure, not suppressed
    ],
)
def test_each_suppressed_count_is_put_to_either_end(
    numerator: str, denominator: str, register: str, least: int, most: int, tmp_path: Path
) -> None:
    found = interval(tmp_path, counted(numerator, denominator, register))
    assert found == [(least, most), (120113, 120113)]


def test_where_lower_is_better_fewer_achieved_pay_most(tmp_path: Path) -> None:
    # 1 of 5 is 20%, better than 50%: 10 points; 4 of 5 are 80%: 10 ÷ 40 of 10 points: £400.38.
    assert interval(tmp_path, counted("*", "5"), LOWER)[0] == (40038, 160150)


def test_a_floor_raises_the_lower_end(tmp_path: Path) -> None:
    tables = {**counted("*", "5"), "baseline": paid_then()}
    assert interval(tmp_path, tables, more=FLOOR)[0] == (100000, 120113)


def test_suppressed_figures_are_refused_where_no_interval_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(scheme(INDICATOR), "utf-8")
    _, plan, _ = read_plan(tmp_path / "scheme.yaml")
    with pytest.raises(Refused, match="D207"):
        bind(plan, pack_of(counted("*", "5"), year=FinancialYear(2015), as_at=LISTS))


def test_a_national_figure_from_suppressed_figures_has_no_interval(tmp_path: Path) -> None:
    pooled = scheme(INDICATOR).replace("stated in the practice data", "pooled from these practices")
    (tmp_path / "scheme.yaml").write_text(pooled, "utf-8")
    _, plan, _ = read_plan(tmp_path / "scheme.yaml")
    pack = pack_of(counted("*", "5"), year=FinancialYear(2015), as_at=LISTS)
    with pytest.raises(Refused, match="D243"):
        lowest_and_highest(plan, bind(plan, pack, keep_suppressed=True), (1, 4))
