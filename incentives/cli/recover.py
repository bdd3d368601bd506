"""``incentives recover``: the plan by which practices pay back what they were paid too much."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.accrue import Delegation, LedgerPath, refuse_no_ledger
from incentives.cli.options import AsJson, DataPath, Force, SchemeName, a_day
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.calculate import Results
    from incentives.govern.recovery import Payments, Plan
    from incentives.report.accrual_recovery import Told
    from incentives.scheme.model import Recovery, Scheme

On = Annotated[
    datetime,
    typer.Option("--dated", parser=a_day, metavar="YYYY-MM-DD", help="The day on which practices are told."),
]
Next = Annotated[
    str,
    typer.Option("--next", metavar="SCHEME", help="The scheme whose monthly payments it is kept back from."),
]
NextData = Annotated[
    Path | None, typer.Option("--next-data", metavar="PACK", help="The practice data of that scheme.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The plan as a workbook (.xlsx) or .csv.")
]
PreparedBy = Annotated[
    str, typer.Option("--prepared-by", metavar="NAME", help="Enter the plan in the ledger: who prepared it.")
]
ApprovedBy = Annotated[
    str, typer.Option("--approved-by", metavar="NAME", help="Enter the plan in the ledger: who approves it.")
]


def recover(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    ledger: LedgerPath,
    dated: On,
    next_scheme: Next = "",
    next_data: NextData = None,
    prepared_by: PreparedBy = "",
    approved_by: ApprovedBy = "",
    delegation: Delegation = None,
    out: Out = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Plan how negative balances and corrections are paid back, by the scheme's terms of recovery.

    With --prepared-by and --approved-by the plan is entered in the ledger, to be paid by.
    """
    from incentives.report.atomic import write_whole

    refuse_no_ledger(ledger)
    on = dated.date()
    read, results, made = _planned(scheme, data, (ledger, on), (next_scheme, next_data))
    terms = _terms(read)
    content = _content(made, _told(terms, on, results), results.binding.names, out, force=force)
    entered = False
    if prepared_by or approved_by:
        after = (scheme, data, next_scheme, next_data)
        entered = _enter(ledger, delegation, after, (prepared_by, approved_by, on))
    if out is not None:
        write_whole(out, content, force=force)
    if as_json:
        print_json([as_data(plan) for plan in made])
        return
    if out is not None:
        wrote(out)
    _say(made, terms)
    say(
        "Entered in the ledger."
        if entered
        else "Not entered in the ledger: see --prepared-by, --approved-by."
    )


def _planned(
    scheme: str, data: Path, where: tuple[Path, date], after: tuple[str, Path | None]
) -> tuple[Scheme, Results, tuple[Plan, ...]]:
    from incentives.cli.governing import opened
    from incentives.cli.loading import estimated, worked_out
    from incentives.govern.accruals import lines_of
    from incentives.govern.recovery import debts, plans

    ledger, on = where
    read, _, results = worked_out(scheme, data, quiet=True)
    terms = _terms(read)
    book, plan = opened(ledger, None), results.plan
    owed = debts(lines_of(book.payments(), plan.id, plan.year), book.entries(), on)
    payments = _to_come(results)
    closing = _closing(results)
    if after[0]:
        if after[1] is None:
            message = "--next needs --next-data."
            raise Refused(
                [Problem("R170", Place("--next"), message, "Name the practice data of that scheme.")]
            )
        _, _, following = estimated(after[0], after[1], in_advance=True)
        payments = _joined(payments, _to_come(following))
        closing = {**closing, **_closing(following)}
    return read, results, plans(owed, terms, payments, closing, on)


def _terms(read: Scheme) -> Recovery:
    """Return the scheme's terms; raises Refused (R175) where it has none."""
    if read.recovery is None:
        message = "The scheme does not say how a practice pays back what it was paid too much."
        remedy = 'Write "recovery:" with over, at_most, notice and closed_practice in the scheme.'
        raise Refused([Problem("R175", Place(read.header.id), message, remedy)])
    return read.recovery


