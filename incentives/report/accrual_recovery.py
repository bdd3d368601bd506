"""The plan of recoveries as a workbook and a table: who owes what, and what each month keeps back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds
from incentives.base.year import written_date
from incentives.govern.recovery import Way, most_of
from incentives.report.accrual_sheets import (
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
    from datetime import date

    from incentives.govern.recovery import Month, Plan
    from incentives.report.accrual_sheets import Cell
    from incentives.scheme.model import Recovery

_HEADS = (
    *(("Practice code", Kind.TEXT), ("Practice", Kind.TEXT), ("How", Kind.TEXT)),
    *(("Owed (£)", Kind.MONEY), ("Kept back in months (£)", Kind.MONEY)),
    *(("Invoiced or waived (£)", Kind.MONEY), ("Left open (£)", Kind.MONEY)),
)
_OWED = (("Practice code", Kind.TEXT), ("Reference", Kind.TEXT), ("Owed (£)", Kind.MONEY))
_GIVEN = (
    *(("Practice code", Kind.TEXT), ("Month", Kind.TEXT)),
    *(("Monthly payment (£)", Kind.MONEY), ("Kept back (£)", Kind.MONEY)),
)
_NET = (
    *(("Practice code", Kind.TEXT), ("Month", Kind.TEXT)),
    *(("Most that may be kept back (£)", Kind.MONEY), ("Kept back (£)", Kind.MONEY)),
    *(("Net payment (£)", Kind.MONEY), ("Within the terms", Kind.TEXT)),
)
_INPUT = (("Figure", Kind.TEXT), ("Value", Kind.PERCENT), ("Name in formulas", Kind.TEXT))
_FINE, _SHARE = 10_000, "AT_MOST"


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan is of: the terms, the day on which practices are told, and what it was made from."""

    terms: Recovery
    on: date
    scheme: str
    plan: str
    data: str


def recovery_book(made: Sequence[Plan], told: Told, names: Mapping[str, str]) -> bytes:
    """Return the workbook of a plan of recoveries."""
    terms, scheme, on = told.terms, told.scheme, told.on
    months = [(plan.debt.practice, month) for plan in made for month in plan.months]
    owed = [(plan, line) for plan in made for line in plan.debt.lines]
    counts = (max(1, len(owed)), max(1, len(months)))
    given: list[list[Cell]] = [[p.debt.practice, x.reference, Given(pounds(-x.pence))] for p, x in owed]
    kept: list[list[Cell]] = [
        [code, m.name, Given(pounds(m.payment)), Given(pounds(m.kept_back))] for code, m in months
    ]
    share = f"Largest share of a monthly payment ({in_percent(terms.at_most)})"
    tables = (
        Table(
            "recovery", Role.OUTPUT, _HEADS, [_row(p, names, n, counts) for n, p in _at(made)], totals=True
        ),
        Table("recovery_net", Role.OUTPUT, _NET, _net(months, terms), totals=True),
        Table("recovery_owed", Role.INPUT, _OWED, given, totals=True),
        Table("recovery_months", Role.INPUT, _GIVEN, kept, totals=True),
        Table("recovery_share", Role.INPUT, _INPUT, [[share, Given(float(terms.at_most), _SHARE), _SHARE]]),
    )
    words = {"scheme": scheme, "terms": terms_in_words(terms), "day": written_date(on)}
    facts = [
        ("Scheme's id", scheme),
        ("Practices are told on", written_date(on)),
        ("Terms", words["terms"]),
        ("Fingerprint of the scheme (SHA-256)", told.plan),
        ("Fingerprint of the practice data (SHA-256)", told.data),
    ]
    return small_book(Small(f"Recoveries of {scheme}", on, words, facts, tables, _controls(made, months)))


