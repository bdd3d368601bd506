"""What the verbs of governance share: the ledger, the people, and the run that is meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives import __version__
from incentives.cli.loading import worked_out
from incentives.cli.options import day

if TYPE_CHECKING:
    from incentives.govern.entries import Run
    from incentives.govern.ledger import Ledger

LedgerFile = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger; it is made if new.")]
DelegationFile = Annotated[
    Path,
    typer.Option("--delegation", metavar="FILE.yaml", help="Your scheme of delegation: who may do what."),
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does this, as the delegation names them.")]
PreparedBy = Annotated[str, typer.Option("--prepared-by", metavar="NAME", help="Who prepared the run.")]
PeriodName = Annotated[
    str,
    typer.Option("--period", metavar="PERIOD", help='Such as "May 2015"; "whole year" without instalments.'),
]


def opened(path: Path, delegation: Path | None) -> Ledger:
    """Return the ledger with the people who may write in it."""
    from incentives.govern.delegation import read_delegation
    from incentives.govern.ledger import Ledger

    return Ledger(path, read_delegation(delegation) if delegation else None)


def the_run(scheme: str, data: Path, period: str, prepared_by: str, dated: datetime | None) -> Run:
    """Work the scheme out and return the run that pays a period of it."""
    from incentives.govern.runs import Calculated, run_of

    read, pack, results = worked_out(scheme, data, quiet=True)
    calculated = Calculated(read, pack, results, f"incentives {__version__}")
    return run_of(calculated, period, prepared_by, day(dated, pack.latest_as_at).isoformat())
