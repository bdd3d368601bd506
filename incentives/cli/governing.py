"""What the verbs of governance share: the ledger, the people, and the run that is meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives import __version__
from incentives.base.problem import Refused, errors
from incentives.cli.loading import sound_plan
from incentives.cli.options import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.govern.entries import Line, Run
    from incentives.govern.ledger import Ledger
    from incentives.govern.runs import Calculated

LedgerFile = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger; it is made if new.")]
DelegationFile = Annotated[
    Path,
    typer.Option(
        "--delegation", metavar="FILE", help="Your scheme of delegation, a workbook or YAML: who may do what."
    ),
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


def the_run(
    scheme: str, data: Path, period: str, prepared_by: str, dated: datetime | None, ledger: Path
) -> Run:
    """Work the scheme out and return the run that pays a period of it, after what the ledger has released."""
    return run_after(calculation(scheme, data, period), period, prepared_by, dated, released(ledger))


def run_after(
    calculated: Calculated,
    period: str,
    prepared_by: str,
    dated: datetime | None,
    before: Sequence[Line],
) -> Run:
    """Return the run that pays a period, after the lines that were released before."""
    from incentives.govern.runs import run_of

    on = day(dated, calculated.pack.latest_as_at).isoformat()
    return run_of(calculated, period, prepared_by, on, before)


def calculation(scheme: str, data: Path, period: str) -> Calculated:
    """Work out what a period needs: a month before the balance rests on no result of the year."""
    from incentives.calculate import calculate
    from incentives.data.binding import bind
    from incentives.data.pack import read_pack
    from incentives.formula.months import months_alone
    from incentives.govern.runs import Calculated

    read, plan, warnings = sound_plan(scheme)
    if any(p.name == period and not p.is_balance for p in plan.periods):
        plan = months_alone(plan)
    pack = read_pack(data)
    binding = bind(plan, pack)
    if errors(shown := (*warnings, *binding.warnings)):
        raise Refused(shown)
    return Calculated(read, pack, calculate(plan, binding), f"incentives {__version__}")


def released(ledger: Path) -> tuple[Line, ...]:
    """Return the lines that a ledger has released, in order; none where there is no such file yet."""
    return opened(ledger, None).payments() if ledger.is_file() else ()
