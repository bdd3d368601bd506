"""A form added here, in one model and one function, is read by all four readings that know nothing of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.formula.nodes import AtLeast, Choose, FieldValue, StepValue, nil
from incentives.formula.units import PLAIN, POINTS, Unit
from incentives.report.schedule import write_schedule
from incentives.report.words import in_english
from incentives.scheme.forms import FORMS, Part, Written
from incentives.scheme.forms.points import Terms, achieved, measured
from incentives.scheme.reading import read_plan
from incentives.scheme.values import Percent, Points  # noqa: TC001 - pydantic reads them at run time
from tests.property.readings import by_calculate, by_explain
from tests.workbook.recalculated import by_formualizer, cells_of, spoiled

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from incentives.scheme.forms.maker import Maker

SCHEME = """
kind: scheme
id: bands
title: A scheme with a form of this test
year: 2015/16
total_points: 20
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
pay_points:
  price_per_point: £160.15
  national_average_list:
    patients: 7233
    as_at: 2015-01-01
  practice_list:
    as_at: 2016-01-01
  prevalence:
    national: pooled from these practices
    register_as_at: 2016-03-31
indicators:
  BAND01: {form: two bands, points: 20, group: AF, first_band: 50%, first_points: 5, full_from: 80%,
    weighted_by: list size only}
"""
RESULTS = {"A1": (49, 100, 0), "A2": (50, 100, 5), "A3": (79, 100, 5), "A4": (80, 100, 20), "A5": (0, 0, 0)}
"""Numerator, denominator, and the points that the bands give by hand; edges are inclusive."""


class BandTerms(Terms):
    """Some points from a first band, all from a second."""

    first_band: Percent
    first_points: Points
    full_from: Percent


def bands(maker: Maker, written: Written[BandTerms]) -> None:
    """The highest band reached."""
    terms, achievement = written.terms, StepValue("achievement")

    def stated(name: str, figure: Fraction, unit: Unit) -> FieldValue:
        origin = written.origin()
        return maker.stated(name, figure, says=name, unit=unit, component=written.id, origin=origin)

    first, full = (stated(n, getattr(terms, n), PLAIN) for n in ("first_band", "full_from"))
    some = stated("first_points", terms.first_points, POINTS)
    everything = stated("points_available", terms.points, POINTS)
    lower = Choose(AtLeast(achievement, first), some, nil(POINTS))
    score = Choose(AtLeast(achievement, full), everything, lower)
    achieved(maker, written, measured(maker, written, score), "The points of the highest band reached.")


def test_a_form_added_here_is_read_by_all_four_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FORMS, "_forms", list(FORMS.all()))
    FORMS.add(99, "two bands", Part.INDICATORS, BandTerms)(bands)
    path = tmp_path / "bands.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    _, plan, _ = read_plan(path)
    tables = {
        "practices": [
            {"practice_code": p, "name": p, "contract": "GMS", "list_size": "7233"} for p in RESULTS
        ],
        "counts": [
            {"practice_code": p, "indicator": "BAND01", "numerator": str(n), "denominator": str(d)}
            for p, (n, d, _) in RESULTS.items()
        ],
    }
    binding = bind(plan, pack_of(tables, year=FinancialYear(2015), as_at={"practices": date(2016, 1, 1)}))
    results = calculate(plan, binding)
    by_hand = {p: points for p, (_, _, points) in RESULTS.items()}

    found = by_calculate(results)
    assert {p: found["points", p, "BAND01"] for p in RESULTS} == by_hand
    assert by_explain(plan, binding) == found
    assert {p: found["pounds", p, "BAND01"] for p in RESULTS} == {
        p: points * Fraction("160.15") for p, points in by_hand.items()
    }

    write_schedule(results, tmp_path / "schedule.xlsx", dated=date(2016, 3, 31))
    assert spoiled(tmp_path / "schedule.xlsx", tmp_path / "wrong.xlsx") > 0
    shown = by_formualizer(tmp_path / "wrong.xlsx")["Points"]
    cells = cells_of(tmp_path / "schedule.xlsx", "Points")
    assert {
        p: shown[at] for (p, heading), at in cells.items() if "BAND01" in heading and p in by_hand
    } == by_hand

    english = in_english(plan)
    assert "20 points where achievement is at least 80%" in english
    assert "5 points where achievement is at least 50%" in english
