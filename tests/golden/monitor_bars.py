"""Every bar of watching after go-live in one table: run it, then read docs/EVIDENCE.md.

`python -m tests.golden.monitor_bars` counts false alarms over English areas that changed nothing, which of
Dudley's largest falls are seen, and falls of ten points planted in the synthetic CCG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from incentives.cli.compare import given_by, shipped_table
from incentives.cli.forecasting import learned_without
from incentives.compare.expected import expected_ranges
from incentives.scheme.evidence import read_library
from incentives.shipped import shipped
from incentives.withdrawal.evidence import noise_variance
from incentives.withdrawal.monitoring import NOTHING, Expected, Seen, verdicts
from incentives.withdrawal.projection import Situation, project
from tests.golden.folder import asked, command

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.withdrawal.learning import Learned

DUDLEY, SWITCHED = "05C", ("05C", "10Y")
"""Areas with a scheme of their own: Dudley, Aylesbury Vale."""
YEARS = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19", "2019/20")
SPOILT = "2019/20"
"""It ended in March 2020, so that national results fell; counted apart."""
LEAST, FEWEST, YEARS_WATCHED, EVERY = 100, 5, 3, 1
LARGEST_OF_DUDLEY, RUNS, PLANTED = 6, 100, 0.10
EXAMPLE = shipped("examples") / "barsetshire"


class Bar(NamedTuple):
    """One figure and what it has to be."""

    name: str
    figure: float
    low: float
    high: float

    @property
    def met(self) -> bool:
        return self.low <= self.figure <= self.high


class Row(NamedTuple):
    """One area's results of an indicator in a year."""

    numerator: int
    eligible: int
    practices: int


Results = dict[tuple[str, str], dict[str, Row]]


def results(folder: Path) -> Results:
    """Return English results by area and indicator, then by year."""
    read = pd.read_parquet(folder / "data" / "england" / "ccg_indicator_2014_2020.parquet")
    read = read.dropna(subset=["numerator", "denominator"]).fillna({"exceptions": 0})
    read = read[read.denominator + read.exceptions > 0].sort_values(["ccg", "indicator", "year"])
    columns = ("ccg", "indicator", "year", "numerator", "denominator", "exceptions", "practices")
    found: Results = {}
    for ccg, code, year, above, below, excepted, practices in zip(*(read[c] for c in columns), strict=True):
        found.setdefault((ccg, code), {})[year] = Row(int(above), int(below + excepted), int(practices))
    return found


def placebo(found: Results, *, every: int = EVERY) -> pd.DataFrame:
    """Return alarms of areas that changed nothing: a row for each area, indicator and year watched.

    ``beside`` is the alarm where the movement of the middle area is taken off each result first. One in
    ``every`` areas and indicators is taken, since each needs a projection.
    """
    learned = shipped_table()
    large = {
        (ccg, code): {y: r for y, r in years.items() if r.eligible > LEAST and r.practices >= FEWEST}
        for (ccg, code), years in found.items()
        if ccg not in SWITCHED
    }
    moved = _movements(large)
    rows = []
    for (_, code), years in list(large.items())[::every]:
        for first in YEARS[:-1]:
            rows += _alarms(code, years, first, learned, moved)
    return pd.DataFrame(rows, columns=["first", "year", "number", "alarm", "beside"])


def _alarms(
    code: str,
    years: dict[str, Row],
    first: str,
    learned: Learned,
    moved: dict[tuple[str, str, str], float],
) -> list[tuple[str, str, int, bool, bool]]:
    after = list(YEARS[YEARS.index(first) + 1 :][:YEARS_WATCHED])
    if first not in years:
        return []
    ranges = unchanged_ranges(years[first], after, learned)
    seen, beside = [], []
    for year in after:
        if year not in years:
            break
        row = years[year]
        less = float(expit(_logit(row) - moved.get((code, first, year), 0.0)))
        seen.append(Seen(year, row.numerator, row.eligible))
        beside.append(Seen(year, round(less * row.eligible), row.eligible))
    pairs = zip(verdicts(ranges, seen), verdicts(ranges, beside), strict=True)
    return [
        (first, raw.period, at, raw.follows != NOTHING, alone.follows != NOTHING)
        for at, (raw, alone) in enumerate(pairs, start=1)
    ]


def _logit(row: Row) -> float:
    return float(logit(min(max(row.numerator / row.eligible, 0.005), 0.995)))


def unchanged_ranges(
    before: Row, after: list[str], learned: Learned, what: tuple[str, str] = ("process", "kept")
) -> list[Expected]:
    """Return the ranges that would have been stored from one area's counts."""
    share = before.numerator / before.eligible
    situation = Situation(what[0], share, float(before.practices), what[1], patients=float(before.eligible))
    found = project(situation, learned, range(1, len(after) + 1))
    assert found is not None, "every type that is asked for has evidence"
    ranges = []
    for number, period in enumerate(after, start=1):
        (low80, high80), (low95, high95) = found.likely(number), found.likely(number, 0.95)
        ends = (low95, low80, found.median(number), high80, high95)
        ranges.append(Expected(period, *(share + e for e in ends)))
    return ranges


