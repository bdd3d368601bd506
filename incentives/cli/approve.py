"""``incentives approve``: approve a prepared run as it is now."""

from __future__ import annotations

from incentives.cli.governing import By, DelegationFile, LedgerFile, PeriodName, PreparedBy, opened, the_run
from incentives.cli.options import DataPath, Dated, SchemeName, day
from incentives.cli.terminal import counted, pounds, say


def approve(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    period: PeriodName,
    ledger: LedgerFile,
    delegation: DelegationFile,
    prepared_by: PreparedBy,
    by: By,
    dated: Dated = None,
) -> None:
    """Approve a run that somebody else has prepared; any edit afterwards voids the approval."""
    from datetime import date

    run = the_run(scheme, data, period, prepared_by, dated, ledger)
    on = day(dated, date.fromisoformat(run.dated)).isoformat()
    opened(ledger, delegation).approve(run, by, on)
    say(f"Approved by {by}: {period}, {counted(len(run.lines), 'payment')}, {pounds(run.total)}.")
