"""The English tables of the published folder, and the shelf's years beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from incentives.scheme.compiling import plan_of
from incentives.scheme.forms.points import LinearTerms
from incentives.scheme.reading import read_scheme

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from incentives.formula.plan import Plan
    from incentives.scheme.model import Scheme

AREA_YEARS = ("2014/15", "2015/16", "2016/17", "2017/18", "2018/19", "2019/20")
"""Years with points, counts and registers by CCG."""

TOTAL_YEARS = ("2017/18", "2018/19", "2019/20", "2021/22", "2022/23")
"""Years with total points by practice."""

PAID_YEARS = ("2018/19", "2019/20", "2021/22", "2022/23")
"""Years with total points and payments by practice."""

PRINTED_OTHERWISE = {"CAN002": "CAN003", "CVD-PP001": "CVDPP001", "CVD-PP": "CVDPP"}
"""Codes of the area tables that the shelf (and later tables) write otherwise; CAN002 in 2014/15 only."""


@dataclass(frozen=True)
class ShelfYear:
    """A year of the shelf: its scheme, and its plan as far as points."""

    scheme: Scheme
    points_plan: Plan

    @property
    def total(self) -> Fraction:
        """The points of the year."""
        assert self.scheme.header.total_points is not None
        return self.scheme.header.total_points

    @property
    def points(self) -> dict[str, Fraction]:
        """The points of each indicator."""
        return {i.id: i.terms.points for i in self.scheme.indicators}

    @property
    def thresholds(self) -> dict[str, tuple[float, float]]:
        """The two thresholds of each indicator that has them, as shares."""
        linear = [(i.id, i.terms) for i in self.scheme.indicators if isinstance(i.terms, LinearTerms)]
        return {code: (float(terms.pays.start), float(terms.pays.end)) for code, terms in linear}

    @property
    def pounds_a_point_and_patient(self) -> float:
        """The price of a point divided by the national average list."""
        terms = self.scheme.pay_points.terms if self.scheme.pay_points else None
        assert terms is not None
        return float(terms.price_per_point / terms.national_average_list.patients)

    @property
    def weights(self) -> dict[str, str]:
        """The register that weights each indicator's pounds; "" for what is paid on the list alone."""
        its = "its register"
        return {
            i.id: i.terms.register_item if i.terms.weighted_by == its else "" for i in self.scheme.indicators
        }


@cache
def shelf_year(year: str) -> ShelfYear:
    """Return a year of England from the shelf."""
    scheme, _ = read_scheme(f"qof-england-{year.replace('/', '-')}")
    return ShelfYear(scheme, plan_of(replace(scheme, pay_points=None, instalments=None)))


def totals_table(folder: Path) -> pd.DataFrame:
    """Return total points and maximum available by practice and year; rows without points are kept."""
    table = _parquet(folder, "practice_total_points_2017_2023")
    return table.assign(year=table["year"].str.replace("-", "/"))


def registers_table(folder: Path) -> pd.DataFrame:
    """Return the registers of 2022/23: a row for each practice, a column for each group."""
    table = pd.read_csv(folder / "data" / "england" / "PREVALENCE_2223.csv")
    return table.pivot_table(index="PRACTICE_CODE", columns="GROUP_CODE", values="REGISTER")


def areas_table(folder: Path) -> pd.DataFrame:
    """Return points, numerator and denominator by CCG, indicator and year, with the mean of its practices."""
    table = _parquet(folder, "ccg_indicator_2014_2020")
    codes = table["indicator"].replace(PRINTED_OTHERWISE)
    codes = codes.where((table["year"] == "2014/15") | (table["indicator"] != "CAN002"), table["indicator"])
    return table.assign(indicator=codes, mean=table["points_achieved_sum"] / table["practices"])


def area_registers_table(folder: Path) -> pd.DataFrame:
    """Return registers and lists by CCG, group and year."""
    table = _parquet(folder, "ccg_prevalence_2014_2020")
    return table.assign(group=table["group"].replace(PRINTED_OTHERWISE))


def payments_table(folder: Path) -> pd.DataFrame:
    """Return what each practice was paid by year, with its list."""
    return _parquet(folder, "practice_payments_2014_2023")


def _parquet(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "data" / "england" / f"{name}.parquet")
