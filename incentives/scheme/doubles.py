"""What a list names twice: told at the second, and read once, so that nothing else is said of it.

No list of this language means anything by naming a member twice: years of an average, indicators of a
protection, kinds of exceptions, documents that a value rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Problem
from incentives.base.year import FinancialYear
from incentives.scheme.marks import Group, Items, Node, Scalar
from incentives.scheme.sections import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.base.problem import Place


def named_once(tree: Group) -> tuple[Group, tuple[Problem, ...]]:
    """Return a tree whose lists name every member once, with a problem for each that was named again."""
    if not any(_has_doubles(items) for items in _lists(tree)):
        return tree, ()
    problems: list[Problem] = []
    found = _once(tree, "the file", problems)
    return (found if isinstance(found, Group) else tree), tuple(problems)


def twice(named: str, where: str, place: Place) -> Problem:
    """Say that a list names something again."""
    message = f"{named} is named twice{where}: the second time means nothing."
    return Problem("S561", place, message, "Take one of them out; where another was meant, write that.")


def _lists(tree: Group) -> Iterator[Items]:
    """Yield every list of a tree; a year of 800 indicators has hundreds of groups and a handful of lists."""
    nodes: list[Node] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, Group):
            nodes += [e.node for e in node.entries.values() if not isinstance(e.node, Scalar)]
        elif isinstance(node, Items):
            yield node
            nodes += [item for item in node.items if not isinstance(item, Scalar)]


def _has_doubles(items: Items) -> bool:
    return len({_meant(item) for item in items.items}) < len(items.items)


def _once(node: Node, name: str, problems: list[Problem]) -> Node:
    if isinstance(node, Group):
        held = {k: e._replace(node=_once(e.node, f'"{k}"', problems)) for k, e in node.entries.items()}
        return node.with_entries(held)
    if not isinstance(node, Items):
        return node
    kept: list[Node] = []
    seen: set[FinancialYear | str] = set()
    told: set[FinancialYear | str] = set()
    for item in node.items:
        what = _meant(item)
        if what in seen:
            shown = f'"{item.text.strip()}"' if isinstance(item, Scalar) else "The same entry"
            if what not in told:
                problems.append(twice(shown, f" in {name}", item.place))
            told.add(what)
        else:
            seen.add(what)
            kept.append(_once(item, name, problems))
    return Items(tuple(kept), node.place)


def _meant(item: Node) -> FinancialYear | str:
    """Return what a member says, however a year is spelt."""
    if not isinstance(item, Scalar):
        return str(plain(item))
    try:
        return FinancialYear.parse(item.text.strip())
    except ValueError:
        return item.text.strip()
