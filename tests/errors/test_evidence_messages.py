"""Every problem of the evidence library and of event files has a failing example here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.data.events import read_events
from incentives.data.messages import OF_EVENTS
from incentives.scheme.evidence import read_library
from incentives.scheme.messages import OF_EVIDENCE

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


def test_every_code_has_an_example() -> None:
    assert set(LIBRARY) == set(OF_EVIDENCE)
    assert set(EVENTS) == set(OF_EVENTS)


@pytest.mark.parametrize("code", [*LIBRARY, *EVENTS])
def test_the_example_is_refused_with_place_reason_and_remedy(code: str, tmp_path: Path) -> None:
    refused = (problems_of_library if code in LIBRARY else problems_of_events)(code, tmp_path)
    assert {p.code for p in refused.problems} == {code}
    for problem in refused.problems:
        assert problem.place.line
        assert problem.message.endswith(".")
        assert problem.remedy.endswith((".", "?"))
