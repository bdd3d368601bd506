"""The accrual of a month or a year as a workbook: every figure a formula on the ledger's lines and inputs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentives.base.amount import in_percent
from incentives.base.year import written_date
from incentives.govern.accruals import SCALED, days_gone, paid_month
from incentives.report.accrual_journal import ACCRUAL, REVERSAL, bookings
from incentives.report.accrual_sheets import (
    FIRST,
    FIRST_BELOW,
    TOTAL,
    Given,
    Live,
    Small,
    Table,
    column,
    pounds,
    small_book,
)
from incentives.report.controls import Control
from incentives.report.tabs import Kind, Role
from incentives.report.uploads.delimited import neutral
from incentives.report.uploads.rows import in_pounds_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.govern.accruals import Accrual, Row
    from incentives.govern.codes import Codes
    from incentives.govern.entries import Line
    from incentives.report.accrual_journal import Booking
    from incentives.report.accrual_sheets import Cell

_HEADS = (
    *(("Practice code", Kind.TEXT), ("Practice", Kind.TEXT), ("Contract", Kind.TEXT)),
    ("Corrections (£)", Kind.MONEY),
    *(("Year, low (£)", Kind.MONEY), ("Year, expected (£)", Kind.MONEY), ("Year, high (£)", Kind.MONEY)),
    *(("Earned to date (£)", Kind.MONEY), ("Paid to date (£)", Kind.MONEY)),
    *(("Accrual: earned less paid (£)", Kind.MONEY), ("Last accrual, reversed (£)", Kind.MONEY)),
    *(("Charge: accrual and reversal (£)", Kind.MONEY), ("Accrual, low (£)", Kind.MONEY)),
    ("Accrual, high (£)", Kind.MONEY),
)
_CONTRACT, _ACCRUAL, _REVERSED = 2, 9, 10
_ESTIMATES = (
    *(("Practice code", Kind.TEXT), ("Practice", Kind.TEXT), ("Contract", Kind.TEXT)),
    *(("On the data chosen (£)", Kind.MONEY), ("Of it not on results (£)", Kind.MONEY)),
    ("Last accrual (£)", Kind.MONEY),
)
_PAID = (
    *(("Reference", Kind.TEXT), ("Practice code", Kind.TEXT), ("Period", Kind.TEXT)),
    *(("Earned in", Kind.TEXT), ("Paid in", Kind.TEXT), ("Borne by", Kind.TEXT), ("Amount (£)", Kind.MONEY)),
    ("Of it corrections (£)", Kind.MONEY),
)
_JOURNAL = (
    *((name, Kind.TEXT) for name in ("Cost centre", "Subjective", "Analysis 1", "Analysis 2", "Other")),
    *(("What", Kind.TEXT), ("Contract", Kind.TEXT), ("Description", Kind.TEXT)),
    *(("Net (£)", Kind.MONEY), ("Debit (£)", Kind.MONEY), ("Credit (£)", Kind.MONEY)),
)
OTHER_HALF, NOT_STATED = "other half", "not stated"
_FINE = 10_000


def accrual_book(
    accrual: Accrual, lines: Sequence[Line], codes: Codes | None, names: Mapping[str, str]
) -> bytes:
    """Return the workbook of an accrual; ``lines`` are the year's released ones, ``names`` the practices'."""
    paid = [line for line in lines if paid_month(line) <= accrual.day]
    made = bookings(accrual, codes) if codes else ()
    tables = [
        Table("month_end", Role.OUTPUT, _HEADS, _rows(accrual, names, len(paid)), totals=True),
        Table("ledger_lines", Role.INPUT, _PAID, [_paid(line) for line in paid], totals=True),
        Table("estimates", Role.INPUT, _ESTIMATES, [_estimate(r, names) for r in accrual.rows], totals=True),
        _inputs(accrual),
    ]
    if made:
        tables.insert(1, Table("journal", Role.OUTPUT, _JOURNAL, _journal(made, accrual), totals=True))
    basis = accrual.basis
    words = {
        "scheme": accrual.scheme,
        "day": written_date(accrual.day),
        "method": basis.method,
        "data_date": written_date(basis.data_date),
    }
    return small_book(
        Small(
            f"Accrual of {accrual.scheme}, {words['day']}",
            accrual.day,
            words,
            _facts(accrual),
            tables,
            _controls(accrual, paid, made),
        )
    )


def accrual_csv(accrual: Accrual) -> bytes:
    """Return the accrual as a table for people: one row a practice, pounds, and what it rests on."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    what = ("low", "expected", "high", "earned", "paid", "accrual", "reversed", "charge")
    stated = ("scheme", "earned_in", "day", "method", "data_date")
    writer.writerow(("practice_code", "contract", *what, *stated))
    basis = accrual.basis
    ends = (accrual.scheme, accrual.year, accrual.day, basis.method, basis.data_date)
    for row in accrual.rows:
        figures = [in_pounds_plain(getattr(row, name)) for name in what]
        writer.writerow((neutral(row.practice), neutral(row.contract), *figures, *ends))
    return text.getvalue().encode()


