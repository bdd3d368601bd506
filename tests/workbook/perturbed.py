"""``python -m tests.workbook.perturbed [COUNTS] [SCHEME ...]``: change one input at a time.

Every figure of the scheme (each price, threshold, point and month: every named input among them) and of the
nation is changed in the workbook by its least step, and so are COUNTS cells of the practice data, chosen by
chance (100 unless told otherwise); formualizer works the workbook out again, and the total to be paid must
move as the engine says. An input without effect on the total is listed with the reason. Without a SCHEME it
is the example of the tests; a SCHEME is the name of a shipped scheme's file, or "all".
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import formualizer

from incentives.calculate import calculate
from incentives.formula.lift import Lift
from incentives.formula.nodes import FieldValue
from incentives.formula.plan import THIS_SCHEDULE, Columns
from incentives.formula.units import Axis
from incentives.report.arrangement import arranged
from incentives.report.layout import read_layout
from incentives.report.places import FIRST_PRACTICE, Places
from incentives.report.schedule import write_schedule
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import example_binding, example_plan
from tests.workbook.shipped import files, results_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentives.calculate import Results
    from incentives.formula.plan import SchemeField, Step

TOTAL = ("Summary", 4, 2)
"""The sheet, row and column (from 1) of the payment due under the schedule; what others pay is below it."""
STEPS = (1, -1, 10, 100, 1_000, 10_000)
"""By how many of its least steps an input is changed: the first that moves a total, else the last."""


@dataclass(frozen=True)
class Changed:
    """One input that was changed: its name and cell, and by engine and workbook the totals in pence.

    The totals are what is due under the schedule, and what others pay where there is such a line.
    """

    what: str
    cell: tuple[str, int, int]
    engine: tuple[int, ...]
    workbook: tuple[int, ...]
    idle: str


def changes(results: Results, counts: int, seed: int = 1) -> Iterator[Changed]:
    """Change every figure of the scheme, and some counts chosen by chance, one at a time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schedule.xlsx"
        write_schedule(results, path, dated=DATED)
        book = formualizer.Workbook.load_path(str(path))
    before = _totals(results)
    totals = [TOTAL, (TOTAL[0], TOTAL[1] + 1, TOTAL[2])][: len(before)]
    for one in [*_of_the_scheme(results), *_of_practice_data(results, counts, seed)]:
        figures = [one.old + n * one.step for n in STEPS if one.old + n * one.step >= 0]
        worked = ((figure, one.worked_out(figure)) for figure in figures)
        moving = ((figure, after) for figure, after in worked if _totals(after) != before)
        new, other = next(moving, (figures[0], one.worked_out(figures[0])))
        book.set_value(*one.cell, float(new))
        book.evaluate_all()
        found = tuple(round(float(book.evaluate_cell(*cell)) * 100) for cell in totals)
        book.set_value(*one.cell, float(one.old))
        yield Changed(one.what, one.cell, _totals(other), found, _idle(one, results))


@dataclass(frozen=True)
class _One:
    """An input: its column and component (or period), its cell, its figure, least step, and what follows."""

    name: str
    key: str
    whose: str
    cell: tuple[str, int, int]
    old: Fraction
    step: Fraction
    worked_out: Callable[[Fraction], Results]

    @property
    def what(self) -> str:
        return f"{self.name} {self.key}".strip() + self.whose


def _of_the_scheme(results: Results) -> Iterator[_One]:
    plan, lift, places = results.plan, Lift(results.plan), _places(results)
    for field in plan.scheme_fields:
        for key, old in field.values:
            home = places.homes[field.name, key]
            assert home.row is not None
            cell = (home.sheet, home.row + 1, home.column + 1)
            step = Fraction(1, lift.scale_of_given(field.name))
            yield _One(field.name, key, "", cell, old, step, partial(_with_figure, results, field, key))


def _with_figure(results: Results, field: SchemeField, key: str, new: Fraction) -> Results:
    values = tuple((k, new if k == key else v) for k, v in field.values)
    fields = tuple(replace(f, values=values) if f is field else f for f in results.plan.scheme_fields)
    return calculate(replace(results.plan, scheme_fields=fields), results.binding)


def _of_practice_data(results: Results, counts: int, seed: int) -> list[_One]:
    """Return each figure that all practices share, and some by practice, chosen by chance."""
    binding, places = results.binding, _places(results)
    given = [(name, key, binding.columns[name]) for name, key in places.homes if name in binding.columns]
    shared = [(name, key, 0) for name, key, column in given if Axis.PRACTICES not in column.grain]
    rows = range(len(binding.practices))
    cells = [(name, key, n) for name, key, c in given if Axis.PRACTICES in c.grain for n in rows]
    chosen = Random(seed).sample(cells, min(counts, len(cells)))  # noqa: S311 - the same sample each time
    return [_of_the_data(results, *at) for at in [*shared, *chosen]]


