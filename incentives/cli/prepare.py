"""``incentives prepare``: enter a run in the ledger, so that somebody else can approve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.governing import (
    By,
    DelegationFile,
    LedgerFile,
    PeriodName,
    calculation,
    opened,
    released,
    run_after,
)
from incentives.cli.options import DataPath, Dated, SchemeName
from incentives.cli.terminal import counted, pounds, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.govern.entries import Line
    from incentives.govern.runs import Calculated


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
    calculated, before = calculation(scheme, data, period), released(ledger)
    run = run_after(calculated, period, by, dated, before)
    fingerprint = opened(ledger, delegation).prepare(run)
    say(f"Prepared {period}: {counted(len(run.lines), 'payment')}, {pounds(run.total)}.")
    say(f"Fingerprint {fingerprint[:12]}…: an approval is of exactly this run.")
    for reason in run.blocks:
        say(f"Cannot be released yet: {reason}")
    _say_what_is_made_up(calculated, period, before)


def _say_what_is_made_up(calculated: Calculated, period: str, before: Sequence[Line]) -> None:
    """Say who is paid otherwise than the instalment, since earlier periods were released otherwise."""
    from incentives.govern.settling import settled

    if not calculated.results.plan.periods:
        return
    otherwise = [one for one in settled(calculated, period, before) if one.pays != one.planned]
    if otherwise:
        say("Set against what the ledger has released before (released, instalment, paid now):")
    for one in otherwise:
        amounts = (pounds(pence) for pence in (one.released, one.planned, one.pays))
        say(f"  {one.practice}: {', '.join(amounts)}")
