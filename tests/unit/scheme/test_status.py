"""How well values are known: the counts of ``schemes --status`` are those of the files, counted anew."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import yaml

from incentives.cli.schemes import schemes
from incentives.formula.resting import NO_THRESHOLD, POINTS, THRESHOLDS, WEIGHTING
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.status import GROUPS, SORTS, shelf_status, status_of, tally

NATIONAL = {name: path for name, path in shipped_schemes().items() if name.startswith("qof-")}


@pytest.mark.parametrize("name", NATIONAL)
def test_counts_are_those_of_the_file_read_without_the_program(name: str) -> None:
    written = yaml.load(NATIONAL[name].read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    counted = status_of(read_scheme(name)[0])
    for sort, expected in _recounted(written).items():
        found = tally(counted.values, sort)
        assert {standing.value: n for standing, n in found.items()} == dict(expected), sort


@pytest.mark.parametrize("name", NATIONAL)
def test_every_indicator_has_one_value_of_points_of_pay_and_of_weighting(name: str) -> None:
    scheme, _ = read_scheme(name)
    values = status_of(scheme).values
    for sorts in ((POINTS,), (THRESHOLDS, NO_THRESHOLD), (WEIGHTING,)):
        assert sorted(v.of for v in values if v.sort in sorts) == sorted(i.id for i in scheme.indicators)


def test_the_groups_of_the_table_hold_every_sort_once() -> None:
    assert sorted(s for sorts in GROUPS.values() for s in sorts) == sorted(SORTS)
    assert {v.sort for s in shelf_status() for v in s.values} <= set(SORTS)


def test_a_scheme_that_starts_from_another_counts_what_it_states_itself() -> None:
    scheme, _ = read_scheme("barsetshire-2015-16")
    own = status_of(scheme).values
    assert {v.origin.place.file for v in own} == {"examples/barsetshire/scheme.yaml"}
    assert {v.of for v in own if v.sort == POINTS} < {i.id for i in scheme.indicators}


def test_machine_readable_counts_add_up_to_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    schemes(status=True, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert {s["id"] for s in said["schemes"]} == set(shipped_schemes())
    for nation, totals in said["totals"].items():
        of_nation = [s for s in said["schemes"] if s["nation"] == nation]
        added = sum((Counter(v) for s in of_nation for v in s["values"].values()), Counter())
        assert sum((Counter(s["all"]) for s in of_nation), Counter()) == added
        assert sum((Counter(v) for v in totals.values()), Counter()) == added


def test_english_thresholds_are_known_at_least_as_well_as_when_they_were_gathered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of 686 thresholds 281 had two sources of different origin, 214 one, 191 none or disputed ones."""
    schemes(status=True, as_json=True)
    years = [s for s in json.loads(capsys.readouterr().out)["schemes"] if s["id"].startswith("qof-england-")]
    england = sum((Counter(s["values"]["thresholds"]) for s in years), Counter())
    assert sum(england.values()) == 281 + 214 + 191
    assert england["verified"] >= 281
    assert england["verified"] + england["sourced"] >= 281 + 214
    assert england["unverified"] <= 191


@pytest.mark.parametrize("width", [72, 100])
def test_the_tables_show_every_year_and_cut_no_figure(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    schemes(status=True)
    said = capsys.readouterr().out
    assert "…" not in said
    for status in shelf_status():
        if status.nation:
            known = tally(status.values)
            shown = "/".join(f"{n:,}" for n in _three(known))
            (line,) = [x for x in said.splitlines() if x.split()[:1] == [str(status.year)] and shown in x]
            assert line.rstrip().endswith(shown)


def _three(known: Counter[Any]) -> list[int]:
    by_name = {standing.value: n for standing, n in known.items()}
    return [by_name.get(word, 0) for word in ("verified", "sourced", "unverified")]


def _recounted(written: dict[str, Any]) -> dict[str, Counter[str]]:
    """Count points and pays from the file as text: the last entry of ``standing`` that covers a code wins."""
    found: dict[str, Counter[str]] = {POINTS: Counter(), THRESHOLDS: Counter(), NO_THRESHOLD: Counter()}
    for code, row in written["indicators"].items():
        plain = row["pays"] in ("for the register", "when declared")
        plain |= row["pays"] == "in full" and code.startswith("QI")
        found[POINTS][_standing(written, "points", code)] += 1
        found[NO_THRESHOLD if plain else THRESHOLDS][_standing(written, "pays", code)] += 1
    return found


def _standing(written: dict[str, Any], of: str, code: str) -> str:
    entries = [e for e in written["standing"] if e["of"] == of and code in e.get("for", [code])]
    return str(entries[-1]["status"]) if entries else "unverified"
