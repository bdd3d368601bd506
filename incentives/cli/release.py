"""``incentives release``: release an approved run for payment, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from incentives.cli.governing import By, DelegationFile, LedgerFile, PeriodName, PreparedBy, opened, the_run
from incentives.cli.options import DataPath, Dated, SchemeName, day
from incentives.cli.terminal import counted, pounds, say

if TYPE_CHECKING:
    from incentives.govern.ledger import Ledger


def release(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    period: PeriodName,
    ledger: LedgerFile,
    delegation: DelegationFile,
    prepared_by: PreparedBy,
    by: By,
    dated: Dated = None,
    below_zero_approved_by: Annotated[
        str,
        typer.Option(
            "--below-zero-approved-by",
            metavar="NAME",
            help="Who approves that a practice is paid less than nothing, without terms of recovery.",
        ),
    ] = "",
) -> None:
    """Release a run for payment: all of its lines or none, and each payment once."""
    from datetime import date

    run = the_run(scheme, data, period, prepared_by, dated, ledger)
    on = day(dated, date.fromisoformat(run.dated)).isoformat()
    held = opened(ledger, delegation)
    done = held.release(run, by, on, below_zero=below_zero_approved_by)
    if done.paid:
        total = sum(line.pence for line in done.paid)
        say(f"Released by {by}: {period}, {counted(len(done.paid), 'payment')}, {pounds(total)}.")
    if done.before:
        entries = ", ".join(str(n) for n in sorted({entry for _, entry in done.before}))
        say(f"{counted(len(done.before), 'payment')} had been released before, in entry {entries}.")
        say("Nothing is paid twice.")
    _say_queries(held)
    say(f"Head of the ledger: {done.head}")


def _say_queries(held: Ledger) -> None:
    """Say what practices have in question; it has stopped nothing."""
    from incentives.govern.queries import disputed, queries

    waiting = [q for q in queries(held.entries()) if q.is_open]
    if waiting:
        what = "1 query is" if len(waiting) == 1 else f"{len(waiting):,} queries are"
        say(f"{what} open, {pounds(disputed(waiting))} in question; that stopped nothing.")
