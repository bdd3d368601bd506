"""The rows of a data pack by what they say, and nothing worked out: text in, fractions out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.text import figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NIL = Fraction(0)
COUNTS = ("numerator", "denominator", "exceptions", "register")


class Rows:
    """A data pack's rows; ``year`` is the scheme's, ``formerly`` are the earlier codes of indicators."""

    def __init__(
        self,
        tables: Mapping[str, Sequence[Mapping[str, str]]],
        year: str,
        formerly: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.year, self.tables, self._formerly = year, tables, formerly or {}
        self.practices = {row["practice_code"]: row for row in tables["practices"]}
        self._measures: dict[tuple[str, str, str, str], Fraction] = {}
        for row in tables.get("measures", ()):
            self._keep(row["year"], row["practice_code"], row["item"], row["measure"], row["value"])
        for row in tables.get("counts", ()):
            for name in COUNTS:
                self._keep(
                    row.get("year") or year, row["practice_code"], row["indicator"], name, row.get(name)
                )
        for row in tables.get("registers", ()):
            self._keep(
                row.get("year") or year, row["practice_code"], row["group"], "register", row["register"]
            )
        self._known = sorted({*self.practices, *(practice for _, practice, _, _ in self._measures)})
        self._items = {(y, item, name) for y, _, item, name in self._measures}
        self._national = {(r["year"], r["group"]): r for r in tables.get("national", ())}
        self._baseline = list(tables.get("baseline", ()))

    def _keep(self, *row: str | None) -> None:
        *key, value = row
        if value:
            self._measures[tuple(key)] = Fraction(value)  # type: ignore[index]

    def measure(self, practice: str, items: Sequence[str], name: str, year: str = "") -> Fraction | None:
        """Return a figure of the first of the items that the data know, None where it was not given."""
        year = year or self.year
        if year != self.year:
            items = [*items, *(code for item in items for code in self._formerly.get(item, ()))]
        known = next((i for i in items if (year, i, name) in self._items), "")
        return self._measures.get((year, practice, known, name))

    def list_size(self, practice: str) -> Fraction:
        """Return the registered patients of the practice."""
        return Fraction(self.practices[practice]["list_size"])

    def national(self, group: str) -> Fraction:
        """Return a stated national prevalence or cohort share."""
        return figure(self._national[self.year, group]["prevalence"])

    def core_income(self, practice: str, component: str) -> Fraction:
        """Return a component of the baseline table for the scheme's own year, in pounds."""
        rows = [r for r in self._baseline if (r["year"], r["practice_code"]) == (self.year, practice)]
        return sum((Fraction(r["pence"]) for r in rows if r["component"] == component), NIL) / 100

    def has_provisional(self, practice: str, year: str) -> bool:
        """Tell whether a provisional payment of a year was known."""
        rows = [r for r in self._baseline if (r["year"], r["practice_code"]) == (year, practice)]
        return any(r["component"] == "PROVISIONAL" for r in rows)

    def signed(self, practice: str) -> bool:
        """Tell whether the practice answered yes."""
        return self.answer(practice).get("answer", "") == "yes"

    def answer(self, practice: str) -> Mapping[str, str]:
        """Return the answer of the practice that holds: the one that was offered last."""
        rows = [r for r in self.tables.get("signup", ()) if r["practice_code"] == practice]
        return max(rows, key=lambda r: r.get("offered_on") or "", default={})

    def known(self) -> list[str]:
        """Return every practice that has figures or stands in the table of practices."""
        return self._known

    def __iter__(self) -> Iterator[str]:
        """Go through the practices' codes."""
        return iter(sorted(self.practices))
