"""Every published Scottish row in a class, with counts and the rows that differ.

Run: ``uv run python -m tests.golden.scotland_points [--folder ../shared] [--out rows.csv]``.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from tests.golden.folder import asked, command
from tests.golden.scotland_classes import DIFFERENT, classified
from tests.golden.scotland_counts import published_rows

REASONS = Path(__file__).with_name("scotland_reasons.csv")


class Reason(NamedTuple):
    """Why a practice's rows of a year differ from its counts, and which they are."""

    indicators: tuple[str, ...]
    reason: str


def reasons() -> dict[tuple[str, str], Reason]:
    """Return the reasons known, by year and practice."""
    with REASONS.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {
        (r["year"], r["practice_code"]): Reason(tuple(r["indicators"].split()), r["reason"]) for r in rows
    }


def differing(table: pd.DataFrame) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the indicators in which the engine and what was paid disagree, by year and practice."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    mine = table[table["class"].isin(DIFFERENT)]
    for year, practice, code in zip(mine["year"], mine["practice_code"], mine["indicator"], strict=True):
        found[year, practice] = (*found.get((year, practice), ()), code)
    return {key: tuple(sorted(codes)) for key, codes in sorted(found.items())}


def report(table: pd.DataFrame) -> str:
    """Return the classes with their counts by year, and each differing practice with its reason."""
    counts = pd.crosstab(table["class"], table["year"])
    counts["all"] = counts.sum(axis=1)
    lines = [counts.to_string(), f"rows: {len(table):,}; in classes: {counts['all'].sum():,}", ""]
    known = reasons()
    for key, codes in differing(table).items():
        why = known[key].reason if key in known else "no reason is known"
        lines += [f"{key[0]} {key[1]}, {len(codes)} rows: {why}", f"    {', '.join(codes)}"]
    return "\n".join(lines)


def main() -> None:
    """Print the report; with ``--out`` write the class of every row."""
    parser = command(__doc__)
    parser.add_argument("--out", type=Path, help="file for the class of every row (CSV)")
    given = asked(parser)
    if given.out and given.out.exists():
        parser.error(f"{given.out} is there already; name a file that is not")
    table = classified(published_rows(given.folder))
    if given.out:
        table.to_csv(given.out, index=False)
    sys.stdout.write(report(table) + "\n")


if __name__ == "__main__":
    main()
