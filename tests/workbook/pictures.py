"""``python -m tests.workbook.pictures OUTDIR``: every sheet and every page of Word papers as a picture.

Without files it makes them: every workbook that a command writes for the made-up county, and every kind of
document. It ends with 1 where a figure shows as ###, a page is empty, or words are cut off or broken. Look
at the pictures all the same: they are listed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from incentives.calculate import calculate
from incentives.cli.calendar import calendar
from incentives.cli.collect import collect
from incentives.cli.compare import compare
from incentives.cli.document import document
from incentives.cli.new import new
from incentives.cli.schedule import schedule
from incentives.report.documents.kinds import KINDS
from incentives.report.schedule import write_schedule
from tests.unit.documents.county import PACK, PRACTICE, QOF, SCHEME
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import example_binding, example_plan
from tests.workbook.rendered import edges_of, faults, lost, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOLD = 1.08
"""A bold letter is about this much wider."""
_WIDTHS = {
    **dict.fromkeys(" ijlIft.,:;'|!()[]/", 0.5),
    **dict.fromkeys("r-", 0.6),
    **dict.fromkeys("mwMW%@", 1.5),
}
"""Widths of letters beside that of a digit, in which a column's width is counted; a capital is 1.25."""


def main(out: Path, given: list[Path]) -> int:
    """Print every file (or those given), list the pictures, and say what is wrong."""
    out.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    for file in given or everything(out):
        printed = pages(file, out)
        edges = edges_of(file) if file.suffix == ".docx" else []
        wrong += lost(file, printed) if file.suffix == ".docx" else cut_off(file)
        for page in printed:
            print(page.picture)
            wrong += faults(page, edges)
    print("\n".join(wrong) or "No ###, no empty page, nothing cut off. Now look at the pictures.")
    return 1 if wrong else 0


def everything(out: Path) -> list[Path]:
    """Write every workbook and every kind of document that there is; return them in order."""
    example = _example(out)
    schedule(SCHEME, PACK, out / "barsetshire.xlsx", force=True)
    new(str(out / "scheme-as-workbook.xlsx"), of=SCHEME, force=True)
    calendar(SCHEME, out=out / "calendar.xlsx", force=True)
    compare(QOF, SCHEME, [PACK], out=out / "comparison", force=True)
    collect(SCHEME, PACK, period="2015-Q2", out=out / "returns", force=True)
    for kind, one in KINDS.items():
        who = PRACTICE if one.is_letter else "confidential"
        document(SCHEME, kind=kind, base=QOF, data=PACK, audience=who, out=out / "papers", force=True)
    books = ("barsetshire", "scheme-as-workbook", "calendar", "comparison/comparison")
    returned = sorted((out / "returns").glob("*.xlsx"))[:1]
    papers = sorted((out / "papers").glob("*.docx"))
    return [example, *(out / f"{name}.xlsx" for name in books), *returned, *papers]


def cut_off(file: Path) -> Iterator[str]:
    """Say which words are wider than their column and cannot run on, or wrapped higher than their row."""
    for sheet in load_workbook(file, data_only=True):
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows(min_row=3):
            for cell, beside in zip(row, [*row[1:], None], strict=True):
                if not isinstance(cell.value, str) or cell.alignment.horizontal == "fill":
                    continue
                width = sheet.column_dimensions[_column_with_width(sheet, cell.column)].width
                height = sheet.row_dimensions[cell.row].height or 15
                bold = _BOLD if cell.font.b else 1.0
                lines = _lines(cell.value, width / bold) if cell.alignment.wrap_text else 1
                too_high = lines * 12.5 > height + 2
                runs_over = not cell.alignment.wrap_text and beside is not None and beside.value is not None
                too_wide = runs_over and _wide(cell.value) * bold > width
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
            if room and room + _wide(word) > width:
                count, room = count + 1, 0.0
            room += _wide(word) + _WIDTHS[" "]
    return count


def _wide(text: str) -> float:
    """Return about how wide a text is, in digits."""
    return sum(_WIDTHS.get(letter, 1.25 if letter.isupper() else 1.0) for letter in text)


def _example(out: Path) -> Path:
    path = out / "schedule.xlsx"
    write_schedule(calculate(example_plan(), example_binding()), path, dated=DATED, force=True)
    return path


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
