"""What practices return because no national extract has it: which indicators, from whom, by when."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.base.year import month_name
from incentives.data.counts import counts_of
from incentives.data.signups import Span, spans_in_scheme
from incentives.govern.chain import canonical
from incentives.govern.offers import Answer, answers, practice_names
from incentives.govern.working_days import working_days_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.base.year import FinancialYear
    from incentives.data.pack import Pack
    from incentives.scheme.forms.form import Written
    from incentives.scheme.forms.points import Terms
    from incentives.scheme.model import Scheme

PRACTICE_RETURN = "practice return"
_QUARTER = re.compile(r"(?:(\d{4})(?:[/-]\d{2})?[ -]?)?Q([1-4])", re.IGNORECASE)
_COUNTED = (
    "Numerator: patients for whom it was done. Denominator: patients to whom it applies, without exceptions."
)
DUE_AFTER = 10
"""Working days after a quarter by which returns are due where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter of a financial year, or the whole of it (``quarter`` 0)."""

    year: FinancialYear
    quarter: int

    @property
    def name(self) -> str:
        """``2015-Q2``, July to September 2015, or ``2015/16``."""
        return f"{self.year.starts_in}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first_day(self) -> date:
        """The first day that is counted."""
        return self.year.months[max(0, self.quarter - 1) * 3]

    @property
    def last_day(self) -> date:
        """The last day that is counted."""
        if self.quarter in (0, 4):
            return self.year.last_day
        return self.year.months[self.quarter * 3] - timedelta(days=1)

    @property
    def covers(self) -> str:
        """``July 2015 to September 2015``."""
        return f"{month_name(self.first_day)} to {month_name(self.last_day)}"

    @property
    def due(self) -> date:
        """The day on which returns are due: so many working days after the last day."""
        return working_days_after(self.last_day, DUE_AFTER)


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator that is asked for: its definition as the scheme has it, and the last figures held."""

    indicator: str
    title: str
    definition: str
    last_numerator: str
    last_denominator: str


@dataclass(frozen=True, slots=True)
class Return:
    """One practice's return, before it is filled in; ``id`` seals everything that stands in it."""

    scheme: str
    title: str
    version: str
    period: str
    covers: str
    due: date
    practice: str
    name: str
    asked: tuple[Asked, ...]

    @property
    def id(self) -> str:
        """Twelve letters and digits that no other return has and that any edit of a definition changes."""
        content = {
            "of": [self.scheme, self.version, self.period, self.practice, self.due.isoformat()],
            "asked": [[a.indicator, a.title, a.definition] for a in self.asked],
        }
        return hashlib.sha256(canonical(content).encode()).hexdigest()[:12].upper()


def read_period(text: str, year: FinancialYear) -> Period:
    """Read ``2015-Q2``, ``Q2`` or ``2015/16``; raises Refused (G143). Quarters are of the financial year."""
    if text.strip() == str(year):
        return Period(year, 0)
    found = _QUARTER.fullmatch(text.strip())
    if found and found[1] in (None, str(year.starts_in)):
        return Period(year, int(found[2]))
    message = f'"{text}" is no period of returns of {year}.'
    remedy = (
        f"Write {year.starts_in}-Q1 (April to June) to {year.starts_in}-Q4, or {year} for the whole year."
    )
    raise Refused([Problem("G143", Place("--period"), message, remedy)])


def returned_indicators(scheme: Scheme) -> tuple[tuple[str, Written[Terms]], ...]:
    """Return the indicators whose ``data`` begins with "practice return", by id."""
    return tuple((i.id, i) for i in scheme.indicators if i.terms.data.casefold().startswith(PRACTICE_RETURN))


def returns_of(scheme: Scheme, version: str, pack: Pack, period: Period, due: date) -> tuple[Return, ...]:
    """Return one return for each practice that signed (or each of the data, where nothing is offered).

    Raises Refused (G144) where the scheme asks practices for nothing.
    """
    asked = returned_indicators(scheme)
    if not asked:
        message = f"No indicator of {scheme.header.id} is returned by practices."
        remedy = f'Write "data: {PRACTICE_RETURN} each quarter" at an indicator that no extract has.'
        raise Refused([Problem("G144", Place(scheme.header.id), message, remedy)])
    names = practice_names(pack)
    return tuple(
        Return(
            scheme.header.id,
            scheme.header.title,
            version,
            period.name,
            period.covers,
            due,
            code,
            names.get(code, ""),
            tuple(_asked(i, w, pack, code) for i, w in asked),
        )
        for code in _who(scheme, pack, period)
    )


def _who(scheme: Scheme, pack: Pack, period: Period) -> Iterator[str]:
    """Yield the practices that signed and have a day in the scheme in the period."""
    signed = [p.code for p in answers(pack, scheme.header.id) if p.answer is Answer.SIGNED]
    of = "contract and sign-up" if scheme.offer else "contract"
    spans = spans_in_scheme(pack, period.year, scheme.header.id, of)
    asked = Span(period.first_day, period.last_day)
    for code in signed if scheme.offer else pack.practices:
        if code not in spans or spans[code].within(asked).days:
            yield code


def _asked(indicator: str, written: Written[Terms], pack: Pack, code: str) -> Asked:
    terms = written.terms
    pays = getattr(terms, "pays", None)
    parts = [
        f"Paid for {pays}." if pays is not None else "",
        f"Source: {terms.data}.",
        _COUNTED,
    ]
    item = terms.item(indicator)
    counts = {c.practice: c for c in counts_of(pack, pack.year, [item]).get(item, ())}
    held = counts.get(code)
    last = (str(held.numerator), str(held.denominator)) if held else ("", "")
    return Asked(indicator, terms.title or indicator, " ".join(p for p in parts if p), *last)
