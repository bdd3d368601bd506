"""Checks of counts: patients without a register, and counts that double or halve within a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place
from incentives.data.beside import beside
from incentives.data.checks_codes import place_of
from incentives.data.checks_lists import figures_of
from incentives.data.signups import contract_spans
from incentives.data.successions import inherited, successions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.data.pack import Pack
    from incentives.data.series import Series
    from incentives.data.signoffs import Queries
    from incentives.data.signups import Span
    from incentives.data.successions import Succession
    from incentives.formula.plan import Plan

FEWEST = 50
"""Counts below this may double by chance."""


def without_a_register(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about indicators with patients counted where the register they are weighted by is nil."""
    field = next((f for f in plan.data_fields if (f.table, f.column) == ("measures", "register")), None)
    if field is None:
        return
    found: dict[str, str] = {}
    for key, series in pack.measures.items():
        if key.year != plan.year or key.measure != "denominator" or key.item not in field.only:
            continue
        register = pack.measures.get(key._replace(item=field.item(key.item), measure="register"))
        if register is None:
            continue
        two = beside(series, register)
        for at in (two.both & (two.one > 0) & (two.other == 0)).nonzero()[0].tolist():
            code = two.practices[at]
            found.setdefault(code, f"{code} ({key.item}: {two.one[at]:,} counted, register nil)")
    message = "{who} patients counted for an indicator whose register is nil: {listed}."
    remedy = "Ask for the register: with none the points are worth nothing."
    queries.ask("D224", place_of(pack), found, message, remedy)


def doubled(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about registers and denominators that are twice, or half, those of the year before."""
    known, spans = successions(pack), contract_spans(pack, plan.year)
    found: dict[str, str] = {}
    for key, series in pack.measures.items():
        if key.year != plan.year or key.measure not in ("register", "denominator"):
            continue
        earlier = pack.measures.get(key._replace(year=plan.year.previous))
        if earlier is None:
            continue
        now = beside(series, _with_successions(earlier, known, spans) if known else earlier)
        large = (now.one >= FEWEST) | (now.other >= FEWEST)
        changed = (now.one >= 2 * now.other) | (2 * now.one <= now.other)
        for at in (now.both & large & changed).nonzero()[0].tolist():
            code, then = now.practices[at], now.other[at]
            found.setdefault(code, f"{code} ({key.item} {key.measure}: {then:,} to {now.one[at]:,})")
    message = "{who} a register or a denominator that has doubled or halved since the year before: {listed}."
    remedy = "Ask whether an extract was counted twice, cut short or made for another practice."
    queries.ask("D225", Place(pack.shown), found, message, remedy)


def _with_successions(
    series: Series, known: Sequence[Succession], spans: Mapping[str, Span]
) -> dict[str, int]:
    figures = figures_of(series)
    for code, parts in inherited(figures, known, spans, by_days=False).items():
        figures[code] = figures.get(code, 0) + sum(part.amount for part in parts)
    return figures
