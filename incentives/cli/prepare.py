"""``incentives prepare``: enter a run in the ledger, so that somebody else can approve it."""

from __future__ import annotations

from incentives.cli.governing import By, DelegationFile, LedgerFile, PeriodName, opened, the_run
from incentives.cli.options import DataPath, Dated, SchemeName
from incentives.cli.terminal import counted, pounds, say


def prepare(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    period: PeriodName,
    ledger: LedgerFile,
    delegation: DelegationFile,
    by: By,
    dated: Dated = None,
) -> None:
    """Work out what a period pays and enter it in the ledger as prepared; nothing is paid by it."""
    run = the_run(scheme, data, period, by, dated)
    fingerprint = opened(ledger, delegation).prepare(run)
    say(f"Prepared {period}: {counted(len(run.lines), 'payment')}, {pounds(run.total)}.")
    say(f"Fingerprint {fingerprint[:12]}…: an approval is of exactly this run.")
    for reason in run.blocks:
        say(f"Cannot be released yet: {reason}")
