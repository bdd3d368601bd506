"""What is expected of each indicator after go-live, made once from results before it.

Every indicator of the scheme compared with is watched: one that is not paid for has the range that the
evidence gives, and each has the range in which it would stay if nothing changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.indicators import facts_of
from incentives.compare.money import at_best, received
from incentives.compare.movement import moved
from incentives.compare.quality import DROPPED, NEW
from incentives.compare.uncertainty import Spread
from incentives.compare.whatif import signed_codes, with_signed
from incentives.data.counts import counts_of
from incentives.formula.fingerprint import fingerprint
from incentives.scheme.expected import (
    EACH_QUARTER,
    EACH_YEAR,
    StoredCost,
    StoredIndicator,
    StoredRange,
    StoredRanges,
)
from incentives.withdrawal.projection import Projection, Situation, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from typing import Literal

    from incentives.base.year import FinancialYear
    from incentives.calculate import Results
    from incentives.compare.money import Side
    from incentives.compare.quality import Facts
    from incentives.compare.whole import Given
    from incentives.data.counts import Count
    from incentives.data.pack import Pack
    from incentives.withdrawal.learning import Learned

YEARS, QUARTERS = 3, 4


def expected_ranges(
    given: Given, *, stored_on: date, each: Literal["year", "quarter"] = "year", program: str = ""
) -> StoredRanges | None:
    """Return the ranges for the three years after the latest results up to the scheme's year.

    They are of the practices that have signed (of all, where no rule asks who signed). None where the
    practice data count no indicator of the scheme compared with. The cost is left out without ``draws``.
    """
    base, proposed, side, pack = given.base, given.proposed, given.proposed_side, given.pack
    facts = [f for f in facts_of(base, proposed) if f.status != NEW]
    items = {i.id: i.terms.item(i.id) for i in (*proposed.indicators, *base.indicators)}
    year = _latest(pack, proposed.header.year, items.values())
    if year is None:
        return None
    counts = counts_of(pack, year, set(items.values()))
    signed = signed_codes(side.binding)
    who = tuple(sorted(signed if signed is not None else side.binding.practices))
    found = [
        _stored(f, items[f.id], _of(counts, items[f.id], who), given.learned, (year, each)) for f in facts
    ]
    return StoredRanges(
        scheme=proposed.header.id,
        base=base.header.id,
        stored_on=stored_on,
        results_of=year,
        each=each,
        scheme_fingerprint=fingerprint(side.plan),
        data_fingerprint=pack.fingerprint,
        program=program,
        practices=who,
        indicators=tuple(i for i in found if i.eligible or i.happens != "kept"),
        cost=_cost(side, frozenset(who), given.draws),
    )


def _cost(side: Side, who: frozenset[str], draws: int) -> StoredCost | None:
    """Return what the schedule is expected to pay these practices when achievement moves as it does."""
    if not draws:
        return None
    plan, binding = side.plan, with_signed(side.binding, who)
    years = (calculate(plan, moved(plan, binding, 1, number)) for number in range(draws))
    totals = Spread(tuple(_paid(year, who) for year in years), "")
    ends = (*totals.likely(), *totals.likely(0.95))
    return StoredCost(totals.expected, *ends, most=_paid(at_best(plan, binding), who), trials=draws)


def _paid(results: Results, who: frozenset[str]) -> int:
    """Return what this schedule pays these practices, in pence; what others pay is not its cost."""
    paid = zip(results.binding.practices, received(results, ours_only=True), strict=True)
    return sum(pence for code, pence in paid if code in who)


def periods_after(year: FinancialYear, each: str) -> tuple[tuple[str, float], ...]:
    """Return the periods of the three years after a year, each with the years from its end to theirs.

    >>> from incentives.base.year import FinancialYear
    >>> periods_after(FinancialYear(2015), "year")
    (('2016/17', 1.0), ('2017/18', 2.0), ('2018/19', 3.0))
    """
    found: list[tuple[str, float]] = []
    for number in range(1, YEARS + 1):
        year = year.next
        if each == EACH_YEAR:
            found.append((str(year), float(number)))
        else:
            found += [(f"{year} Q{q}", number - 1 + q / QUARTERS) for q in range(1, QUARTERS + 1)]
    return tuple(found)


def period_of(year: FinancialYear, as_at: date, each: str) -> str:
    """Return the period that results of a year as at a day belong to."""
    if each != EACH_QUARTER:
        return str(year)
    months = (as_at.year - year.starts_in) * 12 + as_at.month - 4
    return f"{year} Q{min(max(months // 3 + 1, 1), QUARTERS)}"


def _latest(pack: Pack, until: FinancialYear, items: Iterable[str]) -> FinancialYear | None:
    wanted = set(items)
    years = [
        k.year for k in pack.measures if k.item in wanted and k.measure == "numerator" and k.year <= until
    ]
    return max(years, default=None)


def _of(counts: Mapping[str, Sequence[Count]], item: str, who: Sequence[str]) -> list[Count]:
    mine = set(who)
    return [c for c in counts.get(item, ()) if c.practice in mine and c.eligible > 0]


def _stored(
    facts: Facts, item: str, counts: Sequence[Count], learned: Learned, when: tuple[FinancialYear, str]
) -> StoredIndicator:
    achieved, eligible = sum(c.numerator for c in counts), sum(c.eligible for c in counts)
    happens = facts.happens if facts.status == DROPPED else "kept"
    expected, effects = None, 0
    unchanged = None
    periods = periods_after(*when)
    if eligible:
        years = [y for _, y in periods]
        unchanged = _projected(achieved, eligible, len(counts), (facts.type, "kept"), learned, years)
        if happens != "kept":
            expected = _projected(achieved, eligible, len(counts), (facts.type, happens), learned, years)
            effects = expected.effects if expected else 0
    share = achieved / eligible if eligible else 0.0
    return StoredIndicator(
        id=facts.id,
        counted_as=item,
        title=facts.title,
        type=facts.type or "not stated",
        happens=happens,
        achieved=achieved,
        eligible=eligible,
        practices=len(counts),
        effects=effects,
        expected=_ranges(expected, share, periods),
        unchanged=_ranges(unchanged, share, periods),
    )


def _projected(
    achieved: int,
    eligible: int,
    practices: int,
    what: tuple[str, str],
    learned: Learned,
    years: Sequence[float],
) -> Projection | None:
    situation = Situation(what[0], achieved / eligible, float(practices), what[1], patients=float(eligible))
    return project(situation, learned, years)


def _ranges(
    found: Projection | None, share: float, periods: Sequence[tuple[str, float]]
) -> tuple[StoredRange, ...]:
    if found is None:
        return ()
    ranges = []
    for period, years in periods:
        (low80, high80), (low95, high95) = found.likely(years), found.likely(years, 0.95)
        ends = (low95, low80, found.median(years), high80, high95)
        ranges.append(StoredRange(period, *(round(min(max(share + e, 0.0), 1.0), 4) for e in ends)))
    return tuple(ranges)
