"""The cell of every column, as formulas name it from any other cell of the workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentives.formula.nodes import FieldValue, Over, StepValue, Total
from incentives.report.tabs import Lists, Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from incentives.formula.plan import Plan
    from incentives.report.tabs import Column

ROW = "\N{SECTION SIGN}"
"""Stands in a formula for the number of the practice's row, so that one text serves all practices."""
HEADING_ROW, TOTAL_ROW, FIRST_PRACTICE, FIRST_OTHER = 2, 3, 4, 3
LEAD = {Lists.PRACTICES: 2, Lists.COMPONENTS: 3, Lists.PERIODS: 2, Lists.FIGURES: 1}
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]\d*|[Rr]\d*[Cc]\d*")


@dataclass(frozen=True, slots=True)
class Home:
    """A column's sheet and place: ``row`` is None where each practice has its own.

    ``called`` is its defined name; ``adds_up`` tells that the row "All practices" has its total.
    """

    sheet: str
    column: int
    row: int | None = None
    called: str = ""
    adds_up: bool = False


class Places:
    """The homes of all columns of one workbook with a given number of practices."""

    def __init__(self, plan: Plan, tabs: tuple[Tab, ...], practices: int) -> None:
        self.plan, self.practices = plan, practices
        self.homes: dict[tuple[str, str], Home] = {}
        for tab in tabs:
            for n, column in enumerate(tab.columns):
                self._settle(tab, n, column)

    def _settle(self, tab: Tab, n: int, column: Column) -> None:
        name, key = column.name, column.key
        lead = LEAD.get(tab.lists, 0)
        if tab.lists is Lists.PRACTICES:
            self.homes[name, key] = Home(tab.name, lead + n, adds_up=column.adds_up)
        elif tab.lists is Lists.FIGURES:
            self.homes[name, key] = Home(tab.name, lead, FIRST_OTHER + n, called=range_name(name))
        else:
            keys = self.plan.ids() if tab.lists is Lists.COMPONENTS else [p.name for p in self.plan.periods]
            for row, each in enumerate(keys, FIRST_OTHER):
                self.homes[name, each] = Home(tab.name, lead + n, row)

    def home(self, name: str, key: str = "") -> Home | None:
        """Return the home of a column for a component or period; one without either serves all."""
        return self.homes.get((name, key)) or self.homes.get((name, ""))

    def cell(self, home: Home, seen_from: str) -> str:
        """Return a home's cell, for this practice's row where each practice has one."""
        if home.called:
            return home.called
        letters = column_letters(home.column)
        cell = f"{letters}{ROW}" if home.row is None else f"${letters}${home.row + 1}"
        return _on(home.sheet, seen_from) + cell

    def everyone(self, home: Home, seen_from: str, *, to_here: bool = False) -> str:
        """Return a column's cells of all practices, or those from the first to this practice."""
        letters = column_letters(home.column)
        last = ROW if to_here else f"${FIRST_PRACTICE + self.practices}"
        return f"{_on(home.sheet, seen_from)}{letters}${FIRST_PRACTICE + 1}:{letters}{last}"

    def total(self, home: Home, seen_from: str) -> str:
        """Return the cell of the row "All practices" in a column."""
        return f"{_on(home.sheet, seen_from)}${column_letters(home.column)}${TOTAL_ROW + 1}"

    def totals(self, columns: Iterable[tuple[str, str]], seen_from: str) -> str:
        """Return the cells of the row "All practices" of many columns, neighbours as one range."""
        homes = [home for name, key in columns if (home := self.home(name, key))]
        rows = [replace(home, row=TOTAL_ROW) for home in homes]
        return self._runs(rows, seen_from, lambda a, b: a.sheet == b.sheet and b.column == a.column + 1)

    def beside(self, columns: Iterable[tuple[str, str]], seen_from: str) -> str:
        """Return the cells of many columns in this practice's row, neighbours as one range."""
        homes = [home for name, key in columns if (home := self.home(name, key))]
        return self._runs(homes, seen_from, _is_next)

    def along(self, name: str, keys: tuple[str, ...], seen_from: str) -> str:
        """Return a column's cells for many components or periods, neighbours as one range."""
        return self._runs([h for key in keys if (h := self.homes.get((name, key)))], seen_from, _is_next)

    def _runs(self, homes: Iterable[Home], seen_from: str, is_next: Callable[[Home, Home], bool]) -> str:
        runs: list[tuple[Home, Home]] = []
        for home in sorted(set(homes), key=_in_sheet):
            if runs and is_next(runs[-1][1], home):
                runs[-1] = (runs[-1][0], home)
            else:
                runs.append((home, home))
        return ", ".join(self._run(first, last, seen_from) for first, last in runs)

    def _run(self, first: Home, last: Home, seen_from: str) -> str:
        one = self.cell(first, seen_from)
        return one if first == last else f"{one}:{self.cell(last, last.sheet)}"


