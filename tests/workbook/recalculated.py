"""A written workbook worked out again by other programs, after every cached value was made wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

import formualizer
from openpyxl import load_workbook

from tests.conftest import absent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

WRONG = "0.01"
_CACHED = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item></oor:items>
"""
ALWAYS, NEVER = 0, 1


def spoiled(workbook: Path, to: Path) -> int:
    """Copy a workbook with every cached value of a formula made 0.01; return how many there were."""
    count = 0
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                text, found = _CACHED.subn(rf"\1<v>{WRONG}</v>", content.decode())
                content, count = text.encode(), count + found
            target.writestr(name, content)
    return count


def by_formualizer(workbook: Path) -> dict[str, dict[tuple[int, int], Any]]:
    """Return every formula cell's figure, by sheet, row and column, as formualizer works it out."""
    engine = formualizer.Workbook.load_path(str(workbook))
    engine.evaluate_all()
    found: dict[str, dict[tuple[int, int], Any]] = {}
    for sheet, row, column, _ in formulas(workbook):
        found.setdefault(sheet, {})[row, column] = engine.evaluate_cell(sheet, row, column)
    return found


def by_libreoffice(workbook: Path, folder: Path, mode: int = ALWAYS) -> dict[str, dict[tuple[int, int], Any]]:
    """Return every formula cell's figure as LibreOffice shows it; skips where LibreOffice is not installed.

    It recalculates only because the profile says so (``OOXMLRecalcMode``): 0 always, 1 never.
    """
    (shown,) = opened_by_libreoffice([workbook], folder, mode)
    return figures_in(shown, workbook)


def opened_by_libreoffice(workbooks: Sequence[Path], folder: Path, mode: int = ALWAYS) -> list[Path]:
    """Have LibreOffice open and save workbooks; return the saved ones, in order."""
    office = shutil.which("soffice")
    if office is None:
        absent("LibreOffice is not installed (soffice)")
    profile, out = folder / f"profile{mode}", folder / f"out{mode}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS.format(mode=mode))
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, workbooks)],
        check=True,
        capture_output=True,
        timeout=180 * len(workbooks),
    )
    return [out / workbook.name for workbook in workbooks]


def figures_in(saved: Path, workbook: Path) -> dict[str, dict[tuple[int, int], Any]]:
    """Return what a saved workbook shows in each cell that has a formula in ours."""
    shown = load_workbook(saved, data_only=True)
    found: dict[str, dict[tuple[int, int], Any]] = {}
    for sheet, row, column, _ in formulas(workbook):
        found.setdefault(sheet, {})[row, column] = shown[sheet].cell(row, column).value
    return found


@cache
def formulas(workbook: Path) -> tuple[tuple[str, int, int, str], ...]:
    """Return each formula with its sheet, row and column (from 1)."""
    return tuple(_formulas(workbook))


def _formulas(workbook: Path) -> Iterator[tuple[str, int, int, str]]:
    for sheet in load_workbook(workbook):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and cell.row and cell.column:
                    yield sheet.title, cell.row, cell.column, str(cell.value)


@cache
def cells_of(workbook: Path, sheet: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Return where a sheet's figures stand: by practice code and the first line of the column's heading."""
    page = load_workbook(workbook)[sheet]
    heads = {str(c.value).split("\n")[0]: c.column for c in page[3] if c.value and c.column > 2}
    rows = {str(page.cell(r, 1).value): r for r in range(5, page.max_row + 1)}
    return {(code, head): (row, column) for code, row in rows.items() for head, column in heads.items()}
