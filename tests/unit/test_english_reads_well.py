"""The English of schemes reads as a GP would read it: nothing twice, no short names, no "1 points"."""

from __future__ import annotations

import re

import pytest

from incentives.report.english import in_full
from incentives.report.paragraphs import Line, Part
from incentives.scheme.reading import read_plan
from incentives.shipped import shipped

SOME = ("barsetshire-2015-16", "wales-2017", "hammersmith-fulham-2008", "bolton-2015")
LOCAL = sorted(path.stem for path in (shipped("schemes") / "local").iterdir() if path.suffix == ".yaml")
YEARS = ("qof-england-2015-16", "qof-england-2021-22", "qof-scotland-2012-13")
OTHERS = [named for named in (*LOCAL, *YEARS) if named not in SOME]

DOUBLED = re.compile(r"\b([A-Za-z]+) \1\b")
BARE_ONE = re.compile(
    r"(?<![\d.,])1 (patients|points|indicators|years|practices|months|days|payments|networks)\b"
)
SHORT_NAME = re.compile(r"\b[a-z]+_[a-z_]+")
OF_A_PROGRAM = re.compile(r"[{}<>]|\bNone\b|\bTrue\b|\bFalse\b|  ")


def parts(named: str) -> tuple[Part, ...]:
    scheme, plan, _ = read_plan(named)
    return in_full(scheme, plan)


def lines(named: str, heading: str) -> list[str]:
    return [line.text for part in parts(named) if part.heading == heading for line in part.lines]


def awkward(line: Line) -> list[str]:
    """Return what no reader should meet in a line: a doubled word or sentence, a short name, "1 points"."""
    found = [
        m.group(0) for sort in (DOUBLED, BARE_ONE, SHORT_NAME, OF_A_PROGRAM) if (m := sort.search(line.text))
    ]
    sentences = re.split(r"(?<=\.) ", line.text)
    return found + [s for s in sentences if sentences.count(s) > 1]


@pytest.mark.parametrize(
    "text",
    [
        "It is is paid.",
        "1 points in all.",
        "Paid where four_standards holds.",
        "It pays {}.",
        "So. It is so. So.",
    ],
)
def test_what_is_looked_for_would_be_found(text: str) -> None:
    assert awkward(Line(text))


@pytest.mark.parametrize("named", SOME)
def test_nothing_awkward_is_said(named: str) -> None:
    assert [(line.text, wrong) for p in parts(named) for line in p.lines if (wrong := awkward(line))] == []


@pytest.mark.long
@pytest.mark.parametrize("named", OTHERS)
def test_nothing_awkward_is_said_of_any_other_scheme(named: str) -> None:
    assert [(line.text, wrong) for p in parts(named) for line in p.lines if (wrong := awkward(line))] == []


def test_a_suspension_has_a_heading_and_one_sentence() -> None:
    (said,) = lines("wales-2017", "Results of another year")
    assert said.startswith(
        "Results of ACTIVE that would be read from 5 January 2018 to 31 March 2018 are not used: "
        "those of 2016/17 are. Why: "
    )


def test_a_pot_and_a_promise_say_each_thing_once() -> None:
    (pot, told) = lines("barsetshire-2015-16", "Fixed sums that practices share")
    assert pot == "Frailty reviews (fixed pot, shared pro rata)."
    assert told.count("shared by list size") == 1
    assert told.count("reduced") == 1
    protections = lines("barsetshire-2015-16", "What practices are protected by")
    assert "No worse off than national QOF." in protections
    assert sum("worse off than" in line for line in protections) == 1


def test_a_condition_is_called_by_its_title_and_names_what_it_decides() -> None:
    said = " ".join(lines("bolton-2015", "Conditions"))
    assert 'It decides whether "Up to £95 a patient, for the four mandatory standards" is paid.' in said
    paid = " ".join(lines("bolton-2015", "What is paid beside indicators"))
    assert 'Paid only where "the four mandatory standards" holds.' in paid


def test_points_from_a_price_are_said_once_and_in_words() -> None:
    assert lines("hammersmith-fulham-2008", "How points are earned") == [
        "Points rise in a straight line from none at the lower threshold to all at the upper threshold."
    ]
    (said,) = [x for x in lines("hammersmith-fulham-2008", "Indicators: CHD") if "expected" in x]
    assert "Its points come to £60.00 for each of 53 expected patients." in said


def test_few_patients_are_told_under_a_heading_of_their_own() -> None:
    (said,) = lines("barsetshire-2015-16", "Where few patients are counted")
    assert said.startswith(
        "Where fewer than 10 patients are counted, three years are counted together. Why: "
    )
