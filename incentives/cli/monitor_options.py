"""The options of ``incentives monitor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    list[Path],
    typer.Option("--data", metavar="PACK", help="Practice data; name --data again for each later period."),
]
Base = Annotated[
    str | None, typer.Option("--base", metavar="BASE", help="With --store: the scheme it is compared with.")
]
Store = Annotated[
    Path | None,
    typer.Option("--store", metavar="FILE", help="At go-live: write the expected ranges (.yaml)."),
]
Band = Annotated[
    Path | None, typer.Option("--band", metavar="FILE", help="After go-live: the ranges that were stored.")
]
Each = Annotated[
    str, typer.Option("--each", metavar="PERIOD", help="With --store: a range for each year or quarter.")
]
Page = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to write the page (.html).")]
Who = Annotated[str, typer.Option("--audience", metavar="WHO", help="public or confidential.")]
YearOn = Annotated[
    Path | None,
    typer.Option("--year-on", metavar="FILE", help="Where to write the report one year on (.html)."),
]
Ledger = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FILE", help="With --year-on: the ledger that says what was paid."),
]
Views = Annotated[
    Path | None,
    typer.Option("--views", metavar="FILE", help="With --year-on: what practices said, a row each."),
]
Next = Annotated[
    str | None,
    typer.Option("--next", metavar="SCHEME", help="With --year-on: the scheme of the year that follows."),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws", min=0, max=10_000, help="With --store: trial years of the expected cost; 0 for none."
    ),
]
