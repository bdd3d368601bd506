"""Differences: what is stopped, changed and added, and where a scheme may start from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Problem, Refused
from incentives.formula.plan import Standing
from incentives.scheme.reading import read_scheme
from tests.unit.scheme.written import LOCAL, NATIONAL

if TYPE_CHECKING:
    from incentives.scheme.model import Scheme

Read = Callable[[str], tuple[Problem, ...]]
STOP = "stop_paying_for:\n  - indicators: [DEP003]\n    reason: covered by the wellbeing contract\n"
CHANGE = "change:\n  HYP006:\n    points: {was: %s, now: 25}\n    reason: gap in the needs assessment\n"


def local(folder: Path, text: str) -> Scheme:
    (folder / "scheme.yaml").write_text(text, encoding="utf-8")
    return read_scheme(Path("scheme.yaml"))[0]


def test_stopped_indicator_is_gone_from_the_scheme_and_from_protection(folder: Path) -> None:
    scheme = local(folder, LOCAL + STOP)
    assert [i.id for i in scheme.indicators] == ["AF001", "HYP006"]
    assert getattr(scheme.lines[0].terms, "indicators") == ("HYP006",)  # noqa: B009 - of its form
    assert scheme.stopped[0].reason == "covered by the wellbeing contract"


def test_protection_of_stopped_indicators_alone_is_gone(folder: Path) -> None:
    text = LOCAL + STOP.replace("[DEP003]", "[DEP003, HYP006]")
    assert [w.id for w in local(folder, text).lines] == ["deductions 1"]


@pytest.mark.parametrize("was", ["20", "20 points", "20.0"])
def test_what_it_was_is_compared_as_a_figure_not_as_text(folder: Path, was: str) -> None:
    hyp = local(folder, LOCAL + CHANGE % was).indicators[1]
    assert hyp.terms.points == 25


def test_changed_value_is_a_local_decision_at_its_own_place_and_others_keep_theirs(folder: Path) -> None:
    hyp = local(folder, LOCAL + CHANGE % "20").indicators[1]
    points, pays = hyp.origin("points"), hyp.origin("pays")
    assert (points.place.file, points.place.line) == ("scheme.yaml", 19)
    assert (points.standing, points.source) == (Standing.LOCAL, "gap in the needs assessment")
    assert (pays.place.file, pays.place.line) == ("base.yaml", 20)
    assert pays.standing is Standing.UNVERIFIED


def test_parent_that_has_moved_is_told_with_its_line(problems: Read) -> None:
    (problem,) = problems(LOCAL + CHANGE % "22")
    assert problem.message == "HYP006 has 20 points in base now (base.yaml:20); you wrote was: 22."
    assert problem.remedy == "Look at it there, decide again, and write was: 20."


def test_setting_not_written_before_was_none_or_what_is_usual(folder: Path, problems: Read) -> None:
    change = (
        "change:\n  HYP006:\n    on_empty_denominator: {was: %s, now: full}\n    reason: small practices\n"
    )
    for was in ("none", "zero"):
        assert len(local(folder, LOCAL + change % was).indicators) == 3
    (problem,) = problems(LOCAL + change % "full")
    assert problem.code == "S304"


def test_change_without_a_reason_is_refused(problems: Read) -> None:
    text = LOCAL + (CHANGE % "20").replace("    reason: gap in the needs assessment\n", "")
    (problem,) = problems(text)
    assert (problem.code, problem.message) == (
        "S202",
        '"reason" is missing: the change of HYP006 needs it.',
    )


def test_added_indicator_stands_after_those_of_the_parent_and_is_not_inherited(folder: Path) -> None:
    added = "add:\n  FRAIL01: {points: 30, pays: 30% to 60%, group: FRAIL, reason: frailty plan}\n"
    scheme = local(folder, LOCAL + added)
    assert [i.id for i in scheme.indicators] == ["AF001", "HYP006", "DEP003", "FRAIL01"]
    assert scheme.inherited == {"AF001", "HYP006", "DEP003"}
    assert scheme.indicators[-1].origin("points").source == "frailty plan"


def test_lines_are_appended_and_other_sections_replaced(folder: Path) -> None:
    rounding = "rounding:\n  points: none\n  money: half up to the penny\n  at: each component\n"
    limits = "deductions:\n  - from_contract: APMS\n    amount: £1,000\n    for_patients: 6,000\n"
    scheme = local(folder, LOCAL + rounding + limits)
    assert [w.id for w in scheme.lines] == ["protect 1", "deductions 1", "deductions 2"]
    assert scheme.rounding.points is None
    assert scheme.origins["rounding.points"].place.file == "scheme.yaml"


def test_total_points_of_the_parent_do_not_bind_a_local_scheme(folder: Path) -> None:
    assert local(folder, LOCAL + STOP).header.total_points is None


def test_scheme_may_start_from_a_local_scheme_and_keeps_what_is_national_apart(folder: Path) -> None:
    added = "add:\n  FRAIL01: {points: 30, pays: 30% to 60%, group: FRAIL}\n"
    (folder / "first.yaml").write_text(LOCAL.replace("id: local", "id: first") + added, encoding="utf-8")
    text = "kind: scheme\nid: second\ntitle: Second\nyear: 2015/16\nstarts_from: first\n" + STOP
    scheme = local(folder, text)
    assert [i.id for i in scheme.indicators] == ["AF001", "HYP006", "FRAIL01"]
    assert "FRAIL01" not in scheme.inherited
    assert scheme.budget is not None


def test_chain_of_more_than_three_is_refused(folder: Path) -> None:
    before = "base"
    for name in ("one", "two", "three", "four"):
        text = LOCAL.replace("id: local", f"id: {name}").replace(
            "starts_from: base", f"starts_from: {before}"
        )
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        before = name
    assert read_scheme(Path("three.yaml"))[0].header.id == "three"
    with pytest.raises(Refused) as refused:
        read_scheme(Path("four.yaml"))
    assert [p.code for p in refused.value.problems] == ["S302"]


def test_circle_of_two_is_refused(folder: Path, problems: Read) -> None:
    (folder / "other.yaml").write_text(
        LOCAL.replace("starts_from: base", "starts_from: scheme"), encoding="utf-8"
    )
    (problem,) = problems(LOCAL.replace("starts_from: base", "starts_from: other"))
    assert problem.message == "scheme.yaml starts from itself, by way of another."


@pytest.mark.parametrize("named", ["../outside.yaml", "link.yaml", "/etc/hostname"])
def test_file_outside_the_folder_is_not_read(folder: Path, named: str) -> None:
    within = folder / "within"
    within.mkdir()
    (folder / "outside.yaml").write_text(NATIONAL, encoding="utf-8")
    (within / "link.yaml").symlink_to(folder / "outside.yaml")
    path = within / "scheme.yaml"
    path.write_text(LOCAL.replace("starts_from: base", f"starts_from: {named}"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    assert [p.code for p in refused.value.problems] == ["S301"]


def test_scheme_may_start_from_a_file_below_its_folder(folder: Path) -> None:
    (folder / "years").mkdir()
    (folder / "years" / "older.yaml").write_text(NATIONAL, encoding="utf-8")
    text = LOCAL.replace("starts_from: base", "starts_from: years/older.yaml")
    assert local(folder, text).indicators[0].origin().place.file == "years/older.yaml"


def test_definition_gives_what_is_counted_and_the_year_overrides_it(folder: Path) -> None:
    counted = "kind: indicators\nindicators:\n  HYP006:\n    title: Blood pressure\n    group: HYP\n"
    (folder / "counted.yaml").write_text(counted + "    weighted_by: list size only\n", encoding="utf-8")
    text = NATIONAL.replace("rounding:", "indicators_from: counted\nrounding:")
    text = text.replace("80%, group: HYP}", "80%, weighted_by: its register}")
    hyp = local(folder, text).indicators[1]
    assert (hyp.terms.title, hyp.terms.weighted_by) == ("Blood pressure", "its register")
    assert hyp.origin("title").place.file == "counted.yaml"
