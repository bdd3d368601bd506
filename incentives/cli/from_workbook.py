"""``incentives scheme-from-workbook``: a scheme that is a workbook, written as a text file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import Force
from incentives.cli.terminal import print_problems, say, wrote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def scheme_from_workbook(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook of the scheme.")],
    out: Annotated[Path, typer.Option("--out", metavar="SCHEME.yaml", help="Where to write the text file.")],
    over: Annotated[
        Path | None,
        typer.Option(
            "--over",
            metavar="EXISTING.yaml",
            help="A text file of the same scheme: its remarks and its order stay where nothing has changed.",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write a scheme that is a workbook as a text file; the workbook is checked first."""
    from incentives.cli.loading import sound_plan
    from incentives.cli.reading_schemes import ENDINGS, workbook_tree
    from incentives.report.atomic import refuse_existing, write_whole
    from incentives.scheme.sections import plain
    from incentives.scheme.writing_over import new_text
    from incentives.scheme.writing_over import over as written_over

    refuse_existing(out, force=force)
    if file.suffix.lower() not in ENDINGS:
        message = f"{file.name} is no workbook."
        raise Refused(
            [Problem("C170", Place(str(file)), message, "Name a workbook, whose name ends in .xlsx.")]
        )
    if out.suffix.lower() not in (".yaml", ".yml"):
        message = f"A scheme is written as a text file, and the name {out.name} does not end in .yaml."
        raise Refused([Problem("C173", Place(str(out)), message, "Give it a name that ends in .yaml.")])
    _, _, warnings = sound_plan(str(file))
    print_problems(warnings)
    settings = plain(workbook_tree(file, str(file)).group)
    text = written_over(_existing(over, settings), settings) if over else new_text(settings)
    write_whole(out, text.encode("utf-8"), force=force)
    wrote(out)
    if over:
        say(_counted(_existing(over, settings), text, over))


def _existing(over: Path, settings: Mapping[str, Any]) -> str:
    """Return the text of the file to bring up to date; raises Refused where it is of another scheme."""
    from incentives.scheme.marks import read_tree
    from incentives.scheme.shelf import text_of

    text = text_of(over)
    tree, _ = read_tree(text, str(over))
    if tree.text("id") != settings["id"]:
        message = f'The file is of the scheme "{tree.text("id")}", the workbook of "{settings["id"]}".'
        remedy = "Name the text file of the same scheme, or leave --over out to write a new one."
        raise Refused([Problem("C171", Place(str(over)), message, remedy)])
    return text


def _counted(before: str, after: str, over: Path) -> str:
    from difflib import ndiff

    signs = [line[0] for line in ndiff(before.splitlines(), after.splitlines())]
    put, taken = signs.count("+"), signs.count("-")
    if not put and not taken:
        return f"Nothing differs from {over}."
    return f"Of the lines of {over}, {taken} went and {put} came; all others are as they were."
