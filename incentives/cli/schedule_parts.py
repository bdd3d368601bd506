"""``incentives schedule --by commissioner``: one workbook for each body, with progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.terminal import counted, pounds, say, wrote

if TYPE_CHECKING:
    from datetime import date

    from incentives.calculate import Results
    from incentives.data.pack import Pack


BODIES = ("commissioner", "network")


def refuse_unknown_body(by: str) -> None:
    """Raise Refused (C196) where schedules cannot be made by it; blank is one schedule for all."""
    if by and by not in BODIES:
        message = f'A schedule cannot be made by "{by}".'
        raise Refused([Problem("C196", Place("--by"), message, did_you_mean(by, BODIES))])


def write_by(by: str, results: Results, pack: Pack, out: Path, dated: date) -> None:
    """Write a schedule for each commissioner or network into a new folder, and say what they add up to."""
    from rich.console import Console
    from rich.progress import Progress

    from incentives.calculate import controls
    from incentives.report.schedule_parts import bodies, parts_of, write_parts

    held = bodies(pack, by)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        checking = progress.add_task(f"{counted(len(held), by)}: dividing", total=None)
        parts = parts_of(results, held)
        progress.remove_task(checking)
        writing = progress.add_task("Workbooks", total=len(parts))
        made = write_parts(results, parts, out, dated=dated, done=lambda: progress.advance(writing))
    wrote(out)
    total = controls(results)[0].found_pence
    paid = sum(part.pence for part in made)
    say(
        f"{counted(len(made), 'workbook')} for {counted(sum(p.practices for p in made), 'practice')}: "
        f"{pounds(paid)}, {'the same as' if paid == total else 'NOT'} the whole schedule's {pounds(total)}."
    )
