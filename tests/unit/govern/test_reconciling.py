"""What was released against what was paid; who was paid twice, and who by neither."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from incentives.base.problem import Refused
from incentives.cli.loading import sound_plan
from incentives.cli.reconcile import _say_checked, double_payments, reconcile
from incentives.data.pack import read_pack
from incentives.govern.double_payments import check_payments
from incentives.govern.extract import named_columns, read_extract, read_pence
from incentives.govern.ledger import Ledger
from incentives.govern.reconciling import Result
from incentives.govern.reconciling import reconcile as reconciled
from tests.unit.govern.made_packs import EXAMPLE, copied_pack
from tests.unit.govern.made_runs import BEN, CAT, DAY, DELEGATION, line, run

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.govern.entries import Line

LINES = (line("ZZ9001", 125_000), line("ZZ9002", -3_050), line("ZZ9003", 40_000), line("ZZ9004", 1))
REFERENCES = [x.reference for x in LINES]
NEEDED = ("reference", "amount")


def extract(path: Path, *rows: tuple[object, ...], heads: tuple[str, ...] = ("Reference", "Amount")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def compared(path: Path, lines: tuple[Line, ...] = LINES) -> dict[str, tuple[Result, int | None, int, str]]:
    found = reconciled(lines, read_extract(path, NEEDED, {}))
    return {c.reference: (c.result, c.ours, c.paid, c.remark) for c in found.compared}


def ledger(folder: Path, lines: tuple[Line, ...] = LINES) -> Path:
    path, what = folder / "ledger.db", run(lines)
    held = Ledger(path, DELEGATION)
    held.prepare(what)
    held.approve(what, BEN, DAY)
    held.release(what, CAT, DAY)
    return path


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1250", 125_000),
        ("£1,250.00", 125_000),
        ("1250.5", 125_050),
        (".50", 50),
        ("-30.50", -3_050),
        ("(30.50)", -3_050),
        ("30.50-", -3_050),
        ("£30.50 CR", -3_050),
        ("+1", 100),
        ("1.2300", 123),
        ("1.005", None),
        ("12,34.00", None),
        ("ten", None),
        ("--1", None),
        (".", None),
        ("5%", None),
    ],
)
def test_amounts_are_read_to_the_penny_or_not_at_all(text: str, pence: int | None) -> None:
    assert read_pence(text) == pence


def test_every_reference_of_either_side_is_told_once(tmp_path: Path) -> None:
    path = extract(
        tmp_path / "e.csv",
        (REFERENCES[0], "1,250.00"),
        (f"BACS run 7 {REFERENCES[1]}; May", "(30.50)"),
        (REFERENCES[2], "400.01"),
        ("OTHER/1", "99.00"),
        ("", "1,718.51"),
        ("Total", "3,437.02"),
    )
    found = compared(path)
    assert found == {
        REFERENCES[0]: (Result.MATCHED, 125_000, 125_000, ""),
        REFERENCES[1]: (Result.MATCHED, -3_050, -3_050, ""),
        REFERENCES[2]: (Result.DIFFERING, 40_000, 40_001, ""),
        REFERENCES[3]: (Result.OURS, 1, 0, ""),
        "OTHER/1": (Result.THEIRS, None, 9_900, ""),
        "": (Result.THEIRS, None, 171_851, ""),
    }
    whole = reconciled(LINES, read_extract(path, NEEDED, {}))
    assert [t.pence for t in whole.totals_left_out] == [343_702]
    assert sum(c.ours or 0 for c in whole.compared) == sum(x.pence for x in LINES)
    assert not whole.agrees


def test_a_payment_made_in_parts_matches_and_one_made_twice_does_not(tmp_path: Path) -> None:
    path = extract(
        tmp_path / "e.csv",
        (REFERENCES[0], "1000"),
        (REFERENCES[0], "250"),
        (REFERENCES[2], "400"),
        (REFERENCES[2], "400"),
    )
    found = compared(path)
    assert found[REFERENCES[0]] == (Result.MATCHED, 125_000, 125_000, "in 2 lines")
    assert found[REFERENCES[2]] == (Result.DIFFERING, 40_000, 80_000, "paid 2 times")


def test_a_correction_s_reference_is_not_taken_for_its_first_payment_s(tmp_path: Path) -> None:
    path = extract(tmp_path / "e.csv", (f"{REFERENCES[0]}/1", "-5.00"), (REFERENCES[0], "1250"))
    found = compared(path, LINES[:1])
    assert found[REFERENCES[0]][0] is Result.MATCHED
    assert found[f"{REFERENCES[0]}/1"][0] is Result.THEIRS


def test_headings_below_a_title_and_in_a_workbook_are_found(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Extract of May"], [], ["Practice", "Invoice number", "Amount paid"]):
        sheet.append(row)
    for each in LINES:
        sheet.append([each.key.practice, each.reference, each.pence / 100])
    book.save(tmp_path / "e.xlsx")
    assert {r[0] for r in compared(tmp_path / "e.xlsx").values()} == {Result.MATCHED}


def test_a_column_that_is_not_clear_is_asked_for_and_taken_by_name(tmp_path: Path) -> None:
    heads = ("Reference", "Net amount", "Gross amount")
    path = extract(tmp_path / "e.csv", (REFERENCES[0], "1", "1250"), heads=heads)
    with pytest.raises(Refused) as refused:
        read_extract(path, NEEDED, {})
    assert '"Net amount", "Gross amount"' in str(refused.value)
    assert "--column amount=HEADING" in str(refused.value)
    read = read_extract(path, NEEDED, named_columns(["amount=Gross amount"]))
    assert reconciled(LINES[:1], read).agrees
    with pytest.raises(Refused) as refused:
        read_extract(path, NEEDED, named_columns(["amount=Gross amuont"]))
    assert 'Did you mean "Gross amount"?' in str(refused.value)


def test_the_command_shows_sums_both_ways_and_ends_with_3_where_they_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = ledger(tmp_path)
    right = extract(tmp_path / "r.csv", *((x.reference, x.pence / 100) for x in LINES))
    reconcile(ledger=held, extract=right)
    assert "Every payment was made, once." in capsys.readouterr().out
    wrong = extract(tmp_path / "w.csv", (REFERENCES[0], 1250), ("=OTHER/1", 99))
    with pytest.raises(SystemExit) as ended:
        reconcile(ledger=held, extract=wrong, out=tmp_path / "all.csv")
    assert ended.value.code == 3
    said = capsys.readouterr().out
    assert "Ours without theirs (3)" in said
    assert "Theirs without ours (1)" in said
    assert "£1,619.51" in said
    assert "£1,349.00" in said
    written = (tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()
    assert len(written) == 6
    assert written[-1].startswith("'=OTHER/1,")
    with pytest.raises(SystemExit):
        reconcile(ledger=held, extract=wrong, as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert data["sums"]["ours without theirs"] == {"references": 3, "our_pence": 36_951, "their_pence": 0}
    assert sum(s["their_pence"] for s in data["sums"].values()) == 134_900


SCHEME, PACK = str(EXAMPLE / "scheme.yaml"), EXAMPLE / "pack"


def doubles(path: Path, capsys: pytest.CaptureFixture[str], pack: Path = PACK) -> tuple[list[str], list[str]]:
    with pytest.raises(SystemExit) as ended:
        double_payments(SCHEME, pack, extract=path, as_json=True)
    assert ended.value.code == 3
    data = json.loads(capsys.readouterr().out)
    return tuple([r["practice_code"] for r in data[n]] for n in ("paid_twice", "paid_by_neither"))  # type: ignore[return-value]


def test_who_signed_and_was_paid_qof_is_paid_twice_and_who_did_neither_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # ZZ9007 and ZZ9023 did not sign; one of them was paid QOF.
    long = extract(
        tmp_path / "long.csv",
        ("ZZ9001", "QOF Aspiration", "500.00"),
        ("ZZ9002", "Seniority", "77.00"),
        ("ZZ9003", "Quality and Outcomes Framework", "500.00"),
        ("ZZ9003", "QOF recovery", "-500.00"),
        ("ZZ9007", "QOF Achievement", "900.00"),
        ("ZZ1234", "QOF Achievement", "900.00"),
        heads=("Practice code", "Payment", "Amount"),
    )
    assert doubles(long, capsys) == (["ZZ9001"], ["ZZ9023"])
    wide = extract(
        tmp_path / "wide.csv",
        ("ZZ9001", "500.00", "500.00", "1"),
        ("ZZ9007", "0.00", "12.00", "1"),
        ("ZZ9023", "-", "", "1"),
        ("Total", "500.00", "512.00", "3"),
        heads=("Practice code", "QOF aspiration", "Total QOF payments", "Seniority"),
    )
    assert doubles(wide, capsys) == (["ZZ9001"], ["ZZ9023"])


def test_a_practice_that_merged_is_told_with_where_it_went(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = copied_pack(tmp_path, successions="from,to,on,share\nZZ9023,ZZ9007,2015-10-01,100%\n")
    manifest = pack / "pack.yaml"
    added = "  successions:\n    file: successions.csv\n    as_at: 2016-03-31\n    source: made\n"
    manifest.write_text(manifest.read_text(encoding="utf-8") + added, encoding="utf-8")
    path = extract(tmp_path / "e.csv", ("ZZ9007", "1.00"), heads=("Practice", "QOF"))
    with pytest.raises(SystemExit):
        double_payments(SCHEME, pack, extract=path)
    said = capsys.readouterr().out
    assert "became ZZ9007 on" in said
    assert "40 practices: 0 paid twice, 1 paid by neither." in said


def test_a_practice_that_signed_and_was_released_nothing_is_paid_by_neither(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = ledger(tmp_path, LINES[:2])
    path = extract(tmp_path / "e.csv", ("ZZ9007", "1"), ("ZZ9023", "1"), heads=("Practice", "QOF"))
    with pytest.raises(SystemExit):
        double_payments(SCHEME, PACK, extract=path, ledger=held)
    assert "40 practices: 0 paid twice, 36 paid by neither." in capsys.readouterr().out
    double_payments(SCHEME, PACK, extract=path)
    assert "0 paid twice, 0 paid by neither" in capsys.readouterr().out


def test_where_practices_stay_in_qof_both_payments_are_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme, _, _ = sound_plan(SCHEME)
    assert scheme.national_qof
    route = scheme.national_qof.model_copy(update={"signed_practices": "stay, on top"})
    path = extract(tmp_path / "e.csv", ("ZZ9001", "1.00"), heads=("Practice", "QOF"))
    held = read_extract(path, ("practice",), {})
    found = check_payments(replace(scheme, national_qof=route), read_pack(PACK), held)
    assert (found.twice, len(found.neither)) == ((), 39)
    _say_checked(found, "Scheme")
    said = capsys.readouterr().out
    assert "to be paid by both is right" in said
    assert "0 paid twice, 39 not paid QOF" in said
