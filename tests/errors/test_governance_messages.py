"""Every problem of governance has a failing example here."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.publish import publish
from incentives.govern import store
from incentives.govern.audit_evidence import kept_returns
from incentives.govern.delegation import read_delegation
from incentives.govern.entries import DECISION
from incentives.govern.ledger import Ledger
from incentives.govern.messages import MESSAGES
from incentives.govern.proof import proven
from incentives.govern.publication import parts, reasons
from incentives.govern.runs import Calculated, run_of
from incentives.shipped import shipped
from tests.errors.commands import accrual_examples, finance_examples, governance_examples
from tests.errors.commands.given import given
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAN, DAY, DELEGATION, line, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = (line("ZZ9001", 125_000),)
TWICE = """kind: scheme of delegation
body: NHS Barsetshire CCG
source: made
people:
  - name: Ana
    role: contracts
    prepares: yes
  - name: Ana
    role: finance
"""


def _ledger(folder: Path) -> Ledger:
    return Ledger(folder / "ledger.db", DELEGATION)


def _released(folder: Path) -> Ledger:
    ledger, what = _ledger(folder), run(LINES)
    ledger.prepare(what)
    ledger.approve(what, BEN, DAY)
    ledger.release(what, CAT, DAY)
    return ledger


def _no_ledger(folder: Path) -> None:
    (folder / "ledger.db").write_bytes(b"a letter, not a ledger" * 99)
    _ledger(folder)


def _newer(folder: Path) -> None:
    file = sqlite3.connect(folder / "ledger.db")
    file.execute("PRAGMA user_version = 99")
    file.commit()
    file.close()
    _ledger(folder)


def _in_use(folder: Path) -> None:
    _ledger(folder)
    other = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting, store.WAIT_SECONDS = store.WAIT_SECONDS, 0
    try:
        _ledger(folder)
    finally:
        store.WAIT_SECONDS = waiting
        other.close()


def _append_only(folder: Path) -> None:
    ledger = _released(folder)
    with ledger.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM payments")


def _twice(folder: Path) -> None:
    path = folder / "delegation.yaml"
    path.write_text(TWICE, encoding="utf-8")
    read_delegation(path)


def _own_approval(folder: Path) -> None:
    ledger, own = _ledger(folder), run(LINES, by=BEN)
    ledger.prepare(own)
    ledger.approve(own, BEN, DAY)


def _blocked(folder: Path) -> None:
    ledger, what = _ledger(folder), run(LINES, blocks=("VAT is not decided.",))
    ledger.prepare(what)
    ledger.approve(what, BEN, DAY)
    ledger.release(what, CAT, DAY)


def _not_approved(folder: Path) -> None:
    ledger, what = _ledger(folder), run(LINES)
    ledger.prepare(what)
    ledger.release(what, CAT, DAY)


def _no_reference(folder: Path) -> None:
    people = {"prepared_by": ANA, "approved_by": BEN, "dated": DAY}
    _released(folder).reverse("BQS1516/none", "none", people)


def _other_content(folder: Path) -> None:
    ledger, other = _released(folder), run([line("ZZ9001", 125_001)])
    ledger.prepare(other)
    ledger.approve(other, BEN, DAY)
    ledger.release(other, CAT, DAY)


def _changed(folder: Path) -> None:
    ledger = _released(folder)
    file = sqlite3.connect(ledger.store.path)
    file.execute("DROP TRIGGER payments_update")
    file.execute("UPDATE payments SET pence = 1")
    file.commit()
    file.close()
    raise Refused(proven(ledger.store))


def _no_period(_: Path) -> None:
    sound = given()
    results = calculate(sound.proposed_side.plan, sound.proposed_side.binding)
    run_of(Calculated(sound.proposed, sound.pack, results, "incentives"), "Mai 2015", ANA, DAY)


def _changed_return(folder: Path) -> None:
    (folder / "return.xlsx").write_bytes(b"changed since")
    kept = f"practice_code,file,sha256\nZZ9001,return.xlsx,{'0' * 64}\n"
    (folder / "manifest.csv").write_text(kept, encoding="utf-8")
    kept_returns([folder], {"ZZ9001"})


def _published_other(folder: Path) -> None:
    ledger = _ledger(folder)
    decided = {"by": ANA, "dated": DAY, "scheme": "barsetshire-2015-16", "version": "another", "number": 1}
    ledger.enter(DECISION, lambda _: decided | {"votes_that_count": {"for": 3, "against": 0, "abstained": 0}})
    example = shipped("examples") / "barsetshire"
    publish(
        str(example / "scheme.yaml"),
        example / "pack",
        base="qof-england-2015-16",
        out=folder / "bundle.zip",
        ledger=folder / "ledger.db",
    )


EXAMPLES: dict[str, Callable[[Path], object]] = {
    "G101": _no_ledger,
    "G102": _newer,
    "G103": _in_use,
    "G104": _append_only,
    "G110": _twice,
    "G111": lambda folder: Ledger(folder / "ledger.db").prepare(run(LINES)),
    "G112": lambda folder: _ledger(folder).prepare(replace(run(LINES), prepared_by=DAN)),
    "G120": _own_approval,
    "G121": _blocked,
    "G122": _not_approved,
    "G123": _no_reference,
    "G124": _other_content,
    "G130": _changed,
    "G140": _no_period,
    "G200": lambda folder: kept_returns([folder], {"ZZ9001"}),
    "G201": _changed_return,
    "G202": lambda _: parts(given().proposed, None, {}, "scheme.yaml"),
    "G203": lambda _: reasons(["nhs_england"]),
    "G204": _published_other,
    **finance_examples.GOVERNANCE,
    **governance_examples.GOVERNANCE,
    **accrual_examples.GOVERNANCE,
}


def test_every_code_has_an_example() -> None:
    assert set(EXAMPLES) == set(MESSAGES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_is_refused_with_place_reason_and_remedy(code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        EXAMPLES[code](tmp_path)
    assert {p.code for p in refused.value.problems} == {code}
    for problem in refused.value.problems:
        assert str(problem.place)
        assert problem.message.endswith(".")
        assert problem.remedy
