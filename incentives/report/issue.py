"""All that the sheets of one schedule share: results, places, formulas, the book, and its stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from math import fsum
from typing import TYPE_CHECKING, Protocol

from incentives.base.problem import Problem, Refused
from incentives.formula.excel import LONGEST, formula
from incentives.formula.plan import Columns
from incentives.formula.ratios import TooManyCases
from incentives.formula.units import Axis
from incentives.report.doubles import Doubles
from incentives.report.places import Seen
from incentives.report.resting import resting_pounds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from incentives.calculate import Results
    from incentives.calculate.integers import Array
    from incentives.formula.lift import Lift
    from incentives.formula.nodes import Value
    from incentives.formula.plan import Component, Plan, Step
    from incentives.formula.units import Grain
    from incentives.report.book import Book
    from incentives.report.places import Places
    from incentives.report.resting import Resting
    from incentives.report.tabs import Tab


@dataclass(frozen=True, slots=True)
class Stamp:
    """What identifies a schedule: date, fingerprints (SHA-256) of scheme and data, the ledger's head."""

    dated: date
    scheme: str
    data: str
    ledger: str = ""

    @property
    def program(self) -> str:
        """The program's version."""
        return version("incentives")


class Sheets(Protocol):
    """A workbook with tabs, as the sheets that every workbook of ours has see it."""

    @property
    def book(self) -> Book:
        """The workbook while it is written."""

    @property
    def shown(self) -> tuple[Tab, ...]:
        """The tabs that have something to show."""

    def tab(self, topic: str) -> Tab:
        """Return the tab of a topic."""


@dataclass(frozen=True)
class Issue:
    """One schedule while it is written."""

    results: Results
    tabs: tuple[Tab, ...]
    places: Places
    lift: Lift
    book: Book
    stamp: Stamp

    @property
    def plan(self) -> Plan:
        """The plan that was worked out."""
        return self.results.plan

    @property
    def practices(self) -> tuple[str, ...]:
        """The practices' codes in order."""
        return self.results.binding.practices

    @property
    def shown(self) -> tuple[Tab, ...]:
        """The tabs that have something to show."""
        return tuple(t for t in self.tabs if not t.is_empty)

    def tab(self, topic: str) -> Tab:
        """Return the tab of a topic that every schedule has, be it empty."""
        return next(t for t in self.tabs if t.topic == topic)

    def lifted(self, step: Step, key: str) -> Value:
        """Return a step's expression lifted; raises Refused (R103) for one too long for a cell."""
        try:
            return self.lift.step(step, key)
        except TooManyCases:
            raise _too_many(step, key) from None

    def formula(self, step: Step, key: str, sheet: str) -> str:
        """Return a step's formula in a sheet; ``ROW`` stands for the number of the practice's row."""
        text = formula(self.lifted(step, key), Seen(self.places, sheet, key))
        if len(text) > LONGEST:
            raise _too_many(step, key)
        return text

    def figures(self, name: str, key: str) -> list[float]:
        """Return a column's figures for a component or period, one a practice (or one)."""
        figures: list[float] = self.column(name)[:, self.place(name, key)].tolist()
        return figures

    def column(self, name: str) -> Array:
        """Return a column's figures: practices (or one) by components or periods (or one)."""
        return self._column(name)[0]

    def place(self, name: str, key: str) -> int:
        """Return where in a column the figures for a component or period stand; 0 where it has but one."""
        grain = self._column(name)[1]
        if key and Axis.COMPONENTS in grain:
            return self._components[key]
        return self._periods[key] if key and Axis.PERIODS in grain else 0

    @cached_property
    def doubles(self) -> Doubles:
        """The cells as a spreadsheet holds them, to all digits of a double."""
        return Doubles(self.results, 17)

    def _column(self, name: str) -> tuple[Array, Grain]:
        if name not in self._columns:
            column = self.results.column(name)
            self._columns[name] = column.floats(), column.grain
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, tuple[Array, Grain]]:
        return {}

    @cached_property
    def _components(self) -> dict[str, int]:
        return {key: n for n, key in enumerate(self.plan.ids())}

    @cached_property
    def _periods(self) -> dict[str, int]:
        return {p.name: n for n, p in enumerate(self.plan.periods)}

    def due(self) -> str:
        """Return the name of the column with what this schedule pays each practice."""
        return Columns.DUE if self.plan.has(Columns.DUE) else "payments_total"

    def by_others(self) -> str:
        """Return the name of the column with what others pay each practice."""
        return Columns.BY_OTHERS if self.plan.has(Columns.BY_OTHERS) else "others_total"

    def amounts(self, *, by_us: bool) -> list[tuple[Component, str]]:
        """Return the components paid by this schedule (or by others), each with its column's key."""
        topic = "payments" if by_us else "by_others"
        shown = {(c.name, c.key) for c in self.tab(topic).columns}
        keyed = [(c, c.id if (c.amount, c.id) in shown else "") for c in self.plan.components]
        return [(c, key) for c, key in keyed if (c.amount, key) in shown]

    @cached_property
    def resting(self) -> Resting:
        """What is paid here that rests on unverified values of the scheme, in whole pence."""
        return resting_pounds(self.results)

    def added_up(self, components: Iterable[str], sheet: str) -> tuple[str, float]:
        """Return a formula for what some components pay here in all, and the figure; "" where none fits."""
        keyed = {c.id: (c.amount, key) for c, key in self.amounts(by_us=True)}
        chosen = [keyed[c] for c in components]
        cells = self.places.totals(chosen, sheet)
        text = f"ROUND(SUM({cells}), 2)" if chosen else "0"
        figure = in_all([in_all(self.figures(name, key)) for name, key in chosen])
        return (text if len(text) < LONGEST else ""), figure


def in_all(figures: list[float], places: int = 2) -> float:
    """Return the total of figures that each have few decimals, without the trace of adding doubles."""
    return round(fsum(figures), places)


def _too_many(step: Step, key: str) -> Refused:
    where = f' for "{key}"' if key else ""
    message = f'The rule "{step.title}"{where} has more cases than one cell of a workbook can hold.'
    remedy = "Split the rule into two steps, or write payments as CSV instead of a workbook."
    return Refused([Problem("R103", step.origin.place, message, remedy)])
