"""No forecast sees the event that it is scored on."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.backtest import backtest
from incentives.cli.evidence import evidence
from incentives.scheme.evidence import read_library
from incentives.withdrawal.backtest import Case, forecasts
from incentives.withdrawal.constants import CONSTANTS
from incentives.withdrawal.evidence import observations
from incentives.withdrawal.learning import learn
from incentives.withdrawal.projection import Situation

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "event,unit,indicator,type,numerator,denominator,exceptions,practices,horizon,happened,observed_change\n"
)
ROWS = (
    ("MH002", "process", 900, 1000, 60),
    ("HYP006", "intermediate outcome", 8000, 9500, 300),
    ("CHD005", "treatment", 1900, 2000, 40),
    ("SMOK005", "advice", 5000, 5600, 30),
    ("AF001", "register", 100, 100, 0),
)


def event_file(path: Path, changes: list[float], event: str = "dudley-2016", unit: str = "05C") -> str:
    lines = [
        f"{event},{unit},{name},{kind},{num},{den},{exc},46,2,substituted,{change}\n"
        for (name, kind, num, den, exc), change in zip(ROWS, changes, strict=True)
    ]
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return str(path)


def forecast_bytes(capsys: pytest.CaptureFixture[str], *events: str, before: int | None = None) -> str:
    backtest(list(events), before=before, forecasts_only=True)
    return capsys.readouterr().out


def test_forecasts_are_the_same_bytes_whatever_was_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = random.Random(1)  # noqa: S311 - no secret
    made = [
        forecast_bytes(capsys, event_file(tmp_path / f"{name}.csv", changes))
        for name, changes in (
            ("true", [-60.0, -3.4, -3.4, -17.5, 0.0]),
            ("noughts", [0.0] * 5),
            ("noise", [noise.uniform(-80, 15) for _ in range(5)]),
        )
    ]
    assert made[0] == made[1] == made[2]
    assert json.loads(made[0])[-1]["evidence"] == "no evidence"


@pytest.mark.parametrize(
    ("event", "unit"), [("dudley-2016", ""), ("a local scheme", "NHS Dudley CCG"), ("blind-7", "05C")]
)
def test_the_scored_event_does_not_train_whatever_it_is_called(
    event: str, unit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backtest([event_file(tmp_path / "e.csv", [0.0] * 5, event, unit)], as_json=True)
    assert "dudley-2016" not in json.loads(capsys.readouterr().out)["learned_from"]


def test_other_events_train_when_another_is_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backtest([event_file(tmp_path / "e.csv", [0.0] * 5, "elsewhere", "ZZ9")], as_json=True)
    assert {"dudley-2016", "scotland-2016"} <= set(json.loads(capsys.readouterr().out)["learned_from"])


def test_a_table_that_has_seen_the_event_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.json"
    evidence(table=table)
    with pytest.raises(Refused) as refused:
        backtest(["dudley-2016"], table=table)
    assert [p.code for p in refused.value.problems] == ["C142"]
    learned = learn(observations(read_library()))
    case = Case("dudley-2016", "", "HYP006", Situation("process", 0.8, 40), 2)
    with pytest.raises(ValueError, match="dudley-2016"):
        forecasts([case], learned)


def test_a_table_from_before_the_event_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "before.json"
    evidence(table=table, before=2016)
    capsys.readouterr()
    by_table = _json(capsys, table=table)
    assert by_table == _json(capsys, before=2016)


def _json(
    capsys: pytest.CaptureFixture[str], table: Path | None = None, before: int | None = None
) -> list[tuple[str, float]]:
    backtest(["scotland-2016"], table=table, before=before, as_json=True)
    cases = json.loads(capsys.readouterr().out)["cases"]
    return [(c["indicator"], c["median"]) for c in cases if c["way"] == "this model"]


def test_no_constant_was_learned_from_an_event_that_is_scored() -> None:
    scored = {e.event for e in read_library() if e.terms.status == "measured"}
    assert scored == {"scotland-2016", "dudley-2016"}
    for name, constant in CONSTANTS.items():
        assert constant.source, name
        assert not scored & set(constant.learned_from), name


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("event,indicator\nx,y\n", "D180", "type"),
        (HEAD, "D181", "no rows"),
        (HEAD + "e,u,HYP006,process,12,10,0,3,1,withdrawn,-3\n", "D182", "between nought"),
        (HEAD + "e,u,HYP006,process,1,0,0,3,1,withdrawn,-3\n", "D182", "no patients"),
        (HEAD + "e,u,HYP006,process,a lot,10,0,3,1,withdrawn,-3\n", "D182", "is not a number"),
        (HEAD + "e,u,HYP006,process,1,10,0,3,1,abolished,-3\n", "D182", "abolished"),
        (HEAD.replace("practices", "practises"), "D180", "practises"),
    ],
)
def test_a_spoilt_event_file_is_refused_with_its_place(
    content: str, code: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "events.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        backtest([str(path)])
    assert code in {p.code for p in refused.value.problems}
    assert words in str(refused.value)


def test_an_unknown_event_and_a_spoilt_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        backtest(["dudley-2061"])
    assert "dudley-2016" in str(refused.value)
    assert [p.code for p in refused.value.problems] == ["C140"]
    for content in ("{", "[]", '{"version": 9, "types": {}}'):
        table = tmp_path / "table.json"
        table.write_text(content, encoding="utf-8")
        with pytest.raises(Refused) as refused:
            backtest(["dudley-2016"], table=table)
        assert [p.code for p in refused.value.problems] == ["C141"]
