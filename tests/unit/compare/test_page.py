"""The page of a comparison: one file, for its audience, with the figures of the machine-readable form."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.backtest import backtest
from incentives.cli.compare import compare
from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK, QOF = str(FOLDER / "scheme.yaml"), FOLDER / "pack", "qof-england-2015-16"


def made(tmp_path: Path, audience: str) -> str:
    compare(QOF, SCHEME, [PACK], out=tmp_path / audience, audience=audience, draws=0)
    return (tmp_path / audience / "comparison.html").read_text(encoding="utf-8")


def names() -> list[str]:
    with (PACK / "practices.csv").open(encoding="utf-8", newline="") as file:
        return [row[key] for row in csv.DictReader(file) for key in ("practice_code", "name", "payee")]


def test_a_public_page_names_no_practice(tmp_path: Path) -> None:
    text = made(tmp_path, "public")
    assert [name for name in names() if name in text] == []
    assert not (tmp_path / "public" / "comparison.json").exists()


def test_a_public_page_hides_small_groups_and_one_more_where_one_would_be_alone(tmp_path: Path) -> None:
    text = made(tmp_path, "public")
    kind = text.split("<caption>Network</caption>")[1].split("</table>")[0]
    assert kind.count('<td class="n">not shown</td>') == 4


def test_the_confidential_page_has_every_practice_with_the_figures_of_the_json(tmp_path: Path) -> None:
    text = made(tmp_path, "confidential")
    data = json.loads((tmp_path / "confidential" / "comparison.json").read_text(encoding="utf-8"))
    for practice in data["practices"]:
        row = text.split(f'<th scope="row">{practice["practice_code"]} ')[1].split("</tr>")[0]
        pounds = f"£{practice['proposed_pence'] // 100:,}"
        assert pounds in row
    assert f"£{data['total']['difference_pence'] / 100:,.2f} more" in text


def test_a_practices_page_has_its_own_figures_and_no_other_practice(tmp_path: Path) -> None:
    text = made(tmp_path, "ZZ9001")
    assert {n for n in names() if n in text} <= {"ZZ9001", "Barchester Lazarus College Health Centre"}
    assert "ZZ9001 would receive" in text


def test_the_page_fetches_nothing_and_runs_nothing(tmp_path: Path) -> None:
    text = made(tmp_path, "confidential")
    assert re.findall(r"(?:src|href|url)\s*[=(]", text) == []
    assert "<script" not in text
    assert "{{" not in text


def test_charts_have_a_title_and_a_description(tmp_path: Path) -> None:
    charts = made(tmp_path, "public").split("<svg")[1:]
    assert len(charts) == 2
    assert all("<title>" in chart and "<desc>" in chart for chart in charts)


def test_an_unknown_audience_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        made(tmp_path, "publick")
    assert [p.code for p in refused.value.problems] == ["R120"]
    assert 'Did you mean "public"?' in str(refused.value)


def test_a_page_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    made(tmp_path, "public")
    with pytest.raises(Refused) as refused:
        made(tmp_path, "public")
    assert [p.code for p in refused.value.problems] == ["R101"]


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(Refused) as refused:
            compare(QOF, SCHEME, [PACK], out=out, draws=0)
        assert [p.code for p in refused.value.problems] == ["R105"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_an_event_file_with_a_type_nobody_knows_is_refused_naming_it(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(
        "event,indicator,type,numerator,denominator,observed_change\nx,W1,procces,8,10,-3\n", "utf-8"
    )
    with pytest.raises(Refused) as refused:
        backtest([str(path)])
    assert [p.code for p in refused.value.problems] == ["C212"]
    assert 'Did you mean "process"?' in str(refused.value)
