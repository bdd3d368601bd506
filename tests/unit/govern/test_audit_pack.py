"""One command makes the auditor's pack: the sample, who did what, returns, every step, and seals."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from incentives.base.problem import Refused
from incentives.cli.approve import approve
from incentives.cli.audit_pack import audit_pack
from incentives.cli.correcting import correct
from incentives.cli.prepare import prepare
from incentives.cli.release import release
from tests.unit.govern.made_packs import copied_pack, decided_scheme

DELEGATION = """kind: scheme of delegation
body: NHS Barsetshire CCG
source: made for the tests
people:
  - name: Ana
    role: contracts
    prepares: yes
  - name: Ben
    role: finance
    approves_up_to: £10,000,000
  - name: Cat
    role: finance
    releases_up_to: £10,000,000
"""
HEADS = ("practice_code", "name", "period", "due", "return_id", "status", "file", "sha256")
DECLARED = ("declared_confirmed", "declared_name", "declared_role", "declared_date")


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Release April 2015 of the example; return what the verbs need to go on."""
    tmp_path = tmp_path_factory.mktemp("paid")
    (tmp_path / "who.yaml").write_text(DELEGATION, encoding="utf-8")
    scheme, data = decided_scheme(tmp_path), copied_pack(tmp_path)
    given: dict[str, Any] = {"ledger": tmp_path / "ledger.db", "delegation": tmp_path / "who.yaml"}
    prepare(scheme, data, period="April 2015", by="Ana", **given)
    approve(scheme, data, period="April 2015", prepared_by="Ana", by="Ben", **given)
    release(scheme, data, period="April 2015", prepared_by="Ana", by="Cat", **given)
    return {"scheme": scheme, "data": data, **given}


def packed(paid: dict[str, Any], out: Path, **more: Any) -> dict[str, list[list[Any]]]:
    audit_pack(paid["scheme"], paid["data"], ledger=paid["ledger"], out=out, **{"seed": "7", **more})
    book = openpyxl.load_workbook(out / "audit-pack.xlsx")
    return {s.title: [list(row) for row in s.iter_rows(values_only=True)][3:] for s in book.worksheets}


def test_the_pack_holds_each_payment_with_people_steps_and_the_amount_worked_out_again(
    paid: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = packed(paid, tmp_path / "pack-for-audit", sample=6)
    assert "6 payments of 38, " in capsys.readouterr().out
    sample = sheets["Sample"][1:]
    assert len(sample) == 6
    assert all(row[5] == row[6] and row[7] == 0 for row in sample)
    entries = sheets["Ledger entries"][1:]
    assert [row[2:5] for row in entries[:3]] == [
        ["run", None, "Ana"],
        ["approval", "Ben", None],
        ["release", "Cat", None],
    ]
    assert len(entries) == 18
    steps = [row for row in sheets["How it came about"][1:] if row[0] == sample[0][0]]
    assert [row[1] for row in steps] == [str(n + 1) for n in range(len(steps))]
    assert steps[-1][3] == f"£{sample[0][5]:,.2f}"


@pytest.mark.long
def test_the_files_are_listed_with_their_seals_and_the_same_seed_gives_the_same_bytes(
    paid: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "pack-for-audit"
    packed(paid, out)
    rows = list(csv.DictReader(io.StringIO((out / "manifest.csv").read_text(encoding="utf-8"))))
    book = (out / "audit-pack.xlsx").read_bytes()
    assert rows == [{"file": "audit-pack.xlsx", "sha256": hashlib.sha256(book).hexdigest()}]
    packed(paid, tmp_path / "again")
    assert (tmp_path / "again" / "audit-pack.xlsx").read_bytes() == book
    packed(paid, tmp_path / "other", seed="8")
    assert (tmp_path / "other" / "audit-pack.xlsx").read_bytes() != book


def test_a_correction_is_sampled_with_what_it_corrects_and_data_changed_since_are_seen(
    paid: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = "barsetshire-2015-16/April2015/ZZ9003/instalment"
    ledger = Path(shutil.copy(paid["ledger"], tmp_path / "ledger.db"))
    people: dict[str, Any] = {"prepared_by": "Ana", "approved_by": "Ben", "delegation": paid["delegation"]}
    day = datetime(2015, 5, 6, tzinfo=UTC)
    correct(reference, amount="-£25.00", reason="typing error", ledger=ledger, dated=day, **people)
    pack = copied_pack(tmp_path)
    data = pack / "baseline.csv"
    text = data.read_text(encoding="utf-8").splitlines()
    changed = [_doubled(row) if row.startswith("2014/15,ZZ9003,QOF,") else row for row in text]
    assert changed != text
    data.write_text("\n".join(changed), encoding="utf-8")
    capsys.readouterr()
    sheets = packed(paid | {"ledger": ledger, "data": pack}, tmp_path / "pack-for-audit", sample=99)
    said = capsys.readouterr().out
    assert "1 payment would now be another amount." in said
    mended = [row for row in sheets["Ledger entries"] if row[2] == "correction"]
    assert {row[0] for row in mended} == {reference, f"{reference}/1"}
    assert {row[6] for row in mended} == {"typing error"}


@pytest.mark.long
def test_returns_lie_beside_as_they_came_and_one_that_was_changed_is_refused(
    paid: dict[str, Any], tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    content = b"a return as a practice sent it"
    (kept / "ZZ9003.xlsx").write_bytes(content)
    facts = ("ZZ9003", "Surgery", "2015-Q1", "2015-07-14", "r1", "received", "ZZ9003.xlsx")
    row = (*facts, hashlib.sha256(content).hexdigest(), "yes", "P. Manager", "manager", "2015-07-02")
    listed = io.StringIO()
    csv.writer(listed).writerows([(*HEADS, *DECLARED), row])
    (kept / "manifest.csv").write_text(listed.getvalue(), encoding="utf-8")
    sheets = packed(paid, tmp_path / "pack-for-audit", sample=38, returns=[kept])
    assert sheets["Returns"][1][:7] == [*facts[:1], "2015-Q1", "received", "r1", "ZZ9003.xlsx", *row[9:11]]
    assert (tmp_path / "pack-for-audit" / "ZZ9003.xlsx").read_bytes() == content
    (kept / "ZZ9003.xlsx").write_bytes(b"another")
    with pytest.raises(Refused) as refused:
        packed(paid, tmp_path / "no-pack", sample=38, returns=[kept])
    assert [p.code for p in refused.value.problems] == ["G201"]
    assert not (tmp_path / "no-pack").exists()


def _doubled(row: str) -> str:
    cells = row.split(",")
    at = next(n for n, cell in enumerate(cells) if cell.isdigit() and len(cell) > 4)
    return ",".join([*cells[:at], str(2 * int(cells[at])), *cells[at + 1 :]])
