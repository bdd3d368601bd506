"""A starter file passes the check as it is written, names what is not decided, and is never written over."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused, Severity
from incentives.cli import new
from incentives.cli.check import check
from incentives.scheme.marks import Group, read_tree
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes
from incentives.scheme.starter import latest_year, starter_text

if TYPE_CHECKING:
    from pathlib import Path

YEARS = [name for name in shipped_schemes() if name.startswith("qof-")]
TAUGHT = {
    *("starts_from", "offered_by", "offer", "national_qof", "stop_paying_for", "change", "add", "payments"),
    *("budget", "protect", "treatment", "exit", "disputes", "governance", "tests"),
}


def text_of(year: str = "qof-england-2015-16", title: str = "") -> str:
    return starter_text("mine", starts_from=year, title=title, file="mine.yaml", begun=None)


@pytest.mark.parametrize("year", YEARS)
def test_it_passes_the_check_from_every_year_and_leaves_only_the_treatment_open(
    year: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text_of(year), encoding="utf-8")
    scheme, warnings = read_scheme(path)
    assert {(w.code, w.severity) for w in warnings} == {("S413", Severity.WARNING)}
    assert scheme.header.starts_from == year
    check(str(path))
    assert "1 worked example right" in capsys.readouterr().out


def test_every_section_has_a_remark_above_it_and_one_setting_a_line() -> None:
    text = text_of()
    tree, _ = read_tree(text, "mine.yaml")
    lines = text.splitlines()
    assert set(tree.entries) >= TAUGHT
    for word in TAUGHT - {"governance", "disputes"}:
        assert lines[tree.entries[word].key.line - 2].startswith("#"), word
    assert [line for line in lines if not line.startswith("#") and "{" in line] == []
    for word, entry in tree.entries.items():
        if isinstance(entry.node, Group):
            assert entry.node.place.line == entry.key.line, word


def test_a_title_with_signs_of_yaml_is_put_in_quotes(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text_of(title='Tea: "so"\n- & more # 1'), encoding="utf-8")
    assert read_scheme(path)[0].header.title == 'Tea: "so" - & more # 1'


def test_the_latest_english_year_is_taken_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    new.new("mine", dated=datetime(2026, 1, 31))  # noqa: DTZ001 - as typer hands it over
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert f"starts_from: {latest_year()}" in text
    assert latest_year() >= "qof-england-2024-25"
    assert "# Begun on 31 January 2026.\n" in text
    assert "incentives check mine.yaml" in capsys.readouterr().out


def test_a_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("my work of weeks", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        new.new(str(path))
    assert [p.code for p in refused.value.problems] == ["R101"]
    assert path.read_text(encoding="utf-8") == "my work of weeks"
    new.new(str(path), force=True)
    assert "kind: scheme" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a b", "", "../", "mine.xlsm", "=cmd", "-", "x" * 70, "name\u202e"])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused) as refused:
        new.new(name)
    assert [p.code for p in refused.value.problems] == ["C130"]
    assert list(tmp_path.iterdir()) == []


def test_the_same_words_give_the_same_text() -> None:
    assert text_of() == text_of()
    begun = starter_text("mine", starts_from=YEARS[0], file="mine.yaml", begun=date(2026, 1, 31))
    assert begun.count("\n") == text_of(YEARS[0]).count("\n") + 1
