"""England's public totals: what they confirm of the shelf, counted; what they cannot show is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from incentives.scheme.compiling import plan_of
from tests.golden import england_area_points as area_points
from tests.golden import england_pounds as pounds
from tests.golden import england_practice_points as practice_points
from tests.golden.england_published import AREA_YEARS, TOTAL_YEARS, ShelfYear, shelf_year
from tests.golden.england_totals import CANNOT, report

if TYPE_CHECKING:
    from pathlib import Path


# --- total points by practice ---


def test_no_practice_can_earn_more_than_the_shelfs_total_and_most_can_earn_it_all(published: Path) -> None:
    table = practice_points.maxima(published).set_index("year")
    assert table["shelf"].to_dict() == dict(zip(TOTAL_YEARS, (559, 559, 559, 635, 635), strict=True))
    assert table["practices"].sum() == 33_541
    assert table["maximum is the shelf's"].tolist() == [6907, 6702, 6571, 6324, 6248]
    assert table["lower"].tolist() == [182, 152, 149, 146, 130]
    assert table["higher"].sum() == 0


def test_points_pass_a_practices_maximum_once_and_have_two_decimals(published: Path) -> None:
    table = practice_points.maxima(published).set_index("year")
    assert table["points above the maximum"].to_dict() == dict.fromkeys(TOTAL_YEARS, 0) | {"2021/22": 1}
    assert table["more than 2 decimals"].sum() == 0
    assert table["no figure"].tolist() == [11, 19, 0, 0, 0]


def test_the_common_gaps_are_what_hangs_on_the_register_of_osteoporosis(published: Path) -> None:
    found = practice_points.gaps(published).set_index(["year", "gap"])
    common = {
        key: (row["practices"], row["registers"]) for key, row in found.iterrows() if row["practices"] > 30
    }
    assert common == {
        ("2017/18", 9): (139, "OST"),
        ("2018/19", 9): (92, "OST"),
        ("2019/20", 3): (81, "OST, PC"),
        ("2021/22", 3): (104, "OST, PC"),
        ("2022/23", 3): (94, "OST, PC"),
    }


def test_614_of_759_gaps_are_what_hangs_on_one_register(published: Path) -> None:
    found = practice_points.gaps(published)
    assert found["practices"].sum() == 759
    assert found.loc[found["registers"] != "", "practices"].sum() == 614
    assert found["several"].all()


def test_what_hangs_on_a_register_is_worked_out_by_the_engine_without_published_data() -> None:
    assert practice_points.lost_with("2017/18")["OST"] == 9
    assert {g: p for g, p in practice_points.lost_with("2022/23").items() if p <= 3} == {
        "EP": 1,
        "OST": 3,
        "PAD": 2,
        "PC": 3,
    }


def test_6350_of_6378_maxima_of_2022_are_the_engines_from_published_registers(published: Path) -> None:
    table = practice_points.by_register(published)
    equal = table["published"] == table["engine"]
    lowered = table["published"] < 635
    assert (len(table), equal.sum(), lowered.sum(), (equal & lowered).sum()) == (6378, 6350, 130, 114)


def test_the_other_28_maxima_keep_the_points_of_two_groups(published: Path) -> None:
    table = practice_points.by_register(published)
    lost = practice_points.lost_with("2022/23")
    for row in table[table["published"] != table["engine"]].to_dict("records"):
        kept = set(row["without"].split(", ")) & set(practice_points.KEPT)
        assert kept
        assert row["published"] - row["engine"] == sum(lost[g] for g in kept)


def test_a_point_too_many_on_one_register_is_noticed(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_a_point_more(year: str) -> ShelfYear:
        scheme = shelf_year(year).scheme
        terms = {i.id: i.terms for i in scheme.indicators}["PAD001"]
        more = terms.model_copy(update={"points": terms.points + 1})
        rows = tuple(replace(i, terms=more) if i.id == "PAD001" else i for i in scheme.indicators)
        return ShelfYear(scheme, plan_of(replace(scheme, indicators=rows, pay_points=None, instalments=None)))

    monkeypatch.setattr(practice_points, "shelf_year", with_a_point_more)
    table = practice_points.by_register(published)
    assert (table["published"] == table["engine"]).sum() == 6


# --- points by CCG ---


def test_408_of_457_points_of_the_shelf_are_printed_and_awarded_by_ccg(published: Path) -> None:
    counts = area_points.indicators(published)["why"].value_counts().to_dict()
    assert counts == {"": 408, area_points.NOT_ALL: 39, area_points.LABEL: 5, area_points.ABSENT: 5}


def test_five_printed_maxima_are_wrong(published: Path) -> None:
    table = area_points.indicators(published)
    wrong = table[table["why"] == area_points.LABEL]
    assert {(r["year"], r["indicator"]): (r["printed"], r["shelf"]) for r in wrong.to_dict("records")} == {
        ("2015/16", "BP002"): ("12", 15),
        ("2015/16", "SMOK005"): ("7", 25),
        ("2016/17", "DM018"): ("8", 3),
        ("2016/17", "SMOK005"): ("7", 25),
        ("2018/19", "CAN003"): ("12", 6),
    }


def test_one_indicator_is_not_in_the_tables_by_ccg_after_2014(published: Path) -> None:
    table = area_points.indicators(published)
    absent = table[table["why"] == area_points.ABSENT]
    assert set(absent["indicator"]) == {"CVDPP001"}
    assert absent["year"].tolist() == list(AREA_YEARS[1:])


@pytest.mark.parametrize(
    ("shift", "inside", "below", "above"),
    [(-5, 55_245, 3_631, 11), (0, 55_706, 3_075, 106), (5, 43_803, 2_627, 12_457)],
)
def test_means_of_ccgs_speak_against_higher_thresholds_and_hardly_against_lower_ones(
    shift: int, inside: int, below: int, above: int, published: Path
) -> None:
    found = area_points.places(published, shift)[["inside", "below", "above"]].sum().to_dict()
    assert found == {"inside": inside, "below": below, "above": above}


def test_most_means_outside_are_of_indicators_that_count_few_patients(published: Path) -> None:
    table = area_points.outside_by_indicator(published)
    few = table[table["patients"] < 20]
    assert few[["below", "above"]].to_numpy().sum() == 2_527
    assert table[["below", "above"]].to_numpy().sum() == 3_181


# --- pounds ---


def test_prevalence_brings_what_ccgs_were_paid_nearer_in_every_year(published: Path) -> None:
    table = pounds.by_area(published).set_index(["reckoned by", "year"])["within 5% of it"].round(3)
    assert table["points × list"].tolist() == [0.223, 0.213, 0.260, 0.230, 0.252]
    assert table["with prevalence"].tolist() == [0.573, 0.599, 0.672, 0.733, 0.409]


def test_points_price_and_list_are_right_in_the_middle_and_a_third_off_at_the_ends(published: Path) -> None:
    table = pounds.by_practice(published).set_index(["reckoned by", "year"])
    plain = table.loc["points × list"]
    assert plain["median"].round(3).tolist() == [1.002, 1.027, 1.011, 0.982]
    assert plain["5%"].between(0.59, 0.64).all()
    assert plain["95%"].between(1.33, 1.42).all()
    near = table["within 10% of it"].round(3)
    assert (near["points × list", "2022/23"], near["with prevalence", "2022/23"]) == (0.347, 0.613)


# --- the command ---


def test_the_report_says_what_can_and_what_cannot_be_shown(published: Path) -> None:
    said = report(published)
    assert "6,350 of 6,378 are equal, 114 of the 130 lowered ones." in said
    assert "614 of 759 practice-years below the total" in said
    assert "2018/19: 72 of 77 indicators agree in all three" in said
    assert said.endswith(
        "\n".join(["CANNOT BE REPRODUCED FROM THESE FILES", *(f"  {what}" for what in CANNOT)])
    )
