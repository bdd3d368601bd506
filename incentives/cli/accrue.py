"""``incentives accrue``: what is earned and not yet paid at a month's or the year's end, and its journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused, Severity
from incentives.cli.options import DataPath, Force, SchemeName, a_day
from incentives.cli.terminal import counted, pounds, print_json, print_problems, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.pack import Pack
    from incentives.govern.accruals import Accrual
    from incentives.govern.codes import Codes
    from incentives.govern.entries import Line

LedgerPath = Annotated[
    Path, typer.Option("--ledger", metavar="FILE", help="The ledger that holds what was paid and accrued.")
]
On = Annotated[
    datetime,
    typer.Option("--dated", parser=a_day, metavar="YYYY-MM-DD", help="The day: a month's last day."),
]
MethodName = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="METHOD",
        help="straight line, last return scaled, last year's result or projection; where the scheme "
        "states none.",
    ),
]
Projected = Annotated[
    Path | None,
    typer.Option("--projected", metavar="PACK", help="With the method projection: data as projected."),
]
CodesFile = Annotated[
    Path | None,
    typer.Option("--codes", metavar="FILE", help="Your finance codes, a workbook or YAML, for the journal."),
]
Journal = Annotated[
    Path | None, typer.Option("--journal", metavar="FILE.csv", help="The journal: accrual and reversal.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The accrual as a workbook (.xlsx) or .csv.")
]
EnteredBy = Annotated[
    str,
    typer.Option("--by", metavar="NAME", help="Enter it in the ledger as prepared by: with --delegation."),
]
Delegation = Annotated[
    Path | None,
    typer.Option("--delegation", metavar="FILE", help="Your scheme of delegation, a workbook or YAML."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print machine-readable output and nothing else.")]


def accrue(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    ledger: LedgerPath,
    dated: On,
    method: MethodName = "",
    projected: Projected = None,
    codes: CodesFile = None,
    journal: Journal = None,
    out: Out = None,
    by: EnteredBy = "",
    delegation: Delegation = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Accrue what is earned and not yet paid, the last accrual reversed; low, expected, high at year-end.

    With --by it is entered in the ledger: the next one reverses it, and the look-back compares with it.
    """
    from incentives.report.atomic import write_whole

    refuse_no_ledger(ledger)
    _refuse_half(journal, codes, by, delegation)
    accrual, lines, names = worked_out_accrual(scheme, data, (ledger, method, projected), dated)
    found = _codes(codes)
    files: list[tuple[Path, bytes]] = []
    if out is not None:
        files.append((out, _content(accrual, lines, (out, found), names, force=force)))
    if journal is not None and found is not None:
        files.append((journal, _journal(accrual, found, journal, force=force)))
    number = _enter(ledger, delegation, accrual, by) if by else 0
    for path, content in files:
        write_whole(path, content, force=force)
    if as_json:
        print_json(as_data(accrual))
        return
    for path, _ in files:
        wrote(path)
    _say(accrual)
    say(f"Entered in the ledger as entry {number}." if number else "Not entered in the ledger: see --by.")


def worked_out_accrual(
    scheme: str, data: Path, how: tuple[Path, str, Path | None], dated: datetime
) -> tuple[Accrual, tuple[Line, ...], Mapping[str, str]]:
    """Return the accrual of a day with the last one reversed, the year's lines, and the practices' names."""
    from incentives.cli.governing import opened
    from incentives.cli.loading import estimated, sound_plan
    from incentives.govern import accruals, estimates

    ledger, method, projected = how
    chosen = estimates.method_stated(sound_plan(scheme)[0], method)
    read, pack, results = estimated(scheme, data, in_advance=chosen == estimates.LAST_YEAR)
    other = estimated(scheme, projected)[2] if projected else None
    basis = estimates.with_projection(estimates.basis_of(read, chosen, results), other)
    book, day, plan = opened(ledger, None), dated.date(), results.plan
    lines = accruals.lines_of(book.payments(), plan.id, plan.year)
    rows = accruals.accrued(plan.year, day, basis, estimates.estimates_of(chosen, results, other), lines)
    bears = plan.offered_by or accruals.NOBODY
    now = accruals.Accrual(plan.id, plan.year, day, basis, rows, borne_by=bears)
    last = accruals.before(accruals.kept(book.entries()), plan.id, plan.year, day)
    _warn(now, pack)
    return accruals.reversing(now, last), lines, results.binding.names


def refuse_no_ledger(path: Path) -> None:
    """Raise Refused (C191) where there is no such ledger: it is not made here."""
    if not path.is_file():
        message = "There is no such ledger, so nothing was paid from it."
        raise Refused([Problem("C191", Place(str(path)), message, "Check the name of the file.")])


def _refuse_half(journal: Path | None, codes: Path | None, by: str, delegation: Path | None) -> None:
    pairs = (
        (journal, codes, "--journal", "--codes", "Name your finance codes: the journal is booked on them."),
        (by, delegation, "--by", "--delegation", "Name your scheme of delegation: it says who may prepare."),
    )
    for asked, needed, option, lacks, remedy in pairs:
        if asked and needed is None:
            raise Refused([Problem("R170", Place(option), f"{option} needs {lacks}.", remedy)])


