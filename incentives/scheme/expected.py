"""The expected ranges that are stored with a scheme at go-live, so that nobody can choose them afterwards.

A file of kind "expected ranges" holds, for each indicator that is watched, the range of recorded
achievement that was foreseen for each period, and the range if nothing changed. Its last line is a
fingerprint of all the others; a file that was edited afterwards is refused.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from incentives.base import amount
from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.marks import Group, Items, read_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import shown, text_of
from incentives.scheme.values import Count, Day, Pounds, Text, Year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from incentives.base.year import FinancialYear

EACH_YEAR, EACH_QUARTER = "year", "quarter"
_PENCE = 100
LAST_LINE = "fingerprint: "


@dataclass(frozen=True, slots=True)
class StoredRange:
    """A period's range of recorded achievement, in shares of one: the likely range within the wide one."""

    period: str
    low95: float
    low80: float
    median: float
    high80: float
    high95: float


@dataclass(frozen=True, slots=True)
class StoredIndicator:
    """One indicator that is watched: where it stood, what was foreseen, and the range if nothing changed.

    ``expected`` is empty where there is no evidence for its type; ``unchanged`` is empty where nobody was
    counted. ``counted_as`` is the code under which the practice data count it.
    """

    id: str
    counted_as: str
    title: str
    type: str
    happens: str
    achieved: int
    eligible: int
    practices: int
    effects: int
    expected: tuple[StoredRange, ...]
    unchanged: tuple[StoredRange, ...]


@dataclass(frozen=True, slots=True)
class StoredCost:
    """What the scheme's schedule was expected to pay in its year, in pence: the likely within the wide range.

    ``most`` is what it could cost at most, ``trials`` how many trial years the ranges are of.
    """

    expected: int
    low80: int
    high80: int
    low95: int
    high95: int
    most: int
    trials: int


@dataclass(frozen=True, slots=True)
class StoredRanges:
    """All that is stored at go-live, with what it was made from; ``cost`` is None where none was stored."""

    scheme: str
    base: str
    stored_on: date
    results_of: FinancialYear
    each: Literal["year", "quarter"]
    scheme_fingerprint: str
    data_fingerprint: str
    program: str
    practices: tuple[str, ...]
    indicators: tuple[StoredIndicator, ...]
    fingerprint: str = ""
    cost: StoredCost | None = None

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods for which ranges are stored, in order."""
        ranges = next((i.unchanged for i in self.indicators if i.unchanged), ())
        return tuple(r.period for r in ranges)


def stored_text(stored: StoredRanges) -> str:
    """Return the file's text, its last line the fingerprint of the others; the same input, the same bytes."""
    lines = [
        "# The ranges of recorded achievement that were expected when the scheme began. Do not edit this",
        "# file: its last line is a fingerprint of the others, and an edited file is refused.",
        "kind: expected ranges",
        f"scheme: {_quoted(stored.scheme)}",
        f"base: {_quoted(stored.base)}",
        f"stored_on: {stored.stored_on.isoformat()}",
        f"results_of: {stored.results_of}",
        f"each: {stored.each}",
        f"scheme_fingerprint: {stored.scheme_fingerprint}",
        f"data_fingerprint: {stored.data_fingerprint}",
        f"program: {_quoted(stored.program)}",
        *(_written_cost(stored.cost) if stored.cost else ()),
        "practices:",
        *(f"  - {_quoted(code)}" for code in stored.practices),
        "indicators:",
    ]
    for indicator in stored.indicators:
        lines += _written(indicator)
    text = "\n".join(lines) + "\n"
    return text + f"{LAST_LINE}{fingerprint_of(text)}\n"


def fingerprint_of(text: str) -> str:
    """Return SHA-256 over the text above the last line."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(indicator: StoredIndicator) -> Iterator[str]:
    yield f"  - indicator: {_quoted(indicator.id)}"
    for word in ("counted_as", "title", "type", "happens"):
        yield f"    {word}: {_quoted(getattr(indicator, word))}"
    for word in ("achieved", "eligible", "practices", "effects"):
        yield f"    {word}: {getattr(indicator, word)}"
    for word, ranges in (("expected", indicator.expected), ("unchanged", indicator.unchanged)):
        if ranges:
            yield f"    {word}:"
        for one in ranges:
            yield f"      - period: {_quoted(one.period)}"
            yield f"        likely: {_share(one.low80)} to {_share(one.high80)}"
            yield f"        wide: {_share(one.low95)} to {_share(one.high95)}"
            yield f"        middle: {_share(one.median)}"


def _written_cost(cost: StoredCost) -> Iterator[str]:
    yield "cost:"
    yield f"  expected: {_pounds(cost.expected)}"
    yield f"  likely: {_pounds(cost.low80)} to {_pounds(cost.high80)}"
    yield f"  wide: {_pounds(cost.low95)} to {_pounds(cost.high95)}"
    yield f"  most: {_pounds(cost.most)}"
    yield f"  trials: {cost.trials}"


def _pounds(pence: int) -> str:
    return amount.in_pounds(Fraction(pence, _PENCE))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _share(value: float) -> str:
    return f"{100 * value:.2f}%"


def _between(text: str) -> tuple[Fraction, Fraction]:
    low, middle, high = text.partition(" to ")
    if not middle:
        raise ValueError(f'write a range such as "71.2% to 80.5%", not "{text}"')
    return amount.percent(low), amount.percent(high)


def _pounds_between(text: str) -> tuple[Fraction, Fraction]:
    low, middle, high = text.partition(" to ")
    if not middle:
        raise ValueError(f'write a range such as "£4,100,000 to £4,200,000", not "{text}"')
    return amount.pounds(low), amount.pounds(high)


Between = Annotated[tuple[Fraction, Fraction], BeforeValidator(_between)]
PoundsBetween = Annotated[tuple[Fraction, Fraction], BeforeValidator(_pounds_between)]
Middle = Annotated[Fraction, BeforeValidator(amount.percent)]


class RangeTerms(Section):
    """A period's range as it is written."""

    period: Text
    likely: Between
    wide: Between
    middle: Middle


