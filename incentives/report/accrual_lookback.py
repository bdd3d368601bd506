"""The look-back as a workbook and a table: estimate, actual, and the difference by cause, for the auditor."""

from __future__ import annotations

import csv
import io
from itertools import accumulate
from typing import TYPE_CHECKING

from incentives.base.year import written_date
from incentives.govern.lookback import CAUSES, SAYS
from incentives.report.accrual_sheets import (
    FIRST_BELOW,
    TOTAL,
    Given,
    Live,
    Small,
    Table,
    pounds,
    small_book,
)
from incentives.report.controls import Control
from incentives.report.places import column_letters as letters
from incentives.report.tabs import Kind, Role
from incentives.report.uploads.delimited import neutral
from incentives.report.uploads.rows import in_pounds_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.govern.lookback import LookBack, Looked
    from incentives.report.accrual_sheets import Cell

_LEAD = (("Practice code", Kind.TEXT), ("Practice", Kind.TEXT))
_AFTER = {
    "method": "On the data of its day (£)",
    "other practice data": "Then other practice data of now (£)",
    "list": "Then lists of now (£)",
    "prevalence": "Then prevalence of now (£)",
    "achievement": "Then results of now (£)",
    "correction": "Then corrections: actual (£)",
}
_CAUSES_AT = 5


def look_back_book(found: LookBack, names: Mapping[str, str]) -> bytes:
    """Return the workbook: each cause is the difference of two stages, which the program has worked out."""
    money = Kind.MONEY
    heads = (
        *_LEAD,
        *(("Estimate (£)", money), ("Actual (£)", money), ("Difference (£)", money)),
        *((f"{cause.capitalize()} (£)", money) for cause in CAUSES),
        ("Not explained (£)", money),
    )
    stages = (*_LEAD, ("Estimate (£)", money), *((_AFTER[cause], money) for cause in CAUSES))
    tables = (
        Table("look_back", Role.OUTPUT, heads, [_row(r, names, n) for n, r in _numbered(found)], totals=True),
        Table("stages", Role.INPUT, stages, [_stages(r, names) for r in found.rows], totals=True),
    )
    accrual = found.accrual
    words = {
        "scheme": accrual.scheme,
        "day": written_date(accrual.day),
        "method": accrual.basis.method,
    }
    title = f"Look-back on the accrual of {accrual.scheme}, {words['day']}"
    return small_book(Small(title, accrual.day, words, _facts(found), tables, _controls(found)))


def look_back_csv(found: LookBack, names: Mapping[str, str]) -> bytes:
    """Return the look-back as a table for people: one row a practice, in pounds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    causes = [cause.replace(" ", "_") for cause in CAUSES]
    writer.writerow(("practice_code", "name", "estimate", "actual", "difference", *causes))
    for row in found.rows:
        pence = (row.estimate, row.actual, row.difference, *row.causes)
        own = (neutral(row.practice), neutral(names.get(row.practice, "")))
        writer.writerow((*own, *(in_pounds_plain(p) for p in pence)))
    return text.getvalue().encode()


def _numbered(found: LookBack) -> list[tuple[int, Looked]]:
    return list(enumerate(found.rows, FIRST_BELOW))


def _row(row: Looked, names: Mapping[str, str], at: int) -> list[Cell]:
    last = letters(2 + len(CAUSES))
    texts = [f"ROUND(Stages!C{at}, 2)", f"ROUND(Stages!{last}{at}, 2)", f"ROUND(D{at}-C{at}, 2)"]
    texts += [
        f"ROUND(Stages!{letters(3 + n)}{at}-Stages!{letters(2 + n)}{at}, 2)" for n in range(len(CAUSES))
    ]
    causes = f"{letters(_CAUSES_AT)}{at}:{letters(_CAUSES_AT + len(CAUSES) - 1)}{at}"
    texts.append(f"ROUND(E{at}-SUM({causes}), 2)")
    pence = (row.estimate, row.actual, row.difference, *row.causes, row.difference - sum(row.causes))
    live = [Live(text, pounds(p)) for text, p in zip(texts, pence, strict=True)]
    return [row.practice, names.get(row.practice, ""), *live]


def _stages(row: Looked, names: Mapping[str, str]) -> list[Cell]:
    figures = accumulate(row.causes, initial=row.estimate)
    return [row.practice, names.get(row.practice, ""), *(Given(pounds(p)) for p in figures)]


def _facts(found: LookBack) -> list[tuple[str, str]]:
    accrual = found.accrual
    causes = "; ".join(f"{cause}: {SAYS[cause]}" for cause in CAUSES)
    return [
        ("Scheme's id", accrual.scheme),
        ("Earned in", str(accrual.year)),
        ("Estimate of", written_date(accrual.day)),
        ("Entry of the ledger", str(accrual.entry)),
        ("Method of the estimate", accrual.basis.method),
        ("Date of the data of the estimate", written_date(accrual.basis.data_date)),
        ("Causes, in the order of replacement", causes),
        ("How to read it", "Another order would share one difference otherwise; its sum would be the same."),
        ("Fingerprint of the scheme (SHA-256)", accrual.basis.plan),
        ("Fingerprint of the practice data (SHA-256)", f"of the estimate: {accrual.basis.data}"),
    ]


def _controls(found: LookBack) -> list[Control]:
    name = "'Look-back'"
    sums = {what: pounds(found.total(what)) for what in ("estimate", "actual", "difference")}
    causes = [pounds(found.of_cause(cause)) for cause in CAUSES]
    first, last = letters(_CAUSES_AT), letters(_CAUSES_AT + len(CAUSES) - 1)
    rest = letters(_CAUSES_AT + len(CAUSES))
    open_ = sum(sum(r.causes) != r.difference for r in found.rows)
    cells = f"{name}!${rest}${FIRST_BELOW}:${rest}${FIRST_BELOW + len(found.rows) - 1}"
    booked = pounds(found.accrual.total("expected"))
    return [
        Control("Causes add up to the difference", f"ROUND(SUM({name}!${first}${TOTAL}:${last}${TOTAL}), 2)",
                round(sum(causes), 2), f"{name}!$E${TOTAL}", sums["difference"]),
        Control("Estimate and difference add up to the actual figure",
                f"ROUND({name}!$C${TOTAL}+{name}!$E${TOTAL}, 2)",
                round(sums["estimate"] + sums["difference"], 2), f"{name}!$D${TOTAL}", sums["actual"]),
        Control("Estimates are those that were entered", f"{name}!$C${TOTAL}", sums["estimate"],
                f"Stages!$C${TOTAL}", booked),
        Control("Practices of which something is not explained", f'COUNTIF({cells}, "<>0")', open_, "0", 0,
                Kind.COUNT),
    ]  # fmt: skip
