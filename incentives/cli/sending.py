"""What ``incentives export`` keeps in the ledger of a file that is paid or booked from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from incentives.govern.uploads import Upload
    from incentives.report.uploads.layout import UploadLayout
    from incentives.report.uploads.rows import Sent


@dataclass(frozen=True, slots=True)
class Sending:
    """What was asked: the layout, the ledger, the period, who sends, and why again."""

    layout: UploadLayout
    ledger: Path | None
    period: str
    by: str
    again: str
    new_lines: bool

    @property
    def purpose(self) -> str:
        """Whether lines are sent to be paid or to be booked."""
        return self.layout.terms.rows

    def chosen(self, sent: Sent) -> Sent:
        """Return what is sent with the lines that are meant: all, those not sent yet, or those of before."""
        from incentives.cli.governing import opened
        from incentives.govern.uploads import not_sent, uploads

        if self.ledger is None or not (self.again or self.new_lines):
            return sent
        if self.again:
            references = set(self.repeated().references)
            return replace(sent, lines=tuple(n for n in sent.lines if n.reference in references))
        found = uploads(opened(self.ledger, None).entries())
        return replace(sent, lines=not_sent(found, self.purpose, sent.lines) or sent.lines)

    def repeated(self) -> Upload:
        """Return the upload that is to be written again."""
        from incentives.cli.governing import opened
        from incentives.govern.uploads import to_repeat

        assert self.ledger is not None  # noqa: S101 - asked for with a ledger alone
        return to_repeat(opened(self.ledger, None), self.purpose, self.layout.name, self.period)


def entered(sending: Sending, sent: Sent, content: bytes, out: Path, on: date) -> list[str]:
    """Enter the upload in the ledger and return what is said of it; raises Refused (G176 to G179)."""
    import hashlib

    from incentives.cli.governing import opened
    from incentives.govern.uploads import Written, register, register_repeat

    assert sending.ledger is not None  # noqa: S101 - asked for with a ledger alone
    if not sending.by:
        message = "A file to be paid or booked from is kept in the ledger with who sends it."
        raise Refused([Problem("G179", Place("--by"), message, "Add --by NAME.")])
    ledger = opened(sending.ledger, None)
    fingerprint = hashlib.sha256(content).hexdigest()
    written = Written(
        sending.purpose,
        sending.layout.name,
        sending.period,
        out.name,
        fingerprint,
        sending.by,
        on.isoformat(),
    )
    if sending.again:
        first = sending.repeated()
        done = register_repeat(ledger, written, first, sending.again)
        return [f"REPEAT, upload {done.number}: the same bytes as {first}. Send it only if that never came."]
    done = register(ledger, written, sent.lines)
    return [f"Entered in the ledger as upload {done.number}, fingerprint {fingerprint[:12]}…."]
