"""A plan: an ordered list of steps over given columns, frozen, and all that anything downstream sees.

A step is one named column. Two steps may share a name where they work it out for different
components ("points" in a straight line for forty indicators, all or nothing for twenty).
Nothing downstream sees YAML, forms or missing values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from incentives.base.problem import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from incentives.base.rounding import Rounding
    from incentives.base.year import FinancialYear
    from incentives.formula.nodes import Value
    from incentives.formula.units import Grain, Unit

THIS_SCHEDULE = "this schedule"
BY_CQRS = "CQRS"


class Standing(Enum):
    """How well a figure of a scheme is known."""

    VERIFIED = "verified"
    SOURCED = "sourced"
    UNVERIFIED = "unverified"
    LOCAL = "local decision"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure of the scheme stands and what it rests on."""

    place: Place = field(default=Place(), compare=False)
    standing: Standing = Standing.UNVERIFIED
    source: str = ""


class Stage(Enum):
    """The order of composition; a step never uses a later stage."""

    COUNTS = "counts"
    ACHIEVEMENT = "achievement"
    POINTS = "points"
    FACTORS = "factors"
    POUNDS = "pounds"
    LINES = "practice lines"
    PERIODS = "instalments"


class Absent(Enum):
    """What is done where the practice data do not hold a figure."""

    REFUSE = "refuse"
    NIL = "count as nil"


class Reads(Enum):
    """What is taken from a table's cell."""

    FIGURE = "figure"
    SUPPLIED = "1 where a figure is supplied, else 0"
    MATCHES = "1 where the text is the one named, else 0"
    DAYS_OUTSIDE = "days of the year on which a practice was not in the scheme"


@dataclass(frozen=True, slots=True)
class DataField:
    """A column given by the practice data.

    ``table`` and ``column`` name it in the data pack (``practices``/``list_size``; for the
    ``measures`` table ``column`` is the measure, and ``items`` says which item each component
    reads, where it is not the component's own id). ``years_back`` 1 is last year's figure.
    ``per`` says in which fraction of its unit the figure is kept: 1 for counts, 100 for pounds.
    ``as_at`` is the date the rule demands of the table; data of another date are refused, and so are
    baselines that say they are on another ``basis`` ("before" or "after" the PMS deduction). ``of`` says
    in the scheme's words which payments of a baseline count.
    """

    name: str
    grain: Grain
    unit: Unit
    table: str
    column: str
    says: str
    per: int = 1
    years_back: int = 0
    items: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    reads: Reads = Reads.FIGURE
    matches: str = ""
    on_missing: Absent = Absent.REFUSE
    on_suppressed: Absent = Absent.REFUSE
    as_at: date | None = None
    basis: str = ""
    of: str = ""

    def item(self, component: str) -> str:
        """Return the item of the ``measures`` table that a component reads."""
        return dict(self.items).get(component, component)


@dataclass(frozen=True, slots=True)
class SchemeField:
    """A column given by the scheme itself: one figure, or one for each component or period.

    ``values`` maps a component's id (or period's name) to its figure; a figure of the whole
    scheme stands under "". ``origins`` has the same keys.
    """

    name: str
    grain: Grain
    unit: Unit
    says: str
    values: tuple[tuple[str, Fraction], ...]
    origins: tuple[tuple[str, Origin], ...] = ()

    def value(self, key: str = "") -> Fraction:
        """Return the figure for a component, a period, or (no key) the scheme."""
        return dict(self.values)[key]

    def origin(self, key: str = "") -> Origin:
        """Return where a figure comes from."""
        return dict(self.origins).get(key, Origin())


