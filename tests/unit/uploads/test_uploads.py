"""Uploads: exactly the layout's columns, codes for every payment, totals that agree."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import formualizer
import pytest

from incentives.base.problem import Refused
from incentives.cli.approve import approve
from incentives.cli.export import export
from incentives.cli.prepare import prepare
from incentives.cli.release import release
from incentives.cli.terminal import pounds
from incentives.govern.codes import Codes, Payment
from incentives.report.uploads.delimited import machine_csv, people_csv
from incentives.report.uploads.layout import layout_names, read_upload_layout
from incentives.report.uploads.rows import Upload, in_pounds_plain
from incentives.report.uploads.variation_book import control_book
from tests.unit.govern.made_packs import EXAMPLE, copied_pack, decided_scheme, decided_text
from tests.unit.uploads.released import CODES, MAY, codes, correction, sent, upload, with_lines
from tests.workbook.conftest import DATED

if TYPE_CHECKING:
    from pathlib import Path

PACK = EXAMPLE / "pack"
DELEGATION = """kind: scheme of delegation
body: NHS Barsetshire CCG
source: made
people:
  - {name: Ana, role: contracts, prepares: yes}
  - {name: Ben, role: head, approves_up_to: "£10,000,000"}
  - {name: Cat, role: finance, releases_up_to: "£10,000,000"}
