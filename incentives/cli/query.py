"""``incentives query add``, ``list`` and ``answer``: what practices say about payments."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.cli.options import AsJson, Force, SchemeName, a_day
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.govern.ledger import Ledger
    from incentives.govern.queries import Query

LedgerPath = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger of the payments.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who enters this.")]

query = typer.Typer(
    help="Enter, list and answer what practices say about payments; a query never stops a payment.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@query.command("add")
def add(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    *,
    ledger: LedgerPath,
    says: Annotated[str, typer.Option("--says", metavar="TEXT", help="What the practice says.")],
    raised: Annotated[
        datetime,
        typer.Option("--raised", parser=a_day, metavar="YYYY-MM-DD", help="The day it was raised."),
    ],
    by: By,
    line: Annotated[str, typer.Option("--line", metavar="REFERENCE", help="The payment it is about.")] = "",
    practice: Annotated[
        str, typer.Option("--practice", metavar="CODE", help="Where a payment is missing: the practice.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="Where a payment is missing: its period.")
    ] = "",
    disputed: Annotated[
        str, typer.Option("--disputed", metavar="£", help="How much of the payment is in question.")
    ] = "",
    due: Annotated[
        datetime | None,
        typer.Option(
            "--due",
            parser=a_day,
            metavar="YYYY-MM-DD",
            help="The day for the answer (default: as many days as the scheme gives for raising it).",
        ),
    ] = None,
) -> None:
    """Enter a query about a payment; payments go on, whatever is in question."""
    from incentives.base.year import written_date
    from incentives.cli.correcting import pence_of
    from incentives.cli.loading import sound_plan
    from incentives.govern.queries import Raised, raise_query

    read, _, _ = sound_plan(scheme)
    made = raise_query(
        _held(ledger),
        Raised(
            says=says,
            on=raised.date(),
            by=by,
            line=line,
            practice=practice,
            period=period,
            disputed=abs(pence_of(disputed, "--disputed")) if disputed else None,
            within=int(read.disputes.raise_within) if read.disputes else None,
            due=due.date() if due else None,
        ),
    )
    say(f"Query {made.number}: {made.practice}, {made.line or f'a payment for {made.period}'}.")
    say(f"To be answered by {written_date(_day(made.due))}.")
    if made.late_by:
        days = read.disputes.raise_within if read.disputes else 0
        say(f"Raised {counted(made.late_by, 'day')} after the {days} days that the scheme gives.")
    if made.disputed is not None:
        say(f"In question: {pounds(made.disputed)}. The rest, and every other payment, goes on.")


@query.command("list")
def list_(  # noqa: PLR0913 - a verb has its options
    *,
    ledger: LedgerPath,
    on: Annotated[
        datetime | None,
        typer.Option("--on", parser=a_day, metavar="YYYY-MM-DD", help="Say what is overdue on this day."),
    ] = None,
    practice: Annotated[
        str, typer.Option("--practice", metavar="CODE", help="One practice, as its next statement says it.")
    ] = "",
    after: Annotated[
        datetime | None,
        typer.Option(
            "--after",
            parser=a_day,
            metavar="YYYY-MM-DD",
            help="With --practice: leave out what was answered by this day, that of its last statement.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write them all (.csv, .xlsx).")
    ] = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """List the queries: which are open or overdue, how much is in question, what came of the others."""
    from incentives.govern.queries import for_statement, queries

    found = queries(_held(ledger).entries())
    day = on.date() if on else None
    if out:
        _write(found, out, force=force)
        wrote(out, quiet=as_json)
    if practice:
        found = tuple(q for q in found if q.practice == practice)
    if as_json:
        print_json([q.content() | {"overdue": bool(day and q.is_overdue(day))} for q in found])
        return
    if practice:
        for sentence in for_statement(found, practice, after=after.date().isoformat() if after else ""):
            say(sentence)
    _say(found, day)


@query.command("answer")
def answer(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The query's number.")],
    *,
    ledger: LedgerPath,
    answer: Annotated[str, typer.Option("--answer", metavar="TEXT", help="What the practice is told.")],
    dated: Annotated[
        datetime,
        typer.Option("--dated", parser=a_day, metavar="YYYY-MM-DD", help="The day of the answer."),
    ],
    by: By,
    corrected_by: Annotated[
        str,
        typer.Option(
            "--corrected-by",
            metavar="REFERENCE",
            help="The new line that mends the payment; without it the payment stands.",
        ),
    ] = "",
) -> None:
    """Answer a query: the payment stands, or a line that was entered by a correction mends it."""
    from incentives.govern.queries import Answered, answer_query

    done = answer_query(_held(ledger), Answered(number, answer, dated.date(), by, corrected_by))
    what = f"it was mended by {done.corrected_by}" if done.corrected_by else "the payment stands"
    say(f"Query {done.number} of {done.practice} is answered: {what}.")


def _held(path: Path) -> Ledger:
    """Return a ledger that is there; one is never made to put a query in it."""
    from incentives.base.problem import Place, Problem, Refused
    from incentives.cli.governing import opened

    if not path.is_file():
        message = "There is no such ledger, so no payment was released in it."
        raise Refused([Problem("C191", Place(str(path)), message, "Check the name of the file.")])
    return opened(path, None)


def _say(found: Sequence[Query], on: date | None) -> None:
    from incentives.govern.queries import disputed

    rows = [
        (
            str(q.number),
            q.practice,
            q.line.partition("/")[2] or f"none for {q.period}",
            q.says,
            _state(q, on),
            q.due,
            "not stated" if q.disputed is None else pounds(q.disputed),
        )
        for q in found
    ]
    heads = ("No.", "Practice", "Payment", "It says", "State", "Due", "In question")
    print_table("Queries", heads, rows, right=4, cut=3)
    waiting = [q for q in found if q.is_open]
    say(f"{_queries(len(found))}, {len(waiting)} open; in question: {pounds(disputed(found))}.")
    if on and (late := [q for q in waiting if q.is_overdue(on)]):
        say(f"Overdue: {', '.join(f'query {q.number} ({q.practice}, due {q.due})' for q in late)}.")
    say("A query never stops a payment: what is not in question is released as it would be without it.")


def _queries(number: int) -> str:
    return f"{number:,} {'query' if number == 1 else 'queries'}"


def _state(query: Query, on: date | None) -> str:
    if not query.is_open:
        return query.outcome
    if on and query.is_overdue(on):
        return "OVERDUE"
    return "raised late" if query.late_by else "open"


def _write(found: Sequence[Query], out: Path, *, force: bool) -> None:
    import pandas as pd

    from incentives.govern.queries import Query
    from incentives.report.tables import write_table

    rows = [
        {("disputed_pence" if n == "disputed" else n): v for n, v in q.content().items()}
        | {"disputed_pence": "" if q.disputed is None else str(q.disputed), "number": str(q.number)}
        for q in found
    ]
    write_table(pd.DataFrame(rows, columns=None if rows else list(Query.__slots__)), out, force=force)


def _day(iso: str) -> date:
    from datetime import date

    return date.fromisoformat(iso)