@dataclass(frozen=True, slots=True)
class Seen:
    """All columns as seen from one cell: the cells that ``formula.excel`` writes into a formula."""

    places: Places
    sheet: str
    key: str

    def one(self, column: FieldValue | StepValue) -> str:
        """Return the cell that holds a column's figure here, or ``0`` where it has none."""
        home = self.places.home(column.name, self.key)
        return self.places.cell(home, self.sheet) if home else "0"

    def total(self, total: Total) -> str:
        """Return a total's formula, the cell that holds it, or (over a group) the cells to choose from."""
        plan, name = self.places.plan, total.of.name
        if total.over is Over.COMPONENTS:
            return _sum_of(self.places.along(name, plan.ids(), self.sheet))
        if total.over is Over.PERIODS:
            return _sum_of(self.places.along(name, tuple(p.name for p in plan.periods), self.sheet))
        home = self.places.home(name, self.key)
        if home is None:
            return "0"
        if home.row is not None:
            return self.places.cell(home, self.sheet)
        if total.over is Over.PRACTICES and home.adds_up:
            return self.places.total(home, self.sheet)
        cells = self.places.everyone(home, self.sheet)
        return cells if total.over is Over.GROUP else f"SUM({cells})"

    def groups(self, attribute: str, *, to_here: bool = False) -> tuple[str, str]:
        """Return the cells with every practice's group (or to this practice's), and this practice's."""
        home = self.places.homes[f"group:{attribute}", ""]
        return self.places.everyone(home, self.sheet, to_here=to_here), self.places.cell(home, self.sheet)

    def ranked(self, column: FieldValue | StepValue) -> tuple[str, str]:
        """Return a column's cells of all practices, and those from the first to this practice."""
        home = self.places.home(column.name, self.key)
        assert home is not None, f"{column.name} has a home"  # noqa: S101 - our own mistake
        return self.places.everyone(home, self.sheet), self.places.everyone(home, self.sheet, to_here=True)


def column_letters(column: int) -> str:
    """Return a column's letters.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def range_name(name: str) -> str:
    """Return the name by which formulas call a figure of the whole scheme.

    >>> range_name("price_per_point"), range_name("q1")
    ('PRICE_PER_POINT', 'Q1_')
    """
    plain = re.sub(r"\W", "_", name, flags=re.ASCII).upper()
    plain = plain if plain[:1].isalpha() else f"_{plain}"
    return f"{plain}_" if _LIKE_A_CELL.fullmatch(plain) else plain


def _sum_of(cells: str) -> str:
    return f"SUM({cells})" if cells else "0"


def _on(sheet: str, seen_from: str) -> str:
    if sheet == seen_from:
        return ""
    return f"{sheet}!" if re.fullmatch(r"[A-Za-z_]+", sheet) else f"'{sheet}'!"


def _in_sheet(home: Home) -> tuple[str, int, int]:
    return home.sheet, home.column, home.row or 0


def _is_next(a: Home, b: Home) -> bool:
    if a.sheet != b.sheet:
        return False
    if a.row is None or b.row is None:
        return b.column == a.column + 1
    return a.column == b.column and b.row == a.row + 1
