"""A return's sheet: which cell says what, and which cells are filled in; writer and reader share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.year import written_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.govern.returns import Return

Cell = tuple[int, int]
"""Row and column, both counted from 0."""
SHEET = "Return"
HEADING_ROW, FIRST_ROW = 10, 11
HEADS = (
    "Indicator",
    "What it is",
    "Definition",
    "Last numerator",
    "Last denominator",
    "Numerator",
    "Denominator",
    "Check",
)
LAST_FIGURES = (3, 4)
NUMERATOR, DENOMINATOR, CHECK = 5, 6, 7
PRACTICE, NAME, PERIOD, DUE, VERSION, RETURN_ID = ((row, 1) for row in range(3, 9))
I_CONFIRM = (
    "I confirm that these figures are taken from this practice's records, are complete, and count no "
    "patient twice; I know that a payment rests on them."
)
DECLARATION = ("confirmed", "name", "role", "date")
"""What the person who declares fills in, in order."""


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """The texts that must stand in a return as they are, and the cells to be filled in by what they hold."""

    fixed: Mapping[Cell, str]
    counts: Mapping[tuple[str, str], Cell]
    declaration: Mapping[str, Cell]
    remark: Cell

    @property
    def sealed(self) -> Mapping[Cell, str]:
        """The texts that the return id seals.

        The practice's name and the last figures are shown only: they come from practice data that may
        have grown since the return was sent, for example by the returns of other practices.
        """
        rows = {row for row, _ in self.counts.values()}
        shown_only = {NAME, *((row, column) for row in rows for column in LAST_FIGURES)}
        return {cell: text for cell, text in self.fixed.items() if cell not in shown_only}

    @property
    def inputs(self) -> frozenset[Cell]:
        """Every cell that is filled in."""
        return frozenset((*self.counts.values(), *self.declaration.values(), self.remark))


def sheet_of(asked: Return) -> ReturnSheet:
    """Return the sheet of a practice's return."""
    after = FIRST_ROW + len(asked.asked) + 1
    rows = {name: (after + 1 + n, 1) for n, name in enumerate(DECLARATION)}
    due = written_date(asked.due)
    fixed = {
        (0, 0): f"{asked.title}: return for {asked.period}",
        (1, 0): f"For {asked.covers}. Fill in the yellow cells and send this file back by {due}.",
        **_facts(asked),
        **{(HEADING_ROW, n): head for n, head in enumerate(HEADS)},
        **_questions(asked),
        (after, 0): "Declaration",
        (after, 1): I_CONFIRM,
        (rows["confirmed"][0], 0): "I confirm (yes)",
        (rows["name"][0], 0): "Name",
        (rows["role"][0], 0): "Role",
        (rows["date"][0], 0): "Date",
        (after + 5, 0): "Remark (not needed)",
    }
    counts = {
        (a.indicator, measure): (FIRST_ROW + n, column)
        for n, a in enumerate(asked.asked)
        for measure, column in (("numerator", NUMERATOR), ("denominator", DENOMINATOR))
    }
    return ReturnSheet({c: t for c, t in fixed.items() if t}, counts, rows, (after + 5, 1))


def _facts(asked: Return) -> dict[Cell, str]:
    labels = ("Practice", "Name", "Period", "Due", "Scheme version", "Return id")
    due = written_date(asked.due)
    texts = (asked.practice, asked.name, asked.period, due, asked.version[:12], asked.id)
    found: dict[Cell, str] = {(3 + n, 0): label for n, label in enumerate(labels)}
    return found | {(3 + n, 1): text for n, text in enumerate(texts)}


def _questions(asked: Return) -> dict[Cell, str]:
    return {
        (FIRST_ROW + n, column): text
        for n, a in enumerate(asked.asked)
        for column, text in enumerate(
            (a.indicator, a.title, a.definition, a.last_numerator, a.last_denominator)
        )
    }
