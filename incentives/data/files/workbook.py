"""A workbook as sheets: two readers that share no code must agree on every cell."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem
from incentives.data.files.comparing import Compared, compared
from incentives.data.files.gate import Refusal, damaged, opened
from incentives.data.files.markup import MarkupError
from incentives.data.files.ods import STYLES, ods_sheets
from incentives.data.files.sheet import FileRead, Kind, Marks, NumberCell, Position, Sheet
from incentives.data.files.values import as_percentage
from incentives.data.files.xlsx_marks import SheetMarks, xlsx_marks
from incentives.data.files.xlsx_styles import Styles, is_percentage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_MERGED = 400_000


def read_workbook(data: bytes, shown: str) -> FileRead:
    """Return the sheets of an .xlsx or .ods workbook; no sheet where it is refused."""
    try:
        package = opened(data)
        sheets, problems = [], []
        for sheet, differences in (_ods if package.is_ods else _xlsx)(package.parts, data, shown):
            sheets.append(sheet)
            problems.extend(differences)
    except Refusal as refusal:
        return FileRead(shown, (), (refusal.problem(shown),))
    except MarkupError:
        return FileRead(shown, (), (damaged().problem(shown),))
    if not problems and not any(sheet.rows for sheet in sheets):
        empty = Problem("D107", Place(shown), "The workbook is empty.", "Fill in a sheet and save it again.")
        return FileRead(shown, (), (empty,))
    return FileRead(shown, () if problems else tuple(sheets), tuple(problems))


def _xlsx(parts: Mapping[str, bytes], data: bytes, shown: str) -> Iterator[tuple[Sheet, list[Problem]]]:
    marks, styles = xlsx_marks(parts)
    with _any_failure_is_damage():
        first, second = _calamine(data), _openpyxl(data)
    for sheet in marks:
        with _any_failure_is_damage():
            one = first.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            rows = second[sheet.name].iter_rows(max_row=sheet.height, max_col=sheet.width, values_only=True)
            two = list(rows) if sheet.height else []
        both = compared((one, two), (sheet.height, sheet.width), sheet.errors)
        yield _sheet(sheet, styles, both, shown), both.problems(shown, sheet.name)


def _ods(parts: Mapping[str, bytes], data: bytes, shown: str) -> Iterator[tuple[Sheet, list[Problem]]]:
    with _any_failure_is_damage():
        second, first = ods_sheets(parts), _calamine(data)
    for sheet, two in second:
        with _any_failure_is_damage():
            one = first.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        both = compared((one, two), (sheet.height, sheet.width), sheet.errors)
        yield _sheet(sheet, STYLES, both, shown), both.problems(shown, sheet.name)


def _sheet(sheet: SheetMarks, styles: Styles, both: Compared, shown: str) -> Sheet:
    """Put together what the readers agree on and what the workbook's own XML says of it."""
    rows, kinds = both.texts, both.kinds
    formats, struck = {}, set(sheet.struck)
    for at, style in sheet.styles.items():
        if at[0] >= sheet.height or at[1] >= sheet.width or not rows[at[0]][at[1]]:
            continue
        if said := styles.formats.get(style):
            formats[at] = said
            if is_percentage(said) and kinds.get(at, Kind.NUMBER) is Kind.NUMBER:
                _as_percentage(rows, kinds, at)
        if style in styles.struck:
            struck.add(at)
    kinds |= dict.fromkeys(sheet.without_value, Kind.NO_VALUE)
    return Sheet(
        shown,
        sheet.name,
        rows,
        range(1, sheet.height + 1),
        sheet.width,
        hidden=sheet.hidden,
        marks=Marks(
            kinds,
            sheet.formulas,
            formats,
            _anchors(sheet),
            frozenset(struck),
            frozenset(sheet.hidden_rows),
            _hidden_columns(sheet),
        ),
    )


def _as_percentage(rows: list[list[str]], kinds: dict[Position, Kind], at: Position) -> None:
    row, column = at
    if isinstance(rows[row][column], NumberCell):
        rows[row][column] = as_percentage(rows[row][column])
        kinds[at] = Kind.PERCENT


def _hidden_columns(sheet: SheetMarks) -> frozenset[int]:
    return frozenset(c for first, end in sheet.hidden_columns for c in range(first, min(end, sheet.width)))


def _anchors(sheet: SheetMarks) -> dict[Position, Position]:
    anchors: dict[Position, Position] = {}
    for (top, left), (last_row, last_column) in sheet.merged:
        bottom, right = min(last_row, sheet.height - 1), min(last_column, sheet.width - 1)
        if len(anchors) + max(bottom - top + 1, 0) * max(right - left + 1, 0) > _MOST_MERGED:
            message = f"More than {_MOST_MERGED:,} cells of the sheet {sheet.name} are merged."
            raise Refusal("D137", message, "Undo the merging (Merge & Center) and save it again.")
        for row in range(top, bottom + 1):
            anchors |= {(row, column): (top, left) for column in range(left, right + 1)}
    return anchors


@contextmanager
def _any_failure_is_damage() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (KeyboardInterrupt, SystemExit, MemoryError, Refusal):
        raise
    except BaseException:  # noqa: BLE001 - the readers raise six unrelated types, and a panic that is no Exception
        raise damaged() from None


def _calamine(data: bytes) -> Any:
    import python_calamine  # noqa: PLC0415 - only readers of workbooks pay for it

    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


def _openpyxl(data: bytes) -> dict[str, Any]:
    import openpyxl  # noqa: PLC0415 - only readers of workbooks pay for it

    assert openpyxl.DEFUSEDXML, "defusedxml is a dependency: a workbook is XML from strangers"  # noqa: S101
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
    return {sheet.title: sheet for sheet in book.worksheets}
