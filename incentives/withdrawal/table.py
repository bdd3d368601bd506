"""The learned table as plain data: a small file that is shipped, and read back in milliseconds."""

from __future__ import annotations

from typing import Any

from incentives.withdrawal.learning import Learned, TypeTable

VERSION = 1


def to_data(learned: Learned) -> dict[str, Any]:
    """Return the table as texts and numbers for a file; lists what it was learned from."""
    return {
        "version": VERSION,
        "learned_from": [list(row) for row in learned.trained_on],
        "types": {
            name: {
                "effects": table.effects,
                "mean_spread_weight": [
                    list(row) for row in zip(table.means, table.spreads, table.weights, strict=True)
                ],
            }
            for name, table in learned.types.items()
        },
    }


def from_data(data: Any) -> Learned:
    """Return the table that a file holds; raises ValueError in plain words where it cannot be one."""
    try:
        if data["version"] != VERSION:
            raise ValueError(f"the table is of version {data['version']}, this program reads {VERSION}")
        types = {name: _type(entry) for name, entry in data["types"].items()}
        trained_on = tuple((str(a), str(b), str(c)) for a, b, c in data["learned_from"])
    except (KeyError, TypeError, AttributeError, IndexError):
        raise ValueError("the file is not a table of `incentives evidence --table`") from None
    return Learned(types, trained_on)


def _type(entry: Any) -> TypeTable:
    means, spreads, weights = zip(*entry["mean_spread_weight"], strict=True)
    return TypeTable(means, spreads, weights, int(entry["effects"]))