class IndicatorTerms(Section):
    """An indicator's ranges as they are written."""

    indicator: Text
    counted_as: Text
    title: Text
    type: Text
    happens: Text
    achieved: Count
    eligible: Count
    practices: Count
    effects: Count
    expected: tuple[RangeTerms, ...] = ()
    unchanged: tuple[RangeTerms, ...] = ()


class CostTerms(Section):
    """What the scheme was expected to cost as it is written."""

    expected: Pounds
    likely: PoundsBetween
    wide: PoundsBetween
    most: Pounds
    trials: Count


class RangesTerms(Section):
    """A file of expected ranges as it is written."""

    kind: Literal["expected ranges"]
    scheme: Text
    base: Text
    stored_on: Day
    results_of: Year
    each: Literal["year", "quarter"]
    scheme_fingerprint: Text
    data_fingerprint: Text
    program: Text
    cost: CostTerms | None = None
    practices: tuple[Text, ...]
    indicators: tuple[IndicatorTerms, ...]
    fingerprint: Text


def read_stored(path: Path) -> StoredRanges:
    """Return the ranges of a file; raises Refused with every problem, and where the file was edited."""
    text = text_of(path)
    tree, warnings = read_tree(text, shown(path))
    terms, problems = typed(RangesTerms, tree, "a file of expected ranges")
    if terms is None:
        raise Refused([*warnings, *problems])
    if wrong := [*_edited(text, terms, shown(path)), *_senseless(terms, tree)]:
        raise Refused(wrong)
    return StoredRanges(
        scheme=terms.scheme,
        base=terms.base,
        stored_on=terms.stored_on,
        results_of=terms.results_of,
        each=terms.each,
        scheme_fingerprint=terms.scheme_fingerprint,
        data_fingerprint=terms.data_fingerprint,
        program=terms.program,
        practices=terms.practices,
        indicators=tuple(_indicator(i) for i in terms.indicators),
        fingerprint=terms.fingerprint,
        cost=_cost(terms.cost) if terms.cost else None,
    )


def _edited(text: str, terms: RangesTerms, file: str) -> Iterator[Problem]:
    above, _, last = text.replace("\r\n", "\n").rpartition(LAST_LINE)
    if last.strip() == terms.fingerprint == fingerprint_of(above):
        return
    line = above.count("\n") + 1
    message = "The file was changed after the ranges were stored: its fingerprint is not that of its text."
    remedy = "Use the file as it was stored at go-live; ranges are not chosen after the results are known."
    yield Problem("S551", Place(file, line), message, remedy)


def _senseless(terms: RangesTerms, tree: Group) -> Iterator[Problem]:
    node = tree.get("indicators")
    places = [n.place for n in node.items] if isinstance(node, Items) else []
    for place, indicator in zip(places, terms.indicators, strict=False):
        for one in (*indicator.expected, *indicator.unchanged):
            ends = (one.wide[0], one.likely[0], one.middle, one.likely[1], one.wide[1])
            if list(ends) != sorted(ends):
                message = f'The ranges of "{indicator.indicator}" for {one.period} do not lie one in another.'
                yield Problem("S552", place, message, "Use the file as it was stored at go-live.")
    if cost := terms.cost:
        pounds = [cost.wide[0], *cost.likely, cost.wide[1]]
        if pounds != sorted(pounds):
            message = "The ranges of the cost do not lie one in another."
            its = tree.get("cost")
            place = its.place if its else Place()
            yield Problem("S552", place, message, "Use the file as it was stored at go-live.")


def _indicator(terms: IndicatorTerms) -> StoredIndicator:
    return StoredIndicator(
        id=terms.indicator,
        counted_as=terms.counted_as,
        title=terms.title,
        type=terms.type,
        happens=terms.happens,
        achieved=int(terms.achieved),
        eligible=int(terms.eligible),
        practices=int(terms.practices),
        effects=int(terms.effects),
        expected=_ranges(terms.expected),
        unchanged=_ranges(terms.unchanged),
    )


def _ranges(terms: Sequence[RangeTerms]) -> tuple[StoredRange, ...]:
    return tuple(
        StoredRange(
            t.period,
            *(float(end) for end in (t.wide[0], t.likely[0], t.middle, t.likely[1], t.wide[1])),
        )
        for t in terms
    )


def _cost(terms: CostTerms) -> StoredCost:
    low80, high80, low95, high95 = (int(pounds * _PENCE) for pounds in (*terms.likely, *terms.wide))
    expected, most = int(terms.expected * _PENCE), int(terms.most * _PENCE)
    return StoredCost(expected, low80, high80, low95, high95, most, int(terms.trials))
