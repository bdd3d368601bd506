"""A scheme's text with one figure changed: what ``solve`` found, written where the scheme says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.base.problem import Place, Problem, Refused
from incentives.scheme.marks import Group, read_tree
from incentives.scheme.sections import plain
from incentives.scheme.shelf import beside, scheme_file, text_of
from incentives.scheme.writing import added, rewritten

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.scheme.writing import Value

REASON = "found so that the scheme fits its budget"


def with_figure(named: str, says: str, was: str, now: str) -> str:
    """Return the text of a scheme with another price, another indicator's points or another floor.

    Raises Refused (S553) where the scheme is written so that the figure has no place of its own.
    """
    path = scheme_file(named)
    text = text_of(path)
    tree, _ = read_tree(text, str(path))
    settings = plain(tree)
    if says == "price per point":
        return _price(text, settings, path, now)
    if says.startswith("points of "):
        return _points(text, settings, says.removeprefix("points of "), was, now)
    for at, line in enumerate(settings.get("protect", ())):
        if line.get("name") == says and "at_least" in line:
            return rewritten(text, {("protect", at, "at_least"): now})
    raise _no_place(path, says)


def _price(text: str, settings: dict[str, Any], path: Path, now: str) -> str:
    if "pay_points" in settings:
        return rewritten(text, {("pay_points", "price_per_point"): now})
    whole = _of_parent(path)
    return added(text, (), "pay_points", {**whole, "price_per_point": now})


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


def _points(text: str, settings: dict[str, Any], code: str, was: str, now: str) -> str:
    for part in ("add", "indicators"):
        if code in (settings.get(part) or {}):
            return rewritten(text, {(part, code, "points"): now})
    changed = (settings.get("change") or {}).get(code, {})
    if "points" in changed:
        return rewritten(text, {("change", code, "points", "now"): now})
    points = {"was": was, "now": now}
    difference: dict[str, Value] = {"points": points, "reason": REASON}
    if code in (settings.get("change") or {}):
        return added(text, ("change", code), "points", points)
    if "change" in settings:
        return added(text, ("change",), code, difference)
    return added(text, (), "change", {code: difference})


def _no_place(path: Path, says: str) -> Refused:
    message = f'The scheme is written so that "{says}" has no place of its own.'
    remedy = "Change the figure by hand where the scheme states it; without --out it is printed."
    return Refused([Problem("S553", Place(str(path)), message, remedy)])
