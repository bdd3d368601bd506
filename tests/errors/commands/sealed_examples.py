"""A failing example for each problem of a schedule that is to be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from incentives.calculate import calculate
from incentives.cli.schedule import schedule
from incentives.cli.verify import verify
from incentives.report.schedule import write_schedule
from incentives.shipped import shipped
from tests.workbook.conftest import DATED
from tests.workbook.example_plan import example_binding, example_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _no_workbook(folder: Path) -> None:
    path = folder / "schedule.xlsx"
    path.write_text("practice,payment", encoding="utf-8")
    verify(path)


def _no_seal(folder: Path) -> None:
    path = folder / "schedule.xlsx"
    Workbook().save(path)
    verify(path)


def _seal_changed(folder: Path) -> None:
    path = folder / "schedule.xlsx"
    write_schedule(calculate(example_plan(), example_binding()), path, dated=DATED)
    book = load_workbook(path)
    book["Seal"]["C5"] = "0" * 64
    book.save(path)
    verify(path)


def _without_data(folder: Path) -> None:
    verify(folder / "schedule.xlsx", "qof-england-2015-16")


def _no_ledger(folder: Path) -> None:
    example = shipped("examples") / "barsetshire"
    scheme, out = str(example / "scheme.yaml"), folder / "schedule.xlsx"
    schedule(scheme, example / "pack", out, ledger=folder / "ledger.sqlite")


FILES: dict[str, Callable[[Path], object]] = {
    "R160": _no_workbook,
    "R161": _no_seal,
    "R162": _seal_changed,
    "R163": _without_data,
    "R164": _no_ledger,
}
