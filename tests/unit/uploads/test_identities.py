"""Whatever is paid: the journal balances, and the four sums of a reconciliation are both totals."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incentives.govern.extract import read_extract
from incentives.govern.reconciling import Result, reconcile
from incentives.report.uploads.rows import in_pounds_plain
from tests.unit.uploads.released import sent, upload, with_lines

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.govern.entries import Line

PENCE = st.integers(-(10**9), 10**9)
QUIET = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines_of(amounts: list[int]) -> tuple[Line, ...]:
    first = sent().lines
    return tuple(
        replace(first[n % len(first)], pence=pence, reference=f"R/{n}", correction_of="R/0" if n % 3 else "")
        for n, pence in enumerate(amounts)
    )


def pence_of(text: str) -> int:
    return int(text.replace(".", "")) if text else 0


@QUIET
@given(st.lists(PENCE, max_size=30))
def test_the_journal_balances_whatever_is_paid(amounts: list[int]) -> None:
    rows = upload("ledger-journal", with_lines(*lines_of(amounts))).rows
    debit, credit = (sum(pence_of(r[side]) for r in rows) for side in ("debit", "credit"))
    assert debit == credit
    assert all(not (r["debit"] and r["credit"]) for r in rows)
    booked = sum(pence_of(r["debit"]) - pence_of(r["credit"]) for r in rows if r["stage"])
    assert booked == sum(amounts)


@QUIET
@given(
    st.lists(PENCE.filter(bool), min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 25), PENCE), max_size=30),
)
def test_the_four_sums_of_a_reconciliation_are_both_totals(
    tmp_path: Path, amounts: list[int], paid: list[tuple[int, int]]
) -> None:
    path = tmp_path / "e.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("Reference", "Amount"), *((f"R/{n}", in_pounds_plain(p)) for n, p in paid), ("R/x", "0.00")]
        )
    lines = lines_of(amounts)
    found = reconcile(lines, read_extract(path, ("reference", "amount"), {}))
    assert sum(c.ours or 0 for r in Result for c in found.of(r)) == sum(amounts)
    assert sum(c.paid for r in Result for c in found.of(r)) == sum(p for _, p in paid)
    assert sum(len(c.theirs) for c in found.compared) == len(paid) + 1
    by_reference = {n: sum(p for m, p in paid if m == n) for n, _ in paid}
    matched = {f"R/{n}" for n, pence in enumerate(amounts) if n in by_reference and by_reference[n] == pence}
    assert {c.reference for c in found.of(Result.MATCHED)} == matched
    assert {c.reference for c in found.of(Result.OURS)} == {
        f"R/{n}" for n in range(len(amounts)) if n not in by_reference
    }
