"""``incentives schedule``: the payment schedule as a workbook with live formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.budget import say_of_budget
from incentives.cli.loading import worked_out
from incentives.cli.options import DataPath, Dated, Force, SchemeName, day
from incentives.cli.pay import refuse_unbalanced, refuse_unpriced
from incentives.cli.resting import say_pounds_resting
from incentives.cli.schedule_parts import refuse_unknown_body, write_by
from incentives.cli.terminal import pounds, say, wrote


def schedule(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    scheme: SchemeName,
    data: DataPath,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="The workbook to write.")],
    by: Annotated[
        str,
        typer.Option("--by", metavar="BODY", help="commissioner or network: one workbook each, in a folder."),
    ] = "",
    dated: Dated = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", metavar="FILE", help="A ledger whose head is printed: it proves the ledger later."
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write the payment schedule: inputs, workings and payments that a finance officer can follow."""
    from incentives.calculate import controls
    from incentives.report.schedule import write_schedule
    from incentives.report.schedule_parts import refuse_folder

    refuse_unknown_body(by)
    if by:
        refuse_folder(out, force=force)
    if not by and out.suffix.lower() != ".xlsx":
        message = f'A payment schedule is a workbook, so it cannot be "{out.suffix or out.name}".'
        raise Refused([Problem("R106", Place(str(out)), message, "End the file's name in .xlsx.")])
    read, pack, results = worked_out(scheme, data)
    refuse_unpriced(results)
    say_of_budget(read, results)
    refuse_unbalanced(results)
    if by:
        write_by(by, results, pack, (out, force), day(dated, pack.latest_as_at))
        return
    head = _head(ledger) if ledger else ""
    write_schedule(results, out, dated=day(dated, pack.latest_as_at), force=force, ledger=head)
    wrote(out)
    totals = controls(results)
    say(
        f"Payment total {pounds(totals[0].found_pence)}; {sum(c.agrees for c in totals)} of "
        f"{len(totals)} controls agree."
    )
    say_pounds_resting(results)


def _head(ledger: Path) -> str:
    """Return the head of a ledger; raises Refused (R164) where there is none: it is not made here."""
    from incentives.cli.governing import opened

    if not ledger.is_file():
        problem = Problem(
            "R164", Place(str(ledger)), "There is no such ledger.", "Name the ledger that pays this."
        )
        raise Refused([problem])
    return opened(ledger, None).head()
