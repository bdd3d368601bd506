"""What is kept of returns: the counts for the practice data, the evidence, and who is to be reminded."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incentives.govern.return_sheet import DECLARATION
from incentives.govern.returns_read import Came
from incentives.report.uploads.delimited import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentives.govern.returns_read import Outcome

COUNTS, MANIFEST, REMINDERS = "counts.csv", "manifest.csv", "reminders.csv"
_KEPT = ("practice_code", "name", "period", "due", "return_id", "status", "file", "sha256")


def kept_folder(outcomes: Sequence[Outcome]) -> dict[str, bytes]:
    """Return the files by name: counts, manifest, reminders, and each return that was taken as it came."""
    files = {o.file: o.content for o in outcomes if o.content}
    return files | {
        COUNTS: _table(("practice_code", "indicator", "numerator", "denominator"), _counts(outcomes)),
        MANIFEST: _table(
            (*_KEPT, *(f"declared_{n}" for n in DECLARATION)),
            _manifest(outcomes),
        ),
        REMINDERS: _table(("practice_code", "name", "due", "status", "ask_for"), _reminders(outcomes)),
    }


def to_remind(outcomes: Iterable[Outcome]) -> list[tuple[Outcome, str]]:
    """Return the practices of which something is still wanted, and what."""
    wanted = {
        Came.MISSING: "the return",
        Came.REFUSED: "the return again, as it was sent and with its declaration",
    }
    return [
        (o, "; ".join(o.queries) or wanted[o.came])
        for o in outcomes
        if o.came in wanted or o.came is Came.QUERIED
    ]


def _counts(outcomes: Iterable[Outcome]) -> Iterable[Sequence[str]]:
    for outcome in outcomes:
        if outcome.is_used:
            for asked in outcome.asked.asked:
                figures = (outcome.counts[asked.indicator, m] for m in ("numerator", "denominator"))
                yield (outcome.asked.practice, asked.indicator, *map(str, figures))


def _manifest(outcomes: Iterable[Outcome]) -> Iterable[Sequence[str]]:
    for o in outcomes:
        facts = (o.asked.practice, o.asked.name, o.asked.period, o.asked.due.isoformat(), o.asked.id)
        yield (*facts, o.came.value, o.file, o.sha256, *(o.declared.get(n, "") for n in DECLARATION))


def _reminders(outcomes: Iterable[Outcome]) -> Iterable[Sequence[str]]:
    for o, what in to_remind(outcomes):
        yield o.asked.practice, o.asked.name, o.asked.due.isoformat(), o.came.value, what


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table whose texts no spreadsheet takes for a formula; codes and figures are as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")
