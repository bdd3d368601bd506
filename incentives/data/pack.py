"""Reading a data pack: a folder of CSV or Parquet files with ``pack.yaml``, or one workbook."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, Severity, nearest
from incentives.data.found import Found
from incentives.data.grid import Grid, Stated
from incentives.data.layouts import LONG, PUBLISHED
from incentives.data.manifest import EXAMPLE, MANIFEST, REPORT, read_manifest
from incentives.data.measures import Reader, check_series, digest_of
from incentives.data.parquet import read_parquet
from incentives.data.table import Table, check_headings, read_table
from incentives.data.textfile import read_csv
from incentives.data.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentives.base.year import FinancialYear
    from incentives.data.series import Key, Series

_READERS = {".csv": read_csv, ".parquet": read_parquet}


@dataclass(frozen=True, eq=False)
class Pack:
    """Practice data as read: ``tables`` of text by name, ``measures`` as figures, and what was stated.

    ``shown`` is the pack's path as the user gave it; ``warnings`` do not stop the work.
    """

    title: str
    year: FinancialYear
    tables: Mapping[str, Table]
    measures: Mapping[Key, Series]
    stated: tuple[Stated, ...] = ()
    warnings: tuple[Problem, ...] = ()
    shown: str = ""

    @cached_property
    def practices(self) -> tuple[str, ...]:
        """The codes of the table of practices, or of all figures where there is none, in order."""
        if "practices" in self.tables:
            return tuple(sorted(self.tables["practices"].column("practice_code")))
        return tuple(sorted({code for series in self.measures.values() for code in series.practices}))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the content: the same whatever the files are called and however rows are ordered."""
        digest = hashlib.sha256(f"{self.title}\0{self.year}\0".encode())
        for name, table in sorted(self.tables.items()):
            digest.update(f"{name}\0{table.stated.as_at}\0{table.stated.source}\0".encode())
            filled = [
                [f"{c}={v}" for c, v in sorted(zip(table.columns, row, strict=True)) if v]
                for row in table.rows
            ]
            digest.update("\0".join("\x1f".join(row) for row in sorted(filled)).encode())
        for key, series in sorted(self.measures.items()):
            digest.update(f"{key.year}\0{key.item}\0{key.measure}\0".encode())
            for part in digest_of(series):
                digest.update(part + b"\0")
        return digest.hexdigest()

    @property
    def latest_as_at(self) -> date:
        """The last date of which any of its tables is."""
        return max(stated.as_at for stated in self.stated)


def read_pack(path: Path | str) -> Pack:
    """Read a data pack: a folder with ``pack.yaml``, or a workbook with a sheet ``pack``.

    Raises Refused with every problem found in any of its files, each with file, row and column.
    """
    path, found = Path(path), Found()
    if path.is_dir():
        return _from_folder(path, found)
    if path.is_file() and path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        data = _bytes(path, str(path), found)
        manifest, grids = read_workbook(data, str(path), found) if data else (None, [])
        if manifest is None:
            raise Refused(found.problems())
        return _from_grids(grids, manifest.title, manifest.year, (str(path), found))
    message = "This is no data pack." if path.exists() else "There is no such folder or workbook."
    remedy = f"Name a folder that holds {MANIFEST}, or a workbook (.xlsx) with a sheet named pack."
    found.add("D101", Place(str(path)), message, remedy)
    raise Refused(found.problems())


def pack_of(
    tables: Mapping[str, Sequence[Mapping[str, str]]],
    *,
    year: FinancialYear,
    as_at: Mapping[str, date] | date | None = None,
    title: str = "practice data",
    source: str = "given in memory",
) -> Pack:
    """Make a pack from rows of text by table's name, checked as if they were files.

    ``as_at`` is one date or one for each table; the year's last day where it is not given.
    Raises Refused as ``read_pack`` does.
    """
    usual, dates = (as_at, {}) if isinstance(as_at, date) else (year.last_day, as_at or {})
    grids = []
    for name, rows in tables.items():
        headings = tuple(dict.fromkeys(key for row in rows for key in row))
        stated = Stated(name, name, f"{name}.csv", dates.get(name, usual), source, f"{name}.csv")
        held = [(line, [row.get(h, "") for h in headings]) for line, row in enumerate(rows, start=2)]
        grids.append(Grid(stated, headings, held))
    return _from_grids(grids, title, year, ("", Found()))


