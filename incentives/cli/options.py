"""The arguments that several verbs share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer


def a_day(text: str | datetime) -> datetime:
    """Return the day that was typed; raises BadParameter, which says how one is written."""
    if isinstance(text, datetime):
        return text
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        message = f'write a day of the calendar as year-month-day, such as 2015-04-01, not "{text}".'
        raise typer.BadParameter(message) from None


SchemeName = Annotated[
    str,
    typer.Argument(
        metavar="SCHEME", help="A shipped scheme's id, or the path of a scheme file (.yaml or .xlsx)."
    ),
]
DataPath = Annotated[
    Path, typer.Option("--data", metavar="PACK", help="The practice data: a folder or a workbook.")
]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write (.csv, .parquet or .xlsx).")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists already.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print machine-readable output and nothing else.")]
Dated = Annotated[
    datetime | None,
    typer.Option(
        "--dated",
        parser=a_day,
        metavar="YYYY-MM-DD",
        help="The date printed on the output (default: the last as-at date of the practice data).",
    ),
]


def day(given: datetime | None, otherwise: date) -> date:
    """Return the date to print on an output."""
    return given.date() if given else otherwise
