"""``incentives pay``: practice × component in whole pence, with factors and control totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.budget import say_of_budget
from incentives.cli.loading import worked_out
from incentives.cli.options import AsJson, DataPath, Dated, Force, OutFile, SchemeName, day
from incentives.cli.resting import say_pounds_resting
from incentives.cli.terminal import (
    counted,
    pounds,
    print_json,
    print_table,
    say,
    wrote,
)

if TYPE_CHECKING:
    from incentives.calculate import Results

THIS = "this schedule"


def pay(  # noqa: PLR0913, PLR0917 - the command's options, by name
    scheme: SchemeName,
    data: DataPath,
    out: OutFile = None,
    force: Force = False,
    suppressed: Annotated[
        str,
        typer.Option(
            "--suppressed",
            metavar="RANGE",
            help='Between what suppressed counts lie ("1 to 4"): an interval.',
        ),
    ] = "",
    dated: Dated = None,
    as_json: AsJson = False,
) -> None:
    """Work out what every practice is paid for every component, and prove the totals."""
    if suppressed:
        from incentives.cli.pay_interval import pay_interval

        pay_interval(scheme, data, out, suppressed, force=force, as_json=as_json)
        return
    from incentives.calculate import controls, payments
    from incentives.report.resting import unverified_sorts
    from incentives.report.tables import records, write_table
    from incentives.report.waiting import said_of_late_results

    read, pack, results = worked_out(scheme, data)
    refuse_unpriced(results)
    say_of_budget(read, results)
    refuse_unbalanced(results)
    table = payments(results)
    table["unverified"] = table["component"].map(unverified_sorts(results.plan)).astype("string")
    if out:
        write_table(table, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(records(table))
        return
    ours = table[table["paid_by"] == THIS]
    by_practice = ours.groupby("practice_code", sort=True)["payment_pence"].sum()
    others = table[table["paid_by"] != THIS].groupby("practice_code")["payment_pence"].sum()
    rows = [(str(code), pounds(int(p)), pounds(int(others.get(code, 0)))) for code, p in by_practice.items()]
    heads = ("Practice", "Paid by this schedule", "Paid by others")
    print_table(f"{results.plan.title}: payments by practice", heads, rows)
    say(f"{counted(len(rows), 'practice')}; this schedule pays {pounds(int(by_practice.sum()))}.")
    say("Amounts are gross: NHS pension contributions and LMC levies are taken by the payment agency.")
    for control in controls(results):
        mark = "agrees" if control.agrees else "DIFFERS"
        say(f"  control: {control.name}: {pounds(control.found_pence)} {mark}")
    for line in said_of_late_results(read, results, day(dated, pack.latest_as_at)):
        say(line)
    say_pounds_resting(results)


def refuse_unpriced(results: Results) -> None:
    """Raise Refused where a scheme says nothing about pounds."""
    if any(c.amount for c in results.plan.components):
        return
    problem = Problem(
        "C101",
        Place(results.plan.id),
        "This scheme has points but no price, so nothing can be paid.",
        'Use "incentives score" for its points, or add pay_points: with a price per point.',
    )
    raise Refused([problem])


def refuse_unbalanced(results: Results) -> None:
    """Raise Refused where a control total differs: nothing is written that does not balance."""
    from incentives.calculate import controls

    problems = [
        Problem(
            "C105",
            Place(results.plan.id),
            f"The control total of {c.name} is {pounds(c.found_pence)}, not {pounds(c.expected_pence)}.",
            "Nothing is wrong with your files: please report this with the scheme and the data.",
        )
        for c in controls(results)
        if not c.agrees
    ]
    if problems:
        raise Refused(problems)
