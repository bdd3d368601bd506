"""Every problem of the evidence library and of event files has a failing example here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.base.year import FinancialYear
from incentives.data.events import read_events
from incentives.data.forecasts import StoredForecasts, forecasts_text, read_forecasts
from incentives.data.interests import read_interests
from incentives.data.messages import OF_EVENTS
from incentives.scheme.evidence import read_library
from incentives.scheme.expected import (
    StoredIndicator,
    StoredRange,
    StoredRanges,
    read_stored,
    stored_text,
)
from incentives.scheme.messages import OF_EVIDENCE, OF_RANGES
from incentives.scheme.solved import Figure, with_figures

if TYPE_CHECKING:
    from pathlib import Path

STUDY = """kind: evidence
id: made-2020
study: A made study
setting: nowhere
event: made-2020
stopped_by: 2020
compared_with: nothing
scale: none
effects:
  - indicator: weighing
    type: process
{figure}
    after: 1 year
    status: sourced
    source: a page
    trains: yes
"""
HEAD = "event,indicator,type,numerator,denominator,observed_change\n"
LIBRARY = {
    "S501": ("    baseline: 80%",),
    "S502": ("    change: -3 points\n    between: -2 to -1 points",),
    "S503": ("    change: -3 points", "    change: -3 points"),
}
EVENTS = {
    "D180": "event,indicator\nmade,HYP006\n",
    "D181": HEAD,
    "D182": HEAD + "made,HYP006,process,12,10,-3\n",
}
FORECASTS = {
    "D183": ('"kind": "forecasts"', '"kind": "hopes"'),
    "D184": ('"dated": "2025-04-01"', '"dated": "2025-03-01"'),
}
RANGE = StoredRange("2016/17", 0.5, 0.6, 0.7, 0.8, 0.9)
WEIGHING = StoredIndicator("W1", "W1", "Weighing", "process", "withdrawn", 80, 100, 5, 3, (RANGE,), (RANGE,))
STORED = StoredRanges(
    *("made", "qof", date(2015, 4, 1), FinancialYear(2015), "year"),
    *("a", "b", "incentives", ("ZZ9001",), (WEIGHING,)),
)
REGISTERS = {
    "D185": "person,role,practice\nDr Thorne,member,ZZ9001\n",
    "D186": "person,role,votes,practice_code\nDr Thorne,member,perhaps,\n",
}
RANGES = {
    "S551": ("achieved: 80", "achieved: 81"),
    "S552": ("middle: 70.00%", "middle: 95.00%"),
}


def problems_of_library(code: str, folder: Path) -> Refused:
    for number, figure in enumerate(LIBRARY[code]):
        (folder / f"{number}.yaml").write_text(STUDY.format(figure=figure), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_library(folder)
    return refused.value


def problems_of_events(code: str, folder: Path) -> Refused:
    path = folder / "events.csv"
    path.write_text(EVENTS[code], encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_events(path)
    return refused.value


def problems_of_forecasts(code: str, folder: Path) -> Refused:
    path = folder / "forecasts.json"
    text = forecasts_text(StoredForecasts(date(2025, 4, 1), "incentives", ("made-2020",), ()))
    was, now = FORECASTS[code]
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_forecasts(path)
    return refused.value


def problems_of_ranges(code: str, folder: Path) -> Refused:
    was, now = RANGES[code]
    text = stored_text(STORED).replace(was, now)
    assert now in text
    path = folder / "ranges.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_stored(path)
    return refused.value


def problems_of_solved(_: str, folder: Path) -> Refused:
    path = folder / "scheme.yaml"
    path.write_text("kind: scheme\ntitle: Nothing is paid by points\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        with_figures(str(path), [Figure("price_per_point", "", "£1.00", "£2.00")])
    return refused.value


def problems_of_registers(code: str, folder: Path) -> Refused:
    path = folder / "register.csv"
    path.write_text(REGISTERS[code], encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_interests(path)
    return refused.value


WAYS = {
    **dict.fromkeys(REGISTERS, problems_of_registers),
    "S553": problems_of_solved,
    **dict.fromkeys(LIBRARY, problems_of_library),
    **dict.fromkeys(EVENTS, problems_of_events),
    **dict.fromkeys(FORECASTS, problems_of_forecasts),
    **dict.fromkeys(RANGES, problems_of_ranges),
}


def test_every_code_has_an_example() -> None:
    assert set(LIBRARY) == set(OF_EVIDENCE)
    assert {*EVENTS, *FORECASTS, *REGISTERS} == set(OF_EVENTS)
    assert {*RANGES, "S553"} == set(OF_RANGES)


@pytest.mark.parametrize("code", WAYS)
def test_the_example_is_refused_with_place_reason_and_remedy(code: str, tmp_path: Path) -> None:
    refused = WAYS[code](code, tmp_path)
    assert code in {p.code for p in refused.problems} <= {code, *RANGES}
    for problem in refused.problems:
        assert problem.place.line or code in (*FORECASTS, "S553")
        assert problem.message.endswith(".")
        assert problem.remedy.endswith((".", "?"))
