"""``incentives collect``: returns for what no national extract supplies, sent out and read back."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, DataPath, Dated, Force, SchemeName, a_day, day
from incentives.cli.terminal import counted, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.govern.returns import Return
    from incentives.govern.returns_read import Outcome

PeriodOption = Annotated[
    str,
    typer.Option("--period", metavar="PERIOD", help="A quarter of the financial year, such as 2015-Q2."),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out", metavar="DIR", help="Where the returns to send are written, or what was read is kept."
    ),
]
Read = Annotated[
    Path | None, typer.Option("--read", metavar="DIR", help="A folder of returns that came back.")
]
DueOn = Annotated[
    datetime | None,
    typer.Option(
        "--due",
        parser=a_day,
        metavar="YYYY-MM-DD",
        help="When returns are due (default: ten working days after the period).",
    ),
]


def collect(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    period: PeriodOption,
    out: Out,
    read: Read = None,
    due: DueOn = None,
    dated: Dated = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Write one locked return a practice; with --read, take those that came back and say what is wanting."""
    from incentives.data.pack import read_pack
    from incentives.govern.returns import read_period, returns_of
    from incentives.scheme.resolved import version_of

    written, plan, _ = sound_plan(scheme)
    pack = read_pack(data)
    of = read_period(period, plan.year)
    asked = returns_of(written, version_of(written), pack, of, due.date() if due else of.due)
    if read is None:
        _send(asked, out, day(dated, pack.latest_as_at), force=force)
    else:
        _take(asked, read, out, as_json=as_json, force=force)


def _send(asked: Sequence[Return], out: Path, dated: date, *, force: bool) -> None:
    from incentives.base.year import written_date
    from incentives.report.atomic import write_folder
    from incentives.report.returns_book import returns_folder

    write_folder(out, returns_folder(tuple(asked), dated), force=force)
    wrote(out)
    indicators = ", ".join(a.indicator for a in asked[0].asked) if asked else "nothing"
    say(
        f"{counted(len(asked), 'return')} for {asked[0].period if asked else 'no period'}, asking for "
        f"{indicators}; due {written_date(asked[0].due) if asked else 'never'}."
    )
    say("When they come back: the same command with --read, the folder they were saved in.")


def _take(asked: Sequence[Return], folder: Path, out: Path, *, as_json: bool, force: bool) -> None:
    from incentives.govern.returns_read import read_returns
    from incentives.report.atomic import write_folder
    from incentives.report.returns_kept import kept_folder

    outcomes, problems = read_returns(folder, asked)
    sys.stderr.write("".join(f"{problem}\n\n" for problem in problems))
    write_folder(out, kept_folder(outcomes), force=force)
    wrote(out, quiet=as_json)
    if as_json:
        print_json(_as_data(outcomes))
    else:
        _say(outcomes, out)


def _say(outcomes: Sequence[Outcome], out: Path) -> None:
    from incentives.govern.returns_read import Came
    from incentives.report.returns_kept import COUNTS, to_remind

    counts = ", ".join(
        f"{came.value} {n}"
        for came in Came
        if (n := sum(o.came is came for o in outcomes)) or came is not Came.REFUSED
    )
    say(f"Returns: {counts}; of {len(outcomes)} asked for.")
    if wanting := to_remind(outcomes):
        rows = [(o.asked.practice, o.asked.name, o.came.value, what) for o, what in wanting]
        print_table(
            f"To be reminded ({len(wanting)})", ("Practice", "Name", "Status", "Ask for"), rows, right=4
        )
    used = sum(o.is_used for o in outcomes)
    say(
        f"{out / COUNTS} holds the counts of {counted(used, 'practice')}: name it in pack.yaml as a table "
        "that holds counts. A return is late by the day of its declaration; late ones count."
    )


def _as_data(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    return [
        {
            "practice_code": o.asked.practice,
            "status": o.came.value,
            "counts": {f"{i} {m}": n for (i, m), n in o.counts.items()},
            "queries": list(o.queries),
            "sha256": o.sha256,
        }
        for o in outcomes
    ]
