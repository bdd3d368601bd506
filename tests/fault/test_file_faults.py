"""A killed writer leaves the old file or the new one; what it left beside is swept away by the next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from incentives.report.atomic import write_whole
from tests.fault.file_faults import folder, killed, naive, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_naive_writer_is_torn_by_the_same_kills(tmp_path: Path) -> None:
    assert killed(tmp_path, 15, naive).torn > 0


@pytest.mark.parametrize("writer", [whole, folder])
def test_a_killed_writer_leaves_the_old_or_the_new_whole(
    tmp_path: Path, writer: Callable[[Path], None]
) -> None:
    found = killed(tmp_path, 15, writer)
    assert found.midway > 0
    assert found.torn == 0


def test_what_a_killed_writer_left_is_swept_and_one_at_work_is_let_be(tmp_path: Path) -> None:
    left, at_work = tmp_path / ".a.csv.left", tmp_path / ".a.csv.working"
    other = tmp_path / ".b.csv.left"
    for path in (left, at_work, other):
        path.write_bytes(b"half")
    for path in (left, other):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    write_whole(tmp_path / "a.csv", b"whole")
    assert sorted(p.name for p in tmp_path.iterdir()) == [".a.csv.working", ".b.csv.left", "a.csv"]
