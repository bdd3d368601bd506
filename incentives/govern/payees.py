"""Who is paid for a practice that has closed: nobody, until a person has said so in the practice data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentives.data.pack import Pack
    from incentives.govern.entries import Line

PENCE = 100


def closed_payees(pack: Pack, lines: Iterable[Line], pays_on: date) -> Iterator[str]:
    """Give a reason for each payment to a practice that closed before its payday and has no other payee.

    Another payee is one that the column ``payee`` of the table of practices names, other than the practice
    itself. What a closed practice owes is no payment: it is invoiced, and stops nothing.
    """
    from fractions import Fraction  # noqa: PLC0415 - one use

    table = pack.tables.get("practices")
    if table is None or not table.has("closes"):
        return
    columns = {name: table.column(name) for name in ("name", "closes", "payee") if table.has(name)}
    row_of = {code: row for row, code in enumerate(table.column("practice_code"))}
    for line in lines:
        row = row_of.get(line.key.practice)
        closes = columns["closes"][row] if row is not None else ""
        if row is None or not closes or closes >= pays_on.isoformat() or line.pence <= 0:
            continue
        payee = columns.get("payee", [""] * (row + 1))[row]
        if payee in {"", line.key.practice, columns.get("name", [""] * (row + 1))[row]}:
            amount = in_pounds(Fraction(line.pence, PENCE))
            yield (
                f"{line.key.practice} closed on {written_date(date.fromisoformat(closes))} and is to be paid "
                f"{amount}: name who is paid in the column payee of the practices."
            )
