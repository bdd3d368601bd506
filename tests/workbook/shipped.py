"""``python -m tests.workbook.shipped [SCHEME ...]``: every shipped scheme, paid by two other programs to 0p.

For each scheme a schedule of made-up practices is written, every cached value is made wrong, and formualizer
and LibreOffice work it out again. Every payment cell (each component, what is due, what others pay, each
instalment, each line) is compared with the engine in whole pence, must be a formula, and must have been
spoiled. One line a scheme; it ends with 1 where anything differs or a payment is a constant.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from incentives.calculate import Results, calculate
from incentives.formula.plan import THIS_SCHEDULE, Columns
from incentives.report.schedule import write_schedule
from tests.conftest import ROOT
from tests.property.made_rows import rows_for
from tests.property.readings import bound, read
from tests.workbook.conftest import DATED
from tests.workbook.recalculated import (
    by_formualizer,
    cells_of,
    figures_in,
    formulas,
    opened_by_libreoffice,
    spoiled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.property.made_rows import Row

MOST_FORMULAS = 15_000
"""formualizer takes minutes for workbooks with more; LibreOffice alone works those out."""
PRACTICES = 4
At = tuple[str, int, int]


@dataclass(frozen=True)
class Written:
    """One scheme's schedule: the workbook, the spoiled copy, and every payment's cell with its pence."""

    scheme: str
    book: Path
    wrong: Path
    payments: Mapping[At, int]
    spoiled: int
    seconds: float

    @property
    def constants(self) -> list[At]:
        """The payment cells that hold no formula."""
        live = {(sheet, row, column) for sheet, row, column, _ in formulas(self.book)}
        return [at for at in self.payments if at not in live]

    def different(self, found: Mapping[str, Mapping[tuple[int, int], Any]]) -> list[tuple[At, int, Any]]:
        """Return each payment cell whose figure is not the engine's pence: no tolerance."""
        shown = {at: found.get(at[0], {}).get(at[1:]) for at in self.payments}
        return [(at, pence, shown[at]) for at, pence in self.payments.items() if not _is(shown[at], pence)]


def files() -> list[Path]:
    """Return every shipped scheme's file: QOF of all years, and every local scheme."""
    return [*sorted((ROOT / "schemes" / "qof").glob("*.yaml")), *_local()]


def _local() -> list[Path]:
    return [*sorted((ROOT / "schemes" / "local").glob("*.yaml")), ROOT / "examples/barsetshire/scheme.yaml"]


def written(file: Path, folder: Path, practices: int = PRACTICES) -> Written:
    """Write a scheme's schedule of made-up practices, and a copy with every cached value made wrong."""
    began = time.process_time()
    results = results_of(file, practices)
    name = file.stem if file.stem != "scheme" else file.parent.name
    book, wrong = folder / f"{name}.xlsx", folder / f"{name}-wrong.xlsx"
    write_schedule(results, book, dated=DATED)
    count = spoiled(book, wrong)
    return Written(name, book, wrong, payments(results, book), count, time.process_time() - began)


def results_of(file: Path, practices: int = PRACTICES) -> Results:
    """Work a scheme out for made-up practices whose figures suit what it asks for."""
    plan, resolved = read(file)
    tables = rows_for(resolved, seed=len(file.stem))
    codes = sorted({row["practice_code"] for row in tables["practices"]})[:practices]
    some: dict[str, list[Row]] = {
        table: [row for row in rows if row.get("practice_code", codes[0]) in codes]
        for table, rows in tables.items()
    }
    dates = {f.as_at for f in plan.data_fields if f.table == "practices" and f.as_at}
    return calculate(plan, bound(plan, some, {"practices": dates.pop()} if len(dates) == 1 else {}))


def payments(results: Results, book: Path) -> dict[At, int]:
    """Return every payment cell of a schedule, found by its headings, with the engine's pence."""
    return dict(_payments(results, book))


