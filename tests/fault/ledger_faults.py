"""Faults of the ledger: six writers at once, killed writers, flipped bits, a ledger re-hashed throughout.

Run ``uv run python -m tests.fault.ledger_faults`` for the full sizes; the tests take smaller ones.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import text

from incentives.base.problem import Refused
from incentives.govern import store
from incentives.govern.chain import START, sealed
from incentives.govern.ledger import Ledger
from incentives.govern.proof import proven
from tests.unit.govern.made_runs import BEN, CAT, DAY, DELEGATION, line, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from incentives.govern.entries import Run

WRITERS = 6


class Together(NamedTuple):
    """What writers at once have done: lines in the ledger, refusals, errors of any other kind."""

    lines: int
    refused: int
    errors: int


def keys(count: int, pence: int, of: str = "") -> Run:
    """Return a run of so many lines; ``of`` makes its keys a writer's own."""
    return run([line(f"ZZ{n:04d}", pence, component=f"A{of}") for n in range(count)], data=(of or "d") * 64)


def at_once(path: Path, runs: list[Run], *, naive: bool = False) -> Together:
    """Let each process prepare, approve and release its run at the same moment."""
    context = multiprocessing.get_context("fork")
    start, results = context.Event(), context.Queue()
    writers = [context.Process(target=_write, args=(path, each, start, results, naive)) for each in runs]
    for writer in writers:
        writer.start()
    time.sleep(0.2)
    start.set()
    said = [results.get(timeout=120) for _ in writers]
    for writer in writers:
        writer.join()
    lines = len(Ledger(path, DELEGATION).payments())
    return Together(lines, sum(s == "refused" for s in said), sum(s.startswith("error") for s in said))


def _write(path: Path, what: Run, start: Any, results: Any, naive: bool) -> None:  # noqa: FBT001 - a process
    if naive:
        setattr(store.Store, "writing", _deferred)  # noqa: B010 - the mode that fails under load
    try:
        ledger = Ledger(path, DELEGATION)
        start.wait()
        ledger.prepare(what)
        ledger.approve(what, BEN, DAY)
        ledger.release(what, CAT, DAY)
        results.put("released")
    except Refused as refused:
        codes = {p.code for p in refused.problems}
        results.put("refused" if codes == {"G124"} else f"error {codes}")
    except Exception as fault:  # noqa: BLE001 - counted by the parent
        results.put(f"error {type(fault).__name__}")


@contextmanager
def _deferred(self: store.Store) -> Iterator[Connection]:
    """Begin without the write lock, as SQLite does by default."""
    with self._named(), self.engine.connect() as connection:
        connection.execute(text("BEGIN"))
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


class Killed(NamedTuple):
    """How many kills there were, how many in the midst of writing, and ledgers that were then not whole."""

    kills: int
    midway: int
    torn: int


def killed(folder: Path, count: int, *, seed: int = 1) -> Killed:
    """Kill a process at a random moment of the second half of its work, in which it writes.

    The release is then whole or not there.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    midway = torn = 0
    what = keys(400, 1_000)
    whole = _one(folder / "measure.db", what, None)
    for number in range(count):
        path = folder / f"{number}.db"
        _one(path, what, chance.uniform(whole / 2, whole))
        found = Ledger(path, DELEGATION)
        lines, kinds = len(found.payments()), [e.kind for e in found.entries()]
        midway += kinds != [] and lines == 0
        torn += lines not in {0, 400} or bool(proven(found.store))
    return Killed(count, midway, torn)


def _one(path: Path, what: Run, seconds: float | None) -> float:
    Ledger(path, DELEGATION)
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        ledger = Ledger(path, DELEGATION)
        ledger.prepare(what)
        ledger.approve(what, BEN, DAY)
        ledger.release(what, CAT, DAY)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - begun


def flipped(path: Path, count: int, *, seed: int = 1) -> int:
    """Flip single bits of a ledger's file, one at a time; return how many were not noticed.

    A bit in a page that holds nothing is not part of the ledger; the copy is then the same ledger.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    whole = path.read_bytes()
    content = _content(path)
    missed = 0
    for _ in range(count):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        spoilt = bytearray(whole)
        spoilt[at] ^= 1 << bit
        copy = path.with_suffix(".flipped")
        copy.write_bytes(bytes(spoilt))
        missed += not _noticed(copy) and _content(copy) != content
        copy.unlink()
    return missed


def _noticed(path: Path) -> bool:
    try:
        return bool(proven(store.Store(path)))
    except (Refused, Exception):  # noqa: BLE001 - every refusal is a notice
        return True


def _content(path: Path) -> list[tuple[object, ...]]:
    try:
        file = sqlite3.connect(path)
        entries = file.execute("SELECT * FROM entries").fetchall()
        found = entries + file.execute("SELECT * FROM payments").fetchall()
        file.close()
    except sqlite3.Error:
        return []
    return found


def rehashed(path: Path) -> str:
    """Change a payment and re-hash the whole chain, as somebody with the file and this program could."""
    file = sqlite3.connect(path)
    for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f"DROP TRIGGER {name}")
    before = START
    for number, kind, content in file.execute(
        "SELECT number, kind, content FROM entries ORDER BY number"
    ).fetchall():
        edited = content.replace('"pence":1000', '"pence":2000')
        mark = sealed(before, number, kind, edited)
        file.execute(
            "UPDATE entries SET content = ?, before = ?, hash = ? WHERE number = ?",
            (edited, before, mark, number),
        )
        before = mark
    file.execute("DELETE FROM payments")
    file.commit()
    file.close()
    return before


def main() -> int:
    """Run every fault at its full size and print what happened."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        same = at_once(folder / "same.db", [keys(200, 1_000) for _ in range(WRITERS)])
        print(f"six release the same 200: {same.lines} lines, {same.errors} errors")
        others = at_once(folder / "same.db", [keys(200, 2_000 + n) for n in range(WRITERS)])
        new = others.lines - same.lines
        print(f"then other amounts: {new} new, {others.refused} of {WRITERS} refused, {others.errors} errors")
        own = at_once(folder / "own.db", [keys(200, 1_000, str(n)) for n in range(WRITERS)])
        print(f"then 200 each of their own: {own.lines} lines, {own.errors} errors")
        naive = at_once(folder / "naive.db", [keys(200, 1_000, str(n)) for n in range(WRITERS)], naive=True)
        print(f"the default transaction: {naive.lines} lines, {naive.errors} errors")
        (folder / "kills").mkdir()
        kills = killed(folder / "kills", 200)
        print(f"{kills.kills} kills, {kills.midway} between first and last write, {kills.torn} torn")
        missed = flipped(folder / "own.db", 1_000)
        print(f"1,000 flipped bits: {missed} not noticed")
        shutil.copy(folder / "own.db", folder / "edited.db")
        head = Ledger(folder / "own.db", DELEGATION).head()
        rehashed(folder / "edited.db")
        caught = proven(store.Store(folder / "edited.db"), head)
        print(f"re-hashed throughout: {'caught by the printed head' if caught else 'NOT NOTICED'}")
    sound = (same.lines, others.lines, own.lines, same.errors + others.errors + own.errors) == (
        200,
        200,
        1_200,
        0,
    )
    return 0 if sound and naive.errors and not kills.torn and not missed and caught else 1


if __name__ == "__main__":
    sys.exit(main())
