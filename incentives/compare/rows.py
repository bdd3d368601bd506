"""The rows of an integer linear programme as they are written, and its solution, proven to be the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

if TYPE_CHECKING:
    from collections.abc import Sequence


class Rows:
    """Sums of variables that are at most a figure; ``objective`` is made as small as it can be.

    The first variables are whole numbers between ``low`` and ``high``: the answer.
    """

    def __init__(self, low: Sequence[int], high: Sequence[int]) -> None:
        self._number = len(low)
        self._low: list[float] = [float(n) for n in low]
        self._high: list[float] = [float(n) for n in high]
        self._whole: list[int] = [1] * self._number
        self._rows: list[dict[int, float]] = []
        self._most: list[float] = []
        self.objective: dict[int, float] = {}

    def variable(self, low: float, high: float, *, whole: bool = False) -> int:
        """Add a variable and return its place."""
        self._low.append(low)
        self._high.append(high)
        self._whole.append(int(whole))
        return len(self._low) - 1

    def at_most(self, terms: dict[int, float], most: float) -> None:
        """Ask that a sum, of variables each with its factor, is at most a figure."""
        self._rows.append(dict(terms))
        self._most.append(most)

    def solved(self) -> tuple[int, ...] | None:
        """Return the whole numbers of the best solution, or None where nothing meets every row."""
        scale = [max(map(abs, row.values()), default=1.0) or 1.0 for row in self._rows]
        entries = [
            (at, column, value / scale[at])
            for at, row in enumerate(self._rows)
            for column, value in row.items()
        ]
        at, columns, values = zip(*entries, strict=True)
        shape = (len(self._rows), len(self._low))
        matrix = coo_array((values, (at, columns)), shape=shape).tocsr()
        most = np.asarray(self._most) / np.asarray(scale)
        cost = np.zeros(len(self._low))
        for column, value in self.objective.items():
            cost[column] = value
        found = milp(
            cost,
            integrality=np.asarray(self._whole),
            bounds=Bounds(np.asarray(self._low), np.asarray(self._high)),
            constraints=LinearConstraint(matrix, -np.inf, most),
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else tuple(round(n) for n in found.x[: self._number].tolist())
