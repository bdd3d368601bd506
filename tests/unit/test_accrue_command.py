"""A year from the command line: month-end, year-end, what it cost, look-back, recovery, refusals."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import typer

from incentives.base.problem import Refused
from incentives.cli.accrue import accrue
from incentives.cli.look_back import look_back, year_cost
from incentives.cli.recover import recover
from incentives.govern.ledger import Ledger
from tests.errors.commands.accrual_examples import PACK, SCHEME
from tests.unit.govern.made_accruals import PEOPLE, ledger_with, paid
from tests.unit.govern.made_packs import copied_pack
from tests.unit.govern.made_runs import ANA, BEN
from tests.unit.govern.made_runs import DELEGATION as WHO

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

DELEGATION = f"""kind: scheme of delegation
body: NHS Barsetshire CCG
source: made
people:
  - {{name: {ANA}, role: contracts, prepares: yes}}
  - {{name: {BEN}, role: finance, approves_up_to: £1000000}}
"""


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    months = [("April 2015", 500_000), ("May 2015", 400_000), ("March 2016", 100_000)]
    ledger_with(tmp_path, [paid("ZZ9001", pence, month) for month, pence in months])
    (tmp_path / "who.yaml").write_text(DELEGATION, encoding="utf-8")
    return tmp_path / "ledger.db"


def entered(ledger: Path, on: str, **more: Any) -> None:
    accrue(SCHEME, PACK, ledger=ledger, dated=day(on), by=ANA, delegation=ledger.parent / "who.yaml", **more)


def test_a_year_is_accrued_costed_and_looked_back_on(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entered(ledger, "2015-04-30")
    april = capsys.readouterr().out
    assert "Paid to date, per the ledger" in april
    assert "£5,000.00" in april
    assert "Reversed: nothing" in april
    entered(ledger, "2016-03-31", out=ledger.parent / "march.csv")
    march = capsys.readouterr()
    assert "Reversed: the accrual of 30 April 2015." in march.out
    assert "Carried into the next year" in march.out
    rows = table(ledger.parent / "march.csv")
    assert len(rows) == 40
    assert {r["method"] for r in rows} == {"straight line"}
    year_cost(ledger=ledger, year="2015/16")
    assert "Control: cost equals earned" in capsys.readouterr().out
    look_back(SCHEME, PACK, ledger=ledger, estimated_on=PACK, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["totals"]["difference"] == 0
    assert found["explained"]
    assert found["totals"]["estimate"] == sum(round(float(r["expected"]) * 100) for r in rows)


def test_results_counted_after_the_day_are_warned_of(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entered(ledger, "2015-04-30")
    assert "warning R174" in capsys.readouterr().err
    accrue(SCHEME, PACK, ledger=ledger, dated=day("2016-03-31"))
    said = capsys.readouterr()
    assert "R174" not in said.err
    assert "Not entered in the ledger" in said.out


def test_provisional_payments_of_last_year_are_warned_of(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scheme.yaml"
    text = (PACK.parent / "scheme.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("method: straight line", "method: last year's result"), encoding="utf-8")
    accrue(str(path), PACK, ledger=ledger, dated=day("2015-05-31"))
    assert "warning R171" in capsys.readouterr().err


def test_a_cost_that_nothing_proves_ends_with_3(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        year_cost(ledger=ledger, year="2015/16")
    assert ended.value.exit_code == 3
    assert "No accrual of it was entered in 2015/16" in capsys.readouterr().out


def test_a_look_back_as_workbook_and_table(ledger: Path, tmp_path: Path) -> None:
    entered(ledger, "2016-03-31")
    for name in ("back.csv", "back.xlsx"):
        look_back(SCHEME, PACK, ledger=ledger, estimated_on=PACK, out=tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    with pytest.raises(Refused) as refused:
        look_back(SCHEME, PACK, ledger=ledger, estimated_on=PACK, out=tmp_path / "back.pdf")
    assert refused.value.problems[0].code == "R106"


def test_a_correction_is_recovered_and_entered_once(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Ledger(ledger, WHO)
    book.correct(book.payments()[0].reference, -60_000, "paid twice", PEOPLE)
    names: dict[str, Any] = {"prepared_by": ANA, "approved_by": BEN, "delegation": tmp_path / "who.yaml"}
    recover(SCHEME, PACK, ledger=ledger, dated=day("2015-06-01"), out=tmp_path / "plan.csv", **names)
    said = capsys.readouterr().out
    assert "Kept back from monthly payments: 1 practice, £600.00." in said
    assert "Entered in the ledger." in said
    kept = table(tmp_path / "plan.csv")
    assert [r["kept_back"] for r in kept] == ["100.00"] * 6
    assert kept[0]["month"] == "July 2015"
    recover(SCHEME, PACK, ledger=ledger, dated=day("2015-06-01"))
    assert "No practice was paid too much" in capsys.readouterr().out


def test_a_practice_that_closed_is_invoiced(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (PACK / "practices.csv").read_text(encoding="utf-8").splitlines()
    at = text[0].split(",").index("closes")
    cells = next(csv.reader([text[1]]))
    cells[at] = "2015-05-20"
    text[1] = ",".join(f'"{c}"' if "," in c else c for c in cells)
    pack = copied_pack(tmp_path, practices="\n".join(text) + "\n")
    book = Ledger(ledger, WHO)
    book.correct(book.payments()[0].reference, -60_000, "closed", PEOPLE)
    recover(SCHEME, pack, ledger=ledger, dated=day("2015-06-01"), as_json=True)
    (plan,) = json.loads(capsys.readouterr().out)
    assert (plan["practice"], plan["way"], plan["months"]) == (
        "ZZ9001",
        "invoice: the practice has closed",
        [],
    )
    shutil.rmtree(pack)


@pytest.mark.parametrize("verb", [accrue, recover])
def test_no_ledger_is_made_by_looking(verb: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        verb(SCHEME, PACK, ledger=tmp_path / "none.db", dated=day("2015-04-30"))
    assert refused.value.problems[0].code == "C191"
    assert not list(tmp_path.iterdir())


def test_what_is_not_entered_is_not_written_either(ledger: Path, tmp_path: Path) -> None:
    entered(ledger, "2016-03-31")
    with pytest.raises(Refused) as refused:
        entered(ledger, "2016-03-30", out=tmp_path / "again.csv")
    assert refused.value.problems[0].code == "G160"
    assert not (tmp_path / "again.csv").exists()
