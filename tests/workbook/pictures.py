"""``python -m tests.workbook.pictures OUTDIR``: every page of a schedule and of Word papers as a picture.

It ends with 1 where a figure shows as ###, a page is empty, or words are cut off by a neighbour. Look at the
pictures all the same: they are listed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from incentives.calculate import calculate
from incentives.report.schedule import write_schedule
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import example_binding, example_plan
from tests.workbook.rendered import faults, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDER_THAN_A_DIGIT = 1.15
"""A bold letter of the schedule's font is at most this much wider than a digit, on average."""


def main(out: Path, given: list[Path]) -> int:
    """Print the example's schedule (or the files given), list the pictures, and say what is wrong."""
    out.mkdir(parents=True, exist_ok=True)
    files = given or [_example(out)]
    wrong: list[str] = []
    for file in files:
        if file.suffix == ".xlsx":
            wrong += cut_off(file)
        for page in pages(file, out):
            print(page.picture)
            wrong += faults(page)
    print("\n".join(wrong) or "No ###, no empty page, nothing cut off. Now look at the pictures.")
    return 1 if wrong else 0


def cut_off(file: Path) -> Iterator[str]:
    """Say which words are wider than their column and cannot run on, or wrapped higher than their row."""
    for sheet in load_workbook(file, data_only=True):
        for row in sheet.iter_rows(min_row=3):
            for cell, beside in zip(row, [*row[1:], None], strict=True):
                if not isinstance(cell.value, str) or cell.alignment.horizontal == "fill":
                    continue
                width = sheet.column_dimensions[_column_with_width(sheet, cell.column)].width
                height = sheet.row_dimensions[cell.row].height or 15
                lines = _lines(cell.value, width) if cell.alignment.wrap_text else 1
                too_high = lines * 12.5 > height + 2
                runs_over = not cell.alignment.wrap_text and beside is not None and beside.value is not None
                too_wide = runs_over and len(cell.value) > width * _WIDER_THAN_A_DIGIT
                if too_high or too_wide:
                    yield f"{file.name}, {sheet.title}!{cell.coordinate}: cut off: {cell.value[:60]!r}"


def _column_with_width(sheet: object, column: int) -> str:
    """Return the letters under which a column's width is kept: neighbours of one width are kept together."""
    for letters, look in sheet.column_dimensions.items():  # type: ignore[attr-defined]
        if look.min and look.min <= column <= look.max:
            return str(letters)
    return "A"


def _lines(words: str, width: float) -> int:
    """Count the lines that words take when they are broken between words at a column's width."""
    count = 0
    for line in words.split("\n"):
        room = 0.0
        count += 1
        for word in line.split(" "):
            if room and room + len(word) > width:
                count, room = count + 1, 0.0
            room += len(word) + 1
    return count


def _example(out: Path) -> Path:
    path = out / "schedule.xlsx"
    write_schedule(calculate(example_plan(), example_binding()), path, dated=DATED, force=True)
    return path


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
