"""``incentives calendar``: the year's dates, each with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, print_json, print_table, say, wrote

Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write a workbook (.xlsx) or a calendar (.ics).")
]
Rules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="FILE.yaml", help="Your own days (see templates/calendar.yaml)."),
]


def calendar(
    scheme: SchemeName,
    out: Out = None,
    rules: Rules = None,
    dated: Dated = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """List the year's dates with their reasons: offer, cut-offs, paydays, accruals, returns, accounts."""
    from incentives.govern.year_dates import read_rules, year_dates
    from incentives.report.atomic import write_whole
    from incentives.report.calendar_file import calendar_book, calendar_ics

    read, plan, _ = sound_plan(scheme)
    dates = year_dates(read, plan, read_rules(rules))
    if out:
        makers = {".ics": calendar_ics, ".xlsx": calendar_book}
        make = makers.get(out.suffix.lower())
        if make is None:
            message = f'A calendar cannot be written as "{out.suffix or out.name}".'
            raise Refused(
                [Problem("R106", Place(str(out)), message, "End the file's name in .xlsx or .ics.")]
            )
        write_whole(out, make(dates, plan, day(dated, plan.year.first_day)), force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(
            [
                {"date": d.day.isoformat(), "what": d.what, "who": d.who, "why": d.why, "set_by": d.set_by}
                for d in dates
            ]
        )
    elif not out:
        rows = [(f"{d.day:%a} {d.day.day} {d.day:%b %Y}", d.what, d.who, d.why) for d in dates]
        print_table(plan.title, ("Date", "What", "Who", "Why on this day"), rows, right=4)
        say(f"{counted(len(dates), 'date')}. Working days are England's, without its bank holidays.")
