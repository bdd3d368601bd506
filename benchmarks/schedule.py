"""How long a payment schedule takes to write beside XlsxWriter writing the same cells as constants.

Run ``python benchmarks/schedule.py``. The schedule is that of the made-up county with 150 practices and 60
indicators: floor, pot, budget, instalments, workings, seal and all. The same sheets, rows and columns are
written by XlsxWriter with its own settings: each figure, and the figure of each formula, as a number, each
text as a text, no formats. Each is made three times in turn, each time in a new process of one run; the best
CPU times are compared. It exits with 1 above the bars: 3 times the CPU, or 200 MB of growth in memory.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import xlsxwriter
from python_calamine import CalamineWorkbook

from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.data.synthetic import generate
from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16
from incentives.report.schedule import schedule
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme
from incentives.shipped import shipped

if TYPE_CHECKING:
    from incentives.calculate import Results

PRACTICES, INDICATORS, TIMES, SEED = 150, 60, 3, 2015
MOST_CPU, MOST_MEGABYTES = 3.0, 200.0
DATED = date(2016, 5, 31)
LEFT_OUT = "BP002, CAN003, CHD005, COPD005, CS004, CVDPP001, DM014, EP001, MH010, OST005, PAD004, RA001"
"""Indicators of the made-up county that this benchmark's scheme does not pay for: 60 are left."""


def main() -> int:
    """Print times, ratio and memory; return 1 above the bars or where the sizes are not as stated."""
    with TemporaryDirectory() as folder:
        book = Path(folder) / "schedule.xlsx"
        ours, theirs = [], []
        for _ in range(TIMES):
            ours.append(_apart("schedule", book))
            theirs.append(_apart("constants", book))
        size = book.stat().st_size / 1e6
    seconds, grown = min(ours)[0], max(each[1] for each in ours)
    plain, plain_grown = min(theirs)[0], max(each[1] for each in theirs)
    cells, formulas = int(theirs[0][2]), int(ours[0][2])
    print(f"{PRACTICES} practices, {INDICATORS} indicators: {formulas:,} formulas, {size:.1f} MB")
    print(f"schedule: {seconds:.2f} s CPU, growth {grown:.0f} MB (bar: {MOST_MEGABYTES:.0f})")
    print(
        f"XlsxWriter, the same {cells:,} cells as constants: {plain:.2f} s CPU, growth {plain_grown:.0f} MB"
    )
    print(f"ratio: {seconds / plain:.2f} (bar: {MOST_CPU:.0f})")
    return 0 if seconds <= MOST_CPU * plain and grown <= MOST_MEGABYTES else 1


def _apart(what: str, book: Path) -> list[float]:
    """Make one of the two in a process of its own; return its CPU seconds, growth in MB, and count."""
    command = [sys.executable, __file__, what, str(book)]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(word) for word in made.stdout.split()]


def in_this_process(what: str, book: Path) -> None:
    """Make one of the two; print CPU seconds, growth in MB, and how many formulas or cells it has."""
    if what == "schedule":
        results = results_of(PRACTICES)

        before, start = _most_megabytes(), time.process_time()
        content = schedule(results, dated=DATED)
        seconds, grown = time.process_time() - start, _most_megabytes() - before
        book.write_bytes(content)
        count = content_formulas(content)
    else:
        rows = cells_of(book)
        before, start = _most_megabytes(), time.process_time()
        constants(rows)
        seconds, grown = time.process_time() - start, _most_megabytes() - before
        count = sum(len(cells) for cells in rows.values())
    print(seconds, grown, count)


def results_of(practices: int) -> Results:
    """Return the made-up county's scheme with 60 indicators, worked out for so many practices."""
    text = (shipped("examples") / "barsetshire" / "scheme.yaml").read_text("utf-8")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scheme.yaml"
        file.write_text(text.replace("indicators: [DEP003,", f"indicators: [{LEFT_OUT}, DEP003,"), "utf-8")
        plan = plan_of(read_scheme(str(file))[0])
    paid = sum(component.kind == "indicator" for component in plan.components)
    if paid != INDICATORS:
        raise SystemExit(f"The scheme has {paid} indicators and not {INDICATORS}.")
    made = generate(replace(ENGLAND_2015_16, practices=practices), SEED)
    pack = pack_of(made.tables, year=made.year, as_at=made.as_at, title=made.title)
    return calculate(plan, bind(plan, pack))


def content_formulas(content: bytes) -> int:
    """Return how many formulas a workbook has."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheets = [n for n in file.namelist() if n.startswith("xl/worksheets/sheet")]
        return sum(file.read(name).count(b"<f>") for name in sheets)


def cells_of(book: Path) -> dict[str, list[tuple[int, int, float | str]]]:
    """Return every cell of a workbook as a constant: the figure of a formula, a number, or a text."""
    read = CalamineWorkbook.from_path(str(book))
    return {
        name: [
            (row, column, value if isinstance(value, int | float) else str(value))
            for row, line in enumerate(read.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for column, value in enumerate(line)
            if value != ""
        ]
        for name in read.sheet_names
    }


def constants(rows: dict[str, list[tuple[int, int, float | str]]]) -> bytes:
    """Write cells as constants by XlsxWriter in memory; return the file's bytes."""
    made = io.BytesIO()
    file = xlsxwriter.Workbook(made, {"in_memory": True})
    for name, cells in rows.items():
        sheet = file.add_worksheet(name)
        for row, column, value in cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
    file.close()
    return made.getvalue()


def _most_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:]:
        in_this_process(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(main())
