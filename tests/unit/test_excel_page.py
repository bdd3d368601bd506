"""The page on schemes in Excel: its table is typed into the workbook, its commands are run in order."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl

from incentives.cli import main
from incentives.scheme.forms.points import LinearTerms
from incentives.scheme.reading import read_scheme
from incentives.shipped import shipped
from tests.conftest import ROOT
from tests.scheme_books import Typing

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = (ROOT / "docs" / "EXCEL.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-Z][a-z]+) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)[1:]
COMMANDS = [
    line for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]


def run(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    try:
        main()
        code: Any = 0
    except SystemExit as end:
        code = end.code or 0
    said = capsys.readouterr()
    return code, said.out, said.err


def typed(text: str) -> tuple[Any, str]:
    """Return what Excel makes of a text that is typed: a value, and the format that it gives the cell."""
    if re.fullmatch(r"£[\d,]+", text):
        return int(re.sub(r"[£,]", "", text)), '"£"#,##0'
    if re.fullmatch(r"\d+%", text):
        return int(text[:-1]) / 100, "0%"
    if re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", text):
        return datetime.strptime(text, "%d %B %Y"), "d-mmm-yy"  # noqa: DTZ007 - a day has no time zone
    return (int(text), "") if text.isdigit() else (text, "")


def fill_in(path: Path) -> None:
    typing = Typing(path.read_bytes())
    for sheet, row, column, text in ROWS:
        where = {"Code": row} if sheet == "Indicators" else {"Setting": row}
        value, number_format = typed(text)
        typing.put(value, sheet, column, number_format, **where)
    typing.saved(path)


def test_the_steps_lead_from_nothing_to_a_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(shipped("examples") / "barsetshire" / "pack", tmp_path / "data")
    assert len(ROWS) > 20
    assert len(COMMANDS) == 8
    assert run(COMMANDS[0], monkeypatch, capsys)[0] == 0
    code, _, said = run("incentives check south.xlsx", monkeypatch, capsys)
    assert code == 1
    assert set(re.findall(r"south\.xlsx (\w+![A-Z]+\d+): error", said)) == {"Scheme!C15", "Money!C5"}
    fill_in(tmp_path / "south.xlsx")
    for command in COMMANDS[1:]:
        quick = " --draws 0" if " compare " in command else ""  # trial years take most of the time
        code, out, said = run(command + quick, monkeypatch, capsys)
        assert code == 0, f"{command}\n{said}"
        assert "Traceback" not in said
    assert "Nothing differs from south.yaml." in out
    schedule = openpyxl.load_workbook(tmp_path / "schedule.xlsx")
    assert "Payments" in schedule.sheetnames
    scheme = read_scheme(str(tmp_path / "south.xlsx"))[0]
    assert scheme.header.title == "South Barsetshire Practice Offer 2015/16"
    hypertension = next(i for i in scheme.indicators if i.id == "HYP006")
    assert isinstance(hypertension.terms, LinearTerms)
    assert (str(hypertension.terms.points), str(hypertension.terms.pays)) == ("25", "50% to 85%")
    assert "DEP003" not in [i.id for i in scheme.indicators]
    assert scheme.budget
    assert scheme.budget.limit == 4_200_000


def test_the_message_on_the_page_is_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(COMMANDS[0], monkeypatch, capsys)
    fill_in(tmp_path / "south.xlsx")
    typing = Typing((tmp_path / "south.xlsx").read_bytes())
    typing.put(0.5, "Money", "Value", "0%", Setting="limit")
    typing.saved(tmp_path / "south.xlsx")
    shown = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
    assert shown in run("incentives check south.xlsx", monkeypatch, capsys)[2]
