"""Every bar of the projection in one table: run it, then read docs/EVIDENCE.md.

`python -m tests.golden.evidence_bars` scores the projection on Scotland (learned from events before
2016), with the first year shown, on Dudley, and with the roles reversed.
"""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any, NamedTuple

from incentives.cli.backtest import backtest

LARGEST_OF_DUDLEY = 6


class Bar(NamedTuple):
    """One figure and what it has to be."""

    name: str
    figure: float
    low: float
    high: float

    @property
    def met(self) -> bool:
        return self.low <= self.figure <= self.high


def cases(event: str, *, before: int | None = None, update: bool = False) -> list[dict[str, Any]]:
    """Return this model's scored cases of an event of the library."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        backtest([event], before=before, update=update, as_json=True)
    return [c for c in json.loads(out.getvalue())["cases"] if c["way"] == "this model"]


def bars() -> list[Bar]:
    """Return every bar with its figure."""
    forward = cases("scotland-2016", before=2016)
    first, third = (_of_year(forward, year) for year in (1, 3))
    updated = _of_year(cases("scotland-2016", before=2016, update=True), 3)
    dudley = cases("dudley-2016")
    smaller = sorted(dudley, key=lambda c: float(c["seen"]))[LARGEST_OF_DUDLEY:]
    reversed_roles = cases("scotland-2016")
    return [
        Bar("Scotland forward, year 1, CRPS", _mean(first, "crps"), 0, 3.6),
        Bar("  the same without MH002", _mean(_without_mh002(first), "crps"), 0, 3.6),
        Bar("  80% ranges held", _mean(first, "held80"), 0.70, 0.92),
        Bar("Scotland forward, year 3, CRPS", _mean(third, "crps"), 0, 6.0),
        Bar("  the same without MH002", _mean(_without_mh002(third), "crps"), 0, 6.0),
        Bar("  80% ranges held", _mean(third, "held80"), 0.70, 0.92),
        Bar("Scotland, year 3 with year 1 shown, error", _mean(updated, "absolute_error"), 0, 2.4),
        Bar("  the same without MH002", _mean(_without_mh002(updated), "absolute_error"), 0, 2.4),
        Bar("Dudley, CRPS (pooled normal 7.06, no change 9.54)", _mean(dudley, "crps"), 0, 7.06),
        Bar("  its 34 smaller changes", _mean(smaller, "crps"), 0, 4.09),
        Bar("  80% ranges held", _mean(dudley, "held80"), 0.70, 0.92),
        Bar("Roles reversed, Scotland year 3, CRPS", _mean(_of_year(reversed_roles, 3), "crps"), 0, 12.29),
    ]


def _of_year(rows: list[dict[str, Any]], year: int) -> list[dict[str, Any]]:
    return [r for r in rows if r["year"] == year]


def _without_mh002(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [r for r in rows if r["indicator"] != "MH002"]


def _mean(rows: list[dict[str, Any]], name: str) -> float:
    return sum(float(r[name]) for r in rows) / len(rows)


def main() -> None:
    """Print the bars."""
    for bar in bars():
        bound = f"at most {bar.high:g}" if not bar.low else f"{bar.low:g} to {bar.high:g}"
        print(f"{bar.name:52} {bar.figure:6.2f}   {bound:14} {'met' if bar.met else 'MISSED'}")


if __name__ == "__main__":
    main()
