"""``incentives look-back`` and ``incentives year-cost``: estimate against actual, and what a year cost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.accrue import LedgerPath, refuse_no_ledger
from incentives.cli.options import AsJson, DataPath, Force, SchemeName, a_day
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.base.year import FinancialYear
    from incentives.govern.accruals import Accrual
    from incentives.govern.ledger import Ledger
    from incentives.govern.lookback import LookBack
    from incentives.govern.year_cost import Cost

DIFFERENT, MOST = 3, 12
EstimatedOn = Annotated[
    Path,
    typer.Option(
        "--estimated-on", metavar="PACK", help="The practice data as the estimate was made on them."
    ),
]
Estimate = Annotated[
    datetime | None,
    typer.Option(
        "--estimate",
        parser=a_day,
        metavar="YYYY-MM-DD",
        help="The day of the accrual (default: the first one at or after the year's end).",
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The whole table as a workbook (.xlsx) or .csv.")
]


def look_back(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: DataPath,
    *,
    ledger: LedgerPath,
    estimated_on: EstimatedOn,
    estimate: Estimate = None,
    out: Out = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Compare a year-end estimate with what the year came to, by practice and by cause, to the penny."""
    refuse_no_ledger(ledger)
    found, names = _looked(scheme, data, (ledger, estimated_on), estimate)
    if out is not None:
        _write(found, out, names, force=force)
    if as_json:
        print_json(as_data(found))
    else:
        _say(found, names)
        if out is not None:
            wrote(out)