@dataclass(frozen=True, slots=True)
class Step:
    """One named column and how it is worked out.

    ``only`` lists the components of this block where the grain has components. ``says`` is the
    rule in a GP's words, ``title`` the column's heading.
    """

    name: str
    title: str
    grain: Grain
    unit: Unit
    expression: Value
    says: str
    stage: Stage
    only: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(), compare=False)


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that is paid for (or shown as paid by others): an indicator, a grant, a floor.

    ``amount`` names the step that holds its pounds; ``id`` is an indicator's code as published.
    ``rests_on`` lists the values it depends on that are no figure of the plan (what weights it, which
    list counts): the column that needs each, its sort, its origin; ``resting`` reads it.
    """

    id: str
    title: str
    group: str
    kind: str
    amount: str
    paid_by: str = THIS_SCHEDULE
    counted: bool = False
    standing: Standing = Standing.LOCAL
    origin: Origin = field(default=Origin(), compare=False)
    rests_on: tuple[tuple[str, str, Origin], ...] = ()

    @property
    def is_indicator(self) -> bool:
        """Tell whether points or pounds come from what is counted."""
        return self.kind == "indicator"


@dataclass(frozen=True, slots=True)
class Period:
    """A month in which something is paid, or the balance."""

    name: str
    pays_on: date
    is_balance: bool = False


@dataclass(frozen=True)
class Plan:
    """All that is needed to calculate, explain, write and say a scheme: steps, columns, components.

    ``compared`` are components of the second block, the scheme it starts from on the same practice
    data: worked out, shown, and paid by nobody. ``not_paid`` are indicators that the scheme has stopped.
    ``count_until`` is, by component, the last day on which results that come in still count;
    ``formerly`` the earlier codes of renumbered indicators, under which data of earlier years may stand.
    """

    id: str
    title: str
    year: FinancialYear
    components: tuple[Component, ...]
    steps: tuple[Step, ...]
    data_fields: tuple[DataField, ...]
    scheme_fields: tuple[SchemeField, ...]
    periods: tuple[Period, ...]
    money: Rounding
    points: Rounding | None
    offered_by: str = ""
    notes: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    not_paid: tuple[str, ...] = ()
    compared: tuple[Component, ...] = ()
    count_until: tuple[tuple[str, date], ...] = ()
    formerly: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def blocks(self, name: str) -> tuple[Step, ...]:
        """Return the steps that work out a column, one for each block of components."""
        return tuple(s for s in self.steps if s.name == name)

    def step(self, name: str, component: str = "") -> Step | None:
        """Return the step that works out a column (for a component), or None where it has none."""
        return next((s for s in self.blocks(name) if not s.only or component in s.only), None)

    def has(self, name: str) -> bool:
        """Tell whether the plan has a column of that name."""
        return any(s.name == name for s in self.steps)

    def step_names(self) -> tuple[str, ...]:
        """Return the columns worked out, in order."""
        return tuple(dict.fromkeys(s.name for s in self.steps))

    def given(self) -> Mapping[str, DataField | SchemeField]:
        """Return the given columns by name."""
        named: dict[str, DataField | SchemeField] = {f.name: f for f in self.data_fields}
        return named | {f.name: f for f in self.scheme_fields}

    def component(self, identifier: str) -> Component:
        """Return a component by its id, also one that is compared; raises KeyError for an unknown one."""
        return next(c for c in (*self.components, *self.compared) if c.id == identifier)

    def ids(self) -> tuple[str, ...]:
        """Return the ids along the axis of components: those paid for, then those compared."""
        return tuple(c.id for c in (*self.components, *self.compared))


class Columns:
    """The names of the columns that outputs rely on; every plan that pays points has them."""

    ACHIEVEMENT = "achievement"
    INTERVENTION = "intervention_rate"
    POINTS = "points_achieved"
    POINTS_OFFERED = "points_available"
    POINTS_POSSIBLE = "points_available_to_practice"
    FACTOR = "prevalence_factor"
    LIST_INDEX = "contractor_population_index"
    PAYMENT = "payment"
    EARNED = "earned"
    DUE = "due"
    BY_OTHERS = "paid_by_others"
    INSTALMENT = "instalment"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    EXCEPTIONS = "exceptions"
    EXCEPTIONS_SUPPLIED = "exceptions_supplied"
    REGISTER = "register"
    LIST_SIZE = "list_size"
