"""What LibreOffice makes of workbooks: each is opened and saved by it, and its cells compared with ours."""

from __future__ import annotations

import re
import subprocess
import tempfile
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import openpyxl

from incentives.data.files import Kind, Sheet, letters, read_file
from tests.corpora.outcomes import READ, WRONG, Outcome, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SECONDS, _DIGITS = 240, 15
_MARK = re.compile(r"[\r\n]+")


def compared_with_libreoffice(trials: Sequence[Trial]) -> list[Outcome]:
    """Return for each workbook, which was read before, whether LibreOffice reads the same cells."""
    office = which("soffice")
    if office is None or not trials:
        return [Outcome(READ) for _ in trials]
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "given", Path(folder) / "made"
        given.mkdir()
        names = [f"{n}{Path(trial.name).suffix.lower()}" for n, trial in enumerate(trials)]
        for name, trial in zip(names, trials, strict=True):
            (given / name).write_bytes(trial.data)
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made)]
        command += [str(given / name) for name in names]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            return [Outcome(READ) for _ in trials]
        return [_opinion(t, made / f"{n}.xlsx") for n, t in enumerate(trials)]


def _opinion(trial: Trial, path: Path) -> Outcome:
    if not path.is_file():
        return Outcome(READ)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    differ = [
        difference
        for sheet in read_file(trial.data, trial.name).sheets
        if sheet.name in book.sheetnames
        and not getattr(book[sheet.name], "_pivots", ())  # LibreOffice makes those anew
        for difference in differences(sheet, book[sheet.name])
    ]
    if differ:
        return Outcome(WRONG, f"{len(differ)} cells: " + "; ".join(differ[:4]))
    return Outcome(READ, "", "LibreOffice")


def differences(sheet: Sheet, other: Any) -> Iterator[str]:
    """Return each cell that a sheet of openpyxl's holds otherwise than ours."""
    for row in range(max(len(sheet.rows), other.max_row)):
        for column in range(max(sheet.width, other.max_column)):
            inside = row < len(sheet.rows) and column < sheet.width
            cell = sheet.cell(row, column) if inside else None
            theirs = other.cell(row + 1, column + 1).value
            if cell and (cell.kind in (Kind.NO_VALUE, Kind.ERROR) or cell.formula):
                continue  # LibreOffice works formulas out itself
            ours = cell.text if cell else ""
            kind = cell.kind if cell else Kind.BLANK
            if not _same(ours, kind, theirs):
                yield f"{sheet.name}!{letters(column)}{row + 1}: {ours!r} ({kind.value}) and {theirs!r}"


def _same(ours: str, kind: Kind, theirs: object) -> bool:
    match theirs:
        case None:
            return not ours.strip()
        case datetime() | time() if kind is Kind.YES_NO:  # LibreOffice keeps 1 and 0; here shown as moments
            return theirs == {"yes": datetime(1900, 1, 1), "no": time(0, 0)}[ours]  # noqa: DTZ001 - no zone
        case bool():
            return kind is Kind.YES_NO and ours == ("yes" if theirs else "no")
        case int() | float():
            if kind is Kind.PERCENT:
                return _number(Decimal(ours.rstrip("%")) / 100) == _number(Decimal(repr(theirs)))
            return kind is Kind.NUMBER and _number(Decimal(ours)) == _number(Decimal(repr(theirs)))
        case datetime() | date() | time() | timedelta():
            return kind is Kind.DATE and _moment(theirs).startswith(ours)
    if kind is Kind.DATE:  # LibreOffice takes an hour without a day for a text
        return ours == theirs
    return kind is Kind.TEXT and _MARK.sub("\n", ours) == _MARK.sub("\n", str(theirs))


def _number(value: Decimal) -> str:
    """Return a number with the 15 digits that a spreadsheet keeps."""
    return f"{value:.{_DIGITS - 1}e}"


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return value.isoformat().replace("T", " ")
