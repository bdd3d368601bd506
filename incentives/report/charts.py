"""Charts as SVG text by our own code: a title, a description and no dependence on a network or a script."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

INK, QUIET, LINE = "#212b32", "#4c6272", "#d8dde0"
NOW, SOON, BAND = "#212b32", "#005eb8", "#a9cbea"
MORE, LESS = "#005eb8", "#7c2855"
_FONT = "font-family='Arial, Helvetica, sans-serif'"


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One indicator of the chart of ranges; shares of one."""

    label: str
    now: float
    median: float
    low: float
    high: float


def ranges(rows: Sequence[RangeRow], title: str, description: str) -> str:
    """Return a chart of where indicators stand now and their likely range later, one line each."""
    left, right, step, top = 92, 668, 30, 34
    height = top + step * len(rows) + 26

    def across(share: float) -> float:
        return left + (right - left) * min(max(share, 0.0), 1.0)

    parts = [text(across(s / 4), 18, f"{25 * s}%", "middle", QUIET) for s in range(5)]
    parts += [line(across(s / 4), 26, across(s / 4), height - 20, LINE) for s in range(5)]
    for at, row in enumerate(rows):
        y = top + step * at + step / 2
        parts.append(text(left - 10, y + 5, row.label, "end", INK))
        start, end = across(row.low), across(row.high)
        parts.append(box((start, y - 7, max(end - start, 2.0), 14), BAND))
        parts.append(line(across(row.median), y - 9, across(row.median), y + 9, SOON, 3))
        parts.append(f"<circle cx='{across(row.now):.1f}' cy='{y:.1f}' r='5.5' fill='{NOW}'/>")
    return svg(700, height, title, description, parts)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart of counts; ``says`` stands beside it, also where the count is not shown."""

    label: str
    count: int
    says: str


def bars(rows: Sequence[Bar], title: str, description: str) -> str:
    """Return a bar from the left for each count, with its words."""
    left, right, step, top = 134, 370, 32, 8
    most = max((r.count for r in rows), default=0) or 1
    parts = [line(left, top, left, top + step * len(rows), QUIET)]
    for at, row in enumerate(rows):
        y = top + step * at + step / 2
        size = (right - left) * row.count / most
        parts.append(text(left - 12, y + 5, row.label, "end", INK))
        if row.count:
            parts.append(box((left, y - 11, size, 22), SOON))
        parts.append(text(left + size + 8, y + 5, row.says, "start", INK if row.count else QUIET))
    return svg(420, top + step * len(rows) + 8, title, description, parts)


def changes(values: Sequence[float], title: str, description: str, *, unit: str = "£") -> str:
    """Return a bar for each value in order of size; no name stands in it.

    Where no value is below nought (or none above), that half of the chart is left out.
    """
    ordered = sorted(values, reverse=True)
    up, down = any(v > 0 for v in ordered), any(v < 0 for v in ordered)
    width, left, middle = 700, 70, 120 if up or not down else 20
    height = middle + (120 if down else 20)
    most = max((abs(v) for v in ordered), default=0.0) or 1.0
    scale, step = 100 / most, (width - left - 20) / max(len(ordered), 1)
    parts = [line(left, middle, width - 20, middle, QUIET)]
    for value in (*([most] if up or not down else []), *([-most] if down else [])):
        y = middle - value * scale
        parts += [
            line(left, y, width - 20, y, LINE),
            text(left - 8, y + 5, _money(value, unit), "end", QUIET),
        ]
    parts.append(text(left - 8, middle + 5, f"{unit}0", "end", QUIET))
    for at, value in enumerate(ordered):
        size = abs(value) * scale
        y = middle - size if value > 0 else middle
        colour = MORE if value > 0 else LESS
        bar = max(step - 2, 1.0)
        x = left + at * step + 1
        parts.append(box((x, y, bar, max(size, 0.5)), colour))
    return svg(width, height, title, description, parts)


def _money(value: float, unit: str) -> str:
    sign = "−" if value < 0 else ""  # noqa: RUF001 - a minus sign as people print it
    return f"{sign}{unit}{abs(value):,.0f}"


def svg(width: int, height: float, title: str, description: str, parts: Sequence[str]) -> str:
    """Return a picture with its title and description, for who sees it and for who hears it."""
    body = "".join(parts)
    return (
        f"<svg viewBox='0 0 {width} {height:.0f}' role='img' xmlns='http://www.w3.org/2000/svg'>"
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{body}</svg>"
    )


def text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    """Return words at a point; ``anchor`` is start, middle or end."""
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-size='14' fill='{colour}' {_FONT}>"
        f"{escape(words)}</text>"
    )


def box(at: tuple[float, float, float, float], colour: str) -> str:
    """Return a filled box: left, top, width, height."""
    x, y, width, height = at
    return f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{colour}'/>"


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1) -> str:
    """Return a straight line."""
    return (
        f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{colour}' "
        f"stroke-width='{width}'/>"
    )
