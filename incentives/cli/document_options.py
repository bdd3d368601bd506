"""The options of ``incentives document``, each with its words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Kind = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="What to write; a word that is none lists them all.")
]
Out = Annotated[
    Path,
    typer.Option(
        "--out", metavar="PATH", help="A file (.docx), or a folder in which files are named by themselves."
    ),
]
Base = Annotated[str, typer.Option("--base", metavar="SCHEME", help="The scheme to compare with.")]
Data = Annotated[Path | None, typer.Option("--data", metavar="PACK", help="The practice data.")]
For = Annotated[
    str, typer.Option("--audience", metavar="WHO", help="public, confidential, or one practice's code.")
]
Together = Annotated[
    bool, typer.Option("--together", help="Letters to several practices in one file, to be printed.")
]
ReplyTo = Annotated[
    str, typer.Option("--reply-to", metavar="TEXT", help="To whom practices reply, with the address.")
]
SignedBy = Annotated[
    str, typer.Option("--signed-by", metavar="TEXT", help="Who signs letters: name and post.")
]
Log = Annotated[
    Path | None,
    typer.Option(
        "--consultation", metavar="FILE", help="What was said: who, on, part, said, answer, change, version."
    ),
]
Consulted = Annotated[
    str,
    typer.Option("--consulted", metavar="SCHEME", help="The version consulted on; what differs is attached."),
]
Register = Annotated[
    Path | None,
    typer.Option("--interests", metavar="FILE", help="The register of interests, for the committee."),
]
Books = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        metavar="FILE",
        help="The ledger: what was released, for letters of a balance or baseline; a practice's queries.",
    ),
]
Template = Annotated[
    Path | None, typer.Option("--template", metavar="FILE.docx", help="A document with your own styles.")
]
