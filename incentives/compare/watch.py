"""Results after go-live beside the ranges that were stored at go-live: what was forecast, what happened.

Only what is below a range counts. Two questions are asked of each indicator: is it lower than it would
be if nothing had changed, and is it lower than was expected? The first says that a fall was seen, the
second what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.compare.expected import period_of
from incentives.data.counts import counts_of
from incentives.withdrawal.monitoring import (
    ASK,
    NOTHING,
    RESTORE,
    Expected,
    Funnel,
    Point,
    Seen,
    Verdict,
    chart,
    funnel,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentives.data.counts import Count
    from incentives.data.pack import Pack
    from incentives.scheme.expected import StoredIndicator, StoredRange, StoredRanges
    from incentives.scheme.model import Scheme, StopIf

LEAST_BEFORE = 3
"""A chart over time needs as many periods before go-live for its limits."""
LEAST_PRACTICES = 5
FOLLOWS = {NOTHING: 0, ASK: 1, RESTORE: 2}
ON_ASK, ON_RESTORE = "below the likely range twice", "below the wide range"


@dataclass(frozen=True, slots=True)
class Dots:
    """Practices by size in the last period, without names, and those that lie far from the others."""

    sizes: tuple[int, ...]
    found: Funnel
    to_ask: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Watched:
    """One indicator: every period seen, what follows from each, the chart over time, practices by size.

    ``verdicts`` are of the periods with a stored range: against the expected range, or against the range
    if nothing changed where there is no evidence or it is still paid for. ``fallen`` tells for the last
    of them whether a fall was seen at all. ``points`` is empty with fewer than three periods before.
    """

    stored: StoredIndicator
    seen: tuple[Seen, ...]
    verdicts: tuple[Verdict, ...]
    fallen: bool
    points: tuple[Point, ...]
    dots: Dots | None

    @property
    def parts(self) -> tuple[float, float] | None:
        """The change since the ranges were stored, in two parts: patients achieved, and patients it is about.

        The sum of the two is the whole change, as shares of one; None before a period is seen.
        """
        after = next((s for s in self.seen if self.last and s.period == self.last.period), None)
        if after is None or not self.stored.eligible:
            return None
        before_of, after_of = 1 / self.stored.eligible, 1 / after.eligible
        achieved = (after.numerator - self.stored.achieved) * (before_of + after_of) / 2
        counted = (after.numerator + self.stored.achieved) * (after_of - before_of) / 2
        return achieved, counted

    @property
    def follows(self) -> str:
        """What follows now."""
        return self.verdicts[-1].follows if self.verdicts else NOTHING

    @property
    def last(self) -> Verdict | None:
        """The last period that has a stored range."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def ranges(self) -> tuple[StoredRange, ...]:
        """The ranges that the verdicts are against."""
        return self.stored.expected or self.stored.unchanged

    @property
    def range_now(self) -> StoredRange | None:
        """The stored range of the last period seen."""
        return next((r for r in self.ranges if self.last and r.period == self.last.period), None)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the scheme itself says is to be done now, and the indicators that bring it about."""

    rule: StopIf
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """Every indicator that is watched, those outside their range first, and what the scheme says of it."""

    stored: StoredRanges
    watched: tuple[Watched, ...]
    periods: tuple[str, ...]
    due: tuple[Due, ...]
    rules: tuple[StopIf, ...]
    missing: Mapping[str, tuple[str, ...]]

    @property
    def outside(self) -> tuple[Watched, ...]:
        """The indicators from which something follows now."""
        return tuple(w for w in self.watched if w.follows != NOTHING)


def watch(stored: StoredRanges, packs: Sequence[Pack], scheme: Scheme) -> Watch:
    """Return every indicator's results beside its stored ranges; of two packs of one period the later."""
    series = _series(stored, packs)
    apart = _atypical(packs)
    watched = [_watched(i, series, stored, apart) for i in stored.indicators]
    watched.sort(key=lambda w: (-FOLLOWS[w.follows], w.stored.happens == "kept"))
    rules = scheme.governance.stop_if if scheme.governance else ()
    return Watch(
        stored=stored,
        watched=tuple(watched),
        periods=tuple(p for p in series if p in stored.periods),
        due=tuple(_due(rules, watched)),
        rules=rules,
        missing={p: _missing(stored, counts) for p, counts in series.items() if _missing(stored, counts)},
    )


