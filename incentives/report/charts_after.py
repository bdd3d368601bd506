"""Charts after go-live: a rate over time beside its stored ranges, and practices by size without names."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

from incentives.report.charts import BAND, INK, LESS, LINE, NOW, QUIET, SOON, box, line, svg, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDE_BAND = "#dfeaf5"
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 680, 22, 190
_EXCEPTED_TOP, _EXCEPTED_BOTTOM, _HEIGHT = 236, 276, 300
_DOTS_BOTTOM, _DOTS_HEIGHT = 250, 296
_ROOM = 0.02
_WIDE = 3.09
_STEPS = 40
_ROUND = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_WHOLE, _CLOSE, _LINES = 0.01, 1e-9, 6


@dataclass(frozen=True, slots=True)
class Column:
    """One period of the chart: what was seen (None before it is), its stored ranges, its limits over time.

    All are shares of one. ``outside`` marks a rate below the range that something follows from.
    """

    period: str
    rate: float | None
    exceptions: float | None
    likely: tuple[float, float] | None = None
    wide: tuple[float, float] | None = None
    limits: tuple[float, float] | None = None
    outside: bool = False


def over_time(columns: Sequence[Column], title: str, description: str) -> str:
    """Return a rate over time with its ranges, and the share of exceptions below it on the same periods."""
    low, high = _reach(columns)
    step = (_RIGHT - _LEFT) / max(len(columns), 1)

    def up(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (share - low) / (high - low)

    parts = _scale(low, high, up)
    before: tuple[float, float] | None = None
    for at, column in enumerate(columns):
        x = _LEFT + step * (at + 0.5)
        parts += _ranges_of(column, x, step, up)
        parts.append(text(x, _BOTTOM + 20, column.period, "middle", QUIET))
        if column.rate is None:
            continue
        y = up(column.rate)
        if before:
            parts.append(line(*before, x, y, NOW, 2))
        before = (x, y)
        parts.append(_mark(x, y, outside=column.outside))
    parts += _exceptions(columns, step)
    return svg(700, _HEIGHT, title, description, parts)


def _reach(columns: Sequence[Column]) -> tuple[float, float]:
    ends = [c.rate for c in columns if c.rate is not None]
    for column in columns:
        for pair in (column.likely, column.wide, column.limits):
            ends += pair or ()
    low, high = min(ends, default=0.0) - _ROOM, max(ends, default=1.0) + _ROOM
    return max(0.0, low), min(1.0, high)


def _scale(low: float, high: float, up: Callable[[float], float]) -> list[str]:
    """Return level lines at round figures, so that no label says another figure than where it stands."""
    step = next((s for s in _ROUND if (high - low) / s <= _LINES), _ROUND[-1])
    parts = []
    for number in range(ceil(low / step - _CLOSE), int(high / step + _CLOSE) + 1):
        share = number * step
        label = f"{share:.1%}" if step < _WHOLE else f"{share:.0%}"
        parts.append(line(_LEFT, up(share), _RIGHT, up(share), LINE))
        parts.append(text(_LEFT - 8, up(share) + 5, label, "end", QUIET))
    return parts


def _ranges_of(column: Column, x: float, step: float, up: Callable[[float], float]) -> list[str]:
    parts = []
    for pair, colour, width in ((column.wide, WIDE_BAND, 0.7), (column.likely, BAND, 0.7)):
        if pair:
            top = up(pair[1])
            parts.append(box((x - step * width / 2, top, step * width, max(up(pair[0]) - top, 1.0)), colour))
    parts += [
        f"<line x1='{x - step * 0.45:.1f}' y1='{up(limit):.1f}' x2='{x + step * 0.45:.1f}' "
        f"y2='{up(limit):.1f}' stroke='{QUIET}' stroke-width='2' stroke-dasharray='5 4'/>"
        for limit in column.limits or ()
    ]
    return parts


def _mark(x: float, y: float, *, outside: bool) -> str:
    """A full dot, or a square where something follows: never told by colour alone."""
    if outside:
        return f"<rect x='{x - 6:.1f}' y='{y - 6:.1f}' width='12' height='12' fill='{LESS}'/>"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='5.5' fill='{NOW}'/>"


def _exceptions(columns: Sequence[Column], step: float) -> list[str]:
    most = max((c.exceptions for c in columns if c.exceptions is not None), default=0.0) or 0.01
    parts = [
        text(_LEFT - 8, _EXCEPTED_TOP + 5, f"{most:.1%}", "end", QUIET),
        text(_LEFT - 8, _EXCEPTED_BOTTOM + 5, "0%", "end", QUIET),
        line(_LEFT, _EXCEPTED_BOTTOM, _RIGHT, _EXCEPTED_BOTTOM, QUIET),
        text(_LEFT, _HEIGHT - 4, "Exceptions, share of all patients it is about", "start", QUIET),
    ]
    for at, column in enumerate(columns):
        if column.exceptions is not None:
            size = (_EXCEPTED_BOTTOM - _EXCEPTED_TOP) * column.exceptions / most
            x = _LEFT + step * (at + 0.5) - step * 0.1
            parts.append(box((x, _EXCEPTED_BOTTOM - size, step * 0.2, max(size, 0.5)), SOON))
    return parts


@dataclass(frozen=True, slots=True)
class Dot:
    """One practice: how many patients the indicator is about, achievement, and whether it lies far off."""

    size: int
    rate: float
    far: bool


def by_size(dots: Sequence[Dot], middle: float, between: float, title: str, description: str) -> str:
    """Return practices by size with the limits that are expected at each size; no name stands in it."""
    largest = max((d.size for d in dots), default=1)
    usual = sorted(d.size for d in dots)[len(dots) // 2] if dots else 1
    far = _WIDE * sqrt(middle * (1 - middle) / usual + between**2)
    ends = [middle - far, middle + far, *(d.rate for d in dots)]
    low, high = max(0.0, min(ends) - _ROOM), min(1.0, max(ends) + _ROOM)

    def across(size: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * size / largest

    def up(share: float) -> float:
        inside = min(max(share, low), high)
        return _DOTS_BOTTOM - (_DOTS_BOTTOM - _TOP) * (inside - low) / (high - low)

    parts = _scale(low, high, up)
    parts.append(line(_LEFT, up(middle), _RIGHT, up(middle), SOON, 2))
    for direction in (-1, 1):
        points = []
        for at in range(1, _STEPS + 1):
            size = largest * at / _STEPS
            spread = sqrt(middle * (1 - middle) / size + between**2)
            points.append(f"{across(size):.1f},{up(middle + direction * _WIDE * spread):.1f}")
        parts.append(
            f"<polyline points='{' '.join(points)}' fill='none' stroke='{QUIET}' stroke-width='2' "
            "stroke-dasharray='5 4'/>"
        )
    parts += [_mark(across(d.size), up(d.rate), outside=d.far) for d in dots]
    parts.append(text(_RIGHT, _DOTS_BOTTOM + 20, f"{largest:,}", "end", QUIET))
    parts.append(text(_LEFT, _DOTS_BOTTOM + 20, "0", "middle", QUIET))
    parts.append(text((_LEFT + _RIGHT) / 2, _DOTS_BOTTOM + 38, "Patients it is about", "middle", INK))
    return svg(700, _DOTS_HEIGHT, title, description, parts)
