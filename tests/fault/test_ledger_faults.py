"""Writers at once, killed writers and edited files: nothing is lost, doubled, half done or unnoticed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from incentives.govern import store
from incentives.govern.ledger import Ledger
from incentives.govern.proof import proven
from tests.fault.ledger_faults import WRITERS, at_once, flipped, keys, killed, rehashed
from tests.unit.govern.made_runs import DELEGATION

if TYPE_CHECKING:
    from pathlib import Path


def test_six_writers_at_once_release_each_payment_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    same = at_once(path, [keys(50, 1_000) for _ in range(WRITERS)])
    assert (same.lines, same.errors, same.refused) == (50, 0, 0)
    other = at_once(path, [keys(50, 2_000 + n) for n in range(WRITERS)])
    assert (other.lines, other.errors, other.refused) == (50, 0, WRITERS)
    own = at_once(path, [keys(50, 1_000, str(n)) for n in range(WRITERS)])
    assert (own.lines, own.errors, own.refused) == (50 + 50 * WRITERS, 0, 0)
    assert proven(store.Store(path)) == ()


def test_the_default_transaction_would_fail_the_same_test(tmp_path: Path) -> None:
    naive = at_once(tmp_path / "naive.db", [keys(50, 1_000, str(n)) for n in range(WRITERS)], naive=True)
    assert naive.errors > 0
    assert naive.lines < 50 * WRITERS


def test_a_killed_writer_leaves_a_whole_ledger(tmp_path: Path) -> None:
    assert killed(tmp_path, 15).torn == 0


def test_a_flipped_bit_is_noticed_or_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    at_once(path, [keys(20, 1_000)])
    assert flipped(path, 60) == 0


def test_a_ledger_re_hashed_throughout_is_caught_by_the_printed_head(tmp_path: Path) -> None:
    path, edited = tmp_path / "ledger.db", tmp_path / "edited.db"
    at_once(path, [keys(20, 1_000)])
    head = Ledger(path, DELEGATION).head()
    shutil.copy(path, edited)
    rehashed(edited)
    assert proven(store.Store(path), head) == ()
    assert "printed earlier" in str([p.message for p in proven(store.Store(edited), head)])
