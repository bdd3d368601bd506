"""The 32 indicators that England retired in 2025/26, as an event file: what is foreseen before anybody looks.

Counts are sums over the published sample of practices of 2024/25; registers and quality improvement have
no rate. Run: ``uv run python -m tests.golden.retired_2025 --out FILE.csv``, then
``incentives backtest FILE.csv --store FORECASTS.json --dated YYYY-MM-DD``.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from incentives.compare.indicators import facts_of
from incentives.scheme.reading import read_scheme
from tests.golden.folder import asked, command

if TYPE_CHECKING:
    from incentives.compare.quality import Facts

EVENT, UNIT = "england-2025-retired", "England"
HEADS = (
    *("event", "unit", "indicator", "type", "numerator", "denominator", "exceptions", "practices"),
    *("horizon", "happened", "source"),
)


def retired() -> tuple[Facts, ...]:
    """Return the indicators of 2024/25 that 2025/26 no longer has."""
    before, after = read_scheme("qof-england-2024-25")[0], read_scheme("qof-england-2025-26")[0]
    return tuple(f for f in facts_of(before, after) if f.after is None)


def event_file(folder: Path) -> str:
    """Return the rows of the event file, from sums over the published sample."""
    sample = pd.read_parquet(folder / "data" / "england" / "practice_indicator_2024_25_sample.parquet")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    for one in retired():
        mine = sample[sample.indicator == one.id].dropna(subset=["numerator_min", "denominator_min"])
        mine = mine[mine.denominator_min > 0]
        if one.type in ("register", "organisational") or mine.empty:
            writer.writerow([EVENT, UNIT, one.id, one.type, "", "", "", "", 1, "withdrawn", "has no rate"])
            continue
        sums = [int(mine[c].sum()) for c in ("numerator_min", "denominator_min", "pcas_min")]
        source = (
            f"NHS England QOF 2024/25, sum over a sample of {len(mine)} practices, smallest counts that fit"
        )
        writer.writerow([EVENT, UNIT, one.id, one.type, *sums, len(mine), 1, "withdrawn", source])
    return out.getvalue()


def main() -> None:
    """Write the event file."""
    parser = command(__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where to write the event file")
    given = asked(parser)
    given.out.write_text(event_file(given.folder), encoding="utf-8")


if __name__ == "__main__":
    main()