def year_cost(
    *,
    ledger: LedgerPath,
    year: Annotated[
        str, typer.Option("--year", metavar="YEAR", help='The financial year, such as "2015/16".')
    ],
    dated: Annotated[
        datetime | None,
        typer.Option(
            "--dated", parser=a_day, metavar="YYYY-MM-DD", help="Up to this day (default: its last)."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a financial year cost: opening accrual reversed + paid + closing accrual, and its control.

    Ends with 3 where the cost is not what was earned.
    """
    from incentives.cli.governing import opened
    from incentives.govern.year_cost import costs

    refuse_no_ledger(ledger)
    of = _year(year)
    book = opened(ledger, None)
    found = costs(book.entries(), book.payments(), of, dated.date() if dated else of.last_day)
    if not found:
        message = f"The ledger holds no payment and no accrual of {of}."
        raise Refused([Problem("C192", Place(str(ledger)), message, "Name another year.")])
    if as_json:
        print_json([_cost_as_data(c) for c in found])
    else:
        _say_costs(found, str(of))
    if not all(c.agrees for c in found):
        raise typer.Exit(DIFFERENT)


def _looked(
    scheme: str, data: Path, where: tuple[Path, Path], day: datetime | None
) -> tuple[LookBack, Mapping[str, str]]:
    from incentives.cli.governing import opened
    from incentives.cli.loading import estimated, worked_out
    from incentives.govern.accruals import lines_of
    from incentives.govern.lookback import look_back as looked_back

    ledger, estimated_on = where
    _, _, final = worked_out(scheme, data, quiet=True)
    _, _, then = estimated(scheme, estimated_on)
    book, plan = opened(ledger, None), final.plan
    accrual = _estimate(book, plan.id, str(plan.year), day)
    found = looked_back(accrual, then, final, lines_of(book.payments(), plan.id, plan.year))
    return found, {**then.binding.names, **final.binding.names}


def _estimate(book: Ledger, scheme: str, year: str, day: datetime | None) -> Accrual:
    """Return the accrual that is looked back on; raises Refused (R172) where none was entered."""
    from incentives.base.year import written_date
    from incentives.govern.accruals import kept

    own = [a for a in kept(book.entries()) if (a.scheme, str(a.year)) == (scheme, year)]
    if day is not None:
        chosen = [a for a in own if a.day == day.date()]
    else:
        chosen = sorted((a for a in own if a.at_year_end), key=lambda a: a.day)
    if chosen:
        return chosen[0]
    days = ", ".join(written_date(a.day) for a in own) or "none at all"
    which = f"on {written_date(day.date())}" if day else "at the year's end"
    message = f"The ledger holds no accrual of {scheme} {year} {which}; it holds: {days}."
    remedy = (
        "Enter the year-end accrual with `incentives accrue … --by`, or name another day with --estimate."
    )
    raise Refused([Problem("R172", Place(str(book.store.path)), message, remedy)])


def _write(found: LookBack, out: Path, names: Mapping[str, str], *, force: bool) -> None:
    from incentives.report.accrual_lookback import look_back_book, look_back_csv
    from incentives.report.atomic import refuse_existing, write_whole

    refuse_existing(out, force=force)
    if out.suffix.lower() == ".xlsx":
        write_whole(out, look_back_book(found, names), force=force)
    elif out.suffix.lower() == ".csv":
        write_whole(out, look_back_csv(found, names), force=force)
    else:
        message = f'A look-back cannot be written as "{out.suffix or out.name}".'
        raise Refused([Problem("R106", Place(str(out)), message, "End the file's name in .xlsx or .csv.")])


def as_data(found: LookBack) -> dict[str, object]:
    """Return a look-back as machine-readable output, amounts in pence."""
    from incentives.govern.lookback import CAUSES

    rows = [
        {"practice": r.practice, "estimate": r.estimate, "actual": r.actual, "difference": r.difference}
        | dict(zip(CAUSES, r.causes, strict=True))
        for r in found.rows
    ]
    totals = {what: found.total(what) for what in ("estimate", "actual", "difference")}
    stated = {k: v for k, v in found.accrual.content().items() if k != "rows"}
    return {
        "accrual": stated,
        "totals": totals | {cause: found.of_cause(cause) for cause in CAUSES},
        "explained": found.explained,
        "practices": rows,
    }


def _say(found: LookBack, names: Mapping[str, str]) -> None:
    from incentives.base.year import written_date
    from incentives.govern.lookback import CAUSES, SAYS

    basis = found.accrual.basis
    say(
        f"Estimate of {written_date(found.accrual.day)} ({basis.method}, data of "
        f"{written_date(basis.data_date)}), entry {found.accrual.entry} of the ledger."
    )
    rows = [("Estimate", f"as it was entered, {basis.method}", pounds(found.total("estimate")))]
    rows += [(f"  {cause}", SAYS[cause], pounds(found.of_cause(cause))) for cause in CAUSES]
    rows += [("Actual", "on the final data, with corrections", pounds(found.total("actual")))]
    rows += [("Difference", "actual less estimate", pounds(found.total("difference")))]
    title = "From the estimate to what the year came to"
    print_table(title, ("What", "Which is", "Amount"), rows, right=2)
    largest = sorted(found.rows, key=lambda r: (-abs(r.difference), r.practice))[:MOST]
    shown = [
        (_called(r.practice, names), pounds(r.estimate), pounds(r.actual), pounds(r.difference))
        for r in largest
        if r.difference
    ]
    print_table("Largest differences", ("Practice", "Estimate", "Actual", "Difference"), shown)
    low, high = found.accrual.total("low"), found.accrual.total("high")
    within = "within" if low <= found.total("actual") <= high else "outside"
    say(f"The actual figure is {within} low and high, {pounds(low)} to {pounds(high)}.")
    say(
        f"{counted(len(found.rows), 'practice')}: the causes add up to every difference, to the penny."
        if found.explained
        else "CHECK: the causes do not add up to every difference."
    )
    say("The causes are shares of one difference in the order shown; another order would share it otherwise.")


def _called(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names.get(code, '')}".strip()


def _year(text: str) -> FinancialYear:
    from incentives.base.year import FinancialYear as Year

    try:
        return Year.parse(text)
    except ValueError as why:
        problem = Problem("R173", Place("--year"), f"{str(why).capitalize()}.", 'Write it as "2015/16".')
        raise Refused([problem]) from None


def _say_costs(found: Sequence[Cost], year: str) -> None:
    from incentives.base.year import written_date

    for c in found:
        rows = [
            ("Opening accrual, reversed", pounds(-c.opening)),
            (f"Paid in {year}, per the ledger", pounds(c.paid)),
            (
                "Closing accrual" + (f", {written_date(c.closed_on)}" if c.closed_on else ""),
                pounds(c.closing),
            ),
            ("Cost", pounds(c.cost)),
            ("Earned, per the accruals", "not known" if c.earned is None else pounds(c.earned)),
            ("Control: cost equals earned", "OK" if c.agrees else "CHECK"),
        ]
        print_table(f"{c.scheme}, earned in {c.earned_in}: cost to {year}", ("What", "Amount"), rows)
        if c.earned is None:
            say(f"No accrual of it was entered in {year}: enter one, so that the cost is proven.")
        elif not c.agrees:
            say(
                f"{pounds(c.cost - c.earned)} is not in the accrual of {_closed(c)}: paid after it, or into "
                "a month that was accrued before."
            )
    say(f"Cost of {year} in all: {pounds(sum(c.cost for c in found))}.")


def _closed(c: Cost) -> str:
    from incentives.base.year import written_date

    return written_date(c.closed_on) if c.closed_on else "the year"


def _cost_as_data(c: Cost) -> dict[str, object]:
    return {
        "scheme": c.scheme,
        "earned_in": c.earned_in,
        "opening_reversed": -c.opening,
        "paid": c.paid,
        "closing": c.closing,
        "cost": c.cost,
        "earned": c.earned,
        "agrees": c.agrees,
    }
