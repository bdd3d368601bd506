"""What people and machines do wrong with payments: each is refused or survived, and nothing is lost."""

from __future__ import annotations

import csv
import os
import random
import resource
import shutil
import signal
import sqlite3
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.export import export
from incentives.cli.prepare import prepare
from incentives.govern import store
from incentives.govern.decisions import decided
from incentives.govern.ledger import Ledger
from incentives.govern.people import read_register
from incentives.govern.proof import proven
from incentives.govern.uploads import uploads
from incentives.govern.working_days import why_no_work, working_days_before
from incentives.report.atomic import write_whole
from incentives.report.uploads.template import fill_template
from tests.unit.govern.made_packs import EXAMPLE, copied_pack, decided_scheme
from tests.unit.govern.made_register import ATTENDANCE, register_in
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAY, DELEGATION, line, run
from tests.unit.govern.test_decisions import meeting
from tests.unit.uploads.released import CODES, sent, upload
from tests.unit.uploads.test_fill_template import HEADS, template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = (line("ZZ9001", 125_000), line("ZZ9002", 40_000))
WHO = """kind: scheme of delegation
body: NHS Barsetshire CCG
source: made for the tests
people:
  - {name: Ana, role: contracts, prepares: yes}
  - {name: Ben, role: head, approves_up_to: "£10,000,000"}
  - {name: Cat, role: finance, releases_up_to: "£10,000,000"}
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.db", DELEGATION)
    what = run(LINES)
    made.prepare(what)
    made.approve(what, BEN, DAY)
    made.release(what, CAT, DAY)
    return made


def _second_release(ledger: Ledger, _: Path) -> None:
    other = run([line("ZZ9001", 125_001)])
    ledger.prepare(other)
    ledger.approve(other, BEN, DAY)
    ledger.release(other, CAT, DAY)


def _approval_replayed_after_an_edit(ledger: Ledger, _: Path) -> None:
    first = run([line("ZZ9003", 100)])
    ledger.prepare(first)
    ledger.approve(first, BEN, DAY)
    ledger.release(replace(first, lines=(line("ZZ9003", 101),)), CAT, DAY)


def _approver_who_prepared(ledger: Ledger, _: Path) -> None:
    own = run([line("ZZ9003", 100)], by=BEN)
    ledger.prepare(own)
    ledger.approve(own, BEN, DAY)


def _approver_with_an_interest(ledger: Ledger, folder: Path) -> None:
    bound = replace(DELEGATION, register=read_register(register_in(folder)))
    own = run([line("ZZ9002", 100, period="Jun 2015")])
    ledger.prepare(own)
    Ledger(ledger.store.path, bound).approve(own, BEN, DAY)


def _declaration_after_the_vote(ledger: Ledger, folder: Path) -> None:
    decided(ledger, meeting(folder, ATTENDANCE.replace("Gus Partner,yes,,yes,,", "Gus Partner,yes,,,,")))


def _database_locked(ledger: Ledger, _: Path) -> None:
    other = sqlite3.connect(ledger.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting, store.WAIT_SECONDS = store.WAIT_SECONDS, 0
    try:
        Ledger(ledger.store.path, DELEGATION).prepare(run([line("ZZ9003", 100)]))
    finally:
        store.WAIT_SECONDS = waiting
        other.close()


def _workbook_open_in_excel(_: Ledger, folder: Path) -> None:
    (folder / "may.xlsx").write_bytes(b"as it was")
    (folder / "~$may.xlsx").write_bytes(b"Ana")
    write_whole(folder / "may.xlsx", b"new", force=True)


def _renamed_columns(_: Ledger, folder: Path) -> None:
    theirs = template(
        folder / "theirs.xlsx",
        ("ZZ9001",),
        heads=tuple("Amount claimed" if h == "Claim amount" else h for h in HEADS),
    )
    fill_template(upload("cqrs-local-bulk"), theirs)


TRIED: dict[str, tuple[Callable[[Ledger, Path], None], str]] = {
    "second release": (_second_release, "G124"),
    "approval replayed after an edit": (_approval_replayed_after_an_edit, "G122"),
    "approver who prepared": (_approver_who_prepared, "G120"),
    "approver with an interest": (_approver_with_an_interest, "G190"),
    "declaration after the vote": (_declaration_after_the_vote, "G187"),
    "database locked": (_database_locked, "G103"),
    "workbook open in Excel": (_workbook_open_in_excel, "R105"),
    "template with renamed columns": (_renamed_columns, "R137"),
}


@pytest.mark.parametrize("name", TRIED)
def test_it_is_refused_and_nothing_is_lost(ledger: Ledger, tmp_path: Path, name: str) -> None:
    attempt, code = TRIED[name]
    paid, head = ledger.payments(), ledger.head()
    with pytest.raises(Refused) as refused:
        attempt(ledger, tmp_path)
    assert {p.code for p in refused.value.problems} == {code}
    assert all(p.remedy for p in refused.value.problems)
    assert ledger.payments() == paid
    assert proven(ledger.store, head) == ()
    if name == "workbook open in Excel":
        assert (tmp_path / "may.xlsx").read_bytes() == b"as it was"


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger: Ledger) -> None:
    big = run([line(f"ZY{n:04d}", 100) for n in range(2_000)])
    ledger.prepare(big)
    ledger.approve(big, BEN, DAY)
    before = ledger.entries()
    room = ledger.store.path.stat().st_size + 40_000
    old, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, old[1]))
    try:
        with pytest.raises(Refused) as refused:
            ledger.release(big, CAT, DAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert {p.code for p in refused.value.problems} == {"G103"}
    assert "disk" in str(refused.value)
    assert ledger.entries() == before
    assert proven(ledger.store) == ()
    assert len(ledger.release(big, CAT, DAY).paid) == 2_000


@pytest.mark.parametrize("kept", [0.3, 0.7])
def test_a_truncated_ledger_is_refused_or_found(ledger: Ledger, tmp_path: Path, kept: float) -> None:
    whole = ledger.store.path.read_bytes()
    copy = tmp_path / "copy.db"
    copy.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(Refused) as refused:
        raise Refused(proven(store.Store(copy), ledger.head()))
    assert {p.code for p in refused.value.problems} <= {"G101", "G103", "G130"}


def test_an_edited_ledger_is_found(ledger: Ledger) -> None:
    file = sqlite3.connect(ledger.store.path)
    file.execute("DROP TRIGGER entries_update")
    file.execute("UPDATE entries SET content = replace(content, '40000', '90000')")
    file.commit()
    file.close()
    assert {p.code for p in proven(ledger.store)} == {"G130"}


@pytest.mark.parametrize(
    ("payday", "why"),
    [
        (date(2015, 5, 4), "May Day"),
        (date(2015, 12, 25), "Christmas Day"),
        (date(2015, 8, 1), ""),
    ],
)
def test_a_payday_without_work_counts_back_from_the_working_day_before(payday: date, why: str) -> None:
    said = why_no_work(payday)
    assert said
    assert not why or said == why
    assert working_days_before(payday, 0) < payday


@pytest.mark.parametrize("payee", ["", "the former partners of Lazarus"])
def test_a_closed_practice_is_not_paid_until_somebody_names_the_payee(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], payee: str
) -> None:
    pack, scheme, who = copied_pack(tmp_path), decided_scheme(tmp_path), tmp_path / "who.yaml"
    who.write_text(WHO, encoding="utf-8")
    with (pack / "practices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"closes": "2015-12-31", "payee": payee}
    _write(pack / "practices.csv", rows)
    asked = {"period": "Balance, June 2016", "ledger": tmp_path / "l.db", "delegation": who, "by": "Ana"}
    prepare(scheme, pack, **asked)  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert ("ZZ9001 closed on 31 December 2015 and is to be paid £" in said) is (payee == "")


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.long
def test_a_killed_export_leaves_the_whole_file_or_none_and_can_be_done_again(tmp_path: Path) -> None:
    chance, scheme = random.Random(1), decided_scheme(tmp_path)  # noqa: S311 - no secret
    first = tmp_path / "first.db"
    made, what = Ledger(first, DELEGATION), run(sent().lines)
    made.delegation = replace(DELEGATION, approves={BEN: 10**12}, releases={CAT: 10**12})
    made.prepare(what)
    made.approve(what, BEN, DAY)
    made.release(what, CAT, DAY)
    whole, seconds = _sent(scheme, first, tmp_path / "whole.csv", None)
    for number in range(12):
        path, out = tmp_path / f"{number}.db", tmp_path / f"{number}.csv"
        shutil.copy(first, path)
        _sent(scheme, path, out, chance.uniform(seconds / 2, seconds))
        found = Ledger(path, DELEGATION)
        assert proven(found.store) == ()
        assert not out.exists() or out.read_bytes() == whole
        again = "it was killed" if uploads(found.entries()) else ""
        assert bool(again) or not out.exists()
        assert _sent(scheme, path, tmp_path / f"{number}-again.csv", None, again)[0] == whole
        assert sorted(p.name for p in tmp_path.glob(f".{number}.csv.*"))[1:] == []


def _sent(
    scheme: str, ledger: Path, out: Path, kill_after: float | None, again: str = ""
) -> tuple[bytes, float]:
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 1
        with suppress(BaseException):
            asked = {"layout": "pcse-contract-variation", "period": "May 2015", "codes": CODES, "by": ANA}
            dated = datetime(2015, 4, 13)  # noqa: DTZ001 - as it is typed
            export(scheme, EXAMPLE / "pack", out=out, ledger=ledger, again=again, dated=dated, **asked)  # type: ignore[arg-type]
            code = 0
        os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    taken = time.monotonic() - begun
    if kill_after is None:
        assert os.waitstatus_to_exitcode(status) == 0
        return out.read_bytes(), taken
    return b"", taken
