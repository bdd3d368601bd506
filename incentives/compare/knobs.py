"""The figures of a scheme that may be found: price, points, thresholds, floors, caps, years of a taper.

Each is turned in whole steps from the value that pays least to the one that pays most, so that a search
need not know what it turns. Only figures of what this schedule pays are offered: never those of the
scheme it starts from, nor of what others pay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.formula.plan import THIS_SCHEDULE
from incentives.formula.units import POUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incentives.formula.plan import Plan, SchemeField

PRICE, POINTS, LOWER, UPPER = "price per point", "points", "lower threshold", "upper threshold"
BOTH, GRANT, FLOOR, CAP, TAPER = "thresholds", "grant", "floor", "cap", "taper"
_COLUMNS = {LOWER: "lower_threshold", UPPER: "upper_threshold"}
_PENNY, _PER_CENT, _TENTH, _ONE = Fraction(1, 100), Fraction(1, 100), Fraction(1, 1000), Fraction(1)
_TIMES, _YEARS = 10, 30

Figures = dict[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class Knob:
    """What may be turned: ``first`` is the value that pays least, ``last`` the one that pays most.

    ``step`` leads from the one to the other, below nought where a smaller figure pays more. ``cells`` are
    the plan's figures that it sets, by column and key. Where it moves several figures together
    (``moves``), a value is how far each is moved, and ``now`` is nought.
    """

    says: str
    sort: str
    cells: tuple[tuple[str, str], ...]
    first: Fraction
    last: Fraction
    step: Fraction
    now: Fraction
    moves: bool = False

    @property
    def steps(self) -> int:
        """How many steps lead from the value that pays least to the one that pays most."""
        return int((self.last - self.first) / self.step)

    def at(self, steps: int) -> Fraction:
        """Return the value so many steps from the one that pays least."""
        return self.first + steps * self.step

    @property
    def of(self) -> str:
        """The indicator or payment it is of, where it is of one."""
        return self.cells[0][1] if len({key for _, key in self.cells}) == 1 else ""


def knob_for(asked: str, plan: Plan) -> Knob | None:
    """Return what is asked for by name, such as "points of HYP006", or None where the scheme has no such."""
    return next((k for k in _all(plan) if k.says == " ".join(asked.split())), None)


def knobs(plan: Plan) -> tuple[str, ...]:
    """Return everything that may be asked for."""
    return tuple(k.says for k in _all(plan))


def paid_points(plan: Plan) -> dict[str, Fraction]:
    """Return the points of each indicator that this schedule pays."""
    ours = _ours(plan)
    return {c: v for c, v in _values(plan, "points_available").items() if c in ours}


def turned(plan: Plan, knob: Knob, value: Fraction) -> Plan:
    """Return the plan with what a knob turns at another value."""
    return with_figures(plan, figures(plan, knob, value))


def figures(plan: Plan, knob: Knob, value: Fraction) -> Figures:
    """Return the figures of the plan as a knob's value sets them."""
    if knob.sort == TAPER:
        (gone, _), (in_all, _) = knob.cells
        return {(gone, ""): min(value, _values(plan, gone)[""]), (in_all, ""): value}
    if not knob.moves:
        return dict.fromkeys(knob.cells, value)
    return _moved(plan, knob, value)


def with_figures(plan: Plan, new: Mapping[tuple[str, str], Fraction]) -> Plan:
    """Return the plan with figures replaced, each by its column and key."""
    columns = {column for column, _ in new}
    fields = tuple(
        replace(f, values=tuple((k, new.get((f.name, k), v)) for k, v in f.values))
        if f.name in columns
        else f
        for f in plan.scheme_fields
    )
    return replace(plan, scheme_fields=fields)


def _all(plan: Plan) -> Iterator[Knob]:
    for field in plan.scheme_fields:
        if field.name == "price_per_point":
            now = field.value()
            yield Knob(PRICE, PRICE, ((field.name, ""),), Fraction(0), now * _TIMES, _PENNY, now)
    for code, now in paid_points(plan).items():
        cells = (("points_available", code),)
        yield Knob(f"{POINTS} of {code}", POINTS, cells, Fraction(0), now * _TIMES, _ONE, now)
    yield from _thresholds(plan)
    for field in plan.scheme_fields:
        yield from _of_lines(plan, field)


def _thresholds(plan: Plan) -> Iterator[Knob]:
    lower, upper, ours = _values(plan, _COLUMNS[LOWER]), _values(plan, _COLUMNS[UPPER]), _ours(plan)
    codes = [code for code in lower if code in upper and code in ours]
    for code in codes:
        yield _one_threshold(LOWER, code, lower[code], upper[code])
        yield _one_threshold(UPPER, code, upper[code], lower[code])
        yield _together(plan, f"{BOTH} of {code}", [code], (LOWER, UPPER))
    if codes:
        yield _together(plan, f"{LOWER}s", codes, (LOWER,))
        yield _together(plan, f"{UPPER}s", codes, (UPPER,))
        yield _together(plan, BOTH, codes, (LOWER, UPPER))


