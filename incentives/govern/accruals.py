"""Accruals: what is earned to a day by a stated method, less what the ledger has paid, last month's reversed.

In: estimates of the year by practice, released lines, the day. Out: pence by practice, exactly, which are
entered in the ledger, so that next month's accrual reverses what was booked and the look-back finds what
was estimated. The four methods are those that finance teams use at a month's end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.base.rounding import Rule, rounded
from incentives.base.year import FinancialYear, first_of_month, written_date
from incentives.govern.entries import ACCRUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentives.govern.entries import Line
    from incentives.govern.ledger import Entry, Ledger

Method = Literal["straight line", "last return scaled", "last year's result", "projection"]
METHODS: tuple[Method, ...] = get_args(Method)
SCALED: Method = "last return scaled"
NOBODY = "the body that offers the scheme"
LOW, HIGH = Fraction(9, 10), Fraction(11, 10)
"""How far payments on results may come out where a scheme does not say: a judgement, always printed."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the year is expected to come to for a practice, in pence.

    ``found`` is what the chosen data say, ``fixed`` the part of it that does not rest on results.
    """

    practice: str
    contract: str
    found: int
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Basis:
    """How an accrual is worked out: the method, the day of the data, how low and high results may come out.

    ``data`` is the fingerprint of the practice data and ``data_date`` the day on which results were
    counted; ``projected`` the fingerprint of projected data where the method uses them, ``plan`` that of
    the scheme.
    """

    method: Method
    data_date: date
    data: str
    low: Fraction = LOW
    high: Fraction = HIGH
    projected: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One practice: what is expected of the year, earned and paid to the day, and last accrued; in pence.

    ``found`` and ``fixed`` are what the estimate rests on, ``corrected`` the corrections in the ledger, which
    change what is earned as they change what is paid; ``reversed`` is the last accrual.
    """

    practice: str
    contract: str
    found: int
    fixed: int
    corrected: int
    low: int
    expected: int
    high: int
    earned: int
    paid: int
    reversed: int = 0

    @property
    def accrual(self) -> int:
        """Earned less paid; below zero where more was paid than is earned yet."""
        return self.earned - self.paid

    @property
    def charge(self) -> int:
        """What the month is charged: the accrual, with the last one reversed."""
        return self.accrual - self.reversed


@dataclass(frozen=True, slots=True)
class Accrual:
    """The accrual of a scheme's year on a day, by practice; ``reverses`` is the day of the last one."""

    scheme: str
    year: FinancialYear
    day: date
    basis: Basis
    rows: tuple[Row, ...]
    reverses: date | None = None
    entry: int = 0
    borne_by: str = NOBODY

    def total(self, what: str) -> int:
        """Return a column's sum in pence."""
        return sum(getattr(row, what) for row in self.rows)

    @property
    def at_year_end(self) -> bool:
        """Tell whether the whole year is earned: then it is carried into the next one."""
        return self.day >= self.year.last_day

    def of(self, practice: str) -> Row | None:
        """Return a practice's row."""
        return next((row for row in self.rows if row.practice == practice), None)

    def content(self) -> dict[str, Any]:
        """Return what the ledger keeps."""
        basis = self.basis
        return {
            "scheme": self.scheme,
            "year": str(self.year),
            "borne_by": self.borne_by,
            "day": self.day.isoformat(),
            "method": basis.method,
            "data_date": basis.data_date.isoformat(),
            "data": basis.data,
            "projected": basis.projected,
            "plan": basis.plan,
            "low": str(basis.low),
            "high": str(basis.high),
            "reverses": self.reverses.isoformat() if self.reverses else "",
            "rows": [[getattr(row, name) for name in Row.__slots__] for row in self.rows],
        }


def accrued(
    year: FinancialYear,
    day: date,
    basis: Basis,
    estimates: Iterable[Estimate],
    lines: Sequence[Line],
) -> tuple[Row, ...]:
    """Return every practice's row; nothing is reversed yet.

    A practice that was paid and is no longer in the data keeps a row, so that all that was paid is in the
    sum. Raises Refused (G161) for a return that covers no day of the year.
    """
    gone, covered = days_gone(year, day), days_gone(year, basis.data_date)
    if basis.method == SCALED and not covered:
        message = f"The last return is of {written_date(basis.data_date)}, before {year} began."
        raise Refused(
            [
                Problem(
                    "G161",
                    Place("the practice data"),
                    message,
                    "Give data with a return of the year, or choose another method.",
                )
            ]
        )
    paid = paid_to(lines, day)
    corrected = paid_to((x for x in lines if x.correction_of), day)
    known = {e.practice: e for e in estimates}
    gone_away = (Estimate(code, "", 0) for code in sorted(paid.keys() - known.keys()))
    every = (*known.values(), *gone_away)
    days = (gone, covered, year.days)
    return tuple(_row(e, days, basis, (paid.get(e.practice, 0), corrected.get(e.practice, 0))) for e in every)


def days_gone(year: FinancialYear, day: date) -> int:
    """Return how many days of a year are gone at the end of a day: none before it, all after it.

    >>> days_gone(FinancialYear(2015), date(2015, 4, 30))
    30
    """
    return max(0, min(year.days, (day - year.first_day).days + 1))


