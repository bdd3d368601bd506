"""The shipped library: every effect has a source, nothing trains twice, nothing is from memory."""

from __future__ import annotations

import json

import pytest

from incentives.base.problem import Refused
from incentives.cli.evidence import evidence
from incentives.scheme.evidence import Effect, read_library, read_study
from incentives.shipped import shipped
from incentives.withdrawal.evidence import observations
from incentives.withdrawal.learning import learn
from incentives.withdrawal.table import from_data, to_data

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
{rest}
    after: 1 year
    status: sourced
    source: a page
    trains: yes
"""


@pytest.fixture(scope="module")
def library() -> tuple[Effect, ...]:
    return read_library()


def test_every_effect_has_a_source_and_a_figure(library: tuple[Effect, ...]) -> None:
    assert len(library) > 100
    for effect in library:
        assert effect.terms.source, effect.place
        assert effect.terms.change is not None or effect.terms.between, effect.place
        assert effect.terms.status in ("sourced", "measured")
        assert "memory" not in f"{effect.terms.source} {effect.terms.note}".casefold(), effect.place


def test_the_published_figures_of_scotland_stand_beside_the_measured_ones_and_do_not_train(
    library: tuple[Effect, ...],
) -> None:
    scotland = [e for e in library if e.event == "scotland-2016"]
    assert {e.study for e in scotland if e.terms.trains} == {"scotland-2016-measured"}
    assert len([e for e in scotland if e.terms.trains]) == 22


def test_the_shipped_table_is_what_the_library_teaches(library: tuple[Effect, ...]) -> None:
    kept = json.loads((shipped("schemes") / "evidence" / "table.json").read_text(encoding="utf-8"))
    made = to_data(learn(observations(library)))
    assert kept["learned_from"] == made["learned_from"]
    for name, entry in made["types"].items():
        was = {(m, s): w for m, s, w in kept["types"][name]["mean_spread_weight"]}
        now = {(m, s): w for m, s, w in entry["mean_spread_weight"]}
        differing = [k for k in was.keys() | now.keys() if abs(was.get(k, 0) - now.get(k, 0)) > 2e-6]
        assert not differing, name
    assert to_data(from_data(kept)) == kept


def test_registers_have_no_evidence(library: tuple[Effect, ...]) -> None:
    assert "register" not in learn(observations(library)).types


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("    baseline: 80%", "S501"),
        ("    change: -3 points\n    between: -2 to -1 points", "S502"),
        ("    change: -3%", "S203"),
        ("    change: -3 points\n    between: -1 to -5 points", "S203"),
        ("    change: -3 points\n    happened: abolished", "S203"),
        ("    change: -3 points\n    baseline: 130%\n    tipe: process", "S201"),
    ],
)
def test_a_spoilt_study_is_refused_where_it_is_spoilt(
    rest: str, code: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("study") / "made-2020.yaml"
    path.write_text(STUDY.format(rest=rest), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_study(path)
    assert code in {p.code for p in refused.value.problems}
    assert all(p.place.line > 9 for p in refused.value.problems)


def test_an_effect_that_would_train_twice_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("library")
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(STUDY.format(rest="    change: -3 points"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_library(folder)
    assert [p.code for p in refused.value.problems] == ["S503"]


def test_the_list_prints_every_effect_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    evidence(as_json=True)
    rows = json.loads(capsys.readouterr().out)
    minchin = next(r for r in rows if r["indicator"] == "thyroid function test")
    assert minchin["change_points"] == -12.1
    assert minchin["between_points"] == [-13.6, -10.6]
    assert minchin["doi"] == "10.1056/NEJMsa1801495"
    evidence(constants=True)
    assert "assumption" in capsys.readouterr().out
