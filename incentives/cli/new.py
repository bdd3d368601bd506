"""``incentives new``: a starter file for a scheme of one's own, with remarks that teach."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import Force, a_day
from incentives.cli.terminal import say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

WORKBOOK = ".xlsx"
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
            parser=a_day,
            metavar="YYYY-MM-DD",
            help="The day on which it was begun, noted at its head.",
        ),
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            "--of", metavar="SCHEME", help="Write this scheme, as it is, as a workbook (.xlsx only)."
        ),
    ] = "",
    force: Force = False,
) -> None:
    """Write a starter file for a scheme of your own: a text file, or a workbook where NAME ends in .xlsx."""
    from incentives.report.atomic import refuse_existing, write_whole

    path, identifier = _file(name, is_copy=bool(of))
    refuse_existing(path, force=force)
    begun = dated.date() if dated else None
    if of:
        _refuse_with_of(path, starts_from, title)
        content = _workbook_of(of, path, begun)
    else:
        content = _starter(path, identifier, starts_from, title, begun)
    write_whole(path, content, force=force)
    wrote(path)
    what = "fill it in" if path.suffix == WORKBOOK else "change its values"
    say(f"Next: {what}, then run: incentives check {path}")


def _starter(path: Path, identifier: str, starts_from: str, title: str, begun: date | None) -> bytes:
    from incentives.cli.reading_schemes import take_workbooks
    from incentives.scheme.starter import latest_year, starter_text

    take_workbooks()
    starts_from = starts_from or latest_year()
    text = starter_text(identifier, starts_from=starts_from, title=title, file=path.name, begun=begun)
    if path.suffix != WORKBOOK:
        return text.encode("utf-8")
    from incentives.report.scheme_book_start import patterns_of, without_examples
    from incentives.scheme.marks import read_tree
    from incentives.scheme.sections import plain

    settings = plain(read_tree(text, path.name)[0])
    return _workbook(without_examples(settings), path, begun, patterns=patterns_of(settings))


def _workbook_of(named: str, path: Path, begun: date | None) -> bytes:
    """Return the workbook of a scheme that exists; raises Refused where it is not sound."""
    from incentives.cli.loading import sound_plan
    from incentives.scheme.layers import layers_of
    from incentives.scheme.reading import WORDS
    from incentives.scheme.sections import plain
    from incentives.scheme.shelf import scheme_file

    sound_plan(named)
    return _workbook(plain(layers_of(scheme_file(named), WORDS)[-1].tree), path, begun)


def _workbook(
    settings: Mapping[str, Any], path: Path, begun: date | None, patterns: Mapping[str, Any] | None = None
) -> bytes:
    from incentives.base.year import FinancialYear
    from incentives.cli.loading import sound_plan
    from incentives.report.scheme_book import scheme_book

    parent = sound_plan(settings["starts_from"])[0] if "starts_from" in settings else None
    dated = begun or FinancialYear.parse(settings["year"]).first_day
    return scheme_book(settings, parent, dated=dated, file=path.name, patterns=patterns)


def _refuse_with_of(path: Path, starts_from: str, title: str) -> None:
    if path.suffix != WORKBOOK:
        message = "--of writes a scheme as a workbook, and this name does not end in .xlsx."
        raise Refused(
            [Problem("C172", Place(str(path)), message, "Give the file a name that ends in .xlsx.")]
        )
    if starts_from or title:
        message = "--of writes a scheme as it is; --from and --title begin a new one."
        raise Refused([Problem("C172", Place(str(path)), message, "Leave out --of, or the other two.")])


def _file(name: str, *, is_copy: bool) -> tuple[Path, str]:
    """Return the file to write and the id of the scheme; raise Refused where it cannot be one."""
    from incentives.scheme.shelf import shipped_schemes

    path = Path(name)
    known = (".yaml", ".yml", WORKBOOK)
    identifier = path.stem if path.suffix in known else path.name
    if not _NAME.fullmatch(identifier) or _is_another_kind(path):
        message = f'"{name}" cannot be the name of a scheme and its file.'
        remedy = (
            "Write letters, digits and hyphens, such as barsetshire-2026-27; the file ends in .yaml or .xlsx."
        )
        raise Refused([Problem("C130", Place(name), message, remedy)])
    if identifier in shipped_schemes() and not is_copy:
        message = f'"{identifier}" is the name of a scheme on the shelf, so commands would take that one.'
        raise Refused([Problem("C131", Place(name), message, "Give yours a name of its own.")])
    return (path if path.suffix in known else path.with_name(f"{path.name}.yaml")), identifier


def _is_another_kind(path: Path) -> bool:
    return path.suffix.lower() in (".xlsm", ".xls", ".ods", ".csv", ".doc", ".docx", ".json", ".txt")
