"""Figures of the same practices beside each other, as arrays: a nation's are compared in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from incentives.data.figures import Status

if TYPE_CHECKING:
    import numpy as np

    from incentives.data.series import Series


class Beside(NamedTuple):
    """Two figures of each practice, and whether both are figures (nil among them)."""

    practices: list[str]
    one: np.ndarray
    other: np.ndarray
    both: np.ndarray


def beside(series: Series, other: Series | Mapping[str, int]) -> Beside:
    """Return the figures of a series beside another's, or beside figures by practice."""
    import numpy as np  # noqa: PLC0415 - only where data are bound

    one, usable = _figures(series)
    if isinstance(other, Mapping):
        figures = [other.get(code) for code in series.practices]
        there = np.array([figure is not None for figure in figures], bool)
        held = np.array([figure or 0 for figure in figures], np.int64)
        return Beside(series.practices, one, held, usable & there)
    held, there = _figures(other)
    if series.practices != other.practices:
        places = {code: at for at, code in enumerate(other.practices)}
        at = np.array([places.get(code, -1) for code in series.practices], np.int64)
        known = at >= 0
        held, there = np.where(known, held[at], 0), known & there[at]
    return Beside(series.practices, one, held, usable & there)


def _figures(series: Series) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np  # noqa: PLC0415 - only where data are bound

    statuses = np.frombuffer(bytes(series.statuses), np.uint8)
    return np.array(series.values, np.int64), (statuses == Status.FIGURE) | (statuses == Status.NIL)
