"""``incentives new``: a starter file for a scheme of one's own, with remarks that teach."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import Force
from incentives.cli.terminal import say, wrote

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the scheme and its file are called.")],
    starts_from: Annotated[
        str,
        typer.Option(
            "--from", metavar="SCHEME", help="The QOF year it changes (default: England's latest here)."
        ),
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="What it is called on every paper.")
    ] = "",
    dated: Annotated[
        datetime | None,
        typer.Option(
            "--dated",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="The day on which it was begun, noted at its head.",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write a starter file for a scheme of your own: every section, with sensible values and remarks."""
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.scheme.starter import latest_year, starter_text

    path, identifier = _file(name)
    refuse_existing(path, force=force)
    text = starter_text(
        identifier,
        starts_from=starts_from or latest_year(),
        title=title,
        file=path.name,
        begun=dated.date() if dated else None,
    )
    write_whole(path, text.encode("utf-8"), force=force)
    wrote(path)
    say(f"Next: change its values, then run: incentives check {path}")


def _file(name: str) -> tuple[Path, str]:
    """Return the file to write and the id of the scheme; raise Refused where it cannot be one."""
    from incentives.scheme.shelf import shipped_schemes

    path = Path(name)
    known = (".yaml", ".yml")
    identifier = path.stem if path.suffix in known else path.name
    if not _NAME.fullmatch(identifier) or _is_another_kind(path):
        message = f'"{name}" cannot be the name of a scheme and its file.'
        remedy = "Write letters, digits and hyphens, such as barsetshire-2026-27; the file ends in .yaml."
        raise Refused([Problem("C130", Place(name), message, remedy)])
    if identifier in shipped_schemes():
        message = f'"{identifier}" is the name of a scheme on the shelf, so commands would take that one.'
        raise Refused([Problem("C131", Place(name), message, "Give yours a name of its own.")])
    return (path if path.suffix in known else path.with_name(f"{path.name}.yaml")), identifier


def _is_another_kind(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".doc", ".docx", ".json", ".txt")
