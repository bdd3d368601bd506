"""Practice data as a plan sees them: complete integer columns that know the row they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem
from incentives.formula.units import Axis, Grain

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, eq=False)
class BoundColumn:
    """One given column: integers in row-major order, ``width`` figures a row, each ``per``-ths of its unit.

    A column by practice has one row a practice; one of the scheme or by component has one row.
    ``rows`` (same shape) holds the row of the file each figure was read from, 0 where it was not read.
    ``notes`` says of which other practices' figures a figure is made too, or that it came too late to count,
    by its place in ``integers``;
    ``suppressed`` are the places of figures that are not known, where a binding was asked to keep them.
    """

    grain: Grain
    integers: array[int]
    width: int
    per: int = 1
    file: str = ""
    table: str = ""
    column: str = ""
    as_at: date | None = None
    source: str = ""
    rows: array[int] | None = None
    notes: Mapping[int, str] = field(default_factory=dict)
    suppressed: tuple[int, ...] = ()

    def at(self, practice: int, component: int) -> Fraction:
        """Return one figure by the practice's and the component's place in the binding."""
        return Fraction(self.integers[self._index(practice, component)], self.per)

    def place(self, practice: int, component: int) -> Place:
        """Return the file and row that a figure was read from."""
        row = self.rows[self._index(practice, component)] if self.rows is not None else 0
        return Place(self.file, row)

    def note(self, practice: int, component: int) -> str:
        """Return what a figure holds of other practices, in words; blank where it is the practice's own."""
        return self.notes.get(self._index(practice, component), "")

    def _index(self, practice: int, component: int) -> int:
        row = practice if Axis.PRACTICES in self.grain else 0
        return row * self.width + (component if self.width > 1 else 0)


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """A pack made ready for a plan: practices in order of their codes, and every data field's column.

    ``columns`` has exactly the names of the plan's data fields. A column by practice × component
    has one figure for every component of the plan, 0 for components the field does not serve.
    ``groups`` maps an attribute (``network``) to each practice's group. ``warnings`` do not stop.
    """

    practices: tuple[str, ...]
    names: Mapping[str, str]
    columns: Mapping[str, BoundColumn]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    title: str = ""
    fingerprint: str = ""
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
