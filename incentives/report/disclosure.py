"""Counts of people as the public may see them: small ones hidden, others rounded, nothing to be worked out.

Counts of 1 to 7 are not shown and others are rounded to the nearest 5, as NHS Digital shows hospital
statistics below the national level. Rounding alone is not enough: a total less the other counts can give a
hidden one away. So each hidden count is looked for as a reader would, with everything that is shown, and
more is hidden until the reader can say no more than "1 to 7".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEW, BASE = 7, 5
HIDDEN = "*"
NOTE = (
    f"{HIDDEN}: {FEW} or fewer, or hidden because such a count could be worked out from it. "
    f"Other counts are rounded to the nearest {BASE}."
)
_HALF = BASE // 2
Cell = tuple[int, int]
"""A place in a table with its totals: the last row and the last column are totals."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A table as it may be shown, totals last: rounded counts, None where nothing is shown."""

    cells: tuple[tuple[int | None, ...], ...]

    def words(self) -> list[list[str]]:
        """Return the table as text."""
        return [[HIDDEN if n is None else f"{n:,}" for n in row] for row in self.cells]


def rounded(count: int) -> int | None:
    """Return a count as it may be shown by itself: nought as it is, None for 1 to 7, else the nearest 5.

    >>> [rounded(n) for n in (0, 1, 7, 8, 12, 13)]
    [0, None, None, 10, 10, 15]
    """
    if count < 0:
        raise ValueError(count)
    if 0 < count <= FEW:
        return None
    return (count + _HALF) // BASE * BASE


def disclosed(counts: Sequence[Sequence[int]]) -> Disclosed:
    """Return a table with its totals as it may be shown.

    Totals are worked out from the exact counts. What is hidden beside the small counts is the smallest
    count in the row or column of one that could be worked out, the first where two are alike.
    """
    full = _with_totals(counts)
    shown = {(r, c): rounded(n) for r, row in enumerate(full) for c, n in enumerate(row)}
    while given_away := next(_given_away(full, shown), None):
        beside = [at for at in _beside(full, given_away) if shown[at] is not None]
        left = beside or [at for at in shown if shown[at] is not None]
        shown[min(left, key=lambda at: (_at(full, at), at))] = None
    width = len(full[0])
    return Disclosed(tuple(tuple(shown[r, c] for c in range(width)) for r in range(len(full))))


def between(table: Disclosed, at: Cell) -> tuple[int, int | None]:
    """Return the least and the most that a reader can find for a hidden count; None where there is no most.

    The reader knows every figure that is shown, how it was rounded, and that totals add up.
    """
    shown = {(r, c): n for r, row in enumerate(table.cells) for c, n in enumerate(row)}
    return _between(shown, (len(table.cells), len(table.cells[0])), at)


def _given_away(full: list[list[int]], shown: dict[Cell, int | None]) -> Iterator[Cell]:
    """Yield each small hidden count of which a reader can say more than that it is 1 to 7."""
    size = len(full), len(full[0])
    for at in sorted(shown):
        if 0 < _at(full, at) <= FEW and shown[at] is None:
            least, most = _between(shown, size, at)
            if least > 1 or (most is not None and most < FEW):
                yield at


def _between(shown: dict[Cell, int | None], size: Cell, at: Cell) -> tuple[int, int | None]:
    import numpy as np  # noqa: PLC0415 - only public tables need them
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    cells = sorted(shown)
    low, high = np.array([_bounds(shown[cell]) for cell in cells], dtype=float).T
    adds_up = LinearConstraint(np.array([[sign.get(c, 0) for c in cells] for sign in _sums(size)]), 0, 0)
    found: list[int | None] = []
    for sign in (1, -1):
        wanted = np.array([sign * (cell == at) for cell in cells], dtype=float)
        whole = np.ones(len(cells), dtype=int)
        best = milp(wanted, integrality=whole, bounds=Bounds(low, high), constraints=adds_up)
        found.append(round(sign * best.fun) if best.success else None)
    return found[0] or 0, found[1]


def _sums(size: Cell) -> Iterator[dict[Cell, int]]:
    """Yield each row and each column of a table as signs that add up to nought: its total is the last."""
    rows, columns = size
    for row in range(rows):
        yield {(row, c): 1 if c < columns - 1 else -1 for c in range(columns)}
    for column in range(columns):
        yield {(r, column): 1 if r < rows - 1 else -1 for r in range(rows)}


def _bounds(shown: int | None) -> tuple[float, float]:
    """Return what a reader knows of a count: how it was rounded, or only that it is no less than nought."""
    if shown is None:
        return 0, float("inf")
    if shown == 0:
        return 0, 0
    return max(shown - _HALF, FEW + 1), shown + _HALF


def _beside(full: list[list[int]], at: Cell) -> list[Cell]:
    rows, columns = len(full), len(full[0])
    row, column = at
    return [(row, c) for c in range(columns) if c != column] + [(r, column) for r in range(rows) if r != row]


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _at(full: list[list[int]], at: Cell) -> int:
    return full[at[0]][at[1]]
