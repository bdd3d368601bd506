"""``python -m tests.workbook.perturbed [COUNTS]``: change one input at a time; the total follows the engine.

Every figure of the scheme is changed in the workbook by its least step, and so are COUNTS cells of the
practice data (100 unless told otherwise); formualizer works the workbook out again. An input without
effect on the total is listed with the reason.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import formualizer

from incentives.calculate import calculate
from incentives.formula.lift import Lift
from incentives.report.arrangement import arranged
from incentives.report.layout import read_layout
from incentives.report.places import FIRST_PRACTICE, Places
from incentives.report.schedule import write_schedule
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import example_binding, example_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.calculate import Results

TOTAL = ("Summary", 4, 2)
"""The sheet, row and column (from 1) of the payment due under the schedule."""


@dataclass(frozen=True)
class Changed:
    """One input that was changed: its name and cell, and the total in pence by engine and workbook."""

    what: str
    cell: tuple[str, int, int]
    engine: int
    workbook: int
    idle: str


def changes(results: Results, counts: int, seed: int = 1) -> Iterator[Changed]:
    """Change every figure of the scheme, and some counts chosen by chance, one at a time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schedule.xlsx"
        write_schedule(results, path, dated=DATED)
        book = formualizer.Workbook.load_path(str(path))
    for what, cell, old, new, other in [*_of_the_scheme(results), *_counts(results, counts, seed)]:
        book.set_value(*cell, float(new))
        book.evaluate_all()
        found = round(float(book.evaluate_cell(*TOTAL)) * 100)
        book.set_value(*cell, float(old))
        yield Changed(what, cell, _due(other), found, _idle(results, other))


_One = tuple[str, tuple[str, int, int], Fraction, Fraction, "Results"]


def _of_the_scheme(results: Results) -> Iterator[_One]:
    plan, lift, places = results.plan, Lift(results.plan), _places(results)
    for field in plan.scheme_fields:
        for key, old in field.values:
            home = places.homes[field.name, key]
            assert home.row is not None
            new = old + Fraction(1, lift.scale_of_given(field.name))
            values = tuple((k, new if k == key else v) for k, v in field.values)
            fields = tuple(replace(f, values=values) if f is field else f for f in plan.scheme_fields)
            other = calculate(replace(plan, scheme_fields=fields), results.binding)
            yield f"{field.name} {key}".strip(), (home.sheet, home.row + 1, home.column + 1), old, new, other


def _counts(results: Results, counts: int, seed: int) -> Iterator[_One]:
    plan, binding, places = results.plan, results.binding, _places(results)
    cells = [
        (name, key, row)
        for name, key in places.homes
        if name in binding.columns
        for row in range(len(binding.practices))
    ]
    for name, key, row in Random(seed).sample(  # noqa: S311 - the same sample each time
        cells, min(counts, len(cells))
    ):
        column, home = binding.columns[name], places.homes[name, key]
        at = row * column.width + (plan.ids().index(key) if key else 0)
        integers = column.integers[:]
        old = Fraction(integers[at], column.per)
        integers[at] += 1
        other = replace(binding, columns={**binding.columns, name: replace(column, integers=integers)})
        cell = (home.sheet, FIRST_PRACTICE + row + 1, home.column + 1)
        what = f"{name} {key} of {binding.practices[row]}"
        yield what, cell, old, old + Fraction(1, column.per), calculate(plan, other)


def _places(results: Results) -> Places:
    return Places(results.plan, arranged(results.plan, read_layout()), len(results.binding.practices))


def _idle(before: Results, after: Results) -> str:
    """Say why a change leaves the total as it was; nothing where it moves it."""
    if _due(before) != _due(after):
        return ""
    if (before.in_pence("paid_by_others") != after.in_pence("paid_by_others")).any():
        return "moves what others pay"
    if (before.in_pence("instalment") != after.in_pence("instalment")).any():
        return "moves instalments, not what is due"
    return "moves no payment: outside the range that pays, or not read by what is paid"


def _due(results: Results) -> int:
    return int(results.in_pence("due").sum())


def main(counts: int) -> int:
    """Say which changes the workbook did not follow, and which had no effect."""
    found = list(changes(calculate(example_plan(), example_binding()), counts))
    wrong = [c for c in found if c.engine != c.workbook]
    for change in wrong:
        print(f"{change.what} {change.cell}: engine {change.engine}, workbook {change.workbook}")
    for change in found:
        if change.idle:
            print(f"without effect on the total: {change.what} ({change.idle})")
    print(f"{len(found)} inputs were changed one at a time; workbook and engine differ in {len(wrong)}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100))
