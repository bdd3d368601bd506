"""Checks of practices' lists: sudden changes, none at all, and registers that are above them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import written
from incentives.base.problem import Place
from incentives.base.rounding import Rule, rounded
from incentives.data.beside import beside
from incentives.data.checks_codes import PRACTICES, place_of
from incentives.data.figures import Status, read_exact
from incentives.data.signups import contract_spans
from incentives.data.successions import inherited, successions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentives.data.pack import Pack
    from incentives.data.series import Series
    from incentives.data.signoffs import Queries
    from incentives.formula.plan import Plan

JUMP = Fraction(3, 100)
_REGISTERS = ("register", "cohort")
_USABLE = (Status.FIGURE, Status.NIL)


def figures_of(series: Series) -> dict[str, int]:
    """Return the figures of a series by practice, without those that are none."""
    rows = zip(series.practices, series.values, series.statuses, strict=True)
    return {code: value for code, value, status in rows if status in _USABLE}


def lists_now(pack: Pack) -> dict[str, int]:
    """Return the lists of the table of practices, by practice; those that are not stated are left out."""
    table = pack.tables.get(PRACTICES)
    if table is None:
        return {}
    rows = zip(table.column("practice_code"), table.column("list_size"), strict=True)
    return {code: int(read_exact(size)) for code, size in rows if size}


def jumps(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about lists that differ by more than 3% from another snapshot, mergers and splits allowed for."""
    now = lists_now(pack) or _measured(pack, plan.year)
    before = _measured(pack, plan.year.previous) or _of_baseline(pack, str(plan.year.previous))
    _ask(pack, queries, (now, _after_successions(plan, pack, before)), f"that of {plan.year.previous}")
    other = _measured(pack, plan.year)
    if other and other is not now:
        _ask(pack, queries, (now, other), "the list beside the registers of this year")


def without_a_list(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about practices whose list is nil though patients are counted there."""
    empty = {code for code, size in lists_now(pack).items() if not size}
    if not empty:
        return
    counting = {
        code
        for key, series in pack.measures.items()
        if key.year == plan.year and key.measure in ("denominator", *_REGISTERS)
        for code, figure in figures_of(series).items()
        if figure and code in empty
    }
    message = "{who} a list of nil but patients that are counted: {listed}."
    remedy = "Ask for the list: without one a practice has no prevalence and is paid nothing."
    queries.ask("D223", place_of(pack), {c: c for c in counting}, message, remedy)


def registers_above_the_list(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about registers and target populations with more patients than the whole list."""
    sizes = lists_now(pack)
    above: dict[str, str] = {}
    for key, series in pack.measures.items():
        if key.year == plan.year and key.measure in _REGISTERS:
            two = beside(series, sizes)
            for at in (two.both & (two.one > two.other) & (two.other > 0)).nonzero()[0].tolist():
                code = two.practices[at]
                above.setdefault(code, f"{code} ({key.item}: {two.one[at]:,} of {two.other[at]:,})")
    message = "{who} a register above its list: {listed}."
    remedy = "Compare the days of both: a list of another year, or a register of another practice."
    queries.ask("D222", place_of(pack), above, message, remedy)


def _ask(
    pack: Pack,
    queries: Queries,
    lists: tuple[Mapping[str, int], Mapping[str, int]],
    other: str,
) -> None:
    now, before = lists
    jumped = {
        code: f"{code} ({before[code]:,} to {size:,}, {_change(size, before[code])})"
        for code, size in now.items()
        if before.get(code) and size and abs(size - before[code]) > JUMP * before[code]
    }
    message = "{who} a list that differs by more than 3% from " + other + ": {listed}."
    remedy = (
        "Ask for the cause (growth, list cleaning, a merger or split) before paying; "
        'record mergers and splits in the table "successions".'
    )
    place = place_of(pack) if PRACTICES in pack.tables else Place(pack.shown)
    queries.ask("D221", place, jumped, message, remedy)


def _change(now: int, before: int) -> str:
    change = rounded(Fraction(now - before, before) * 100, 2, Rule.HALF_UP)
    return f"{'+' if change > 0 else ''}{written(change)}%"


def _measured(pack: Pack, year: object) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, series in pack.measures.items():
        if key.year == year and key.measure == "list_size":
            found |= figures_of(series)
    return found


def _of_baseline(pack: Pack, year: str) -> dict[str, int]:
    table = pack.tables.get("baseline")
    if table is None or not table.has("list_size"):
        return {}
    rows = zip(*(table.column(c) for c in ("year", "practice_code", "list_size")), strict=True)
    return {code: int(read_exact(size)) for of, code, size in rows if of == year and size}


def _after_successions(plan: Plan, pack: Pack, before: Mapping[str, int]) -> dict[str, int]:
    """Return the lists to be expected: with the shares taken over, without the shares handed on."""
    known = [s for s in successions(pack) if s.on <= _day(pack)]
    expected = dict(before)
    for one in known:
        if one.before in expected:
            expected[one.before] -= _nearest(before[one.before] * one.share)
    spans = contract_spans(pack, plan.year)
    for code, parts in inherited(before, known, spans, by_days=False).items():
        expected[code] = expected.get(code, 0) + sum(part.amount for part in parts)
    return expected


def _day(pack: Pack) -> date:
    """Return the day of which the lists are."""
    return pack.tables[PRACTICES].stated.as_at if PRACTICES in pack.tables else pack.latest_as_at


def _nearest(exact: Fraction) -> int:
    """Return the nearest whole figure, halves up."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