def _facts(accrual: Accrual) -> list[tuple[str, str]]:
    basis = accrual.basis
    last = f"that of {written_date(accrual.reverses)}" if accrual.reverses else "none was entered before"
    facts = [
        ("Scheme's id", accrual.scheme),
        ("Earned in", str(accrual.year)),
        ("Borne by", accrual.borne_by),
        ("Accrual on", written_date(accrual.day)),
        ("Method", basis.method),
        ("Date of the data", written_date(basis.data_date)),
        ("Low and high, of what rests on results", f"{in_percent(basis.low)} and {in_percent(basis.high)}"),
        ("Last accrual, reversed here", last),
        ("Fingerprint of the scheme (SHA-256)", basis.plan),
        ("Fingerprint of the practice data (SHA-256)", basis.data or "not stated"),
    ]
    if basis.projected:
        facts.append(("Fingerprint of the projected data (SHA-256)", basis.projected))
    if accrual.at_year_end:
        facts.append(("Year-end", "The year is over: this accrual is carried into the next one."))
    return facts


def _rows(accrual: Accrual, names: Mapping[str, str], paid: int) -> list[list[Cell]]:
    return [_row(row, names, str(FIRST_BELOW + n), max(1, paid)) for n, row in enumerate(accrual.rows)]


def _row(row: Row, names: Mapping[str, str], at: str, paid: int) -> list[Cell]:
    found, fixed = f"ROUND(Estimates!D{at}*100, 0)", f"ROUND(Estimates!E{at}*100, 0)"
    on_results = f"({found}-{fixed})"

    def year(share: str) -> str:
        sums = f"{fixed}*RETURN_DAYS*{_FINE}+ROUND({share}*{_FINE}, 0)*{on_results}*DAYS_OF_YEAR"
        return f"ROUND(ROUND(({sums})/({100 * _FINE}*RETURN_DAYS), 2)+D{at}, 2)"

    def lines(amounts: int) -> str:
        return f"ROUND(SUMIF({column('Paid', 1, paid)}, A{at}, {column('Paid', amounts, paid)}), 2)"

    expected = f"ROUND(({fixed}*RETURN_DAYS+{on_results}*DAYS_OF_YEAR)/(100*RETURN_DAYS), 2)"
    gone = f"({on_results}*DAYS_OF_YEAR+{fixed}*RETURN_DAYS)*DAYS_GONE"
    earned = f"ROUND({gone}/(100*RETURN_DAYS*DAYS_OF_YEAR), 2)"
    texts = (
        *(lines(7), year("LOW_SHARE"), f"ROUND({expected}+D{at}, 2)", year("HIGH_SHARE")),
        *(f"ROUND({earned}+D{at}, 2)", lines(6)),
        *(f"ROUND(H{at}-I{at}, 2)", f"ROUND(0-Estimates!F{at}, 2)", f"ROUND(J{at}+K{at}, 2)"),
        *(f"ROUND(E{at}-I{at}, 2)", f"ROUND(G{at}-I{at}, 2)"),
    )
    pence = (
        *(row.corrected, row.low, row.expected, row.high, row.earned, row.paid),
        *(row.accrual, -row.reversed, row.charge, row.low - row.paid, row.high - row.paid),
    )
    live = [Live(text, pounds(p)) for text, p in zip(texts, pence, strict=True)]
    return [row.practice, names.get(row.practice, ""), row.contract or NOT_STATED, *live]


def _estimate(row: Row, names: Mapping[str, str]) -> list[Cell]:
    figures = [Given(pounds(p)) for p in (row.found, row.fixed, row.reversed)]
    return [row.practice, names.get(row.practice, ""), row.contract or NOT_STATED, *figures]


