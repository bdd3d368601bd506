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


@dataclass(frozen=True)
class Hostile:
    """Input that is made to do harm: what it leaves in a folder, and the code of its refusal."""

    name: str
    leave: Callable[[Path], object]
    code: str
    says: str = ""


def text(content: str) -> Callable[[Path], object]:
    """Return what writes a scheme file of this text."""
    return lambda folder: (folder / "scheme.yaml").write_text(content, encoding="utf-8")


def with_line(line: str) -> Callable[[Path], object]:
    """Return what writes a small sound scheme with one more line at its end."""
    return text(_SMALL + line + "\n")


def starts_from(named: str) -> Callable[[Path], object]:
    """Return what writes a scheme that starts from a file, with a file outside the folder to find."""

    def leave(folder: Path) -> None:
        (folder.parent / "outside.yaml").write_text(_SMALL, encoding="utf-8")
        text(f"kind: scheme\nid: a\ntitle: A\nyear: 2015/16\nstarts_from: {named}\n")(folder)

    return leave


def link_out(folder: Path) -> None:
    """Leave a link that leads out of the folder under an innocent name."""
    starts_from("parent")(folder)
    (folder / "parent.yaml").symlink_to(folder.parent / "outside.yaml")


def in_a_circle(folder: Path) -> None:
    """Leave two schemes that start from one another."""
    for name, parent in (("scheme", "other"), ("other", "scheme")):
        content = f"kind: scheme\nid: {name}\ntitle: A\nyear: 2015/16\nstarts_from: {parent}\n"
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")


def too_many_in_a_row(folder: Path) -> None:
    """Leave a thousand schemes, each starting from the next."""
    for n in range(1000):
        name = f"s{n}" if n else "scheme"
        content = f"kind: scheme\nid: s{n}\ntitle: A\nyear: 2015/16\nstarts_from: s{n + 1}\n"
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")


def fifty_megabytes(folder: Path) -> None:
    """Leave a file of 50 MB."""
    (folder / "scheme.yaml").write_bytes(b"# padding\n" * 5_000_000)


def endless(folder: Path) -> None:
    """Leave a link to a device that never ends."""
    (folder / "scheme.yaml").symlink_to("/dev/zero")


_SMALL = """kind: scheme
id: small
title: A small scheme
year: 2015/16
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
indicators:
  HYP006: {points: 20, pays: 45% to 80%, group: HYP}
"""
_LAUGHS = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{x}: &{x} [{', '.join([f'*{y}'] * 10)}]\n" for y, x in zip("abcdefgh", "bcdefghi", strict=True)
)

HOSTILE = (
    Hostile("a bomb of aliases", text(_LAUGHS), "S108"),
    Hostile("a merge of aliases", text("a: &a {b: c}\nd:\n  <<: *a\n"), "S108"),
    Hostile("100,000 brackets", text("a: " + "[" * 100_000), "S106"),
    Hostile("100,000 levels", text("\n".join(" " * n + "a:" for n in range(1000))), "S105"),
    Hostile("100,000 values", text("notes: [" + "a, " * 100_000 + "a]"), "S105"),
    Hostile("a tag that would run", text('a: !!python/object/apply:os.system ["true"]\n'), "S108"),
    Hostile("a number of 100,000 digits", with_line(f"total_points: {'9' * 100_000}"), "S203"),
    Hostile("a number with a huge power", with_line("total_points: 1e999999999"), "S203"),
    Hostile("a sum without end", with_line("total_points: 9**9**9"), "S203"),
    Hostile(
        "a figure above all money", with_line("budget: {limit: '£99999999999999999999'}"), "S203", "million"
    ),
    Hostile(
        "a formula of powers",
        with_line("payments:\n  own:\n    form: formula\n    formula: £9 * 9**9**9"),
        "S48",
    ),
    Hostile(
        "a formula of 10,000 brackets",
        with_line(f"payments:\n  own:\n    form: formula\n    formula: £{'(' * 10_000}1"),
        "S48",
    ),
    Hostile(
        "a name that is a formula", with_line("sources:\n  '=cmd':\n    document: A\n    origin: B"), "S455"
    ),
    Hostile(
        "a title that is a formula",
        text(_SMALL.replace("A small scheme", "'=HYPERLINK(A1)'")),
        "S203",
        "formula",
    ),
    Hostile("a name written backwards", with_line('notes: ["safe \\u202egpj"]'), "S456", "U+202E"),
    Hostile("a name that colours the screen", with_line('notes: ["\\e[31mred"]'), "S456", "U+001B"),
    Hostile("a name that ends early", with_line('notes: ["cut \\0 off"]'), "S456", "U+0000"),
    Hostile("a path out of the folder", starts_from("../outside"), "S301"),
    Hostile("a path from the root", starts_from("/etc/passwd"), "S301"),
    Hostile("a link out of the folder", link_out, "S301", "outside"),
    Hostile("two that start from one another", in_a_circle, "S302"),
    Hostile("a thousand in a row", too_many_in_a_row, "S302"),
    Hostile("a file of 50 MB", fifty_megabytes, "S105"),
    Hostile("a file that never ends", endless, "S101"),
)
