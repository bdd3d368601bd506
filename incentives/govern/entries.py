"""What the ledger holds: runs, approvals, releases, corrections, and the lines that are paid; all frozen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from incentives.govern.chain import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN, APPROVAL, RELEASE, CORRECTION, REVERSAL = "run", "approval", "release", "correction", "reversal"
ACCRUAL, RECOVERY = "accrual", "recovery"
QUERY, ANSWER, UPLOAD, DECISION = "query", "answer to a query", "upload", "decision"


BELOW_ZERO = "These practices would be paid less than nothing"
"""How the reason begins that blocks such a payment where a scheme has no terms of recovery."""


class Key(NamedTuple):
    """What is paid once: scheme, financial year, practice, component and period."""

    scheme: str
    year: str
    practice: str
    component: str
    period: str

    def __str__(self) -> str:
        """Return the key as a person reads it."""
        return f"{self.practice}, {self.component}, {self.period} of {self.scheme} {self.year}"


@dataclass(frozen=True, slots=True)
class Line:
    """One payment: its key, the pence (negative is recovered), and what finance needs to book it.

    ``earned_in`` is a financial year, ``paid_in`` a month (``May 2015``), ``borne_by`` who bears it, and
    ``reference`` what the payment carries to the remittance and back.
    """

    key: Key
    pence: int
    earned_in: str
    paid_in: str
    borne_by: str
    reference: str
    provisional: bool = False
    correction_of: str = ""

    def content(self) -> dict[str, Any]:
        """Return the line for the ledger; the same content is the same body."""
        return {**self.key._asdict(), "pence": self.pence, "earned_in": self.earned_in} | {
            "paid_in": self.paid_in,
            "borne_by": self.borne_by,
            "reference": self.reference,
            "provisional": self.provisional,
            "correction_of": self.correction_of,
        }

    @property
    def body(self) -> str:
        """SHA-256 of what the line says."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Run:
    """One calculation that may be paid: fingerprints of scheme, data and program, and its lines.

    ``blocks`` are reasons why nothing of it may be released yet: a treatment that is not decided, a
    baseline that is provisional where a payment is final, practices without a signed line.
    """

    scheme: str
    version: str
    year: str
    data: str
    program: str
    dated: str
    prepared_by: str
    lines: Sequence[Line]
    blocks: tuple[str, ...] = ()
    total: int = field(init=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        """Add up the lines and seal the run."""
        object.__setattr__(self, "total", sum(line.pence for line in self.lines))
        sealed = canonical(self.content() | {"lines": [line.content() for line in self.lines]})
        object.__setattr__(self, "fingerprint", hashlib.sha256(sealed.encode()).hexdigest())

    def content(self) -> dict[str, Any]:
        """Return what the ledger keeps of the run; its lines are in its fingerprint."""
        return {
            "scheme": self.scheme,
            "version": self.version,
            "year": self.year,
            "data": self.data,
            "program": self.program,
            "dated": self.dated,
            "prepared_by": self.prepared_by,
            "lines": len(self.lines),
            "pence": self.total,
        }