def _one_threshold(which: str, code: str, now: Fraction, other: Fraction) -> Knob:
    """Return one threshold, from where it is hardest to where it is easiest to reach.

    The lower stays below the upper; where lower is better (the first figure is the higher), higher is easier.
    """
    first_is_higher = now > other if which == LOWER else other > now
    if which == LOWER:
        hard, easy = (other + _PER_CENT, _ONE) if first_is_higher else (other - _PER_CENT, Fraction(0))
    else:
        hard, easy = (Fraction(0), other - _PER_CENT) if first_is_higher else (_ONE, other + _PER_CENT)
    step = _PER_CENT if easy > hard else -_PER_CENT
    return Knob(f"{which} of {code}", which, ((_COLUMNS[which], code),), hard, easy, step, now)


def _together(plan: Plan, says: str, codes: list[str], which: tuple[str, ...]) -> Knob:
    """Return thresholds that move together by percentage points; above nought is harder to reach."""
    cells = tuple((_COLUMNS[w], code) for code in codes for w in which)
    sort = which[0] if len(which) == 1 else BOTH
    rooms = [_room(plan, sort, code) for code in codes]
    hardest, easiest = max(r[1] for r in rooms), min(r[0] for r in rooms)
    hardest, easiest = (Fraction(int(end / _PER_CENT)) * _PER_CENT for end in (hardest, easiest))
    return Knob(says, sort, cells, hardest, easiest, -_PER_CENT, Fraction(0), moves=True)


def _moved(plan: Plan, knob: Knob, by: Fraction) -> Figures:
    """Return thresholds moved together, each as far as it can be: within 0% to 100%, lower below upper."""
    found: Figures = {}
    for column, code in knob.cells:
        low, high = _room(plan, knob.sort, code)
        harder = min(max(by, low), high)
        found[column, code] = _values(plan, column)[code] + (-harder if _falls(plan, code) else harder)
    return found


def _room(plan: Plan, sort: str, code: str) -> tuple[Fraction, Fraction]:
    """Return how far an indicator's threshold (or both) may become easier, below nought, and harder."""
    start, end = (_values(plan, _COLUMNS[w])[code] for w in (LOWER, UPPER))
    if _falls(plan, code):
        start, end = _ONE - start, _ONE - end
    if sort == BOTH:
        low, high = -start, _ONE - end
    elif sort == LOWER:
        low, high = -start, end - _PER_CENT - start
    else:
        low, high = start + _PER_CENT - end, _ONE - end
    return min(low, Fraction(0)), max(high, Fraction(0))


def _falls(plan: Plan, code: str) -> bool:
    """Whether lower is better, so that the first of the two thresholds is the higher."""
    start, end = (_values(plan, _COLUMNS[w])[code] for w in (LOWER, UPPER))
    return end < start


def _of_lines(plan: Plan, field: SchemeField) -> Iterator[Knob]:
    """Return what a column states of a floor, a loss cap, a taper, a cap or a grant."""
    if not field.values:
        return
    for component in plan.components:
        yield from _of_protection(plan, field, component.id)
    if field.unit == POUNDS:
        yield from _of_cap(field)
    if field.name == "grant_per_practice":
        for key, now in field.values:
            yield Knob(f"{GRANT} of {key}", GRANT, ((field.name, key),), Fraction(0), now * _TIMES, _ONE, now)


def _of_protection(plan: Plan, field: SchemeField, line: str) -> Iterator[Knob]:
    name, now, cells = field.name, field.values[0][1], tuple((field.name, key) for key, _ in field.values)
    if name in (f"{line} share", f"{line} at_least") and field.unit != POUNDS:
        yield Knob(line, FLOOR, cells, Fraction(0), max(_ONE, now), _TENTH, now)
    elif name == f"{line} lose_at_most":
        yield Knob(line, FLOOR, cells, _ONE, Fraction(0), -_TENTH, now)
    elif name == f"{line} steps in all":
        gone = _values(plan, f"{line} steps gone").get("", now)
        if gone < now:
            both = ((f"{line} steps gone", ""), (name, ""))
            yield Knob(line, TAPER, both, gone, Fraction(max(_YEARS, int(now))), _ONE, now)


def _of_cap(field: SchemeField) -> Iterator[Knob]:
    """Return a cap or a least amount, of a practice ("cap at_most") or of a payment ("cap at most")."""
    for key in ("at_most", "at most", "at_least", "at least"):
        if field.name.endswith(f" {key}"):
            says = f"{field.name.removesuffix(f' {key}')} {key.replace('_', ' ')}"
            now, cells = field.values[0][1], tuple((field.name, key) for key, _ in field.values)
            yield Knob(says, CAP, cells, Fraction(0), now * _TIMES, _ONE, now)


def _ours(plan: Plan) -> frozenset[str]:
    return frozenset(c.id for c in plan.components if c.amount and c.paid_by == THIS_SCHEDULE)


def _values(plan: Plan, column: str) -> dict[str, Fraction]:
    return next((dict(f.values) for f in plan.scheme_fields if f.name == column), {})