def _paid(line: Line) -> list[Cell]:
    words = (line.reference, line.key.practice, line.key.period, line.earned_in, line.paid_in, line.borne_by)
    corrects = line.pence if line.correction_of else 0
    return [*words, Given(pounds(line.pence)), Given(pounds(corrects))]


def _inputs(accrual: Accrual) -> Table:
    year, basis = accrual.year, accrual.basis
    covered = days_gone(year, basis.data_date) if basis.method == SCALED else year.days
    heads = (("Figure", Kind.TEXT), ("Value", Kind.NUMBER), ("Name in formulas", Kind.TEXT))
    shares = ((basis.low, "Low", "LOW_SHARE"), (basis.high, "High", "HIGH_SHARE"))
    covers = "Days that the last return covers" if basis.method == SCALED else "Days that the estimate covers"
    figures = (
        (f"Days of {year} to {written_date(accrual.day)}", days_gone(year, accrual.day), "DAYS_GONE"),
        (covers, covered, "RETURN_DAYS"),
        (f"Days of {year} in all", year.days, "DAYS_OF_YEAR"),
        *((f"{word} share of what rests on results", float(share), name) for share, word, name in shares),
    )
    rows: list[list[Cell]] = [[says, Given(figure, name), name] for says, figure, name in figures]
    kinds = (Kind.COUNT, Kind.COUNT, Kind.COUNT, Kind.PERCENT, Kind.PERCENT)
    return Table("month_end_inputs", Role.INPUT, heads, rows, kinds=kinds)


def _journal(made: Sequence[Booking], accrual: Accrual) -> list[list[Cell]]:
    columns = {ACCRUAL: _ACCRUAL, REVERSAL: _REVERSED}
    count = len(accrual.rows)
    rows: list[list[Cell]] = []
    for n, booking in enumerate(made, FIRST_BELOW):
        figures = column("Accrual", columns[booking.what], count)
        if booking.contract is None:
            net = f"ROUND(0-SUM({figures}), 2)"
        else:
            contracts = column("Accrual", _CONTRACT, count)
            net = f'ROUND(SUMIF({contracts}, "{booking.contract or NOT_STATED}", {figures}), 2)'
        debit, credit = max(0, booking.pence), max(0, -booking.pence)
        words = (
            *booking.code,
            booking.what,
            OTHER_HALF if booking.contract is None else booking.contract or NOT_STATED,
        )
        rows.append(
            [
                *words,
                booking.description,
                Live(net, pounds(booking.pence)),
                Live(f"MAX(I{n}, 0)", pounds(debit)),
                Live(f"MAX(0-I{n}, 0)", pounds(credit)),
            ]
        )
    return rows


def _controls(accrual: Accrual, paid: Sequence[Line], made: Sequence[Booking]) -> list[Control]:
    def total(letter: str) -> str:
        return f"Accrual!${letter}${TOTAL}"

    sums = {w: pounds(accrual.total(w)) for w in ("earned", "paid", "accrual", "reversed", "charge")}
    every = pounds(sum(line.pence for line in paid))
    found = [
        Control("Paid to date, by practice, equals all lines of the ledger", total("I"), sums["paid"],
                f"Paid!$G${TOTAL}" if paid else "0", every),
        Control("Accrual equals earned less paid", total("J"), sums["accrual"],
                f"ROUND({total('H')}-{total('I')}, 2)", round(sums["earned"] - sums["paid"], 2)),
        Control("Charge equals accrual less the last accrual", total("L"), sums["charge"],
                f"ROUND({total('J')}-Estimates!$F${TOTAL}, 2)", round(sums["accrual"] - sums["reversed"], 2)),
    ]  # fmt: skip
    if made:
        debit, credit = (pounds(sum(max(0, s * b.pence) for b in made)) for s in (1, -1))
        charge = pounds(sum(b.pence for b in made if b.contract is not None))
        cells = f'SUMIF(Journal!$G${FIRST_BELOW}:$G${FIRST + len(made)}, "{OTHER_HALF}", '
        cells += f"Journal!$I${FIRST_BELOW}:$I${FIRST + len(made)})"
        found += [
            Control("Debits of the journal equal its credits", f"Journal!$J${TOTAL}", debit,
                    f"Journal!$K${TOTAL}", credit),
            Control("What the journal charges equals the charge of the month",
                    f"ROUND(0-{cells}, 2)", charge, total("L"), sums["charge"]),
        ]  # fmt: skip
    return found
