"""What a pack lacks for a plan, gathered so that forty practices without one table give one message."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Sized

    from incentives.base.problem import Place
    from incentives.data.found import Found
    from incentives.formula.plan import DataField

_LISTED = 8


class Gaps:
    """Missing and suppressed figures of one data field, by practice."""

    def __init__(self, field: DataField) -> None:
        self.field = field
        self.missing: dict[str, list[str]] = defaultdict(list)
        self.suppressed: dict[str, list[str]] = defaultdict(list)
        self.unknown: list[str] = []

    def report(self, place: Place, found: Found, *, silent: frozenset[str], near: Sequence[str]) -> None:
        """Note what is lacking; ``silent`` practices have no figures at all and are named elsewhere."""
        what = said(self.field)
        if self.unknown:
            message = f"No practice has {what} for {listed(self.unknown)}."
            remedy = "Add the figures, or stop paying for it in the scheme."
            if near:
                remedy += f" The data hold other names that the scheme does not use: {listed(near)}."
            found.add("D205", place, message, remedy)
        missing = {p: items for p, items in self.missing.items() if p not in silent}
        if missing:
            message = f"{counted(missing)} no {what}: {_each(missing)}."
            found.add("D206", place, message, "Ask for the figures, or write - where they are nil.")
        if self.suppressed:
            message = f"{counted(self.suppressed)} {what} suppressed: {_each(self.suppressed)}."
            remedy = (
                "Ask the publisher or the practices for the counts; a suppressed figure cannot be paid on. "
                'Until they come, "incentives pay --suppressed" shows the least and the most that it can be.'
            )
            found.add("D207", place, message, remedy)


def said(field: DataField) -> str:
    """Return a field as the user knows it: what it is, and the column it stands in."""
    plain = field.column.replace("_", " ")
    return plain if plain == field.says.lower() else f'{plain} ("{field.says}")'


def report_silent(practices: Iterable[str], place: Place, found: Found) -> None:
    """Note practices that have no figures at all."""
    silent = sorted(practices)
    if silent:
        message = f"{counted(silent)} no figures at all for this year: {listed(silent)}."
        remedy = "Add their figures, or take them out of the table of practices."
        found.add("D206", place, message, remedy)


def counted(practices: Sized) -> str:
    """Return ``1 practice has`` or ``40 practices have``."""
    return "1 practice has" if len(practices) == 1 else f"{len(practices):,} practices have"


def listed(names: Sequence[str]) -> str:
    """Return the first few names and how many follow."""
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _each(gaps: dict[str, list[str]]) -> str:
    return listed([f"{p} ({listed(items)})" if any(items) else p for p, items in sorted(gaps.items())])
