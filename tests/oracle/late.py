"""Results that come after the last day on which they count, for the oracle: nil in place of each figure.

Source: the scheme's own words (``count_late_data_until`` of its budget or of one of its pots). What others
pay is not touched, nor what national QOF would pay on the same results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Tables = dict[str, "Sequence[Mapping[str, str]]"]
FIGURES = ("numerator", "denominator", "exceptions", "register", "value")


def in_time(resolved: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Tables:
    """Return the tables with nil for each figure of the year that came too late."""
    usual = (resolved.get("budget") or {}).get("count_late_data_until") or ""
    days, year = _days(resolved, usual), str(resolved["year"])
    return {name: [_kept(row, (days, usual), year) for row in rows] for name, rows in tables.items()}


def _kept(row: Mapping[str, str], last: tuple[Mapping[str, str], str], year: str) -> Mapping[str, str]:
    came, item = row.get("received_on") or "", row.get("item") or row.get("indicator") or row.get("group")
    until = last[0].get(item or "", last[1])
    if not came or not until or came <= until or (row.get("year") or year) != year:
        return row
    return {key: "0" if key in FIGURES and value else value for key, value in row.items()}


def _days(resolved: Mapping[str, Any], usual: str) -> dict[str, str]:
    pots = [r for r in resolved.get("lines") or () if r["form"] == "fixed pot, shared pro rata"]
    found: dict[str, str] = {}
    for entry in (*resolved["indicators"], *(resolved.get("payments") or ())):
        own = [p["count_late_data_until"] for p in pots if entry["id"] in p["of"] or p["of"] == "everything"]
        day = "" if entry.get("paid_by") == "CQRS" else (own[0] if own else None) or usual
        for item in (entry["id"], entry.get("counted_as"), entry.get("register_of"), entry.get("group")):
            if item and item not in found:
                found[item] = day
    return found
