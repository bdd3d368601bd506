"""Can the golden fail? Each Scottish threshold shifted by one point, each way, and who notices.

Points of an indicator depend on its own thresholds alone, so one run of a year with all lower (or upper)
thresholds shifted tries that shift for each of its indicators: 197 indicator-years × 4 = 788 shifts
in twelve runs. A shift is noticed where at least one row that was equal no longer is.

Run: ``uv run python -m tests.golden.scotland_shifts [--folder ../shared]``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from incentives.calculate import calculate
from tests.golden.folder import asked, command
from tests.golden.scotland_classes import Row, Scored, classified_year, hidden_points, scored
from tests.golden.scotland_counts import SCHEMES, PaidRow, of_year, published_rows

if TYPE_CHECKING:
    from incentives.formula.plan import Plan

SHIFTS = {
    "lower -1": ("lower_threshold", -1),
    "lower +1": ("lower_threshold", 1),
    "upper -1": ("upper_threshold", -1),
    "upper +1": ("upper_threshold", 1),
}
EQUAL = "fraction, counts: equal"
K_OF_N = "fraction, suppressed: paid in part, a k of n"


def shifted(plan: Plan, threshold: str, by: int) -> Plan:
    """Return the plan with one threshold of every indicator shifted by percentage points."""
    fields = tuple(
        replace(f, values=tuple((code, at + Fraction(by, 100)) for code, at in f.values))  # noqa: PD011 - no table
        if f.name == threshold
        else f
        for f in plan.scheme_fields
    )
    return replace(plan, scheme_fields=fields)


def noticed(rows: list[PaidRow]) -> pd.DataFrame:
    """Return, by indicator-year, how many rows notice each shift, with counts and with suppressed ones."""
    tables = [_noticed_in(of_year(rows, year), year) for year in SCHEMES]
    return pd.concat(tables, ignore_index=True)


def _noticed_in(rows: list[PaidRow], year: str) -> pd.DataFrame:
    base = scored(rows, year)
    before = classified_year(rows, base)
    codes = [c.id for c in base.plan.components if c.counted]
    table = pd.DataFrame({"year": year, "indicator": codes})
    for name, (threshold, by) in SHIFTS.items():
        plan = shifted(base.plan, threshold, by)
        after = classified_year(
            rows, Scored(year, plan, calculate(plan, base.results.binding), hidden_points(plan))
        )
        table[name] = [_changes(before, after, EQUAL).get(code, 0) for code in codes]
        table[f"{name}, suppressed"] = [_changes(before, after, K_OF_N).get(code, 0) for code in codes]
    table["noticed"] = sum((table[name] > 0).astype(int) for name in SHIFTS)
    table["noticed with suppressed"] = sum(
        ((table[name] > 0) | (table[f"{name}, suppressed"] > 0)).astype(int) for name in SHIFTS
    )
    return table


def _changes(before: list[Row], after: list[Row], kind: str) -> dict[str, int]:
    """Count rows of a class (or the same after half-up) that are no longer in one of its kind."""
    changes: dict[str, int] = {}
    for was, now in zip(before, after, strict=True):
        if was.name.startswith(kind) and not now.name.startswith(kind):
            changes[was.indicator] = changes.get(was.indicator, 0) + 1
    return changes


def report(table: pd.DataFrame) -> str:
    """Return how many shifts are noticed, and the indicator-years that do not notice all four."""
    full = table[table["noticed"] == 4]
    rest = table[table["noticed"] < 4]
    lines = [
        f"shifts tried: {4 * len(table)}; noticed by rows with counts: {table['noticed'].sum()}",
        f"indicator-years that notice all four: {len(full)} of {len(table)}",
        f"with suppressed rows too: {(table['noticed with suppressed'] == 4).sum()} of {len(table)}",
        "the others:",
        rest.to_string(index=False),
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    sys.stdout.write(report(noticed(published_rows(asked(command(__doc__)).folder))) + "\n")


if __name__ == "__main__":
    main()
