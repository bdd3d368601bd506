"""The register of uploads: what was written to be paid or booked from, so that no line is sent twice.

Each upload is an entry of the ledger: its layout, period, lines, pounds, the fingerprint of its bytes, who
made it and when. A line is sent once to be paid, whatever the layout, and once to be booked. An upload that
was lost is written again only with the same bytes, and that is entered too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import written_date
from incentives.govern.entries import UPLOAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentives.govern.entries import Line
    from incentives.govern.ledger import Entry, Ledger

PENCE = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload; ``purpose`` is ``payments`` or ``journal``, ``again`` the reason of a repeat."""

    number: int
    purpose: str
    layout: str
    period: str
    file: str
    fingerprint: str
    references: tuple[str, ...]
    pence: int
    by: str
    dated: str
    again: str = ""
    repeats: int = 0

    def __str__(self) -> str:
        """Return the upload as a person reads it."""
        when = written_date(date.fromisoformat(self.dated))
        return f"upload {self.number} ({self.layout}, {when}, by {self.by})"


@dataclass(frozen=True, slots=True)
class Written:
    """What is about to be written: layout, period, file, fingerprint, and who does it on which day."""

    purpose: str
    layout: str
    period: str
    file: str
    fingerprint: str
    by: str
    dated: str


def uploads(entries: Iterable[Entry]) -> tuple[Upload, ...]:
    """Return the uploads of a ledger's entries, in order."""
    return tuple(
        Upload(**{**entry.content, "references": tuple(entry.content["references"])})
        for entry in entries
        if entry.kind == UPLOAD
    )


def not_sent(found: Sequence[Upload], purpose: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines that were not yet sent for a purpose: what came since, such as corrections."""
    sent = {r for u in found if u.purpose == purpose for r in u.references}
    return tuple(line for line in lines if line.reference not in sent)


def to_repeat(ledger: Ledger, purpose: str, layout: str, period: str) -> Upload:
    """Return the last upload of a layout and period that is no repeat; raises Refused (G178) for none."""
    found = [
        u
        for u in uploads(ledger.entries())
        if (u.purpose, u.layout, u.period, u.again) == (purpose, layout, period, "")
    ]
    if not found:
        message = f"Nothing of {layout} was sent for {period or 'all periods'}, so nothing can be repeated."
        raise _refused(ledger, "G178", message, "Leave --again out.")
    return found[-1]


def register(ledger: Ledger, written: Written, lines: Sequence[Line]) -> Upload:
    """Enter an upload before it is written; raises Refused (G176) where a line was sent before."""

    def made(entries: tuple[Entry, ...]) -> dict[str, Any]:
        found = uploads(entries)
        before = [u for u in found if u.purpose == written.purpose]
        if twice := _sent_before(before, lines):
            raise _refused(ledger, "G176", *twice)
        return _content(written, len(found) + 1, [n.reference for n in lines], sum(n.pence for n in lines))

    ledger.enter(UPLOAD, made)
    return uploads(ledger.entries())[-1]


def register_repeat(ledger: Ledger, written: Written, first: Upload, reason: str) -> Upload:
    """Enter that an upload is written again; raises Refused (G177) where its bytes would be others."""
    if written.fingerprint != first.fingerprint:
        message = f"What would be written now is not what {first} held: names, codes or the layout changed."
        remedy = "Find the file that was sent; or give the scheme, data and codes as they were then."
        raise _refused(ledger, "G177", message, remedy)

    def made(entries: tuple[Entry, ...]) -> dict[str, Any]:
        content = _content(written, len(uploads(entries)) + 1, first.references, first.pence)
        return content | {"again": reason, "repeats": first.number}

    ledger.enter(UPLOAD, made)
    return uploads(ledger.entries())[-1]


def _sent_before(before: Sequence[Upload], lines: Sequence[Line]) -> tuple[str, str] | None:
    held = {r: u for u in reversed(before) if not u.again for r in u.references}
    twice = [line for line in lines if line.reference in held]
    if not twice:
        return None
    which = sorted({held[line.reference].number for line in twice})
    named = "; ".join(str(u) for u in before if u.number in which)
    pence = sum(line.pence for line in twice)
    message = f"{len(twice):,} of {len(lines):,} lines ({_pounds(pence)}) were sent before, in {named}."
    fresh = len(lines) - len(twice)
    rest = f"For the {fresh:,} that were not sent, add --new-lines. " if fresh else ""
    return message, f'{rest}Where the file was lost, add --again "REASON": the same bytes are written.'


def _content(written: Written, number: int, references: Sequence[str], pence: int) -> dict[str, Any]:
    named = {name: getattr(written, name) for name in Written.__slots__}
    return named | {"number": number, "references": list(references), "pence": pence}


def _refused(ledger: Ledger, code: str, message: str, remedy: str) -> Refused:
    return Refused([Problem(code, Place(str(ledger.store.path)), message, remedy)])


def _pounds(pence: int) -> str:
    from fractions import Fraction  # noqa: PLC0415 - one use

    return in_pounds(Fraction(pence, PENCE))
