"""The six shipped QOF years: they read without a warning, add up, and say what each figure rests on."""

from __future__ import annotations

from fractions import Fraction

import pytest

from incentives.formula.plan import Standing
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme

YEARS = {
    "qof-england-2014-15": (81, 559),
    "qof-england-2015-16": (77, 559),
    "qof-england-2024-25": (76, 635),
    "qof-scotland-2012-13": (148, 1000),
    "qof-scotland-2014-15": (75, 659),
    "qof-scotland-2015-16": (74, 659),
}
PENCE_A_POINT_A_PATIENT = Fraction("0.02214")
"""Price ÷ national average list of England has been the same since 2014/15, to a few in a million."""


@pytest.mark.parametrize("name", YEARS)
def test_a_shipped_year_reads_without_a_warning_and_adds_up(name: str) -> None:
    scheme, warnings = read_scheme(name)
    assert not warnings
    assert (len(scheme.indicators), sum(i.terms.points for i in scheme.indicators)) == YEARS[name]
    assert scheme.header.total_points == YEARS[name][1]


@pytest.mark.parametrize("name", YEARS)
def test_verified_means_two_sources_of_different_origin(name: str) -> None:
    scheme, _ = read_scheme(name)
    for entry in scheme.standing:
        origins = {scheme.sources[source].origin for source in entry.sources}
        assert entry.status != "verified" or len(origins - {"memory"}) >= 2, entry
        assert entry.status == "unverified" or origins - {"memory"}, entry


@pytest.mark.parametrize("name", YEARS)
def test_every_point_and_threshold_says_how_well_it_is_known(name: str) -> None:
    plan = plan_of(read_scheme(name)[0])
    for field in plan.scheme_fields:
        if field.name in ("points_available", "lower_threshold", "upper_threshold"):
            origins = dict(field.origins)
            assert set(origins) == {code for code, _ in field.values}
            assert all(o.source or o.standing is Standing.UNVERIFIED for o in origins.values())


@pytest.mark.parametrize("name", [n for n in YEARS if "england" in n])
def test_the_english_price_and_average_list_keep_their_ratio(name: str) -> None:
    plan = plan_of(read_scheme(name)[0])
    stated = {f.name: f for f in plan.scheme_fields}
    ratio = stated["price_per_point"].value() / stated["national_average_list"].value()
    assert abs(ratio - PENCE_A_POINT_A_PATIENT) < Fraction("0.00001")


def test_mh021_is_paid_in_full_and_says_that_its_thresholds_are_unknown() -> None:
    scheme, _ = read_scheme("qof-england-2024-25")
    entry = next(e for e in scheme.standing if e.indicators == ("MH021",))
    assert (entry.status, entry.note) == ("unverified", "thresholds unknown, paid in full")


def test_scotland_does_not_round_points_and_england_does() -> None:
    assert read_scheme("qof-scotland-2014-15")[0].rounding.points is None
    assert str(read_scheme("qof-england-2014-15")[0].rounding.points) == "half up to 2 places"