def _row(estimate: Estimate, days: tuple[int, int, int], basis: Basis, ledger: tuple[int, int]) -> Row:
    (gone, covered, whole), (paid, corrected) = days, ledger
    on_results, fixed = Fraction(estimate.found - estimate.fixed), Fraction(estimate.fixed)
    if basis.method == SCALED:
        earned = on_results * gone / covered + fixed * gone / whole
        on_results = on_results * whole / covered
    else:
        earned = (on_results + fixed) * gone / whole
    low, expected, high = (
        _pence(fixed + share * on_results) + corrected for share in (basis.low, Fraction(1), basis.high)
    )
    own = (estimate.practice, estimate.contract, estimate.found, estimate.fixed, corrected)
    return Row(*own, low, expected, high, _pence(earned) + corrected, paid)


def _pence(exact: Fraction) -> int:
    return int(rounded(exact, 0, Rule.HALF_UP))


def paid_to(lines: Iterable[Line], day: date) -> Mapping[str, int]:
    """Return what each practice was paid up to a day, by the month in which each line is paid."""
    found: dict[str, int] = {}
    for line in lines:
        if paid_month(line) <= day:
            found[line.key.practice] = found.get(line.key.practice, 0) + line.pence
    return found


def paid_month(line: Line) -> date:
    """Return the first day of the month in which a line is paid.

    Lines of a ledger that was begun with an earlier version say a financial year: then the period's own
    month holds, or the end of that year.
    """
    named = line.key.period.split(", correction")[0].split(", reversal")[0].removeprefix("Balance, ")
    found = first_of_month(line.paid_in) or first_of_month(named)
    return found or FinancialYear.parse(line.paid_in).last_day.replace(day=1)


def lines_of(lines: Iterable[Line], scheme: str, year: FinancialYear) -> tuple[Line, ...]:
    """Return the lines that a scheme's year has earned, in whatever year they are paid."""
    return tuple(x for x in lines if (x.key.scheme, x.earned_in) == (scheme, str(year)))


def kept(entries: Iterable[Entry]) -> tuple[Accrual, ...]:
    """Return the accruals that were entered, in order."""
    return tuple(_read(e) for e in entries if e.kind == ACCRUAL)


def before(entered: Iterable[Accrual], scheme: str, year: FinancialYear, day: date) -> Accrual | None:
    """Return the last accrual of a scheme's year that was entered for an earlier day."""
    own = [a for a in entered if (a.scheme, a.year) == (scheme, year) and a.day < day]
    return max(own, key=lambda a: a.day, default=None)


def reversing(now: Accrual, last: Accrual | None) -> Accrual:
    """Return an accrual with the last one reversed; a practice that is in the last one alone keeps a row."""
    if last is None:
        return now
    was = {row.practice: row for row in last.rows if row.accrual}
    rows = [replace(r, reversed=was[r.practice].accrual if r.practice in was else 0) for r in now.rows]
    left = was.keys() - {r.practice for r in now.rows}
    rows += [
        Row(code, was[code].contract, 0, 0, 0, 0, 0, 0, 0, 0, reversed=was[code].accrual)
        for code in sorted(left)
    ]
    return replace(now, rows=tuple(rows), reverses=last.day)


def enter(ledger: Ledger, accrual: Accrual, by: str) -> tuple[int, bool]:
    """Enter an accrual; return its entry and whether it is new. The same accrual is entered once.

    Raises Refused (G112) for somebody who may not prepare, (G160) where another accrual of that day, or one
    of a later day, was entered before.
    """
    ledger.may_prepare(by)
    wanted = accrual.content()
    same = [e for e in ledger.entries() if e.kind == ACCRUAL and _said(e.content) == wanted]
    if same:
        return same[0].number, False

    def made(entries: tuple[Entry, ...]) -> Mapping[str, Any]:
        own = [a for a in kept(entries) if (a.scheme, a.year) == (accrual.scheme, accrual.year)]
        if later := next((a for a in own if a.day >= accrual.day), None):
            message = (
                f"The accrual of {written_date(later.day)} was entered before (entry {later.entry})"
                f"{' with other figures' if later.day == accrual.day else ''}."
            )
            remedy = (
                "What was booked stays: the next month's accrual reverses it and takes in the difference."
            )
            raise Refused([Problem("G160", Place(str(ledger.store.path)), message, remedy)])
        return wanted | {"by": by, "dated": accrual.day.isoformat()}

    return ledger.enter(ACCRUAL, made).number, True


def method_of(text: str) -> Method:
    """Return a method by its name; raises Refused (G162) for another word."""
    found = next((m for m in METHODS if m == text.strip().lower()), None)
    if found is None:
        problem = Problem(
            "G162",
            Place("--method"),
            f'"{text}" is no method of accrual.',
            did_you_mean(text, METHODS, most=4),
        )
        raise Refused([problem])
    return found


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in content.items() if k not in ("by", "dated")}


def _read(entry: Entry) -> Accrual:
    c = entry.content
    basis = Basis(
        c["method"],
        date.fromisoformat(c["data_date"]),
        c["data"],
        Fraction(c["low"]),
        Fraction(c["high"]),
        c["projected"],
        c["plan"],
    )
    return Accrual(
        c["scheme"],
        FinancialYear.parse(c["year"]),
        date.fromisoformat(c["day"]),
        basis,
        tuple(Row(*row) for row in c["rows"]),
        date.fromisoformat(c["reverses"]) if c["reverses"] else None,
        entry.number,
        c["borne_by"],
    )