def _warn(now: Accrual, pack: Pack) -> None:
    from incentives.base.year import written_date

    if now.basis.data_date > now.day:
        message = (
            f"Results were counted on {written_date(now.basis.data_date)}, after the day of the accrual, "
            f"{written_date(now.day)}."
        )
        remedy = "Give the practice data as they were known on that day."
        print_problems([Problem("R174", Place(pack.shown), message, remedy, Severity.WARNING)])
    table = pack.tables.get("baseline")
    if now.basis.method == "last year's result" and table is not None:
        provisional = sum(word == "provisional" for word in table.column("status"))
        if provisional:
            message = f"{counted(provisional, 'payment')} of last year are provisional."
            remedy = "Enter the final ones when they are known; the next accrual takes in the difference."
            print_problems([Problem("R171", Place(pack.shown), message, remedy, Severity.WARNING)])


def _codes(path: Path | None) -> Codes | None:
    from incentives.govern.codes import read_codes

    return read_codes(path) if path else None


def _content(
    accrual: Accrual,
    lines: tuple[Line, ...],
    how: tuple[Path, Codes | None],
    names: Mapping[str, str],
    *,
    force: bool,
) -> bytes:
    """Return the file's content; nothing is written before all of it, and the ledger's entry, is sound."""
    from incentives.report.accrual_book import accrual_book, accrual_csv
    from incentives.report.atomic import refuse_existing

    out, codes = how
    refuse_existing(out, force=force)
    ending = out.suffix.lower()
    if ending == ".xlsx":
        return accrual_book(accrual, lines, codes, names)
    if ending == ".csv":
        return accrual_csv(accrual)
    message = f'An accrual cannot be written as "{out.suffix or out.name}".'
    raise Refused([Problem("R106", Place(str(out)), message, "End the file's name in .xlsx or .csv.")])


def _journal(accrual: Accrual, codes: Codes, path: Path, *, force: bool) -> bytes:
    from incentives.report.accrual_journal import journal_csv
    from incentives.report.atomic import refuse_existing

    refuse_existing(path, force=force)
    return journal_csv(accrual, codes)


def _enter(ledger: Path, delegation: Path | None, accrual: Accrual, by: str) -> int:
    from incentives.cli.governing import opened
    from incentives.govern.accruals import enter

    return enter(opened(ledger, delegation), accrual, by)[0]


def as_data(accrual: Accrual) -> dict[str, object]:
    """Return an accrual as machine-readable output, amounts in pence."""
    sums = {what: accrual.total(what) for what in _SUMS}
    names = ("practice", "low", "expected", "high", "earned", "paid", "accrual", "reversed", "charge")
    rows = [{name: getattr(row, name) for name in names} for row in accrual.rows]
    stated = {k: v for k, v in replace(accrual).content().items() if k != "rows"}
    return {**stated, "totals": sums, "practices": rows}


_SUMS = {
    "low": "Expected of the year, low",
    "expected": "Expected of the year",
    "high": "Expected of the year, high",
    "earned": "Earned to date",
    "paid": "Paid to date, per the ledger",
    "accrual": "Accrual: earned less paid",
    "reversed": "Last accrual, reversed",
    "charge": "Charge: accrual less the last one",
}


def _say(accrual: Accrual) -> None:
    from incentives.base.amount import in_percent
    from incentives.base.year import written_date

    basis = accrual.basis
    say(
        f"Accrual of {accrual.scheme} on {written_date(accrual.day)}: {basis.method}, on data of "
        f"{written_date(basis.data_date)}; low {in_percent(basis.low)}, high {in_percent(basis.high)} of "
        "what rests on results."
    )
    rows = [(words, pounds(_signed(accrual, what))) for what, words in _SUMS.items()]
    print_table("", ("What", "Amount"), rows)
    say(f"Reversed: the accrual of {written_date(accrual.reverses)}." if accrual.reverses else _NOTHING)
    over = [row for row in accrual.rows if row.accrual < 0]
    if over:
        owed = -sum(row.accrual for row in over)
        say(f"Paid more than is earned to date: {counted(len(over), 'practice')}, {pounds(owed)}.")
    if accrual.at_year_end:
        low, high = (accrual.total(w) - accrual.total("paid") for w in ("low", "high"))
        carried = pounds(accrual.total("accrual"))
        said = "Carried into the next year" if accrual.day == accrual.year.last_day else "Still open"
        say(f"{said}: {carried} (low {pounds(low)}, high {pounds(high)}).")
    say("Amounts are gross of NHS pension contributions and LMC levies.")


_NOTHING = "Reversed: nothing; the ledger holds no accrual of an earlier day."


def _signed(accrual: Accrual, what: str) -> int:
    return -accrual.total(what) if what == "reversed" else accrual.total(what)
