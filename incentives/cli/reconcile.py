"""``incentives reconcile`` and ``double-payments``: what was released against what was paid."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.cli.loading import sound_plan
from incentives.cli.options import AsJson, DataPath, Force, SchemeName
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.govern.double_payments import Checked, Finding
    from incentives.govern.reconciling import Compared, Reconciled

DIFFERENT = 3
_SHOWN = 40
Extract = Annotated[
    Path,
    typer.Option("--extract", metavar="FILE", help="The ledger's or payment agency's extract (.csv, .xlsx)."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="WHAT=HEADING", help="Which column holds what: amount=Net paid."),
]
Ledgers = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger of released payments.")]
PeriodOnly = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help="Only the payments of a period, with corrections.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write every reference (.csv, .xlsx).")
]


def reconcile(  # noqa: PLR0913 - a verb has its options
    *,
    ledger: Ledgers,
    extract: Extract,
    column: Columns = None,
    period: PeriodOnly = "",
    out: Out = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Compare released payments with what was paid, by reference; ends with 3 where they differ."""
    from incentives.cli.releases import released_lines
    from incentives.govern import reconciling
    from incentives.govern.extract import named_columns, read_extract

    lines = released_lines(ledger, "", period)
    read = read_extract(extract, ("reference", "amount"), named_columns(column or []))
    found = reconciling.reconcile(lines, read)
    if out:
        _write(found, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(_as_data(found))
    else:
        _say(found)
    if not found.agrees:
        sys.exit(DIFFERENT)


def double_payments(
    scheme: SchemeName,
    data: DataPath,
    *,
    extract: Extract,
    column: Columns = None,
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="FILE", help="The ledger: who signed and was paid nothing is told."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find practices that this scheme pays and QOF paid too, and those paid by neither; ends with 3."""
    from incentives.base.problem import Problem, Refused
    from incentives.cli.releases import released_lines
    from incentives.data.pack import read_pack
    from incentives.govern.double_payments import check_payments, names_qof
    from incentives.govern.extract import named_columns, read_extract

    read, plan, _ = sound_plan(scheme)
    pack = read_pack(data)
    columns = named_columns(column or [])
    held = read_extract(extract, ("practice",), columns, also=("payment", "amount"))
    if not names_qof(held):
        message = "The extract does not say who was paid QOF."
        remedy = "It needs a column headed QOF, or columns of payment and amount: --column payment=HEADING."
        raise Refused([Problem("G153", held.sheet.place(held.heading_row), message, remedy)])
    paid = {line.key.practice for line in released_lines(ledger, plan.id, "")} if ledger else None
    found = check_payments(read, pack, held, paid)
    if as_json:
        print_json(_checked_data(found))
    else:
        _say_checked(found, plan.title)
    if found.twice or found.neither:
        sys.exit(DIFFERENT)


def _say(found: Reconciled) -> None:
    from incentives.govern.reconciling import Result

    rows = [
        (r.value, str(len(held)), _sum([c.ours for c in held]), str(sum(len(c.theirs) for c in held)),
         pounds(sum(c.paid for c in held)))
        for r in Result
        for held in [found.of(r)]
    ]  # fmt: skip
    everything = found.compared
    ours = [c.ours for c in everything]
    total = (
        *("in all", str(sum(o is not None for o in ours)), _sum(ours)),
        *(str(sum(len(c.theirs) for c in everything)), pounds(sum(c.paid for c in everything))),
    )
    # A reference of theirs alone is no payment of ours.
    rows[-1] = (Result.THEIRS.value, "0", pounds(0), *rows[-1][3:])
    print_table("Released and paid", ("", "Ours", "£ ours", "Theirs", "£ theirs"), [*rows, total])
    for result in (Result.DIFFERING, Result.OURS, Result.THEIRS):
        if held := found.of(result):
            _say_lines(f"{result.value.capitalize()} ({len(held)})", held)
    if found.totals_left_out:
        say(f"{counted(len(found.totals_left_out), 'row')} of totals in the extract left out.")
    say("Every payment was made, once." if found.agrees else "The two differ: settle each line above.")


def _sum(pence: Sequence[int | None]) -> str:
    return pounds(sum(p or 0 for p in pence))


def _say_lines(title: str, held: Sequence[Compared]) -> None:
    rows = [
        (
            c.reference or "no reference",
            c.remark or (str(c.theirs[0].place) if c.ours is None else ""),
            "" if c.ours is None else pounds(c.ours),
            pounds(c.paid) if c.theirs else "",
        )
        for c in held[:_SHOWN]
    ]
    print_table(title, ("Reference", "Remark", "Ours", "Theirs"), rows, right=2)
    if len(held) > _SHOWN:
        say(f"… and {len(held) - _SHOWN} more; --out writes all of them.")


def _row(compared: Compared) -> dict[str, object]:
    return {
        "reference": compared.reference,
        "practice_code": compared.practice,
        "result": compared.result.value,
        "our_pence": compared.ours,
        "their_pence": compared.paid if compared.theirs else None,
        "their_lines": len(compared.theirs),
        "remark": compared.remark,
    }


def _as_data(found: Reconciled) -> dict[str, object]:
    from incentives.govern.reconciling import Result

    return {
        "agrees": found.agrees,
        "sums": {
            r.value: {
                "references": len(found.of(r)),
                "our_pence": sum(c.ours or 0 for c in found.of(r)),
                "their_pence": sum(c.paid for c in found.of(r)),
            }
            for r in Result
        },
        "references": [_row(c) for c in found.compared],
    }


def _write(found: Reconciled, out: Path, *, force: bool) -> None:
    import pandas as pd

    from incentives.report.tables import write_table
    from incentives.report.uploads.delimited import neutral

    table = pd.DataFrame([_row(c) for c in found.compared])
    if out.suffix.lower() == ".csv":
        table["reference"] = table["reference"].map(neutral)
    for name in ("our_pence", "their_pence"):
        table[name] = table[name].astype("Int64")
    write_table(table, out, force=force)


def _say_checked(found: Checked, title: str) -> None:
    if not found.leaves:
        say(f"Practices that sign {title} stay in national QOF: to be paid by both is right.")
    _say_findings("Paid twice: on this scheme, and paid QOF", found.twice)
    _say_findings("Paid by neither" if found.leaves else "Not paid QOF", found.neither)
    if found.unknown:
        say(
            f"{counted(len(found.unknown), 'code')} of the extract not in the practice data: "
            f"{', '.join(found.unknown[:10])}{' …' if len(found.unknown) > 10 else ''}."  # noqa: PLR2004 - a line
        )
    say(
        f"{counted(found.practices, 'practice')}: {len(found.twice)} paid twice, "
        f"{len(found.neither)} {'paid by neither' if found.leaves else 'not paid QOF'}."
    )


def _say_findings(title: str, held: Sequence[Finding]) -> None:
    if held:
        rows = [(f.practice, f.name, f.answer, f.remark, pounds(f.qof_pence)) for f in held]
        heads = ("Practice", "Name", "Answer", "Remark", "QOF paid")
        print_table(f"{title} ({len(held)})", heads, rows, right=4)


def _checked_data(found: Checked) -> dict[str, object]:
    def rows(held: Sequence[Finding]) -> list[dict[str, object]]:
        return [
            {"practice_code": f.practice, "answer": f.answer, "qof_pence": f.qof_pence, "remark": f.remark}
            for f in held
        ]

    return {
        "signed_practices_leave_qof": found.leaves,
        "paid_twice": rows(found.twice),
        "paid_by_neither": rows(found.neither),
        "codes_not_in_the_data": list(found.unknown),
    }
