"""One year on: outside its range first, cost beside limit and forecast, what was restored, nobody told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.compare import given_by
from incentives.cli.loading import sound_plan
from incentives.compare.expected import expected_ranges
from incentives.compare.watch import watch
from incentives.compare.year_on import (
    ABOVE_WIDE,
    BELOW,
    BELOW_WIDE,
    INSIDE,
    KEPT,
    LEDGER,
    NO_FORECAST,
    NOT_PAID,
    RESTORED,
    STOPPED,
    Cost,
    View,
    for_the_public,
    year_on,
)
from incentives.data.pack import read_pack
from incentives.scheme.expected import StoredCost, StoredRanges, read_stored, stored_text
from tests.unit.compare.later_results import PACK, QOF, SCHEME, later_pack

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.compare.year_on import YearOn
    from incentives.scheme.model import Scheme

DRAWS = 5


@cache
def stored() -> tuple[StoredRanges, Scheme]:
    given = replace(given_by(QOF, str(SCHEME), PACK, quiet=True), draws=DRAWS)
    found = expected_ranges(given, stored_on=given.pack.latest_as_at, program="incentives")
    assert found is not None
    return found, given.proposed


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> YearOn:
    falls = {"HYP006": 0.10, "DEP003": 0.95}
    later = later_pack(tmp_path_factory.mktemp("later"), falls, leave_out="ZZ9003")
    ranges, scheme = stored()
    return year_on(watch(ranges, [read_pack(PACK), read_pack(later)], scheme), scheme, cost=Cost(1, LEDGER))


def test_outside_its_range_comes_first_and_forecasts_before_what_is_still_paid_for(found: YearOn) -> None:
    outside = [o.outside for o in found.outcomes]
    assert outside == sorted(outside, reverse=True)
    first = [(o.indicator, o.place) for o in found.outcomes if o.outside and o.is_forecast]
    assert first[0] == ("DEP003", BELOW_WIDE)
    assert ("SMOK002", ABOVE_WIDE) in first
    after = [o.indicator for o in found.outcomes if o.outside and not o.is_forecast]
    assert after == ["HYP006"]
    assert found.held() == (sum(o.place == INSIDE for o in found.forecasts), 6)


def test_places_are_those_of_the_stored_range(found: YearOn) -> None:
    for one in found.outcomes:
        assert one.range is not None
        inside80 = one.range.low80 <= one.seen <= one.range.high80
        inside95 = one.range.low95 <= one.seen <= one.range.high95
        assert (one.place == INSIDE) == inside80
        assert one.place.endswith("wide range") == (not inside95)


def test_no_practice_stands_in_the_facts(found: YearOn) -> None:
    assert "ZZ9" not in repr(replace(found, due=()))
    assert found.without_results == 1


def test_the_cost_of_the_year_is_stored_with_the_ranges_and_read_back(tmp_path: Path) -> None:
    ranges, _ = stored()
    (tmp_path / "r.yaml").write_text(stored_text(ranges), encoding="utf-8")
    again = read_stored(tmp_path / "r.yaml").cost
    assert again is not None
    assert again == ranges.cost
    ends = (again.low95, again.low80, again.expected, again.high80, again.high95, again.most)
    assert list(ends) == sorted(ends)


def test_a_cost_whose_ranges_do_not_lie_in_each_other_is_refused(tmp_path: Path) -> None:
    ranges, _ = stored()
    assert ranges.cost is not None
    spoilt = replace(ranges, cost=replace(ranges.cost, low80=ranges.cost.low95 - 1))
    (tmp_path / "r.yaml").write_text(stored_text(spoilt), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_stored(tmp_path / "r.yaml")
    (problem,) = refused.value.problems
    assert problem.code == "S552"
    assert problem.place.line


def test_cost_stands_beside_limit_contingency_and_forecast(found: YearOn) -> None:
    cost = found.cost
    assert cost is not None
    assert (cost.limit, cost.contingency, cost.left) == (420_000_000, 8_400_000, 419_999_999)
    assert cost.place == BELOW_WIDE
    assert replace(cost, outstanding=("June 2016",)).place == NO_FORECAST
    assert cost.forecast is not None
    assert replace(cost, paid=cost.forecast.low80).place == INSIDE
    assert replace(cost, paid=cost.forecast.low80 - 1).place == BELOW


def test_what_became_of_each_indicator_follows_from_the_later_scheme(tmp_path: Path) -> None:
    ranges, scheme = stored()
    later, _, _ = sound_plan(QOF)
    seen = watch(ranges, [read_pack(later_pack(tmp_path, {}))], scheme)
    stopped = replace(later, indicators=tuple(i for i in later.indicators if i.id not in ("CHD002", "MH003")))
    found = year_on(seen, scheme, later=stopped)
    assert found.those(NOT_PAID) == ("MH003",)
    assert found.those(STOPPED) == ("CHD002",)
    assert set(found.those(RESTORED)) == {"DEP003", "SMOK002", "AST004", "MH007", "STIA008"}
    assert len(found.those(KEPT)) == len(found.decisions) - 7
    assert [g.what for g in found.gaps] == ["what the scheme cost", "what practices say"]


def view(said: str, who: str = "Dr Mary Thorne") -> View:
    return View(who, "practice", date(2016, 5, 1), "frailty reviews", said, "we agree", "none")


def test_the_public_sees_no_name_no_code_and_thousands_of_pounds(found: YearOn) -> None:
    views = (view("Too long."), view("As ZZ9001 has said."), view("dr mary thorne thinks so"))
    cost = Cost(338_149_999, LEDGER, forecast=StoredCost(1, 2, 3, 4, 5, 150_000, 9))
    shown = for_the_public(replace(found, views=views, cost=cost), ["ZZ9001", ""])
    assert shown.views is not None
    assert [(v.who, v.said) for v in shown.views] == [("", "Too long.")]
    assert shown.withheld == 2
    assert shown.cost is not None
    assert shown.cost.paid == 338_100_000
    assert shown.cost.forecast is not None
    assert (shown.cost.forecast.expected, shown.cost.forecast.most) == (0, 200_000)
