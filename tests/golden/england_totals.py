"""England: what public totals can and cannot reproduce of the shelf's QOF years, by practice and by CCG.

Total points by practice 2017/18 to 2022/23, points by CCG 2014/15 to 2019/20, payments 2014/15 to
2022/23, registers 2022/23. Nothing is fitted and no threshold is read from these files. Run:
``uv run python -m tests.golden.england_totals [--folder ../shared]`` or ``just golden-totals``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from tests.golden import england_area_points as area_points
from tests.golden import england_pounds as pounds
from tests.golden import england_practice_points as practice_points
from tests.golden.folder import asked, command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

SHIFTS = (-10, -5, 0, 5, 10)
CANNOT = (
    "points of a practice by indicator: no English year has numerator, denominator and points in public",
    "a threshold: an area's mean of points speaks against pairs that are higher, hardly against lower ones",
    "a payment to the penny: one line holds this year's aspiration, last year's achievement and recoveries",
    "the points of 2020/21 by practice: they are not in these files",
    "protected points of 2021/22: they stand in the totals and cannot be told apart",
)


def report(folder: Path) -> str:
    """Return every check with its figures, and what cannot be shown."""
    return "\n".join(
        [
            *_of_practices(folder),
            *_of_registers(folder),
            *_of_areas(folder),
            *_of_intervals(folder),
            *_of_pounds(folder),
            "",
            "CANNOT BE REPRODUCED FROM THESE FILES",
            *(f"  {what}" for what in CANNOT),
        ]
    )


def _of_practices(folder: Path) -> Iterator[str]:
    table = practice_points.maxima(folder)
    yield "TOTAL POINTS BY PRACTICE: is the published maximum the shelf's total?"
    yield table.to_string(index=False)
    yield ""
    yield "WITHOUT A REGISTER: which register alone makes the gap (points lost by the engine)"
    found = practice_points.gaps(folder)
    alone = found[found["registers"] != ""]
    yield alone.drop(columns="several").to_string(index=False)
    yield (
        f"{alone['practices'].sum()} of {found['practices'].sum()} practice-years below the total lack what "
        "hangs on one register; the others lack several. That several registers can make a gap says "
        "little: nearly every number is a sum of some."
    )


def _of_registers(folder: Path) -> Iterator[str]:
    table = practice_points.by_register(folder)
    equal = table["published"] == table["engine"]
    lowered = table["published"] < table["published"].max()
    yield ""
    yield "2022/23, EVERY PRACTICE: its published maximum beside the engine's from its published registers"
    yield (
        f"{equal.sum():,} of {len(table):,} are equal, "
        f"{(equal & lowered).sum()} of the {lowered.sum()} lowered ones."
    )
    differ = table[~equal]
    for points, practices in (differ["published"] - differ["engine"]).value_counts().sort_index().items():
        yield f"  {practices} published {points:g} points higher"
    kept = " and ".join(practice_points.KEPT)
    yield f"  (the published maximum keeps the points of {kept} where nobody is on their register)"


def _of_areas(folder: Path) -> Iterator[str]:
    table = area_points.indicators(folder)
    yield ""
    yield "POINTS BY CCG: printed maximum and highest mean awarded beside the shelf's points"
    for year, of_year in table.groupby("year"):
        agree = (of_year["why"] == "").sum()
        yield f"{year}: {agree} of {len(of_year)} indicators agree in all three"
        for why, rows in of_year[of_year["why"] != ""].groupby("why"):
            named = ", ".join(_disagreement(row) for row in rows.to_dict("records"))
            yield f"  {why}: {named}"


def _disagreement(row: Mapping[Any, Any]) -> str:
    if row["why"] == area_points.LABEL:
        return f"{row['indicator']} (printed {row['printed']}, awarded {row['highest mean']:g})"
    if row["why"] == area_points.NOT_ALL:
        return f"{row['indicator']} ({row['shelf']:g}, highest mean {row['highest mean']:.3f})"
    return str(row["indicator"])


def _of_intervals(folder: Path) -> Iterator[str]:
    yield ""
    yield "THRESHOLDS AND CCG MEANS: does the mean of points lie where practices of one size could bring it?"
    yield _shares(area_points.places(folder)).to_string()
    yield "All years, with every threshold of the shelf moved by percentage points:"
    for shift in SHIFTS:
        found = area_points.places(folder, shift)[["inside", "below", "above"]].sum()
        words = ", ".join(f"{place} {count:,}" for place, count in found.items())
        yield f"  {shift:+d}: {words}"
    yield "Most often outside, with a practice's mean number of patients counted:"
    yield area_points.outside_by_indicator(folder).head(8).round({"patients": 1}).to_string()


def _of_pounds(folder: Path) -> Iterator[str]:
    yield ""
    yield "POUNDS: QOF payment ÷ (points × price per point × list ÷ average list)"
    yield "by CCG:"
    yield _shares(pounds.by_area(folder)).to_string(index=False)
    yield "by practice (2022/23 is the one year with registers; the mean factor of all points is taken):"
    yield _shares(pounds.by_practice(folder)).to_string(index=False)


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    return table.round(3)


def main() -> None:
    """Print the report."""
    sys.stdout.write(report(asked(command(__doc__)).folder) + "\n")


if __name__ == "__main__":
    main()
