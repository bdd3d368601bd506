"""A linear programme of the points of several indicators, read off whole runs of the engine.

For each practice the total is what is earned, a straight line in the points, and each floor a fixed amount
under it. A straight line is read off two runs: with no points, and with so many that rounding to the
penny is nothing beside them. All amounts are pence; points are counted in steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate import calculate
from incentives.compare.knobs import with_figures
from incentives.compare.money import received
from incentives.compare.rows import Rows
from incentives.compare.straight import FIXED, FLOOR
from incentives.compare.trials import COST, MORE
from incentives.formula.plan import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from incentives.calculate import Results
    from incentives.compare.straight import Chain
    from incentives.compare.trials import Trials
    from incentives.data.bound import Binding

    Floats = NDArray[np.float64]

KEEP_SHARES, MOST_POINTS, LEAST_CHANGE = "keep shares", "most points", "least change"
AIMS = (KEEP_SHARES, MOST_POINTS, LEAST_CHANGE)
_MANY = 100_000
PENCE = 100
_MOST_RUNS = 200
_HALF = 0.5
_NEARLY = 0.999
_TIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which points may change: each indicator's points now, and between which it may end, in whole steps.

    ``between`` is the same range as shares of what each has now.
    """

    codes: tuple[str, ...]
    now: tuple[Fraction, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    step: Fraction
    aim: str = KEEP_SHARES
    between: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))

    def figures(self, steps: Sequence[int]) -> dict[tuple[str, str], Fraction]:
        """Return the plan's figures for numbers of steps."""
        pairs = zip(self.codes, steps, strict=True)
        return {(Columns.POINTS_OFFERED, code): n * self.step for code, n in pairs}


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """One year's practices as lines in the points: ``earned`` + ``per_step`` @ steps, floors under it.

    ``earned`` is what a practice has without these points, all fixed lines added; ``floor`` the largest
    fixed amount under its total, or minus infinity. ``pots`` hold, for each pot that must not be exceeded,
    the columns of its indicators (none: everything) and what is in it beyond what does not change.
    """

    earned: Floats
    per_step: Floats
    floor: Floats
    pots: tuple[tuple[tuple[int, ...], float], ...]
    rounding: Floats


def year_of(trials: Trials, binding: Binding, chain: Chain, wanted: Wanted) -> Year:
    """Return one year's lines in the points, of the practices whose payments count."""
    plan, rows = trials.side.plan, list(trials.rows)
    none, many = (
        calculate(with_figures(plan, wanted.figures([n] * len(wanted.codes))), binding) for n in (0, _MANY)
    )
    per_step = (_payments(many, wanted) - _payments(none, wanted))[rows] / _MANY
    earned = _column(none, "earned", rows)
    floor = np.full(len(rows), -np.inf)
    pots = []
    for line in chain.lines:
        if line.kind == FIXED:
            amount = np.asarray(none.pence(line.id), float)[rows]
            earned, floor = earned + amount, floor + amount
        elif line.kind == FLOOR:
            floor = np.maximum(floor, _column(none, f"guaranteed {line.id}", rows))
        else:
            pots.append(
                _pot(none, line.id, tuple(wanted.codes.index(c) for c in line.of if c in wanted.codes))
            )
    rounding = _rounding(many, wanted)[rows] + _HALF * (len(wanted.codes) + len(chain.lines) + 1)
    return Year(earned, per_step, floor, tuple(pots), rounding)


def _payments(results: Results, wanted: Wanted) -> Floats:
    """Return what each practice (down) is paid in pence for each wanted indicator (across)."""
    return np.stack([np.asarray(results.pence(code), float) for code in wanted.codes], axis=1)


def _rounding(many: Results, wanted: Wanted) -> Floats:
    """Return by how many pence rounding of the points achieved may move each practice's payments, at most."""
    plan = many.plan
    if plan.points is None:
        return np.zeros(len(many.binding.practices))
    places = [plan.ids().index(code) for code in wanted.codes]
    achieved = np.asarray(many.column(Columns.POINTS).floats(), float)[:, places]
    for_a_point = _payments(many, wanted) / np.where(achieved > 0, achieved, np.inf)
    return np.asarray(np.abs(for_a_point).sum(axis=1) * _HALF / 10**plan.points.places)


def _column(results: Results, name: str, rows: Sequence[int]) -> Floats:
    return np.asarray(results.in_pence(name), float)[:, 0][list(rows)]


def _pot(none: Results, name: str, columns: tuple[int, ...]) -> tuple[tuple[int, ...], float]:
    """Return a pot's indicators and how much of it they may fill; of everything, what it holds in all."""
    stated = float(none.plan.given()[f"{name} there, stated"].value() * PENCE)  # type: ignore[union-attr]
    if not columns:
        return (), stated
    return columns, stated - float(np.asarray(none.in_pence(f"{name} claimed"), float).ravel()[0])


