"""After go-live: ranges stored once, hashed and dated; later results beside them; nobody ranked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.monitor import monitor
from incentives.scheme.expected import read_stored, stored_text
from tests.unit.compare.later_results import PACK, QOF, SCHEME, later_pack

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

STOP = """governance:
  stop_if:
    - indicators: [DEP003]
      when: below the wide range
      then: pay for DEP003 again
      decided_by: Primary Care Commissioning Committee
      within: 60 days
"""


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scheme") / "scheme.yaml"
    path.write_text(SCHEME.read_text(encoding="utf-8").replace("governance:\n", STOP), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ranges(scheme: Path) -> Path:
    path = scheme.with_name("ranges.yaml")
    monitor(str(scheme), [PACK], base=QOF, store=path, draws=5)
    return path


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("later")
    return later_pack(folder, {"HYP006": 0.10, "DEP003": 0.95, "MH003": 0.10}, leave_out="ZZ9003")


def read(capsys: pytest.CaptureFixture[str], scheme: Path, ranges: Path, *packs: Path) -> dict[str, Any]:
    capsys.readouterr()
    monitor(str(scheme), list(packs), band=ranges, as_json=True)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def follows(found: dict[str, Any]) -> dict[str, str]:
    return {i["indicator"]: i["follows"] or "" for i in found["indicators"]}


def test_ranges_are_the_same_bytes_again_and_read_back_as_they_were(ranges: Path, scheme: Path) -> None:
    again = ranges.with_name("again.yaml")
    monitor(str(scheme), [PACK], base=QOF, store=again, draws=5)
    assert again.read_bytes() == ranges.read_bytes()
    stored = read_stored(ranges)
    assert stored_text(stored).encode() == ranges.read_bytes()
    assert stored.periods == ("2016/17", "2017/18", "2018/19")


def test_every_indicator_with_patients_has_a_range_if_nothing_changes(ranges: Path) -> None:
    stored = read_stored(ranges)
    dropped = {i.id for i in stored.indicators if i.happens != "kept"}
    assert dropped == {"DEP003", "SMOK002", "AST004", "MH003", "MH007", "STIA008"}
    for indicator in stored.indicators:
        assert len(indicator.unchanged) == 3
        share = indicator.achieved / indicator.eligible
        assert indicator.unchanged[0].low95 < share < indicator.unchanged[0].high95
        if indicator.happens != "kept":
            assert indicator.expected[0].median < share


def test_ranges_widen_with_fewer_patients(ranges: Path) -> None:
    stored = {i.id: i for i in read_stored(ranges).indicators}
    few, many = stored["OST005"], stored["CHD002"]
    assert few.eligible * 20 < many.eligible
    widths = [i.unchanged[0].high95 - i.unchanged[0].low95 for i in (few, many)]
    assert widths[0] > 1.5 * widths[1]


def test_quarters_come_in_between(scheme: Path, tmp_path: Path) -> None:
    monitor(str(scheme), [PACK], base=QOF, store=tmp_path / "q.yaml", each="quarter", draws=0)
    stored = read_stored(tmp_path / "q.yaml")
    assert len(stored.periods) == 12
    assert stored.periods[0] == "2016/17 Q1"
    dep = next(i for i in stored.indicators if i.id == "DEP003")
    middles = [r.median for r in dep.expected[:4]]
    assert middles == sorted(middles, reverse=True)


@pytest.mark.parametrize(
    ("was", "now", "codes"),
    [
        (r"eligible: ", "eligible: 1", {"S551"}),
        (r"middle: \d+", "middle: 99", {"S551", "S552"}),
        (r"\Z", "# a note\n", {"S551"}),
        (r"middle:", "mean:", {"S201", "S202"}),
    ],
)
def test_an_edited_file_is_refused(ranges: Path, tmp_path: Path, was: str, now: str, codes: set[str]) -> None:
    path = tmp_path / "edited.yaml"
    path.write_text(re.sub(was, now, ranges.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_stored(path)
    assert {p.code for p in refused.value.problems} == codes
    assert all(p.place.line for p in refused.value.problems)


def test_a_fall_is_seen_and_what_follows_is_what_was_written_down(
    capsys: pytest.CaptureFixture[str], scheme: Path, ranges: Path, later: Path
) -> None:
    found = read(capsys, scheme, ranges, PACK, later)
    by_id = {i["indicator"]: i for i in found["indicators"]}
    assert by_id["DEP003"]["follows"] == "outside the wide range: consider paying for it again"
    assert by_id["HYP006"]["lower_than_unchanged"]
    assert by_id["MH003"]["lower_than_unchanged"]
    assert by_id["MH003"]["follows"] == "inside the expected range: nothing"
    assert by_id["DEP003"]["periods"][1]["exceptions"] > 0
    assert found["due"] == [
        {"indicators": ["DEP003"], "when": "below the wide range", "then": "pay for DEP003 again"}
    ]
    assert next(iter(found["indicators"]))["follows"] != "inside the expected range: nothing"


def test_without_a_fall_nothing_follows(
    capsys: pytest.CaptureFixture[str], scheme: Path, ranges: Path, tmp_path: Path
) -> None:
    found = read(capsys, scheme, ranges, later_pack(tmp_path, {}))
    assert {v for v in follows(found).values() if v} == {"inside the expected range: nothing"}
    assert found["due"] == []


def test_a_practice_without_results_is_told(
    capsys: pytest.CaptureFixture[str], scheme: Path, ranges: Path, later: Path
) -> None:
    found = read(capsys, scheme, ranges, later)
    assert found["practices_without_results"] == {"2016/17": ["ZZ9003"]}


def test_a_scheme_changed_since_is_told_and_goes_on(
    capsys: pytest.CaptureFixture[str], ranges: Path, later: Path
) -> None:
    monitor(str(SCHEME), [later], band=ranges)
    changed = ranges.with_name("changed.yaml")
    changed.write_text(SCHEME.read_text(encoding="utf-8").replace("now: 25", "now: 26"), encoding="utf-8")
    text = changed.read_text(encoding="utf-8").replace("HYP006 points: 25", "HYP006 points: 26")
    changed.write_text(text, encoding="utf-8")
    capsys.readouterr()
    monitor(str(changed), [later], band=ranges)
    assert "C184" in capsys.readouterr().err


def page(scheme: Path, ranges: Path, later: Path, folder: Path, audience: str) -> str:
    path = folder / f"{audience}.html"
    monitor(str(scheme), [PACK, later], band=ranges, out=path, audience=audience)
    return path.read_text(encoding="utf-8")


def test_the_page_has_what_is_outside_first_and_ranks_nobody(
    scheme: Path, ranges: Path, later: Path, tmp_path: Path
) -> None:
    text = page(scheme, ranges, later, tmp_path, "confidential")
    table = text.split("results outside their range first")[1]
    assert table.index("DEP003") < table.index("STIA008") < table.index("MH003")
    assert "The Primary Care Commissioning Committee decides within 60 days: pay for DEP003 again." in text
    pictures = text.split("<svg")[1:]
    assert len(pictures) == 2 * 7
    assert all("<title>" in p and "<desc>" in p for p in pictures)
    assert re.findall(r"(?:src|href|url)\s*[=(]", text) == []
    asked = re.findall(r"in order of code: ([^<]*)\.</p>", text)
    assert all(codes.split(", ") == sorted(codes.split(", ")) for codes in asked)


def test_a_public_page_names_no_practice(scheme: Path, ranges: Path, later: Path, tmp_path: Path) -> None:
    text = page(scheme, ranges, later, tmp_path, "public")
    assert not re.search(r"ZZ9\d{3}", text)
    assert "1 of the 38 practices" in text


def test_the_two_parts_of_a_change_are_the_whole_change(
    capsys: pytest.CaptureFixture[str], scheme: Path, ranges: Path, later: Path
) -> None:
    stored = {i.id: i for i in read_stored(ranges).indicators}
    found = read(capsys, scheme, ranges, later)
    for one in found["indicators"]:
        if not one["periods"]:
            continue
        its = stored[one["indicator"]]
        change = one["periods"][-1]["rate"] - its.achieved / its.eligible
        parts = one["change_by_patients_achieved"], one["change_by_patients_it_is_about"]
        assert sum(parts) == pytest.approx(change)
    hyp = next(i for i in found["indicators"] if i["indicator"] == "HYP006")
    assert hyp["change_by_patients_achieved"] < -0.05


def test_practices_unlike_the_others_stand_apart(
    scheme: Path, ranges: Path, later: Path, tmp_path: Path
) -> None:
    text = page(scheme, ranges, later, tmp_path, "confidential")
    assert "1 not like the others left out" in text
    assert "ZZ9001" not in text.split("Ask first how they record")[-1]
