"""Scotland 2010/11, 2011/12 and 2013/14: every figure is the printed one, and what is not known is said.

Points and thresholds are compared with the published table of each year; no result of a practice of
these years is in the published folder, so nothing here says that practices were paid by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import yaml

from incentives.scheme.forms.points import LinearTerms
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from pathlib import Path

    from incentives.scheme.model import Scheme

YEARS = {
    "2010/11": ("qof-scotland-2010-11", "indicator", 134, 1000),
    "2011/12": ("qof-scotland-2011-12", "indicator", 142, 1000),
    "2013/14": ("qof-scotland-2013-14", "name", 124, 923),
}
SCHEMES = tuple(name for name in shipped_schemes() if name.startswith("qof-scotland"))
PRINTED_OTHERWISE = {"CONSULT01 / PE01": "PE01", "SUR06 / PE7": "PE07", "SUR07 / PE8": "PE08"}


@pytest.mark.parametrize("year", YEARS)
def test_points_add_up_to_what_was_published(year: str) -> None:
    name, _, indicators, points = YEARS[year]
    scheme = _scheme(name)
    assert len(scheme.indicators) == indicators
    assert sum(i.terms.points for i in scheme.indicators) == points == scheme.header.total_points


@pytest.mark.parametrize("year", YEARS)
def test_points_and_thresholds_are_those_printed_but_for_the_correction(year: str, published: Path) -> None:
    name, code, _, _ = YEARS[year]
    printed = pd.read_csv(published / "data" / "scotland" / "indicators_and_thresholds.csv")
    printed = printed[printed["year"] == year]
    table = {PRINTED_OTHERWISE.get(r[code], r[code]): r for r in printed.to_dict("records")}
    differs = {
        i.id: (_percent(i.terms.pays.start), _percent(i.terms.pays.end))
        for i in _scheme(name).indicators
        if isinstance(i.terms, LinearTerms)
        and (_percent(i.terms.pays.start), _percent(i.terms.pays.end)) != _thresholds(table[i.id])
    }
    points = {i.id: float(i.terms.points) for i in _scheme(name).indicators}
    assert points == {c: r["points_available"] for c, r in table.items()}
    assert differs == ({"DM003(S)": (40.0, 65.0)} if year == "2013/14" else {})


@pytest.mark.parametrize("year", YEARS)
def test_a_printed_threshold_is_paid_between_thresholds_and_no_other(year: str, published: Path) -> None:
    name, code, _, _ = YEARS[year]
    printed = pd.read_csv(published / "data" / "scotland" / "indicators_and_thresholds.csv")
    printed = printed[(printed["year"] == year) & (printed["upper_threshold"] > 0)]
    codes = {PRINTED_OTHERWISE.get(c, c) for c in printed[code]}
    assert codes == {i.id for i in _scheme(name).indicators if isinstance(i.terms, LinearTerms)}


@pytest.mark.parametrize("year", YEARS)
def test_a_year_says_that_no_practice_results_confirm_it(year: str) -> None:
    scheme = _scheme(YEARS[year][0])
    assert any(n.startswith(f"No points, counts or payments of practices of {year}") for n in scheme.notes)
    assert "verified" not in {entry.status for entry in scheme.standing}


def test_the_corrected_figure_names_what_was_printed() -> None:
    (correction,) = _scheme("qof-scotland-2013-14").corrections
    assert (correction.indicator, correction.published, correction.paid) == (
        "DM003(S)",
        "40% to 71%",
        "40% to 65%",
    )


def test_an_indicator_that_was_renumbered_names_the_one_before_it() -> None:
    text = (shipped("schemes") / "indicators" / "scotland.yaml").read_text(encoding="utf-8")
    defined = yaml.safe_load(text)["indicators"]
    before = {code: d["successor_of"] for code, d in defined.items() if "successor_of" in d}
    assert set(before.values()) <= set(defined)
    assert _line(before, "DM018(S)") == ["DM018(S)", "DM0010(S)", "DM18"]
    assert _line(before, "HYP006(S)") == ["HYP006(S)", "HYP002(S)", "BP05"]
    assert all(len(_line(before, code)) <= len(SCHEMES) for code in before)


def test_no_indicator_succeeds_one_that_is_paid_in_the_same_year() -> None:
    for name in SCHEMES:
        indicators = {i.id: i.terms.successor_of for i in read_scheme(name)[0].indicators}
        assert not set(indicators) & set(indicators.values())


def _line(before: dict[str, str], code: str) -> list[str]:
    return [code, *(_line(before, before[code]) if code in before else [])]


def _scheme(name: str) -> Scheme:
    scheme, warnings = read_scheme(name)
    assert not warnings
    return scheme


def _thresholds(row: Mapping[Any, Any]) -> tuple[float, float]:
    return row["lower_threshold"], row["upper_threshold"]


def _percent(share: Fraction) -> float:
    return float(share * 100)
