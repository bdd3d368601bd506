"""Queries: what a practice says about a payment, by when it is answered, and what came of it.

A query and its answer are entries of the ledger, so neither is changed after. A query stops nothing: the
part of a payment that is not in question is released as it would be without it, and what is in question
is listed with its pounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from incentives.base.amount import in_pounds
from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.base.year import written_date
from incentives.govern.entries import ANSWER, QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentives.govern.ledger import Entry, Ledger

Outcome = Literal["open", "stands", "corrected"]
PENCE = 100


@dataclass(frozen=True, slots=True)
class Query:
    """One query; days as ``2015-06-03``, blank where there is none yet.

    ``line`` is the reference of the payment, blank where the practice says that one is missing.
    ``disputed`` is the part in question in pence (None: the practice states no amount), ``late_by`` the
    days by which it was raised after the scheme's limit.
    """

    number: int
    practice: str
    line: str
    period: str
    says: str
    disputed: int | None
    raised: str
    due: str
    late_by: int
    entered_by: str
    outcome: Outcome = "open"
    answer: str = ""
    corrected_by: str = ""
    answered_on: str = ""
    answered_by: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has answered it."""
        return self.outcome == "open"

    def is_overdue(self, on: date) -> bool:
        """Tell whether it is still open after the day by which it was to be answered."""
        return self.is_open and date.fromisoformat(self.due) < on

    def content(self) -> dict[str, Any]:
        """Return the query as plain data."""
        return {name: getattr(self, name) for name in Query.__slots__}


@dataclass(frozen=True, slots=True)
class Raised:
    """What is entered of a query: a payment by its reference, or a practice and the period that it misses.

    ``within`` are the scheme's days for raising one, and as many days are given to answer it; ``due`` is
    another day for the answer.
    """

    says: str
    on: date
    by: str
    line: str = ""
    practice: str = ""
    period: str = ""
    disputed: int | None = None
    within: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What is entered of an answer; ``corrected_by`` is the reference of the line that mends the payment."""

    number: int
    answer: str
    on: date
    by: str
    corrected_by: str = ""


def raise_query(ledger: Ledger, raised: Raised) -> Query:
    """Enter a query and return it.

    Raises Refused: G123 where no payment has the reference, G170 where neither a payment nor a practice
    with a period is named, G173 where it is raised before the payment, G174 where no day for the answer
    follows from the scheme and none is given.
    """

    def made(entries: tuple[Entry, ...]) -> dict[str, Any]:
        found = _new_query(_Held(entries, str(ledger.store.path)), raised)
        return {"by": raised.by, "dated": raised.on.isoformat(), "query": found.content()}

    entry = ledger.enter(QUERY, made)
    return Query(**entry.content["query"])


def answer_query(ledger: Ledger, answered: Answered) -> Query:
    """Enter the answer to a query and return the query with it.

    Raises Refused: G171 for an unknown number, G172 where it was answered before, G175 where the line that
    is to have mended it is no correction of its payment, G173 where the answer is before the query.
    """

    def made(entries: tuple[Entry, ...]) -> dict[str, Any]:
        _check_answer(_Held(entries, str(ledger.store.path)), answered)
        return {
            "by": answered.by,
            "dated": answered.on.isoformat(),
            "number": answered.number,
            "answer": answered.answer,
            "outcome": "corrected" if answered.corrected_by else "stands",
            "corrected_by": answered.corrected_by,
        }

    ledger.enter(ANSWER, made)
    return next(q for q in queries(ledger.entries()) if q.number == answered.number)


def queries(entries: Iterable[Entry]) -> tuple[Query, ...]:
    """Return the queries of a ledger's entries with their answers, by number."""
    found: dict[int, Query] = {}
    for entry in entries:
        if entry.kind == QUERY:
            query = Query(**entry.content["query"])
            found[query.number] = query
        elif entry.kind == ANSWER:
            said = entry.content
            found[said["number"]] = replace(
                found[said["number"]],
                outcome=said["outcome"],
                answer=said["answer"],
                corrected_by=said["corrected_by"],
                answered_on=said["dated"],
                answered_by=said["by"],
            )
    return tuple(found.values())


def disputed(found: Iterable[Query]) -> int:
    """Return the pence that are in question in the queries that are open."""
    return sum(q.disputed or 0 for q in found if q.is_open)


def for_statement(found: Sequence[Query], practice: str, *, after: str = "") -> tuple[str, ...]:
    """Return what a practice's next statement says of its queries: those open, and those answered since.

    ``after`` is the day of the statement before, as ``2015-06-03``; blank tells every query.
    """
    mine = [q for q in found if q.practice == practice]
    return tuple(_told(q) for q in mine if q.is_open or q.answered_on > after)