def _series(stored: StoredRanges, packs: Sequence[Pack]) -> dict[str, dict[str, tuple[Count, ...]]]:
    """Return counts by period and item, periods in order of time."""
    items = {i.counted_as for i in stored.indicators}
    found: dict[str, dict[str, tuple[Count, ...]]] = {}
    for pack in sorted(packs, key=lambda p: p.latest_as_at):
        years = sorted({k.year for k in pack.measures if k.item in items and k.measure == "numerator"})
        for year in years:
            counts = counts_of(pack, year, items)
            if counts:
                found[period_of(year, min(pack.latest_as_at, year.last_day), stored.each)] = counts
    return dict(sorted(found.items()))


def _watched(
    stored: StoredIndicator,
    series: Mapping[str, Mapping[str, tuple[Count, ...]]],
    all_of: StoredRanges,
    apart: frozenset[str],
) -> Watched:
    who = set(all_of.practices)
    by_period = {
        period: [c for c in counts.get(stored.counted_as, ()) if c.practice in who and c.eligible > 0]
        for period, counts in series.items()
    }
    seen = tuple(_seen(period, counts) for period, counts in by_period.items() if counts)
    after = [s for s in seen if s.period in all_of.periods]
    before = sum(s.period not in all_of.periods for s in seen)
    ranges = stored.expected or stored.unchanged
    found = verdicts(_as_expected(ranges), after) if ranges else ()
    unchanged = verdicts(_as_expected(stored.unchanged), after) if stored.unchanged else ()
    return Watched(
        stored=stored,
        seen=seen,
        verdicts=found,
        fallen=bool(unchanged) and unchanged[-1].follows != NOTHING,
        points=chart(seen, before) if before >= LEAST_BEFORE else (),
        dots=_dots(by_period[after[-1].period], apart) if after else None,
    )


def _seen(period: str, counts: Iterable[Count]) -> Seen:
    counted = list(counts)
    return Seen(
        period,
        sum(c.numerator for c in counted),
        sum(c.eligible for c in counted),
        sum(c.exceptions for c in counted),
    )


def _as_expected(ranges: Iterable[StoredRange]) -> list[Expected]:
    return [Expected(r.period, r.low95, r.low80, r.median, r.high80, r.high95) for r in ranges]


def _atypical(packs: Sequence[Pack]) -> frozenset[str]:
    """Return the practices that are not like the others, by the table of practices."""
    found: set[str] = set()
    for pack in packs:
        table = pack.tables.get("practices")
        if table is not None and "atypical" in table.columns:
            rows = zip(table.column("practice_code"), table.column("atypical"), strict=True)
            found |= {code for code, atypical in rows if atypical == "yes"}
    return frozenset(found)


def _dots(counts: Sequence[Count], apart: frozenset[str]) -> Dots | None:
    """Return practices by size; those that are not like the others are left out of limits and chart."""
    alike = [c for c in counts if c.practice not in apart]
    if len(alike) < LEAST_PRACTICES:
        return None
    found = funnel([c.numerator for c in alike], [c.eligible for c in alike])
    low = [
        c.practice
        for c, unusual, rate in zip(alike, found.unusual, found.rates, strict=True)
        if unusual and rate < found.middle
    ]
    return Dots(tuple(c.eligible for c in alike), found, tuple(sorted(low)), len(counts) - len(alike))


def _due(rules: Iterable[StopIf], watched: Sequence[Watched]) -> Iterable[Due]:
    reached = {ON_ASK: FOLLOWS[ASK], ON_RESTORE: FOLLOWS[RESTORE]}
    for rule in rules:
        codes = [
            w.stored.id
            for w in watched
            if FOLLOWS[w.follows] >= reached[rule.when]
            and (not rule.indicators or w.stored.id in rule.indicators)
        ]
        if codes:
            yield Due(rule, tuple(sorted(codes)))


def _missing(stored: StoredRanges, counts: Mapping[str, tuple[Count, ...]]) -> tuple[str, ...]:
    """Return the practices of the stored ranges for which a period has no count at all."""
    there = {c.practice for rows in counts.values() for c in rows}
    return tuple(code for code in stored.practices if code not in there)
