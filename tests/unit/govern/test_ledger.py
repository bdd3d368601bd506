"""A payment happens once; three people stand behind it; nothing is changed after."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.govern.delegation import read_delegation
from incentives.govern.ledger import Ledger
from incentives.govern.proof import proven
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAN, DAY, DELEGATION, line, run

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.govern.entries import Run

LINES = (line("ZZ9001", 125_000), line("ZZ9002", -3_050), line("ZZ9002", 40_000, component="engagement"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db", DELEGATION)


def approved(ledger: Ledger, what: Run) -> Run:
    ledger.prepare(what)
    ledger.approve(what, BEN, DAY)
    return what


def code(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_a_run_is_prepared_approved_and_released_by_three_people(ledger: Ledger) -> None:
    done = ledger.release(approved(ledger, run(LINES)), CAT, DAY)
    assert [p.pence for p in done.paid] == [125_000, -3_050, 40_000]
    assert ledger.payments() == LINES
    assert done.head == ledger.head()
    assert [e.kind for e in ledger.entries()] == ["run", "approval", "release"]
    assert proven(ledger.store) == ()


def test_the_same_payment_is_answered_with_its_first_release(ledger: Ledger) -> None:
    what = approved(ledger, run(LINES))
    first = ledger.release(what, CAT, DAY)
    again = ledger.release(what, CAT, DAY)
    assert again.paid == ()
    assert [entry for _, entry in again.before] == [first.entry] * 3
    assert len(ledger.payments()) == 3
    assert again.head == first.head


def test_the_same_key_with_another_amount_is_refused_whole(ledger: Ledger) -> None:
    ledger.release(approved(ledger, run(LINES)), CAT, DAY)
    other = run([line("ZZ9001", 125_001), line("ZZ9003", 9_900)])
    approved(ledger, other)
    with pytest.raises(Refused) as refused:
        ledger.release(other, CAT, DAY)
    assert code(refused) == ["G124"]
    assert "£1,250.00" in str(refused.value)
    assert "£1,250.01" in str(refused.value)
    assert "correction" in str(refused.value)
    assert len(ledger.payments()) == 3


def test_an_edit_voids_an_approval(ledger: Ledger) -> None:
    approved(ledger, run(LINES))
    edited = run([LINES[0], LINES[1], line("ZZ9002", 40_001, component="engagement")])
    with pytest.raises(Refused) as refused:
        ledger.release(edited, CAT, DAY)
    assert code(refused) == ["G122"]
    ledger.prepare(edited)
    with pytest.raises(Refused) as refused:
        ledger.release(edited, CAT, DAY)
    assert code(refused) == ["G122"]


def test_nobody_approves_or_releases_what_they_prepared(ledger: Ledger) -> None:
    own = run(LINES, by=BEN)
    ledger.prepare(own)
    with pytest.raises(Refused) as refused:
        ledger.approve(own, BEN, DAY)
    assert code(refused) == ["G120"]
    what = approved(ledger, run(LINES))
    for person in (ANA, BEN):
        with pytest.raises(Refused) as refused:
            ledger.release(what, person, DAY)
        assert code(refused) == ["G120"]


def test_limits_are_those_of_the_scheme_of_delegation(ledger: Ledger) -> None:
    what = run(LINES)
    ledger.prepare(what)
    with pytest.raises(Refused) as refused:
        ledger.approve(what, DAN, DAY)
    assert code(refused) == ["G112"]
    assert "£500.00" in str(refused.value)
    with pytest.raises(Refused) as refused:
        ledger.approve(what, "Eve Elsewhere", DAY)
    assert "names" in str(refused.value)
    just = run([line("ZZ9009", 50_000)])
    ledger.prepare(just)
    ledger.approve(just, DAN, DAY)
    over = run([line("ZZ9009", 50_001)])
    ledger.prepare(over)
    with pytest.raises(Refused):
        ledger.approve(over, DAN, DAY)


def test_a_blocked_run_is_not_released(ledger: Ledger) -> None:
    blocked = approved(ledger, run(LINES, blocks=("Whether the payments are pensionable is not decided.",)))
    with pytest.raises(Refused) as refused:
        ledger.release(blocked, CAT, DAY)
    assert code(refused) == ["G121"]
    assert "pensionable" in str(refused.value)


def test_a_correction_is_a_new_signed_line(ledger: Ledger) -> None:
    ledger.release(approved(ledger, run(LINES)), CAT, DAY)
    by = {"prepared_by": ANA, "approved_by": BEN, "dated": "2015-06-01"}
    made = ledger.correct(LINES[0].reference, -2_500, "query 7 upheld", by)
    back = ledger.reverse(LINES[2].reference, "practice had not signed", by)
    assert (made.pence, made.correction_of) == (-2_500, LINES[0].reference)
    assert back.pence == -40_000
    assert sum(p.pence for p in ledger.payments()) == 125_000 - 3_050 - 2_500
    second = ledger.correct(LINES[0].reference, -100, "query 8 upheld", by)
    assert second.reference != made.reference
    assert proven(ledger.store) == ()
    with pytest.raises(Refused) as refused:
        ledger.correct("BQS1516/none", 1, "none", by)
    assert code(refused) == ["G123"]
    with pytest.raises(Refused) as refused:
        ledger.correct(LINES[0].reference, 1, "own", by | {"prepared_by": BEN})
    assert code(refused) == ["G120"]


def test_the_file_itself_refuses_to_change_an_entry(ledger: Ledger) -> None:
    ledger.release(approved(ledger, run(LINES)), CAT, DAY)
    file = sqlite3.connect(ledger.store.path)
    for statement in (
        "UPDATE payments SET pence = 1",
        "DELETE FROM entries",
        "UPDATE entries SET content = ''",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            file.execute(statement)
    file.close()


def _forced(path: Path, *statements: str) -> None:
    file = sqlite3.connect(path)
    for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments SET pence = pence + 1 WHERE id = 1",
        "DELETE FROM payments WHERE id = 2",
        "UPDATE entries SET content = replace(content, '125000', '125001') WHERE kind = 'release'",
        "DELETE FROM entries WHERE kind = 'approval'",
        "UPDATE entries SET kind = 'note' WHERE number = 2",
    ],
)
def test_a_forced_edit_is_noticed(ledger: Ledger, statement: str) -> None:
    ledger.release(approved(ledger, run(LINES)), CAT, DAY)
    assert proven(ledger.store) == ()
    _forced(ledger.store.path, statement)
    assert {p.code for p in proven(ledger.store)} == {"G130"}


def test_a_ledger_that_was_cut_short_is_caught_by_a_head_printed_earlier(ledger: Ledger) -> None:
    head = ledger.release(approved(ledger, run(LINES)), CAT, DAY).head
    _forced(ledger.store.path, "DELETE FROM payments", "DELETE FROM entries WHERE kind = 'release'")
    assert proven(ledger.store) == ()
    assert [p.code for p in proven(ledger.store, head)] == ["G130"]


def test_a_file_that_is_no_ledger_or_is_newer_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"this is a letter, not a ledger" * 200)
    with pytest.raises(Refused) as refused:
        Ledger(other, DELEGATION)
    assert code(refused) == ["G101"]
    with pytest.raises(Refused) as refused:
        Ledger(tmp_path / "no" / "folder.db", DELEGATION)
    assert code(refused) == ["G101"]
    newer = tmp_path / "newer.db"
    file = sqlite3.connect(newer)
    file.execute("PRAGMA user_version = 99")
    file.commit()
    file.close()
    with pytest.raises(Refused) as refused:
        Ledger(newer, DELEGATION)
    assert code(refused) == ["G102"]


def test_without_a_scheme_of_delegation_nothing_is_approved(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Ledger(tmp_path / "ledger.db").prepare(run(LINES))
    assert code(refused) == ["G111"]


def test_a_scheme_of_delegation_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "delegation.yaml"
    text = """kind: scheme of delegation
body: NHS Barsetshire CCG
source: governing body paper 12, March 2015
people:
  - name: Ana Preparer
    role: contracts manager
    prepares: yes
  - name: Ben Approver
    role: head of primary care
    approves_up_to: £100,000
"""
    path.write_text(text, encoding="utf-8")
    found = read_delegation(path)
    assert found.approves == {"Ben Approver": 10_000_000}
    assert found.prepares == {"Ana Preparer"}
    path.write_text(text.replace("Ben Approver", "Ana Preparer"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_delegation(path)
    assert code(refused) == ["G110"]
    path.write_text(text.replace("approves_up_to", "aproves_up_to"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_delegation(path)
    assert "approves_up_to" in str(refused.value)