def _from_folder(path: Path, found: Found) -> Pack:
    manifest_path = path / MANIFEST
    if not manifest_path.is_file():
        message = (
            f"The folder has no {MANIFEST}, which says what its files hold, of what date, from what source."
        )
        found.add("D102", Place(str(path)), message, EXAMPLE)
        raise Refused(found.problems())
    data = _bytes(manifest_path, str(manifest_path), found)
    manifest = read_manifest(data, str(manifest_path), found) if data else None
    if manifest is None:
        raise Refused(found.problems())
    grids = [grid for stated in manifest.tables for grid in _grids(path, stated, manifest.year, found)]
    _not_named(path, manifest.tables, found)
    return _from_grids(grids, manifest.title, manifest.year, (str(path), found))


def _grids(folder: Path, stated: Stated, year: FinancialYear, found: Found) -> list[Grid]:
    """Return the tables of a file: one, or all that a published file gives."""
    file = folder / stated.file
    if stated.holds == PUBLISHED and file.is_file():
        from incentives.data.published.direct import grids_of  # noqa: PLC0415 - few packs name such a file

        return grids_of(file, stated, year, found)
    grid = _grid(folder, stated, found)
    return [grid] if grid else []


def _grid(folder: Path, stated: Stated, found: Found) -> Grid | None:
    file = folder / stated.file
    reader = _READERS.get(file.suffix.lower())
    if reader is None or not file.is_file():
        near = nearest(
            stated.file, [p.name for p in folder.iterdir() if p.is_file() and p.suffix in _READERS]
        )
        why = (
            "is a folder"
            if file.is_dir()
            else "is not there"
            if not file.exists()
            else "is neither CSV nor Parquet"
        )
        remedy = (
            f'Did you mean "{near}"?' if near else f"Put the file there, or take the table out of {MANIFEST}."
        )
        found.add("D106", Place(stated.shown), f'The file of the table "{stated.name}" {why}.', remedy)
        return None
    data = _bytes(file, stated.shown, found)
    return reader(data, stated, found) if data else None


def _bytes(file: Path, shown: str, found: Found) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        found.add(
            "D106",
            Place(shown),
            f"The file cannot be opened: {error.strerror}.",
            "Check that you may read it.",
        )
        return b""
    if not data or data.isspace():
        found.add("D107", Place(shown), "The file is empty.", "Export it again; an empty file holds no data.")
        return b""
    return data


def _not_named(folder: Path, tables: Iterable[Stated], found: Found) -> None:
    named = {stated.file for stated in tables}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in (*_READERS, ".xlsx") and file.name not in (*named, REPORT):
            message = f"{file.name} lies in the folder but is not named in {MANIFEST}, so it is not read."
            found.add("D127", Place(str(file)), message, "Name it there, or move it away.", Severity.WARNING)


def _from_grids(grids: Sequence[Grid], title: str, year: FinancialYear, read: tuple[str, Found]) -> Pack:
    shown, found = read
    tables: dict[str, Table] = {}
    reader = Reader(year, found)
    for grid in grids:
        if not check_headings(grid, found):
            continue
        if grid.stated.holds in LONG:
            reader.read(grid)
        elif grid.stated.holds in tables:
            message = f'Two files hold the table "{grid.stated.holds}".'
            found.add("D123", Place(grid.stated.shown), message, "Put their rows into one file.")
        else:
            tables[grid.stated.holds] = read_table(grid, year, found)
    check_series(reader.series, found)
    warnings = found.refuse_errors()
    return Pack(title, year, tables, reader.series, tuple(g.stated for g in grids), warnings, shown)
