"""How well the values of the shipped schemes are known: counted from the files, by year and sort of value.

A value is what a payment depends on: an indicator's points, how they are paid, what weights them; the
price, the lists, the prevalence; each setting of a protection, a deduction or the instalments. A setting
that is not written takes the standing stated for its sort. Words (titles, reasons) are no values.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentives.formula.resting import (
    AVERAGE_LIST,
    NO_THRESHOLD,
    POINTS,
    PRACTICE_LIST,
    PREVALENCE,
    PRICE,
    PROTECTION,
    THRESHOLDS,
    WEIGHTING,
)
from incentives.scheme.reading import read_scheme
from incentives.scheme.resting import sort_of_pay, weighting_of
from incentives.scheme.shelf import shipped_schemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentives.base.year import FinancialYear
    from incentives.formula.plan import Origin, Standing
    from incentives.scheme.forms import Written
    from incentives.scheme.model import Scheme

ROUNDING = "rounding"
_PAY_POINTS = {
    "price_per_point": PRICE,
    "national_average_list": AVERAGE_LIST,
    "practice_list": PRACTICE_LIST,
    "prevalence": PREVALENCE,
}
_OTHERS = "other"
_LINES = {"protect": PROTECTION, "deductions": "deductions", "limits": "limits"}
_WORDS = frozenset({"", "form", "reason", "title", "group", "type", "paid_by", "data"})
SORTS = (
    *(POINTS, THRESHOLDS, NO_THRESHOLD, WEIGHTING, *_PAY_POINTS.values()),
    *(*_LINES.values(), "instalments", "payments", ROUNDING, _OTHERS),
)


GROUPS = {
    "Points": (POINTS,),
    "Thresholds": (THRESHOLDS,),
    "Weighting": (WEIGHTING,),
    "Price, lists": tuple(_PAY_POINTS.values()),
    "Rest": (NO_THRESHOLD, *_LINES.values(), "instalments", "payments", ROUNDING, _OTHERS),
}
"""Sorts that a table shows together."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a scheme: its sort, the indicator or entry it is stated for, and where it stands."""

    sort: str
    of: str
    origin: Origin

    @property
    def standing(self) -> Standing:
        """How well the value is known."""
        return self.origin.standing


@dataclass(frozen=True)
class SchemeStatus:
    """The values of one scheme; of one that starts from another, the values it states itself."""

    id: str
    title: str
    nation: str
    year: FinancialYear
    values: tuple[Value, ...] = field(repr=False)


def shelf_status() -> tuple[SchemeStatus, ...]:
    """Return the status of every shipped scheme, by nation and year, local schemes last."""
    found = [status_of(read_scheme(identifier)[0]) for identifier in shipped_schemes()]
    return tuple(sorted(found, key=lambda s: (s.nation == "", s.nation, s.year.first_day, s.id)))


def status_of(scheme: Scheme) -> SchemeStatus:
    """Return the values of a scheme with their standing."""
    head, values = scheme.header, tuple(values_of(scheme))
    local = bool(head.starts_from)
    if local:
        own = scheme.origins["id"].place.file
        values = tuple(v for v in values if v.origin.place.file == own)
    return SchemeStatus(head.id, head.title, "" if local else head.nation, head.year, values)


def tally(values: Iterable[Value], *sorts: str) -> Counter[Standing]:
    """Return how many values (of these sorts, or of all) have each standing."""
    return Counter(v.standing for v in values if not sorts or v.sort in sorts)


def values_of(scheme: Scheme) -> Iterator[Value]:
    """Return every value of a scheme, those of the scheme it starts from included."""
    for indicator in scheme.indicators:
        yield from _of_indicator(scheme, indicator)
    if scheme.pay_points:
        for key, sort in _PAY_POINTS.items():
            yield Value(sort, "", scheme.pay_points.origin(key))
    for line in scheme.lines:
        yield from _settings(line, _LINES.get(line.form.part.value, _OTHERS))
    for payment in scheme.payments:
        yield from _settings(payment, "payments")
    if scheme.instalments:
        yield from _settings(scheme.instalments, "instalments")
    for key in ("points", "money"):
        yield Value(ROUNDING, "", scheme.origins[f"rounding.{key}"])


def _of_indicator(scheme: Scheme, indicator: Written[Any]) -> Iterator[Value]:
    yield Value(POINTS, indicator.id, indicator.origin("points"))
    yield Value(sort_of_pay(indicator), indicator.id, indicator.origin("pays"))
    yield Value(WEIGHTING, indicator.id, weighting_of(scheme, indicator))


def _settings(written: Written[Any], sort: str) -> Iterator[Value]:
    """Return every setting that is written, a group of settings as one value."""
    for key, origin in written.origins.items():
        if key not in _WORDS and "." not in key:
            yield Value(sort, written.id, origin)
