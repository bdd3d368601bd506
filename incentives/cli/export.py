"""``incentives export``: upload files from layouts, each with its control total."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import DataPath, Dated, Force, SchemeName, a_day, day
from incentives.cli.terminal import counted, pounds, say, wrote

if TYPE_CHECKING:
    from incentives.calculate import Results
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan
    from incentives.govern.entries import Line
    from incentives.report.uploads.layout import UploadLayout
    from incentives.report.uploads.rows import Sent, Upload
    from incentives.scheme.model import Scheme

Layout = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="csv, ledger-journal, pcse-contract-variation, cqrs-local-bulk, cqrs-participation; "
        "or a layout file of your own (.yaml).",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write (.csv or .xlsx).")]
Period = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help='Such as "May 2015"; all periods if not given.')
]
LedgerPath = Annotated[
    Path | None, typer.Option("--ledger", metavar="FILE", help="The ledger that holds the released payments.")
]
CodesFile = Annotated[
    Path | None,
    typer.Option(
        "--codes", metavar="FILE", help="Your finance codes, a workbook or YAML: ledger codes and paycodes."
    ),
]
Template = Annotated[
    Path | None, typer.Option("--template", metavar="FILE.xlsx", help="Your own template, to be filled.")
]
Draft = Annotated[
    bool, typer.Option("--draft", help="Payments that are not released yet, each marked DRAFT.")
]
People = Annotated[
    bool, typer.Option("--for-people", help="To be opened in a spreadsheet, not to be read by a machine.")
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who sends it: kept in the ledger with the upload.")
]
NewLines = Annotated[
    bool, typer.Option("--new-lines", help="Only what was not sent yet, such as corrections made since.")
]
Again = Annotated[
    str,
    typer.Option("--again", metavar="REASON", help="Write the last such upload again, byte for byte."),
]
PayDay = Annotated[
    datetime | None,
    typer.Option(
        "--payday",
        parser=a_day,
        metavar="YYYY-MM-DD",
        help="The day of payment (default: the first of the period's month).",
    ),
]


def export(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    layout: Layout,
    out: Out,
    period: Period = "",
    ledger: LedgerPath = None,
    codes: CodesFile = None,
    template: Template = None,
    payday: PayDay = None,
    draft: Draft = False,
    for_people: People = False,
    by: By = "",
    new_lines: NewLines = False,
    again: Again = "",
    dated: Dated = None,
    force: Force = False,
) -> None:
    """Write what the payment agency, a claims service or the ledger is sent, from a layout file."""
    from incentives.cli.sending import Sending, entered
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.report.uploads.layout import read_upload_layout
    from incentives.report.uploads.rows import upload_of

    asked = read_upload_layout(layout)
    sent, as_at = _sent(scheme, data, asked, (period, ledger, draft), codes)
    sending = Sending(asked, ledger, period, by, again, new_lines=new_lines)
    sent = sending.chosen(sent)
    upload = upload_of(asked, sent)
    _refuse_below_zero(asked, sent, ledger)
    _warn_of_closed(sent)
    refuse_existing(out, force=force)
    content, said = _content(upload, sent, (period, day(dated, as_at)), out, template, for_people=for_people)
    if ledger and _is_sent(asked, out, for_people=for_people):
        said = [*entered(sending, sent, content, out, day(dated, as_at)), *said]
    write_whole(out, content, force=force)
    wrote(out)
    for line in said:
        say(line)
    _say(upload, sent)
    _say_cut_off(asked, sent.plan, period, payday.date() if payday else None, dated)


def _sent(
    scheme: str,
    data: Path,
    layout: UploadLayout,
    which: tuple[str, Path | None, bool],
    codes: Path | None,
) -> tuple[Sent, date]:
    from incentives.cli.loading import sound_plan, worked_out
    from incentives.cli.releases import released_lines
    from incentives.data.pack import read_pack
    from incentives.govern.codes import read_codes
    from incentives.report.uploads.rows import Sent

    period, ledger, draft = which
    read_as = read_codes(codes) if codes else None
    if layout.terms.rows == "participation":
        read, plan, _ = sound_plan(scheme)
        pack = read_pack(data)
        return Sent(read, plan, pack, (), read_as), pack.latest_as_at
    if ledger:
        read, plan, _ = sound_plan(scheme)
        pack = read_pack(data)
        return Sent(read, plan, pack, released_lines(ledger, plan.id, period), read_as), pack.latest_as_at
    if layout.terms.released_only and not draft:
        message = (
            f"{layout.terms.title}: only payments that were released may be sent, and no ledger is given."
        )
        remedy = "Name the ledger with --ledger, or add --draft to look at what would be sent."
        raise Refused([Problem("C191", Place("--ledger"), message, remedy)])
    read, pack, results = worked_out(scheme, data, quiet=True)
    lines = _not_released(read, pack, results, period)
    return Sent(read, results.plan, pack, lines, read_as, draft=True), pack.latest_as_at


def _not_released(read: Scheme, pack: Pack, results: Results, period: str) -> tuple[Line, ...]:
    """Return what a run would pay; why it may not be released yet is told on the error stream."""
    from incentives import __version__
    from incentives.base.problem import Severity
    from incentives.cli.terminal import print_problems
    from incentives.govern.runs import WHOLE_YEAR, Calculated, run_of

    calculated = Calculated(read, pack, results, f"incentives {__version__}")
    names = [period] if period else [p.name for p in results.plan.periods] or [WHOLE_YEAR]
    runs = [run_of(calculated, name, "", pack.latest_as_at.isoformat()) for name in names]
    reasons = dict.fromkeys(reason for run in runs for reason in run.blocks)
    print_problems(
        Problem("C193", Place(results.plan.id), reason, "Settle it before release.", Severity.WARNING)
        for reason in reasons
    )
    return tuple(line for run in runs for line in run.lines)


def _refuse_below_zero(layout: UploadLayout, sent: Sent, ledger: Path | None) -> None:
    """Refuse (G169) a net payment below zero that no plan of recovery and no named approval settles.

    What a plan keeps back in a month is a share of a payment that may be made by next year's scheme.
    """
    from incentives.base.amount import in_pounds
    from incentives.cli.governing import opened
    from incentives.govern.entries import RECOVERY
    from incentives.govern.runs import below_zero

    if layout.terms.rows != "payments" or not layout.terms.released_only or sent.draft or ledger is None:
        return
    named = [e for e in opened(ledger, None).entries() if e.content.get("below_zero_approved_by")]
    approved = {line["reference"] for e in named for line in e.content["lines_paid"] if line["pence"] < 0}
    kept_back = {x.reference for x in sent.lines if x.key.component == RECOVERY and x.pence < 0}
    owing = below_zero(x for x in sent.lines if x.reference not in approved | kept_back)
    if owing:
        said = ", ".join(f"{code} {in_pounds(Fraction(pence, 100))}" for code, pence in owing.items())
        message = f"These practices would be paid less than nothing: {said}."
        remedy = "Plan how they pay it back with `incentives recover`, and enter the plan in the ledger."
        raise Refused([Problem("G169", Place(str(ledger)), message, remedy)])


def _warn_of_closed(sent: Sent) -> None:
    """A practice that has closed may be a debtor, or a successor be the payee: a person decides."""
    from incentives.base.problem import Severity
    from incentives.base.year import written_date
    from incentives.cli.terminal import print_problems
    from incentives.report.uploads.rows import closed_before_payday

    remedy = "Settle who is paid: its successor, or nobody. Reverse the payment where it is not to be made."
    print_problems(
        Problem(
            "C197",
            Place(sent.pack.shown),
            f"{code} closed on {written_date(date.fromisoformat(on))}, before this payment arrives.",
            remedy,
            Severity.WARNING,
        )
        for code, on in closed_before_payday(sent)
    )


def _is_sent(layout: UploadLayout, out: Path, *, for_people: bool) -> bool:
    """Tell whether a file is one to be paid or booked from: no draft, no list, no copy to look at."""
    is_machine = out.suffix.lower() == ".csv" or layout.terms.fills_template
    return layout.terms.released_only and is_machine and not for_people


def _content(
    upload: Upload,
    sent: Sent,
    when: tuple[str, date],
    out: Path,
    template: Path | None,
    *,
    for_people: bool,
) -> tuple[bytes, list[str]]:
    """Return the file's bytes, and what is said once it is written."""
    if upload.layout.terms.fills_template:
        return _filled(upload, template, out)
    if out.suffix.lower() == ".xlsx":
        return _book(upload, sent, when), []
    return _csv(upload, out, for_people=for_people)


