"""Input that people really bring: a scheme or practice data with one thing wrong, each a small edit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BARSETSHIRE = shipped("examples") / "barsetshire"


@dataclass(frozen=True)
class Bad:
    """One mistake: how it is made, the command that meets it, and words its message must hold."""

    name: str
    spoil: Callable[[Path], None]
    says: tuple[str, ...]
    place: str = "scheme.yaml:"


def scheme_edit(old: str, new: str) -> Callable[[Path], None]:
    """Return an edit of the scheme file; the old text must be there exactly once."""

    def edit(folder: Path) -> None:
        path = folder / "scheme.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the scheme"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def data_edit(table: str, old: str, new: str) -> Callable[[Path], None]:
    """Return an edit of the first match in a file of the practice data."""

    def edit(folder: Path) -> None:
        path = folder / "pack" / table
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {table}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def without_list_sizes(folder: Path) -> None:
    """Take the column of list sizes out of the practices."""
    path = folder / "pack" / "practices.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    at = rows[0].split(",").index("list_size")
    path.write_text("\n".join(_without(row, at) for row in rows) + "\n", encoding="utf-8")


def numerator_above_denominator(folder: Path) -> None:
    """Make the first numerator larger than its denominator."""
    path = folder / "pack" / "counts.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    cells = rows[1].split(",")
    cells[2] = str(int(cells[3]) + 1)
    rows[1] = ",".join(cells)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def practice_twice(folder: Path) -> None:
    """Write the first practice a second time at the end."""
    path = folder / "pack" / "practices.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*rows, rows[1]]) + "\n", encoding="utf-8")


def empty_scheme(folder: Path) -> None:
    """Leave a scheme file of 0 bytes."""
    (folder / "scheme.yaml").write_bytes(b"")


def empty_table(folder: Path) -> None:
    """Leave a table of 0 bytes."""
    (folder / "pack" / "counts.csv").write_bytes(b"")


def folder_for_scheme(folder: Path) -> None:
    """Put a folder where the scheme file should be."""
    (folder / "scheme.yaml").unlink()
    (folder / "scheme.yaml").mkdir()


def output_exists(folder: Path) -> None:
    """Leave an earlier output."""
    (folder / "out.xlsx").write_text("last year's schedule", encoding="utf-8")


def copied(folder: Path) -> Path:
    """Copy the example scheme and its data into a folder and return it."""
    shutil.copyfile(BARSETSHIRE / "scheme.yaml", folder / "scheme.yaml")
    shutil.copytree(BARSETSHIRE / "pack", folder / "pack")
    return folder


def _without(row: str, at: int) -> str:
    cells = _cells(row)
    return ",".join(cells[:at] + cells[at + 1 :])


def _cells(row: str) -> list[str]:
    cells, quoted = [""], False
    for sign in row:
        quoted ^= sign == '"'
        if sign == "," and not quoted:
            cells.append("")
        else:
            cells[-1] += sign
    return cells


_IN_BRACES = "budget: {limit: £4,200,000, contingency: 2%}"
_BUDGET = """budget:
  limit: £4,200,000
  contingency: 2%
  if_earnings_exceed_it: use contingency, then reduce every payment by the same percentage
  if_earnings_fall_short: keep for reserve
  count_late_data_until: 2016-05-31"""

MISTAKES = (
    Bad("misspelt key", scheme_edit("  contingency:", "  contigency:"), ("contigency", "contingency")),
    Bad("wrong unit", scheme_edit("per_practice: £4,000", "per_practice: 4,000 points"), ("£",)),
    Bad("thresholds reversed", scheme_edit("pays: 30% to 60%", "pays: 60% to 30%"), ("lower_is_better",)),
    Bad("unknown indicator dropped", scheme_edit("DEP003,", "DEP033,"), ("DEP033", "DEP003")),
    Bad("parent changed", scheme_edit("was: 20", "was: 22"), ("20", "22")),
    Bad("duplicate key", scheme_edit("offered_by:", "year: 2015/16\noffered_by:"), ("year",)),
    Bad("commas in braces", scheme_edit(_BUDGET, _IN_BRACES), ("comma", "£4")),
    Bad("no list sizes", without_list_sizes, ("list_size",), "practices.csv"),
    Bad("numerator above it", numerator_above_denominator, ("numerator", "denominator"), "counts.csv:2"),
    Bad("practice in two rows", practice_twice, ("ZZ9001",), "practices.csv:"),
    Bad(
        "as-at date of the wrong year",
        data_edit("pack.yaml", "as_at: 2016-01-01", "as_at: 2015-01-01"),
        ("1 January 2016", "1 January 2015"),
        "practices.csv",
    ),
    Bad("0-byte scheme", empty_scheme, ("empty",), "scheme.yaml"),
    Bad("0-byte table", empty_table, ("empty",), "counts.csv"),
    Bad("folder for a file", folder_for_scheme, ("folder",), "scheme.yaml"),
    Bad("output exists", output_exists, ("exists",), "out.xlsx"),
)
