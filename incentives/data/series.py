"""Figures of one year, item and measure, in arrays; and how long tables lay them out."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentives.data.layouts import IN_HUNDREDTHS, POINTS_PER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from incentives.base.year import FinancialYear
    from incentives.data.grid import Stated


class Key(NamedTuple):
    """What a figure is of: the year, the indicator or group, and the measure."""

    year: FinancialYear
    item: str
    measure: str


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The figures of one year, item and measure, in the order of the file.

    ``values`` are integers, each a ``per``-th of its unit, 0 where ``statuses`` says that there is no
    figure; ``lines`` are rows of the file that ``stated`` names. ``received`` says when a practice's figure
    came in, where the file says so.
    """

    stated: Stated
    per: int
    practices: list[str] = field(default_factory=list)
    values: array[int] = field(default_factory=lambda: array("q"))
    statuses: bytearray = field(default_factory=bytearray)
    lines: array[int] = field(default_factory=lambda: array("q"))
    received: dict[str, date] = field(default_factory=dict)


def per_of(measure: str) -> int:
    """Return in which fraction of its unit a measure is kept: pence, ten-thousandths of a point, or whole."""
    if measure in IN_HUNDREDTHS:
        return 100
    return POINTS_PER if measure == "points" else 1


class Form(NamedTuple):
    """How a long table is laid out: the column of its items, and where the measure of a figure stands.

    Either every measure has a column (``measures``: column's name, measure), or each row names its measure
    (``measure_of`` gives ours for the file's word, None for an unknown one).
    """

    item: str
    measures: tuple[tuple[str, str], ...] = ()
    measure_of: Callable[[str], str | None] = lambda _: None


def is_negative_count(value: int, per: int) -> bool:
    """Tell whether a count is below nil; a sum of money or points may be."""
    return value < 0 and per == 1
