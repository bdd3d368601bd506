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
    """Print a table; columns from ``right`` on are figures, the words of ``cut`` are shortened to fit."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown = [list(row) for row in rows]
    if cut is not None:
        _shorten(heads, shown, cut)
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for at, head in enumerate(heads):
        justify: Literal["left", "right"] = "right" if at >= right else "left"
        table.add_column(head, justify=justify, overflow="fold")
    for row in shown:
        table.add_row(*row)
    Console(highlight=False, markup=False, width=_width()).print(table)


def _shorten(heads: Sequence[str], rows: list[list[str]], cut: int) -> None:
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    room = max(len(heads[cut]), _width() - sum(w + 3 for w in widths) - 4 + widths[cut])
    for row in rows:
        if len(row[cut]) > room:
            row[cut] = row[cut][: room - 1].rstrip(" ,") + "…"


def wrote(path: Path) -> None:
    """Say which file was written."""
    sys.stdout.write(f"Wrote {path}\n")


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def _width() -> int:
    import shutil

    return max(72, min(120, shutil.get_terminal_size((100, 24)).columns))