"""


def read(content: bytes) -> list[list[str]]:
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def may_total() -> int:
    return sum(line.pence for line in sent().lines)


def in_pence(text: str) -> int:
    return int(Decimal(text) * 100) if text else 0


def named(found: Upload, **changes: str) -> Upload:
    return replace(found, rows=({**found.rows[0], **changes}, *found.rows[1:]))


def test_the_contract_variation_has_exactly_its_columns_and_adds_up_to_the_payments() -> None:
    heads, *rows = read(machine_csv(upload("pcse-contract-variation")))
    terms = read_upload_layout("pcse-contract-variation").terms
    assert heads == [c.heading for c in terms.columns]
    assert {len(row) for row in rows} == {8}
    assert sum(in_pence(row[6]) for row in rows) == may_total() > 0
    contracts = {row[2]: row[3] for row in rows}
    assert contracts == {"GMS": "MADEUP-GMS-P", "PMS": "MADEUP-PMS-P", "APMS": "MADEUP-APMS-P"}
    assert read_upload_layout("pcse-contract-variation").unconfirmed


def test_a_correction_is_a_line_of_its_own_with_its_sign() -> None:
    one = sent().lines[0]
    rows = upload("csv", with_lines(one, correction(sent().plan, one.key.practice, -305))).rows
    assert [(r["stage"], r["amount"]) for r in rows] == [("instalment", "5336.94"), ("correction", "-3.05")]
    assert rows[1]["reference"] == f"{one.reference}/1"
    assert rows[1]["pay_month"] == MAY


def test_pence_are_written_as_pounds_without_a_double() -> None:
    assert [in_pounds_plain(p) for p in (5, -5, 100, -123_405)] == ["0.05", "-0.05", "1.00", "-1234.05"]
    assert in_pounds_plain(2**60 + 1) == "11529215046068469.77"


def test_the_journal_balances_also_where_money_comes_back() -> None:
    lines = sent().lines
    back = correction(sent().plan, lines[0].key.practice, -lines[0].pence - 999)
    heads, *rows = read(machine_csv(upload("ledger-journal", with_lines(*lines, back))))
    debit, credit = (heads.index(n) for n in ("Debit", "Credit"))
    assert sum(in_pence(r[debit]) for r in rows) == sum(in_pence(r[credit]) for r in rows)
    net = may_total() - lines[0].pence - 999
    assert in_pence(rows[-1][credit]) == net
    by_stage = {(r[1], r[-1].rsplit(": ", 1)[1]): in_pence(r[debit]) - in_pence(r[credit]) for r in rows}
    assert by_stage["99900100", "correction"] == -lines[0].pence - 999
    pms = sum(x.pence for x in lines if _contract(x.key.practice) == "PMS")
    assert by_stage["99900200", "instalment"] == pms > 0


def _contract(practice: str) -> str:
    table = sent().pack.tables["practices"]
    return dict(zip(table.column("practice_code"), table.column("contract"), strict=True))[practice]


def test_the_row_that_names_most_holds() -> None:
    def subjective(component: str, contract: str, stage: str) -> str:
        found = codes().ledger(Payment(component, contract, stage))
        assert found is not None
        return found.subjective

    assert subjective("instalment", "GMS", "instalment") == "99900100"
    assert subjective("instalment", "PMS", "instalment") == "99900200"
    assert subjective("instalment", "GMS", "balance") == "99900900"
    # Both rows name one thing; the contract goes before the stage.
    assert subjective("instalment", "PMS", "balance") == "99900200"


def test_a_combination_without_a_code_is_named() -> None:
    terms = codes().terms
    bare = Codes("codes.yaml", terms.model_copy(update={"ledger": terms.ledger[1:2], "paycodes": ()}))
    with pytest.raises(Refused) as refused:
        upload("ledger-journal", replace(sent(), codes=bare))
    assert [p.message for p in refused.value.problems] == [
        "There is no ledger code for instalment × APMS × instalment.",
        "There is no ledger code for instalment × GMS × instalment.",
    ]
    with pytest.raises(Refused) as refused:
        upload("pcse-contract-variation", replace(sent(), codes=bare))
    assert {p.code for p in refused.value.problems} == {"R136"}
    assert "GMS, pensionable: yes" in str(refused.value)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2 Surgery", "@SUM(A1)", "\tTab", "＝1"])  # noqa: RUF001
def test_what_could_be_a_formula_is_refused_for_a_machine_and_neutralised_for_people(text: str) -> None:
    found = named(upload("csv"), practice_name=text)
    with pytest.raises(Refused) as refused:
        machine_csv(found)
    assert [p.code for p in refused.value.problems] == ["R132"]
    assert "line 2, practice_name (ZZ9001)" in str(refused.value)
    content, changed = people_csv(found)
    assert changed == 1
    assert f"'{text}" in content.decode("utf-8-sig")
    assert people_csv(upload("csv"))[1] == 0


def test_a_negative_amount_is_a_figure_and_no_formula() -> None:
    assert b",-3.05\r\n" in machine_csv(named(upload("csv"), amount="-3.05"))


def test_a_cell_that_is_blank_or_too_long_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        machine_csv(named(upload("pcse-contract-variation"), contract="", practice_code="ZZ9001234"))
    assert [p.code for p in refused.value.problems] == ["R133", "R133"]
    assert "has 9 characters; the layout takes 8" in str(refused.value)


def test_who_signed_a_scheme_instead_of_qof_is_not_offered_it() -> None:
    rows = upload("cqrs-participation").rows
    assert len(rows) == 40
    assert {r["practice_code"]: r["reason"] for r in rows if r["offer_qof"] == "yes"} == {
        "ZZ9007": "declined the local scheme",
        "ZZ9023": "declined the local scheme",
    }
    route = sent().scheme.national_qof
    assert route is not None
    staying = replace(
        sent().scheme, national_qof=route.model_copy(update={"signed_practices": "stay, on top"})
    )
    assert {r["offer_qof"] for r in upload("cqrs-participation", replace(sent(), scheme=staying)).rows} == {
        "yes"
    }


@pytest.mark.parametrize("layout", ["pcse-contract-variation", "ledger-journal"])
def test_the_error_cell_sees_a_changed_line(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "look.xlsx"
    path.write_bytes(control_book(upload(layout), title="T", month=MAY, body="B", dated=DATED))
    book = formualizer.Workbook.load_path(str(path))
    book.evaluate_all()
    assert book.evaluate_cell("Upload", 8, 2) == "none"
    assert book.evaluate_cell("Upload", 6, 2) == pytest.approx(may_total() / 100, abs=0)
    column = 7 if layout.startswith("pcse") else 6
    book.set_value("Upload", 12, column, 1.0)
    book.evaluate_all()
    assert "do not send" in book.evaluate_cell("Upload", 8, 2)


def test_every_shipped_layout_is_read_and_one_of_your_own_too(tmp_path: Path) -> None:
    assert len(layout_names()) == 5
    for name in layout_names():
        assert read_upload_layout(name).terms.columns
    own = tmp_path / "own.yaml"
    text = (EXAMPLE.parents[1] / "templates" / "layouts" / "csv.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("heading: amount", "heading: Amount in pounds"), encoding="utf-8")
    heads = read(machine_csv(upload(str(own))))[0]
    assert heads[-1] == "Amount in pounds"


def test_only_released_payments_are_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme, ledger, delegation = decided_scheme(tmp_path), tmp_path / "l.db", tmp_path / "d.yaml"
    delegation.write_text(DELEGATION, encoding="utf-8")
    files = {"ledger": ledger, "delegation": delegation, "period": MAY}
    prepare(scheme, PACK, by="Ana", **files)  # type: ignore[arg-type]
    approve(scheme, PACK, prepared_by="Ana", by="Ben", **files)  # type: ignore[arg-type]
    asked = {"layout": "pcse-contract-variation", "period": MAY, "codes": CODES}
    with pytest.raises(Refused) as refused:
        export(scheme, PACK, out=tmp_path / "v.csv", ledger=ledger, **asked)  # type: ignore[arg-type]
    assert [p.code for p in refused.value.problems] == ["C192"]
    release(scheme, PACK, prepared_by="Ana", by="Cat", **files)  # type: ignore[arg-type]
    export(scheme, PACK, out=tmp_path / "v.csv", ledger=ledger, by="Cat", **asked)  # type: ignore[arg-type]
    export(scheme, PACK, out=tmp_path / "d.csv", draft=True, **asked)  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert f"38 payments to 38 practices, {pounds(may_total())}." in said
    assert "Upload by the end of 20 April 2015: 9 working days before 1 May 2015." in said
    assert "UNCONFIRMED layout" in said
    sent_, draft = ((tmp_path / n).read_bytes() for n in ("v.csv", "d.csv"))
    assert b"DRAFT" not in sent_
    assert draft.count(b"DRAFT ") == 38
    assert draft.replace(b"DRAFT ", b"") == sent_


def test_a_practice_that_closed_before_payday_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (PACK / "practices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["closes"], rows[1]["closes"] = "2015-12-31", "2016-06-01"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    pack = copied_pack(tmp_path, practices=text.getvalue())
    asked = {"layout": "csv", "period": "Balance, June 2016", "draft": True}
    export(str(EXAMPLE / "scheme.yaml"), pack, out=tmp_path / "a.csv", **asked)  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert "ZZ9001 closed on 31 December 2015, before this payment arrives." in said
    assert "ZZ9002 closed" not in said


def test_the_cut_off_is_counted_from_the_payday_that_is_given_and_a_company_is_told_to_take_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = tmp_path / "scheme.yaml"
    text = decided_text()
    scheme.write_text(text.replace("paid_to: practice", "paid_to: federation"), encoding="utf-8")
    payday = datetime(2015, 5, 15)  # noqa: DTZ001 - a day, as it is typed
    asked = {"layout": "pcse-contract-variation", "period": MAY, "codes": CODES, "draft": True}
    export(str(scheme), PACK, out=tmp_path / "b.csv", payday=payday, **asked)  # type: ignore[arg-type]
    said = capsys.readouterr().out
    # 14 13 12 11 8 7 6 5 1: 4 May is a bank holiday.
    assert "Upload by the end of 1 May 2015: 9 working days before 15 May 2015." in said
    assert "Paid to a federation: pensionable only if the holder is an NHS pension employing" in said


def test_what_a_draft_could_not_be_released_for_and_a_late_upload_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late, in_time = (datetime(2015, 4, day) for day in (21, 20))  # noqa: DTZ001 - days, as they are typed
    undecided = str(EXAMPLE / "scheme.yaml")
    export(undecided, PACK, layout="csv", out=tmp_path / "a.csv", draft=True, period=MAY)
    said = capsys.readouterr().err
    assert "C193" in said
    assert "The treatment of payments is not decided" in said
    scheme = decided_scheme(tmp_path)
    asked = {"layout": "pcse-contract-variation", "period": MAY, "codes": CODES, "draft": True}
    export(scheme, PACK, out=tmp_path / "b.csv", dated=in_time, **asked)  # type: ignore[arg-type]
    assert "C195" not in capsys.readouterr().err
    export(scheme, PACK, out=tmp_path / "c.csv", dated=late, **asked)  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert "C195" in said
    assert "was 20 April 2015" in said
