"""Some of the practices of practice data that were bound: the same columns with fewer rows."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from incentives.data.bound import Binding, BoundColumn


def part_of(binding: Binding, codes: Collection[str], title: str = "") -> Binding:
    """Return the data of some practices, in the order of their codes.

    Figures of the whole scheme and of the nation stay as they are; the fingerprint stays that of the whole
    data, from which the part was taken.
    """
    rows = [n for n, code in enumerate(binding.practices) if code in codes]
    kept = tuple(binding.practices[n] for n in rows)
    return replace(
        binding,
        practices=kept,
        names={code: binding.names[code] for code in kept if code in binding.names},
        columns={name: _rows_of(column, rows) for name, column in binding.columns.items()},
        groups={name: tuple(each[n] for n in rows) for name, each in binding.groups.items()},
        details={code: binding.details[code] for code in kept if code in binding.details},
        title=title or binding.title,
    )


def _rows_of(column: BoundColumn, rows: Sequence[int]) -> BoundColumn:
    if Axis.PRACTICES not in column.grain:
        return column
    width = column.width
    places = [row * width + at for row in rows for at in range(width)]
    new = {old: at for at, old in enumerate(places)}
    return replace(
        column,
        integers=array("q", (column.integers[p] for p in places)),
        rows=None if column.rows is None else array("q", (column.rows[p] for p in places)),
        notes={new[p]: note for p, note in column.notes.items() if p in new},
        suppressed=tuple(new[p] for p in column.suppressed if p in new),
    )
