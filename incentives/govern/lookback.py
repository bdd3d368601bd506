"""The look-back: a year-end estimate against what the year came to, by practice and by cause, to the penny.

The estimate was worked out by a method on the data of its day. Those data are replaced by the final ones,
one sort after the other in a stated order, and the scheme is worked out anew after each: what changes is
that cause's. The corrections of the ledger come last. So the causes add up to the whole difference exactly;
another order would share it otherwise, which is why the order is stated.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.calculate import calculate
from incentives.formula.units import Axis
from incentives.govern.estimates import due_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentives.calculate import Results
    from incentives.data.bound import Binding, BoundColumn
    from incentives.formula.plan import DataField
    from incentives.govern.accruals import Accrual
    from incentives.govern.entries import Line

METHOD, OTHER, LIST, PREVALENCE, ACHIEVEMENT, CORRECTION = (
    "method", "other practice data", "list", "prevalence", "achievement", "correction",
)  # fmt: skip
CAUSES = (METHOD, OTHER, LIST, PREVALENCE, ACHIEVEMENT, CORRECTION)
"""In the order in which the estimate is turned into the actual figure."""
SAYS = {
    METHOD: "what the method made of the data of its day",
    OTHER: "practices that joined or left, sign-up, contracts, last year's payments",
    LIST: "list sizes",
    PREVALENCE: "registers and national prevalence",
    ACHIEVEMENT: "numerators, denominators and exceptions",
    CORRECTION: "corrections and reversals in the ledger since",
}
_LISTS = ("list_size", "weighted_list_size", "average_list_size")
_REGISTERS = ("register", "prevalence", "cohort")
_COUNTS = ("counts", "measures")


@dataclass(frozen=True, slots=True)
class Looked:
    """One practice: the estimate, what the year came to, and the difference by cause; in pence."""

    practice: str
    estimate: int
    actual: int
    causes: tuple[int, ...]

    @property
    def difference(self) -> int:
        """Actual less estimate."""
        return self.actual - self.estimate


@dataclass(frozen=True, slots=True)
class LookBack:
    """Every practice of the estimate or of the year, and the accrual whose estimate is looked back on."""

    accrual: Accrual
    rows: tuple[Looked, ...]

    def total(self, what: str) -> int:
        """Return the sum of estimates, actual figures or differences in pence."""
        return sum(getattr(row, what) for row in self.rows)

    def of_cause(self, cause: str) -> int:
        """Return what a cause made of the difference in all."""
        return sum(row.causes[CAUSES.index(cause)] for row in self.rows)

    @property
    def explained(self) -> bool:
        """Tell whether the causes of every practice add up to its difference."""
        return all(sum(row.causes) == row.difference for row in self.rows)


def look_back(accrual: Accrual, then: Results, final: Results, lines: Iterable[Line]) -> LookBack:
    """Return the look-back of an estimate made on the results ``then``, now that ``final`` are known.

    ``lines`` are the released lines of the scheme's year. Raises Refused (G167) where the data of then are
    not those that the estimate rests on.
    """
    _refuse_other_data(accrual, then)
    estimates = {row.practice: row.expected for row in accrual.rows}
    known = {row.practice: row.corrected for row in accrual.rows}
    worked_out = [_sum(due_of(r), known) for r in (then, *_replaced(then, final))]
    steps = [estimates, *worked_out, _sum(due_of(final), _corrections(lines))]
    codes = sorted({code for step in steps for code in step})
    return LookBack(accrual, tuple(_looked(code, steps) for code in codes))


def sort_of(field: DataField) -> str:
    """Return the cause to which a change of a column of the practice data belongs."""
    if field.column in _LISTS and field.table in ("practices", "national"):
        return LIST
    if field.column in _REGISTERS or field.table == "national":
        return PREVALENCE
    return ACHIEVEMENT if field.table in _COUNTS else OTHER


def _looked(code: str, steps: Sequence[Mapping[str, int]]) -> Looked:
    figures = [step.get(code, 0) for step in steps]
    changes = tuple(b - a for a, b in pairwise(figures))
    return Looked(code, figures[0], figures[-1], changes)


def _replaced(then: Results, final: Results) -> Iterator[Results]:
    """Work out the scheme with more and more of the data as they are now; results come last."""
    now: set[str] = set()
    for cause in (OTHER, LIST, PREVALENCE):
        now |= {f.name for f in final.plan.data_fields if sort_of(f) == cause}
        yield calculate(final.plan, _mixed(then.binding, final.binding, now))
    yield final


def _mixed(then: Binding, final: Binding, now: set[str]) -> Binding:
    """Return the practices of now with the columns of now for some names and those of then for the others.

    A practice that the data of then did not hold has its figures of now in every column.
    """
    at = {code: row for row, code in enumerate(then.practices)}
    rows = [at.get(code) for code in final.practices]
    return replace(
        final,
        columns={
            name: column if name in now else _as_then(then.columns[name], column, rows)
            for name, column in final.columns.items()
        },
    )


def _as_then(then: BoundColumn, final: BoundColumn, rows: Sequence[int | None]) -> BoundColumn:
    if Axis.PRACTICES not in final.grain:
        return then
    width, found = final.width, array("q")
    for new, old in enumerate(rows):
        source, row = (final, new) if old is None else (then, old)
        found.extend(source.integers[row * width : (row + 1) * width])
    return replace(final, integers=found, rows=None, notes={}, suppressed=())


def _corrections(lines: Iterable[Line]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        if line.correction_of:
            found[line.key.practice] = found.get(line.key.practice, 0) + line.pence
    return found


def _sum(first: Mapping[str, int], second: Mapping[str, int]) -> Mapping[str, int]:
    return {code: first.get(code, 0) + second.get(code, 0) for code in {*first, *second}}


def _refuse_other_data(accrual: Accrual, then: Results) -> None:
    if then.binding.fingerprint == accrual.basis.data:
        return
    message = (
        f"The estimate rests on practice data {accrual.basis.data[:12]}…; "
        f"these are {then.binding.fingerprint[:12]}…."
    )
    remedy = "Give the practice data as they were when the accrual was entered."
    raise Refused([Problem("G167", Place(then.binding.title or "--estimated-on"), message, remedy)])
