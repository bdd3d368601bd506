"""Forecasts of single Scottish practices after QOF ended in April 2016, learned from events before it.

Each practice's change of gross achievement after one and three years beside its forecast: how often ranges
held it, and where among the equally likely changes it fell. A test of the spread between practices, which
is an assumption. Run: ``uv run python -m tests.golden.scotland_practices [--folder ../shared]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from incentives.scheme.evidence import read_library
from incentives.withdrawal.evidence import observations
from incentives.withdrawal.learning import learn
from incentives.withdrawal.projection import Situation, project
from incentives.withdrawal.scoring import crps, held, place_among
from tests.golden.folder import asked, command

if TYPE_CHECKING:
    from pathlib import Path

EVENT, BEFORE, LEAST = "scotland-2016", "2015/16", 20
YEARS = {1: "2016-17", 3: "2018-19"}
TENTHS = 10
COUNTS = ("measure", "achieved", "above1", "below1", "above3", "below3")


def practices(folder: Path) -> pd.DataFrame:
    """Return practice × indicator: achieved and eligible before, and the change after one and three years.

    Eligible before is the denominator of the first year after, which holds the exceptions too.
    """
    scotland = folder / "data" / "scotland"
    before = pd.read_parquet(scotland / "practice_indicator.parquet")
    before = before[before.year == BEFORE]
    before = before.assign(measure=before.indicator.str.removesuffix("(S)").str.lower())
    after = pd.read_parquet(scotland / "after_abolition_2016_2019.parquet")
    keys = ["practice_code", "measure"]
    found = before[[*keys, "numerator"]].rename(columns={"numerator": "achieved"})
    for year, named in YEARS.items():
        part = after[after.year == named][[*keys, "numerator", "denominator"]]
        part = part.rename(columns={"numerator": f"above{year}", "denominator": f"below{year}"})
        found = found.merge(part, on=keys, validate="one_to_one")
    found = found.dropna()
    found = found[(found.below1 >= LEAST) & (found.below3 >= LEAST) & (found.achieved <= found.below1)]
    return found.sort_values(keys).reset_index(drop=True)


def scores(folder: Path, *, every: int = 10) -> pd.DataFrame:
    """Return the scores of one in ``every`` practices' forecasts: held, place among the draws, CRPS."""
    library = read_library()
    learned = learn(observations(e for e in library if e.terms.trains and e.year < int(BEFORE[:4]) + 1))
    assert EVENT not in learned.events, "nothing is learned from what is scored"
    types: dict[str, str] = {e.terms.indicator.lower(): e.terms.type for e in library if e.event == EVENT}
    found = practices(folder)
    rows = []
    kept = found[found.measure.isin(types)].iloc[::every]
    for measure, *counts in zip(*(kept[c].tolist() for c in COUNTS), strict=True):
        achieved, above1, below1, above3, below3 = map(float, counts)
        share = achieved / below1
        situation = Situation(types[measure], share, 1.0, patients=below1, alone=True)
        made = project(situation, learned, tuple(YEARS))
        assert made is not None, "every type of this event has evidence"
        for year, seen in ((1, above1 / below1 - share), (3, above3 / below3 - share)):
            drawn = made.changes[year]
            covers = (held(drawn, seen, s) for s in (0.5, 0.8, 0.95))
            scored = (place_among(drawn, seen), 100 * crps(drawn, seen), 100 * abs(seen))
            rows.append((measure.upper(), types[measure], year, *covers, *scored))
    columns = ["indicator", "type", "year", "held50", "held80", "held95", "place", "crps", "no_change"]
    return pd.DataFrame(rows, columns=columns)


def main() -> None:
    """Print coverage by year and type, and the histogram of places."""
    found = scores(asked(command(__doc__)).folder)
    figures = ["held50", "held80", "held95", "crps", "no_change"]
    print(found.groupby("year")[figures].mean().round(3).to_string())
    print(found.groupby(["year", "type"])[figures].mean().round(3).to_string())
    for year, part in found.groupby("year"):
        shares = np.histogram(part.place, TENTHS, (0, 1))[0] / len(part)
        print(f"year {year}, {len(part)} forecasts; places by tenths: {' '.join(f'{s:.2f}' for s in shares)}")


if __name__ == "__main__":
    main()
