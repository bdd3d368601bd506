"""Runs each trial in a process of its own, which may take 10 s of the processor and 1 GiB."""

from __future__ import annotations

import multiprocessing
import resource
import signal
import traceback
from typing import TYPE_CHECKING, Any

from tests.corpora.outcomes import WRONG, Outcome, Trial

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS, BYTES = 10, 1 << 30
_WAIT, _COMPARE = 90, 60


def limited(
    trial: Trial, run: Callable[[Trial, Callable[[], None]], Outcome], seconds: int = SECONDS
) -> Outcome:
    """Run a trial in a process of its own; ``run`` calls its second argument when the reading is done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.corpora.trying", "tests.corpora.second_opinion"])
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(there, trial, run, seconds))
    process.start()
    there.close()
    try:
        outcome = here.recv() if here.poll(_WAIT) else Outcome(WRONG, f"no answer after {_WAIT} s")
    except EOFError:
        process.join()
        outcome = Outcome(WRONG, _end_of(process.exitcode, seconds))
    process.kill()
    process.join()
    assert isinstance(outcome, Outcome)
    return outcome


def _child(
    answer: Any, trial: Trial, run: Callable[[Trial, Callable[[], None]], Outcome], seconds: int
) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + _COMPARE))
    most = 0

    def done() -> None:
        nonlocal most
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + _COMPARE, seconds + _COMPARE))

    try:
        outcome = run(trial, done)
    except BaseException as error:  # noqa: BLE001 - whatever escapes is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = (
            f"{type(error).__name__}: {str(error)[:200]} ({where.filename.rpartition('/')[2]}:{where.lineno})"
        )
        outcome = Outcome(WRONG, reason)
    if most > BYTES:
        outcome = Outcome(WRONG, f"{most >> 20:,} MiB of memory")
    answer.send(outcome)


def _end_of(code: int | None, seconds: int) -> str:
    if code == -signal.SIGXCPU:
        return f"more than {seconds} s of the processor"
    return f"the process ended by itself ({signal.Signals(-code).name if code and code < 0 else code})"