def _of_the_data(results: Results, name: str, key: str, row: int) -> _One:
    plan, column = results.plan, results.binding.columns[name]
    home = _places(results).homes[name, key]
    by_practice = Axis.PRACTICES in column.grain
    at = FIRST_PRACTICE + row if home.row is None else home.row
    keys = [p.name for p in plan.periods] if Axis.PERIODS in column.grain else list(plan.ids())
    place = row * column.width + (keys.index(key) if key else 0)
    old = Fraction(column.integers[place], column.per)
    whose = f" of {results.binding.practices[row]}" if by_practice else ""
    cell = (home.sheet, at + 1, home.column + 1)
    return _One(
        name, key, whose, cell, old, Fraction(1, column.per), partial(_with_count, results, name, place)
    )


def _with_count(results: Results, name: str, place: int, new: Fraction) -> Results:
    column = results.binding.columns[name]
    integers = column.integers[:]
    integers[place] = int(new * column.per)
    columns = {**results.binding.columns, name: replace(column, integers=integers)}
    return calculate(results.plan, replace(results.binding, columns=columns))


def _places(results: Results) -> Places:
    return Places(results.plan, arranged(results.plan, read_layout()), len(results.binding.practices))


def _idle(one: _One, before: Results) -> str:
    """Say why no step of an input moves a total, from the least to the largest; "" where one does."""
    after = [one.worked_out(one.old + n * one.step) for n in STEPS if one.old + n * one.step >= 0]
    if any(_totals(other) != _totals(before) for other in after):
        return ""
    plan = before.plan
    if any(
        (before.in_pence(n) != o.in_pence(n)).any() for n in ("instalment",) if plan.has(n) for o in after
    ):
        return "moves instalments, not what is due"
    readers = [s.title for s in plan.steps if _reads(s, one)]
    if not readers:
        return "no rule reads it here"
    moved = [s.title for s in plan.steps if any(_moves(s.name, before, other) for other in after)]
    if not moved:
        return f'"{readers[0]}" reads it; a limit or another term decides, or nobody is counted'
    return (
        f'moves "{moved[-1]}", and no payment: no points or all of them either way, or nothing is paid on it'
    )


def _reads(step: Step, one: _One) -> bool:
    named = any(isinstance(node, FieldValue) and node.name == one.name for node in step.expression.walk())
    return named and (not one.key or not step.only or one.key in step.only)


def _moves(name: str, before: Results, after: Results) -> bool:
    return bool((before.column(name).floats() != after.column(name).floats()).any())


def _totals(results: Results) -> tuple[int, ...]:
    """Return what is due in all, and what others pay where the plan adds that up."""
    plan = results.plan
    if plan.has(Columns.DUE):
        due = int(results.in_pence(Columns.DUE).sum())
    else:
        ours = [c.id for c in plan.components if c.amount and c.paid_by == THIS_SCHEDULE]
        due = sum(int(results.pence(c).sum()) for c in ours)
    return (due, int(results.in_pence(Columns.BY_OTHERS).sum())) if plan.has(Columns.BY_OTHERS) else (due,)


def main(counts: int, schemes: list[str]) -> int:
    """Say which changes the workbook did not follow, and which had no effect; 1 where one did not."""
    if not schemes:
        return _said("the example of the tests", calculate(example_plan(), example_binding()), counts)
    chosen = [file for file in files() if "all" in schemes or {file.stem, file.parent.name} & set(schemes)]
    return max(_said(file.stem, results_of(file), counts) for file in chosen)


def _said(scheme: str, results: Results, counts: int) -> int:
    found = list(changes(results, counts))
    wrong = [c for c in found if c.engine != c.workbook]
    for change in wrong:
        print(f"    {change.what} {change.cell}: engine {change.engine}, workbook {change.workbook}")
    idle = [c for c in found if c.idle]
    for change in idle:
        print(f"    without effect on the total: {change.what} ({change.idle})")
    print(
        f"{scheme}: {len(found)} inputs changed one at a time, {len(idle)} without effect (listed above); "
        f"workbook and engine differ in {len(wrong)}.",
        flush=True,
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sys.exit(main(numbers[0] if numbers else 100, [word for word in sys.argv[1:] if not word.isdigit()]))