def _payments(results: Results, book: Path) -> Iterator[tuple[At, int]]:
    plan, codes = results.plan, results.binding.practices
    for component in plan.components:
        if component.amount:
            sheet = "Payments" if component.paid_by == THIS_SCHEDULE else "Paid by others"
            yield from _column(book, (sheet, component.id), codes, results.pence(component.id).tolist())
    totals = {Columns.DUE: "Payments", Columns.EARNED: "Payments", Columns.BY_OTHERS: "Paid by others"}
    for name, sheet in totals.items():
        if plan.has(name):
            title = plan.blocks(name)[0].title.casefold()
            heads = {head for _, head in cells_of(book, sheet) if head.casefold().startswith(title)}
            (heading,) = heads
            yield from _column(book, (sheet, heading), codes, results.in_pence(name)[:, 0].tolist())
    if plan.has(Columns.INSTALMENT):
        for period, pence in zip(plan.periods, results.in_pence(Columns.INSTALMENT).T.tolist(), strict=True):
            yield from _column(book, ("Instalments", period.name), codes, pence)
    yield from _lines(results, book)


def _lines(results: Results, book: Path) -> Iterator[tuple[At, int]]:
    """Find each line's amount (the last column) by its practice, what it pays and the period."""
    plan, codes = results.plan, results.binding.practices
    by_period = results.in_pence(Columns.INSTALMENT).tolist() if plan.has(Columns.INSTALMENT) else []
    periods = [p.name for p in plan.periods]
    for row, line in enumerate(load_workbook(book)["Lines"].iter_rows(min_row=4), 4):
        code, what, period = (str(cell.value) for cell in line[1:4])
        at = codes.index(code)
        pence = by_period[at][periods.index(period)] if by_period else int(results.pence(what)[at])
        yield ("Lines", row, 8), pence


def _column(
    book: Path, at: tuple[str, str], codes: Sequence[str], pence: Sequence[int]
) -> Iterator[tuple[At, int]]:
    sheet, heading = at
    where = cells_of(book, sheet)
    for code, amount in zip(codes, pence, strict=True):
        yield (sheet, *where[code, heading]), amount


def _is(figure: Any, pence: int) -> bool:
    return isinstance(figure, int | float) and Decimal(repr(figure)) * 100 == pence


def main(asked: list[str]) -> int:
    """Print a line for each scheme; 1 where a figure differs or a payment is a constant."""
    chosen = [file for file in files() if not asked or file.stem in asked or file.parent.name in asked]
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [written(file, folder) for file in chosen]
        saved = opened_by_libreoffice([one.wrong for one in made], folder)
        for one, kept in zip(made, saved, strict=True):
            failed += _said(one, figures_in(kept, one.book))
    print(
        f"{len(made)} schemes, {sum(len(one.payments) for one in made):,} payments; {failed} schemes differ."
    )
    return 1 if failed else 0


def _said(one: Written, by_office: Mapping[str, Mapping[tuple[int, int], Any]]) -> int:
    """Print one scheme's line and what differs; return 1 where anything does."""
    began, count = time.process_time(), len(formulas(one.book))
    differ = {"LibreOffice": one.different(by_office)}
    if count <= MOST_FORMULAS:
        differ["formualizer"] = one.different(by_formualizer(one.wrong))
    seconds = one.seconds + time.process_time() - began
    said = ", ".join(f"{program} {len(found)}" for program, found in differ.items())
    left_out = "" if "formualizer" in differ else f" (formualizer left out: over {MOST_FORMULAS:,} formulas)"
    print(
        f"{one.scheme}: {len(one.payments):,} payments, {count:,} formulas, {one.spoiled:,} spoiled, "
        f"{len(one.constants)} constants; different: {said}{left_out}; {seconds:.1f} s CPU"
    )
    for program, found in differ.items():
        for at, pence, shown in found[:3]:
            print(f"    {program} {at}: engine {pence} pence, workbook {shown!r}")
    paid = any(one.payments.values())
    if not paid:
        print("    nothing is paid at all")
    return int(not paid or bool(one.constants) or any(differ.values()) or one.spoiled != count)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
