"""Conflicts and successors: what they must name, and what becomes of them in a local scheme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Problem
from incentives.scheme.reading import read_scheme
from incentives.scheme.resolved import resolved, resolved_text
from tests.unit.scheme.written import LOCAL, NATIONAL

if TYPE_CHECKING:
    from incentives.scheme.model import Scheme

Read = Callable[[str], tuple[Problem, ...]]
PAY_POINTS = """\
pay_points:
  price_per_point: £160.15
  national_average_list:
    patients: 7,233
    as_at: 2015-01-01
  practice_list:
    as_at: 2016-01-01
  prevalence:
    national: stated in the practice data
    register_as_at: 2016-03-31
"""
CONFLICTS = """\
conflicts:
  - indicator: HYP006
    of: pays
    taken: 45% to 80%
    taken_from: [guidance]
    stated: 45% to 90%
    stated_in: [workbook]
    why: the guidance goes before the workbook
  - of: national_average_list
    taken: 7233
    taken_from: [guidance]
    stated: 7,223
    stated_in: [workbook]
    why: the other breaks the ratio
"""
WITH_CONFLICTS = NATIONAL.replace("indicators:\n", f"{PAY_POINTS}indicators:\n", 1) + CONFLICTS
STOP = "stop_paying_for:\n  - indicators: [HYP006]\n    reason: paid elsewhere\n"
CHANGE = "change:\n  HYP006:\n    pays: {was: 45% to 80%, now: 45% to 85%}\n    reason: agreed\n"


def local(folder: Path, text: str) -> Scheme:
    (folder / "base.yaml").write_text(WITH_CONFLICTS, encoding="utf-8")
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    return read_scheme(Path("scheme.yaml"))[0]


def test_both_sides_are_kept_and_shown(folder: Path) -> None:
    scheme = local(folder, WITH_CONFLICTS)
    first, second = resolved(scheme)["conflicts"]
    assert (first["taken"], first["taken_from"], first["stated"]) == (
        "45% to 80%",
        ["guidance"],
        "45% to 90%",
    )
    assert (second["indicator"], second["taken"], second["stated"]) == ("", "7233", "7,223")
    text = resolved_text(scheme)
    assert "sources disagree: pays of HYP006" in text
    assert "  not taken: 7,223 (Results workbook)" in text


@pytest.mark.parametrize(
    ("written", "instead", "code", "says"),
    [
        ("taken: 7233", "taken: 7223", "S432", 'takes "7223", but the scheme does not say so'),
        ("of: national_average_list", "of: practice_list", "S432", "conflict on practice_list"),
        ("stated_in: [workbook]", "stated_in: [wrokbook]", "S311", 'no source "wrokbook"'),
        ("taken_from: [guidance]", "taken_from: [gidance]", "S311", 'no source "gidance"'),
        ("indicator: HYP006", "indicator: HYP066", "S303", "HYP066 is not an indicator"),
        ("stated: 45% to 90%", "stated: 45% to 80%", "S433", "Both sides"),
        (
            "why: the other breaks the ratio",
            "because: it breaks the ratio",
            "S201",
            '"because" is not a word',
        ),
    ],
)
def test_a_conflict_that_cannot_be_meant_is_refused(
    problems: Read, written: str, instead: str, code: str, says: str
) -> None:
    found = problems(WITH_CONFLICTS.replace(written, instead))
    assert code in {p.code for p in found}
    assert any(says in p.message for p in found)


def test_conflicts_are_a_list(problems: Read) -> None:
    (problem,) = problems(NATIONAL + "conflicts: none\n")
    assert (problem.code, problem.place.excerpt) == ("S204", "conflicts: none")


@pytest.mark.parametrize(
    ("differences", "left"),
    [
        ("", ["HYP006", ""]),
        (STOP, [""]),
        (CHANGE, [""]),
        (PAY_POINTS.replace("160.15", "170").replace("7,233", "7,300"), ["HYP006"]),
    ],
)
def test_a_conflict_does_not_speak_of_a_figure_decided_locally(
    folder: Path, differences: str, left: list[str]
) -> None:
    scheme = local(folder, LOCAL + differences)
    assert [c.indicator for c in scheme.conflicts] == left


def test_a_successor_of_an_indicator_that_is_no_longer_paid_is_known(folder: Path) -> None:
    add = "add:\n  FRAIL01: {points: 6, pays: 45% to 80%, group: DEP, successor_of: HYP006}\n"
    scheme = local(folder, LOCAL + STOP + add)
    assert {i.id: i.terms.successor_of for i in scheme.indicators}["FRAIL01"] == "HYP006"


def test_predecessors_that_lead_back_by_way_of_the_list_are_found(folder: Path, problems: Read) -> None:
    listed = "kind: indicators\nindicators:\n"
    for code, before in (("HYP006", "HYP002"), ("HYP002", "HYP001"), ("HYP001", "HYP006")):
        listed += f"  {code}:\n    title: Hypertension\n    group: HYP\n    successor_of: {before}\n"
    (folder / "counted.yaml").write_text(listed, encoding="utf-8")
    text = NATIONAL.replace("year: 2015/16\n", "year: 2015/16\nindicators_from: counted\n")
    (problem,) = problems(text)
    assert (problem.code, problem.place.file) == ("S431", "counted.yaml")
    assert problem.message == "HYP006 would be its own predecessor."
