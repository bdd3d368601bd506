"""A scheme's text with other figures: what ``solve`` found, written where the scheme says them.

Each figure is one value changed at its own place; comments, order and everything else stay. A figure that
stands in the scheme it starts from is written as a difference from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incentives.base import amount
from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.marks import Group, read_tree
from incentives.scheme.sections import plain
from incentives.scheme.shelf import beside, scheme_file, text_of
from incentives.scheme.writing import added, rewritten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from incentives.scheme.writing import Value

REASON = "found so that the scheme fits its budget"
PRICE, POINTS, PAYS = "price_per_point", "points", "pays"
_LINES = ("protect", "limits")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is written: under which word, of what, what it was and what it is now.

    ``word`` is ``price_per_point``, an indicator's ``points`` or ``pays``, a line's ``at_least``,
    ``at_most``, ``lose_at_most`` or ``taper_over``, or a grant's ``per_practice``.
    """

    word: str
    of: str
    was: str
    now: str


def with_figures(named: str, figures: Sequence[Figure]) -> str:
    """Return the text of a scheme with other figures; one that is as it was is left alone.

    Raises Refused (S553) where the scheme is written so that a figure has no place of its own.
    """
    path = scheme_file(named)
    text = text_of(path)
    for figure in figures:
        if figure.was != figure.now:
            text = _with(text, path, figure)
    return _with_total(text, path, [f for f in figures if f.word == POINTS])


def _with(text: str, path: Path, figure: Figure) -> str:
    settings = plain(read_tree(text, str(path))[0])
    if figure.word == PRICE:
        return _price(text, settings, path, figure.now)
    if figure.word in (POINTS, PAYS):
        return _of_indicator(text, settings, figure)
    if figure.of in (settings.get("payments") or {}):
        return rewritten(text, {("payments", figure.of, figure.word): figure.now})
    for part in _LINES:
        for at, line in enumerate(settings.get(part, ())):
            named = line.get("name") or f"{part} {at + 1}"
            if named == figure.of and figure.word in line:
                return rewritten(text, {(part, at, figure.word): figure.now})
    raise _no_place(path, figure.of)


def _with_total(text: str, path: Path, points: Sequence[Figure]) -> str:
    """Bring the points that the scheme states in all up to date, where it states them."""
    stated = plain(read_tree(text, str(path))[0]).get("total_points")
    more = sum(amount.number(f.now) - amount.number(f.was) for f in points)
    if stated is None or not more:
        return text
    return rewritten(text, {("total_points",): amount.written(amount.number(str(stated)) + more)})


def _price(text: str, settings: dict[str, Any], path: Path, now: str) -> str:
    if "pay_points" in settings:
        return rewritten(text, {("pay_points", PRICE): now})
    whole = _of_parent(path)
    return added(text, (), "pay_points", {**whole, PRICE: now})


def _of_parent(path: Path) -> dict[str, Any]:
    """Return how points are paid in the nearest scheme that says it, following what each starts from."""
    tree, _ = read_tree(text_of(path), str(path))
    paid = tree.get("pay_points")
    if isinstance(paid, Group):
        return dict(plain(paid))
    start = tree.text("starts_from")
    if not start:
        raise _no_place(path, "price per point")
    return _of_parent(beside(start, path, tree.place))


def _of_indicator(text: str, settings: dict[str, Any], figure: Figure) -> str:
    """Return the text with an indicator's points or range changed, or stated as a difference."""
    code, word = figure.of, figure.word
    for part in ("add", "indicators"):
        if code in (settings.get(part) or {}):
            return rewritten(text, {(part, code, word): figure.now})
    changed = settings.get("change") or {}
    if word in changed.get(code, {}):
        return rewritten(text, {("change", code, word, "now"): figure.now})
    both = {"was": figure.was, "now": figure.now}
    difference: dict[str, Value] = {word: both, "reason": REASON}
    if code in changed:
        return added(text, ("change", code), word, both)
    if "change" in settings:
        return added(text, ("change",), code, difference)
    return added(text, (), "change", {code: difference})


def _no_place(path: Path, says: str) -> Refused:
    message = f'The scheme is written so that "{says}" has no place of its own.'
    remedy = "Change the figure by hand where the scheme states it; without --out it is printed."
    return Refused([Problem("S553", Place(str(path)), message, remedy)])
