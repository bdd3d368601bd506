"""The commands of governance, one after the other, on the example's own files: what a person reads."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from incentives.base.problem import Refused
from incentives.cli import query
from incentives.cli.approve import approve
from incentives.cli.deciding import decide, decisions
from incentives.cli.interests import interests
from incentives.cli.prepare import prepare
from incentives.cli.release import release
from incentives.data.interests import read_interests
from tests.unit.govern.made_packs import EXAMPLE, decided_scheme, decided_text

if TYPE_CHECKING:
    from pathlib import Path

GOVERNANCE, PACK, QOF = EXAMPLE / "governance", EXAMPLE / "pack", "qof-england-2015-16"
ANSWERED = datetime(2015, 6, 1)  # noqa: DTZ001 - as it is typed
MEETING, DAY, MAY = datetime(2015, 3, 25), datetime(2015, 4, 13), "May 2015"  # noqa: DTZ001 - as typed

pytestmark = pytest.mark.long  # the example is compared and worked out several times


def test_a_decision_and_its_payment_from_the_example_s_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    scheme, ledger = decided_scheme(tmp_path), tmp_path / "ledger.db"
    interests(GOVERNANCE, on=MEETING, data=PACK, base=QOF, scheme=scheme, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert {(g["person"], *g["practices"]) for g in found["gains"]} == {
        ("Basil Slope", "ZZ9002"),
        ("Frances Thorne", "ZZ9001"),
        ("George Proudie", "ZZ9003", "ZZ9004"),
    }
    interests(GOVERNANCE, on=MEETING, data=PACK, out=tmp_path / "flat.csv")
    assert "8 people; an interest: 3." in capsys.readouterr().out
    assert [(i.person, i.votes, i.practice) for i in read_interests(tmp_path / "flat.csv")] == [
        ("Basil Slope", False, "ZZ9002"),
        ("Frances Thorne", True, "ZZ9001"),
        ("George Proudie", True, "ZZ9003"),
        ("George Proudie", True, "ZZ9004"),
    ]
    decide(
        scheme,
        PACK,
        base=QOF,
        register=GOVERNANCE,
        attendance=GOVERNANCE / "attendance.csv",
        rule="dudley-2018",
        minute="PCCC/15/12",
        dated=MEETING,
        by="Ana Dale",
        ledger=ledger,
    )
    said = capsys.readouterr().out
    assert "left the room" in said
    assert "Votes that count: for 3, against 1, abstained 0. Carried." in said
    assert "Quorate by its rule: at least four members" in said
    assert "Neither there nor explained in the scheme's governance: procurement_route" in said
    _pay(scheme, ledger)
    said = capsys.readouterr().out
    assert "Released by Cyril Bold" in said
    decisions(ledger=ledger, scheme=scheme, out=tmp_path / "d.xlsx", register=GOVERNANCE, data=PACK)
    said = capsys.readouterr().out
    assert "is as it was decided" in said
    assert "Who decided: Ada Harding, Septimus Grantly, Cyril Bold, Dorothea Quiverful" in said
    assert "does not have it" not in said
    assert load_workbook(tmp_path / "d.xlsx").active.max_row == 2  # type: ignore[union-attr]
    edited = tmp_path / "edited.yaml"
    edited.write_text(decided_text().replace("£4,000", "£4,001"), encoding="utf-8")
    decisions(ledger=ledger, scheme=str(edited))
    assert "is not the one of the decision of 25 March 2015 (PCCC/15/12)" in capsys.readouterr().out


def _pay(scheme: str, ledger: Path) -> None:
    files = {"period": MAY, "ledger": ledger, "delegation": GOVERNANCE / "delegation.yaml", "dated": DAY}
    prepare(scheme, PACK, by="Ana Dale", **files)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Lily Crosbie"):
        approve(scheme, PACK, by="Basil Slope", prepared_by="Ana Dale", **files)  # type: ignore[arg-type]
    approve(scheme, PACK, by="Lily Crosbie", prepared_by="Ana Dale", **files)  # type: ignore[arg-type]
    release(scheme, PACK, by="Cyril Bold", prepared_by="Ana Dale", **files)  # type: ignore[arg-type]


def test_a_query_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, ledger = decided_scheme(tmp_path), tmp_path / "ledger.db"
    with pytest.raises(Refused, match="no such ledger"):
        query.list_(ledger=ledger)
    _pay(scheme, ledger)
    line = "barsetshire-2015-16/May2015/ZZ9001/instalment"
    raised = datetime(2015, 5, 10)  # noqa: DTZ001 - as it is typed
    query.add(scheme, ledger=ledger, line=line, says="too low", disputed="£29.17", raised=raised, by="Ana")
    query.add(
        scheme, ledger=ledger, practice="ZZ9040", period=MAY, says="nothing came", raised=raised, by="A"
    )
    capsys.readouterr()
    query.list_(ledger=ledger, on=datetime(2015, 6, 8), out=tmp_path / "q.csv")  # noqa: DTZ001
    said = capsys.readouterr().out
    assert "2 queries, 2 open; in question: £29.17." in said
    assert "Overdue: query 1 (ZZ9001, due 2015-06-07), query 2 (ZZ9040, due 2015-06-07)." in said
    assert (tmp_path / "q.csv").read_text(encoding="utf-8").count("\n") == 3
    query.answer(1, ledger=ledger, answer="The final figure comes in July", dated=ANSWERED, by="B")
    assert "the payment stands" in capsys.readouterr().out
    query.list_(ledger=ledger, practice="ZZ9001")
    assert "Answered on 1 June 2015: The final figure comes in July. It stands." in capsys.readouterr().out
    query.list_(ledger=ledger, as_json=True)
    assert [q["outcome"] for q in json.loads(capsys.readouterr().out)] == ["stands", "open"]
    _again(scheme, ledger)
    assert "1 query is open, £0.00 in question; that stopped nothing." in capsys.readouterr().out


def _again(scheme: str, ledger: Path) -> None:
    """Release the month again: it is answered with its first release, open queries or not."""
    files = {"period": MAY, "ledger": ledger, "delegation": GOVERNANCE / "delegation.yaml", "dated": DAY}
    release(scheme, PACK, by="Cyril Bold", prepared_by="Ana Dale", **files)  # type: ignore[arg-type]