def _movements(found: Results) -> dict[tuple[str, str, str], float]:
    """Return the movement of the middle area on the logit scale by indicator and pair of years."""
    moves: dict[tuple[str, str, str], list[float]] = {}
    for (_, code), years in found.items():
        for first in set(YEARS[:-1]) & set(years):
            for year in set(YEARS[YEARS.index(first) + 1 :][:YEARS_WATCHED]) & set(years):
                moves.setdefault((code, first, year), []).append(_logit(years[year]) - _logit(years[first]))
    return {key: float(np.median(values)) for key, values in moves.items()}


def dudley(found: Results) -> tuple[int, int]:
    """Return how many of Dudley's largest falls were seen, and how many were outside what was expected.

    The expected ranges are learned without Dudley, of results of 2016/17; the years watched are the
    two that the falls were measured over.
    """
    library = read_library()
    effects = [e for e in library if e.event == "dudley-2016" and e.terms.change is not None]
    effects.sort(key=lambda e: e.terms.change or 0)
    learned = learned_without(library, {"dudley-2016"})
    after = ["2017/18", "2018/19"]
    fallen = outside = 0
    for effect in effects[:LARGEST_OF_DUDLEY]:
        own = found[(DUDLEY, effect.terms.indicator)]
        seen = [Seen(year, own[year].numerator, own[year].eligible) for year in after]
        for what in ("kept", "substituted"):
            ranges = unchanged_ranges(own["2016/17"], after, learned, (effect.terms.type, what))
            told = any(v.follows != NOTHING for v in verdicts(ranges, seen))
            fallen, outside = fallen + (told and what == "kept"), outside + (told and what != "kept")
    return fallen, outside


def planted(fall: float, *, runs: int = RUNS, seed: int = 1) -> float:
    """Return how often a fall in the synthetic CCG is seen within two years, over its indicators.

    Each run moves results as they move when nothing is changed, on top of the fall.
    """
    both = given_by("qof-england-2015-16", str(EXAMPLE / "scheme.yaml"), EXAMPLE / "pack", quiet=True)
    stored = expected_ranges(both, stored_on=both.pack.latest_as_at)
    assert stored is not None, "the example has results"
    chance = np.random.default_rng(seed)
    caught = tried = 0
    for indicator in stored.indicators:
        share = indicator.achieved / indicator.eligible
        if share < fall + 0.05:
            continue
        ranges = [Expected(r.period, *_ends(r)) for r in indicator.unchanged[:2]]
        for _ in range(runs):
            step = noise_variance(1, indicator.practices) ** 0.5
            walk = np.cumsum(chance.normal(0, step, 2))
            rates = np.clip(expit(logit(min(share, 0.995)) + walk) - fall, 0, 1)
            seen = [
                Seen(r.period, int(chance.binomial(indicator.eligible, rate)), indicator.eligible)
                for r, rate in zip(ranges, rates, strict=True)
            ]
            caught += any(v.follows != NOTHING for v in verdicts(ranges, seen))
            tried += 1
    return caught / tried


def _ends(stored: object) -> tuple[float, ...]:
    return tuple(float(getattr(stored, n)) for n in ("low95", "low80", "median", "high80", "high95"))


def bars(folder: Path, *, every: int = EVERY) -> list[Bar]:
    """Return every bar with its figure."""
    read = results(folder)
    found = placebo(read, every=every)
    fallen, outside = dudley(read)
    usual, last = found[found.year != SPOILT], found[found.year == SPOILT]
    return [
        Bar("False alarms a year, 2015/16 to 2018/19", usual.alarm.mean(), 0, 0.05),
        *(
            Bar(f"  in year {n} after the ranges were stored", part.alarm.mean(), 0, 0.05)
            for n, part in usual.groupby("number")
        ),
        Bar("  the same, national movement taken off", usual.beside.mean(), 0, 0.05),
        Bar("  in 2019/20, which ended in March 2020", last.alarm.mean(), 0, 0.05),
        Bar("  in 2019/20, national movement taken off", last.beside.mean(), 0, 0.05),
        Bar(f"Dudley's {LARGEST_OF_DUDLEY} largest falls: seen", fallen, 5, 6),
        Bar("  outside what was expected of them too (no bar)", outside, 0, 6),
        Bar("A planted fall of 10 points, seen in two years", planted(PLANTED), 0.80, 1),
        Bar("  no fall, alarm in two years", planted(0.0), 0, 0.10),
    ]


def main() -> None:
    """Print the bars."""
    for bar in bars(asked(command(__doc__)).folder):
        bound = f"at most {bar.high:g}" if not bar.low else f"{bar.low:g} to {bar.high:g}"
        print(f"{bar.name:52} {bar.figure:6.3f}   {bound:14} {'met' if bar.met else 'MISSED'}")


if __name__ == "__main__":
    main()