def _to_come(results: Results) -> Mapping[str, Payments]:
    """Return the monthly payments of each practice, without the balance."""
    from incentives.formula.plan import Columns

    plan = results.plan
    if not plan.has(Columns.INSTALMENT):
        return {}
    pence = results.in_pence(Columns.INSTALMENT)
    months = [(n, p) for n, p in enumerate(plan.periods) if not p.is_balance]
    return {
        code: tuple((p.name, p.pays_on, int(pence[row, n])) for n, p in months)
        for row, code in enumerate(results.binding.practices)
    }


def _joined(first: Mapping[str, Payments], then: Mapping[str, Payments]) -> Mapping[str, Payments]:
    codes = {*first, *then}
    return {
        code: tuple(sorted((*first.get(code, ()), *then.get(code, ())), key=lambda p: p[1])) for code in codes
    }


def _closing(results: Results) -> dict[str, date]:
    details = results.binding.details
    return {code: date.fromisoformat(own["closes"]) for code, own in details.items() if own.get("closes")}


def _enter(
    ledger: Path,
    delegation: Path | None,
    what: tuple[str, Path, str, Path | None],
    by: tuple[str, str, date],
) -> bool:
    """Enter the plan, worked out anew on the ledger as it is then; return whether there was anything."""
    from incentives.cli.governing import opened
    from incentives.govern.entries import RECOVERY
    from incentives.govern.recovery import agreed

    prepared_by, approved_by, on = by
    if delegation is None or not (prepared_by and approved_by):
        message = "To enter a plan, --prepared-by, --approved-by and --delegation are all needed."
        raise Refused([Problem("R170", Place("--prepared-by"), message, "Name two people and the file.")])
    scheme, data, following, following_data = what
    read, _, made = _planned(scheme, data, (ledger, on), (following, following_data))
    if not made:
        return False
    borne_by = read.offered_by.body if read.offered_by else "the body that offers the scheme"
    who = {"prepared_by": prepared_by, "approved_by": approved_by, "dated": on.isoformat()}
    opened(ledger, delegation).agree(RECOVERY, who, lambda _: agreed(made, _terms(read), borne_by, on))
    return True


def _told(terms: Recovery, on: date, results: Results) -> Told:
    from incentives.formula.fingerprint import fingerprint
    from incentives.report.accrual_recovery import Told as Of

    plan = results.plan
    return Of(terms, on, plan.id, fingerprint(plan), results.binding.fingerprint)


def _content(
    made: tuple[Plan, ...], told: Told, names: Mapping[str, str], out: Path | None, *, force: bool
) -> bytes:
    """Return the file's content, nothing where none is asked for; it is written after the ledger's entry."""
    from incentives.report.accrual_recovery import recovery_book, recovery_csv
    from incentives.report.atomic import refuse_existing

    if out is None:
        return b""
    refuse_existing(out, force=force)
    if out.suffix.lower() == ".xlsx":
        return recovery_book(made, told, names)
    if out.suffix.lower() == ".csv":
        return recovery_csv(made, names)
    message = f'A plan cannot be written as "{out.suffix or out.name}".'
    raise Refused([Problem("R106", Place(str(out)), message, "End the file's name in .xlsx or .csv.")])


def as_data(plan: Plan) -> dict[str, object]:
    """Return a plan as machine-readable output, amounts in pence."""
    return {
        "practice": plan.debt.practice,
        "owes": plan.debt.pence,
        "references": [line.reference for line in plan.debt.lines],
        "way": plan.way.value,
        "longer": plan.longer,
        "months": [
            {"month": m.name, "payment": m.payment, "kept_back": m.kept_back, "net": m.net}
            for m in plan.months
        ],
    }


def _say(made: tuple[Plan, ...], terms: Recovery) -> None:
    from incentives.govern.recovery import Way

    if not made:
        say("No practice was paid too much, or a plan holds all of it already.")
        return
    rows = [
        (
            plan.debt.practice,
            plan.way.value + (f", longer than {terms.over} months" if plan.longer else ""),
            str(len(plan.months)) if plan.months else "",
            pounds(plan.months[0].kept_back) if plan.months else "",
            pounds(plan.debt.pence),
        )
        for plan in made
    ]
    print_table("Recoveries", ("Practice", "How", "Months", "First month", "Owed"), rows, right=2)
    for way in Way:
        of = [plan.debt.pence for plan in made if plan.way is way]
        if of:
            say(f"{way.value.capitalize()}: {counted(len(of), 'practice')}, {pounds(sum(of))}.")