def _csv(upload: Upload, out: Path, *, for_people: bool) -> tuple[bytes, list[str]]:
    from incentives.report.uploads.delimited import machine_csv, people_csv

    if out.suffix.lower() != ".csv":
        message = f'An upload cannot be written as "{out.suffix or out.name}".'
        raise Refused([Problem("R106", Place(str(out)), message, "End the file's name in .csv or .xlsx.")])
    if not for_people:
        return machine_csv(upload), []
    content, changed = people_csv(upload)
    said = ["This copy is for people. Send the one that is made without --for-people."]
    if changed:
        count = counted(changed, "text")
        said.insert(0, f"{count} could be taken for a formula and now begins with an apostrophe.")
    return content, said


def _book(upload: Upload, sent: Sent, when: tuple[str, date]) -> bytes:
    from incentives.report.uploads.variation_book import control_book

    period, dated = when
    body = sent.plan.offered_by or "not stated"
    month = period or str(sent.plan.year)
    return control_book(upload, title=sent.plan.title, month=month, body=body, dated=dated)


def _filled(upload: Upload, template: Path | None, out: Path) -> tuple[bytes, list[str]]:
    from incentives.report.uploads.delimited import machine_csv
    from incentives.report.uploads.template import fill_template

    if template is None:
        message = f"{upload.layout.terms.title}: this layout fills a template, and none is given."
        raise Refused([Problem("C194", Place("--template"), message, "Name the .xlsx that you downloaded.")])
    if out.suffix.lower() != template.suffix.lower():
        message = f'A filled template cannot be written as "{out.suffix or out.name}".'
        remedy = f"End the file's name in {template.suffix}, as the template's does."
        raise Refused([Problem("R106", Place(str(out)), message, remedy)])
    machine_csv(upload)
    filled = fill_template(upload, template)
    rows = counted(filled.rows, "row")
    return filled.content, [f"Filled {rows}; {filled.without} of the template's rows have no payment."]


