"""NHS Digital's four validation rules for CQRS extracts: whose figures would not be published, and why.

They say what is published, not what is paid: a practice under a local scheme may fall under rule 1 because
it is in no national payment. So they are reported, and the figures stay.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incentives.base.year import FinancialYear
    from incentives.data.published.layout import Context
    from incentives.data.published.packing import Source

_MONTHS_NEAR, _RECORDED_BY = 92, (7, 1)


class Rule(NamedTuple):
    """One rule: its number and words, the practices it applies to, or what is lacking to apply it."""

    number: int
    words: str
    practices: tuple[str, ...] = ()
    lacks: str = ""


def apply_rules(sources: Sequence[Source], context: Context, year: FinancialYear) -> list[Rule]:
    """Apply the four rules to the practices of a CQRS extract; no rules where the import holds none."""
    cqrs = [s for s in sources if s.tally.layout.startswith("CQRS INDICATOR_") and s.tally.used]
    if not cqrs:
        return []
    practices = {used.key.of[1] for s in cqrs for used in s.tally.used}
    return [
        _only_manual(cqrs, context),
        *_closed(sources, practices, year),
        _no_list(sources, practices, year),
    ]


def _only_manual(cqrs: Sequence[Source], context: Context) -> Rule:
    words = "achieved points are no more than those declared by hand"
    points: defaultdict[str, Fraction] = defaultdict(Fraction)
    for source in cqrs:
        for key, text, _, _ in source.tally.used:
            if key.column == "points" and text:
                points[key.of[1]] += Fraction(text)
    if not points or not context.manual:
        return Rule(1, words, lacks="achieved points, and INDICATOR_REFERENCE_CONTROL")
    manual = sum((Fraction(p) for p in context.manual.values() if p), Fraction(0))
    return Rule(1, words, tuple(sorted(p for p, total in points.items() if total <= manual)))


def _closed(sources: Sequence[Source], practices: set[str], year: FinancialYear) -> Iterator[Rule]:
    end = year.next.first_day
    before = f"closed before {end.day} April {end.year}, and recorded so before 1 July"
    active = f"not active on 31 March {end.year}"
    listed = [s for s in sources if s.tally.layout.startswith("Practices (ODS")]
    if not listed:
        yield Rule(2, before, lacks="the practices' statuses (epraccur)")
        yield Rule(3, active, lacks="the practices' statuses (epraccur)")
        return
    closes: dict[str, str] = {}
    status: dict[str, str] = {}
    recorded = all(s.as_at is not None and s.as_at < date(end.year, *_RECORDED_BY) for s in listed)
    for source in listed:
        for texts in source.tally.sheet.rows:
            code = texts[0].strip().upper()
            closes[code], status[code] = texts[11].strip(), texts[12].strip()
    gone = {p for p in practices if closes.get(p) and closes[p] < end.strftime("%Y%m%d")}
    yield (
        Rule(2, before, tuple(sorted(gone)))
        if recorded
        else Rule(2, before, lacks="an epraccur of before 1 July")
    )
    yield Rule(3, active, tuple(sorted(p for p in practices if _inactive(p, status, gone))))


def _inactive(practice: str, status: Mapping[str, str], gone: set[str]) -> bool:
    return practice in gone or status.get(practice, "") in ("D", "P", "")


def _no_list(sources: Sequence[Source], practices: set[str], year: FinancialYear) -> Rule:
    words = "no list size of within three months of 31 March"
    lists = [s for s in sources if any(u.key.column == "list_size" for u in s.tally.used)]
    if not lists:
        return Rule(4, words, lacks="the practices' list sizes")
    near = [s for s in lists if s.as_at and abs((s.as_at - year.last_day).days) <= _MONTHS_NEAR]
    has = {
        u.key.of[0] if u.key.table == "practices" else u.key.of[1]
        for s in near
        for u in s.tally.used
        if u.key.column == "list_size" and u.text
    }
    return Rule(4, words, tuple(sorted(practices - has)))
