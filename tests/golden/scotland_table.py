"""Is the printed table of points and thresholds right? Every figure beside what practices were paid.

The printed table and the practice results are joined by code (2012/13), else by name; a name that is
spelt otherwise is joined with a nought more. Every pair of whole percentages (5,050) is tried on the rows
with counts, apart from the engine: how many are paid exactly what the pair gives. A printed pair is
contradicted where another gives more rows; printed points where the most that was paid is another figure.

Run: ``uv run python -m tests.golden.scotland_table [--folder ../shared]``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from tests.golden.folder import asked, command
from tests.golden.scotland_classes import CLOSE, PRINTED_ROUNDED
from tests.golden.scotland_counts import SCHEMES, PaidRow, of_year, points_plan, published_rows
from tests.golden.scotland_points import reasons

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Figures = NDArray[np.float64]

HALF_A_HUNDREDTH = 0.005


class Printed(NamedTuple):
    """One row of the printed table: points, thresholds in per cent (NaN where there are none)."""

    points: float
    lower: float
    upper: float
    description: str
    matched: str


class Judged(NamedTuple):
    """One indicator-year: the printed figures, the scheme's, and how many rows each pair gives."""

    year: str
    indicator: str
    printed: str
    scheme: str
    rows: int
    partly_paid: int
    printed_gives: int
    scheme_gives: int
    most_given: int
    pairs_that_give_most: int


def printed_table(folder: Path, codes: dict[str, set[str]]) -> dict[tuple[str, str], Printed]:
    """Return the printed rows by year and code of the practice results, with how each was joined."""
    path = folder / "data" / "scotland" / "indicators_and_thresholds.csv"
    table = pd.read_csv(path)
    found = {}
    for year, wanted in codes.items():
        mine = table[table["year"] == year]
        by = "indicator" if year == "2012/13" else "name"
        names = mine[by].tolist()
        figures = ("points_available", "lower_threshold", "upper_threshold", "description")
        rows = dict(zip(names, zip(*(mine[c].tolist() for c in figures), strict=True), strict=True))
        for code in wanted:
            name = code if code in rows else code.replace("PP00", "PP0")
            how = "code" if by == "indicator" else "name" if name == code else "name, spelt otherwise"
            points, lower, upper, description = rows[name]
            found[year, code] = Printed(points, lower, upper, description, how)
    return found


def judged(folder: Path) -> list[Judged]:
    """Return every indicator-year: 197 with thresholds, 100 with points alone."""
    rows = published_rows(folder)
    schemes = {year: _scheme(year) for year in SCHEMES}
    printed = printed_table(folder, {year: set(terms) for year, terms in schemes.items()})
    known = {(year, practice, code) for (year, practice), r in reasons().items() for code in r.indicators}
    out = []
    for year, terms in schemes.items():
        by_code: dict[str, list[PaidRow]] = {code: [] for code in terms}
        for row in of_year(rows, year):
            if row.indicator in by_code and (year, row.practice_code, row.indicator) not in known:
                by_code[row.indicator].append(row)
        out += [_judged(year, code, terms[code], printed[year, code], by_code[code]) for code in terms]
    return out


def _judged(year: str, code: str, terms: Terms, printed: Printed, rows: list[PaidRow]) -> Judged:
    points, lower, upper = terms
    if lower is None or upper is None:
        most = max(row.points_achieved for row in rows)
        is_right = (abs(printed.points - most) < CLOSE, abs(points - most) < CLOSE)
        right, ours = map(int, is_right)
        return Judged(year, code, f"{printed.points:g}", f"{points:g}", len(rows), 0, right, ours, 1, 1)
    counted = [r for r in rows if r.denom_flag == "num" and r.denominator > 0]
    share = np.array([100 * r.numerator / r.denominator for r in counted])
    paid = np.array([r.points_achieved for r in counted])
    near = HALF_A_HUNDREDTH + CLOSE if (year, code) in PRINTED_ROUNDED else CLOSE
    gives = given_by_pair(share, paid, points, near)
    most = max(gives.values())
    partly = int(((paid > 0) & (paid < points - CLOSE)).sum())
    return Judged(
        year,
        code,
        f"{printed.points:g}, {printed.lower:g}% to {printed.upper:g}%",
        f"{points:g}, {lower:g}% to {upper:g}%",
        len(counted),
        partly,
        gives.get((int(printed.lower), int(printed.upper)), 0),
        gives[lower, upper],
        most,
        sum(count == most for count in gives.values()),
    )


