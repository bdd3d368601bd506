"""The journal of an accrual: what is earned and not paid, by ledger code, and the last one reversed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import written_date
from incentives.govern.codes import SEGMENTS, Payment
from incentives.report.uploads.delimited import machine_csv
from incentives.report.uploads.layout import read_upload_layout
from incentives.report.uploads.rows import Upload, in_pounds_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.govern.accruals import Accrual
    from incentives.govern.codes import Codes, CodeTerms

LAYOUT, STAGE, COMPONENT = "ledger-journal", "accrual", "instalment"
ACCRUAL, REVERSAL = "accrual", "reversal"


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of the journal: its code, pence (above zero is debited), what for, and of which contract.

    ``contract`` is None in the other half, which is booked on the code for what is earned and not paid.
    """

    code: tuple[str, ...]
    pence: int
    what: str
    description: str
    contract: str | None = None


def bookings(accrual: Accrual, codes: Codes) -> tuple[Booking, ...]:
    """Return the accrual and the reversal, each with its other half; debits and credits are equal.

    Raises Refused (R135) with every contract for which the file of finance codes has no code.
    """
    contracts = sorted({row.contract for row in accrual.rows if row.accrual or row.reversed})
    found = {c: codes.ledger(Payment(COMPONENT, c, STAGE)) for c in contracts}
    other = codes.terms.accruals or codes.terms.contra
    lacking = [
        f"There is no ledger code for {Payment(COMPONENT, c, STAGE)}." for c, k in found.items() if not k
    ]
    if other is None:
        lacking.append('There is no code "accruals:" (or "contra:") for the other half of the journal.')
    if lacking or other is None:
        remedy = 'Add a row to "ledger:", or a default row with any for what may differ.'
        raise Refused([Problem("R135", Place(codes.file), m, remedy) for m in lacking])
    known = {c: code for c, code in found.items() if code is not None}
    return tuple(b for what in (ACCRUAL, REVERSAL) for b in _half(accrual, known, other, what))


def journal_csv(accrual: Accrual, codes: Codes) -> bytes:
    """Return the journal in the layout of the ledger's journal, for a machine."""
    layout = read_upload_layout(LAYOUT)
    made = bookings(accrual, codes)
    rows = tuple(_row(b, accrual) for b in made)
    return machine_csv(Upload(layout, rows, sum(b.pence for b in made), len(accrual.rows)))


def _half(accrual: Accrual, known: Mapping[str, CodeTerms], other: CodeTerms, what: str) -> Iterator[Booking]:
    day = accrual.day if what == ACCRUAL else accrual.reverses
    if day is None:
        return
    sums: dict[str, int] = defaultdict(int)
    for row in accrual.rows:
        sums[row.contract] += row.accrual if what == ACCRUAL else -row.reversed
    says = f"{accrual.scheme}, {what} of {written_date(day)}"
    for contract, pence in sorted(sums.items()):
        if pence:
            of = f" ({contract})" if contract else ""
            description = f"{says}: earned, not paid{of}"
            yield Booking(_segments(known[contract]), pence, what, description, contract)
    if total := sum(sums.values()):
        yield Booking(_segments(other), -total, what, f"{says}: owed to practices")


def _segments(code: CodeTerms) -> tuple[str, ...]:
    return tuple(str(getattr(code, name)) for name in SEGMENTS)


def _row(booking: Booking, accrual: Accrual) -> dict[str, str]:
    return {
        **dict(zip(SEGMENTS, booking.code, strict=True)),
        "debit": in_pounds_plain(booking.pence) if booking.pence > 0 else "",
        "credit": in_pounds_plain(-booking.pence) if booking.pence < 0 else "",
        "description": booking.description,
        "stage": STAGE,
        "year": str(accrual.year),
        "scheme": accrual.scheme,
        "earned_in": str(accrual.year),
        "paid_in": "",
        "borne_by": accrual.borne_by,
    }
