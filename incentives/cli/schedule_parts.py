"""``incentives schedule --by commissioner``: one workbook for each body, with progress."""

from __future__ import annotations

from contextlib import contextmanager
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.terminal import counted, pounds, say, wrote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from incentives.calculate import Results
    from incentives.data.pack import Pack


BODIES = ("commissioner", "network")


def refuse_unknown_body(by: str) -> None:
    """Raise Refused (C196) where schedules cannot be made by it; blank is one schedule for all."""
    if by and by not in BODIES:
        message = f'A schedule cannot be made by "{by}".'
        raise Refused([Problem("C196", Place("--by"), message, did_you_mean(by, BODIES))])


def write_by(by: str, results: Results, pack: Pack, to: tuple[Path, bool], dated: date) -> None:
    """Write a schedule for each commissioner or network into a folder, and say what they add up to.

    ``to`` is the folder, and whether one of an earlier run may be replaced. Progress goes to stderr.
    """
    from incentives.calculate import controls
    from incentives.report.schedule_parts import bodies, parts_of, write_parts

    out, force = to
    held = bodies(pack, by)
    parts = parts_of(results, held)
    with counting(len(parts), "workbooks") as done:
        made = write_parts(results, parts, out, dated=dated, done=done, force=force)
    wrote(out)
    total = controls(results)[0].found_pence
    paid = sum(part.pence for part in made)
    say(
        f"{counted(len(made), 'workbook')} for {counted(sum(p.practices for p in made), 'practice')}: "
        f"{pounds(paid)}, {'the same as' if paid == total else 'NOT'} the whole schedule's {pounds(total)}."
    )


@contextmanager
def counting(number: int, what: str) -> Iterator[Callable[[], None]]:
    """Show on stderr how many are done and about how many seconds are left: ``40 of 208 workbooks``.

    A terminal shows one line that moves; a file or a pipe gets a line for every tenth of the work.
    """
    from rich.console import Console
    from rich.progress import Progress

    console, began, ready = Console(stderr=True), monotonic(), 0

    def line() -> str:
        left = (monotonic() - began) / ready * (number - ready) if ready else 0
        ahead = f", about {counted(ceil(left), 'second')} left" if 0 < ready < number else ""
        return f"{ready:,} of {number:,} {what}{ahead}"

    with Progress(
        "{task.description}", console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task(line())

        def done() -> None:
            nonlocal ready
            ready += 1
            shown.update(task, description=line())
            if not console.is_terminal and ready * 10 // number > (ready - 1) * 10 // number:
                console.print(line(), highlight=False)

        yield done
