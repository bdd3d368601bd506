"""Forecasts stored before anybody looks: the same bytes, scored later, never made anew."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from incentives.cli.backtest import backtest
from incentives.data.forecasts import forecasts_text, read_forecasts
from incentives.shipped import shipped
from tests.golden.retired_2025 import event_file, retired

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    import pytest

FOLDER = shipped("schemes") / "evidence" / "forecasts"
EVENTS, STORED = FOLDER / "england-2025-retired.csv", FOLDER / "england-2025-retired.json"
DAY = datetime(2026, 11, 25)  # noqa: DTZ001 - a day


def test_the_shipped_forecast_is_what_the_shipped_events_give(tmp_path: Path) -> None:
    backtest([str(EVENTS)], store=tmp_path / "again.json", dated=DAY)
    again = read_forecasts(tmp_path / "again.json")
    shipped_one = read_forecasts(STORED)
    assert again.cases == shipped_one.cases
    assert forecasts_text(shipped_one) == STORED.read_text(encoding="utf-8")


def test_it_is_of_the_32_indicators_that_were_retired_and_says_where_there_is_no_evidence() -> None:
    cases = {c.indicator: c for c in read_forecasts(STORED).cases}
    found = retired()
    assert set(cases) == {f.id for f in found}
    assert (len(cases), sum(f.before or 0 for f in found)) == (32, 212)
    known = {code for code, case in cases.items() if case.changes}
    assert known == {"AST008", "CAN004", "CAN005", "COPD014", "DEP004", "MH021", "SMOK005"}
    assert all(set(cases[code].changes) == {1, 2, 3} for code in known)
    assert all(
        "no evidence" in line for line in STORED.read_text().splitlines() if '"type":"register"' in line
    )


def test_its_counts_are_those_of_the_published_sample(published: Path) -> None:
    assert event_file(published) == EVENTS.read_text(encoding="utf-8")


def seen(folder: Path, change: float) -> str:
    text = EVENTS.read_text(encoding="utf-8").splitlines()
    rows = [f"{text[0]},observed_change", *(f"{r},{change}" for r in text[1:] if ",process," in r)]
    path = folder / "seen.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def scores(capsys: pytest.CaptureFixture[str], path: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    backtest([path], stored=STORED, as_json=True)
    cases: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["cases"]
    return [c for c in cases if c["way"] == "this model"]


def test_actual_results_score_what_was_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    near = scores(capsys, seen(tmp_path, -12.0))
    far = scores(capsys, seen(tmp_path, 9.0))
    assert len(near) == len(far) == 4
    assert [c["median"] for c in near] == [c["median"] for c in far]
    assert sum(c["crps"] for c in near) < sum(c["crps"] for c in far)


def test_every_study_is_left_out_of_what_scores_it(capsys: pytest.CaptureFixture[str]) -> None:
    backtest([], leave_one_out=True, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert {"scotland-2016", "dudley-2016", "england-2014"} <= set(found["events"])
    alone = {"dudley-2016": [c for c in found["cases"] if c["event"] == "dudley-2016"]}
    backtest(["dudley-2016"], as_json=True)
    assert alone["dudley-2016"] == json.loads(capsys.readouterr().out)["cases"]
    mine = [c["crps"] for c in found["cases"] if c["way"] == "this model"]
    pooled = [c["crps"] for c in found["cases"] if c["way"] == "pooled normal"]
    assert sum(mine) < 0.85 * sum(pooled)
