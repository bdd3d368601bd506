"""A failing example for each problem of turning a scheme into a workbook, or a workbook into a text file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli import from_workbook, new
from tests.scheme_books import made_scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BARSETSHIRE = "barsetshire-2015-16"


def _no_workbook(folder: Path) -> None:
    from_workbook.scheme_from_workbook(folder / "scheme.docx", folder / "scheme.yaml")


def _of_another_scheme(folder: Path) -> None:
    book, other = folder / "scheme.xlsx", folder / "other.yaml"
    book.write_bytes(made_scheme())
    other.write_text("kind: scheme\nid: another\n", encoding="utf-8")
    from_workbook.scheme_from_workbook(book, folder / "scheme.yaml", other)


def _to_a_workbook(folder: Path) -> None:
    book = folder / "scheme.xlsx"
    book.write_bytes(made_scheme())
    from_workbook.scheme_from_workbook(book, folder / "other.xlsx")


def _as_a_text_file(folder: Path) -> None:
    new.new(str(folder / "mine.yaml"), of=BARSETSHIRE)


COMMANDS: dict[str, Callable[[Path], None]] = {
    "C170": _no_workbook,
    "C171": _of_another_scheme,
    "C172": _as_a_text_file,
    "C173": _to_a_workbook,
}