def given_by_pair(share: Figures, paid: Figures, points: float, near: float) -> dict[tuple[int, int], int]:
    """Return, for each pair of whole percentages, how many rows are paid what the pair gives.

    Rows paid in full (or nothing) are counted by their place beyond a threshold, the others one by one.
    """
    in_full = np.sort(share[paid > points - CLOSE])
    nothing = np.sort(share[paid < CLOSE])
    partly = (paid >= CLOSE) & (paid <= points - CLOSE)
    found: dict[tuple[int, int], int] = {}
    for lower in range(100):
        uppers = np.arange(lower + 1, 101)
        slack = near * (uppers - lower) / points
        counts = len(in_full) - np.searchsorted(in_full, uppers - slack)
        counts = counts + np.searchsorted(nothing, lower + slack, side="right")
        gives = points * np.clip((share[partly][:, None] - lower) / (uppers - lower)[None, :], 0, 1)
        counts = counts + (np.abs(gives - paid[partly][:, None]) < near).sum(axis=0)
        found |= {(lower, int(upper)): int(n) for upper, n in zip(uppers, counts, strict=True)}
    return found


Terms = tuple[float, int | None, int | None]


def _scheme(year: str) -> dict[str, Terms]:
    """Return what the shipped scheme says: points and thresholds in per cent, by code."""
    plan = points_plan(year)
    stated = {f.name: dict(f.values) for f in plan.scheme_fields}
    lower, upper = stated["lower_threshold"], stated["upper_threshold"]
    return {
        code: (
            float(points),
            int(lower[code] * 100) if code in lower else None,
            int(upper[code] * 100) if code in upper else None,
        )
        for code, points in stated["points_available"].items()
    }


def described_alike(folder: Path, codes: set[str]) -> set[str]:
    """Return the codes that 2014/15 and 2015/16 describe in the same words."""
    printed = printed_table(folder, {"2014/15": codes, "2015/16": codes})
    return {c for c in codes if printed["2014/15", c].description == printed["2015/16", c].description}


def corrected(table: list[Judged]) -> list[Judged]:
    """Return the indicator-years whose printed figure another contradicts."""
    return [j for j in table if j.printed_gives < j.scheme_gives]


def open_pairs(table: list[Judged]) -> list[Judged]:
    """Return the indicator-years in which other pairs give as many rows as the scheme's."""
    return [j for j in table if j.pairs_that_give_most > 1]


def report(table: list[Judged]) -> str:
    """Return the contradicted figures with their evidence, and the pairs the counts leave open."""
    with_pairs = [j for j in table if "%" in j.scheme]
    lines = [
        f"{len(with_pairs)} indicator-years with thresholds, {len(table) - len(with_pairs)} with points alone"
    ]
    lines.append("printed figures that payments contradict:")
    for j in corrected(table):
        evidence = (
            f"printed gives {j.printed_gives:,} of {j.rows:,} rows ({j.partly_paid} partly paid), "
            f"the scheme {j.scheme_gives:,}; pairs that do as well: {j.pairs_that_give_most} of 5,050"
            if "%" in j.scheme
            else "the most that any practice was paid is the scheme's figure"
        )
        lines.append(f"  {j.year} {j.indicator}: {j.printed} → {j.scheme}; {evidence}")
    short = sum(j.scheme_gives < j.most_given for j in table)
    lines.append(f"indicator-years in which another pair gives more rows than the scheme's: {short}")
    lines.append("pairs that rows with counts leave open (others give as many rows):")
    lines += [f"  {j.year} {j.indicator}: {j.pairs_that_give_most} pairs" for j in open_pairs(table)]
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    sys.stdout.write(report(judged(asked(command(__doc__)).folder)) + "\n")


if __name__ == "__main__":
    main()
