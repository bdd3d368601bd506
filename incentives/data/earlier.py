"""Figures of earlier years under the codes that renumbered indicators had then; what is not found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Severity
from incentives.data.gaps import listed
from incentives.formula.plan import Absent, Reads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.base.year import FinancialYear
    from incentives.data.found import Found
    from incentives.data.pack import Pack
    from incentives.formula.plan import DataField, Plan

_POINTS = "points"


class EarlierCodes:
    """Knows the earlier codes of a plan's indicators; notes which were needed, and which did not help."""

    def __init__(self, plan: Plan) -> None:
        self._formerly = dict(plan.formerly)
        self._used: dict[FinancialYear, dict[str, str]] = {}
        self._missed: dict[FinancialYear, dict[str, tuple[str, ...]]] = {}

    def codes(self, items: Iterable[str]) -> tuple[str, ...]:
        """Return the earlier codes of any of the items, the latest first."""
        return tuple(dict.fromkeys(code for item in items for code in self._formerly.get(item, ())))

    def found(self, field: DataField, year: FinancialYear, item: str, code: str) -> None:
        """Note that an item's figures of a year stand under an earlier code."""
        if field.reads is Reads.FIGURE:
            self._used.setdefault(year, {})[item] = code

    def missed(self, field: DataField, year: FinancialYear, item: str, tried: tuple[str, ...]) -> None:
        """Note that points that would protect an item are known of no practice, under no code."""
        protects = field.column == _POINTS and field.on_missing is Absent.NIL
        if protects and field.reads is Reads.FIGURE:
            self._missed.setdefault(year, {})[item] = tried

    def report(self, pack: Pack, found: Found) -> None:
        """Say once for each year what was read under earlier codes, and what is not there at all."""
        place = Place(pack.shown)
        for year, used in sorted(self._used.items()):
            each = listed([f"{item} (then {code})" for item, code in sorted(used.items())])
            message = f"Figures of {year} are read under the codes that indicators had then: {each}."
            remedy = "Nothing to do where that is the same indicator under a new code."
            found.add("D245", place, message, remedy, Severity.WARNING)
        for year, missed in sorted(self._missed.items()):
            each = listed([f"{item}{_tried(codes)}" for item, codes in sorted(missed.items())])
            message = (
                f"The scheme protects points of {year}, and the data have none for: {each}. "
                "They do not count; where no such year has any, points are as achieved."
            )
            remedy = (
                'Add their points (measure "points") under the code of that year; where the code has '
                'changed, write "successor_of:" with the earlier code at the indicator.'
            )
            found.add("D246", place, message, remedy, Severity.WARNING)


def _tried(codes: tuple[str, ...]) -> str:
    return f" (nor as {' or '.join(codes)})" if codes else ""
