"""English points by CCG, 2014/15 to 2019/20: what they show of the shelf's points and thresholds.

Points are compared with the printed maximum and with the highest mean that any CCG's practices were
awarded. A mean of points is no function of an area's achievement: with the shelf's thresholds it lies
between two lines, and only where it lies outside would it speak against them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tests.golden.england_published import AREA_YEARS, areas_table, shelf_year

if TYPE_CHECKING:
    from pathlib import Path

ROUNDED = 0.005
"""A practice's points are rounded to two decimals, so a mean of them is at most this far off."""

SMALL = 1e-9
LABEL = "the printed maximum is wrong: all practices of a CCG were awarded the shelf's points"
NOT_ALL = "no CCG had every practice at the maximum"
ABSENT = "not in the table by CCG"
NOT_ON_SHELF = "not on the shelf"
UNEXPLAINED = "neither the printed maximum nor what was awarded is the shelf's"


def indicators(folder: Path) -> pd.DataFrame:
    """Return, for each indicator and year, the shelf's points, the printed, the highest mean, and why."""
    table, rows = areas_table(folder), []
    for year in AREA_YEARS:
        of_year = table[table["year"] == year]
        printed = of_year.groupby("indicator")["points_available_as_printed"].agg(lambda p: sorted(set(p)))
        highest = of_year.groupby("indicator")["mean"].max()
        shelf = {code: float(points) for code, points in shelf_year(year).points.items()}
        for code in sorted(shelf.keys() | set(printed.index)):
            points, most = shelf.get(code), highest.get(code)
            label = ", ".join(map(str, printed.get(code, [])))
            rows.append((year, code, points, label, most, _why(points, label, most)))
    return pd.DataFrame(rows, columns=["year", "indicator", "shelf", "printed", "highest mean", "why"])


def _why(points: float | None, printed: str, highest: float | None) -> str:
    """Return why an indicator's three figures differ, "" where they agree."""
    if points is None or highest is None:
        return NOT_ON_SHELF if points is None else ABSENT
    reached = abs(highest - points) < SMALL
    if printed == f"{points:g}" and highest < points + SMALL:
        return "" if reached else NOT_ALL
    return LABEL if reached else UNEXPLAINED


def areas(folder: Path, shift: int = 0) -> pd.DataFrame:
    """Return a row for each CCG, indicator and year with thresholds: the mean of points and its interval.

    With achievement a and thresholds L and U a mean of points of practices of one size lies between
    P × max(0, (a - L) ÷ (1 - L)) and P × min(1, a ÷ U): the lines under and over the broken line that
    each practice is paid by. ``shift`` moves both thresholds by percentage points.
    """
    table = areas_table(folder)
    table = table[table["denominator"] > 0]
    found = []
    for year in AREA_YEARS:
        shelf = shelf_year(year)
        mine = table[(table["year"] == year) & table["indicator"].isin(list(shelf.thresholds))].copy()
        for name, end in (("lower", 0), ("upper", 1)):
            ends = {code: pair[end] + shift / 100 for code, pair in shelf.thresholds.items()}
            mine[name] = mine["indicator"].map(ends).astype(float).clip(upper=1)
        mine["points"] = mine["indicator"].map(shelf.points).astype(float)
        found.append(mine)
    return _with_interval(pd.concat(found, ignore_index=True))


def _with_interval(table: pd.DataFrame) -> pd.DataFrame:
    a, lower, upper, points = (
        table["numerator"] / table["denominator"],
        *(table[c] for c in ("lower", "upper", "points")),
    )
    least = points * ((a - lower) / (1 - lower)).clip(lower=0)
    most = points * (a / upper).clip(upper=1)
    at_mean = points * ((a - lower) / (upper - lower)).clip(lower=0, upper=1)
    place = pd.Series("inside", index=table.index)
    place[table["mean"] < least - ROUNDED] = "below"
    place[table["mean"] > most + ROUNDED] = "above"
    return table.assign(
        least=least,
        most=most,
        place=place,
        width=(most - least) / points,
        off=(at_mean - table["mean"]).abs() / points,
    )


def places(folder: Path, shift: int = 0) -> pd.DataFrame:
    """Return, by year, how many means lie inside, below and above, and how wide the interval is."""
    table = areas(folder, shift)
    means = table.groupby("year")[["width", "off"]].mean()
    return _counted(table, "year").assign(width=means["width"], off=means["off"])


def outside_by_indicator(folder: Path) -> pd.DataFrame:
    """Return, by indicator over all years, how many means lie outside, and a practice's mean patients."""
    table = areas(folder)
    sizes = table.groupby("indicator")[["denominator", "practices"]].sum()
    counts = _counted(table, "indicator").assign(patients=sizes["denominator"] / sizes["practices"])
    return counts.sort_values("below", ascending=False)


def _counted(table: pd.DataFrame, by: str) -> pd.DataFrame:
    flags = pd.get_dummies(table["place"], dtype=int).reindex(columns=["inside", "below", "above"])
    return flags.fillna(0).astype(int).groupby(table[by]).sum().assign(rows=table.groupby(by).size())
