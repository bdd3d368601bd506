"""What the verbs print: problems, tables, totals, the files written."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Literal

from incentives.base.amount import in_pounds
from incentives.base.problem import Problem, errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

PENCE = 100
_LEAST_ROOM = 16


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to the error stream, and how many there are."""
    found = tuple(problems)
    sys.stderr.write("\n\n".join(map(str, found)) + "\n" if found else "")
    wrong = len(errors(found))
    if wrong:
        sys.stderr.write(f"\n{counted(wrong, 'problem')} to mend; nothing was written.\n")


def counted(number: int, what: str) -> str:
    """Return ``1 problem`` or ``3 problems``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def pounds(pence: int) -> str:
    """Return whole pence as pounds."""
    from fractions import Fraction

    return in_pounds(Fraction(pence, PENCE))


def print_json(value: Any) -> None:
    """Print machine-readable output and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_table(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = 1, cut: int | None = None
) -> None:
    """Print a table; columns from ``right`` on are figures and never broken.

    The words of the column ``cut`` are shortened to fit; on a narrow screen that column is left out.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    columns = [[head, *cells] for head, cells in zip(heads, zip(*rows, strict=True), strict=False)]
    columns = columns or [[head] for head in heads]
    if cut is not None:
        columns[cut : cut + 1] = _shortened(columns, cut)
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    figures = len(heads) - right
    for at, (head, *_) in enumerate(columns):
        is_figure = at >= len(columns) - figures
        justify: Literal["left", "right"] = "right" if is_figure else "left"
        table.add_column(head, justify=justify, no_wrap=is_figure or at == 0, overflow="fold")
    for row in list(zip(*columns, strict=True))[1:]:
        table.add_row(*row)
    Console(highlight=False, markup=False, width=screen_width()).print(table)


def _shortened(columns: list[list[str]], cut: int) -> list[list[str]]:
    """Return the column with its cells cut to the room there is, or no column where there is too little."""
    widths = [max(map(len, column)) for column in columns]
    room = screen_width() - sum(w + 3 for w in widths) + widths[cut] - 4
    if room < _LEAST_ROOM:
        return []
    head, *cells = columns[cut]
    return [[head, *(c if len(c) <= room else c[: room - 1].rstrip(" ,") + "…" for c in cells)]]


def wrote(path: Path, *, quiet: bool = False) -> None:
    """Say which file was written; on the error stream where stdout holds machine-readable output alone."""
    stream = sys.stderr if quiet else sys.stdout
    stream.write(f"Wrote {path}\n")


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def screen_width() -> int:
    """Return how many columns a table may take."""
    import shutil

    return max(72, min(120, shutil.get_terminal_size((100, 24)).columns))


def as_data(problem: Problem) -> dict[str, object]:
    """Return a problem for programs: its code, how much it stops, its place, what is wrong, what to do."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        **({"cell": problem.place.cell} if problem.place.cell else {}),
        "message": problem.message,
        "remedy": problem.remedy,
    }
