"""Killed writers of files: the file is then the old one or the new one, whole; a naive writer is torn first.

Run ``uv run python -m tests.fault.file_faults`` for 200 kills of each writer; the tests take fewer.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from incentives.report.atomic import write_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 8_000_000
OLD, NEW = b"old " * (SIZE // 4), b"new " * (SIZE // 4)
FOLDER = ("a.csv", "b.csv")


class Killed(NamedTuple):
    """How many kills, how many between first and last write, how many files that were then not whole."""

    kills: int
    midway: int
    torn: int


def naive(path: Path) -> None:
    """Write as most programs do: over the old file."""
    with path.open("wb") as file:
        for at in range(0, SIZE, 100_000):
            file.write(NEW[at : at + 100_000])
        file.flush()
        os.fsync(file.fileno())


def whole(path: Path) -> None:
    """Write as this program does."""
    write_whole(path, NEW, force=True)


def folder(path: Path) -> None:
    """Write a folder of two files as this program does."""
    write_folder(path.with_suffix(""), dict.fromkeys(FOLDER, NEW[: SIZE // 2]), force=True)


def killed(at: Path, count: int, writer: Callable[[Path], None], *, seed: int = 1) -> Killed:
    """Kill a writer at a random moment of its work, so many times."""
    chance, midway, torn = random.Random(seed), 0, 0  # noqa: S311 - no secret
    path = at / "schedule.xlsx"
    seconds = max(_one(path, writer, None)[1] for _ in range(3))
    for _ in range(count):
        _as_before(path)
        finished, _taken = _one(path, writer, chance.uniform(0, seconds))
        is_whole = _is_whole(path)
        midway += not finished and (_has_begun(path) or not is_whole)
        torn += not is_whole
    return Killed(count, midway, torn)


def _as_before(path: Path) -> None:
    for left in path.parent.glob(".schedule*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    path.write_bytes(OLD)
    inside = path.with_suffix("")
    inside.mkdir(exist_ok=True)
    for name in FOLDER:
        (inside / name).write_bytes(OLD[: SIZE // 2])


def _has_begun(path: Path) -> bool:
    """Tell whether something lies beside the file of which some was written already."""
    beside = [p for one in path.parent.glob(".schedule*") for p in (one.iterdir() if one.is_dir() else [one])]
    return any(p.stat().st_size for p in beside)


def _is_whole(path: Path) -> bool:
    """Tell whether the file, and the folder, hold all of the old or all of the new."""
    inside = path.with_suffix("")
    if not inside.is_dir():  # between the two moves of a folder the old one stands beside
        kept = [{p.name for p in one.iterdir()} for one in path.parent.glob(".schedule.*") if one.is_dir()]
        return set(FOLDER) in kept
    files = {(inside / name).read_bytes() for name in FOLDER}
    return path.read_bytes() in (OLD, NEW) and files in ({OLD[: SIZE // 2]}, {NEW[: SIZE // 2]})


def _one(path: Path, writer: Callable[[Path], None], kill_after: float | None) -> tuple[bool, float]:
    """Let a process write; kill it so many seconds after it began. Return whether it ended, and its time."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os.write(writes, b"b")
            writer(path)
            os.write(writes, b"e")
        os._exit(0)
    os.close(writes)
    os.read(reads, 1)
    begun = time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    taken, ended = time.monotonic() - begun, os.read(reads, 1)
    os.close(reads)
    return ended == b"e", taken


def main() -> int:
    """Run every writer at its full size and print what happened."""
    found = {}
    for writer in (naive, whole, folder):
        with TemporaryDirectory() as name:
            found[writer.__name__] = one = killed(Path(name), 200, writer)
        print(f"{writer.__name__}: {one.kills} kills, {one.midway} in the midst, {one.torn} torn")
    ours = [found["whole"], found["folder"]]
    sound = all(one.midway >= 100 and not one.torn for one in ours)
    return 0 if sound and found["naive"].torn else 1


if __name__ == "__main__":
    sys.exit(main())