def _say(upload: Upload, sent: Sent) -> None:
    if upload.layout.unconfirmed:
        say(
            f"UNCONFIRMED layout: hold the headings of {upload.layout.name} against the receiver's own "
            "template before you send it."
        )
    if upload.layout.terms.rows == "participation":
        offered = sum(row["offer_qof"] == "yes" for row in upload.rows)
        say(
            f"{counted(len(upload.rows), 'practice')}: {offered} to be offered national QOF, "
            f"{len(upload.rows) - offered} not."
        )
        return
    corrections = sum(bool(line.correction_of) for line in sent.lines)
    say(
        f"{counted(len(sent.lines), 'payment')} to {counted(upload.practices, 'practice')}, "
        f"{pounds(upload.pence)}" + (f"; {corrections} of them are corrections." if corrections else ".")
    )
    _say_balance(upload)
    if sent.draft:
        say("DRAFT: these payments are not released. The references say so; do not send this file.")
    say("Amounts are gross of NHS pension contributions and LMC levies.")
    paid_to = sent.scheme.treatment.paid_to if sent.scheme.treatment else "practice"
    if paid_to != "practice":
        say(
            f"Paid to a {paid_to}: pensionable only if the holder is an NHS pension employing authority. "
            "Take advice."
        )


def _say_balance(upload: Upload) -> None:
    if upload.layout.terms.rows == "journal":
        sums = [
            sum(int(row[side].replace(".", "")) for row in upload.rows if row[side])
            for side in ("debit", "credit")
        ]
        say(f"Debit {pounds(sums[0])}, credit {pounds(sums[1])}: {_balanced(*sums)}.")


def _balanced(debit: int, credit: int) -> str:
    return "the journal balances" if debit == credit else "THE JOURNAL DOES NOT BALANCE"


def _say_cut_off(
    layout: UploadLayout, plan: Plan, period: str, payday: date | None, dated: datetime | None
) -> None:
    from incentives.base.problem import Severity
    from incentives.base.year import written_date
    from incentives.cli.terminal import print_problems
    from incentives.govern.working_days import why_no_work, working_days_before

    count = layout.terms.upload_working_days_before_payday
    pays_on = payday or {p.name: p.pays_on for p in plan.periods}.get(period)
    if not count or pays_on is None:
        return
    last = working_days_before(pays_on, count)
    no_work = why_no_work(pays_on)
    say(
        f"Upload by the end of {written_date(last)}: {count} working days before "
        f"{written_date(pays_on)}{f', which is {no_work}' if no_work else ''}."
    )
    if dated and dated.date() > last:
        message = f"The cut-off for payment on {written_date(pays_on)} was {written_date(last)}."
        remedy = "Agree with the payment agency, or pay with the next month and tell the practices."
        print_problems([Problem("C195", Place("--dated"), message, remedy, Severity.WARNING)])