@dataclass(frozen=True, slots=True)
class Answer:
    """Numbers of steps, and the value of the aim at them (see ``worth``)."""

    steps: tuple[int, ...]
    worth: float


class Programme:
    """The points that fit best, as an integer linear programme solved to a proven optimum."""

    def __init__(self, trials: Trials, chain: Chain, wanted: Wanted) -> None:
        self.wanted, self._goal, self._trials = wanted, trials.goal, trials
        self.years = [year_of(trials, binding, chain, wanted) for binding in trials.years()]
        self._actual = (
            self.years[0]
            if len(self.years) == 1 and trials.goal.of in (COST, MORE)
            else year_of(trials, trials.side.binding, chain, wanted)
        )
        self._before = np.asarray([trials.before[at] for at in trials.rows], float)
        self._others = _paid_by_others(trials)

    def hidden(self) -> float:
        """By how many pence the engine may pay less than the straight lines say, for any points, at most.

        For one year each indicator is paid by the engine at every number of steps it may have; for a mean
        of many years, or very many steps, it is what rounding each payment could take off at worst.
        """
        if len(self.years) > 1 or max(self._reach()) > _MOST_RUNS:
            return float(np.mean([year.rounding.sum() for year in self.years]))
        wanted, year = self.wanted, self.years[0]
        low, high = (np.asarray(ends, float) for ends in (wanted.low, wanted.high))
        reached = year.earned + year.per_step @ high > year.floor
        straight = year.earned + year.per_step @ low >= year.floor
        in_all, one_by_one = np.zeros(len(wanted.codes)), np.zeros(len(wanted.codes))
        for off in self._off_the_lines():
            in_all = np.maximum(in_all, -off[straight].sum(axis=0))
            one_by_one = np.maximum(one_by_one, np.maximum(-off[reached & ~straight], 0.0).sum(axis=0))
        return float(in_all.sum() + one_by_one.sum())

    def _reach(self) -> list[int]:
        """Return by how many steps each indicator may rise from the fewest it may have."""
        return [high - low for low, high in zip(self.wanted.low, self.wanted.high, strict=True)]

    def _off_the_lines(self) -> Iterator[Floats]:
        """Yield by how much each practice's payments lie above the lines, at each number of steps."""
        wanted, trials = self.wanted, self._trials
        plan, (binding,), rows = trials.side.plan, trials.years(), list(trials.rows)
        none = None
        for more in (None, *range(max(self._reach()) + 1)):
            low = [0] * len(wanted.codes) if more is None else [n + more for n in wanted.low]
            steps = [min(n, high) for n, high in zip(low, wanted.high, strict=True)]
            results = calculate(with_figures(plan, wanted.figures(steps)), binding)
            paid = _payments(results, wanted)[rows]
            if none is None:
                none = paid
                continue
            yield paid - none - self.years[0].per_step * np.asarray(steps, float)

    def best(self, *, slack: float = 0.0, limit: int | None = None) -> Answer | None:
        """Return the best points, or None where none meet the limit and keep practices.

        ``slack`` in pence widens (below nought: narrows) the limit; a wider one also lets practices
        lose as much more as rounding may hide. ``limit`` stands in place of the goal's.
        """
        rows = Rows(self.wanted.low, self.wanted.high)
        self._limit(rows, (self._goal.limit if limit is None else limit) + slack)
        self._keeps(rows, _HALF if slack <= 0 else -1.0)
        self._aim(rows)
        steps = rows.solved()
        return None if steps is None else Answer(steps, worth(self.wanted, steps))

    def cheapest(self) -> tuple[int, ...] | None:
        """Return the points that cost least and keep what practices may lose, whatever the limit."""
        rows = Rows(self.wanted.low, self.wanted.high)
        total = rows.variable(-np.inf, np.inf)
        self._limit(rows, None, total)
        self._keeps(rows, _HALF)
        self._aim(rows)
        rows.objective = {total: 1.0 / PENCE}
        return rows.solved()

    def _limit(self, rows: Rows, limit: float | None, total: int | None = None) -> None:
        """Keep the mean of the years within a limit, or (without one) below a variable."""
        number = len(self.years)
        terms: dict[int, float] = {}
        fixed = 0.0
        for year in self.years:
            of_year, held = self._total(rows, year)
            for at, value in of_year.items():
                terms[at] = terms.get(at, 0.0) + value / number
            fixed += held / number
        if self._goal.of == MORE:
            fixed -= float((self._before - self._others).sum())
        if total is not None:
            terms[total] = -1.0
        rows.at_most(terms, (limit or 0.0) - fixed)

    def _total(self, rows: Rows, year: Year) -> tuple[dict[int, float], float]:
        """Return what a year's practices are paid as terms and a fixed part; no pot is exceeded."""
        low, high = (np.asarray(ends, float) for ends in (self.wanted.low, self.wanted.high))
        least, most = year.earned + year.per_step @ low, year.earned + year.per_step @ high
        straight = least >= year.floor
        fixed = float(year.floor[most <= year.floor].sum() + year.earned[straight].sum())
        sums = year.per_step[straight].sum(axis=0)
        terms = {at: float(value) for at, value in enumerate(sums)}
        for at in np.flatnonzero(~straight & (most > year.floor)):
            paid = rows.variable(float(year.floor[at]), np.inf)
            own = {n: float(v) for n, v in enumerate(year.per_step[at])}
            rows.at_most(own | {paid: -1.0}, -float(year.earned[at]))
            terms[paid] = 1.0
        for columns, held in year.pots:
            if columns:
                of_pot = {n: float(year.per_step[:, n].sum()) for n in columns}
                rows.at_most(of_pot, held - float(year.rounding.sum()))
            else:
                rows.at_most(terms, held - fixed)
        return terms, fixed

    def _keeps(self, rows: Rows, sign: float) -> None:
        """Let no practice lose more than it may, and no more practices receive less than may.

        ``sign`` times what rounding may hide is asked for above that (below nought: beneath it).
        """
        goal = self._goal
        if goal.most_lost is not None:
            kept = np.ceil(self._before * float(1 - goal.most_lost) - _TIGHT)
            self._paid_at_least(rows, kept - self._others, sign, None)
        if goal.practices_with_less is not None:
            self._paid_at_least(rows, self._before - self._others, sign, goal.practices_with_less)

    def _paid_at_least(self, rows: Rows, exact: Floats, sign: float, but: int | None) -> None:
        """Ask for an amount for each practice; ``but`` so many may have less."""
        year, spared = self._actual, []
        least = exact + sign * year.rounding
        low = year.earned + year.per_step @ np.asarray(self.wanted.low, float)
        for at in np.flatnonzero((year.floor < exact) & (low < least)):
            own = {n: -float(v) for n, v in enumerate(year.per_step[at])}
            if but is not None:
                flag = rows.variable(0, 1, whole=True)
                spared.append(flag)
                own[flag] = -float(least[at] - low[at]) - 1.0
            rows.at_most(own, float(year.earned[at] - least[at]))
        if spared:
            rows.at_most(dict.fromkeys(spared, 1.0), float(but or 0))

    def _aim(self, rows: Rows) -> None:
        wanted, number = self.wanted, len(self.wanted.codes)
        rows.objective |= dict.fromkeys(range(number), -1.0)
        now = [float(points / wanted.step) for points in wanted.now]
        if wanted.aim == KEEP_SHARES:
            share = rows.variable(0, np.inf)
            for at, points in enumerate(now):
                rows.at_most({at: 1.0, share: -points}, _NEARLY)
                rows.at_most({at: -1.0, share: points}, _NEARLY)
        elif wanted.aim == LEAST_CHANGE:
            rows.objective = {}
            for at, points in enumerate(now):
                change = rows.variable(0, np.inf)
                rows.at_most({at: 1.0, change: -1.0}, points)
                rows.at_most({at: -1.0, change: -1.0}, -points)
                rows.objective[change] = 1.0
            rows.objective |= dict.fromkeys(range(number), -1.0 / (4 * sum(wanted.high) + 4))


def worth(wanted: Wanted, steps: Sequence[int]) -> float:
    """Return the value of the aim at numbers of steps; more is better.

    It is the points in all, or for the least change nought less the points changed.
    """
    step = float(wanted.step)
    if wanted.aim == LEAST_CHANGE:
        return -sum(abs(n * step - float(now)) for n, now in zip(steps, wanted.now, strict=True))
    return sum(steps) * step


def keeps_shares(wanted: Wanted, steps: Sequence[int]) -> bool:
    """Tell whether one factor times the points now, each rounded up or down to a step, gives these points."""
    low, high = Fraction(0), None
    margin = Fraction(_NEARLY).limit_denominator(1000)
    for n, points in zip(steps, wanted.now, strict=True):
        now = points / wanted.step
        if now:
            low = max(low, (n - margin) / now)
            high = (n + margin) / now if high is None else min(high, (n + margin) / now)
    return high is None or low <= high


def _paid_by_others(trials: Trials) -> Floats:
    results = calculate(trials.side.plan, trials.side.binding)
    pairs = zip(received(results), received(results, ours_only=True), strict=True)
    others = [everyone - ours for everyone, ours in pairs]
    return np.asarray([others[at] for at in trials.rows], float)
