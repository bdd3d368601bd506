"""English payments beside points × price × list ÷ average list: how near public data come, and how far off.

A year's published payment holds this year's aspiration and last year's achievement, recoveries, local
agreements; so a ratio is shown and no equality is looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tests.golden.england_published import (
    AREA_YEARS,
    PAID_YEARS,
    area_registers_table,
    areas_table,
    payments_table,
    registers_table,
    shelf_year,
    totals_table,
)

if TYPE_CHECKING:
    from pathlib import Path

NEAR = (0.05, 0.10)


def by_area(folder: Path) -> pd.DataFrame:
    """Return, by year, what CCGs were paid ÷ (mean points × price × list), without and with prevalence."""
    points, registers, paid = areas_table(folder), area_registers_table(folder), payments_table(folder)
    rows = []
    for year in AREA_YEARS:
        of_year = points[points["year"] == year]
        money = paid[paid["year"] == year].groupby("ccg")[["qof", "list_size"]].sum()
        if money.empty:
            continue
        factors = _factors(registers[registers["year"] == year])
        weights = of_year["indicator"].map(shelf_year(year).weights).fillna("")
        keyed = pd.MultiIndex.from_arrays([of_year["ccg"], weights])
        factor = pd.Series(factors.reindex(keyed).to_numpy(), index=of_year.index).fillna(1.0)
        plain = of_year.groupby("ccg")["mean"].sum()
        weighted = (of_year["mean"] * factor).groupby(of_year["ccg"]).sum()
        for name, expected in (("points × list", plain), ("with prevalence", weighted)):
            rows.append({"year": year, "reckoned by": name, **_ratios(money, expected, year)})
    return pd.DataFrame(rows)


def by_practice(folder: Path) -> pd.DataFrame:
    """Return, by year, what practices were paid ÷ (points × price × list); 2022/23 with prevalence too."""
    totals, paid = totals_table(folder), payments_table(folder)
    rows = []
    for year in PAID_YEARS:
        money = paid[(paid["year"] == year) & ~paid.duplicated(["year", "practice_code"], keep=False)]
        money = money.set_index("practice_code")[["qof", "list_size"]]
        points = totals[totals["year"] == year].set_index("practice_code")["points"]
        rows.append({"year": year, "reckoned by": "points × list", **_ratios(money, points, year)})
        if year == "2022/23":
            weighted = points * _mean_factor(folder, year)
            rows.append({"year": year, "reckoned by": "with prevalence", **_ratios(money, weighted, year)})
    return pd.DataFrame(rows)


def _ratios(money: pd.DataFrame, points: pd.Series, year: str) -> dict[str, float]:
    joined = money.join(points.rename("points"), how="inner").dropna()
    joined = joined[(joined["qof"] > 0) & (joined["points"] > 0) & (joined["list_size"] > 0)]
    expected = joined["points"] * joined["list_size"] * shelf_year(year).pounds_a_point_and_patient
    ratio = joined["qof"] / expected
    low, middle, high = (float(ratio.quantile(share)) for share in (0.05, 0.5, 0.95))
    off = (ratio / middle - 1).abs()
    near = {f"within {share:.0%} of it": float((off <= share).mean()) for share in NEAR}
    return {"compared": len(joined), "median": middle, "5%": low, "95%": high, **near}


def _factors(registers: pd.DataFrame) -> pd.Series:
    """Return each CCG's prevalence ÷ England's (all CCGs taken together), by CCG and group."""
    rate = (
        registers.set_index(["ccg", "group"])["register"] / registers.set_index(["ccg", "group"])["list_size"]
    )
    all_areas = registers.groupby("group")[["register", "list_size"]].sum()
    national = all_areas["register"] / all_areas["list_size"]
    return rate[~rate.index.duplicated()].div(national, level="group")


def _mean_factor(folder: Path, year: str) -> pd.Series:
    """Return each practice's mean prevalence factor over all points; 1 where no register is public."""
    registers = registers_table(folder)
    lists = totals_table(folder).query("year == @year").set_index("practice_code")["list_size"]
    registers = registers.reindex(lists.index)
    factors = registers.div(lists, axis=0) / (registers.sum() / lists.sum())
    shelf = shelf_year(year)
    weighted = pd.Series(0.0, index=lists.index)
    for code, points in shelf.points.items():
        group = shelf.weights[code]
        weighted += float(points) * factors.get(group, 1.0)
    return weighted / float(shelf.total)