def _told(query: Query) -> str:
    about = query.line or f"no payment for {query.period}"
    asked = f'Query {query.number} of {_day(query.raised)} ({about}): "{query.says.rstrip()}"'
    if query.is_open:
        in_question = f" In question: {_pounds(query.disputed)}." if query.disputed is not None else ""
        return f"{asked} It will be answered by {_day(query.due)}.{in_question}"
    mended = f" It was mended by the line {query.corrected_by}." if query.corrected_by else " It stands."
    return f"{asked} Answered on {_day(query.answered_on)}: {query.answer.rstrip('.')}.{mended}"


class _Held:
    """What the ledger holds that a query or an answer is checked against."""

    def __init__(self, entries: Sequence[Entry], shown: str) -> None:
        self.place = Place(shown)
        self.queries = queries(entries)
        self.lines: dict[str, tuple[Mapping[str, Any], str]] = {
            content["reference"]: (content, entry.content["dated"])
            for entry in entries
            for content in entry.content.get("lines_paid", ())
        }

    def line(self, reference: str) -> tuple[Mapping[str, Any], str]:
        """Return a released line with the day of its release; raises Refused (G123)."""
        if reference not in self.lines:
            message = f"No payment with the reference {reference} has been released."
            raise self.refused("G123", message, did_you_mean(reference, list(self.lines), most=3))
        return self.lines[reference]

    def refused(self, code: str, message: str, remedy: str) -> Refused:
        """Return a refusal at the ledger."""
        return Refused([Problem(code, self.place, message, remedy)])


def _new_query(held: _Held, raised: Raised) -> Query:
    practice, period, since = raised.practice, raised.period, ""
    if raised.line:
        line, since = held.line(raised.line)
        practice, period = line["practice"], line["period"]
    elif not (practice and period):
        message = "A query is about a payment, or about a practice and the period for which it misses one."
        raise held.refused("G170", message, "Give --line REFERENCE, or --practice CODE and --period PERIOD.")
    if since and raised.on.isoformat() < since:
        message = f"The payment was released on {_day(since)}, after the query ({written_date(raised.on)})."
        raise held.refused("G173", message, "Give the day on which the practice raised it.")
    return Query(
        number=len(held.queries) + 1,
        practice=practice,
        line=raised.line,
        period=period,
        says=raised.says,
        disputed=raised.disputed,
        raised=raised.on.isoformat(),
        due=_due(held, raised).isoformat(),
        late_by=_late_by(raised, since),
        entered_by=raised.by,
    )


def _due(held: _Held, raised: Raised) -> date:
    if raised.due is None and raised.within is None:
        message = 'The scheme has no "disputes: raise_within", so no day for the answer follows from it.'
        raise held.refused("G174", message, "Give the day by which it is answered with --due.")
    due = raised.due or raised.on + timedelta(days=raised.within or 0)
    if due < raised.on:
        message = f"The answer would be due on {written_date(due)}, before the query."
        raise held.refused("G173", message, "Give a later day with --due.")
    return due


def _late_by(raised: Raised, since: str) -> int:
    if not since or raised.within is None:
        return 0
    return max(0, (raised.on - date.fromisoformat(since)).days - raised.within)


def _check_answer(held: _Held, answered: Answered) -> None:
    found = {q.number: q for q in held.queries}
    query = found.get(answered.number)
    if query is None:
        message = f"There is no query {answered.number}."
        remedy = f"The ledger holds {len(found)}: `incentives query list`." if found else "Add it first."
        raise held.refused("G171", message, remedy)
    if not query.is_open:
        message = f"Query {query.number} was answered on {_day(query.answered_on)} by {query.answered_by}."
        raise held.refused("G172", message, "An answer is not changed: add a new query that says why.")
    if answered.on.isoformat() < query.raised:
        message = f"Query {query.number} was raised on {_day(query.raised)}, after this answer."
        raise held.refused("G173", message, "Give the day of the answer.")
    if answered.corrected_by:
        _check_mended(held, query, answered.corrected_by)


def _check_mended(held: _Held, query: Query, reference: str) -> None:
    line, _ = held.line(reference)
    mends = line["correction_of"] == query.line if query.line else line["practice"] == query.practice
    if not mends:
        message = f"The line {reference} mends nothing of query {query.number}."
        remedy = (
            f"Correct {query.line} first (`incentives correct`), then name the new line."
            if query.line
            else f"Name a line that pays {query.practice}."
        )
        raise held.refused("G175", message, remedy)


def _day(iso: str) -> str:
    return written_date(date.fromisoformat(iso))


def _pounds(pence: int) -> str:
    from fractions import Fraction  # noqa: PLC0415 - one use

    return in_pounds(Fraction(pence, PENCE))
