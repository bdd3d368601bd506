"""Imports that are refused: a guess that nobody accepted, a file without a year, one without a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.imports import import_

if TYPE_CHECKING:
    from pathlib import Path

OWN = "Surgery code,Indicator,Patients achieved,Eligible patients\nZZ9001,HYP006,80,100\n"
PREVALENCE = (
    "PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE\nZZ9001,AF,112.0,TOTAL,3996\n"
)
DEPRIVATION = "PRACTICE_CODE,PRACTICE_NAME,IMD_YEAR,IMD_SCORE\nZZ9001,Hogglestock,2015,33.519\n"


def guessed(folder: Path) -> None:
    """Import a file of one's own without accepting the guess at its columns."""
    _import(folder, OWN, year="2015/16")


def without_year(folder: Path) -> None:
    """Import registers that do not say of which year they are."""
    _import(folder, PREVALENCE)


def without_day(folder: Path) -> None:
    """Import a file that does not say of which day its figures are."""
    _import(folder, DEPRIVATION, year="2015/16")


def _import(folder: Path, text: str, year: str = "") -> None:
    file = folder / "file.csv"
    file.write_text(text, encoding="utf-8")
    try:
        import_([file], folder / "pack", year=year, as_json=True)
    finally:
        file.unlink()
        assert list(folder.iterdir()) == []
