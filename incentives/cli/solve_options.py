"""The options of ``incentives solve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Proposed = Annotated[str, typer.Argument(metavar="PROPOSED", help="The scheme that is to fit.")]
Base = Annotated[str, typer.Option("--base", metavar="BASE", help="The scheme it is compared with.")]
Change = Annotated[
    list[str],
    typer.Option(
        "--change",
        metavar="WHAT",
        help='"price per point", "points of CODE, CODE" (of all, of all but CODE), "upper threshold '
        'of CODE" (or "upper thresholds"), or the name of a floor, cap or taper.',
    ),
]
SoThat = Annotated[
    str,
    typer.Option(
        "--so-that",
        metavar="GOAL",
        help='"cost <= £4,200,000"; also expected cost, most it could cost, difference.',
    ),
]
Aim = Annotated[
    str | None,
    typer.Option(
        "--aim", metavar="AIM", help="Of several points: keep shares (usual), most points, least change."
    ),
]
Between = Annotated[
    str | None,
    typer.Option("--between", metavar="RANGE", help='Of several points: "50% to 200%" of what each has now.'),
]
PracticesWithLess = Annotated[
    int | None,
    typer.Option("--practices-with-less", min=0, metavar="N", help="At most so many may receive less."),
]
MostLost = Annotated[
    str | None,
    typer.Option("--no-practice-loses-more-than", metavar="SHARE", help="Such as 5% of what it receives."),
]
Draws = Annotated[
    int, typer.Option("--draws", min=2, max=1_000, help="Trial years that an expected cost is the mean of.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="SCHEME.yaml", help="Where to write the scheme that fits.")
]
