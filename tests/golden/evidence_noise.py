"""How much recorded achievement moves in a year when nothing about its payment changes.

From results of English areas 2014/15 and 2015/16: each area's change of an indicator on the logit scale,
less the middle change of that indicator. The variance is measured robustly (from the median absolute
deviation) for areas of like size and fitted as area + each ÷ practices.
Run: ``uv run python -m tests.golden.evidence_noise [--folder ../shared]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import logit

from tests.golden.folder import asked, command

if TYPE_CHECKING:
    from pathlib import Path

YEARS = ("2014/15", "2015/16")
SIZES = (0, 15, 25, 40, 60, 100, 400)
LEAST, NORMAL = 100, 1.4826


def noise(folder: Path) -> tuple[pd.DataFrame, float, float]:
    """Return the variance by size of area, and the two figures of the fit."""
    read = pd.read_parquet(folder / "data" / "england" / "ccg_indicator_2014_2020.parquet")
    read = read.dropna(subset=["numerator", "denominator"]).fillna({"exceptions": 0})
    read["gross"] = read.numerator / (read.denominator + read.exceptions)
    known = read[(read.denominator + read.exceptions > LEAST) & read.gross.between(0.02, 0.995)]
    wide = known[known.year.isin(YEARS)].pivot_table(
        index=["indicator", "ccg"], columns="year", values=["gross", "practices"]
    )
    wide = wide.dropna()
    change = logit(wide["gross"][YEARS[1]]) - logit(wide["gross"][YEARS[0]])
    about = change - change.groupby("indicator").transform("median")
    practices = wide["practices"][YEARS[0]]
    sizes = pd.cut(practices, SIZES)
    spread = about.groupby(sizes, observed=True).apply(lambda x: (NORMAL * x.abs().median()) ** 2)
    middle = practices.groupby(sizes, observed=True).median()
    each, area = np.polyfit(1 / middle.to_numpy(), spread.to_numpy(), 1)
    table = pd.DataFrame(
        {"practices": middle, "changes": about.groupby(sizes, observed=True).size(), "variance": spread}
    )
    return table, float(area), float(each)


def main() -> None:
    """Print the table and the fit."""
    table, area, each = noise(asked(command(__doc__)).folder)
    print(table.round(4).to_string())
    print(f"variance of a year's change on the logit scale: {area:.4f} + {each:.3f} / practices")


if __name__ == "__main__":
    main()
