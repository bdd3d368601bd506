"""Which row of the table of answers holds for a practice, and from when to when it is in the scheme."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.base.year import FinancialYear
    from incentives.data.pack import Pack
    from incentives.data.table import Table

_DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days of a year from a first to a last, both of which count."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has; 0 where it ends before it begins."""
        return max(0, (self.last - self.first + _DAY).days)

    def within(self, other: Span) -> Span:
        """Return the days that are in both."""
        return Span(max(self.first, other.first), min(self.last, other.last))


def rows_that_count(table: Table, scheme: str) -> frozenset[int]:
    """Return the rows of answers that hold for a scheme: its own version's, then the one offered last.

    Rows whose ``scheme_version`` begins with the scheme's id are its own; where there are any, rows of other
    schemes do not count. Of several rows of a practice the one with the latest ``offered_on`` holds; rows
    that do not tell are all returned, and refused where they differ.
    """
    versions = [f"{v.casefold()} " for v in table.column("scheme_version")]
    own = [n for n, v in enumerate(versions) if v.startswith(f"{scheme.casefold()} ")]
    offered = table.column("offered_on")
    by_practice: dict[str, list[int]] = defaultdict(list)
    codes = table.column("practice_code")
    for row in own or range(len(versions)):
        by_practice[codes[row]].append(row)
    kept: set[int] = set()
    for rows in by_practice.values():
        latest = max(offered[r] for r in rows)
        kept.update(r for r in rows if offered[r] == latest)
    return frozenset(kept)


def contract_spans(pack: Pack, year: FinancialYear) -> Mapping[str, Span]:
    """Return the days of the year on which each practice was open, by its code."""
    table = pack.tables.get("practices")
    return _spans(table, range(len(table.rows)), year, ("opens", "closes")) if table else {}


def signup_spans(pack: Pack, year: FinancialYear, scheme: str) -> Mapping[str, Span]:
    """Return the days of the year for which each practice that answered yes has signed, by its code."""
    table = pack.tables.get("signup")
    if table is None:
        return {}
    answers = table.column("answer")
    rows = [r for r in sorted(rows_that_count(table, scheme)) if answers[r] == "yes"]
    return _spans(table, rows, year, ("starts", "ends"))


def spans_in_scheme(pack: Pack, year: FinancialYear, scheme: str, of: str) -> Mapping[str, Span]:
    """Return the days of the year on which each practice was in the scheme, by its code.

    ``of`` says whose days count: "contract", "sign-up" or "contract and sign-up" (in both at once).
    """
    whole = Span(year.first_day, year.last_day)
    contract = contract_spans(pack, year) if "contract" in of else {}
    signed = signup_spans(pack, year, scheme) if "sign-up" in of else {}
    return {
        code: contract.get(code, whole).within(signed.get(code, whole))
        for code in (*contract, *signed, *pack.practices)
    }


def _spans(
    table: Table, rows: Iterable[int], year: FinancialYear, columns: tuple[str, str]
) -> dict[str, Span]:
    codes, firsts, lasts = (table.column(c) for c in ("practice_code", *columns))
    whole = Span(year.first_day, year.last_day)
    return {codes[r]: whole.within(Span(_day(firsts[r], date.min), _day(lasts[r], date.max))) for r in rows}


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