def recovery_csv(made: Sequence[Plan], names: Mapping[str, str]) -> bytes:
    """Return the plan as a table for people: one row a month, or one for what is invoiced or waived."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("practice_code", "name", "owed", "how", "month", "payment", "kept_back", "net"))
    for plan in made:
        own = (neutral(plan.debt.practice), neutral(names.get(plan.debt.practice, "")))
        lead = (*own, in_pounds_plain(plan.debt.pence), plan.way.value)
        for m in plan.months:
            writer.writerow((*lead, m.name, *(in_pounds_plain(p) for p in (m.payment, m.kept_back, m.net))))
        if not plan.months:
            writer.writerow((*lead, "", "", "", ""))
    return text.getvalue().encode()


def terms_in_words(terms: Recovery) -> str:
    """Return the terms as a line of words."""
    months = f"over {terms.over} month{'' if terms.over == 1 else 's'}"
    waived = f", below {in_pounds(terms.waive_below)} waived" if terms.waive_below is not None else ""
    return (
        f"{months}, at most {in_percent(terms.at_most)} of a monthly payment, after notice of {terms.notice} "
        f"days{waived}; a practice that has closed is sent an invoice"
    )


def _at(made: Sequence[Plan]) -> list[tuple[int, Plan]]:
    return list(enumerate(made, FIRST_BELOW))


def _row(plan: Plan, names: Mapping[str, str], at: int, counts: tuple[int, int]) -> list[Cell]:
    owed, months = counts
    kept = sum(m.kept_back for m in plan.months)
    other = 0 if plan.months else plan.debt.pence
    texts = (
        f"ROUND(SUMIF({column('Owed', 0, owed)}, A{at}, {column('Owed', 2, owed)}), 2)",
        f"ROUND(SUMIF({column('Months', 0, months)}, A{at}, {column('Months', 3, months)}), 2)",
        f'IF(C{at} = "{Way.MONTHS}", 0, D{at})',
        f"ROUND(D{at}-E{at}-F{at}, 2)",
    )
    pence = (plan.debt.pence, kept, other, plan.debt.pence - kept - other)
    live = [Live(text, pounds(p)) for text, p in zip(texts, pence, strict=True)]
    return [plan.debt.practice, names.get(plan.debt.practice, ""), plan.way.value, *live]


def _net(months: Sequence[tuple[str, Month]], terms: Recovery) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for at, (code, month) in enumerate(months, FIRST_BELOW):
        share = f"ROUND({_SHARE}*{_FINE}, 0)*ROUND(Months!C{at}*100, 0)"
        most = most_of(month.payment, terms.at_most)
        within = f'IF(AND(D{at} <= C{at}, E{at} >= 0), "OK", "CHECK")'
        rows.append(
            [
                *(code, month.name),
                Live(f"MAX(0, ROUNDDOWN({share}/{_FINE}, 0)/100)", pounds(most)),
                Live(f"ROUND(Months!D{at}, 2)", pounds(month.kept_back)),
                Live(f"ROUND(Months!C{at}-Months!D{at}, 2)", pounds(month.net)),
                Live(within, "OK" if month.kept_back <= most and month.net >= 0 else "CHECK"),
            ]
        )
    return rows


def _controls(made: Sequence[Plan], months: Sequence[tuple[str, Month]]) -> list[Control]:
    owed = pounds(sum(p.debt.pence for p in made))
    kept = pounds(sum(m.kept_back for _, m in months))
    other = pounds(sum(p.debt.pence for p in made if not p.months))
    wrong = sum(m.net < 0 for _, m in months)
    last = FIRST_BELOW + max(1, len(months)) - 1
    return [
        Control("Kept back, invoiced and waived equal what is owed",
                f"ROUND(Recoveries!$E${TOTAL}+Recoveries!$F${TOTAL}, 2)", round(kept + other, 2),
                f"Owed!$C${TOTAL}", owed),
        Control("What months keep back is what practices' plans keep back", f"Recoveries!$E${TOTAL}", kept,
                f"'Net payments'!$D${TOTAL}", kept),
        Control("Months in which a practice would be paid less than nothing",
                f"COUNTIF('Net payments'!$E${FIRST_BELOW}:$E${last}, \"<0\")", wrong, "0", 0, Kind.COUNT),
        Control("Months that keep back more than the terms allow",
                f"COUNTIF('Net payments'!$F${FIRST_BELOW}:$F${last}, \"CHECK\")", 0, "0", 0, Kind.COUNT),
    ]  # fmt: skip
